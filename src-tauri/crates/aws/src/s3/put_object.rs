//! `s3:PutObject`

use aws_sdk_s3::primitives::ByteStream;
use engine::ports::CloudError;

use super::Bucket;
use crate::error::refused;

/// Writes a template; the SDK adds a checksum that S3 compares.
pub(crate) async fn put_object(
    bucket: &Bucket<'_>,
    key: &str,
    body: &str,
) -> Result<(), CloudError> {
    bucket
        .client()
        .put_object()
        .bucket(&bucket.name)
        .key(key)
        .expected_bucket_owner(bucket.owner)
        .content_type("application/yaml")
        .body(ByteStream::from(body.as_bytes().to_vec()))
        .send()
        .await
        .map(drop)
        .map_err(|error| refused(&error))
}
