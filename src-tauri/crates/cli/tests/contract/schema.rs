//! The schemas in `contract/`, more strictly than scripts should read them: here a field that no
//! schema knows is an error, so that nothing leaves undocumented.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jsonschema::{Retrieve, Uri};
use serde_json::{Value, json};

const BASE: &str = "https://array-alliance.example/arrayctl/1/";

/// Every schema, by its file's name.
fn all() -> &'static BTreeMap<String, Value> {
    static ALL: OnceLock<BTreeMap<String, Value>> = OnceLock::new();
    ALL.get_or_init(|| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/contract");
        std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter_map(|entry| {
                let name = entry.file_name().into_string().unwrap();
                name.ends_with(".schema.json").then(|| {
                    let text = std::fs::read_to_string(entry.path()).unwrap();
                    let schema = serde_json::from_str(&text)
                        .unwrap_or_else(|error| panic!("{name}: {error}"));
                    (name, schema)
                })
            })
            .collect()
    })
}

/// Closes every object that lists its properties.
fn strict(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.contains_key("properties") && !map.contains_key("additionalProperties") {
                map.insert("additionalProperties".to_owned(), json!(false));
            }
            map.values_mut().for_each(strict);
        }
        Value::Array(items) => items.iter_mut().for_each(strict),
        _ => {}
    }
}

struct Folder;

impl Retrieve for Folder {
    fn retrieve(
        &self,
        uri: &Uri<String>,
    ) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let name = uri.as_str().trim_start_matches(BASE);
        let mut schema = all().get(name).ok_or(format!("no schema {uri}"))?.clone();
        strict(&mut schema);
        Ok(schema)
    }
}

/// Asserts that a document is what its schema says.
#[track_caller]
pub fn hold(name: &str, document: &Value) {
    let mut schema = all()[&format!("{name}.schema.json")].clone();
    strict(&mut schema);
    let validator = jsonschema::options()
        .with_retriever(Folder)
        .build(&schema)
        .unwrap();
    let wrong: Vec<String> = validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{name}: {}", wrong.join("\n"));
}

#[test]
fn every_schema_is_one_and_describes_itself() {
    assert!(all().len() >= 11, "one for each shape");
    for (name, schema) in all() {
        jsonschema::meta::validate(schema).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(schema["$id"], format!("{BASE}{name}"), "its name is its ID");
        assert!(
            schema["description"].is_string(),
            "{name} says what it is for"
        );
    }
}

#[test]
fn the_contract_in_words_names_every_schema() {
    let words = include_str!("../../contract/CONTRACT.md");
    for name in all().keys() {
        assert!(words.contains(name), "CONTRACT.md says nothing of {name}");
    }
}

#[test]
fn a_document_with_an_unknown_or_missing_field_is_seen() {
    for wrong in [json!({}), json!({ "problems": [], "more": 1 })] {
        let held = std::panic::catch_unwind(|| hold("check", &wrong));
        assert!(held.is_err(), "{wrong} is not what `env check` prints");
    }
}
