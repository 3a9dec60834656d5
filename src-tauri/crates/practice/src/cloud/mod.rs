//! The simulated cloud: records read, played and changed.

mod deleting;
mod port;
mod updating;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use domain::launch::{StackEvent, Status};
use domain::template::TemplateError;
use domain::timeline::Durations;
use engine::costs::billing::Billing;
use engine::environments::PRACTICE;
use engine::ports::{
    Clock, Cloud, CloudError, CloudErrorKind, CloudFault, Clouds, Memory, Rehearsal,
    StackDescription,
};
use engine::{AppError, AppResult, ErrorCode};

use crate::billing::PracticeBilling;
use crate::record::{OperationKind, Record};
use crate::scripts;
use crate::story::{self, Act, Stage, Story, pace};

/// How often a lost race for a record is tried again.
const ATTEMPTS: u32 = 20;

/// The practice account is the only one there is until real accounts are added.
pub struct PracticeClouds {
    cloud: Arc<PracticeCloud>,
}

impl PracticeClouds {
    /// A cloud over what `memory` remembers.
    pub fn new(memory: Arc<dyn Memory>, clock: Arc<dyn Clock>, durations: Arc<Durations>) -> Self {
        Self {
            cloud: Arc::new(PracticeCloud {
                memory,
                clock,
                durations,
                played: Mutex::new(BTreeMap::new()),
                calls: AtomicU32::new(0),
            }),
        }
    }
}

#[async_trait]
impl Clouds for PracticeClouds {
    async fn open(&self, account: &str, _: &str) -> AppResult<Arc<dyn Cloud>> {
        if account == PRACTICE {
            Ok(self.cloud.clone())
        } else {
            Err(AppError::not_found("account", account))
        }
    }

    async fn billing(&self, account: &str) -> AppResult<Arc<dyn Billing>> {
        if account == PRACTICE {
            Ok(Arc::new(PracticeBilling {
                clock: self.cloud.clock.clone(),
            }))
        } else {
            Err(AppError::not_found("account", account))
        }
    }
}

/// A record with its whole story played.
pub(crate) struct Played {
    pub(crate) record: Record,
    story: Story,
    /// Events of every act, in order, with their time at AWS's pace.
    events: Vec<Vec<(f64, StackEvent)>>,
}

impl Played {
    /// How the newest operation is played.
    fn rehearsal(&self) -> &Rehearsal {
        match self.record.operations.last() {
            Some(operation) => &operation.rehearsal,
            None => &self.record.rehearsal,
        }
    }
}

pub(crate) struct PracticeCloud {
    pub(crate) memory: Arc<dyn Memory>,
    pub(crate) clock: Arc<dyn Clock>,
    durations: Arc<Durations>,
    /// By record ID, with the version it was played from.
    played: Mutex<BTreeMap<String, (u64, Arc<Played>)>>,
    calls: AtomicU32,
}

impl PracticeCloud {
    async fn find(&self, name_or_id: &str) -> Result<Option<Arc<Played>>, CloudFault> {
        let mut found: Option<Arc<Played>> = None;
        for (id, version) in self.memory.practice_records().await? {
            let played = self.load(&id, version).await?;
            let record = &played.record;
            let by_id = record.stack_id == name_or_id
                || played
                    .events
                    .iter()
                    .flatten()
                    .any(|(_, event)| event.stack_id == name_or_id);
            let newer = found
                .as_ref()
                .is_none_or(|other| other.record.created_ms <= record.created_ms);
            if by_id || (record.name == name_or_id && newer) {
                found = Some(played);
            }
        }
        Ok(found)
    }

