//! Ways into AWS and what is asked before a launch, over HTTP with the real SDK and recorded answers.
#![allow(clippy::unwrap_used)]

mod billing;
mod change_tree;
mod checks;
mod cloud;
mod desk;
mod profiles;
mod replay;
mod sign_in;
mod trail;
