//! Changing one field by its path, for `arrayctl --set key=value`.

use serde_json::Value as Json;

use super::shape::{self, error};
use super::{EnvironmentFile, Problem};

/// The word that takes a value back.
const UNSET: &str = "null";

/// Sets a field by its path; lists are separated by commas, `[n]` one behind the last appends.
/// A new region brings its own zones, unless others than the old region's first two were chosen.
/// `null` removes a tag or an entry of a list, and gives any other field its preset's value back;
/// `[]` and `{}` empty a list and the tags.
///
/// # Errors
/// A path that does not exist (with the one that was probably meant) or a value of another type.
pub fn set(file: &mut EnvironmentFile, path: &str, value: &str) -> Result<(), Problem> {
    let parts = parts(path)?;
    let value = value.trim();
    let mut json = serde_json::to_value(&*file).unwrap_or(Json::Null);
    if value == UNSET {
        unset(&mut json, &parts, path, file)?;
    } else {
        let here = walk(&mut json, &parts, path, file)?;
        *here = convert(path, value, here)?;
    }
    // As in the wizard: zones that nobody chose go along with the region.
    if path == "region"
        && let Some(zones) = json["region"].as_str().and_then(shape::usual_zones)
        && shape::usual_zones(&file.region).is_some_and(|usual| file.network.zones == usual)
    {
        json["network"]["zones"] = Json::from(zones);
    }
    *file = serde_json::from_value(json).map_err(|wrong| {
        error(
            "wrong-type",
            path,
            format!("`{value}` does not fit: {wrong}."),
            "",
        )
    })?;
    Ok(())
}

/// The place that a path leads to; an entry one behind the last of a list is made.
fn walk<'a>(
    json: &'a mut Json,
    parts: &[Part],
    path: &str,
    file: &EnvironmentFile,
) -> Result<&'a mut Json, Problem> {
    let mut here = json;
    let mut walked = String::new();
    for part in parts {
        match part {
            Part::Key(key) => {
                let is_tag = walked == "tags";
                let Json::Object(map) = here else {
                    return Err(no_fields(path, &walked, here));
                };
                if !map.contains_key(key) && !is_tag {
                    return Err(shape::unknown_key(path, key, map));
                }
                if !walked.is_empty() {
                    walked.push('.');
                }
                walked.push_str(key);
                here = map.entry(key).or_insert(Json::String(String::new()));
            }
            Part::Index(index) => {
                let name = walked.clone();
                let Json::Array(list) = here else {
                    return Err(error(
                        "unknown-key",
                        path,
                        format!("`{walked}` is no list."),
                        format!("Write {walked}=… without a number."),
                    ));
                };
                let length = list.len();
                if *index == length {
                    list.push(if shape::is_list_of_tables(&name) {
                        shape::element(&name, file.kind)
                    } else {
                        Json::String(String::new())
                    });
                }
                walked = format!("{walked}[{index}]");
                here = list
                    .get_mut(*index)
                    .ok_or_else(|| no_entry(path, &name, length))?;
            }
        }
    }
    Ok(here)
}

fn no_fields(path: &str, walked: &str, here: &Json) -> Problem {
    let (message, hint) = match here {
        Json::Array(_) => (
            format!("`{walked}` is a list."),
            format!("Name an entry by its number, from 0: {walked}[0]."),
        ),
        _ => (format!("`{walked}` has no fields."), String::new()),
    };
    error("unknown-key", path, message, hint)
}

fn no_entry(path: &str, list: &str, length: usize) -> Problem {
    let (message, hint) = match length {
        0 => (
            format!("`{list}` is empty."),
            "Use the index 0; it adds one.".to_owned(),
        ),
        1 => (
            format!("`{list}` has 1 entry."),
            "Use the index 0; 1 adds one.".to_owned(),
        ),
        _ => (
            format!("`{list}` has {length} entries."),
            format!("Use an index from 0 to {}; {length} adds one.", length - 1),
        ),
    };
    error("unknown-key", path, message, hint)
}

