//! `s3:ListBucket`: is the bucket there, and is it ours?

use engine::ports::{CloudError, CloudErrorKind};

use super::{Bucket, status, words};
use crate::error::refused;

/// False where there is none.
pub(crate) async fn head_bucket(bucket: &Bucket<'_>) -> Result<bool, CloudError> {
    let answer = bucket
        .client()
        .head_bucket()
        .bucket(&bucket.name)
        .expected_bucket_owner(bucket.owner)
        .send()
        .await;
    let Err(error) = answer else {
        return Ok(true);
    };
    let said = match status(&error) {
        Some(404) => return Ok(false),
        Some(400 | 403) => words(bucket).await,
        _ => None,
    };
    let refused = refused(&error);
    match (said, status(&error)) {
        (Some(said), _) if said.kind != CloudErrorKind::AccessDenied => Err(said),
        (_, Some(403)) => Err(CloudError {
            kind: CloudErrorKind::AccessDenied,
            code: "AccessDenied".to_owned(),
            message: format!(
                "The bucket {} for templates is somebody else's, or s3:ListBucket on it is not allowed.",
                bucket.name
            ),
            request_id: refused.request_id,
        }),
        _ => Err(refused),
    }
}
