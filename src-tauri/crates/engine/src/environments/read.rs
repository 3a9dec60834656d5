//! Environment files from outside: read within bounds, every problem with its place.

use std::io::Read;
use std::path::Path;

use domain::environment::{
    EnvironmentFile, MAX_FILE_BYTES, Parsed, Problem, Severity, parse_bytes, validate,
};

use super::today;
use crate::Engine;

/// Reads a file, but never more than one byte beyond the limit: a larger one is refused by [`read`].
pub fn read_bounded(path: &Path) -> std::io::Result<Vec<u8>> {
    read_bounded_from(std::fs::File::open(path)?)
}

/// As [`read_bounded`], of what is open already.
pub fn read_bounded_from(source: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source
        .take(MAX_FILE_BYTES as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What a file says and every problem in it, those of its fields included.
pub fn read(engine: &Engine, bytes: &[u8]) -> Parsed {
    let mut parsed = parse_bytes(bytes);
    let found = parsed.validate(today(engine));
    parsed.problems.extend(found);
    // What stops comes first, then in the order in which a person goes down the file.
    parsed.problems.sort_by_key(|problem| {
        (
            problem.severity != Severity::Error,
            problem.line,
            problem.column,
        )
    });
    parsed
}

/// Every problem of a file that was never text.
pub fn check(engine: &Engine, file: &EnvironmentFile) -> Vec<Problem> {
    validate(file, today(engine))
}
