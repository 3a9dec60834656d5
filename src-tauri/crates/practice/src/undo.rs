//! The way back of an update: what was changed is set back, what was added is deleted.

use std::collections::{BTreeMap, BTreeSet};

use domain::change_set::{Place, What};
use domain::launch::{STACK_TYPE, Status};
use domain::timeline::Operation as Timed;

use crate::play::own;
use crate::story::Beat;
use crate::update::Update;

/// How long the parent needs to notice that a nested stack has failed.
const NOTICE_S: f64 = 11.0;
/// AWS's words of a resource that can be changed neither forth nor back.
pub const THROTTLED: &str = "Resource handler returned message: \"The service is unavailable. Please try again shortly. (Service: Null, Status Code: 503)\" (HandlerErrorCode: ServiceInternalError)";

/// A failure to be played.
pub struct Failure {
    pub at_s: f64,
    pub place: Place,
    pub reason: String,
    /// The way back fails as well.
    pub sticks: bool,
}

/// Cuts an update at its failure and rolls it back.
pub fn cut(update: &Update<'_>, mut beats: Vec<Beat>, failure: &Failure) -> Vec<Beat> {
    let failed = failure.place.0.as_str();
    let noticed = failure.at_s + NOTICE_S;
    // The failing stack stops at once, the others when the root notices.
    beats.retain(|beat| {
        let limit = if beat.stack == failed {
            failure.at_s
        } else {
            noticed
        };
        let is_end = beat.logical_id == failed && beat.status == Status::UpdateComplete;
        beat.at_s < limit && !is_end
    });
    let way = Way::of(update, &beats);
    let mut more = Vec::new();
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (place, status) in way.unfinished(Some(&failure.place)) {
        let cause = place == failure.place;
        let nested_cause = place.0 == "root" && place.1 == failed;
        let (at_s, reason) = match () {
            () if cause => (failure.at_s, failure.reason.clone()),
            () if nested_cause => (noticed, embedded(update, failed, &failure.place.1)),
            () if place.0 == failed => (failure.at_s + 0.3, cancelled_words(status).to_owned()),
            () => (noticed + 0.3, cancelled_words(status).to_owned()),
        };
        names
            .entry(place.0.clone())
            .or_default()
            .insert(place.1.clone());
        more.push(update.beat(&place, at_s, failed_status(status), Some(&reason)));
    }
    let begins = if update.keeps {
        Status::UpdateFailed
    } else {
        Status::UpdateRollbackInProgress
    };
    for (stack, names) in &names {
        let at_s = if stack == failed {
            failure.at_s + 0.8
        } else {
            noticed + 1.5
        };
        more.push(own(stack, at_s, begins, Some(&list_of(names))));
    }
    if !update.keeps {
        let stuck = failure.sticks.then_some(&failure.place);
        way.back(update, noticed + 2.5, stuck, &mut more);
    }
    beats.extend(more);
    beats
}

/// The way back from where a cancelled update was.
pub fn cancelled(update: &Update<'_>, so_far: &[Beat]) -> Vec<Beat> {
    let way = Way::of(update, so_far);
    let mut beats = vec![own(
        "root",
        0.0,
        Status::UpdateRollbackInProgress,
        Some("User Initiated"),
    )];
    for (place, status) in way.unfinished(None) {
        let reason = cancelled_words(status);
        beats.push(update.beat(&place, 0.4, failed_status(status), Some(reason)));
    }
    for stack in way.nested(Status::UpdateInProgress) {
        beats.push(own(&stack, 0.8, Status::UpdateRollbackInProgress, None));
    }
    way.back(update, 2.0, None, &mut beats);
    beats
}

/// The rest of the way back. What is skipped counts as set back; the rest was mended meanwhile.
pub fn continued(update: &Update<'_>, so_far: &[Beat], skip: &[String]) -> Vec<Beat> {
    let way = Way::of(update, so_far);
    let mut beats = vec![own(
        "root",
        0.0,
        Status::UpdateRollbackInProgress,
        Some("User Initiated"),
    )];
    for stack in way.nested(Status::UpdateRollbackFailed) {
        beats.push(own(&stack, 0.4, Status::UpdateRollbackInProgress, None));
    }
    let named = |place: &Place| match place.0.as_str() {
        "root" => place.1.clone(),
        nested => format!("{nested}.{}", place.1),
    };
    let way = Way {
        skipped: way
            .last
            .keys()
            .filter(|place| skip.contains(&named(place)))
            .cloned()
            .collect(),
        ..way
    };
    way.back(update, 1.0, None, &mut beats);
    beats
}

/// Where an update stands: the last status of each resource and of each stack.
#[derive(Default)]
struct Way {
    last: BTreeMap<Place, (Status, bool)>,
    stacks: BTreeMap<String, Status>,
    skipped: BTreeSet<Place>,
}

impl Way {
    fn of(update: &Update<'_>, beats: &[Beat]) -> Self {
        let mut sorted: Vec<&Beat> = beats.iter().collect();
        sorted.sort_by(|a, b| a.at_s.total_cmp(&b.at_s));
        let mut way = Self::default();
        for beat in sorted {
            if beat.own {
                way.stacks.insert(beat.stack.clone(), beat.status);
                continue;
            }
            let place = (beat.stack.clone(), beat.logical_id.clone());
            let added = update
                .differences
                .get(&place)
                .is_some_and(|one| one.what == What::Added);
            way.last.insert(place, (beat.status, added));
        }
        way
    }

