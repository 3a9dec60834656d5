//! Words that an argument can be.

use clap::ValueEnum;
use domain::permissions::Variant;
use engine::integrations::Integration;

/// Services that an environment talks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Service {
    Slack,
    #[value(name = "pagerduty")]
    PagerDuty,
    Datadog,
}

impl Service {
    pub fn integration(self) -> Integration {
        match self {
            Self::Slack => Integration::Slack,
            Self::PagerDuty => Integration::PagerDuty,
            Self::Datadog => Integration::Datadog,
        }
    }
}

/// Presets by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Preset {
    Development,
    Staging,
    Production,
}

/// Whom a policy is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PolicyVariant {
    /// Makes, changes and deletes the environment
    Launch,
    /// Changes and watches it
    Operate,
    /// Checks, plans and watches
    ReadOnly,
}

impl From<PolicyVariant> for Variant {
    fn from(variant: PolicyVariant) -> Self {
        match variant {
            PolicyVariant::Launch => Self::Launch,
            PolicyVariant::Operate => Self::Operate,
            PolicyVariant::ReadOnly => Self::ReadOnly,
        }
    }
}

/// Operations of a stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplainOperation {
    Create,
    Update,
    Delete,
}
