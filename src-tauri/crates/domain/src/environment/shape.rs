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
    element[named_by(list)] = Json::String(String::new());
    element
}

/// The field that tells the entries of a list of tables apart.
pub fn named_by(list: &str) -> &'static str {
    match list {
        "node_groups" => "name",
        _ => "repository",
    }
}

/// `Write it like cidr = "10.20.0.0/16".`, from the preset's value; empty where that shows nothing.
pub fn example(path: &str, value: &Json) -> String {
    let key = path.rsplit('.').next().unwrap_or(path);
    if key.ends_with(']') {
        return "Put it in quotes.".to_owned();
    }
    let text = |value: &Json| {
        let text = value.as_str().filter(|text| !text.is_empty())?;
        Some(toml_edit::Value::from(text).to_string())
    };
    let written = match value {
        Json::String(_) => text(value),
        Json::Number(_) | Json::Bool(_) => Some(value.to_string()),
        Json::Array(list) => match list.iter().map(text).collect::<Option<Vec<_>>>() {
            Some(texts) if !texts.is_empty() => Some(format!("[{}]", texts.join(", "))),
            _ => None,
        },
        Json::Object(_) => return format!("Write [{path}] above its fields."),
        Json::Null => None,
    };
    written.map_or_else(String::new, |written| {
        format!("Write it like {key} = {written}.")
    })
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

/// Every field with what it holds, for help: `network.nat`, `single, per-zone`; `[0]` stands for any
/// entry of a list.
pub fn fields() -> Vec<(String, String)> {
    let mut out = Vec::new();
    walk("", &of_preset("x", EnvironmentKind::Development), &mut out);
    out
}

fn walk(path: &str, value: &Json, out: &mut Vec<(String, String)>) {
    match value {
        Json::Object(_) if path == "tags" => {
            out.push(("tags.KEY".to_owned(), "a text".to_owned()));
        }
        Json::Object(map) => {
            for (key, inner) in map {
                let dot = if path.is_empty() { "" } else { "." };
                walk(&format!("{path}{dot}{key}"), inner, out);
            }
        }
        Json::Array(list) if is_list_of_tables(path) => {
            walk(
                &format!("{path}[0]"),
                list.first().unwrap_or(&Json::Null),
                out,
            );
        }
        _ => {
            let holds = match choices(path) {
                Some(words) => words.join(", "),
                None if value.is_string() => "a text".to_owned(),
                None => kind_words(value).to_owned(),
            };
            out.push((path.to_owned(), holds));
        }
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

/// The word that was probably meant: the nearest when one is near enough, else the only one that
/// holds what was written (`min` of `min_size`).
pub fn did_you_mean<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nothing that is meant is that long, and the comparison's memory grows with the length.
    if given.len() > 100 {
        return None;
    }
    let given = given.to_lowercase();
    let known: Vec<&str> = known.into_iter().collect();
    let nearest = known
        .iter()
        .map(|word| {
            let distance = strsim::damerau_levenshtein(&given, &word.to_lowercase());
            (distance, *word)
        })
        .filter(|(distance, word)| *distance <= 1 + word.len() / 4)
        .min();
    if let Some((_, word)) = nearest {
        return Some(word);
    }
    let mut holding = known
        .iter()
        .filter(|word| given.len() >= 3 && word.to_lowercase().contains(&given));
    holding.next().filter(|_| holding.next().is_none()).copied()
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
        Json::Number(_) => "a whole number, 0 or more",
        Json::Bool(_) => "true or false",
        Json::Array(_) => "a list",
        Json::Object(_) => "a table",
        Json::Null => "nothing",
    }
}

/// An unknown key: the one that was probably meant, where it belongs, or what there is.
pub fn unknown_key(path: &str, key: &str, shape: &serde_json::Map<String, Json>) -> Problem {
    let hint = if is_secret(key) {
        "A secret never stands in this file; the plan says where it belongs.".to_owned()
    } else if let Some(word) = did_you_mean(key, shape.keys().map(String::as_str)) {
        format!("Did you mean `{word}`?")
    } else if let Some(home) = home(key) {
        home
    } else {
        format!(
            "Known here: {}.",
            shape.keys().cloned().collect::<Vec<_>>().join(", ")
        )
    };
    error(
        "unknown-key",
        path,
        format!("There is no field `{key}`."),
        hint,
    )
}

/// Whether a key looks as if somebody meant to put a secret under it.
fn is_secret(key: &str) -> bool {
    let key = key.to_lowercase();
    [
        "secret", "password", "token", "webhook", "api_key", "apikey",
    ]
    .iter()
    .any(|word| key.contains(word))
}

/// Where a field that exists elsewhere belongs, when that is one place only.
fn home(key: &str) -> Option<String> {
    let file = of_preset("x", EnvironmentKind::Development);
    let sections = file.as_object()?;
    if sections.get(key).is_some_and(|value| !value.is_object()) {
        return Some(format!(
            "`{key}` belongs at the top of the file, above the first table."
        ));
    }
    let mut homes = sections.iter().filter_map(|(section, value)| {
        let fields = value.get(0).unwrap_or(value);
        fields.get(key)?;
        Some(match value.is_array() {
            true => format!("`{key}` belongs under [[{section}]]."),
            false => format!("`{key}` belongs under [{section}]."),
        })
    });
    homes.next().filter(|_| homes.next().is_none())
}

/// A word that is none of a field's choices.
pub fn unknown_choice(path: &str, given: &str, known: &[&str]) -> Problem {
    let hint = match did_you_mean(given, known.iter().copied()) {
        Some(word) => format!("Did you mean `{word}`?"),
        None => "Write one of these words.".to_owned(),
    };
    error(
        "unknown-choice",
        path,
        format!("`{given}` is none of: {}.", known.join(", ")),
        hint,
    )
}
