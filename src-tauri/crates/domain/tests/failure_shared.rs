//! The team's collection of real failure texts and event streams, where it lies beside the project.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use domain::failure::{CauseClass, classify, root_cause};
use domain::launch::{Operation, StackEvent, Status};
use serde::Deserialize;

#[derive(Deserialize)]
struct Cause {
    id: String,
    resource_type: String,
    reason: String,
    operation: Operation,
    class: CauseClass,
    #[serde(default)]
    class_alt: Vec<CauseClass>,
}

/// The collection's folder, or `None` with a plain message where it is absent.
fn collection(file: &str) -> Option<String> {
    let folder: PathBuf =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data/failures");
    match std::fs::read_to_string(folder.join(file)) {
        Ok(text) => Some(text),
        Err(_) => {
            println!("skipped: {file} does not lie beside the project");
            None
        }
    }
}

#[test]
fn every_collected_text_gets_its_class() {
    let Some(text) = collection("causes.json") else {
        return;
    };
    let causes: Vec<Cause> = serde_json::from_str(&text).unwrap();
    let mut wrong = Vec::new();
    let mut halves = [(0, 0); 2];
    for (index, cause) in causes.iter().enumerate() {
        let resource_type =
            Some(cause.resource_type.as_str()).filter(|name| !name.starts_with('('));
        let found = classify(&cause.reason, resource_type, Some(cause.operation));
        let right = found.class == cause.class || cause.class_alt.contains(&found.class);
        halves[index % 2].0 += u32::from(right);
        halves[index % 2].1 += 1;
        if !right {
            wrong.push(format!(
                "{index} {}: wanted {:?}, got {:?} ({} {})\n    {}",
                cause.id, cause.class, found.class, found.code, found.title, cause.reason
            ));
        }
    }
    println!("even half {:?}, odd half {:?}", halves[0], halves[1]);
    assert!(
        wrong.is_empty(),
        "{} of {} texts are in the wrong class:\n{}",
        wrong.len(),
        causes.len(),
        wrong.join("\n")
    );
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    stack: String,
    logical_id: String,
    #[serde(default)]
    physical_id: Option<String>,
    #[serde(rename = "type")]
    resource_type: String,
    status: Status,
    #[serde(default)]
    reason: Option<String>,
    t: i64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Expected {
    stack: String,
    logical_id: String,
    #[serde(rename = "type")]
    resource_type: String,
    class: CauseClass,
}

#[derive(Deserialize)]
struct Stream {
    id: String,
    events: Vec<Event>,
    expected: Option<Expected>,
    #[serde(default)]
    expected_alt: Vec<Expected>,
}

fn stack_events(stream: &Stream) -> Vec<StackEvent> {
    // The collection gives names; a stack's ID is what its own events say, or its name.
    let id_of = |stack: &str| {
        stream
            .events
            .iter()
            .find(|event| {
                event.stack == stack && event.logical_id == stack && event.physical_id.is_some()
            })
            .and_then(|event| event.physical_id.clone())
            .unwrap_or_else(|| stack.to_owned())
    };
    let event = |(index, event): (usize, &Event)| StackEvent {
        id: format!("{index}"),
        at_ms: event.t * 1000,
        stack_id: id_of(&event.stack),
        stack_name: event.stack.clone(),
        logical_id: event.logical_id.clone(),
        physical_id: event.physical_id.clone(),
        resource_type: event.resource_type.clone(),
        status: event.status,
        reason: event.reason.clone(),
        configuration_complete: false,
    };
    stream.events.iter().enumerate().map(event).collect()
}

#[test]
fn every_collected_stream_names_its_cause() {
    let Some(text) = collection("streams.json") else {
        return;
    };
    let streams: Vec<Stream> = serde_json::from_str(&text).unwrap();
    let mut wrong = Vec::new();
    for stream in &streams {
        let found = root_cause(&stack_events(stream));
        let matches = |wanted: &Expected| {
            found.as_ref().is_some_and(|found| {
                (
                    &found.stack,
                    &found.logical_id,
                    &found.resource_type,
                    found.class,
                ) == (
                    &wanted.stack,
                    &wanted.logical_id,
                    &wanted.resource_type,
                    wanted.class,
                )
            })
        };
        let right = match &stream.expected {
            None => found.is_none(),
            Some(expected) => matches(expected) || stream.expected_alt.iter().any(matches),
        };
        if !right {
            wrong.push(format!(
                "{}: wanted {:?}\n got {found:#?}",
                stream.id, stream.expected
            ));
        }
        // Where several causes are independent, all are named.
        let named = found.iter().flat_map(|found| &found.others).count();
        assert!(
            !right || named >= stream.expected_alt.len(),
            "{}: {} further causes, named {named}",
            stream.id,
            stream.expected_alt.len()
        );
    }
    assert!(
        wrong.is_empty(),
        "{} of {} streams are explained wrongly:\n{}",
        wrong.len(),
        streams.len(),
        wrong.join("\n")
    );
}
