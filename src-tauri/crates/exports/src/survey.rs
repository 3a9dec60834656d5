//! What there is to read below the paths that were named.

use std::fs;
use std::path::{Path, PathBuf};

use engine::AppResult;
use engine::costs::ports::{Delivery, Survey};

use crate::line::refused;
use crate::source::{FORMATS, unreadable};

/// What there is to read, files and folders alike.
pub(crate) fn survey(paths: &[PathBuf]) -> AppResult<Survey> {
    let mut survey = Survey {
        deliveries: Vec::new(),
        bytes: 0,
        ignored: Vec::new(),
    };
    let mut loose = Vec::new();
    for path in paths {
        let meta = fs::metadata(path).map_err(|error| unreadable(path, error))?;
        if meta.is_dir() {
            let mut found = Vec::new();
            walk(path, &mut found)?;
            if found.is_empty() {
                return Err(refused(path, "empty-folder", "has no file in it").hint(FORMATS));
            }
            loose.extend(found);
        } else {
            loose.push(path.clone());
        }
    }
    loose.sort();
    loose.dedup();
    let mut bytes = 0;
    for file in &loose {
        let meta = fs::metadata(file).map_err(|error| unreadable(file, error))?;
        bytes += meta.len();
    }
    survey.bytes = bytes;
    survey.deliveries.push(Delivery {
        period: None,
        files: loose,
        bytes,
    });
    Ok(survey)
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> AppResult<()> {
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, error))?;
    for entry in entries {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        if path.is_dir() {
            walk(&path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}
