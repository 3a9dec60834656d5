//! Starting a launch or a deletion: everything is stored before anything is asked of AWS.

use domain::environment::EnvironmentFile;
use domain::launch::{JobState, LaunchSnapshot, Operation, Status};
use domain::plan::Plan;
use uuid::Uuid;

use super::snapshot;
use crate::environments::{self, EnvironmentRecord, EnvironmentState};
use crate::error::{AppError, AppResult, ErrorCode};
use crate::jobs::{DeleteWish, Job, JobRequest, LastStep, OnFailure, Step, Wish};
use crate::ports::Rehearsal;
use crate::{Engine, settings};

/// Plans a file against an account and stores the launch. The caller drives it.
pub async fn start(
    engine: &Engine,
    file: EnvironmentFile,
    account: &str,
    wish: impl Into<Wish>,
) -> AppResult<LaunchSnapshot> {
    let assumptions = settings::get(engine).await?.assumptions;
    let plan = environments::plan(engine, file.clone(), account, &assumptions).await?;
    start_planned(engine, file, plan, wish).await
}

/// Stores the launch of a plan that was made before.
pub async fn start_planned(
    engine: &Engine,
    file: EnvironmentFile,
    plan: Plan,
    wish: impl Into<Wish>,
) -> AppResult<LaunchSnapshot> {
    let wish = wish.into();
    wish.options.check()?;
    refuse_stopping_checks(&plan)?;
    let known = engine.memory.environment(&plan.environment).await?;
    let existing_stack_id = match &known {
        None => None,
        Some(record) => left_over(record, &plan)?,
    };
    let job = new_job(
        engine,
        plan,
        Operation::Create,
        wish,
        existing_stack_id.clone(),
    );
    let record = EnvironmentRecord {
        name: job.environment.clone(),
        account: job.account.clone(),
        state: EnvironmentState::Launching,
        file,
        plan: job.request.plan.clone(),
        stack_id: existing_stack_id,
        outputs: std::collections::BTreeMap::new(),
        resources: Vec::new(),
        job_id: job.id.clone(),
        needs_you: None,
        changed_at_ms: job.created_at_ms,
        as_of_ms: job.created_at_ms,
    };
    engine.memory.add_job(&job, &record).await?;
    announce(engine, &job);
    Ok(job.snapshot)
}

/// Plans a file against the environment of its name and stores the update; nothing where the file asks
/// for what runs already. The caller drives it.
pub async fn start_update(
    engine: &Engine,
    file: EnvironmentFile,
    wish: impl Into<Wish>,
) -> AppResult<Option<LaunchSnapshot>> {
    let wish = wish.into();
    wish.options.check()?;
    let mut record = engine
        .memory
        .environment(&file.name)
        .await?
        .ok_or_else(|| AppError::not_found("environment", &file.name))?;
    may_be_updated(&record, &wish)?;
    let plan = environments::change(engine, file).await?.plan;
    // One that stands between two files is brought to either of them.
    // The cluster's protection is in no template.
    let guarded = |file: &EnvironmentFile| file.cluster.deletion_protection;
    let same = plan.digest == record.plan.digest && guarded(&plan.file) == guarded(&record.file);
    if same && record.state == EnvironmentState::Running {
        return Ok(None);
    }
    refuse_stopping_checks(&plan)?;
    let stack_id = record.stack_id.clone();
    let job = new_job(engine, plan, Operation::Update, wish, stack_id);
    record.state = EnvironmentState::Updating;
    record.job_id.clone_from(&job.id);
    record.needs_you = None;
    record.changed_at_ms = job.created_at_ms;
    engine.memory.add_job(&job, &record).await?;
    announce(engine, &job);
    Ok(Some(job.snapshot))
}

fn may_be_updated(record: &EnvironmentRecord, wish: &Wish) -> AppResult<()> {
    let name = &record.name;
    let refused = |words: &str| Err(AppError::new(ErrorCode::Conflict, words));
    match record.state {
        EnvironmentState::Running | EnvironmentState::UpdateFailed => {}
        EnvironmentState::NeedsYou => {
            return refused("It waits for you; finish that before you change it.");
        }
        EnvironmentState::Failed | EnvironmentState::DeleteFailed => {
            return refused(
                "It does not run, so it cannot be changed. Launch it again, or finish its deletion.",
            );
        }
        EnvironmentState::Launching | EnvironmentState::Updating | EnvironmentState::Deleting => {
            return Err(busy(name));
        }
    }
    if wish.options.on_failure == OnFailure::Delete {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            "CloudFormation deletes on failure only what it has just created; an update is rolled back or kept.",
        ));
    }
    Ok(())
}

/// Stores the deletion of an environment. `typed` must be its name, letter for letter. Leaving
/// something behind is open only once a deletion has stopped.
pub async fn start_delete(
    engine: &Engine,
    name: &str,
    typed: &str,
    wish: impl Into<DeleteWish>,
) -> AppResult<LaunchSnapshot> {
    let wish = wish.into();
    let mut record = engine
        .memory
        .environment(name)
        .await?
        .ok_or_else(|| AppError::not_found("environment", name))?;
    if typed != name {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("`{typed}` is not the environment's name."),
        )
        .hint(format!("Type `{name}` to delete it with everything in it.")));
    }
    may_leave(&record, &wish.last_step)?;
    let mut plan = record.plan.clone();
    plan.timeline = plan.deletion(&engine.durations).map_err(|error| {
        AppError::internal(format!("The blueprint cannot be evaluated: {error}")).because(error)
    })?;
    let mut job = new_job(
        engine,
        plan,
        Operation::Delete,
        wish.rehearsal.into(),
        record.stack_id.clone(),
    );
    job.request.last_step = wish.last_step;
    give_waiting_up(engine, name).await?;
    record.state = EnvironmentState::Deleting;
    record.job_id.clone_from(&job.id);
    record.needs_you = None;
    record.changed_at_ms = job.created_at_ms;
    engine.memory.add_job(&job, &record).await?;
    announce(engine, &job);
    Ok(job.snapshot)
}

