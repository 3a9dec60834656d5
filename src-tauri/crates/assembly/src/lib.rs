//! Builds the engine from its adapters, for the window and `arrayctl` alike.
//!
//! This is the one crate that knows all of them. It holds no logic of its own but the order in which
//! things are opened and what is said when one of them cannot be.

mod browser;
mod clock;
mod clouds;
mod logging;
mod open;
mod paths;
mod secrets;

pub use browser::open_in_browser;
pub use clock::SystemClock;
pub use logging::{Console, LogGuard, start as start_logging};
pub use open::{Opened, Storage, Surroundings, in_memory, open, store_exists};
pub use paths::{data_dir, log_dir, store_path};
pub use secrets::MemorySecrets;
