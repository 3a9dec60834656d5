//! Where the user's own AWS files are, and their text.

use std::path::{Path, PathBuf};

use domain::accounts::{Place, SharedFile, SharedFiles};

use crate::Setting;

/// Paths of the two files, and of the folder that the AWS CLI keeps its sign-ins in.
#[derive(Debug, Clone)]
pub struct AwsFiles {
    pub config: PathBuf,
    pub credentials: PathBuf,
}

impl AwsFiles {
    /// The files of a home folder, where no variable names others.
    pub fn in_home(home: &Path) -> Self {
        Self {
            config: home.join(".aws/config"),
            credentials: home.join(".aws/credentials"),
        }
    }

    /// The path that a problem's place belongs to.
    pub fn path(&self, file: SharedFile) -> &Path {
        match file {
            SharedFile::Config => &self.config,
            SharedFile::Credentials => &self.credentials,
        }
    }

    /// A place as an editor takes it: `/home/ava/.aws/config:12`.
    pub(crate) fn shown(&self, place: Place) -> String {
        format!("{}:{}", self.path(place.file).display(), place.line)
    }

    /// The `ca_bundle` of every profile, each file once.
    pub fn bundles(&self) -> Vec<Setting> {
        // Files that cannot be read are told where a profile is used.
        let Ok(files) = self.read() else {
            return Vec::new();
        };
        let mut found: Vec<Setting> = Vec::new();
        for section in files.profile_names().filter_map(|name| files.profile(name)) {
            let Some(path) = section.text("ca_bundle") else {
                continue;
            };
            if !found.iter().any(|known| known.value == path) {
                found.push(Setting {
                    name: format!("ca_bundle ({})", self.shown(section.place_of("ca_bundle"))),
                    value: path.to_owned(),
                });
            }
        }
        found
    }

    /// Reads both. A file that is not there is an empty one.
    ///
    /// # Errors
    /// Words with the path, where one is there and cannot be read.
    pub(crate) fn read(&self) -> Result<SharedFiles, String> {
        Ok(SharedFiles::read(
            &text(&self.config)?,
            &text(&self.credentials)?,
        ))
    }
}

fn text(path: &Path) -> Result<String, String> {
    match std::fs::read(path) {
        Ok(bytes) => {
            String::from_utf8(bytes).map_err(|_| format!("{} is no UTF-8 text.", path.display()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(format!("{} cannot be read: {error}.", path.display())),
    }
}
