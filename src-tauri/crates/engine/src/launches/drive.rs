//! Driving a job to its end, from whatever step it has reached. One process drives, others watch.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::launch::{JobState, LaunchSnapshot, Operation, StackEvent, Status, Story};
use domain::timeline::Timeline;

use super::looks::Looks;
use super::snapshot::Removal;
use super::{end, snapshot, steps};
use crate::Engine;
use crate::environments::{EnvironmentChange, EnvironmentRecord};
use crate::error::{AppError, AppResult, ErrorCode};
use crate::jobs::{Job, Step};
use crate::ports::{Cloud, CloudError, CloudErrorKind, CloudFault};

/// How long a lease holds without being renewed.
pub(super) const LEASE_MS: i64 = 10_000;
/// Longest time without renewing it.
pub(super) const RENEW: Duration = Duration::from_secs(3);
/// How often a watcher looks at what the driver stored.
const WATCH: Duration = Duration::from_millis(400);
/// Longest wait between two attempts while AWS throttles.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// What a step wants next.
pub(super) enum Next {
    /// Go on at once.
    Go,
    /// Look again after a while.
    Wait,
    /// The job has ended or waits for a person.
    Stop,
}

/// Jobs that this process drives at the moment. The lease keeps processes apart, this keeps apart
/// two askers of one process: *Cancel* drives a job that is being driven already.
#[derive(Debug, Clone, Default)]
pub struct AtWork(Arc<Mutex<BTreeSet<String>>>);

impl AtWork {
    /// The turn to drive a job until it is dropped; nothing while somebody else here has it.
    pub(crate) fn take(&self, id: &str) -> Option<Turn> {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.insert(id.to_owned()).then(|| Turn {
            all: self.clone(),
            id: id.to_owned(),
        })
    }
}

pub(crate) struct Turn {
    all: AtWork,
    id: String,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut jobs = self.all.0.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.remove(&self.id);
    }
}

/// A job in the hands of its driver.
pub(super) struct Driving<'a> {
    pub engine: &'a Engine,
    pub cloud: Arc<dyn Cloud>,
    pub job: Job,
    /// The environment as stored; nobody else changes it while its job is driven.
    pub environment: Option<EnvironmentRecord>,
    /// What becomes of it with the next save.
    pub change: Option<EnvironmentChange>,
    pub story: Story,
    /// Last event seen of each stack, by ARN.
    pub last_event: BTreeMap<String, String>,
    /// When AWS began the deletion or update that this job asked for.
    pub since_ms: Option<i64>,
    /// Every event in order, for the root cause.
    pub events: Vec<StackEvent>,
    /// How often EKS was asked to switch the cluster's protection without doing so.
    pub protection_asked: u32,
    /// How long it takes to remove everything, once that is asked for.
    pub removal: Option<Timeline>,
    /// When each stack is asked again.
    pub looks: Looks,
    /// Events not stored yet, each with the plan's name of its stack.
    pub fresh: Vec<(String, StackEvent)>,
}

/// Drives a job until it ends, waits for a person, or another process has ended it. Where another
/// process drives, its snapshots are passed on, and the job is taken over if that process dies.
pub async fn drive(engine: &Engine, id: &str) -> AppResult<LaunchSnapshot> {
    let mut shown = None;
    loop {
        let snapshot = engine
            .memory
            .job_snapshot(id)
            .await?
            .ok_or_else(|| AppError::not_found("job", id))?;
        if snapshot.state != JobState::Running {
            if shown.is_some() {
                engine.progress.launch_changed(&snapshot);
                engine.progress.environments_changed();
            }
            return Ok(snapshot);
        }
        if let Some(_turn) = engine.at_work.take(id) {
            if lease(engine, id).await? {
                match drive_leased(engine, id).await {
                    // Somebody took over while this process slept: watch from now on.
                    Err(error) if error.code == ErrorCode::DrivenElsewhere => {}
                    Err(error) => {
                        let _ = engine.memory.release(id, &engine.instance).await;
                        say_why_it_stands(engine, id, &error).await;
                        return Err(error);
                    }
                    ended => {
                        let _ = engine.memory.release(id, &engine.instance).await;
                        return ended;
                    }
                }
            }
            if shown != Some(snapshot.revision) {
                shown = Some(snapshot.revision);
                engine.progress.launch_changed(&LaunchSnapshot {
                    watched: true,
                    ..snapshot
                });
            }
        }
        engine.clock.sleep(WATCH).await;
    }
}

/// Takes the lease of a job, or renews it.
async fn lease(engine: &Engine, id: &str) -> AppResult<bool> {
    let now = engine.clock.now_ms();
    engine
        .memory
        .lease(id, &engine.instance, now, now + LEASE_MS)
        .await
}

/// Where the store fails, the job stands still and nothing of that can be stored: it is told only.
async fn say_why_it_stands(engine: &Engine, id: &str, error: &AppError) {
    if let Ok(Some(stored)) = engine.memory.job_snapshot(id).await {
        let hint = error.hint.as_deref().unwrap_or_default();
        engine.progress.launch_changed(&LaunchSnapshot {
            sentence: format!("{} {hint}", error.message).trim_end().to_owned(),
            seconds_left: None,
            ..stored
        });
    }
}

