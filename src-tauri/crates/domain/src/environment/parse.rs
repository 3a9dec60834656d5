//! Reading an environment file: every problem at once, each at its line and column.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use toml_edit::{Item, TableLike};

use super::places::Places;
use super::shape::{self, error};
use super::text::{document_of, text_of};
use super::{EnvironmentFile, EnvironmentKind, FILE_VERSION, Problem};

/// What was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// Absent where the text is no environment file at all, or a field has the wrong type.
    pub file: Option<EnvironmentFile>,
    pub problems: Vec<Problem>,
    /// What could be read, the rest from the preset: so that one wrong type does not hide what is
    /// wrong with the other fields.
    legible: Option<EnvironmentFile>,
    places: BTreeMap<String, (u32, u32)>,
}

impl Parsed {
    /// Gives a problem its place: the field's own, or that of the nearest table around it.
    pub fn place(&self, mut problem: Problem) -> Problem {
        let mut path = problem.field.as_str();
        loop {
            if let Some((line, column)) = self.places.get(path) {
                problem.line = Some(*line);
                problem.column = Some(*column);
                return problem;
            }
            match path.rfind(['.', '[']) {
                Some(end) => path = &path[..end],
                None => return problem,
            }
        }
    }

    /// What could be read of the file; the whole file where there is one.
    pub(super) fn legible(&self) -> Option<&EnvironmentFile> {
        self.legible.as_ref()
    }

    fn nothing(problem: Problem) -> Self {
        Self {
            file: None,
            problems: vec![problem],
            legible: None,
            places: BTreeMap::new(),
        }
    }
}

/// Reads the bytes of a file. Too large, not UTF-8, not TOML or from a newer build: one clear error.
pub fn parse_bytes(bytes: &[u8]) -> Parsed {
    text_of(bytes).map_or_else(Parsed::nothing, parse)
}

/// Reads the text of a file. `version`, `name`, `kind` and `region` must be there; what else is left
/// out comes from the preset of its kind, and zones from the region.
pub fn parse(text: &str) -> Parsed {
    let document = match document_of(text) {
        Ok(document) => document,
        Err(problem) => return Parsed::nothing(problem),
    };
    let mut reader = Reader {
        text: Places::of(text),
        kind: EnvironmentKind::Development,
        problems: Vec::new(),
        places: BTreeMap::new(),
    };
    reader.read(document.as_table())
}

struct Reader<'a> {
    text: Places<'a>,
    kind: EnvironmentKind,
    problems: Vec<Problem>,
    places: BTreeMap<String, (u32, u32)>,
}

