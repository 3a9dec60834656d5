//! Playing an update: what differs is added, changed or made anew, what is left over is deleted last.

use std::collections::BTreeMap;

use domain::change_set::{Difference, Place, What, compare, evaluate, nodes};
use domain::launch::{STACK_TYPE, Status};
use domain::plan::AccountFacts;
use domain::template::{StackTree, TemplateError};
use domain::timeline::{self, Durations, Operation as Timed};
use engine::environments::PRACTICE;

use crate::play::{own, resource_beats, stacks};
use crate::record::{Operation, Record};
use crate::story::{Beat, Span, Stage};
use crate::undo::{self, Failure};
use crate::{ACCOUNT, fail, scripts};

/// AWS's words at the start of a replacement.
const MADE_ANEW: &str =
    "Requested update requires the creation of a new physical resource; hence creating one.";
/// Most of its time a failing resource takes before it gives up.
const GIVES_UP_AT: f64 = 0.4;

/// An update of a record: both blueprints and how they differ.
pub struct Update<'a> {
    pub number: usize,
    /// The stack is left as it stands where the update fails.
    pub keeps: bool,
    before: StackTree,
    after: StackTree,
    pub differences: BTreeMap<Place, Difference>,
    /// How often each resource was replaced before.
    pub generations: BTreeMap<Place, u32>,
    stage: Stage<'a>,
}

impl<'a> Update<'a> {
    /// `standing` is the change set that stands; none is the creation.
    pub fn new(
        record: &'a Record,
        standing: Option<usize>,
        number: usize,
        now: &Stage<'_>,
        durations: &'a Durations,
    ) -> Result<Self, TemplateError> {
        let set = record.updates.get(number);
        let blueprint = set.map_or(&record.blueprint, |set| &set.blueprint);
        let base_url = set.map_or(&record.template_base_url, |set| &set.template_base_url);
        let before = evaluated(record, standing)?;
        let after = evaluated(record, Some(number))?;
        let differences = compare(&before, &after);
        let generations = now.invented.generations.clone();
        let mut next = generations.clone();
        for one in differences.values().filter(|one| one.is_replaced()) {
            *next.entry(one.place.clone()).or_default() += 1;
        }
        Ok(Self {
            number,
            keeps: set.is_some_and(|set| set.keeps),
            stage: Stage::of(record, blueprint, base_url, next, durations)?,
            before,
            after,
            differences,
            generations,
        })
    }

