//! The simulated events of one root stack, over all its operations.

use std::collections::BTreeMap;

use domain::blueprint::Blueprint;
use domain::launch::{STACK_TYPE, StackEvent, Status};
use domain::template::{Pseudo, StackTree, TemplateError, expand};
use domain::timeline::{Duration, Durations, Operation as Timed, schedule};

use crate::ACCOUNT;
use crate::identities::Invented;
use crate::play;
use crate::record::{OperationKind, Record};
use crate::remove;
use crate::update::Update;

/// Place of a resource: nested stack (`root`, `Network`) and logical ID.
pub type Place = (String, String);

/// One simulated event; seconds at AWS's pace from the start of its operation.
#[derive(Debug, Clone)]
pub struct Beat {
    pub at_s: f64,
    /// `root` or the nested stack's logical ID.
    pub stack: String,
    pub logical_id: String,
    pub resource_type: String,
    /// The event is about the stack itself.
    pub own: bool,
    pub status: Status,
    pub reason: Option<String>,
    pub has_physical_id: bool,
    pub configuration_complete: bool,
    /// How often the resource was replaced before.
    pub generation: u32,
}

/// When a resource is worked on, in seconds from the start of its operation.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub start: f64,
    pub unblock: f64,
    pub end: f64,
}

/// Everything needed to play one record.
pub struct Stage<'a> {
    pub record: &'a Record,
    pub invented: Invented,
    pub tree: StackTree,
    pub durations: &'a Durations,
}

/// A played operation.
#[derive(Debug, Clone)]
pub struct Act {
    pub kind: OperationKind,
    pub started_ms: i64,
    /// What its first event is dated; later than its start where the act before is dated later, which
    /// happens at unlimited speed and after a clock was set back.
    pub dated_ms: i64,
    /// AWS's seconds in a real one; 0 for unlimited.
    pub speed: f64,
    pub beats: Vec<Beat>,
    /// Where it was cut by the next operation, at AWS's pace.
    pub cut_s: f64,
}

/// The whole story of a record, a pure function of it.
#[derive(Debug, Clone)]
pub struct Story {
    pub acts: Vec<Act>,
    /// The change set whose blueprint stands in the end; none is the creation.
    pub standing: Option<usize>,
    pub outputs: BTreeMap<String, String>,
}

impl Act {
    /// What a beat's event is dated, in milliseconds since 1970 UTC.
    pub fn at_ms(&self, beat: &Beat) -> i64 {
        let real_ms = if self.speed > 0.0 {
            beat.at_s / self.speed * 1000.0
        } else {
            // Order is kept to the millisecond; a 25-minute launch takes a tenth of a second.
            beat.at_s / 15.0
        };
        self.dated_ms + real_ms.round() as i64
    }
}

impl<'a> Stage<'a> {
    /// Evaluates the record's blueprint with invented identities.
    pub fn new(record: &'a Record, durations: &'a Durations) -> Result<Self, TemplateError> {
        Self::of(
            record,
            &record.blueprint,
            &record.template_base_url,
            BTreeMap::new(),
            durations,
        )
    }

    /// Evaluates another blueprint of the record, after resources were replaced.
    pub fn of(
        record: &'a Record,
        blueprint: &Blueprint,
        base_url: &str,
        generations: BTreeMap<Place, u32>,
        durations: &'a Durations,
    ) -> Result<Self, TemplateError> {
        let invented = Invented {
            stack_name: record.name.clone(),
            stack_id: record.stack_id.clone(),
            region: record.region.clone(),
            generations,
        };
        let tree = expand(
            &with_base_url(blueprint, base_url),
            &pseudo(record),
            &invented,
        )?;
        Ok(Self {
            record,
            invented,
            tree,
            durations,
        })
    }

    /// When each resource would be worked on, with durations that vary a little from stack to stack.
    /// Those that do not count take no time.
    pub fn spans(
        &self,
        operation: Timed,
        counts: &dyn Fn(&Place) -> bool,
    ) -> BTreeMap<Place, Span> {
        let plan = schedule(
            &self.tree,
            operation,
            self.durations,
            &|duration, stack, logical_id| {
                if !counts(&(stack.to_owned(), logical_id.to_owned())) {
                    return (0.0, 0.0);
                }
                self.chosen(duration, stack, logical_id)
            },
        );
        plan.rows
            .into_iter()
            .map(|row| {
                (
                    (row.stack, row.logical_id),
                    Span {
                        start: row.start_s,
                        unblock: row.unblock_s,
                        end: row.end_s,
                    },
                )
            })
            .collect()
    }

    /// How long one resource takes here: seconds in all, and until its dependents may start.
    pub fn chosen(&self, duration: &Duration, stack: &str, logical_id: &str) -> (f64, f64) {
        let luck = 0.35 + 0.3 * self.invented.chance(&format!("{stack}|{logical_id}"));
        let total = if luck < 0.5 {
            duration.low + (duration.median - duration.low) * luck * 2.0
        } else {
            duration.median + (duration.high - duration.median) * (luck - 0.5) * 2.0
        };
        (total, duration.unblock.min(total))
    }

    /// ARN of a stack by its plan name.
    pub fn stack_id(&self, stack: &str) -> String {
        match stack {
            "root" => self.record.stack_id.clone(),
            nested => self.invented.nested_id(nested),
        }
    }