impl Reader<'_> {
    fn read(&mut self, table: &dyn TableLike) -> Parsed {
        match table.get("version").map(|item| (item, item.as_integer())) {
            Some((item, Some(version))) if version > i64::from(FILE_VERSION) => {
                self.note("version", item);
                self.find(error(
                    "newer-version",
                    "version",
                    format!("The file has version {version}; this build reads up to {FILE_VERSION}. A newer Array Console wrote it."),
                    "Update Array Console, or ask for the file in an older version.",
                ));
                return self.done(None);
            }
            Some((item, Some(version))) if version < 1 => {
                self.note("version", item);
                self.find(error(
                    "unknown-version",
                    "version",
                    format!("There is no version {version} of the file."),
                    format!("Write version = {FILE_VERSION}."),
                ));
            }
            _ => {}
        }
        for key in ["version", "name", "kind", "region"] {
            if !table.contains_key(key) {
                self.find(Problem {
                    line: Some(1),
                    column: Some(1),
                    ..error(
                        "missing-field",
                        key,
                        format!("The field `{key}` is missing."),
                        "A file needs version, name, kind and region; the kind fills the rest.",
                    )
                });
            }
        }
        if let Some(kind) = table.get("kind").and_then(Item::as_str) {
            self.kind = kind.parse().unwrap_or(EnvironmentKind::Development);
        }
        let before = self.problems.len();
        let mut json = shape::of_preset("unnamed", self.kind);
        // Tags are the author's own keys; a preset's do not mix with them.
        if table.contains_key("tags") {
            json["tags"] = Json::Object(serde_json::Map::new());
        }
        self.table(table, "", &mut json);
        self.usual_zones(&mut json);
        let typed = self.problems[before..]
            .iter()
            .all(|problem| problem.code == "unknown-key");
        let legible: Option<EnvironmentFile> = serde_json::from_value(json).ok();
        let missing = self.problems[..before]
            .iter()
            .any(|problem| problem.code == "missing-field");
        let mut parsed = self.done(legible.clone().filter(|_| typed && !missing));
        parsed.legible = legible;
        parsed
    }

    /// Zones that the file leaves out are the first two of its own region, not of the preset's.
    fn usual_zones(&self, json: &mut Json) {
        if self.places.contains_key("network.zones") {
            return;
        }
        if let Some(zones) = json["region"].as_str().and_then(shape::usual_zones) {
            json["network"]["zones"] = Json::from(zones);
        }
    }

    fn done(&mut self, file: Option<EnvironmentFile>) -> Parsed {
        let mut parsed = Parsed {
            file,
            problems: Vec::new(),
            legible: None,
            places: std::mem::take(&mut self.places),
        };
        for problem in std::mem::take(&mut self.problems) {
            let problem = if problem.line.is_some() {
                problem
            } else {
                parsed.place(problem)
            };
            parsed.problems.push(problem);
        }
        parsed
    }

    fn find(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn note(&mut self, path: &str, item: &Item) {
        if let Some(span) = item.span() {
            self.places
                .insert(path.to_owned(), self.text.at(span.start));
        }
    }

    /// Lays a table over its part of the preset.
    fn table(&mut self, table: &dyn TableLike, path: &str, json: &mut Json) {
        let Json::Object(shape) = json else { return };
        for (key, item) in table.iter() {
            let here = if path.is_empty() {
                key.to_owned()
            } else {
                format!("{path}.{key}")
            };
            let key_place = table
                .key(key)
                .and_then(toml_edit::Key::span)
                .map(|span| self.text.at(span.start));
            match item.span() {
                Some(span) => {
                    self.places.insert(here.clone(), self.text.at(span.start));
                }
                None => {
                    self.places
                        .extend(key_place.map(|place| (here.clone(), place)));
                }
            }
            if path == "tags" {
                match item.as_str() {
                    Some(text) => {
                        shape.insert(key.to_owned(), Json::String(text.to_owned()));
                    }
                    None => self.find(wrong_type(
                        &here,
                        &Json::String(String::new()),
                        item.type_name(),
                    )),
                }
                continue;
            }
            match shape.get_mut(key) {
                Some(inner) => self.item(item, &here, inner),
                None => {
                    let mut unknown = shape::unknown_key(&here, key, shape);
                    if let Some((line, column)) = key_place {
                        unknown.line = Some(line);
                        unknown.column = Some(column);
                    }
                    self.find(unknown);
                }
            }
        }
    }

    fn item(&mut self, item: &Item, path: &str, json: &mut Json) {
        let read = match &*json {
            Json::Object(_) => match item.as_table_like() {
                Some(table) => {
                    self.table(table, path, json);
                    return;
                }
                None => None,
            },
            Json::Array(_) if shape::is_list_of_tables(path) => {
                self.tables(item, path, json);
                return;
            }
            Json::Array(_) => self.texts(item, path),
            Json::Bool(_) => item.as_bool().map(Json::Bool),
            Json::Number(_) => match item.as_integer() {
                Some(number) => match u32::try_from(number) {
                    Ok(number) => Some(Json::from(number)),
                    Err(_) => {
                        // A version below 1 was said already.
                        if path != "version" {
                            self.find(out_of_range(path, number));
                        }
                        return;
                    }
                },
                None => None,
            },
            _ => item.as_str().map(|text| Json::String(text.to_owned())),
        };
        let Some(read) = read else {
            self.find(wrong_type(path, json, item.type_name()));
            return;
        };
        if let (Some(known), Some(word)) = (shape::choices(path), read.as_str())
            && !known.contains(&word)
        {
            self.find(shape::unknown_choice(path, word, &known));
            return;
        }
        *json = read;
    }

    fn texts(&mut self, item: &Item, path: &str) -> Option<Json> {
        let mut out = Vec::new();
        for (index, value) in item.as_array()?.iter().enumerate() {
            let here = format!("{path}[{index}]");
            if let Some(span) = value.span() {
                self.places.insert(here.clone(), self.text.at(span.start));
            }
            match value.as_str() {
                Some(text) => out.push(Json::String(text.to_owned())),
                None => {
                    // Keeps the places of the entries behind it.
                    out.push(Json::String(String::new()));
                    let text = Json::String(String::new());
                    self.find(wrong_type(&here, &text, value.type_name()));
                }
            }
        }
        Some(Json::Array(out))
    }

    fn tables(&mut self, item: &Item, path: &str, json: &mut Json) {
        let mut out = Vec::new();
        let tables: Vec<(&dyn TableLike, Option<std::ops::Range<usize>>)> =
            if let Some(list) = item.as_array_of_tables() {
                list.iter()
                    .map(|table| (table as &dyn TableLike, table.span()))
                    .collect()
            } else if let Some(list) = item.as_array() {
                let inline: Option<Vec<_>> = list
                    .iter()
                    .map(|value| {
                        value
                            .as_inline_table()
                            .map(|table| (table as &dyn TableLike, value.span()))
                    })
                    .collect();
                match inline {
                    Some(tables) => tables,
                    None => {
                        self.find(no_tables(path));
                        return;
                    }
                }
            } else {
                self.find(no_tables(path));
                return;
            };
        for (index, (table, span)) in tables.into_iter().enumerate() {
            let here = format!("{path}[{index}]");
            if let Some(span) = span {
                self.places.insert(here.clone(), self.text.at(span.start));
            }
            let mut element = shape::element(path, self.kind);
            let named = shape::named_by(path);
            if !table.contains_key(named) {
                self.find(error(
                    "missing-field",
                    &format!("{here}.{named}"),
                    format!("The field `{here}.{named}` is missing."),
                    "Every entry needs it; the kind fills the rest.",
                ));
            }
            self.table(table, &here, &mut element);
            out.push(element);
        }
        *json = Json::Array(out);
    }
}

fn out_of_range(path: &str, number: i64) -> Problem {
    let (words, hint) = if number < 0 {
        ("below 0", "Write a whole number, 0 or more.")
    } else {
        ("too large", "Write a smaller number.")
    };
    error("out-of-range", path, format!("{number} is {words}."), hint)
}

fn no_tables(path: &str) -> Problem {
    error(
        "wrong-type",
        path,
        format!("`{path}` must be a list of tables."),
        format!("Write [[{path}]] above each."),
    )
}

/// Another type than the field's, with the preset's value as the example.
fn wrong_type(path: &str, shape: &Json, found: &str) -> Problem {
    let found = match found {
        "string" => "a text",
        "integer" => "a whole number",
        "float" => "a number with a point",
        "boolean" => "true or false",
        "datetime" => "a date",
        "array" => "a list",
        _ => "a table",
    };
    let wanted = shape::kind_words(shape);
    error(
        "wrong-type",
        path,
        format!("`{path}` must be {wanted}, not {found}."),
        shape::example(path, shape),
    )
}
