//! `s3:GetObject`, of the head only: is a template there already?

use engine::ports::CloudError;

use super::{Bucket, status};
use crate::error::refused;

/// Keys hold the content's hash, so one that is there has the right content.
pub(crate) async fn head_object(bucket: &Bucket<'_>, key: &str) -> Result<bool, CloudError> {
    let answer = bucket
        .client()
        .head_object()
        .bucket(&bucket.name)
        .key(key)
        .expected_bucket_owner(bucket.owner)
        .send()
        .await;
    let Err(error) = answer else {
        return Ok(true);
    };
    match status(&error) {
        Some(404) => Ok(false),
        _ => Err(refused(&error)),
    }
}
