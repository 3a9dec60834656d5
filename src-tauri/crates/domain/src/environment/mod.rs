//! The environment file: what a person wants, as versioned TOML, and its validated form.

mod check;
mod codes;
mod file;
mod parse;
mod places;
mod presets;
mod problem;
mod set;
mod shape;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod text;
mod validate;
mod write;

pub use codes::CODES;
pub use file::*;
pub use parse::{Parsed, parse, parse_bytes};
pub use presets::{PLACEHOLDERS, every_preset, largest_preset};
pub use problem::*;
pub use set::set;
pub use shape::fields;
pub use text::MAX_FILE_BYTES;
pub use validate::{
    EnvironmentSpec, SubnetPlan, is_role, root_resources, slug, subnet_plan, validate,
};
