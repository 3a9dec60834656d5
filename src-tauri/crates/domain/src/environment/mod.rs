//! The environment file: what a person wants, as versioned TOML, and its validated form.

mod file;
mod problem;

pub use file::*;
pub use problem::*;
