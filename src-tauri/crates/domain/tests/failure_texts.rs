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

/// Without type and operation the words alone must do for most texts.
#[test]
fn the_words_alone_do_for_most_texts() {
    let mut all = texts(include_str!("fixtures/failures/real_texts.json"));
    all.extend(texts(include_str!("fixtures/failures/more_texts.json")));
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
