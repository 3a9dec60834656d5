//! The practice account: a simulated cloud that answers every AWS-facing port.
//!
//! It evaluates the real blueprint, gives every resource a realistic duration and emits the events
//! that CloudFormation would. What it has promised is a pure function of a stored record and the
//! clock, so it goes on while the app is closed and two processes see the same truth.

mod billing;
mod changes;
mod cloud;
mod fail;
mod identities;
mod inspection;
mod play;
mod record;
mod remove;
mod scripts;
mod story;
mod trail;
mod undo;
mod update;

pub use cloud::PracticeClouds;
pub use scripts::{FailureScript, SCRIPTS};

/// Account number that AWS's own documentation uses for nobody.
pub const ACCOUNT: &str = "000000000000";
