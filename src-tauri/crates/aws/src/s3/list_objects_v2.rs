//! `s3:ListObjectsV2`

use aws_config::SdkConfig;
use engine::costs::billing::{ObjectPage, StoredObject};
use engine::ports::CloudError;

use super::client;
use crate::error::refused;

/// A page of what lies in a bucket below a prefix, by key.
pub(crate) async fn list_objects_v2(
    config: &SdkConfig,
    bucket: &str,
    prefix: &str,
    page: Option<&str>,
) -> Result<ObjectPage, CloudError> {
    let answer = client(config)
        .list_objects_v2()
        .bucket(bucket)
        .prefix(prefix)
        .set_continuation_token(page.map(str::to_owned))
        .send()
        .await
        .map_err(|error| refused(&error))?;
    let objects = answer.contents.unwrap_or_default().into_iter();
    Ok(ObjectPage {
        objects: objects
            .filter_map(|object| {
                Some(StoredObject {
                    key: object.key?,
                    bytes: u64::try_from(object.size?).ok()?,
                    etag: object.e_tag?.trim_matches('"').to_owned(),
                })
            })
            .collect(),
        next: answer.next_continuation_token,
    })
}
