//! The policy as documents that IAM takes: one statement for each scope, split where a managed policy
//! would be too long.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::scope::{Scope, Subject, scope};
use super::{ActionUse, Variant, handlers};

/// Longest managed policy, white space not counted (IAM quotas, 2026).
pub const MAX_CHARACTERS: usize = 6_144;

/// A least-privilege policy for one plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    pub environment: String,
    pub variant: Variant,
    pub region: String,
    /// 12 digits.
    pub account_number: String,
    /// To be attached together.
    pub documents: Vec<PolicyDocument>,
    pub uses: Vec<ActionUse>,
    /// Where the actions of CloudFormation come from.
    pub origin: String,
    /// ISO date of that table.
    pub as_of: String,
}

impl Policy {
    /// What each action is needed for, as a table for whoever reviews it.
    pub fn explained(&self) -> String {
        let mut text = format!(
            "# {} policy of {}\n\nAccount {}, region {}. {} actions in {}.\n\nCloudFormation's actions: {}, table of {}. Those marked * were written by hand.\n\n| action | needed for | held to |\n|---|---|---|\n",
            self.variant.as_str(),
            self.environment,
            self.account_number,
            self.region,
            self.uses.len(),
            match self.documents.len() {
                1 => "one document".to_owned(),
                many => format!("{many} documents, to be attached together"),
            },
            self.origin,
            self.as_of,
        );
        for used in &self.uses {
            let mark = if used.by_hand { " *" } else { "" };
            text.push_str(&format!(
                "| `{}`{mark} | {} | `{}` |\n",
                used.action,
                used.reasons.join("; "),
                used.resources.join("` `"),
            ));
        }
        text
    }
}

/// One document of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PolicyDocument {
    /// `array-crew-staging-launch-1`
    pub name: String,
    /// The document, to be read by people.
    pub json: String,
    /// As IAM counts them.
    pub characters: u32,
    pub actions: u32,
}

/// A statement that is being written.
#[derive(Clone)]
struct Statement {
    scope: Scope,
    actions: Vec<String>,
}

pub(super) fn policy(variant: Variant, uses: Vec<ActionUse>, subject: &Subject) -> Policy {
    let documents = split(statements(&uses, subject));
    let many = documents.len() > 1;
    let base = format!("{}-{}", subject.stack, variant.as_str());
    let (as_of, origin) = handlers::source();
    Policy {
        environment: subject.environment.clone(),
        variant,
        region: subject.region.clone(),
        account_number: subject.number.clone(),
        documents: documents
            .into_iter()
            .enumerate()
            .map(|(index, statements)| PolicyDocument {
                name: match many {
                    true => format!("{base}-{}", index + 1),
                    false => base.clone(),
                },
                characters: u32::try_from(size(&statements)).unwrap_or(u32::MAX),
                actions: u32::try_from(
                    statements
                        .iter()
                        .map(|one| one.actions.len())
                        .sum::<usize>(),
                )
                .unwrap_or(u32::MAX),
                json: format!("{:#}", document(&statements)),
            })
            .collect(),
        uses,
        origin: origin.to_owned(),
        as_of: as_of.to_owned(),
    }
}

/// One statement for each scope; the order of resources does not make another one.
fn statements(uses: &[ActionUse], subject: &Subject) -> Vec<Statement> {
    let mut by_scope: BTreeMap<Scope, Vec<String>> = BTreeMap::new();
    for used in uses {
        let mut scope = scope(&used.action, subject);
        scope.resources.sort();
        by_scope.entry(scope).or_default().push(used.action.clone());
    }
    by_scope
        .into_iter()
        .map(|(scope, actions)| Statement { scope, actions })
        .collect()
}

/// Fills documents one after another; a statement that is too long for one goes on in the next.
fn split(statements: Vec<Statement>) -> Vec<Vec<Statement>> {
    let mut documents: Vec<Vec<Statement>> = vec![Vec::new()];
    for statement in statements {
        let mut open = Statement {
            scope: statement.scope.clone(),
            actions: Vec::new(),
        };
        for action in statement.actions {
            open.actions.push(action);
            let last = documents.len() - 1;
            documents[last].push(open.clone());
            let fits = size(&documents[last]) <= MAX_CHARACTERS;
            documents[last].pop();
            if !fits {
                let action = open.actions.pop();
                if !open.actions.is_empty() {
                    documents[last].push(open.clone());
                }
                documents.push(Vec::new());
                open.actions = action.into_iter().collect();
            }
        }
        let last = documents.len() - 1;
        documents[last].push(open);
    }
    documents
}

fn size(statements: &[Statement]) -> usize {
    let text = document(statements).to_string();
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .count()
}

fn document(statements: &[Statement]) -> Json {
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    let list: Vec<Json> = statements
        .iter()
        .map(|statement| {
            let count = named.entry(statement.scope.sid).or_default();
            *count += 1;
            let sid = match count {
                1 => statement.scope.sid.to_owned(),
                count => format!("{}{count}", statement.scope.sid),
            };
            let mut out = Map::new();
            out.insert("Sid".to_owned(), json!(sid));
            out.insert("Effect".to_owned(), json!("Allow"));
            out.insert("Action".to_owned(), json!(statement.actions));
            out.insert("Resource".to_owned(), json!(statement.scope.resources));
            if !statement.scope.condition.is_empty() {
                out.insert("Condition".to_owned(), json!(statement.scope.condition));
            }
            Json::Object(out)
        })
        .collect();
    json!({ "Version": "2012-10-17", "Statement": list })
}
