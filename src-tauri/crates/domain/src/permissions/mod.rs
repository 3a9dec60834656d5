//! What a plan needs to be allowed: the calls of the app itself, and what CloudFormation does with the
//! caller's permissions for every type of the plan. From it come the policy for a security team and the
//! list that is simulated before a launch.

mod documents;
mod handlers;
mod operation;
mod own;
mod scope;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::blueprint::render;
use crate::environment::EnvironmentSpec;
use crate::partition;
use crate::plan::account::artifact_bucket;
use crate::plan::{AccountFacts, tree};
use crate::template::{StackTree, TemplateError, Value};

pub use documents::{MAX_CHARACTERS, Policy, PolicyDocument};
pub use handlers::{Handling, handled};
pub use operation::Operation;
pub use own::{ATHENA_DOES, OWN_CALLS, OwnCall, actions, calls};
pub use scope::{Condition, Scope, Subject};

/// Whom a policy is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum Variant {
    /// Makes, changes and deletes the environment.
    Launch,
    /// Changes and watches it; makes and deletes none.
    Operate,
    /// Checks, plans and watches; changes nothing.
    ReadOnly,
}

impl Variant {
    /// Every variant, the most first.
    pub const ALL: [Self; 3] = [Self::Launch, Self::Operate, Self::ReadOnly];

    /// `read-only`
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Launch => "launch",
            Self::Operate => "operate",
            Self::ReadOnly => "read-only",
        }
    }

    fn operations(self) -> &'static [Operation] {
        match self {
            Self::Launch => &Operation::OF_ENVIRONMENTS,
            Self::Operate => &[Operation::Check, Operation::Update, Operation::Watch],
            Self::ReadOnly => &[Operation::Check, Operation::Watch],
        }
    }

    fn handling(self) -> &'static [Handling] {
        match self {
            Self::Launch => &Handling::ALL,
            Self::Operate => &[Handling::Read, Handling::Update],
            Self::ReadOnly => &[Handling::Read],
        }
    }
}

/// One action with what it is needed for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ActionUse {
    /// `ec2:CreateVpc`
    pub action: String,
    /// `AWS::EC2::VPC: create`, or what the app does with it.
    pub reasons: Vec<String>,
    /// ARNs that it is held to; `*` where AWS knows no narrower one.
    pub resources: Vec<String>,
    /// True where no schema of AWS names it, and it was written by hand.
    pub by_hand: bool,
}

/// One action on one resource, to be simulated.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    pub action: String,
    /// An ARN without wildcards, or `*`.
    pub resource: String,
    /// Keys of the request's context with their values.
    pub context: BTreeMap<String, Vec<String>>,
}

/// Every action of a variant with its reasons.
fn uses_of(tree: &StackTree, subject: &Subject, variant: Variant) -> Vec<ActionUse> {
    let mut found: BTreeMap<String, (BTreeSet<String>, bool)> = BTreeMap::new();
    for call in OWN_CALLS {
        if call
            .operations
            .iter()
            .any(|one| variant.operations().contains(one))
        {
            let entry = found.entry(call.action.to_owned()).or_default();
            entry.0.insert(format!("Array Console: {}", call.why));
        }
    }
    for resource_type in types(tree) {
        for handling in variant.handling() {
            for (action, by_hand) in handled(&resource_type, *handling) {
                if variant == Variant::ReadOnly && !only_reads(&action) {
                    continue;
                }
                let entry = found.entry(action).or_default();
                entry
                    .0
                    .insert(format!("{resource_type}: {}", handling.as_str()));
                entry.1 |= by_hand;
            }
        }
    }
    if variant != Variant::ReadOnly {
        for (prefix, action) in [
            ("{{resolve:ssm:", "ssm:GetParameters"),
            ("{{resolve:secretsmanager:", "secretsmanager:GetSecretValue"),
        ] {
            if mentions(tree, prefix) {
                let entry = found.entry(action.to_owned()).or_default();
                entry
                    .0
                    .insert("CloudFormation: resolves dynamic references".to_owned());
                entry.1 = true;
            }
        }
    }
    found
        .into_iter()
        .map(|(action, (reasons, by_hand))| ActionUse {
            resources: scope::scope(&action, subject).resources,
            action,
            reasons: reasons.into_iter().collect(),
            by_hand,
        })
        .collect()
}

