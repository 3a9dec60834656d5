//! `arrayctl explain`: why a stack failed that the app never launched.

use std::path::Path;

use domain::failure::{self, RootCause, missing_stacks, parse_stack_events};
use domain::launch::Operation;
use engine::{AppError, AppResult, ErrorCode};

use crate::arguments::{Explain, ExplainOperation};
use crate::env::cause_words;
use crate::exit::Exit;
use crate::output::{Output, note};

/// Largest file of events that is read.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

const EXPECTED: &str = "Save the events with: aws cloudformation describe-stack-events --stack-name NAME --output json";

/// Explains one reason, or the events of a tree of stacks.
pub fn run(explain: &Explain, output: &Output) -> AppResult<Exit> {
    match &explain.reason {
        Some(reason) => {
            one(reason, explain, output);
            Ok(Exit::Done)
        }
        None => events(explain, output),
    }
}

fn one(reason: &str, explain: &Explain, output: &Output) {
    let operation = explain.operation.map(|operation| match operation {
        ExplainOperation::Create => Operation::Create,
        ExplainOperation::Update => Operation::Update,
        ExplainOperation::Delete => Operation::Delete,
    });
    let said = failure::classify(reason, explain.resource_type.as_deref(), operation);
    let cause = RootCause {
        code: said.code,
        class: said.class,
        title: said.title,
        stack: String::new(),
        logical_id: String::new(),
        resource_type: explain.resource_type.clone().unwrap_or_default(),
        physical_id: None,
        aws_message: said.aws_message,
        explanation: said.explanation,
        remedy: said.remedy,
        file: None,
        line: None,
        others: Vec::new(),
        rollback: None,
    };
    output.line(cause_words(&cause));
    output.document(&cause);
}

fn events(explain: &Explain, output: &Output) -> AppResult<Exit> {
    let mut lists = Vec::new();
    for path in &explain.events {
        let text = read(path)?;
        let list = parse_stack_events(&text).map_err(|error| {
            AppError::new(
                ErrorCode::InvalidInput,
                format!("{}: {error}.", path.display()),
            )
            .hint(EXPECTED)
        })?;
        lists.push(list);
    }
    let events = failure::merge_stack_events(lists);
    let missing = missing_stacks(&events);
    for stack in &missing {
        note(&format!(
            "note: the nested stack {stack} failed, and its events are not among the files. Add them: aws cloudformation describe-stack-events --stack-name {stack} --output json"
        ));
    }
    match failure::root_cause(&events) {
        Some(cause) => {
            output.line(cause_words(&cause));
            output.document(&cause);
        }
        None => {
            output.line(if missing.is_empty() {
                "Nothing failed in these events, or it was put right later."
            } else {
                "Only consequences stand in these events; the cause is in a nested stack."
            });
            output.document(&serde_json::Value::Null);
        }
    }
    Ok(Exit::Done)
}

fn read(path: &Path) -> AppResult<String> {
    let unreadable = |error: &dyn std::fmt::Display| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("{} cannot be read: {error}.", path.display()),
        )
        .hint(EXPECTED)
    };
    let size = std::fs::metadata(path)
        .map_err(|error| unreadable(&error))?
        .len();
    if size > MOST_BYTES {
        return Err(unreadable(&"it is larger than 64 MiB"));
    }
    let bytes = std::fs::read(path).map_err(|error| unreadable(&error))?;
    text(bytes).ok_or_else(|| unreadable(&"it is neither UTF-8 nor UTF-16"))
}

/// Text as AWS's tools leave it: UTF-8, or the UTF-16 that `>` writes in Windows PowerShell.
fn text(bytes: Vec<u8>) -> Option<String> {
    let unit: fn([u8; 2]) -> u16 = match bytes.as_slice() {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return String::from_utf8(bytes).ok(),
    };
    let units: Vec<u16> = bytes[2..]
        .chunks_exact(2)
        .map(|pair| unit([pair[0], pair[1]]))
        .collect();
    String::from_utf16(&units).ok()
}