    /// The stage once the update stands.
    pub fn into_stage(self) -> Stage<'a> {
        self.stage
    }

    /// ARN of a stack by its plan name.
    pub fn stack_id(&self, stack: &str) -> String {
        self.stage.stack_id(stack)
    }

    /// How long it takes to change or delete one resource.
    pub fn seconds(&self, place: &Place, operation: Timed) -> f64 {
        let (old, new) = (nodes(&self.before.root), nodes(&self.after.root));
        let Some(node) = old.get(place).or_else(|| new.get(place)) else {
            return 1.0;
        };
        let durations = self.stage.durations;
        let duration = durations.lookup(&node.resource_type, operation, &node.properties);
        self.stage.chosen(&duration, &place.0, &place.1).0
    }

    /// Events of the update, failed and rolled back where the script says so.
    pub fn play(&self, operation: &Operation) -> Vec<Beat> {
        let spans = self.spans();
        let mut beats = vec![own(
            "root",
            0.0,
            Status::UpdateInProgress,
            Some("User Initiated"),
        )];
        let mut end: f64 = 0.0;
        for (stack, _) in stacks(&self.after.root) {
            let Some(about) = self.touched(stack) else {
                continue;
            };
            end = end.max(self.stack(stack, about, &spans, &mut beats));
        }
        match self.failure(operation, &spans) {
            Some(failure) => undo::cut(self, beats, &failure),
            None => {
                self.clean_up(end + 1.2, &mut beats);
                beats
            }
        }
    }

    fn spans(&self) -> BTreeMap<Place, Span> {
        let schedule = timeline::update(
            &self.before,
            &self.after,
            &self.differences,
            self.stage.durations,
            &|duration, place| self.stage.chosen(duration, &place.0, &place.1),
        );
        schedule
            .rows
            .into_iter()
            .map(|row| {
                let span = Span {
                    start: row.start_s,
                    unblock: row.unblock_s,
                    end: row.end_s,
                };
                ((row.stack, row.logical_id), span)
            })
            .collect()
    }

    /// What happens to a stack as a whole; nothing where none of it changes.
    fn touched(&self, stack: &str) -> Option<What> {
        if stack == "root" {
            return Some(What::Modified);
        }
        let place = ("root".to_owned(), stack.to_owned());
        match self.differences.get(&place).map(|one| one.what) {
            Some(What::Modified) | None => {
                let inside = self.differences.keys().any(|place| place.0 == stack);
                inside.then_some(What::Modified)
            }
            whole => whole,
        }
    }

    /// Events of one stack; gives the end of its last.
    fn stack(
        &self,
        stack: &str,
        about: What,
        spans: &BTreeMap<Place, Span>,
        beats: &mut Vec<Beat>,
    ) -> f64 {
        let new = nodes(&self.after.root);
        let place = ("root".to_owned(), stack.to_owned());
        let around = spans.get(&place).copied();
        let from = around.map_or(0.0, |span| span.start);
        let mut last = from;
        let inside = self.differences.iter().filter(|(place, one)| {
            place.0 == stack && one.resource_type != STACK_TYPE && one.what != What::Removed
        });
        for (place, one) in inside {
            let (Some(node), Some(span)) = (new.get(place), spans.get(place)) else {
                continue;
            };
            last = last.max(span.end);
            if one.what == What::Added {
                resource_beats(beats, stack, node, *span);
                continue;
            }
            let begun = self.beat(place, span.start, Status::UpdateInProgress, None);
            let done = self.beat(place, span.end, Status::UpdateComplete, None);
            if one.is_replaced() {
                let generation = self.generation(place) + 1;
                let reason = Some("Resource creation Initiated");
                let initiated = (span.start + 0.9).min(span.end);
                beats.push(Beat {
                    reason: Some(MADE_ANEW.to_owned()),
                    ..begun
                });
                beats.push(Beat {
                    generation,
                    ..self.beat(place, initiated, Status::UpdateInProgress, reason)
                });
                beats.push(Beat { generation, ..done });
            } else {
                beats.extend([begun, done]);
            }
        }
        let Some(span) = around.filter(|_| stack != "root") else {
            return last;
        };
        if about == What::Added {
            if let Some(node) = new.get(&place) {
                resource_beats(beats, "root", node, span);
            }
            let begun = Some("User Initiated");
            beats.push(own(stack, span.start, Status::CreateInProgress, begun));
            let done = (last + 0.4).min(span.end);
            beats.push(own(stack, done, Status::CreateComplete, None));
            return last.max(span.end);
        }
        beats.push(self.beat(&place, from, Status::UpdateInProgress, None));
        beats.push(own(
            stack,
            from + 0.2,
            Status::UpdateInProgress,
            Some("User Initiated"),
        ));
        let done = match self.leaves_something(stack) {
            true => Status::UpdateCompleteCleanupInProgress,
            false => Status::UpdateComplete,
        };
        let end = span.end.max(last + 0.8);
        beats.push(own(stack, last + 0.4, done, None));
        beats.push(self.beat(&place, end, Status::UpdateComplete, None));
        end
    }

    fn leaves_something(&self, stack: &str) -> bool {
        let mut all = self.differences.values();
        all.any(|one| one.place.0 == stack && (one.what == What::Removed || one.is_replaced()))
    }

    /// Deletes what was removed or replaced.
    fn clean_up(&self, from: f64, beats: &mut Vec<Beat>) {
        let begun = Status::UpdateCompleteCleanupInProgress;
        beats.push(own("root", from, begun, None));
        let mut end = from;
        for (place, one) in &self.differences {
            let goes = one.what == What::Removed || one.is_replaced();
            if goes && one.resource_type != STACK_TYPE {
                end = end.max(self.delete(place, one.left_behind, from + 1.0, beats));
            }
        }
        for (stack, _) in stacks(&self.before.root).filter(|(stack, _)| *stack != "root") {
            let place = ("root".to_owned(), stack.to_owned());
            if self
                .differences
                .get(&place)
                .is_some_and(|one| one.what == What::Removed)
            {
                beats.push(self.beat(&place, from + 0.5, Status::DeleteInProgress, None));
                beats.push(own(stack, from + 0.7, Status::DeleteInProgress, None));
                beats.push(own(stack, end + 0.4, Status::DeleteComplete, None));
                beats.push(self.beat(&place, end + 1.0, Status::DeleteComplete, None));
            } else if self.touched(stack).is_some() && self.leaves_something(stack) {
                beats.push(own(stack, end + 0.4, Status::UpdateComplete, None));
            }
        }
        beats.push(own("root", end + 2.0, Status::UpdateComplete, None));
    }

    /// Deletes one resource as it was before; gives when it is gone.
    fn delete(&self, place: &Place, left: bool, at_s: f64, beats: &mut Vec<Beat>) -> f64 {
        if left {
            beats.push(self.beat(place, at_s, Status::DeleteSkipped, None));
            return at_s;
        }
        let end = at_s + self.seconds(place, Timed::Delete);
        beats.push(self.beat(place, at_s, Status::DeleteInProgress, None));
        beats.push(self.beat(place, end, Status::DeleteComplete, None));
        end
    }

    fn generation(&self, place: &Place) -> u32 {
        self.generations.get(place).copied().unwrap_or_default()
    }

    /// An event of a resource as it was before the update.
    pub fn beat(&self, place: &Place, at_s: f64, status: Status, reason: Option<&str>) -> Beat {
        let nested = nodes(&self.after.root)
            .get(place)
            .map(|node| node.resource_type.clone());
        let old = nodes(&self.before.root)
            .get(place)
            .map(|node| node.resource_type.clone());
        Beat {
            at_s,
            stack: place.0.clone(),
            logical_id: place.1.clone(),
            resource_type: old.or(nested).unwrap_or_default(),
            own: false,
            status,
            reason: reason.map(str::to_owned),
            has_physical_id: true,
            configuration_complete: false,
            generation: self.generation(place),
        }
    }

    /// The failure that the script asks for, where the update touches such a resource.
    fn failure(&self, operation: &Operation, spans: &BTreeMap<Place, Span>) -> Option<Failure> {
        let sticks = operation.rehearsal.failure.as_deref() == Some(scripts::STUCK_ROLLBACK);
        let types = fail::types(operation);
        let wanted = |one: &&Difference| {
            let named = types.is_some_and(|types| types.contains(&one.resource_type.as_str()));
            let any = sticks && one.resource_type != STACK_TYPE && one.what == What::Modified;
            one.what != What::Removed && (named || any)
        };
        let (one, span) = self
            .differences
            .values()
            .filter(wanted)
            .filter_map(|one| Some((one, *spans.get(&one.place)?)))
            .min_by(|a, b| a.1.start.total_cmp(&b.1.start))?;
        let node = *nodes(&self.after.root).get(&one.place)?;
        Some(Failure {
            at_s: span.start + ((span.end - span.start) * GIVES_UP_AT).max(0.5),
            reason: match sticks {
                true => undo::THROTTLED.to_owned(),
                false => fail::words(&self.stage, node),
            },
            sticks,
            place: one.place.clone(),
        })
    }

    /// The way back from where a cancelled update was.
    pub fn cancelled(&self, so_far: &[Beat]) -> Vec<Beat> {
        undo::cancelled(self, so_far)
    }

    /// The rest of the way back.
    pub fn continued(&self, so_far: &[Beat], skip: &[String]) -> Vec<Beat> {
        undo::continued(self, so_far, skip)
    }
}

/// A blueprint of the record, evaluated for comparison; none is the one it was created with.
pub fn evaluated(record: &Record, number: Option<usize>) -> Result<StackTree, TemplateError> {
    let facts = AccountFacts::defaults(PRACTICE, ACCOUNT, true);
    let set = number.and_then(|number| record.updates.get(number));
    evaluate(set.map_or(&record.blueprint, |set| &set.blueprint), &facts)
}