fn unset(
    json: &mut Json,
    parts: &[Part],
    path: &str,
    file: &EnvironmentFile,
) -> Result<(), Problem> {
    if let Some((last, before)) = parts.split_last() {
        let around = walk(json, before, path, file)?;
        match (around, last) {
            (Json::Array(list), Part::Index(index)) => {
                let length = list.len();
                if *index >= length {
                    return Err(no_entry(
                        path,
                        path.trim_end_matches(char::is_numeric),
                        length,
                    ));
                }
                list.remove(*index);
                return Ok(());
            }
            (Json::Object(tags), Part::Key(tag)) if path.starts_with("tags.") => {
                return match tags.remove(tag) {
                    Some(_) => Ok(()),
                    None => Err(shape::unknown_key(path, tag, tags)),
                };
            }
            _ => {}
        }
    }
    let here = walk(json, parts, path, file)?;
    let mut usual = shape::of_preset(&file.name, file.kind);
    for part in parts {
        usual = match part {
            Part::Key(key) => usual[key.as_str()].take(),
            Part::Index(_) => shape::element(path.split('[').next().unwrap_or(path), file.kind),
        };
    }
    *here = usual;
    Ok(())
}

fn convert(path: &str, value: &str, shape: &Json) -> Result<Json, Problem> {
    let wrong = || {
        error(
            "wrong-type",
            path,
            format!("`{value}` is not {}.", shape::kind_words(shape)),
            "",
        )
    };
    if let Some(known) = shape::choices(path)
        && !known.contains(&value)
    {
        return Err(shape::unknown_choice(path, value, &known));
    }
    match shape {
        Json::Bool(_) => value.parse().map(Json::Bool).map_err(|_| wrong()),
        Json::Number(_) => value.parse::<u32>().map(Json::from).map_err(|_| wrong()),
        Json::String(_) => Ok(Json::String(unquoted(value).to_owned())),
        Json::Array(_) if !shape::is_list_of_tables(path) => Ok(Json::Array(
            value
                .trim_start_matches('[')
                .trim_end_matches(']')
                .split(',')
                .map(|part| unquoted(part.trim()))
                .filter(|part| !part.is_empty())
                .map(|part| Json::String(part.to_owned()))
                .collect(),
        )),
        Json::Array(_) if matches!(value, "" | "[]") => Ok(Json::Array(Vec::new())),
        Json::Object(_) if path == "tags" && matches!(value, "" | "{}") => {
            Ok(Json::Object(serde_json::Map::new()))
        }
        _ => Err(error(
            "wrong-type",
            path,
            format!("`{path}` holds fields of its own."),
            format!("Set one of them: {}.", own_fields(path, shape)),
        )),
    }
}

/// A text without the quotes that TOML would want around it.
fn unquoted(text: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(inner) = text
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
        {
            return inner;
        }
    }
    text
}

/// `network.cidr, network.nat`; `node_groups[0].name, …` of a list.
fn own_fields(path: &str, shape: &Json) -> String {
    let (entry, fields) = match shape {
        Json::Array(list) => (format!("{path}[0]"), list.first().and_then(Json::as_object)),
        _ => (path.to_owned(), shape.as_object()),
    };
    let paths: Vec<String> = fields
        .into_iter()
        .flat_map(|fields| fields.keys())
        .map(|key| format!("{entry}.{key}"))
        .collect();
    match paths.is_empty() {
        true => format!("{entry}.KEY"),
        false => paths.join(", "),
    }
}

enum Part {
    Key(String),
    Index(usize),
}

fn parts(path: &str) -> Result<Vec<Part>, Problem> {
    let wrong = || {
        error(
            "unknown-key",
            path,
            format!("`{path}` is no path of a field."),
            "Write it as network.nat or node_groups[0].max_size.",
        )
    };
    // A tag's own key may hold dots.
    if let Some(tag) = path.strip_prefix("tags.") {
        return Ok(vec![
            Part::Key("tags".to_owned()),
            Part::Key(unquoted(tag).to_owned()),
        ]);
    }
    let mut out = Vec::new();
    for piece in path.split('.') {
        let (name, mut rest) = match piece.find('[') {
            Some(at) => piece.split_at(at),
            None => (piece, ""),
        };
        if name.is_empty() {
            return Err(wrong());
        }
        out.push(Part::Key(name.to_owned()));
        while let Some(inner) = rest.strip_prefix('[') {
            let (index, after) = inner.split_once(']').ok_or_else(wrong)?;
            out.push(Part::Index(index.parse().map_err(|_| wrong())?));
            rest = after;
        }
        if !rest.is_empty() {
            return Err(wrong());
        }
    }
    Ok(out)
}
