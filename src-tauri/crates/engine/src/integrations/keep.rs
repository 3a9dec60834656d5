//! Keeping an integration's values in the keychain.

use domain::environment::{Problem, Severity};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::{Integration, kept_name};
use crate::{AppError, AppResult, Engine, ErrorCode};

/// Whether an integration's values are kept for an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct IntegrationRow {
    pub integration: Integration,
    /// Name of its secret in Secrets Manager.
    pub secret_name: String,
    /// True where the keychain has its values.
    pub kept: bool,
}

/// Keeps the values of an integration, in the order of [`Integration::values`]. The next launch or
/// update hands them to Secrets Manager.
///
/// # Errors
/// `InvalidInput` with the value that cannot be right; the value itself is never told.
pub async fn keep(
    engine: &Engine,
    environment: &str,
    integration: Integration,
    values: &[SecretString],
) -> AppResult<()> {
    let wanted = integration.values();
    if values.len() != wanted.len() {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!(
                "{} needs {} values, not {}.",
                integration.label(),
                wanted.len(),
                values.len()
            ),
        ));
    }
    let mut problems = Vec::new();
    let mut map = serde_json::Map::new();
    for (value, given) in wanted.iter().zip(values) {
        let text = given.expose_secret().trim();
        if !fits(integration, value.key, text) {
            problems.push(Problem {
                code: "integration".to_owned(),
                severity: Severity::Error,
                field: value.key.to_owned(),
                line: None,
                column: None,
                message: format!(
                    "This is no {} of {}.",
                    value.label.to_lowercase(),
                    integration.label()
                ),
                hint: Some(format!("It looks like this: {}.", value.example)),
            });
        }
        map.insert(value.key.to_owned(), text.into());
    }
    if !problems.is_empty() {
        return Err(AppError::invalid("Nothing was kept.", problems));
    }
    // Slack's function reads the address alone, the others are JSON by name.
    let secret = match integration {
        Integration::Slack => values[0].expose_secret().trim().to_owned(),
        _ => serde_json::Value::Object(map).to_string(),
    };
    let name = kept_name(environment, integration);
    engine
        .secrets
        .keep_secret(&name, &SecretString::from(secret))
        .await
}

/// Forgets the values here; Secrets Manager keeps its own until the environment is deleted.
pub async fn forget(engine: &Engine, environment: &str, integration: Integration) -> AppResult<()> {
    engine
        .secrets
        .forget_secret(&kept_name(environment, integration))
        .await
}

/// Which integrations' values are kept for an environment.
pub async fn list(engine: &Engine, environment: &str) -> AppResult<Vec<IntegrationRow>> {
    let mut rows = Vec::new();
    for integration in Integration::ALL {
        let kept = engine
            .secrets
            .secret(&kept_name(environment, integration))
            .await?;
        rows.push(IntegrationRow {
            integration,
            secret_name: integration.secret_name(environment),
            kept: kept.is_some(),
        });
    }
    Ok(rows)
}

fn fits(integration: Integration, key: &str, text: &str) -> bool {
    let word =
        |text: &str| text.len() >= 16 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match (integration, key) {
        (Integration::Slack, _) => {
            let hooks = ["https://hooks.slack.com/", "https://hooks.slack-gov.com/"];
            hooks.iter().any(|start| text.starts_with(start)) && !text.contains(char::is_whitespace)
        }
        (Integration::PagerDuty, _) => {
            let hosts = [
                "https://events.pagerduty.com/",
                "https://events.eu.pagerduty.com/",
            ];
            let key = hosts
                .iter()
                .find_map(|host| text.strip_prefix(host))
                .and_then(|rest| rest.strip_prefix("integration/"))
                .and_then(|rest| rest.strip_suffix("/enqueue"));
            key.is_some_and(word)
        }
        (Integration::Datadog, _) => word(text),
    }
}
