//! Jobs as they are persisted: what was asked, how far it came, what to show.

use domain::environment::is_role;
use domain::launch::{JobState, LaunchSnapshot, Operation, StackEvent};
use domain::plan::Plan;
use serde::{Deserialize, Serialize};

use crate::ports::Rehearsal;
use crate::{AppError, AppResult, Engine, ErrorCode};

/// A persisted job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    pub id: String,
    pub environment: String,
    pub account: String,
    pub operation: Operation,
    pub request: JobRequest,
    pub step: Step,
    pub snapshot: LaunchSnapshot,
    pub created_at_ms: i64,
}

/// What was asked for; never changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JobRequest {
    pub plan: Plan,
    pub rehearsal: Rehearsal,
    /// The stack that a deletion deletes, or that a retry finds in the way and removes first.
    pub existing_stack_id: Option<String>,
    /// Jobs of older versions had no choice.
    #[serde(default)]
    pub options: LaunchOptions,
    /// Older versions asked before there was a change set.
    #[serde(default)]
    pub agreed: Agreement,
    /// Deletions of older versions had no last step.
    #[serde(default)]
    pub last_step: LastStep,
}

/// What a deletion leaves behind, after one that has stopped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum LastStep {
    /// Nothing: it stops where AWS stops.
    #[default]
    Nothing,
    /// These, which could not be deleted: `Network`, `Network.NodeSubnetA`.
    Retain { ids: Vec<String> },
    /// Whatever cannot be deleted.
    Force,
}

/// How a deletion goes.
#[derive(Debug, Clone, Default)]
pub struct DeleteWish {
    pub rehearsal: Rehearsal,
    pub last_step: LastStep,
}

impl From<Rehearsal> for DeleteWish {
    fn from(rehearsal: Rehearsal) -> Self {
        Self {
            rehearsal,
            last_step: LastStep::Nothing,
        }
    }
}

/// A nested stack that is deleted before the root because something of it is retained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NestedDeletion {
    /// The plan's name: `Network`.
    pub name: String,
    pub stack_id: String,
    /// Its own logical IDs that are left.
    pub retain: Vec<String>,
    /// Its last event before; what follows belongs to this job.
    pub behind: Option<String>,
}

/// What a person has agreed to before the change set is there to be looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Agreement {
    /// She looks at it in any case.
    Nothing,
    /// Whatever replaces nothing and loses no data.
    #[default]
    NothingLost,
    /// All of it; she has typed the environment's name.
    Everything,
}

/// How a launch or an update goes, beyond its environment file.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    pub rehearsal: Rehearsal,
    pub options: LaunchOptions,
    pub agreed: Agreement,
}

impl Wish {
    /// Nothing is carried out before a person has looked at the change set.
    pub fn to_be_looked_at(rehearsal: Rehearsal) -> Self {
        Self {
            rehearsal,
            agreed: Agreement::Nothing,
            ..Self::default()
        }
    }
}

impl From<Rehearsal> for Wish {
    fn from(rehearsal: Rehearsal) -> Self {
        Self {
            rehearsal,
            ..Self::default()
        }
    }
}

/// What a person chose for an operation beyond its environment file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default)]
pub struct LaunchOptions {
    pub on_failure: OnFailure,
    /// CloudFormation refuses to delete the stack until it is turned off.
    pub termination_protection: bool,
    /// ARN of the role that CloudFormation works as, instead of ours.
    pub service_role: Option<String>,
}

impl LaunchOptions {
    /// Refuses what AWS would refuse only once everything is prepared.
    pub(crate) fn check(&self) -> AppResult<()> {
        match &self.service_role {
            Some(arn) if !is_role(arn) => Err(AppError::new(
                ErrorCode::InvalidInput,
                format!("`{arn}` is no ARN of an IAM role, so CloudFormation cannot work as it."),
            )
            .hint("Write it like arn:aws:iam::123456789012:role/Deployer; IAM shows it on the role's page.")),
            _ => Ok(()),
        }
    }
}

/// What CloudFormation does when a resource fails.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum OnFailure {
    #[default]
    RollBack,
    /// Leaves everything as it is at that moment.
    Keep,
    /// Deletes the whole stack; of a creation only.
    Delete,
}

