//! `s3:GetObject`, in parts.

use aws_config::SdkConfig;
use engine::costs::billing::{PART_BYTES, StoredObject};
use engine::ports::{CloudError, CloudErrorKind};

use super::client;
use crate::error::refused;

/// The next part of an object from an offset on; refused when the object is another one by now.
pub(crate) async fn get_part(
    config: &SdkConfig,
    bucket: &str,
    object: &StoredObject,
    from: u64,
) -> Result<Vec<u8>, CloudError> {
    let last = object.bytes.min(from + PART_BYTES).saturating_sub(1);
    let answer = client(config)
        .get_object()
        .bucket(bucket)
        .key(&object.key)
        .if_match(format!("\"{}\"", object.etag))
        .range(format!("bytes={from}-{last}"))
        .send()
        .await
        .map_err(|error| {
            let mut refused = refused(&error);
            if refused.code == "PreconditionFailed" {
                refused.kind = CloudErrorKind::Rejected;
                refused.message = format!("{} was delivered anew while it was read.", object.key);
            }
            refused
        })?;
    let bytes = answer.body.collect().await.map_err(|error| CloudError {
        kind: CloudErrorKind::Unreachable,
        code: "CutShort".to_owned(),
        message: format!("{} broke off: {error}", object.key),
        request_id: None,
    })?;
    let bytes = bytes.to_vec();
    if bytes.len() as u64 != last + 1 - from {
        return Err(CloudError {
            kind: CloudErrorKind::Unreachable,
            code: "CutShort".to_owned(),
            message: format!("{} broke off after {} bytes.", object.key, bytes.len()),
            request_id: None,
        });
    }
    Ok(bytes)
}
