//! The one thing that AWS leaves to a person: confirming the new connection to GitHub in the console.
//! Whether she has is noticed here, so that nobody has to come back and say so.

use std::time::Duration;

use domain::launch::{LaunchSnapshot, NeedsYou};
use domain::partition::connections_page;

use super::drive::{Driving, Next, drive};
use super::end::wait_for_person;
use super::proceed::set_running;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::jobs::{Job, Step};
use crate::ports::{CloudFault, ConnectionStatus};
use crate::{Engine, accounts};

/// What a person is asked for when the GitHub connection is pending.
pub const HANDSHAKE: &str = "finish-github-handshake";
/// Time between two looks at connections that are waited for.
pub const LOOK: Duration = Duration::from_secs(20);
/// The root stack's output that holds the connection's ARN.
pub(super) const CONNECTION_OUTPUT: &str = "ConnectionArn";

pub(super) async fn needs_handshake(driving: &mut Driving<'_>) -> Result<Next, CloudFault> {
    let plan = &driving.job.request.plan;
    let practice = plan.account.practice;
    let back = match practice {
        true => "Come back and press Continue.",
        false => {
            "Come back. The window goes on by itself within half a minute; Continue asks AWS at once."
        }
    };
    let asks = NeedsYou {
        code: HANDSHAKE.to_owned(),
        message: "Everything is created, but GitHub does not send commits yet: AWS leaves the new \
                  connection pending until a person confirms it."
            .to_owned(),
        steps: vec![
            "Open Developer Tools, Settings, Connections in the AWS console of this region."
                .to_owned(),
            "Choose the connection of this environment and press Update pending connection."
                .to_owned(),
            "Sign in to GitHub and install the AWS Connector for the organisation.".to_owned(),
            back.to_owned(),
        ],
        url: (!practice).then(|| connections_page(&plan.region)),
        ..NeedsYou::default()
    };
    wait_for_person(driving, asks).await
}

/// Looks once at every job that waits for GitHub, and sets those going whose connection has been
/// confirmed meanwhile: their IDs, for the caller to drive. Nobody is asked for anything for it: an
/// account that needs a sign-in or a code, or cannot be reached, and a job that another process has in
/// hand are left for the next look.
///
/// # Errors
/// Where the jobs cannot be read.
pub async fn connected(engine: &Engine) -> AppResult<Vec<String>> {
    let mut going = Vec::new();
    for mut job in engine.memory.unfinished_jobs().await? {
        if !waits(&job) {
            continue;
        }
        let looked = match accounts::answers_alone(engine, &job.account).await {
            Ok(true) => goes_on(engine, &mut job).await,
            other => other,
        };
        match looked {
            Ok(true) => going.push(job.id),
            Ok(false) => {}
            Err(error) => tracing::debug!(job = job.id, %error, "the connection was not looked at"),
        }
    }
    Ok(going)
}

/// Drives a job as [`drive`] does and, where it waits for GitHub, looks until a person has confirmed the
/// connection. `told` hears each time that it begins to wait. Other questions end it as they end `drive`.
///
/// # Errors
/// Those of `drive`, and a sign-in that has expired while it waits. What passes by itself is waited out.
pub async fn drive_past_handshake(
    engine: &Engine,
    id: &str,
    told: &(dyn Fn(&LaunchSnapshot) + Sync),
) -> AppResult<LaunchSnapshot> {
    loop {
        let snapshot = drive(engine, id).await?;
        if !asks_for_handshake(&snapshot) {
            return Ok(snapshot);
        }
        told(&snapshot);
        until_it_goes_on(engine, id).await?;
    }
}

async fn until_it_goes_on(engine: &Engine, id: &str) -> AppResult<()> {
    loop {
        engine.clock.sleep(LOOK).await;
        let stored = engine.memory.job(id).await?;
        let mut job = stored.ok_or_else(|| AppError::not_found("job", id))?;
        if !waits(&job) {
            return Ok(());
        }
        match goes_on(engine, &mut job).await {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            Err(error) if passes(&error) => tracing::debug!(job = id, %error, "asked again later"),
            Err(error) => return Err(error),
        }
    }
}

/// Asks AWS where the connection of a waiting job stands, and sets the job going once it is confirmed.
async fn goes_on(engine: &Engine, job: &mut Job) -> AppResult<bool> {
    let Some(arn) = job.snapshot.outputs.get(CONNECTION_OUTPUT) else {
        return Ok(false);
    };
    let region = &job.request.plan.region;
    let cloud = engine.clouds.open(&job.account, region).await?;
    if cloud.connection_status(arn).await? != ConnectionStatus::Available {
        return Ok(false);
    }
    set_running(engine, job).await?;
    Ok(true)
}

fn waits(job: &Job) -> bool {
    matches!(job.step, Step::Handshake { .. }) && asks_for_handshake(&job.snapshot)
}

fn asks_for_handshake(snapshot: &LaunchSnapshot) -> bool {
    let asks = snapshot.needs_you.as_ref();
    asks.is_some_and(|asks| asks.code == HANDSHAKE)
}

/// No answer for the moment, or somebody else has set the job going.
fn passes(error: &AppError) -> bool {
    error.retryable || matches!(error.code, ErrorCode::DrivenElsewhere | ErrorCode::Conflict)
}
