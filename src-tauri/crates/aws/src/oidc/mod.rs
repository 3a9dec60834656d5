//! The sign-in of IAM Identity Center: OAuth 2.0 for devices. None of its calls is signed.

pub(crate) mod create_token;
pub(crate) mod register_client;
pub(crate) mod start_device_authorization;
