//! `secretsmanager:CreateSecret`

use aws_config::SdkConfig;
use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::types::Tag;
use engine::ports::CloudError;
use secrecy::{ExposeSecret, SecretString};

use crate::error::refused;

/// Makes a secret with its value; false where one of that name exists.
pub(crate) async fn create_secret(
    config: &SdkConfig,
    name: &str,
    value: &SecretString,
) -> Result<bool, CloudError> {
    let tag = Tag::builder()
        .key("ManagedBy")
        .value("array-console")
        .build();
    let answer = Client::new(config)
        .create_secret()
        .name(name)
        .description("Given to Array Crew by Array Console")
        .secret_string(value.expose_secret())
        .tags(tag)
        .send()
        .await;
    match answer.map_err(|error| refused(&error)) {
        Err(error) if error.code == "ResourceExistsException" => Ok(false),
        answer => answer.map(|_| true),
    }
}