/// CloudFormation leaves behind only what it could not delete.
fn may_leave(record: &EnvironmentRecord, last: &LastStep) -> AppResult<()> {
    if *last == LastStep::Nothing {
        return Ok(());
    }
    let name = &record.name;
    if record.state != EnvironmentState::DeleteFailed {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("`{name}` can leave nothing behind: no deletion of it has stopped."),
        )
        .hint("Delete it as a whole first; only where that stops can something be left."));
    }
    let LastStep::Retain { ids } = last else {
        return Ok(());
    };
    let failed: Vec<String> = record
        .resources
        .iter()
        .filter(|view| view.status == Some(Status::DeleteFailed))
        .map(|view| match view.stack.as_str() {
            "root" => view.logical_id.clone(),
            nested => format!("{nested}.{}", view.logical_id),
        })
        .collect();
    match ids.iter().find(|id| !failed.contains(id)) {
        None if !ids.is_empty() => Ok(()),
        other => Err(AppError::new(
            ErrorCode::InvalidInput,
            match other {
                Some(id) => format!("`{id}` is nothing that the last deletion stopped at."),
                None => "Nothing is named that is to be left.".to_owned(),
            },
        )
        .hint(format!("It stopped at {}.", failed.join(", ")))),
    }
}

/// A launch that waits for GitHub has made everything and cannot be cancelled any more. It must not
/// stand in the way of deleting what it made.
async fn give_waiting_up(engine: &Engine, name: &str) -> AppResult<()> {
    match engine.memory.latest_job(name).await? {
        Some(mut job)
            if job.snapshot.state == JobState::NeedsYou
                && matches!(job.step, Step::Handshake { .. } | Step::Stuck { .. }) =>
        {
            super::proceed::give_up(engine, &mut job).await
        }
        _ => Ok(()),
    }
}

fn announce(engine: &Engine, job: &Job) {
    engine.progress.launch_changed(&job.snapshot);
    engine.progress.environments_changed();
}

fn refuse_stopping_checks(plan: &Plan) -> AppResult<()> {
    let stopping: Vec<&str> = plan
        .checks
        .iter()
        .filter(|check| check.stops())
        .map(|check| check.message.as_str())
        .collect();
    if stopping.is_empty() {
        return Ok(());
    }
    Err(AppError::new(
        ErrorCode::InvalidInput,
        format!("The plan does not allow a launch: {}", stopping.join(" ")),
    )
    .hint("Look at the plan's checks; each says what to do."))
}

fn busy(name: &str) -> AppError {
    AppError::new(
        ErrorCode::Conflict,
        format!("A job of the environment `{name}` is running."),
    )
    .hint(format!(
        "Follow it with `arrayctl env watch {name}` or in the window."
    ))
}

/// What an earlier attempt left that must be removed first; refuses while the environment stands.
fn left_over(record: &EnvironmentRecord, plan: &Plan) -> AppResult<Option<String>> {
    let name = &record.name;
    let elsewhere = record.account != plan.account.name || record.plan.region != plan.region;
    match record.state {
        // The new launch removes it first, which it could not do from somewhere else.
        EnvironmentState::Failed if elsewhere && record.stack_id.is_some() => Err(AppError::new(
            ErrorCode::Conflict,
            format!(
                "What a failed launch has left of `{name}` is in the account `{}`, region {}.",
                record.account, record.plan.region
            ),
        )
        .hint("Delete it there first, or give the new one another name.")),
        EnvironmentState::Failed => Ok(record.stack_id.clone()),
        EnvironmentState::Running | EnvironmentState::NeedsYou | EnvironmentState::UpdateFailed => {
            Err(AppError::new(
                ErrorCode::AlreadyExists,
                format!("The environment `{name}` is there already."),
            )
            .hint("Give the new one another name, or delete the one that runs."))
        }
        EnvironmentState::Launching | EnvironmentState::Updating | EnvironmentState::Deleting => {
            Err(busy(name))
        }
        EnvironmentState::DeleteFailed => Err(AppError::new(
            ErrorCode::Conflict,
            format!("The environment `{name}` could not be deleted completely."),
        )
        .hint("Finish its deletion first.")),
    }
}

fn new_job(
    engine: &Engine,
    plan: Plan,
    operation: Operation,
    wish: Wish,
    existing_stack_id: Option<String>,
) -> Job {
    let now = engine.clock.now_ms();
    let rehearsal = if plan.account.practice {
        wish.rehearsal
    } else {
        Rehearsal::real()
    };
    let mut job = Job {
        id: Uuid::new_v4().to_string(),
        environment: plan.environment.clone(),
        account: plan.account.name.clone(),
        operation,
        snapshot: snapshot::empty(&plan, operation, &rehearsal, now),
        request: JobRequest {
            plan,
            rehearsal,
            existing_stack_id,
            options: wish.options,
            agreed: wish.agreed,
            last_step: LastStep::default(),
        },
        step: Step::Prepared,
        created_at_ms: now,
    };
    job.snapshot.job_id.clone_from(&job.id);
    debug_assert_eq!(job.snapshot.state, JobState::Running);
    job
}
