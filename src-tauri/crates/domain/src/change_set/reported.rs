//! A change set in CloudFormation's own words, as `DescribeChangeSet` and `DescribeEvents` give them.
//! Nothing here is judged yet: a nested stack that AWS marks as modified may hold no change at all.

use serde::{Deserialize, Serialize};

/// What stands for a value that is known only when the change set is executed.
pub const KNOWN_AFTER_APPLY: &str = "{{changeSet:KNOWN_AFTER_APPLY}}";

/// A root change set with those of all its nested stacks, and what early validation found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportedChanges {
    /// The root first, then nested stacks in the order in which they were met.
    pub stacks: Vec<StackChanges>,
    pub findings: Vec<Finding>,
}

/// The change set of one stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackChanges {
    /// The plan's name: `root`, or the logical ID of the nested stack, `Network`.
    pub stack: String,
    pub stack_id: String,
    pub change_set_id: String,
    /// AWS's word: `CREATE_COMPLETE`, `FAILED`, `CREATE_IN_PROGRESS`.
    pub status: String,
    /// AWS's words; a nested one's `Executable from root change set` is among them.
    pub reason: Option<String>,
    pub changes: Vec<ResourceChange>,
}

/// One row of `Changes[].ResourceChange`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceChange {
    pub logical_id: String,
    /// Absent where it does not exist yet.
    pub physical_id: Option<String>,
    pub resource_type: String,
    pub action: Action,
    /// Means something only beside [`Action::Modify`]: AWS also puts `True` beside `Add`.
    pub replacement: Option<Replacement>,
    /// `Properties`, `Tags`, `Metadata`, `DeletionPolicy`, `UpdatePolicy`.
    pub scope: Vec<String>,
    /// What becomes of the old one.
    pub policy_action: Option<PolicyAction>,
    /// `Details`, in AWS's order; one property may have two rows.
    pub properties: Vec<PropertyChange>,
    /// `BeforeContext`: JSON of the whole resource, when values were asked for.
    pub before: Option<String>,
    /// `AfterContext`: JSON of the whole resource, when values were asked for.
    pub after: Option<String>,
    /// For a nested stack, its own change set.
    pub change_set_id: Option<String>,
}

/// One row of `Details`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyChange {
    /// `Properties`, `Tags`, `Metadata`: what of the resource it concerns.
    pub attribute: String,
    /// Top-level property: `InstanceTypes`. Absent for an automatic change of a nested stack.
    pub name: Option<String>,
    /// `/Properties/InstanceTypes/0`, when values were asked for.
    pub path: Option<String>,
    /// The value as text; JSON where it is not a plain one.
    pub before: Option<String>,
    /// As `before`, or [`KNOWN_AFTER_APPLY`].
    pub after: Option<String>,
    pub requires_recreation: Recreation,
    pub evaluation: Evaluation,
    pub source: Option<ChangeSource>,
    /// Parameter, resource or attribute that it comes from: `Cluster.Arn`.
    pub causing_entity: Option<String>,
    pub attribute_change: Option<AttributeChange>,
}

/// What CloudFormation does with a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    Add,
    Modify,
    Remove,
    Import,
    /// Decided only during execution.
    Dynamic,
    /// Brought back from drift.
    SyncWithActual,
}

/// Whether AWS expects to replace a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Replacement {
    True,
    False,
    Conditional,
}

/// What becomes of the old resource after a replacement or removal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PolicyAction {
    Delete,
    Retain,
    Snapshot,
    ReplaceAndDelete,
    ReplaceAndRetain,
    ReplaceAndSnapshot,
}

/// Whether a change of the property needs a new resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Recreation {
    Never,
    Conditionally,
    Always,
}

/// Whether AWS knows the value before execution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Evaluation {
    Static,
    Dynamic,
}

/// Where a change comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChangeSource {
    ResourceReference,
    ParameterReference,
    ResourceAttribute,
    DirectModification,
    Automatic,
    NoModification,
}

/// What happens to one property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttributeChange {
    Add,
    Remove,
    Modify,
    SyncWithActual,
}

/// One `VALIDATION_ERROR` row of `DescribeEvents` about a change set. Several may name one resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The plan's name of the stack.
    pub stack: String,
    pub logical_id: String,
    #[serde(rename = "type")]
    pub resource_type: String,
    /// `/Resources/SlackNotifier/Properties/Role`.
    pub path: Option<String>,
    /// `NAME_CONFLICT_VALIDATION`.
    pub name: String,
    /// AWS's words.
    pub message: String,
    pub mode: FindingMode,
}

/// What a finding does to its change set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum FindingMode {
    /// It cannot be executed.
    Fail,
    /// It can be, and may fail then.
    Warn,
}
