//! The shape of the file, taken from a preset: which keys there are and what each holds.
//!
//! Reading and `--set` both lay what was written over a preset's JSON form, so that there is one
//! list of keys and one conversion.

use serde_json::Value as Json;

use crate::catalogue;

use super::{
    Architecture, CapacityType, DeployMethod, EndpointAccess, EnvironmentFile, EnvironmentKind,
    NatMode, NodeGroupMode, Problem, Severity,
};

/// The preset's JSON form.
pub fn of_preset(name: &str, kind: EnvironmentKind) -> Json {
    // Plain data; serialising it cannot fail.
    serde_json::to_value(EnvironmentFile::preset(name, kind)).unwrap_or(Json::Null)
}

/// The element that a new entry of a list of tables is laid over.
pub fn element(list: &str, kind: EnvironmentKind) -> Json {
    let mut element = of_preset("x", kind)[list][0].clone();
    for key in ["name", "repository"] {
        if element.get(key).is_some() {
            element[key] = Json::String(String::new());
        }
    }
    element
}

/// Lists whose entries are tables.
pub fn is_list_of_tables(path: &str) -> bool {
    matches!(path, "node_groups" | "repositories")
}

/// The words that a field may hold, where it is a choice. Indices in the path do not matter.
pub fn choices(path: &str) -> Option<Vec<&'static str>> {
    fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Option<Vec<&'static str>> {
        Some(all.iter().map(|choice| word(*choice)).collect())
    }
    match without_indices(path).as_str() {
        "kind" => words(EnvironmentKind::ALL, EnvironmentKind::as_str),
        "network.nat" => words(NatMode::ALL, NatMode::as_str),
        "cluster.endpoint_access" => words(EndpointAccess::ALL, EndpointAccess::as_str),
        "node_groups.mode" => words(NodeGroupMode::ALL, NodeGroupMode::as_str),
        "node_groups.architecture" => words(Architecture::ALL, Architecture::as_str),
        "node_groups.capacity_type" => words(CapacityType::ALL, CapacityType::as_str),
        "repositories.deploy" => words(DeployMethod::ALL, DeployMethod::as_str),
        _ => None,
    }
}

/// `node_groups[0].mode` as `node_groups.mode`.
pub fn without_indices(path: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for letter in path.chars() {
        match letter {
            '[' => inside = true,
            ']' => inside = false,
            _ if inside => {}
            _ => out.push(letter),
        }
    }
    out
}

/// The zones that a region's environments have unless somebody chooses others.
pub fn usual_zones(region: &str) -> Option<Vec<&'static str>> {
    catalogue::region(region).map(|region| region.zones.iter().take(2).copied().collect())
}

/// The nearest of some words, when one is near enough to be meant.
pub fn did_you_mean<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nothing that is meant is that long, and the comparison's memory grows with the length.
    if given.len() > 100 {
        return None;
    }
    known
        .into_iter()
        .map(|word| (strsim::damerau_levenshtein(given, word), word))
        .filter(|(distance, word)| *distance <= 1 + word.len() / 4)
        .min()
        .map(|(_, word)| word)
}

/// Longest text of a problem, in characters; the values quoted in it can be of any length.
const MOST_READABLE: usize = 600;

/// What a file quotes back at a terminal or a form: no control characters, and not without end.
fn readable(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(2 * MOST_READABLE));
    let letters = text.chars().count();
    for (index, letter) in text.chars().enumerate() {
        if letters > MOST_READABLE && (MOST_READABLE / 2..letters - 100).contains(&index) {
            if index == MOST_READABLE / 2 {
                out.push('…');
            }
        } else if letter.is_control() {
            out.extend(letter.escape_default());
        } else {
            out.push(letter);
        }
    }
    out
}

/// A problem without a place.
pub fn problem(
    code: &str,
    severity: Severity,
    field: &str,
    message: impl Into<String>,
    hint: impl Into<String>,
) -> Problem {
    Problem {
        code: code.to_owned(),
        severity,
        field: field.to_owned(),
        line: None,
        column: None,
        message: readable(&message.into()),
        hint: Some(readable(&hint.into())).filter(|hint| !hint.is_empty()),
    }
}

/// An error about one field.
pub fn error(
    code: &str,
    field: &str,
    message: impl Into<String>,
    hint: impl Into<String>,
) -> Problem {
    problem(code, Severity::Error, field, message, hint)
}

/// A warning about one field.
pub fn warning(
    code: &str,
    field: &str,
    message: impl Into<String>,
    hint: impl Into<String>,
) -> Problem {
    problem(code, Severity::Warning, field, message, hint)
}

/// What a field holds, in words.
pub fn kind_words(shape: &Json) -> &'static str {
    match shape {
        Json::String(_) => "a text in quotes",
        Json::Number(_) => "a whole number",
        Json::Bool(_) => "true or false",
        Json::Array(_) => "a list",
        Json::Object(_) => "a table",
        Json::Null => "nothing",
    }
}

/// An unknown key, with the one that was probably meant.
pub fn unknown_key(path: &str, key: &str, shape: &serde_json::Map<String, Json>) -> Problem {
    let hint = match did_you_mean(key, shape.keys().map(String::as_str)) {
        Some(word) => format!("Did you mean `{word}`?"),
        None => format!(
            "Known here: {}.",
            shape.keys().cloned().collect::<Vec<_>>().join(", ")
        ),
    };
    error(
        "unknown-key",
        path,
        format!("There is no field `{key}`."),
        hint,
    )
}

/// A word that is none of a field's choices.
pub fn unknown_choice(path: &str, given: &str, known: &[&str]) -> Problem {
    let hint = match did_you_mean(given, known.iter().copied()) {
        Some(word) => format!("Did you mean `{word}`?"),
        None => format!("Choose one of: {}.", known.join(", ")),
    };
    error(
        "unknown-choice",
        path,
        format!("`{given}` is none of: {}.", known.join(", ")),
        hint,
    )
}
