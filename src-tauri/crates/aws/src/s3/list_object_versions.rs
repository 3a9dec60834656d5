//! `s3:ListBucketVersions`: what is in a bucket, its first thousand entries.

use engine::environments::ports::Holding;
use engine::ports::{CloudError, CloudErrorKind};

use super::Bucket;
use crate::error::refused;

/// Versions and delete markers both keep a bucket from being deleted. Nothing where there is none.
pub(crate) async fn list_object_versions(bucket: &Bucket<'_>) -> Result<Holding, CloudError> {
    let answer = bucket
        .client()
        .list_object_versions()
        .bucket(&bucket.name)
        .expected_bucket_owner(bucket.owner)
        .send()
        .await;
    let answer = match answer.map_err(|error| refused(&error)) {
        Err(error) if error.kind == CloudErrorKind::NotFound => return Ok(Holding::default()),
        answer => answer?,
    };
    let sizes = answer.versions().iter().filter_map(|one| one.size);
    Ok(Holding {
        bytes: sizes.filter_map(|size| u64::try_from(size).ok()).sum(),
        things: (answer.versions().len() + answer.delete_markers().len()) as u64,
        more: answer.is_truncated.unwrap_or_default(),
        protected: false,
    })
}
