//! The Resource Groups Tagging API, read through the small signed client.

pub(crate) mod get_resources;
