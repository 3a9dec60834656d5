//! Properties of a change, each once, with their values before and after.

use super::compare::{Difference, PropertyDifference};
use super::marks::{decoded, marks, readable, words};
use super::reported::{Action, KNOWN_AFTER_APPLY, PropertyChange, Recreation, ResourceChange};
use super::table::Effect;
use super::tree::ChangedProperty;
use crate::template::Value;

/// AWS's details, each property once, without those that only seem to change.
pub(super) fn properties(
    row: &ResourceChange,
    own: Option<&Difference>,
    known: bool,
) -> Vec<ChangedProperty> {
    let mut rows: Vec<ChangedProperty> = Vec::new();
    for detail in &row.properties {
        let Some(path) = path_of(detail) else {
            continue;
        };
        let under = |one: &&PropertyDifference| {
            let own = one.path.join(".");
            own == path || below(&own, &path) || below(&path, &own)
        };
        let matching: Vec<&PropertyDifference> = own
            .map(|one| one.properties.iter().filter(under).collect())
            .unwrap_or_default();
        let seems = open(detail) || detail.path.is_none();
        let is_property = matches!(detail.attribute.as_str(), "Properties" | "Tags");
        if known && seems && is_property && matching.is_empty() {
            continue;
        }
        if seems && !matching.is_empty() {
            for one in matching {
                add(&mut rows, of_own(one));
            }
            continue;
        }
        let always = detail.requires_recreation == Recreation::Always;
        add(
            &mut rows,
            ChangedProperty {
                known_after_apply: open(detail),
                before: detail.before.as_deref().map(laid_out),
                after: detail
                    .after
                    .as_deref()
                    .filter(|_| !open(detail))
                    .map(laid_out),
                replaces: always || matching.iter().any(|one| one.effect == Effect::Replaces),
                cause: detail.causing_entity.clone(),
                path,
            },
        );
    }
    if rows.is_empty() && row.action == Action::Modify {
        let own = own.map(|one| one.properties.as_slice()).unwrap_or_default();
        rows.extend(own.iter().map(of_own));
    }
    rows
}

fn below(longer: &str, shorter: &str) -> bool {
    longer
        .strip_prefix(shorter)
        .is_some_and(|rest| rest.starts_with('.'))
}

/// AWS tells one property twice when its cause is a parameter, a reference or an attribute.
fn add(rows: &mut Vec<ChangedProperty>, row: ChangedProperty) {
    match rows.iter_mut().find(|known| known.path == row.path) {
        None => rows.push(row),
        Some(known) => {
            known.replaces |= row.replaces;
            known.cause = known.cause.take().or(row.cause);
            known.before = known.before.take().or(row.before);
            known.after = known.after.take().or(row.after);
        }
    }
}

/// `/Properties/Tags/0/Value` as `Tags.0.Value`; nothing for an automatic change of a nested stack.
fn path_of(detail: &PropertyChange) -> Option<String> {
    match (&detail.path, &detail.name) {
        (Some(path), _) => {
            let path = path.strip_prefix("/Properties").unwrap_or(path);
            Some(path.trim_start_matches('/').replace('/', "."))
        }
        (None, Some(name)) => Some(name.clone()),
        (None, None) if detail.attribute == "Properties" => None,
        (None, None) => Some(detail.attribute.clone()),
    }
}

/// True where AWS knows a part of the new value only when it applies the change.
pub(super) fn open(detail: &PropertyChange) -> bool {
    let after = detail.after.as_deref();
    after.is_some_and(|after| after.contains(KNOWN_AFTER_APPLY))
}

pub(super) fn of_own(row: &PropertyDifference) -> ChangedProperty {
    let open = row.follows.is_some()
        || row
            .after
            .as_ref()
            .is_some_and(|after| !marks(after).is_empty());
    ChangedProperty {
        path: row.path.join("."),
        before: row.before.as_ref().map(text),
        after: match row.follows {
            Some(_) => None,
            None => row.after.as_ref().map(text),
        },
        known_after_apply: open,
        replaces: row.effect == Effect::Replaces,
        cause: row.follows.as_ref().map(words),
    }
}

/// A value as text; JSON in lines where it is not a plain one.
pub fn text(value: &Value) -> String {
    let plain = match value.as_text() {
        Some(text) => decoded(&text).unwrap_or(text),
        None => serde_json::to_string_pretty(&json(value)).unwrap_or_default(),
    };
    readable(&plain)
}

/// A value as JSON.
pub fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null | Value::Unknown(_) => serde_json::Value::Null,
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => number.clone().into(),
        Value::String(text) => text.clone().into(),
        Value::List(list) => list.iter().map(json).collect(),
        Value::Map(map) => map
            .iter()
            .map(|(key, value)| (key.clone(), json(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    }
}

/// AWS hands structured values over as JSON inside of a text.
fn laid_out(text: &str) -> String {
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(value) if value.is_object() || value.is_array() => {
            serde_json::to_string_pretty(&value).unwrap_or_else(|_| text.to_owned())
        }
        _ => text.to_owned(),
    }
}
