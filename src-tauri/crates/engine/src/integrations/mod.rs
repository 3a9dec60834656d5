//! What joins an environment to Slack, PagerDuty and Datadog: addresses and keys that are secrets. They
//! are kept in the keychain and go to Secrets Manager alone, never through a template or a parameter.

mod give;
mod keep;

pub(crate) use give::{Handing, give_after, give_before, take_back};
pub use keep::{IntegrationRow, forget, keep, list};

use domain::environment::EnvironmentFile;
use serde::{Deserialize, Serialize};

/// A service that an environment talks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Integration {
    Slack,
    PagerDuty,
    Datadog,
}

/// One value of an integration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Value {
    /// Its name in the secret's JSON.
    pub key: &'static str,
    /// `Webhook address`
    pub label: &'static str,
    /// What it looks like.
    pub example: &'static str,
}

impl Integration {
    pub const ALL: [Self; 3] = [Self::Slack, Self::PagerDuty, Self::Datadog];

    /// As people write it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Slack => "Slack",
            Self::PagerDuty => "PagerDuty",
            Self::Datadog => "Datadog",
        }
    }

    /// What a person gives, in this order.
    pub fn values(self) -> &'static [Value] {
        match self {
            Self::Slack => &[Value {
                key: "url",
                label: "Webhook address",
                example: "https://hooks.slack.com/services/T…/B…/…",
            }],
            Self::PagerDuty => &[Value {
                key: "url",
                label: "Integration address",
                example: "https://events.pagerduty.com/integration/…/enqueue",
            }],
            Self::Datadog => &[
                Value {
                    key: "apiKey",
                    label: "API key",
                    example: "32 letters and digits",
                },
                Value {
                    key: "externalId",
                    label: "External ID",
                    example: "32 letters and digits, from Datadog's AWS integration",
                },
            ],
        }
    }

    /// Name of the secret in Secrets Manager, as the blueprint reads it.
    pub fn secret_name(self, environment: &str) -> String {
        let last = match self {
            Self::Slack => "slack-webhook",
            Self::PagerDuty => "pagerduty",
            Self::Datadog => "datadog",
        };
        format!("array/{environment}/{last}")
    }

    /// Slack's secret is made by the launch; the others are read by it and must be there before.
    pub fn before_launch(self) -> bool {
        self != Self::Slack
    }

    /// True where an environment file asks for it.
    pub fn wanted(self, file: &EnvironmentFile) -> bool {
        match self {
            Self::Slack => file.notifications.slack,
            Self::PagerDuty => file.monitoring.pagerduty,
            Self::Datadog => file.monitoring.datadog,
        }
    }
}

/// Name in the keychain.
fn kept_name(environment: &str, integration: Integration) -> String {
    format!("integration/{environment}/{}", integration.label())
}
