//! The plan: everything a person should know before she launches.

pub mod account;
mod assemble;
mod checks;
mod inventory;
mod quotas;

use serde::{Deserialize, Serialize};

use crate::blueprint::Blueprint;
use crate::environment::{EnvironmentFile, EnvironmentKind, Problem, Severity};
use crate::estimate::{Estimate, EstimateItem, EstimatePart, Unpriced};
use crate::money::MicroUsd;
use crate::timeline::{Confidence, CriticalStep, SecondsRange, Timeline};

pub(crate) use assemble::pseudo;
pub use assemble::{digest, ledger, plan, tree};
pub use checks::{checks, quotas, sort};
pub use inventory::{inventory, limits, stacks};

/// One resource that the launch will make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PlannedResource {
    /// Nested stack: `Network`; `root` for the root's own.
    pub stack: String,
    pub logical_id: String,
    #[serde(rename = "type")]
    pub resource_type: String,
    /// Source template: `network.yaml`.
    pub file: String,
    /// Line of the logical ID in that file.
    pub line: u32,
}

/// One check of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// Stable: `eip-quota`.
    pub code: String,
    /// Of what does not hold: errors stop a launch, warnings ask.
    pub severity: Severity,
    /// Absent in plans that were kept before checks could pass: those only held what had failed.
    #[serde(default)]
    pub outcome: Outcome,
    pub message: String,
    /// What was seen: `5 of 5 Elastic IPs in use`.
    pub evidence: Option<String>,
    /// What to do.
    pub remedy: String,
    /// Field of the environment file, where one decides it.
    pub field: Option<String>,
    /// What the account was asked; it can be asked again alone. Absent where the file decides.
    #[serde(default)]
    pub question: Option<Question>,
    /// What is missing to tell: `ec2:DescribeVpcs`.
    #[serde(default)]
    pub permission: Option<String>,
}

impl Check {
    /// Whether a launch is refused because of it.
    pub fn stops(&self) -> bool {
        self.outcome == Outcome::Failed && self.severity == Severity::Error
    }

    /// Whether a person should look at it before she launches.
    pub fn asks(&self) -> bool {
        self.outcome != Outcome::Passed && !self.stops()
    }
}

/// How a check came out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    Passed,
    #[default]
    Failed,
    /// The account did not let us look, or did not answer.
    CannotTell,
}

/// What an account is asked before a launch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Question {
    /// Who are we, and in which account?
    Identity,
    /// Is the region enabled, and are its zones there?
    Region,
    /// May we do everything that the plan needs?
    Permissions,
    /// Does it fit?
    Quotas,
    /// Are the names free?
    Names,
    /// Does the address range overlap another network's?
    Networks,
    /// Does EKS offer the version?
    Kubernetes,
    /// Is OpenSearch's service-linked role there?
    SearchRole,
    /// Is the bucket for templates ours, or free?
    Bucket,
}

impl Question {
    /// Every question, in the order in which answers are shown.
    pub const ALL: [Self; 9] = [
        Self::Identity,
        Self::Region,
        Self::Permissions,
        Self::Quotas,
        Self::Names,
        Self::Networks,
        Self::Kubernetes,
        Self::SearchRole,
        Self::Bucket,
    ];
}

/// How near a CloudFormation limit the blueprint is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LimitUse {
    /// `Resources in one template`.
    pub what: String,
    /// Template it concerns: `root.yaml`.
    pub template: String,
    pub used: u32,
    pub limit: u32,
}

/// An account as a plan needs to know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AccountFacts {
    /// Name that the admin gave it: `Practice`.
    pub name: String,
    /// Twelve digits.
    pub number: String,
    /// True for the built-in account with no AWS behind it.
    pub practice: bool,
    pub quotas: Vec<QuotaFact>,
}

/// One quota of an account and what is used of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct QuotaFact {
    /// Service Quotas code: `L-0263D0A3`.
    pub code: String,
    /// Service Quotas' service code: `ec2`.
    #[serde(default)]
    pub service: String,
    /// `EC2-VPC Elastic IPs`.
    pub name: String,
    /// CloudFormation type that uses it up, one each except where vCPUs or nodes are counted.
    pub resource_type: String,
    pub limit: u32,
    /// Where the limit comes from.
    #[serde(default)]
    pub origin: LimitOrigin,
    /// Absent where it was not counted.
    pub used: Option<u32>,
    /// Why it was not counted, where somebody could change that.
    #[serde(default)]
    pub untold: Option<account::Untold>,
}

/// Where a limit comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum LimitOrigin {
    /// AWS says that it holds for this account.
    Applied,
    /// AWS's default, as AWS says now.
    Default,
    /// AWS's default, from the product's own dated table.
    #[default]
    Table,
}

/// What an environment takes of one quota of its account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct QuotaUse {
    /// Service Quotas code: `L-0263D0A3`.
    pub code: String,
    /// `EC2-VPC Elastic IPs`.
    pub name: String,
    /// In use before; absent where it was not counted.
    pub used: Option<u32>,
    /// This environment's share.
    pub need: u32,
    pub limit: u32,
}

/// One environment file planned against one account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    pub environment: String,
    pub kind: EnvironmentKind,
    pub region: String,
    pub account: AccountFacts,
    /// The file that was planned.
    pub file: EnvironmentFile,
    pub blueprint: Blueprint,
    pub resources: Vec<PlannedResource>,
    pub checks: Vec<Check>,
    pub estimate: Estimate,
    pub timeline: Timeline,
    pub limits: Vec<LimitUse>,
    /// SHA-256 over blueprint, parameters and tags: the same plan has the same digest everywhere.
    pub digest: String,
}

/// What the wizard shows beside the form; the cheap part of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Ledger {
    pub problems: Vec<Problem>,
    /// Absent while an error keeps the blueprint from being rendered.
    pub figures: Option<LedgerFigures>,
}

/// The figures of a [`Ledger`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LedgerFigures {
    pub monthly_micros: MicroUsd,
    pub complete: bool,
    pub unpriced: Vec<Unpriced>,
    pub parts: Vec<EstimatePart>,
    /// What the parts are made of, each with the field that decides it.
    pub items: Vec<EstimateItem>,
    pub minutes: u32,
    pub range: SecondsRange,
    /// `OpenSearch decides: about 24 min`.
    pub timeline_sentence: String,
    /// The chain that decides the minutes, in order.
    pub critical_path: Vec<CriticalStep>,
    pub confidence: Confidence,
    /// All resources of all stacks.
    pub resources: u32,
    pub limits: Vec<LimitUse>,
    /// The account's quotas that this environment draws on.
    pub quotas: Vec<QuotaUse>,
    pub capabilities: Vec<String>,
    pub prices_as_of: String,
}
