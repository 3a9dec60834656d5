//! Driving a job to its end, from whatever step it has reached. One process drives, others watch.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::launch::{JobState, LaunchSnapshot, Operation, StackEvent, Status, Story};
use domain::timeline::Timeline;

use super::snapshot::Removal;
use super::{end, look, snapshot, steps};
use crate::Engine;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::jobs::Job;
use crate::ports::{Cloud, CloudError, CloudErrorKind};

/// How long a lease holds without being renewed.
const LEASE_MS: i64 = 10_000;
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

/// A job in the hands of its driver.
pub(super) struct Driving<'a> {
    pub engine: &'a Engine,
    pub cloud: Arc<dyn Cloud>,
    pub job: Job,
    pub story: Story,
    /// Last event seen of each stack, by ARN.
    pub last_event: BTreeMap<String, String>,
    /// When AWS began the deletion that this job asked for.
    pub deleting_since_ms: Option<i64>,
    /// Every event in order, for the root cause.
    pub events: Vec<StackEvent>,
    /// How long it takes to remove everything, once that is asked for.
    pub removal: Option<Timeline>,
    /// Events not stored yet, each with the plan's name of its stack.
    pub fresh: Vec<(String, StackEvent)>,
}

/// Drives a job until it ends, waits for a person, or another process has ended it. Where another
/// process drives, its snapshots are passed on, and the job is taken over if that process dies.
pub async fn drive(engine: &Engine, id: &str) -> AppResult<LaunchSnapshot> {
    let mut shown = None;
    loop {
        let now = engine.clock.now_ms();
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
        if engine
            .memory
            .lease(id, &engine.instance, now, now + LEASE_MS)
            .await?
        {
            match drive_leased(engine, id).await {
                // Somebody took over while this process slept: watch from now on.
                Err(error) if error.code == ErrorCode::DrivenElsewhere => {}
                other => {
                    let _ = engine.memory.release(id, &engine.instance).await;
                    return other;
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
        engine.clock.sleep(WATCH).await;
    }
}

async fn drive_leased(engine: &Engine, id: &str) -> AppResult<LaunchSnapshot> {
    let mut driving = load(engine, id).await?;
    let mut failures = 0_u32;
    loop {
        let now = engine.clock.now_ms();
        let held = engine
            .memory
            .lease(id, &engine.instance, now, now + LEASE_MS)
            .await?;
        if !held {
            return Err(AppError::new(
                ErrorCode::DrivenElsewhere,
                "Another window or arrayctl drives this job.",
            ));
        }
        let pause = driving.cloud.pace(&driving.job.request.rehearsal);
        let step = std::mem::discriminant(&driving.job.step);
        let taken = steps::take(&mut driving).await;
        if step != std::mem::discriminant(&driving.job.step) {
            tracing::info!(job = id, now = %driving.job.snapshot.sentence, "the job went a step on");
        }
        match taken {
            Ok(Next::Go) => failures = 0,
            Ok(Next::Wait) => {
                failures = 0;
                engine.clock.sleep(pause).await;
            }
            Ok(Next::Stop) => return Ok(driving.job.snapshot),
            Err(Trouble::App(error)) => return Err(error),
            Err(Trouble::Cloud(error)) => match error.kind {
                CloudErrorKind::Throttled | CloudErrorKind::Unreachable => {
                    failures += 1;
                    let wait = (pause * 2_u32.pow(failures.min(6))).min(LONGEST_WAIT);
                    tracing::warn!(job = id, code = error.code, failures, "AWS asks to wait");
                    slow_down(&mut driving, &error).await?;
                    engine.clock.sleep(wait).await;
                }
                _ => return end::by_cloud_error(driving, &error).await,
            },
        }
    }
}

/// Reads a job with its story back from what was stored.
async fn load<'a>(engine: &'a Engine, id: &str) -> AppResult<Driving<'a>> {
    let job = engine
        .memory
        .job(id)
        .await?
        .ok_or_else(|| AppError::not_found("job", id))?;
    let cloud = engine.clouds.open(&job.account).await?;
    let root = job.step.stack_id().unwrap_or_default();
    let mut driving = Driving {
        engine,
        cloud,
        story: Story::new(
            job.operation,
            root,
            &job.request.plan.resources,
            &job.request.plan.timeline,
        ),
        last_event: BTreeMap::new(),
        deleting_since_ms: None,
        events: Vec::new(),
        removal: None,
        fresh: Vec::new(),
        job,
    };
    for row in engine.memory.job_events(id, 0, u32::MAX).await? {
        driving.story.apply(&row.event);
        if driving.job.operation == Operation::Delete && driving.deleting_since_ms.is_none() {
            driving.deleting_since_ms = Some(row.event.at_ms);
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
        )
        .await?;
    driving.fresh.clear();
    engine.progress.launch_changed(&driving.job.snapshot);
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

/// What can go wrong in a step: the cloud's refusals are acted on, the rest ends the drive.
pub(super) enum Trouble {
    Cloud(CloudError),
    App(AppError),
}

impl From<CloudError> for Trouble {
    fn from(error: CloudError) -> Self {
        Self::Cloud(error)
    }
}

impl From<AppError> for Trouble {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

pub(super) use look::{look, patiently};