    /// What is under way, and the one that fails.
    fn unfinished(&self, cause: Option<&Place>) -> Vec<(Place, Status)> {
        let open = self.last.iter().filter(|(place, (status, _))| {
            status.in_progress() || cause.is_some_and(|cause| cause == *place)
        });
        open.map(|(place, (status, _))| (place.clone(), *status))
            .collect()
    }

    fn nested(&self, wanted: Status) -> Vec<String> {
        let all = self.stacks.iter();
        all.filter(|(stack, status)| *stack != "root" && **status == wanted)
            .map(|(stack, _)| stack.clone())
            .collect()
    }

    /// Sets back what was changed, deletes what was added, and ends the stacks.
    fn back(&self, update: &Update<'_>, from: f64, stuck: Option<&Place>, beats: &mut Vec<Beat>) {
        let mut end = from;
        for (place, (status, added)) in &self.last {
            let is_stack = update.beat(place, 0.0, *status, None).resource_type == STACK_TYPE;
            let settled = *status == Status::UpdateComplete && stuck.is_none() && self.is_stuck();
            if *added || is_stack || settled {
                continue;
            }
            let seconds = update.seconds(place, Timed::Update).min(60.0);
            if !self.skipped.contains(place) {
                beats.push(update.beat(place, from, Status::UpdateInProgress, None));
            }
            let (done, reason) = match stuck == Some(place) {
                true => (Status::UpdateFailed, Some(THROTTLED)),
                false => (Status::UpdateComplete, None),
            };
            beats.push(update.beat(place, from + seconds, done, reason));
            end = end.max(from + seconds);
        }
        if let Some(place) = stuck {
            let names = BTreeSet::from([place.1.clone()]);
            if place.0 != "root" {
                let around = ("root".to_owned(), place.0.clone());
                let reason = list_of(&names);
                beats.push(own(
                    &place.0,
                    end + 0.5,
                    Status::UpdateRollbackFailed,
                    Some(&reason),
                ));
                let reason = format!(
                    "Embedded stack {} was not successfully updated. Currently in UPDATE_ROLLBACK_FAILED with reason: {reason}",
                    update.stack_id(&place.0)
                );
                beats.push(update.beat(&around, end + 1.0, Status::UpdateFailed, Some(&reason)));
            }
            let name = if place.0 == "root" {
                &place.1
            } else {
                &place.0
            };
            let reason = list_of(&BTreeSet::from([name.clone()]));
            beats.push(own(
                "root",
                end + 2.0,
                Status::UpdateRollbackFailed,
                Some(&reason),
            ));
            return;
        }
        let cleaning = Status::UpdateRollbackCompleteCleanupInProgress;
        beats.push(own("root", end + 1.0, cleaning, None));
        let begun = end + 1.5;
        let mut gone = begun;
        for (place, _) in self.last.iter().filter(|(_, (_, added))| *added) {
            let at_s = begun + update.seconds(place, Timed::Delete);
            beats.push(update.beat(place, begun, Status::DeleteInProgress, None));
            beats.push(update.beat(place, at_s, Status::DeleteComplete, None));
            gone = gone.max(at_s);
        }
        for (stack, status) in self.stacks.iter().filter(|(stack, _)| *stack != "root") {
            let around = ("root".to_owned(), stack.clone());
            let created = self.last.get(&around).is_some_and(|(_, added)| *added);
            if created {
                beats.push(own(stack, begun + 0.2, Status::DeleteInProgress, None));
                beats.push(own(stack, gone + 0.2, Status::DeleteComplete, None));
            } else {
                let done = match status {
                    Status::UpdateComplete => continue_nested(stack, begun, beats),
                    _ => gone,
                };
                beats.push(own(stack, done + 0.4, Status::UpdateRollbackComplete, None));
                beats.push(update.beat(&around, done + 0.6, Status::UpdateComplete, None));
                gone = gone.max(done + 0.6);
            }
        }
        beats.push(own(
            "root",
            gone + 2.0,
            Status::UpdateRollbackComplete,
            None,
        ));
    }

    fn is_stuck(&self) -> bool {
        self.stacks.get("root") == Some(&Status::UpdateRollbackFailed)
    }
}

/// A nested stack that was done already goes back with the rest.
fn continue_nested(stack: &str, at_s: f64, beats: &mut Vec<Beat>) -> f64 {
    beats.push(own(stack, at_s, Status::UpdateRollbackInProgress, None));
    at_s + 1.0
}

fn failed_status(status: Status) -> Status {
    match status {
        Status::CreateInProgress => Status::CreateFailed,
        _ => Status::UpdateFailed,
    }
}

fn cancelled_words(status: Status) -> &'static str {
    match status {
        Status::CreateInProgress => "Resource creation cancelled",
        _ => "Resource update cancelled",
    }
}

fn embedded(update: &Update<'_>, stack: &str, logical_id: &str) -> String {
    format!(
        "Embedded stack {} was not successfully updated. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: The following resource(s) failed to update: [{logical_id}]. ",
        update.stack_id(stack)
    )
}

fn list_of(names: &BTreeSet<String>) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    format!(
        "The following resource(s) failed to update: [{}]. ",
        names.join(", ")
    )
}
