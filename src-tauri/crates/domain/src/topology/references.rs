//! Follows references in evaluated properties.

use crate::template::{Reference, Value};

/// Every reference in `value`, in order.
pub(super) fn references(value: &Value) -> Vec<&Reference> {
    let mut found = Vec::new();
    collect(value, &mut found);
    found
}

fn collect<'v>(value: &'v Value, found: &mut Vec<&'v Reference>) {
    match value {
        Value::Unknown(reference) => found.push(reference),
        Value::List(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Map(fields) => fields.values().for_each(|field| collect(field, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// `Network` of `root/Network`; `root` stays.
pub(super) fn stack_name(path: &str) -> &str {
    path.strip_prefix("root/").unwrap_or(path)
}

/// The resource that a reference names, as (stack, logical ID).
pub(super) fn place_of(reference: &Reference) -> (String, String) {
    (
        stack_name(&reference.stack).to_owned(),
        reference.logical_id.clone(),
    )
}

/// The value at a path of keys and list positions: `ScalingConfig.MinSize`, `Stages.0.Name`.
pub(super) fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, step| match value {
        Value::Map(fields) => fields.get(step),
        Value::List(items) => items.get(step.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Text or number at a path, as text.
pub(super) fn text_at(value: &Value, path: &str) -> Option<String> {
    text(at(value, path)?)
}

/// Text, number or boolean as text; nothing else is.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Null | Value::List(_) | Value::Map(_) | Value::Unknown(_) => None,
    }
}

/// The first text under `key`, however deep.
pub(super) fn deep_text(value: &Value, key: &str) -> Option<String> {
    match value {
        Value::List(items) => items.iter().find_map(|item| deep_text(item, key)),
        Value::Map(fields) => fields
            .get(key)
            .and_then(text)
            .or_else(|| fields.values().find_map(|field| deep_text(field, key))),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Unknown(_) => {
            None
        }
    }
}

/// True when `value` holds exactly this text somewhere.
pub(super) fn holds_text(value: &Value, wanted: &str) -> bool {
    match value {
        Value::String(text) => text == wanted,
        Value::List(items) => items.iter().any(|item| holds_text(item, wanted)),
        Value::Map(fields) => fields.values().any(|field| holds_text(field, wanted)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Unknown(_) => false,
    }
}

/// Items of a list at a path; none where there is no list.
pub(super) fn items<'v>(value: &'v Value, path: &str) -> &'v [Value] {
    match at(value, path) {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}

/// True when any text in `value` contains `words`, upper and lower case alike.
pub(super) fn mentions(value: &Value, words: &str) -> bool {
    match value {
        Value::String(text) => text.to_lowercase().contains(words),
        Value::List(items) => items.iter().any(|item| mentions(item, words)),
        Value::Map(fields) => fields
            .iter()
            .any(|(key, field)| key.to_lowercase().contains(words) || mentions(field, words)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Unknown(_) => false,
    }
}
