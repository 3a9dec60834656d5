//! Recorded answers of AWS with one thing in them spoiled, for the decoders' property tests.

use proptest::prelude::*;
use serde_json::{Map, Value};

/// The response of a recording.
pub(crate) fn recorded(text: &str) -> Value {
    let recording: Value = serde_json::from_str(text).expect("a recording");
    recording["response"].clone()
}

/// The answer with the value at some place replaced, or taken away.
pub(crate) fn spoiled(mut answer: Value, at: usize, with: Option<Value>) -> Value {
    let mut left = at % places(&answer);
    change(&mut answer, &mut left, &with);
    answer
}

fn places(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(places).sum(),
        Value::Object(fields) => fields.values().map(places).sum(),
        _ => 0_usize,
    }
}

/// Whether the value itself is to be taken away; counts the places down.
fn change(value: &mut Value, left: &mut usize, with: &Option<Value>) -> bool {
    if *left == 0 {
        *left = usize::MAX;
        return match with {
            Some(with) => {
                *value = with.clone();
                false
            }
            None => true,
        };
    }
    *left -= 1;
    match value {
        Value::Array(items) => {
            let mut gone = None;
            for (at, item) in items.iter_mut().enumerate() {
                if *left != usize::MAX && change(item, left, with) {
                    gone = Some(at);
                }
            }
            if let Some(at) = gone {
                items.remove(at);
            }
        }
        Value::Object(fields) => {
            let mut gone = None;
            for (key, item) in fields.iter_mut() {
                if *left != usize::MAX && change(item, left, with) {
                    gone = Some(key.clone());
                }
            }
            if let Some(key) = gone {
                fields.remove(&key);
            }
        }
        _ => {}
    }
    false
}

/// Any JSON, not too deep.
pub(crate) fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        "[ -~äß😀]{0,16}".prop_map(Into::into),
        "-?[0-9]{1,60}(\\.[0-9]{1,30})?".prop_map(Into::into),
        "[0-9]{4}-[0-9]{2}-[0-9]{2}".prop_map(Into::into),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
            prop::collection::vec(("[a-zA-Z]{0,8}", inner), 0..3)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}
