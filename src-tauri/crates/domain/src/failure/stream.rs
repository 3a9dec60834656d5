//! Reads the output of `aws cloudformation describe-stack-events`, and of the newer `describe-events`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::operation_event::{Told, operation_event};
use crate::launch::{StackEvent, Status};

/// Input that is not what `describe-stack-events` prints, with the place of the trouble.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct StreamError {
    /// `line 3, column 7` or `line 30, StackEvents[4].ResourceStatus`.
    pub place: String,
    pub message: String,
}

fn trouble<T>(place: impl Into<String>, message: impl Into<String>) -> Result<T, StreamError> {
    Err(StreamError {
        place: place.into(),
        message: message.into(),
    })
}

/// Reads one text: an output of `describe-stack-events`, an array of such outputs, a bare array of
/// events, or several outputs one after the other. Gives the events oldest first.
///
/// Each list may stand newest first (as AWS prints it) or oldest first. Events of equal time keep
/// the order of their list. Repeated events (same EventId) are taken once.
pub fn parse_stack_events(text: &str) -> Result<Vec<StackEvent>, StreamError> {
    let mut lists = Vec::new();
    let text = text.trim_start_matches('\u{feff}');
    for (number, document) in serde_json::Deserializer::from_str(text)
        .into_iter::<Value>()
        .enumerate()
    {
        let document = match document {
            Ok(document) => document,
            Err(error) => {
                return trouble(
                    format!("line {}, column {}", error.line(), error.column()),
                    format!("this is not JSON ({error})"),
                );
            }
        };
        let place = if number == 0 {
            String::new()
        } else {
            format!("document {}: ", number + 1)
        };
        collect(text, &document, &place, &mut lists)?;
    }
    if lists.is_empty() {
        return trouble(
            "line 1, column 1",
            "the text is empty; expected the output of aws cloudformation describe-stack-events",
        );
    }
    Ok(merge_stack_events(lists))
}

/// Merges lists that each stand oldest first, by time; equal times keep the order of their list,
/// and the list that begins earlier comes first: pages of one history stand newest first.
pub fn merge_stack_events(mut lists: Vec<Vec<StackEvent>>) -> Vec<StackEvent> {
    lists.sort_by_key(|list| list.first().map(|event| event.at_ms));
    let mut seen = BTreeSet::new();
    let mut merged: Vec<StackEvent> = lists
        .into_iter()
        .flatten()
        .filter(|event| event.id.is_empty() || seen.insert(event.id.clone()))
        .collect();
    merged.sort_by_key(|event| event.at_ms);
    merged
}

/// What the two commands call their list.
const LISTS: [&str; 2] = ["StackEvents", "OperationEvents"];

fn collect(
    text: &str,
    document: &Value,
    place: &str,
    lists: &mut Vec<Vec<StackEvent>>,
) -> Result<(), StreamError> {
    match document {
        Value::Object(fields) => match LISTS
            .iter()
            .find_map(|name| fields.get(*name).map(|list| (name, list)))
        {
            Some((name, Value::Array(events))) => {
                let list = read_list(events, &format!("{place}{name}"))
                    .map_err(|error| error.at_line(text, lists.len()))?;
                lists.push(list);
                Ok(())
            }
            Some((name, _)) => trouble(format!("{place}{name}"), "this must be a list of events"),
            None => trouble(
                if place.is_empty() {
                    "the outermost object".to_owned()
                } else {
                    place.trim_end_matches([':', ' ']).to_owned()
                },
                format!(
                    "there is no \"StackEvents\" in it (found: {}). Expected the output of aws cloudformation describe-stack-events",
                    names(fields.keys())
                ),
            ),
        },
        Value::Array(items)
            if items.iter().any(|item| {
                item.get("ResourceStatus").is_some() || item.get("StackId").is_some()
            }) =>
        {
            let list = read_list(items, &format!("{place}events"))
                .map_err(|error| error.at_line(text, lists.len()))?;
            lists.push(list);
            Ok(())
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(text, item, &format!("{place}[{index}]."), lists)?;
            }
            if items.is_empty() {
                lists.push(Vec::new());
            }
            Ok(())
        }
        _ => trouble(
            if place.is_empty() {
                "line 1, column 1"
            } else {
                place.trim_end_matches([':', ' ', '.'])
            },
            "expected the output of aws cloudformation describe-stack-events: an object with \"StackEvents\"",
        ),
    }
}

fn names<'a>(keys: impl Iterator<Item = &'a String>) -> String {
    let names: Vec<&str> = keys.take(5).map(String::as_str).collect();
    if names.is_empty() {
        "nothing".to_owned()
    } else {
        names.join(", ")
    }
}

fn read_list(events: &[Value], place: &str) -> Result<Vec<StackEvent>, StreamError> {
    let mut list = Vec::with_capacity(events.len());
    for (index, event) in events.iter().enumerate() {
        let place = format!("{place}[{index}]");
        match operation_event(event) {
            Told::AsStackEvent => list.push(read_event(event, &place)?),
            Told::Finding(event) => list.push(read_event(&event, &place)?),
            Told::Nothing => {}
        }
    }
    let oldest_first = matches!((list.first(), list.last()), (Some(first), Some(last)) if first.at_ms < last.at_ms);
    if !oldest_first {
        list.reverse();
    }
    Ok(list)
}

impl StreamError {
    /// Adds the line on which the event stands whose place this is.
    fn at_line(mut self, text: &str, list: usize) -> Self {
        let index = self
            .place
            .rsplit_once('[')
            .and_then(|(_, rest)| rest.split_once(']'))
            .and_then(|(index, _)| index.parse().ok());
        if let Some(line) = index.and_then(|index| line_of(text, list, index)) {
            self.place = format!("line {line}, {}", self.place);
        }
        self
    }
}

