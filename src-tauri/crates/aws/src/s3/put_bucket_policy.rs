//! `s3:PutBucketPolicy`

use engine::ports::CloudError;

use super::Bucket;
use crate::error::refused;

/// Refuses whoever comes without TLS.
pub(crate) async fn put_bucket_policy(
    bucket: &Bucket<'_>,
    partition: &str,
) -> Result<(), CloudError> {
    let arn = format!("arn:{partition}:s3:::{}", bucket.name);
    let policy = serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "OnlyEncrypted",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [arn, format!("{arn}/*")],
            "Condition": { "Bool": { "aws:SecureTransport": "false" } },
        }],
    });
    bucket
        .client()
        .put_bucket_policy()
        .bucket(&bucket.name)
        .expected_bucket_owner(bucket.owner)
        .policy(policy.to_string())
        .send()
        .await
        .map(drop)
        .map_err(|error| refused(&error))
}
