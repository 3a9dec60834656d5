//! Cost exports as they come: real samples, generated sets, and whatever can be wrong with a file.

mod containers;
mod fixtures;
mod reading;
mod samples;
mod trees;
