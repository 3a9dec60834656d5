//! The cases: each field of a file with other valid values.

use std::collections::BTreeSet;

use domain::environment::testing::VALID_ON;
use domain::environment::{EnvironmentFile, EnvironmentSpec};
use serde_json::Value as Json;

/// Fields that are not changed in a running environment, and why.
const FIXED: [(&str, &str); 2] = [
    ("version", "the format of the file, not of the environment"),
    (
        "name",
        "another name is another environment; an update is found by it",
    ),
];

/// One field of one file with another value.
pub struct Case {
    /// `node_groups[0].disk_gib`
    pub field: String,
    pub before: EnvironmentFile,
    pub after: EnvironmentFile,
}

impl Case {
    pub fn words(&self) -> String {
        let told = |file: &EnvironmentFile| {
            let json = serde_json::to_value(file).unwrap();
            json.pointer(&pointer(&self.field)).unwrap().to_string()
        };
        format!(
            "{} of {} from {} to {}",
            self.field,
            self.before.kind,
            told(&self.before),
            told(&self.after)
        )
    }
}

/// `node_groups[0].disk_gib` as `/node_groups/0/disk_gib`.
pub fn pointer(field: &str) -> String {
    format!("/{}", field.replace(['.', '['], "/").replace(']', ""))
}

/// `node_groups[0].disk_gib` as `node_groups.disk_gib`.
pub fn without_number(field: &str) -> String {
    let kept = field
        .split('[')
        .map(|part| part.split_once(']').map_or(part, |(_, rest)| rest));
    kept.collect()
}

/// Every field below a section; lists of plain values and the tags are one field each.
pub fn fields(json: &Json) -> Vec<String> {
    let mut out = Vec::new();
    for (key, value) in json.as_object().unwrap() {
        match value {
            Json::Object(section) if key != "tags" => {
                out.extend(section.keys().map(|field| format!("{key}.{field}")));
            }
            Json::Array(list) if list.iter().any(Json::is_object) => {
                for (number, entry) in list.iter().enumerate() {
                    let keys = entry.as_object().unwrap().keys();
                    out.extend(keys.map(|field| format!("{key}[{number}].{field}")));
                }
                // The list itself: one entry fewer, one more.
                out.push(key.clone());
            }
            _ => out.push(key.clone()),
        }
    }
    out
}

/// What other valid files hold in the same place; of a list of tables, in any entry.
fn elsewhere(donor: &Json, field: &str) -> Vec<Json> {
    let Some((list, rest)) = field.split_once('[') else {
        return donor
            .pointer(&pointer(field))
            .cloned()
            .into_iter()
            .collect();
    };
    let (_, key) = rest.split_once("].").unwrap();
    let entries = donor[list].as_array().into_iter().flatten();
    entries.map(|entry| entry[key].clone()).collect()
}

pub fn valid(json: Json) -> Option<EnvironmentFile> {
    let file: EnvironmentFile = serde_json::from_value(json).ok()?;
    EnvironmentSpec::new(file.clone(), VALID_ON).ok()?;
    Some(file)
}

/// Other values of a field, with the files that they are from: of a list its own entries in other order and
/// without the first, and further ones before them.
fn values<'a>(file: &Json, donors: &'a [Json], field: &str) -> Vec<(Json, Option<&'a Json>)> {
    let own = file.pointer(&pointer(field)).unwrap();
    let mut out = Vec::new();
    if let Json::Array(list) = own
        && list.len() > 1
    {
        out.push((list.iter().rev().cloned().collect(), None));
        out.push((list[1..].to_vec().into(), None));
    }
    for donor in donors {
        for value in elsewhere(donor, field) {
            // Before what there is, so that it moves down by one.
            if let (Json::Array(own), Some([first, ..])) =
                (own, value.as_array().map(Vec::as_slice))
            {
                let longer = [first].into_iter().chain(own).cloned().collect();
                out.push((longer, Some(donor)));
            }
            out.push((value, Some(donor)));
        }
    }
    out.retain(|(value, _)| value != own);
    out
}

/// The file with another value in one field; where that alone is not valid, together with one other of its
/// section.
fn changed(
    file: &Json,
    field: &str,
    value: Json,
    donor: Option<&Json>,
    all: &[String],
) -> Option<EnvironmentFile> {
    let mut alone = file.clone();
    *alone.pointer_mut(&pointer(field)).unwrap() = value;
    let with = |(other, value): (&String, Json)| {
        let mut both = alone.clone();
        *both.pointer_mut(&pointer(other)).unwrap() = value;
        valid(both)
    };
    valid(alone.clone()).or_else(|| {
        let others = all.iter().filter(|other| together(field, other));
        let donor = donor?;
        others
            .flat_map(|other| {
                elsewhere(donor, other)
                    .into_iter()
                    .map(move |value| (other, value))
            })
            .find_map(with)
    })
}

fn together(field: &str, other: &str) -> bool {
    let section = |field: &str| {
        field
            .rsplit_once('.')
            .map(|(section, _)| section.to_owned())
    };
    let zones = ["region", "network.zones"];
    let same = section(field).is_some() && section(field) == section(other);
    field != other && (same || zones.contains(&field) && zones.contains(&other))
}

/// So many values of each field.
const VALUES: usize = 3;

pub fn cases(before: &EnvironmentFile, donors: &[Json]) -> Vec<Case> {
    let json = serde_json::to_value(before).unwrap();
    let all = fields(&json);
    let mut out = Vec::new();
    // Entries further down a list differ from the first in nothing but their values; the second group of
    // nodes is of the other mode.
    let told_by_others = |field: &str| {
        let number = |list| {
            field
                .strip_prefix(list)
                .and_then(|rest| rest.split(']').next())
        };
        number("repositories[").is_some_and(|number| number != "0")
            || number("node_groups[").is_some_and(|number| number == "2")
    };
    let one_of_many =
        |field: &&String| !FIXED.iter().any(|(fixed, _)| fixed == field) && !told_by_others(field);
    for field in all.iter().filter(one_of_many) {
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for (value, donor) in values(&json, donors, field) {
            if seen.len() == VALUES || seen.contains(&value.to_string()) {
                continue;
            }
            if let Some(after) = changed(&json, field, value.clone(), donor, &all) {
                seen.insert(value.to_string());
                out.push(Case {
                    field: field.clone(),
                    before: before.clone(),
                    after,
                });
            }
        }
        assert!(!seen.is_empty(), "{field} has another valid value");
    }
    out
}
