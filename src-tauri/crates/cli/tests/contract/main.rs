//! The contract of `arrayctl`, held against the real binary: every JSON document against its schema,
//! every exit code, plain lines where nobody watches. `contract/CONTRACT.md` says it in words.
#![allow(clippy::unwrap_used)]

mod accounts;
mod answers;
mod arrayctl;
mod bad_input;
mod costs;
#[cfg(target_os = "linux")]
mod costs_kept;
mod deletion;
mod help;
mod launches;
mod network;
#[path = "../../../aws/tests/access/replay.rs"]
#[allow(dead_code, reason = "the tests of `aws` look closer at what was asked")]
mod replay;
mod schema;
mod store;
mod streams;
