//! What is measured stands under an import.

use std::path::Path;

use engine::costs::import::{Import, ImportSource};

/// An import of one file that is under way.
pub fn running(file: &Path) -> Import {
    let paths = vec![file.display().to_string()];
    let source = ImportSource::Files { paths };
    Import::begun("measured".to_owned(), source, "me", 0)
}
