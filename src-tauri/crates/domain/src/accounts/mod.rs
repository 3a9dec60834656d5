//! Ways into AWS: the user's own shared files as text, and what a profile in them stands for.

mod chain;
mod key_pair;
mod shared_files;
mod told;

pub use chain::{Base, Chain, CredentialSource, ProfileProblem, Role, SingleSignOn, chain};
pub use key_pair::{KeyPair, KeyPairProblem};
pub use shared_files::{Place, Section, SharedFile, SharedFiles, Value};
