//! The bucket of an account and region that templates are read from, one operation a file.

pub(crate) mod create_bucket;
pub(crate) mod get_bucket_policy;
pub(crate) mod get_object;
pub(crate) mod head_bucket;
pub(crate) mod head_object;
pub(crate) mod list_buckets;
pub(crate) mod list_object_versions;
pub(crate) mod list_objects_v2;
pub(crate) mod put_bucket_encryption;
pub(crate) mod put_bucket_policy;
pub(crate) mod put_object;
pub(crate) mod put_public_access_block;

use aws_config::SdkConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::Builder;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use engine::ports::{CloudError, CloudErrorKind};

/// The status of a refused HEAD: its answer has no body, so that is all there is in it.
fn status<E>(error: &SdkError<E, HttpResponse>) -> Option<u16> {
    let response = error.raw_response()?;
    Some(response.status().as_u16())
}

/// AWS's words for a refused HEAD: asked for the bucket's policy by the same caller, it refuses for the same
/// reason, an expired session or a wrong clock, and tells it. Nothing where that is allowed or throttled.
async fn words(bucket: &Bucket<'_>) -> Option<CloudError> {
    let said = get_bucket_policy::has_bucket_policy(bucket).await.err()?;
    let telling = [
        CloudErrorKind::ExpiredToken,
        CloudErrorKind::ClockWrong,
        CloudErrorKind::AccessDenied,
    ];
    telling.contains(&said.kind).then_some(said)
}

/// A bucket and whose it must be: somebody else's of the same name is never written to.
pub(crate) struct Bucket<'a> {
    pub config: SdkConfig,
    pub name: String,
    /// 12 digits.
    pub owner: &'a str,
    pub region: &'a str,
}

impl Bucket<'_> {
    fn client(&self) -> Client {
        client(&self.config)
    }
}

/// An emulator has no names below its address, so buckets are in the path there.
fn client(config: &SdkConfig) -> Client {
    let by_path = config.endpoint_url().is_some();
    Client::from_conf(Builder::from(config).force_path_style(by_path).build())
}
