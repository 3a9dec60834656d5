//! `s3:GetBucketPolicy`

use engine::ports::CloudError;

use super::Bucket;
use crate::error::refused;

/// True where the bucket has one. It is the last thing that is set on a new bucket.
pub(crate) async fn has_bucket_policy(bucket: &Bucket<'_>) -> Result<bool, CloudError> {
    let answer = bucket
        .client()
        .get_bucket_policy()
        .bucket(&bucket.name)
        .expected_bucket_owner(bucket.owner)
        .send()
        .await;
    match answer.map_err(|error| refused(&error)) {
        Err(error) if error.code == "NoSuchBucketPolicy" => Ok(false),
        answer => answer.map(|_| true),
    }
}