/// What is simulated before a launch: every action that the launch cannot do without, on a resource as the
/// plan names it.
pub fn needs(tree: &StackTree, stack_name: &str, region: &str, facts: &AccountFacts) -> Vec<Need> {
    let subject = subject(stack_name, region, facts, tree);
    uses_of(tree, &subject, Variant::Launch)
        .into_iter()
        .filter(|used| !own::OPTIONAL.contains(&used.action.as_str()))
        .map(|used| scope::need(&used.action, &subject))
        .collect()
}

/// The policy of a variant, for an environment in an account.
///
/// # Errors
/// A template that cannot be evaluated.
pub fn policy(
    spec: &EnvironmentSpec,
    facts: &AccountFacts,
    variant: Variant,
) -> Result<Policy, TemplateError> {
    let blueprint = render(spec);
    let tree = tree(&blueprint, facts)?;
    let subject = subject(&blueprint.stack_name, &spec.region, facts, &tree);
    let uses = uses_of(&tree, &subject, variant);
    Ok(documents::policy(variant, uses, &subject))
}

/// Types of the plan, each once; custom resources under one name.
fn types(tree: &StackTree) -> BTreeSet<String> {
    resources(tree)
        .map(|resource| {
            if resource.resource_type.starts_with(handlers::CUSTOM) {
                handlers::CUSTOM.to_owned()
            } else {
                resource.resource_type.clone()
            }
        })
        .collect()
}

fn resources(tree: &StackTree) -> impl Iterator<Item = &crate::template::ResourceNode> {
    crate::plan::stacks(tree)
        .into_iter()
        .flat_map(|stack| &stack.resources)
}

/// Whether a property anywhere in the plan holds a text.
fn mentions(tree: &StackTree, text: &str) -> bool {
    fn holds(value: &Value, text: &str) -> bool {
        match value {
            Value::String(own) => own.contains(text),
            Value::List(list) => list.iter().any(|value| holds(value, text)),
            Value::Map(map) => map.values().any(|value| holds(value, text)),
            _ => false,
        }
    }
    resources(tree).any(|resource| holds(&resource.properties, text))
}

fn only_reads(action: &str) -> bool {
    let name = action.split(':').nth(1).unwrap_or_default();
    let verb = ["Describe", "Get", "List", "BatchGet", "View"];
    verb.iter().any(|verb| name.starts_with(verb))
}

fn subject(stack_name: &str, region: &str, facts: &AccountFacts, tree: &StackTree) -> Subject {
    let texts = |resource_type: &str, property: &str| -> BTreeSet<String> {
        resources(tree)
            .filter(|resource| resource.resource_type == resource_type)
            .filter_map(|resource| resource.properties.get(property)?.as_text())
            .collect()
    };
    let mut passed_to = BTreeSet::new();
    let mut managed = BTreeSet::new();
    for role in resources(tree).filter(|one| one.resource_type == "AWS::IAM::Role") {
        let statements = role
            .properties
            .at(&["AssumeRolePolicyDocument", "Statement"]);
        for statement in statements.and_then(Value::list).unwrap_or_default() {
            passed_to.extend(
                statement
                    .at(&["Principal", "Service"])
                    .and_then(Value::as_text),
            );
        }
        let policies = role
            .properties
            .get("ManagedPolicyArns")
            .and_then(Value::list);
        managed.extend(
            policies
                .unwrap_or_default()
                .iter()
                .filter_map(Value::as_text),
        );
    }
    let first = |names: BTreeSet<String>| names.into_iter().next();
    Subject {
        partition: partition::of(region).to_owned(),
        number: facts.number.clone(),
        region: region.to_owned(),
        stack: stack_name.to_owned(),
        environment: stack_name.trim_start_matches("array-crew-").to_owned(),
        cluster: first(texts("AWS::EKS::Cluster", "Name")).unwrap_or_else(|| stack_name.to_owned()),
        domain: first(texts("AWS::OpenSearchService::Domain", "DomainName")),
        artifact_bucket: artifact_bucket(&facts.number, region),
        passed_to: passed_to.into_iter().collect(),
        managed_policies: managed.into_iter().collect(),
    }
}
