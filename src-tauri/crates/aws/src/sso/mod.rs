//! The portal of IAM Identity Center.

pub(crate) mod get_role_credentials;
pub(crate) mod list_account_roles;
pub(crate) mod list_accounts;
pub(crate) mod logout;
