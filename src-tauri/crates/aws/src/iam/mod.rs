//! AWS Identity and Access Management.

pub(crate) mod create_access_key;
pub(crate) mod delete_access_key;
pub(crate) mod get_account_summary;
pub(crate) mod get_role;
pub(crate) mod list_access_keys;
pub(crate) mod simulate_principal_policy;