async fn drive_leased(engine: &Engine, id: &str) -> AppResult<LaunchSnapshot> {
    let mut driving = load(engine, id).await?;
    let mut failures = 0_u32;
    loop {
        renew(&driving).await?;
        let time = driving.looks.wait();
        let step = std::mem::discriminant(&driving.job.step);
        let taken = steps::take(&mut driving).await;
        if step != std::mem::discriminant(&driving.job.step) {
            tracing::info!(job = id, now = %driving.job.snapshot.sentence, "the job went a step on");
        }
        match taken {
            Ok(Next::Go) => failures = 0,
            Ok(Next::Wait) => {
                failures = 0;
                pause(&driving, time).await?;
            }
            Ok(Next::Stop) => return Ok(driving.job.snapshot),
            Err(CloudFault::Here(error)) => return Err(error),
            Err(CloudFault::Refused(error)) => match error.kind {
                CloudErrorKind::Throttled | CloudErrorKind::Unreachable => {
                    failures += 1;
                    let wait = (time * 2_u32.pow(failures.min(6))).min(LONGEST_WAIT);
                    tracing::warn!(job = id, code = error.code, failures, "AWS asks to wait");
                    slow_down(&mut driving, &error).await?;
                    pause(&driving, wait).await?;
                }
                _ => return end::by_cloud_error(driving, &error).await,
            },
        }
    }
}

pub(super) async fn renew(driving: &Driving<'_>) -> AppResult<()> {
    if lease(driving.engine, &driving.job.id).await? {
        return Ok(());
    }
    Err(AppError::new(
        ErrorCode::DrivenElsewhere,
        "Another window or arrayctl drives this job.",
    ))
}

/// Waits, and keeps the lease meanwhile: a driver that is told to slow down is not dead.
pub(super) async fn pause(driving: &Driving<'_>, time: Duration) -> AppResult<()> {
    let mut left = time;
    while left > RENEW {
        driving.engine.clock.sleep(RENEW).await;
        renew(driving).await?;
        left -= RENEW;
    }
    driving.engine.clock.sleep(left).await;
    Ok(())
}

/// Reads a job with its story back from what was stored.
async fn load<'a>(engine: &'a Engine, id: &str) -> AppResult<Driving<'a>> {
    let job = engine
        .memory
        .job(id)
        .await?
        .ok_or_else(|| AppError::not_found("job", id))?;
    let cloud = engine
        .clouds
        .open(&job.account, &job.request.plan.region)
        .await?;
    let looks = Looks::new(cloud.pace(&job.request.rehearsal));
    let root = job.step.stack_id().unwrap_or_default().to_owned();
    let mut driving = Driving {
        engine,
        cloud,
        environment: engine.memory.environment(&job.environment).await?,
        change: None,
        story: snapshot::story(&job, &root),
        last_event: BTreeMap::new(),
        since_ms: None,
        events: Vec::new(),
        protection_asked: 0,
        removal: None,
        looks,
        fresh: Vec::new(),
        job,
    };
    if let Some(behind) = driving.job.step.behind() {
        driving.last_event.insert(root.clone(), behind.to_owned());
    }
    if let Step::Retaining { nested, .. } = &driving.job.step {
        for one in nested {
            driving.story.know(&one.stack_id, &one.name);
        }
    }
    for row in engine.memory.job_events(id, 0, u32::MAX).await? {
        driving.story.apply(&row.event);
        if driving.job.operation != Operation::Create && driving.since_ms.is_none() {
            driving.since_ms = Some(row.event.at_ms);
        }
        driving
            .last_event
            .insert(row.event.stack_id.clone(), row.event.id.clone());
        driving.events.push(row.event);
    }
    Ok(driving)
}

/// Stores and announces what has changed since the last time, in one transaction.
pub(super) async fn save(driving: &mut Driving<'_>) -> AppResult<()> {
    let now = driving.engine.clock.now_ms();
    let removal = removal(driving);
    snapshot::refresh(&mut driving.job, &driving.story, removal.as_ref(), now);
    store(driving).await
}

/// When CloudFormation began to take things away, and how long it takes to remove everything.
fn removal(driving: &mut Driving<'_>) -> Option<Removal> {
    let begun = driving.events.iter().find(|event| {
        let status = event.status;
        status == Status::RollbackInProgress || status == Status::DeleteInProgress
    })?;
    let since_ms = begun.at_ms;
    if driving.removal.is_none() {
        let plan = &driving.job.request.plan;
        driving.removal = plan.deletion(&driving.engine.durations).ok();
    }
    let timeline = driving.removal.clone()?;
    Some(Removal { since_ms, timeline })
}

/// As [`save`], for a snapshot that was completed by hand.
pub(super) async fn store(driving: &mut Driving<'_>) -> AppResult<()> {
    let engine = driving.engine;
    engine
        .memory
        .save_progress(
            &driving.job.id,
            &engine.instance,
            &driving.job.step,
            &driving.job.snapshot,
            &driving.fresh,
            driving.change.as_ref(),
        )
        .await?;
    driving.fresh.clear();
    engine.progress.launch_changed(&driving.job.snapshot);
    if driving.change.take().is_some() {
        engine.progress.environments_changed();
    }
    Ok(())
}

async fn slow_down(driving: &mut Driving<'_>, error: &CloudError) -> AppResult<()> {
    let words = match error.kind {
        CloudErrorKind::Throttled => "AWS asks us to slow down; looking again shortly.",
        _ => "AWS did not answer; looking again shortly.",
    };
    if driving.job.snapshot.sentence != words {
        driving.job.snapshot.sentence = words.to_owned();
        driving.job.snapshot.revision += 1;
        store(driving).await?;
    }
    Ok(())
}
