//! Exit codes, a contract for scripts.

use std::process::ExitCode;

use domain::launch::{JobState, LaunchSnapshot};
use engine::{AppError, ErrorCode};

use crate::output::Output;

/// How the command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Done,
    /// Failed in the cloud.
    Cloud,
    /// Bad input.
    Input,
    /// A person is needed.
    NeedsYou,
    /// Store, keychain, disk.
    Machine,
    /// A budget is over.
    OverBudget,
    /// Ctrl-C, while a job goes on.
    Interrupted,
}

impl Exit {
    /// The code that an error ends with.
    pub fn of(error: &AppError) -> Self {
        match error.code {
            ErrorCode::InvalidInput
            | ErrorCode::NotFound
            | ErrorCode::AlreadyExists
            | ErrorCode::Conflict
            | ErrorCode::DrivenElsewhere => Self::Input,
            ErrorCode::KeychainUnavailable
            | ErrorCode::StoreLocked
            | ErrorCode::StoreDamaged
            | ErrorCode::StoreReadOnly
            | ErrorCode::DiskFull
            | ErrorCode::Internal => Self::Machine,
            ErrorCode::ExpiredToken | ErrorCode::AccessDenied => Self::NeedsYou,
            ErrorCode::Throttled | ErrorCode::CloudRejected => Self::Cloud,
        }
    }

    /// The code that a job ends with.
    pub fn of_job(snapshot: &LaunchSnapshot) -> Self {
        match snapshot.state {
            JobState::Running | JobState::Done => Self::Done,
            JobState::NeedsYou => Self::NeedsYou,
            JobState::Failed | JobState::Cancelled => Self::Cloud,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Cloud => 1,
            Exit::Input => 2,
            Exit::NeedsYou => 3,
            Exit::Machine => 4_u8,
            Exit::OverBudget => 5,
            // What shells give for SIGINT.
            Exit::Interrupted => 130,
        })
    }
}

/// Help and version are answers; what cannot be understood is bad input, as JSON where that was asked.
pub fn refused(error: &clap::Error) -> ExitCode {
    let json = std::env::args_os().any(|argument| argument == "--json");
    if !error.use_stderr() || !json {
        let _ = error.print();
        return if error.use_stderr() {
            Exit::Input
        } else {
            Exit::Done
        }
        .into();
    }
    let text = error.render().to_string();
    let (message, rest) = text.split_once("\n\n").unwrap_or((text.trim(), ""));
    let words = AppError::new(
        ErrorCode::InvalidInput,
        message.trim_start_matches("error: ").trim(),
    )
    .hint(rest.trim());
    Output::new(true, false).error(&words);
    Exit::Input.into()
}
