//! AWS over the wire: the only code that says aws-sdk. One file per operation; refusals become
//! [`engine::ports::CloudError`] there, with AWS's code, words and request ID.
// An SDK call within the questions around it is a deep type.
#![recursion_limit = "256"]

mod access;
mod athena;
mod bcmdataexports;
mod client;
mod cloud;
mod cloudformation;
mod cloudtrail;
mod cloudwatch;
mod codebuild;
mod codeconnections;
mod codepipeline;
mod costexplorer;
mod credentials;
mod ec2;
mod ecr;
mod eks;
mod elasticloadbalancing;
mod error;
mod files;
mod iam;
mod inspection;
mod logs;
mod network;
mod oidc;
mod opensearch;
mod reach;
mod request_id;
mod s3;
mod secretsmanager;
mod service_quotas;
mod signed;
#[cfg(test)]
mod spoiled;
mod sso;
mod sts;
mod tagging;
mod walk;

pub use access::AwsAccess;
pub use cloud::AwsCloud;
pub use files::AwsFiles;
pub use network::{Network, NetworkError, Setting};
