//! Ways into AWS: the user's own shared files as text, and what a profile in them stands for.

mod chain;
mod shared_files;

pub use chain::{Base, Chain, CredentialSource, ProfileProblem, Role, SingleSignOn, chain};
pub use shared_files::{Place, Section, SharedFile, SharedFiles, Value};
