//! AWS Identity and Access Management.

pub(crate) mod create_access_key;
pub(crate) mod delete_access_key;
