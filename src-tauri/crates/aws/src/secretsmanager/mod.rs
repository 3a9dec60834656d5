//! Secrets Manager, one operation a file.

pub(crate) mod create_secret;
pub(crate) mod delete_secret;
pub(crate) mod describe_secret;
pub(crate) mod put_secret_value;
