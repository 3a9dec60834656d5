//! Amazon CloudWatch Logs, read through the small signed client.

pub(crate) mod describe_log_groups;