    pub(crate) async fn load(&self, id: &str, version: u64) -> Result<Arc<Played>, CloudFault> {
        let cached = self
            .played
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(id)
            .filter(|(known, _)| *known == version)
            .map(|(_, played)| played.clone());
        if let Some(played) = cached {
            return Ok(played);
        }
        let (version, record) = self.read(id).await?;
        let played = Arc::new(self.play(record)?);
        self.played
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id.to_owned(), (version, played.clone()));
        Ok(played)
    }

    async fn read(&self, id: &str) -> Result<(u64, Record), CloudFault> {
        let (version, json) = self.memory.practice_record(id).await?.ok_or_else(|| {
            refusal(
                CloudErrorKind::NotFound,
                "ValidationError",
                format!("Stack with id {id} does not exist"),
            )
        })?;
        let record = serde_json::from_str(&json).map_err(unreadable)?;
        Ok((version, record))
    }

    fn play(&self, record: Record) -> Result<Played, CloudFault> {
        let stage = Stage::new(&record, &self.durations).map_err(refused_template)?;
        let story = story::play(&record, &self.durations).map_err(refused_template)?;
        let events = story
            .acts
            .iter()
            .enumerate()
            .map(|(number, act)| act_events(&stage, number, act))
            .collect();
        Ok(Played {
            story,
            events,
            record,
        })
    }

    /// Changes a record by compare-and-set, so that two processes lose nothing.
    async fn change(
        &self,
        id: &str,
        mut edit: impl FnMut(&mut Record) + Send,
    ) -> Result<(), CloudFault> {
        for _ in 0..ATTEMPTS {
            let (version, mut record) = self.read(id).await?;
            let before = record.clone();
            edit(&mut record);
            if record == before {
                return Ok(());
            }
            let json = serde_json::to_string(&record).map_err(unreadable)?;
            if self.memory.put_practice_record(id, version, &json).await? {
                return Ok(());
            }
        }
        Err(refusal(
            CloudErrorKind::Throttled,
            "OperationInProgressException",
            "Another operation is being written".to_owned(),
        ))
    }

    /// Plays throttling where the script asks for it: two of three calls are refused.
    fn maybe_throttled(&self, rehearsal: &Rehearsal) -> Result<(), CloudFault> {
        if rehearsal.failure.as_deref() == Some(scripts::THROTTLING)
            && self.calls.fetch_add(1, Ordering::Relaxed) % 3 != 2
        {
            return Err(refusal(
                CloudErrorKind::Throttled,
                "Throttling",
                "Rate exceeded".to_owned(),
            ));
        }
        Ok(())
    }

    /// Refuses a call that changes something, where the script says so.
    async fn may_change(&self, id: &str) -> Result<(), CloudFault> {
        if let Some(played) = self.find(id).await? {
            self.maybe_throttled(played.rehearsal())?;
            self.refuse_when_signed_out(&played)?;
        }
        Ok(())
    }

    /// Seconds at AWS's pace since the operation began.
    fn elapsed(&self, act: &Act) -> f64 {
        pace(self.clock.now_ms() - act.started_ms, act.speed).min(act.cut_s)
    }

    /// Until when an expired sign-in lets events through; `None` when it does not matter.
    fn signed_out_at(played: &Played) -> Option<f64> {
        let act = played.story.acts.last()?;
        let script = played.rehearsal().failure.as_deref();
        let expires = script == Some(scripts::EXPIRED_TOKEN)
            && !played.record.has_acted(engine::launches::SIGN_IN);
        let end = act.beats.last().map_or(0.0, |beat| beat.at_s);
        expires.then_some(end / 2.0)
    }
}

/// Events of an act with their times at AWS's pace.
fn act_events(stage: &Stage<'_>, number: usize, act: &Act) -> Vec<(f64, StackEvent)> {
    act.beats
        .iter()
        .enumerate()
        .map(|(index, beat)| {
            let event = stage.event(number, index, beat, act.at_ms(beat));
            (beat.at_s, event)
        })
        .collect()
}

impl PracticeCloud {
    fn refuse_when_signed_out(&self, played: &Played) -> Result<(), CloudFault> {
        let Some(until) = Self::signed_out_at(played) else {
            return Ok(());
        };
        let now = played
            .story
            .acts
            .last()
            .map_or(0.0, |act| self.elapsed(act));
        if now < until {
            return Ok(());
        }
        Err(refusal(
            CloudErrorKind::ExpiredToken,
            "ExpiredToken",
            "The security token included in the request is expired".to_owned(),
        ))
    }

    /// A stack as its last own event leaves it.
    pub(crate) fn describe(&self, played: &Played, stack_id: &str) -> Option<StackDescription> {
        let record = &played.record;
        let mut status = Status::ReviewInProgress;
        let mut reason = None;
        let mut name = record.name.clone();
        for (act, events) in played.story.acts.iter().zip(&played.events) {
            let now = self.elapsed(act);
            if record.operations.len() == 1 && act.kind == OperationKind::Delete {
                // Nothing was created: the stack only ever waited for its change set.
                status = Status::DeleteComplete;
            }
            for (at_s, event) in events {
                let own =
                    event.stack_id == stack_id && event.physical_id.as_deref() == Some(stack_id);
                if own && *at_s <= now {
                    status = event.status;
                    reason.clone_from(&event.reason);
                    name.clone_from(&event.stack_name);
                }
            }
        }
        let whole = matches!(
            status,
            Status::CreateComplete | Status::UpdateComplete | Status::UpdateRollbackComplete
        );
        let outputs = if whole && stack_id == record.stack_id {
            played.story.outputs.clone()
        } else {
            BTreeMap::new()
        };
        Some(StackDescription {
            stack_id: stack_id.to_owned(),
            name,
            status,
            reason,
            outputs,
            protected: record.protected,
        })
    }
}

fn refused_template(error: TemplateError) -> CloudFault {
    refusal(
        CloudErrorKind::Rejected,
        "ValidationError",
        format!("Template error: {error}"),
    )
}

fn refusal(kind: CloudErrorKind, code: &str, message: String) -> CloudFault {
    CloudFault::Refused(CloudError {
        kind,
        code: code.to_owned(),
        message,
        request_id: None,
    })
}

/// A record of another version of the program, or a spoiled one: never guessed at.
fn unreadable(error: serde_json::Error) -> CloudFault {
    CloudFault::Here(
        AppError::new(
            ErrorCode::StoreDamaged,
            "The practice account's memory holds something that this version does not know.",
        )
        .hint("Install the newest version of Array Console. Your other environments are not affected.")
        .because(error),
    )
}
