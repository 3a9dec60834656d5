//! Cost exports as they come: real samples, generated sets, and whatever can be wrong with a file.

mod broken;
mod containers;
mod cur;
mod fixtures;
mod kinds;
mod lines;
mod manifests;
mod reading;
mod repeats;
mod samples;
mod spoiled;
mod trees;
