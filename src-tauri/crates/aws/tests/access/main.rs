//! Ways into AWS, over HTTP with the real SDK and recorded answers.
#![allow(clippy::unwrap_used)]

mod cloud;
mod desk;
mod profiles;
mod replay;
mod sign_in;
