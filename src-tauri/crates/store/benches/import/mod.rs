//! What is measured stands under an import.

use std::path::Path;

use engine::costs::import::{Import, ImportSource, ImportState};

/// An import of one file that is under way.
pub fn running(file: &Path) -> Import {
    Import {
        id: "measured".to_owned(),
        source: ImportSource::Files {
            paths: vec![file.display().to_string()],
        },
        state: ImportState::Running,
        sentence: "Measured.".to_owned(),
        started_at_ms: 0,
        finished_at_ms: None,
        bytes_done: 0,
        bytes_total: 0,
        rows: 0,
        file: None,
        files: Vec::new(),
        months: Vec::new(),
        ignored: Vec::new(),
        stored: Vec::new(),
        failure: None,
        begun_by: "me".to_owned(),
        resumed: false,
    }
}
