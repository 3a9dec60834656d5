//! Where this installation keeps its files.

use std::path::{Path, PathBuf};

use aws::{AwsFiles, Network, Setting};
use engine::{AppError, AppResult, ErrorCode};

/// The data folder: the one that was asked for, or the system's place for this application.
pub fn data_dir(asked: Option<PathBuf>) -> AppResult<PathBuf> {
    if let Some(path) = asked {
        return Ok(path);
    }
    directories::ProjectDirs::from("com", "Array Alliance", "Array Console")
        .map(|dirs| dirs.data_local_dir().to_owned())
        .ok_or_else(|| {
            AppError::new(
                ErrorCode::NotFound,
                "This user has no home folder to keep data in.",
            )
            .hint("Say where to keep it with --data-dir DIR.")
        })
}

/// The store in a data folder.
pub fn store_path(data_dir: &Path) -> PathBuf {
    data_dir.join("console.db")
}

/// The logs of a data folder.
pub fn log_dir(data_dir: &Path) -> PathBuf {
    data_dir.join("logs")
}

/// The user's own AWS files: where the AWS CLI looks for them.
pub fn aws_files() -> AppResult<AwsFiles> {
    let home = directories::BaseDirs::new().ok_or_else(|| {
        AppError::new(
            ErrorCode::NotFound,
            "This user has no home folder to look for AWS's files in.",
        )
        .hint("Name them in AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE.")
    })?;
    let mut files = AwsFiles::in_home(home.home_dir());
    if let Some(path) = variable("AWS_CONFIG_FILE") {
        files.config = path;
    }
    if let Some(path) = variable("AWS_SHARED_CREDENTIALS_FILE") {
        files.credentials = path;
    }
    Ok(files)
}

/// How this machine reaches AWS. The variable is meant for everything; without it the AWS files count.
pub fn network(files: &AwsFiles) -> Network {
    let set = |name: &str| {
        variable(name).map(|value| Setting {
            name: name.to_owned(),
            value: value.display().to_string(),
        })
    };
    // In this order the HTTP client looks for them, too.
    let proxies = [
        ["HTTPS_PROXY", "https_proxy"],
        ["HTTP_PROXY", "http_proxy"],
        ["ALL_PROXY", "all_proxy"],
    ];
    Network {
        bundles: match set("AWS_CA_BUNDLE") {
            Some(bundle) => vec![bundle],
            None => files.bundles(),
        },
        proxies: proxies
            .iter()
            .filter_map(|names| names.iter().find_map(|name| set(name)))
            .collect(),
        ..Network::default()
    }
}

/// The AWS CLI is told of these places by its environment, and so are we.
fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}