/// The last step that is known to have happened. Going on from any of them repeats nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "at")]
pub enum Step {
    /// Nothing was asked of AWS yet.
    #[serde(rename_all = "camelCase")]
    Prepared,
    /// What was left of an earlier attempt is being deleted.
    #[serde(rename_all = "camelCase")]
    Clearing { stack_id: String },
    /// Nested stacks of which something is retained are to be deleted, and once that is asked are being
    /// deleted; the root follows.
    #[serde(rename_all = "camelCase")]
    Retaining {
        stack_id: String,
        nested: Vec<NestedDeletion>,
        asked: bool,
    },
    /// CloudFormation prepares or holds the change set.
    #[serde(rename_all = "camelCase")]
    ChangeSet {
        change_set_id: String,
        stack_id: String,
    },
    /// The change set is there; a person looks at it.
    #[serde(rename_all = "camelCase")]
    Review {
        change_set_id: String,
        stack_id: String,
        /// Last event of the stack before; what follows belongs to this job.
        behind: Option<String>,
    },
    /// The change set is agreed to.
    #[serde(rename_all = "camelCase")]
    Agreed {
        change_set_id: String,
        stack_id: String,
        behind: Option<String>,
    },
    /// CloudFormation works; we watch.
    #[serde(rename_all = "camelCase")]
    Watching {
        stack_id: String,
        #[serde(default)]
        behind: Option<String>,
    },
    /// A cancelled creation is being deleted, or a cancelled update rolled back.
    #[serde(rename_all = "camelCase")]
    Cancelling {
        stack_id: String,
        #[serde(default)]
        behind: Option<String>,
    },
    /// The rollback of an update got stuck; a person decides.
    #[serde(rename_all = "camelCase")]
    Stuck { stack_id: String, attempt: u32 },
    /// It is to go on without some resources.
    #[serde(rename_all = "camelCase")]
    Unstuck {
        stack_id: String,
        attempt: u32,
        skip: Vec<String>,
    },
    /// The stack stands; the GitHub handshake is looked at.
    #[serde(rename_all = "camelCase")]
    Handshake { stack_id: String },
    /// Nothing is left to do.
    #[serde(rename_all = "camelCase")]
    Ended { stack_id: Option<String> },
}

impl Step {
    /// The stack this step knows.
    pub fn stack_id(&self) -> Option<&str> {
        match self {
            Self::Prepared => None,
            Self::Clearing { stack_id }
            | Self::Retaining { stack_id, .. }
            | Self::ChangeSet { stack_id, .. }
            | Self::Review { stack_id, .. }
            | Self::Agreed { stack_id, .. }
            | Self::Watching { stack_id, .. }
            | Self::Cancelling { stack_id, .. }
            | Self::Stuck { stack_id, .. }
            | Self::Unstuck { stack_id, .. }
            | Self::Handshake { stack_id } => Some(stack_id),
            Self::Ended { stack_id } => stack_id.as_deref(),
        }
    }

    /// The last event of the stack before this job.
    pub fn behind(&self) -> Option<&str> {
        match self {
            Self::Review { behind, .. }
            | Self::Agreed { behind, .. }
            | Self::Watching { behind, .. }
            | Self::Cancelling { behind, .. } => behind.as_deref(),
            _ => None,
        }
    }
}

/// One event of a job with its place in the job's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct EventRow {
    pub seq: u64,
    /// Plan's name of the stack: `root`, `Network`.
    pub stack: String,
    pub event: StackEvent,
}

/// A job in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct JobRow {
    pub job_id: String,
    pub environment: String,
    pub operation: Operation,
    pub state: JobState,
    pub sentence: String,
    pub percent: f64,
    pub started_at_ms: i64,
    pub finished_at_ms: Option<i64>,
    /// Predicted at AWS's pace.
    pub predicted_seconds: f64,
    /// Taken, at AWS's pace; absent while it runs and where practice ran unlimited.
    pub actual_seconds: Option<f64>,
}

impl From<&Job> for JobRow {
    fn from(job: &Job) -> Self {
        let snapshot = &job.snapshot;
        // Until AWS was done, not until a person had connected GitHub or signed in again.
        let last = snapshot
            .resources
            .iter()
            .filter_map(|view| view.finished_at_ms)
            .max();
        let actual = snapshot
            .finished_at_ms
            .filter(|_| snapshot.speed > 0.0)
            .map(|end| last.unwrap_or(end) - snapshot.started_at_ms)
            .map(|real_ms| real_ms.max(0) as f64 / 1000.0 * snapshot.speed);
        Self {
            job_id: job.id.clone(),
            environment: job.environment.clone(),
            operation: job.operation,
            state: snapshot.state,
            sentence: snapshot.sentence.clone(),
            percent: snapshot.percent,
            started_at_ms: snapshot.started_at_ms,
            finished_at_ms: snapshot.finished_at_ms,
            predicted_seconds: job.request.plan.timeline.range.expected,
            actual_seconds: actual,
        }
    }
}

/// Every job, newest first.
pub async fn list(engine: &Engine) -> AppResult<Vec<JobRow>> {
    Ok(engine
        .memory
        .jobs()
        .await?
        .iter()
        .map(JobRow::from)
        .collect())
}
