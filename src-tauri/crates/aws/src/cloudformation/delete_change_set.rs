//! `cloudformation:DeleteChangeSet`: discards a change set, with those of its nested stacks.

use aws_config::SdkConfig;
use aws_sdk_cloudformation::Client;
use engine::ports::{CloudError, CloudErrorKind};

use super::sorted;
use crate::error::refused;

/// One that is gone already is no error.
pub(crate) async fn delete_change_set(config: &SdkConfig, id: &str) -> Result<(), CloudError> {
    let answer = Client::new(config)
        .delete_change_set()
        .change_set_name(id)
        .send()
        .await;
    match answer.map_err(|error| sorted(refused(&error))) {
        Err(error) if error.kind == CloudErrorKind::NotFound => Ok(()),
        answer => answer.map(drop),
    }
}
