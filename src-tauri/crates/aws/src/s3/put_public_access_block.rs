//! `s3:PutBucketPublicAccessBlock`

use aws_sdk_s3::types::PublicAccessBlockConfiguration;
use engine::ports::CloudError;

use super::Bucket;
use crate::error::refused;

/// Nothing in the bucket can be made public, by whatever means.
pub(crate) async fn put_public_access_block(bucket: &Bucket<'_>) -> Result<(), CloudError> {
    let block = PublicAccessBlockConfiguration::builder()
        .block_public_acls(true)
        .ignore_public_acls(true)
        .block_public_policy(true)
        .restrict_public_buckets(true)
        .build();
    bucket
        .client()
        .put_public_access_block()
        .bucket(&bucket.name)
        .expected_bucket_owner(bucket.owner)
        .public_access_block_configuration(block)
        .send()
        .await
        .map(drop)
        .map_err(|error| refused(&error))
}
