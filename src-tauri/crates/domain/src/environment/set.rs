//! Changing one field by its path, for `arrayctl --set key=value`.

use serde_json::Value as Json;

use super::shape::{self, error};
use super::{EnvironmentFile, Problem};

/// Sets a field by its path; lists are separated by commas, `[n]` one behind the last appends.
/// A new region brings its own zones, unless others than the old region's first two were chosen.
///
/// # Errors
/// A path that does not exist (with the one that was probably meant) or a value of another type.
pub fn set(file: &mut EnvironmentFile, path: &str, value: &str) -> Result<(), Problem> {
    let kind = file.kind;
    let mut json = serde_json::to_value(&*file).unwrap_or(Json::Null);
    let mut here = &mut json;
    let mut walked = String::new();
    for part in parts(path)? {
        match part {
            Part::Key(key) => {
                let is_tag = walked == "tags";
                let Json::Object(map) = here else {
                    return Err(error(
                        "unknown-key",
                        path,
                        format!("`{walked}` has no fields."),
                        "",
                    ));
                };
                if !map.contains_key(&key) && !is_tag {
                    return Err(shape::unknown_key(path, &key, map));
                }
                if !walked.is_empty() {
                    walked.push('.');
                }
                walked.push_str(&key);
                here = map.entry(key).or_insert(Json::String(String::new()));
            }
            Part::Index(index) => {
                let name = walked.clone();
                let Json::Array(list) = here else {
                    return Err(error(
                        "unknown-key",
                        path,
                        format!("`{walked}` is no list."),
                        "",
                    ));
                };
                let length = list.len();
                if index == length {
                    list.push(if shape::is_list_of_tables(&name) {
                        shape::element(&name, kind)
                    } else {
                        Json::String(String::new())
                    });
                }
                walked = format!("{walked}[{index}]");
                here = list.get_mut(index).ok_or_else(|| {
                    error(
                        "unknown-key",
                        path,
                        format!("`{name}` has {length} entries."),
                        format!("Use an index from 0 to {length}; {length} adds one."),
                    )
                })?;
            }
        }
    }
    *here = convert(path, value, here)?;
    // As in the wizard: zones that nobody chose go along with the region.
    if path == "region"
        && let Some(zones) = shape::usual_zones(value)
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
        Json::String(_) => Ok(Json::String(value.trim_matches('"').to_owned())),
        Json::Array(_) if !shape::is_list_of_tables(path) => Ok(Json::Array(
            value
                .trim_start_matches('[')
                .trim_end_matches(']')
                .split(',')
                .map(|part| part.trim().trim_matches('"'))
                .filter(|part| !part.is_empty())
                .map(|part| Json::String(part.to_owned()))
                .collect(),
        )),
        _ => Err(error(
            "wrong-type",
            path,
            format!("`{path}` holds fields of its own."),
            "Set one of them: node_groups[0].max_size=6",
        )),
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
            Part::Key(tag.to_owned()),
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
    }
    Ok(out)
}
