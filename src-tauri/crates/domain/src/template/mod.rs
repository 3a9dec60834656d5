//! CloudFormation templates as values: parsing, evaluation, and expansion into a tree of stacks.
//!
//! One evaluator serves inventory, estimate, timeline and the practice cloud. What AWS alone can
//! know before a launch is a [`Value::Unknown`], which flows through every function that meets it.

mod evaluate;
mod expand;
mod functions;
mod graph;
mod node;
mod parameters;
mod parse;
mod structure;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

pub use expand::{Unmade, expand};
pub use parse::{Template, TemplateError};
pub use structure::{
    MAX_BYTES, MAX_MAPPINGS, MAX_OUTPUTS, MAX_PARAMETERS, MAX_RESOURCES, structure,
};

/// What `AWS::Region` and its like give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pseudo {
    pub account_id: String,
    pub region: String,
    /// `aws`
    pub partition: String,
    /// `amazonaws.com`
    pub url_suffix: String,
    pub stack_name: String,
    pub stack_id: String,
}

/// A template property after evaluation.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// YAML null.
    Null,
    /// A boolean; CloudFormation takes it for the strings `true` and `false` as well.
    Bool(bool),
    /// A number, kept as it is written.
    Number(serde_json::Number),
    /// Text.
    String(String),
    /// A sequence.
    List(Vec<Value>),
    /// A mapping in template order.
    Map(IndexMap<String, Value>),
    /// Known after apply: a physical ID or attribute that AWS decides.
    Unknown(Reference),
}

impl Value {
    /// Text of a string, number or boolean, as CloudFormation would hand it on.
    pub fn as_text(&self) -> Option<String> {
        match self {
            Self::String(text) => Some(text.clone()),
            Self::Number(number) => Some(number.to_string()),
            Self::Bool(flag) => Some(flag.to_string()),
            _ => None,
        }
    }

    /// An entry of a mapping.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Self::Map(map) => map.get(key),
            _ => None,
        }
    }

    /// The entry at a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<&Value> {
        path.iter().try_fold(self, |value, key| value.get(key))
    }

    /// Entries of a sequence.
    pub fn list(&self) -> Option<&[Value]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// The first text of a sequence.
    pub fn first_text(&self) -> Option<String> {
        self.list()?.first()?.as_text()
    }

    /// True when AWS alone can know it.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }
}

/// Where an unknown value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    /// Path of the stack: `root`, `root/Network`.
    pub stack: String,
    /// Resource in that stack.
    pub logical_id: String,
    /// Attribute, or `None` for `Ref`.
    pub attribute: Option<String>,
}

/// Answers what `Ref` and `Fn::GetAtt` give for a resource.
///
/// A plan answers [`Value::Unknown`]; the practice cloud answers with the identities it invented.
pub trait Identities {
    /// `Ref` when `attribute` is `None`, `Fn::GetAtt` otherwise.
    fn value_of(&self, reference: &Reference, resource_type: &str) -> Value;
}

/// What happens to a resource when its stack goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub enum DeletionPolicy {
    /// Deleted with the stack.
    Delete,
    /// Left behind, except when its own creation is rolled back.
    RetainExceptOnCreate,
    /// Left behind.
    Retain,
    /// Left behind as a final snapshot.
    Snapshot,
}

/// One stack of the tree, its conditions decided and its properties evaluated.
#[derive(Debug, Clone, PartialEq)]
pub struct StackNode {
    /// `root` for the root, `root/<logical id>` below.
    pub path: String,
    /// File it came from: `network.yaml`.
    pub template: String,
    /// The template's description.
    pub description: String,
    /// Parameters as this stack received them.
    pub parameters: IndexMap<String, Value>,
    /// Resources whose conditions hold, in template order.
    pub resources: Vec<ResourceNode>,
    /// Outputs whose conditions hold.
    pub outputs: IndexMap<String, Value>,
}

/// One resource of a stack.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceNode {
    /// Its name in the template.
    pub logical_id: String,
    /// `AWS::EC2::VPC`.
    pub resource_type: String,
    /// Evaluated properties.
    pub properties: Value,
    /// Logical IDs in the same stack that must be ready first: `DependsOn`, `Ref`, `GetAtt`, `Sub`.
    pub depends_on: Vec<String>,
    /// Line of the logical ID in its template, from 1.
    pub line: u32,
    /// What happens to it when the stack goes.
    pub deletion_policy: DeletionPolicy,
    /// What happens to the old one when it is replaced.
    pub update_replace_policy: DeletionPolicy,
    /// Evaluated `UpdatePolicy`; null where there is none.
    pub update_policy: Value,
    /// For `AWS::CloudFormation::Stack`: the stack it makes.
    pub nested: Option<Box<StackNode>>,
}

/// A whole blueprint, expanded.
#[derive(Debug, Clone, PartialEq)]
pub struct StackTree {
    /// The root stack.
    pub root: StackNode,
}
