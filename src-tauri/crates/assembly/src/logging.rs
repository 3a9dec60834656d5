//! tracing to a rotating file, and to the console where asked.
//!
//! Secrets never get there: they are `SecretString`, whose `Debug` prints nothing of them.

use std::path::Path;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::prelude::*;

/// Keeps the log file's writer alive.
pub struct LogGuard {
    _file: Option<WorkerGuard>,
}

/// What goes to standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Console {
    Quiet,
    /// `-v`
    Info,
    /// `-vv`
    Debug,
}

/// Starts logging for this process. A log folder that cannot be written is no reason not to start.
pub fn start(log_dir: &Path, console: Console) -> LogGuard {
    let level = match console {
        Console::Quiet => LevelFilter::OFF,
        Console::Info => LevelFilter::INFO,
        Console::Debug => LevelFilter::DEBUG,
    };
    let to_console = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        // Colours are control codes: they belong on a terminal, not into a CI log.
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .with_target(false)
        .with_filter(level);
    // Without its folder the appender complains on standard error; a failure to make it shows below.
    let _ = std::fs::create_dir_all(log_dir);
    let appender = tracing_appender::rolling::Builder::new()
        .rotation(tracing_appender::rolling::Rotation::DAILY)
        .filename_prefix("console")
        .filename_suffix("log")
        .max_log_files(7)
        .build(log_dir);
    let (to_file, guard) = match appender {
        Ok(appender) => {
            let (writer, guard) = tracing_appender::non_blocking(appender);
            let layer = tracing_subscriber::fmt::layer()
                .json()
                .with_writer(writer)
                .with_filter(LevelFilter::INFO);
            (Some(layer), Some(guard))
        }
        Err(_) => (None, None),
    };
    // A second start in one process (tests do that) keeps the first one's subscriber.
    let _ = tracing_subscriber::registry()
        .with(to_console)
        .with(to_file)
        .try_init();
    LogGuard { _file: guard }
}