/// Line of an element, by its place in the text's `list`th list of events.
fn line_of(text: &str, list: usize, index: usize) -> Option<usize> {
    let keys = LISTS.iter().flat_map(|name| {
        text.match_indices(name)
            .map(|(at, found)| at + found.len())
            .filter(|end| text[*end..].starts_with('"'))
    });
    let mut starts: Vec<usize> = keys.map(|end| end + 1).collect();
    starts.sort_unstable();
    let start = match starts.get(list) {
        Some(start) => *start,
        None if list == 0 => 0,
        None => return None,
    };
    let (mut depth, mut elements, mut quoted, mut escaped) = (0, 0, false, false);
    for (at, letter) in text[start..].char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' | '{' => {
                if depth == 1 {
                    if elements == index {
                        return Some(text[..start + at].lines().count());
                    }
                    elements += 1;
                }
                depth += 1;
            }
            ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn read_event(event: &Value, place: &str) -> Result<StackEvent, StreamError> {
    let Value::Object(_) = event else {
        return trouble(
            place,
            "this must be an event, an object with StackId and ResourceStatus",
        );
    };
    let optional = |name: &str| -> Result<Option<String>, StreamError> {
        match event.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => trouble(format!("{place}.{name}"), "this must be text"),
        }
    };
    let needed = |name: &str| -> Result<String, StreamError> {
        match optional(name)? {
            Some(text) if !text.is_empty() => Ok(text),
            _ => trouble(format!("{place}.{name}"), "this is missing"),
        }
    };
    let stack_id = needed("StackId")?;
    let stack_name = match optional("StackName")? {
        Some(name) => name,
        None => match stack_id
            .split_once(":stack/")
            .and_then(|(_, rest)| rest.split('/').next())
        {
            Some(name) => name.to_owned(),
            None => return trouble(format!("{place}.StackName"), "this is missing"),
        },
    };
    let word = needed("ResourceStatus")?;
    // Moving resources out of a stack has the statuses of moving them in, under another name.
    let known = word.replace("EXPORT_", "IMPORT_");
    let status: Status = match serde_json::from_value(Value::String(known)) {
        Ok(status) => status,
        Err(_) => {
            return trouble(
                format!("{place}.ResourceStatus"),
                format!("\"{word}\" is not a status that CloudFormation is known to use"),
            );
        }
    };
    let stamps = ["Timestamp", "EndTime", "StartTime"];
    let at_ms = match stamps.iter().find_map(|name| event.get(*name)) {
        Some(stamp) => match read_time(stamp) {
            Some(at_ms) => at_ms,
            None => {
                return trouble(
                    format!("{place}.Timestamp"),
                    format!(
                        "{stamp} is not a time; expected 2026-11-24T13:05:00Z or seconds since 1970"
                    ),
                );
            }
        },
        None => return trouble(format!("{place}.Timestamp"), "this is missing"),
    };
    Ok(StackEvent {
        id: optional("EventId")?.unwrap_or_default(),
        at_ms,
        stack_id,
        stack_name,
        logical_id: needed("LogicalResourceId")?,
        physical_id: optional("PhysicalResourceId")?.filter(|id| !id.is_empty()),
        resource_type: needed("ResourceType")?,
        status,
        reason: optional("ResourceStatusReason")?,
        configuration_complete: optional("DetailedStatus")?.as_deref()
            == Some("CONFIGURATION_COMPLETE"),
    })
}

/// Milliseconds since 1970 UTC of an ISO time with offset, or of seconds as a number or text.
fn read_time(stamp: &Value) -> Option<i64> {
    match stamp {
        Value::Number(seconds) => from_seconds(seconds.as_f64()?),
        Value::String(text) => {
            read_iso(text.trim()).or_else(|| from_seconds(text.trim().parse().ok()?))
        }
        _ => None,
    }
}

/// Seconds up to the year 9999.
fn from_seconds(seconds: f64) -> Option<i64> {
    (seconds.is_finite() && (0.0..253_402_300_800.0).contains(&seconds))
        .then(|| (seconds * 1000.0).round() as i64)
}

/// `2024-05-04T12:33:11[.123456](Z|+00:00|+0000)`.
fn read_iso(text: &str) -> Option<i64> {
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = text.get(from..to)?;
        digits
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| digits.parse().ok())?
    };
    let mark =
        |at: usize, wanted: &[u8]| text.as_bytes().get(at).is_some_and(|b| wanted.contains(b));
    if !(mark(4, b"-") && mark(7, b"-") && mark(10, b"Tt ") && mark(13, b":") && mark(16, b":")) {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    if !((1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60)
    {
        return None;
    }
    let mut rest = text.get(19..)?;
    let mut milliseconds = 0;
    if let Some(fraction) = rest.strip_prefix('.') {
        let digits: String = fraction.chars().take_while(char::is_ascii_digit).collect();
        rest = fraction.get(digits.len()..)?;
        milliseconds = format!("{digits:0<3}").get(..3)?.parse().ok()?;
    }
    let offset_minutes = match rest {
        "Z" | "z" => 0,
        _ => {
            let sign = match rest.chars().next()? {
                '+' => 1,
                '-' => -1,
                _ => return None,
            };
            let digits: String = rest.chars().skip(1).filter(|c| *c != ':').collect();
            if digits.len() != 4 {
                return None;
            }
            sign * (digits.get(..2)?.parse::<i64>().ok()? * 60
                + digits.get(2..)?.parse::<i64>().ok()?)
        }
    };
    let seconds = days_since_1970(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second
        - offset_minutes * 60;
    Some(seconds * 1000 + milliseconds)
}

/// Days of the Gregorian calendar, counted from March so that the leap day comes last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
#[path = "stream_tests.rs"]
mod tests;
