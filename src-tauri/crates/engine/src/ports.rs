//! What the use cases ask of the world, as named questions. Adapters live in other crates.

use std::time::Duration;

use async_trait::async_trait;
use domain::blueprint::Blueprint;
use domain::change_set::ReportedChanges;
use domain::failure::{TrailEvent, TrailQuestion};
use domain::launch::{LaunchSnapshot, StackEvent, Status};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::accounts::Account;
use crate::audit::{Entry, Line};
use crate::checks::ports::Inspection;
use crate::costs::Import;
use crate::costs::billing::Billing;
use crate::environments::ports::{Holding, StackDeletion, VpcDependency};
use crate::environments::{Draft, EnvironmentChange, EnvironmentRecord};
use crate::error::AppResult;
use crate::jobs::{EventRow, Job, LaunchOptions, Step};
pub use crate::refusals::{CloudError, CloudErrorKind, CloudFault};
use crate::settings::Settings;

/// What time it is, and waiting for a while. Tests bring their own.
#[async_trait]
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970 UTC.
    fn now_ms(&self) -> i64;
    /// Returns after that time has passed.
    async fn sleep(&self, time: Duration);
}

/// Hears of progress. Each snapshot replaces the one before.
pub trait ProgressSink: Send + Sync {
    /// A job has moved on.
    fn launch_changed(&self, snapshot: &LaunchSnapshot);
    /// The list of environments has changed.
    fn environments_changed(&self);
    /// An import of costs has moved on.
    fn import_changed(&self, import: &Import);
}

/// How a practice launch is played. Ignored by real accounts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rehearsal {
    /// AWS's seconds in a real one; 0 for unlimited.
    pub speed: f64,
    /// Failure script by its id.
    pub failure: Option<String>,
}

impl Rehearsal {
    /// AWS's own pace, and no script: what a real account is launched with.
    pub fn real() -> Self {
        Self {
            speed: 1.0,
            failure: None,
        }
    }
}

/// A request for a change set over a whole blueprint.
#[derive(Debug, Clone)]
pub struct ChangeSetRequest<'a> {
    pub kind: ChangeSetKind,
    pub options: &'a LaunchOptions,
    pub blueprint: &'a Blueprint,
    /// Where the nested templates were put.
    pub template_base_url: &'a str,
    /// Stored before the call; the same token never makes a second change set.
    pub client_token: &'a str,
    pub rehearsal: &'a Rehearsal,
}

/// What a change set does to its stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeSetKind {
    /// Makes a stack that does not exist yet.
    Create,
    /// Changes the one that stands under the blueprint's name.
    Update,
}

/// A change set that CloudFormation prepares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeSet {
    pub id: String,
    /// ARN of the stack; one to be created exists from now on in `REVIEW_IN_PROGRESS`.
    pub stack_id: String,
    pub status: ChangeSetStatus,
    /// Why it failed.
    pub reason: Option<String>,
}

/// Where a change set stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ChangeSetStatus {
    Preparing,
    Ready,
    Failed,
    /// Failed because the stack is as the templates want it already.
    Empty,
    /// Executed already.
    Executed,
}

/// A stack as CloudFormation describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackDescription {
    pub stack_id: String,
    pub name: String,
    pub status: Status,
    pub reason: Option<String>,
    pub outputs: std::collections::BTreeMap<String, String>,
    /// Termination protection: CloudFormation refuses to delete it.
    pub protected: bool,
}

/// A resource of a stack as CloudFormation knows it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackResource {
    pub logical_id: String,
    /// A nested stack's is its ARN; nothing while it was never made.
    pub physical_id: Option<String>,
    pub resource_type: String,
    pub status: Status,
    /// AWS's words about the status.
    pub reason: Option<String>,
}

/// How far a change of a cluster's deletion protection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protecting {
    /// It is so, or there is no such cluster.
    Set,
    /// EKS works on the cluster.
    UnderWay,
    /// It was not so, and EKS was asked for it.
    Asked,
}

/// Waits between two questions about the events of one stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// While something happens in it.
    pub busy: Duration,
    /// The longest, when nothing has happened for a while.
    pub quiet: Duration,
}

/// Where the GitHub connection's handshake stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectionStatus {
    Pending,
    Available,
    Error,
}

/// The accounts, and the cloud behind each.
#[async_trait]
pub trait Clouds: Send + Sync {
    /// The cloud of an account by its name, in a region; `Practice` is always there.
    async fn open(&self, account: &str, region: &str) -> AppResult<std::sync::Arc<dyn Cloud>>;
    /// An account's billing data.
    async fn billing(&self, account: &str) -> AppResult<std::sync::Arc<dyn Billing>>;
}

