//! Exit codes, a contract for scripts.

use std::process::ExitCode;

use domain::launch::{JobState, LaunchSnapshot};
use engine::{AppError, ErrorCode};

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
}

impl Exit {
    /// The code that an error ends with.
    pub fn of(error: &AppError) -> Self {
        match error.code {
            ErrorCode::InvalidInput
            | ErrorCode::NotFound
            | ErrorCode::AlreadyExists
            | ErrorCode::Conflict => Self::Input,
            ErrorCode::KeychainUnavailable
            | ErrorCode::StoreLocked
            | ErrorCode::StoreDamaged
            | ErrorCode::StoreReadOnly
            | ErrorCode::DiskFull
            | ErrorCode::Internal => Self::Machine,
            ErrorCode::ExpiredToken => Self::NeedsYou,
            ErrorCode::Throttled
            | ErrorCode::AccessDenied
            | ErrorCode::CloudRejected
            | ErrorCode::DrivenElsewhere => Self::Cloud,
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
        })
    }
}
