//! Cost exports as they come: real samples, generated sets, and whatever can be wrong with a file.

mod reading;
mod samples;
