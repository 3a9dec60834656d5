//! What the person prefers, and how practice is played.

use domain::costs::{AllocationRule, Amount, Budget, EnvironmentRules, TagKeys, UnitCount};
use domain::estimate::Assumptions;
use serde::{Deserialize, Serialize};

use crate::ports::Rehearsal;
use crate::{AppResult, Engine};

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    System,
    Light,
    Dark,
}

/// How close rows stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Density {
    Comfortable,
    Compact,
}

/// Settings of this installation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    pub theme: Theme,
    pub density: Density,
    /// AWS's seconds in a real one; 0 for unlimited.
    pub practice_speed: f64,
    /// Failure script that the next practice launch or deletion plays.
    pub practice_failure: Option<String>,
    /// The three doors of the first start have been passed.
    pub first_start_done: bool,
    pub assumptions: Assumptions,
    /// Stores of older versions know no costs.
    #[serde(default)]
    pub costs: CostSettings,
}

/// How costs are read and reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default)]
pub struct CostSettings {
    /// Which tags name environment, component and team; counts for what is imported from then on.
    pub tag_keys: TagKeys,
    /// Which environments misspelt tags mean; counts at once.
    pub environment_rules: EnvironmentRules,
    /// What a month may cost.
    pub budgets: Vec<Budget>,
    /// How untagged and shared costs are shared out.
    pub allocation: AllocationRule,
    /// How many crew profiles and deployments there were.
    pub units: Vec<UnitCount>,
    /// US dollars a month that may be spent on AWS's calls for costs.
    pub api_cap: Amount,
}

impl Default for CostSettings {
    fn default() -> Self {
        Self {
            tag_keys: TagKeys::default(),
            environment_rules: EnvironmentRules::default(),
            budgets: Vec::new(),
            allocation: AllocationRule::default(),
            units: Vec::new(),
            api_cap: Amount::units(1),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            density: Density::Comfortable,
            practice_speed: 60.0,
            practice_failure: None,
            first_start_done: false,
            assumptions: Assumptions::default(),
            costs: CostSettings::default(),
        }
    }
}

impl Settings {
    /// How the next practice launch is played.
    pub fn rehearsal(&self) -> Rehearsal {
        Rehearsal {
            speed: self.practice_speed,
            failure: self.practice_failure.clone(),
        }
    }
}

/// The settings as they stand.
pub async fn get(engine: &Engine) -> AppResult<Settings> {
    engine.memory.settings().await
}

/// Replaces the settings and gives them back as stored.
pub async fn save(engine: &Engine, settings: Settings) -> AppResult<Settings> {
    engine.memory.save_settings(&settings).await?;
    Ok(settings)
}
