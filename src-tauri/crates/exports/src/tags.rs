//! Tags as CSV writes them: a JSON object in one column.

use std::collections::BTreeMap;

/// Keys and values of a JSON object; nothing of what is none. Values that are no text are written as
/// JSON.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    let text = text.trim();
    if !text.starts_with('{') {
        return Vec::new();
    }
    let Ok(object) = serde_json::from_str::<BTreeMap<String, serde_json::Value>>(text) else {
        return Vec::new();
    };
    object
        .into_iter()
        .filter_map(|(key, value)| match value {
            serde_json::Value::Null => None,
            serde_json::Value::String(text) => Some((key, text)),
            other => Some((key, other.to_string())),
        })
        .collect()
}
