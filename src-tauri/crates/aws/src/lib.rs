//! AWS over the wire: the only code that says aws-sdk. One file per operation; refusals become
//! [`engine::ports::CloudError`] there, with AWS's code, words and request ID.

mod access;
mod client;
mod credentials;
mod error;
mod files;
mod iam;
mod oidc;
mod sso;
mod sts;
mod walk;

pub use access::AwsAccess;
pub use client::{Network, NetworkError};
pub use files::AwsFiles;
