//! `s3:PutEncryptionConfiguration`

use aws_sdk_s3::types::{
    ServerSideEncryption, ServerSideEncryptionByDefault, ServerSideEncryptionConfiguration,
    ServerSideEncryptionRule,
};
use engine::ports::CloudError;

use super::Bucket;
use crate::error::{empty, refused};

/// Everything is encrypted with S3's own key: templates hold no secret, and CloudFormation must read them.
pub(crate) async fn put_bucket_encryption(bucket: &Bucket<'_>) -> Result<(), CloudError> {
    let unbuilt = |_| empty("PutBucketEncryption");
    let key = ServerSideEncryptionByDefault::builder()
        .sse_algorithm(ServerSideEncryption::Aes256)
        .build()
        .map_err(unbuilt)?;
    let rule = ServerSideEncryptionRule::builder()
        .apply_server_side_encryption_by_default(key)
        .build();
    let rules = ServerSideEncryptionConfiguration::builder()
        .rules(rule)
        .build()
        .map_err(unbuilt)?;
    bucket
        .client()
        .put_bucket_encryption()
        .bucket(&bucket.name)
        .expected_bucket_owner(bucket.owner)
        .server_side_encryption_configuration(rules)
        .send()
        .await
        .map(drop)
        .map_err(|error| refused(&error))
}
