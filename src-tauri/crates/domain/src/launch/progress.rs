//! How far an operation is, in predicted minutes, and the one sentence that is always true.

use super::story::{STACK_TYPE, Story};
use super::{Operation, ResourceView};

/// Progress of a running operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// 0 to 100, of predicted time.
    pub percent: f64,
    /// Predicted seconds left at AWS's pace.
    pub seconds_left: f64,
    /// `Creating nodes: 2 of 3 ready. About 6 min left.`
    pub sentence: String,
}

/// Measures a story; `elapsed_s` is the time since its start at AWS's pace, `pace` how many of AWS's
/// seconds pass in a real one (1 in a real account, 0 for unlimited).
pub fn progress(story: &Story, elapsed_s: f64, pace: f64) -> Progress {
    let expected = story.expected_s();
    let mut left: f64 = 0.0;
    let mut focus: Option<(f64, &ResourceView)> = None;
    for view in story.resources() {
        if view.resource_type == STACK_TYPE || story.settled(view) {
            continue;
        }
        let (Some(start), Some(end)) = (view.predicted_start_s, view.predicted_end_s) else {
            continue;
        };
        let running = view.status.is_some_and(super::Status::in_progress);
        let own = if running {
            // What is late is given a little more time, never a negative one.
            (end - elapsed_s.max(start)).max((end - start) * 0.05)
        } else {
            end - start
        };
        let remaining = own + (expected - end).max(0.0);
        left = left.max(remaining);
        if running && focus.is_none_or(|(most, _)| remaining > most) {
            focus = Some((remaining, view));
        }
    }
    let percent = if elapsed_s + left <= 0.0 {
        0.0
    } else {
        (100.0 * elapsed_s / (elapsed_s + left)).clamp(0.0, 99.0)
    };
    Progress {
        percent,
        seconds_left: left,
        sentence: sentence(story, focus.map(|(_, view)| view), left, pace),
    }
}

fn sentence(story: &Story, focus: Option<&ResourceView>, left: f64, pace: f64) -> String {
    let verb = match story.operation() {
        Operation::Create => "Creating",
        Operation::Update => "Updating",
        Operation::Delete => "Deleting",
    };
    let done = match story.operation() {
        Operation::Delete => "gone",
        _ => "ready",
    };
    let about = about(left);
    let Some(view) = focus else {
        return format!("{verb} the environment. {about}");
    };
    let (complete, total) = story
        .stacks()
        .iter()
        .find(|row| row.stack == view.stack)
        .map_or((0, 0), |row| (row.complete, row.total));
    let late = late_words(story, pace);
    format!(
        "{verb} {}: {complete} of {total} {done}. {}{late}.",
        words(&view.stack),
        about.trim_end_matches('.')
    )
}

/// Names the critical resource that took longest beyond its prediction, if that is a minute or more.
fn late_words(story: &Story, pace: f64) -> String {
    let late = story
        .resources()
        .filter(|view| view.critical && view.resource_type != STACK_TYPE && story.settled(view))
        .filter_map(|view| {
            let actual = (view.finished_at_ms? - view.started_at_ms?) as f64 / 1000.0 * pace;
            let predicted = view.predicted_end_s? - view.predicted_start_s?;
            Some((actual - predicted, view))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match late {
        Some((seconds, view)) if seconds >= 60.0 => format!(
            " ({} took {} min longer than expected)",
            words(&view.logical_id),
            (seconds / 60.0).round()
        ),
        _ => String::new(),
    }
}

/// `About 6 min left.`
pub fn about(seconds: f64) -> String {
    if seconds < 50.0 {
        "Less than a minute left.".to_owned()
    } else {
        format!("About {} min left.", (seconds / 60.0).round().max(1.0))
    }
}

/// `NodesGeneral` as people say it: `nodes general`; the root is the environment itself.
pub fn words(stack: &str) -> String {
    if stack == "root" {
        return "the environment".to_owned();
    }
    let mut out = String::new();
    let mut previous_lower = false;
    for letter in stack.chars() {
        if letter.is_ascii_uppercase() && previous_lower {
            out.push(' ');
        }
        previous_lower = letter.is_ascii_lowercase() || letter.is_ascii_digit();
        out.push(letter.to_ascii_lowercase());
    }
    out
}
