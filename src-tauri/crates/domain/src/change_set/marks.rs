//! Values that AWS decides, as marks inside of texts: a join or substitution keeps them, so that two
//! evaluations can be compared to the letter, and everything that rests on a resource is found.

use super::compare::Place;
use crate::blueprint::Blueprint;
use crate::plan::{AccountFacts, pseudo};
use crate::template::{Identities, Reference, StackTree, TemplateError, Value, expand};

const OPEN: char = '\u{27e6}';
const CLOSE: char = '\u{27e7}';

/// Answers every reference with a mark that names it.
struct Marked;

impl Identities for Marked {
    fn value_of(&self, reference: &Reference, _: &str) -> Value {
        let attribute = reference.attribute.as_deref().unwrap_or_default();
        Value::String(format!(
            "{OPEN}{}|{}|{attribute}{CLOSE}",
            reference.stack, reference.logical_id
        ))
    }
}

/// A blueprint evaluated for comparison with another.
///
/// # Errors
/// A template that cannot be read or evaluated.
pub fn evaluate(blueprint: &Blueprint, facts: &AccountFacts) -> Result<StackTree, TemplateError> {
    expand(blueprint, &pseudo(blueprint, facts), &Marked)
}

/// One reference that a text rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub place: Place,
    /// Attribute, or empty for `Ref`.
    pub attribute: String,
}

/// Every mark in a value, those inside of encoded texts included.
pub fn marks(value: &Value) -> Vec<Mark> {
    let mut found = Vec::new();
    collect(value, &mut found);
    found
}

fn collect(value: &Value, found: &mut Vec<Mark>) {
    match value {
        Value::String(text) => {
            for part in text.split(OPEN).skip(1) {
                found.extend(part.split_once(CLOSE).and_then(|(mark, _)| read(mark)));
            }
            if let Some(inner) = decoded(text) {
                collect(&Value::String(inner), found);
            }
        }
        Value::List(list) => list.iter().for_each(|value| collect(value, found)),
        Value::Map(map) => map.values().for_each(|value| collect(value, found)),
        _ => {}
    }
}

/// What `Fn::Base64` has encoded, where it was text with marks.
pub fn decoded(text: &str) -> Option<String> {
    use base64::Engine as _;
    if text.len() < 24 || text.contains(OPEN) {
        return None;
    }
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(text)
        .ok()?;
    String::from_utf8(bytes).ok()
}

fn read(mark: &str) -> Option<Mark> {
    let mut parts = mark.split('|');
    let (path, logical_id, attribute) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Mark {
        place: (stack_of(path), logical_id.to_owned()),
        attribute: attribute.to_owned(),
    })
}

/// The plan's name of a stack by its path: `root/Network` is `Network`.
pub fn stack_of(path: &str) -> String {
    path.strip_prefix("root/").unwrap_or(path).to_owned()
}

/// A text for people: `⟦root/Network|Vpc|⟧` reads `${Network.Vpc}`.
pub fn readable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split(OPEN);
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part.split_once(CLOSE) {
            Some((mark, rest)) => {
                if let Some(mark) = read(mark) {
                    out.push_str(&words(&mark));
                }
                out.push_str(rest);
            }
            None => out.push_str(part),
        }
    }
    out
}

/// `${Network.Vpc}`, `${Cluster.Cluster.Arn}`.
pub fn words(mark: &Mark) -> String {
    let (stack, logical_id) = &mark.place;
    let mut name = match stack.as_str() {
        "root" => logical_id.clone(),
        nested => format!("{nested}.{logical_id}"),
    };
    if !mark.attribute.is_empty() {
        name.push('.');
        name.push_str(&mark.attribute);
    }
    format!("${{{name}}}")
}
