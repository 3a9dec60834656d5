//! The store from outside. `table` mirrors `src/table`.
#![allow(clippy::unwrap_used)]

mod fixtures;
mod opening;
mod processes;
mod spoiled;
mod table;