/// One account's CloudFormation and what stands around it.
#[async_trait]
pub trait Cloud: Send + Sync {
    /// Puts nested templates where CloudFormation can read them; gives the base URL.
    async fn upload(&self, blueprint: &Blueprint) -> Result<String, CloudFault>;
    /// Asks for a change set with all nested stacks. Idempotent by the client token.
    async fn create_change_set(
        &self,
        request: ChangeSetRequest<'_>,
    ) -> Result<ChangeSet, CloudFault>;
    /// How a change set stands.
    async fn change_set(&self, id: &str) -> Result<ChangeSet, CloudFault>;
    /// What a change set holds: the whole nested tree with all its pages, property values included
    /// where AWS gives them, and what early validation found.
    async fn changes(&self, change_set_id: &str) -> Result<ReportedChanges, CloudFault>;
    /// Deletes a change set that was not executed; its stack stays as it is. Nothing when it is gone.
    async fn discard_change_set(&self, change_set_id: &str) -> Result<(), CloudFault>;
    /// Carries a change set out. Idempotent by the client token.
    async fn execute_change_set(&self, id: &str, client_token: &str) -> Result<(), CloudFault>;
    /// A stack by name or ARN; deleted ones only by ARN.
    async fn stack(&self, name_or_id: &str) -> Result<Option<StackDescription>, CloudFault>;
    /// Events of one stack by ARN, oldest first, behind the given event ID.
    async fn events(
        &self,
        stack_id: &str,
        after: Option<&str>,
    ) -> Result<Vec<StackEvent>, CloudFault>;
    /// Deletes a stack. Idempotent by the client token.
    async fn delete_stack(&self, deletion: StackDeletion<'_>) -> Result<(), CloudFault>;
    /// Rolls a running update back. Idempotent by the client token; refuses with
    /// [`CloudErrorKind::Rejected`] when there is no update to cancel any more.
    async fn cancel_update(&self, stack_id: &str, client_token: &str) -> Result<(), CloudFault>;
    /// Goes on with a rollback that got stuck. `skip` names resources to leave as they are, those of
    /// nested stacks as `NestedStackName.LogicalId`. Idempotent by the client token.
    async fn continue_rollback(
        &self,
        stack_id: &str,
        skip: &[String],
        client_token: &str,
    ) -> Result<(), CloudFault>;
    /// Turns termination protection of a root stack on or off.
    async fn protect(&self, stack_id: &str, on: bool) -> Result<(), CloudFault>;
    /// Resources of one stack, those of its nested stacks not included; none when it is gone.
    async fn resources(&self, stack_id: &str) -> Result<Vec<StackResource>, CloudFault>;
    /// What a deletion meets in a bucket, an image repository or a cluster of a root stack; of other
    /// resources nothing is asked.
    async fn holding(
        &self,
        stack_id: &str,
        resource: &StackResource,
    ) -> Result<Holding, CloudFault>;
    /// What of a root stack's VPC no template made: load balancers, target groups, and every network
    /// interface. `cluster` is the name that is looked for in their tags.
    async fn dependencies(
        &self,
        stack_id: &str,
        vpc: &str,
        cluster: &str,
    ) -> Result<Vec<VpcDependency>, CloudFault>;
    /// ARNs of what carries all of these tags; AWS's list lags some minutes behind a deletion.
    async fn tagged(&self, tags: &[(&str, &str)]) -> Result<Vec<String>, CloudFault>;
    /// The bucket that templates go through, with what is in it; nothing where there is none.
    async fn template_bucket(&self) -> Result<Option<(String, Holding)>, CloudFault>;
    /// Turns deletion protection of a stack's EKS cluster on or off. Until it is set, it is to be asked
    /// again. Idempotent by the client token.
    async fn protect_cluster(
        &self,
        stack_id: &str,
        cluster: &str,
        on: bool,
        client_token: &str,
    ) -> Result<Protecting, CloudFault>;
    /// Makes a secret of Secrets Manager, or gives the one of that name another value.
    async fn put_secret(&self, name: &str, value: &SecretString) -> Result<(), CloudFault>;
    /// Whether Secrets Manager has a secret of that name; its value is not read.
    async fn has_secret(&self, name: &str) -> Result<bool, CloudFault>;
    /// Deletes a secret for good; one that is gone already is no error.
    async fn delete_secret(&self, name: &str) -> Result<(), CloudFault>;
    /// Refused calls that CloudTrail knows of; it gets to know of a call up to 15 minutes late.
    async fn trail(&self, question: &TrailQuestion<'_>) -> Result<Vec<TrailEvent>, CloudFault>;
    /// Where a GitHub connection's handshake stands.
    async fn connection_status(&self, connection_arn: &str)
    -> Result<ConnectionStatus, CloudFault>;
    /// Practice only: pretends that the person did what she was asked to do. Real clouds do nothing,
    /// because there she really did it.
    async fn person_acted(&self, stack_id: &str, what: &str) -> Result<(), CloudFault>;
    /// What the account is asked before a launch.
    fn inspection(&self) -> &dyn Inspection;
    /// How often to look at a running operation.
    fn pace(&self, rehearsal: &Rehearsal) -> Pace;
}

/// What is remembered between starts. One store answers all of it.
#[async_trait]
pub trait Memory: Send + Sync {
    async fn settings(&self) -> AppResult<Settings>;
    async fn save_settings(&self, settings: &Settings) -> AppResult<()>;

    async fn environments(&self) -> AppResult<Vec<EnvironmentRecord>>;
    async fn environment(&self, name: &str) -> AppResult<Option<EnvironmentRecord>>;

    /// By name.
    async fn accounts(&self) -> AppResult<Vec<Account>>;
    async fn account(&self, name: &str) -> AppResult<Option<Account>>;
    /// Adds or replaces the one of that name.
    async fn save_account(&self, account: &Account) -> AppResult<()>;
    async fn forget_account(&self, name: &str) -> AppResult<()>;

    /// Adds a line to the audit trail behind the last one; gives its number, from 1.
    async fn append_audit(&self, entry: &Entry) -> AppResult<u64>;
    /// Lines behind a number, in order.
    async fn audit_lines(&self, after: u64, limit: u32) -> AppResult<Vec<Line>>;

    async fn drafts(&self) -> AppResult<Vec<Draft>>;
    async fn save_draft(&self, draft: &Draft) -> AppResult<()>;
    async fn delete_draft(&self, id: &str) -> AppResult<()>;

    /// Adds a job and saves its environment in one transaction; refuses with `Conflict` when the
    /// environment has an unfinished job.
    async fn add_job(&self, job: &Job, environment: &EnvironmentRecord) -> AppResult<()>;
    async fn job(&self, id: &str) -> AppResult<Option<Job>>;
    /// Newest first.
    async fn jobs(&self) -> AppResult<Vec<Job>>;
    /// Jobs that are running or wait for a person.
    async fn unfinished_jobs(&self) -> AppResult<Vec<Job>>;
    /// Newest job of an environment.
    async fn latest_job(&self, environment: &str) -> AppResult<Option<Job>>;
    /// The snapshot only, cheap enough to look at often.
    async fn job_snapshot(&self, id: &str) -> AppResult<Option<LaunchSnapshot>>;
    /// Step, snapshot, new events and what becomes of the environment, in one transaction. Events
    /// known by their ID are skipped. Refuses with `DrivenElsewhere` when `owner` no longer holds the
    /// lease.
    async fn save_progress(
        &self,
        id: &str,
        owner: &str,
        step: &Step,
        snapshot: &LaunchSnapshot,
        events: &[(String, StackEvent)],
        environment: Option<&EnvironmentChange>,
    ) -> AppResult<()>;
    /// Events behind a sequence number, in order.
    async fn job_events(&self, id: &str, after: u64, limit: u32) -> AppResult<Vec<EventRow>>;
    /// The client token of a job's step: made and stored at the first question, the same ever after.
    async fn client_token(&self, id: &str, step: &str) -> AppResult<String>;
    /// Asks the driver, whoever it is, to cancel.
    async fn request_cancel(&self, id: &str) -> AppResult<()>;
    async fn cancel_requested(&self, id: &str) -> AppResult<bool>;
    /// Takes or renews the right to drive a job; false while another process holds it. A lease that
    /// reaches further than one taken now could is of a clock that was set back since, and is void.
    async fn lease(&self, id: &str, owner: &str, now_ms: i64, until_ms: i64) -> AppResult<bool>;
    async fn release(&self, id: &str, owner: &str) -> AppResult<()>;

    /// A record of the practice cloud with its version.
    async fn practice_record(&self, id: &str) -> AppResult<Option<(u64, String)>>;
    /// IDs and versions of all records of the practice cloud.
    async fn practice_records(&self) -> AppResult<Vec<(String, u64)>>;
    /// Writes a record if its version is still `expected` (0 for a new one); false when it is not.
    async fn put_practice_record(&self, id: &str, expected: u64, json: &str) -> AppResult<bool>;
}
