//! Launches: persisted jobs that create or delete an environment.

mod cancel;
mod delete;
mod drive;
mod end;
mod failed_call;
mod guard;
mod handshake;
mod look;
mod looks;
mod proceed;
mod resume;
mod retry;
mod snapshot;
mod start;
mod steps;
mod support;
mod update;
mod view;

pub use cancel::cancel;
pub use drive::{AtWork, drive};
pub use end::{CLOCK, PERMISSION, PROTECTION, SECRETS, SIGN_IN};
pub use failed_call::find_failed_call;
pub use handshake::{HANDSHAKE, LOOK, connected, drive_past_handshake};
pub use proceed::{Answer, proceed};
pub use resume::unfinished;
pub use retry::retry;
pub use start::{start, start_delete, start_planned, start_update};
pub use support::support_details;
pub use update::{REVIEW, STUCK};
pub use view::{events, get, page, plan};