    /// The event that CloudFormation would report for a beat.
    pub fn event(&self, act: usize, index: usize, beat: &Beat, at_ms: i64) -> StackEvent {
        let stack_id = self.stack_id(&beat.stack);
        let stack_name = match beat.stack.as_str() {
            "root" => self.record.name.clone(),
            nested => self.invented.nested_name(nested),
        };
        let (logical_id, physical_id) = if beat.own {
            (stack_name.clone(), Some(stack_id.clone()))
        } else {
            let path = path_of(&beat.stack);
            let id = self.invented.physical_id_of(
                &path,
                &beat.logical_id,
                &beat.resource_type,
                beat.generation,
            );
            (beat.logical_id.clone(), beat.has_physical_id.then_some(id))
        };
        StackEvent {
            id: self.invented.hex(&format!("event|{act}|{index}"), 32),
            at_ms,
            stack_id,
            stack_name,
            logical_id,
            physical_id,
            resource_type: if beat.own {
                STACK_TYPE.to_owned()
            } else {
                beat.resource_type.clone()
            },
            status: beat.status,
            reason: beat.reason.clone(),
            configuration_complete: beat.configuration_complete,
        }
    }
}

/// Plays every operation of a record, each on what the one before has left.
///
/// # Errors
/// A template that cannot be evaluated.
pub fn play(record: &Record, durations: &Durations) -> Result<Story, TemplateError> {
    let mut stage = Stage::new(record, durations)?;
    // Which change set stands; none is the creation.
    let mut standing_set: Option<usize> = None;
    let mut standing: BTreeMap<Place, Status> = BTreeMap::new();
    let mut acts: Vec<Act> = Vec::new();
    let mut free_ms = i64::MIN;
    let mut updated: Option<Update<'_>> = None;
    for (index, operation) in record.operations.iter().enumerate() {
        let speed = operation.rehearsal.speed;
        let cut_s = match record.operations.get(index + 1) {
            None => f64::INFINITY,
            // The clock was set back in between: how far it came cannot be told, so to its end.
            Some(next) if next.started_ms < operation.started_ms => f64::INFINITY,
            Some(next) => pace(next.started_ms - operation.started_ms, speed),
        };
        let mut beats = match operation.kind {
            OperationKind::Create => play::create(&stage, operation),
            OperationKind::Delete => remove::delete(&stage, &standing, operation),
            OperationKind::Update => {
                let number = operation.update.unwrap_or_default();
                let update = Update::new(record, standing_set, number, &stage, durations)?;
                let beats = update.play(operation);
                updated = Some(update);
                beats
            }
            OperationKind::CancelUpdate => match (&updated, acts.last()) {
                (Some(update), Some(act)) => update.cancelled(&act.beats),
                _ => Vec::new(),
            },
            OperationKind::ContinueRollback => match (&updated, acts.last()) {
                (Some(update), Some(act)) => update.continued(&act.beats, &operation.skip),
                _ => Vec::new(),
            },
        };
        if matches!(
            operation.kind,
            OperationKind::Create | OperationKind::Delete
        ) {
            for beat in &mut beats {
                let place = (beat.stack.clone(), beat.logical_id.clone());
                let known = stage.invented.generations.get(&place);
                beat.generation = known.copied().unwrap_or_default();
            }
        }
        beats.sort_by(|a, b| a.at_s.total_cmp(&b.at_s));
        beats.retain(|beat| beat.at_s <= cut_s);
        for beat in beats.iter().filter(|beat| !beat.own) {
            let place = (beat.stack.clone(), beat.logical_id.clone());
            let made_anew = updated.as_ref().is_some_and(|update| {
                let one = update.differences.get(&place);
                one.is_some_and(domain::change_set::Difference::is_replaced)
            });
            // The old one of what was replaced goes; the new one stands.
            if !(made_anew && beat.status.as_str().starts_with("DELETE")) {
                standing.insert(place, beat.status);
            }
        }
        if let Some(update) = updated.take_if(|update| stands(&beats, update.keeps)) {
            standing_set = Some(update.number);
            stage = update.into_stage();
        }
        let act = Act {
            kind: operation.kind,
            started_ms: operation.started_ms,
            dated_ms: operation.started_ms.max(free_ms),
            speed,
            beats,
            cut_s,
        };
        if let Some(last) = act.beats.last() {
            free_ms = act.at_ms(last) + 1;
        }
        acts.push(act);
    }
    Ok(Story {
        acts,
        standing: standing_set,
        outputs: stage
            .tree
            .root
            .outputs
            .iter()
            .filter_map(|(name, value)| Some((name.clone(), value.as_text()?)))
            .collect(),
    })
}

/// True when the stack is what an update wanted, or what it left of it.
fn stands(beats: &[Beat], keeps: bool) -> bool {
    let last = beats
        .iter()
        .rev()
        .find(|beat| beat.own && beat.stack == "root");
    last.is_some_and(|beat| match beat.status {
        Status::UpdateComplete | Status::UpdateCompleteCleanupInProgress => true,
        Status::UpdateFailed => keeps,
        _ => false,
    })
}

/// Path of a stack in the tree: `root`, `root/Network`.
pub fn path_of(stack: &str) -> String {
    match stack {
        "root" => "root".to_owned(),
        nested => format!("root/{nested}"),
    }
}

/// Real milliseconds as seconds at AWS's pace.
pub fn pace(real_ms: i64, speed: f64) -> f64 {
    if speed <= 0.0 {
        f64::INFINITY
    } else {
        real_ms.max(0) as f64 / 1000.0 * speed
    }
}

fn pseudo(record: &Record) -> Pseudo {
    Pseudo {
        account_id: ACCOUNT.to_owned(),
        region: record.region.clone(),
        partition: "aws".to_owned(),
        url_suffix: "amazonaws.com".to_owned(),
        stack_name: record.name.clone(),
        stack_id: record.stack_id.clone(),
    }
}

fn with_base_url(blueprint: &Blueprint, base: &str) -> Blueprint {
    let mut out = blueprint.clone();
    out.parameters
        .insert("TemplateBaseUrl".to_owned(), base.to_owned());
    out
}
