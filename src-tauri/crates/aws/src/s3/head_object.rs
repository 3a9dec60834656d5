//! `s3:GetObject`, of the head only: is a template there already?

use engine::ports::{CloudError, CloudErrorKind};

use super::{Bucket, status, words};
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
    let refused = refused(&error);
    match status(&error) {
        Some(404) => Ok(false),
        Some(status @ (400 | 403)) => match words(bucket).await {
            Some(said) if said.kind != CloudErrorKind::AccessDenied => Err(said),
            _ if status == 403 => Err(CloudError {
                kind: CloudErrorKind::AccessDenied,
                code: "AccessDenied".to_owned(),
                message: format!("s3:GetObject on {}/{key} is not allowed.", bucket.name),
                request_id: refused.request_id,
            }),
            _ => Err(refused),
        },
        _ => Err(refused),
    }
}
