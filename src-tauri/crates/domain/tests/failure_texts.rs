//! Texts that no rule was written from: every class, other services, other wrappers, and texts
//! that must stay unknown. Worded after what AWS documents and returns; all ids are invented.

#![allow(clippy::unwrap_used)]

use domain::failure::{CauseClass, classify};
use domain::launch::Operation;
use serde::Deserialize;

#[derive(Deserialize)]
struct Text {
    reason: String,
    #[serde(rename = "type")]
    resource_type: Option<String>,
    operation: Option<Operation>,
    class: CauseClass,
    #[serde(default)]
    alt: Vec<CauseClass>,
    code: Option<String>,
}

fn texts(json: &str) -> Vec<Text> {
    serde_json::from_str(json).unwrap()
}

fn check(texts: &[Text]) {
    let mut wrong = Vec::new();
    for text in texts {
        let found = classify(&text.reason, text.resource_type.as_deref(), text.operation);
        let right = found.class == text.class || text.alt.contains(&found.class);
        let exact = text.code.as_ref().is_none_or(|code| *code == found.code);
        if !right || !exact {
            wrong.push(format!(
                "wanted {:?} {:?}, got {:?} {} {}\n    {}",
                text.class, text.code, found.class, found.code, found.title, text.reason
            ));
        }
        assert_eq!(
            found.aws_message, text.reason,
            "AWS's words are shown verbatim"
        );
    }
    assert!(
        wrong.is_empty(),
        "{} of {} texts are explained wrongly:\n{}",
        wrong.len(),
        texts.len(),
        wrong.join("\n")
    );
}

#[test]
fn texts_from_outside_the_collection_get_their_class() {
    let texts = texts(include_str!("fixtures/failures/more_texts.json"));
    assert!(
        texts
            .iter()
            .filter(|text| text.class == CauseClass::Unknown)
            .count()
            >= 10,
        "the unknown is tested as well"
    );
    check(&texts);
}

#[test]
fn real_texts_get_their_class() {
    check(&texts(include_str!("fixtures/failures/real_texts.json")));
}

#[test]
fn texts_that_people_published_get_their_class() {
    check(&texts(include_str!("fixtures/failures/public_texts.json")));
}

#[test]
fn answers_of_the_services_get_their_class() {
    check(&texts(include_str!("fixtures/failures/service_texts.json")));
}

#[test]
fn what_only_looks_like_a_cause_is_not_taken_for_it() {
    let texts = texts(include_str!("fixtures/failures/lookalike_texts.json"));
    let unknown = texts
        .iter()
        .filter(|text| text.class == CauseClass::Unknown);
    assert!(unknown.count() >= 60, "precision is tested as well");
    check(&texts);
}

/// Every text of the fixtures, each with its answer.
fn all_texts() -> Vec<Text> {
    [
        include_str!("fixtures/failures/real_texts.json"),
        include_str!("fixtures/failures/more_texts.json"),
        include_str!("fixtures/failures/public_texts.json"),
        include_str!("fixtures/failures/service_texts.json"),
        include_str!("fixtures/failures/lookalike_texts.json"),
    ]
    .into_iter()
    .flat_map(texts)
    .collect()
}

/// How a text looks after it was copied.
type Form = fn(&str) -> String;

/// People copy reasons out of consoles, JSON and terminals; what they mean stays the same.
#[test]
fn the_form_in_which_a_text_arrives_does_not_matter() {
    let forms: [(&str, Form); 6] = [
        ("copied out of JSON", |text| {
            let json = serde_json::to_string(text).unwrap();
            json.trim_matches('"').to_owned()
        }),
        ("copied with its quotes out of JSON", |text| {
            serde_json::to_string(text).unwrap()
        }),
        ("wrapped by a terminal", |text| {
            text.replace(". ", ".\r\n    ")
        }),
        ("in quotes of a word processor", |text| {
            format!("\u{201c}{}\u{201d}", text.replace('\'', "\u{2019}"))
        }),
        ("printed by a tool with its event", |text| {
            if text.starts_with("Resource handler returned") {
                format!("10:51:22 PM | CREATE_FAILED | AWS::X::Y | Thing {text}")
            } else {
                text.to_owned()
            }
        }),
        ("in lower case", str::to_lowercase),
    ];
    let mut wrong = Vec::new();
    for text in all_texts() {
        let plain = classify(&text.reason, text.resource_type.as_deref(), text.operation);
        for (form, changed) in &forms {
            let changed = changed(&text.reason);
            let found = classify(&changed, text.resource_type.as_deref(), text.operation);
            // A bare code before the words shows only by its capitals; without them the words must do.
            let lost = *form == "in lower case" && found.class == CauseClass::Unknown;
            if found.class != plain.class && !lost {
                wrong.push(format!(
                    "{form}: {:?} became {:?}\n    {changed}",
                    plain.class, found.class
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} texts change their meaning with their form:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Without type and operation the words alone must do for most texts.
#[test]
fn the_words_alone_do_for_most_texts() {
    let all = all_texts();
    let right = all
        .iter()
        .filter(|text| {
            let found = classify(&text.reason, None, None).class;
            found == text.class || text.alt.contains(&found)
        })
        .count();
    println!("{right} of {} by their words alone", all.len());
    assert!(
        right * 100 >= all.len() * 95,
        "only {right} of {} texts are known by their words alone",
        all.len()
    );
}
