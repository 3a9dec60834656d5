//! Amazon CloudWatch, read through the small signed client.

pub(crate) mod get_dashboard;
