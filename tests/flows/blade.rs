//! Kills the engine at a chosen call of memory or cloud: the call never comes back, as after `kill -9`.

use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use async_trait::async_trait;
use domain::blueprint::Blueprint;
use domain::change_set::ReportedChanges;
use domain::failure::{TrailEvent, TrailQuestion};
use domain::launch::{LaunchSnapshot, StackEvent};
use engine::AppResult;
use engine::accounts::Account;
use engine::audit::{Entry, Line};
use engine::checks::ports::Inspection;
use engine::costs::billing::Billing;
use engine::environments::ports::{Holding, StackDeletion, VpcDependency};
use engine::environments::{Draft, EnvironmentChange, EnvironmentRecord};
use engine::jobs::{EventRow, Job, Step};
use engine::ports::{
    ChangeSet, ChangeSetRequest, Cloud, CloudFault, Clouds, ConnectionStatus, Memory, Pace,
    Protecting, Rehearsal, StackDescription, StackResource,
};
use engine::settings::Settings;
use secrecy::SecretString;
use tokio::sync::Notify;

use crate::world::TestClock;

/// Whether the call that kills has taken effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Before,
    After,
}

/// How a real cloud answers: at its pace, each answer after a while.
struct Meter {
    pace: Pace,
    clock: Arc<TestClock>,
    answer_ms: i64,
}

/// What was asked, of what, with which client token.
pub type Asked = (&'static str, String, String);

/// Falls at one call.
pub struct Blade {
    at: usize,
    when: When,
    calls: AtomicUsize,
    meter: Option<Meter>,
    /// Who answers questions for events, where it is not the cloud itself.
    pub events_of: OnceLock<Arc<dyn Cloud>>,
    pub fell: Notify,
    /// Changing calls that were on their way to the cloud.
    pub asked: Arc<Mutex<Vec<Asked>>>,
}

impl Blade {
    pub fn new(at: usize, when: When) -> Arc<Self> {
        Arc::new(Self {
            at,
            when,
            calls: AtomicUsize::new(0),
            meter: None,
            events_of: OnceLock::new(),
            fell: Notify::new(),
            asked: Arc::default(),
        })
    }

    /// One that never falls, over calls that take their time.
    pub fn metered(pace: Pace, clock: Arc<TestClock>, answer_ms: i64) -> Arc<Self> {
        Arc::new(Self {
            at: usize::MAX,
            when: When::Before,
            calls: AtomicUsize::new(0),
            meter: Some(Meter {
                pace,
                clock,
                answer_ms,
            }),
            events_of: OnceLock::new(),
            fell: Notify::new(),
            asked: Arc::default(),
        })
    }

    /// Calls so far.
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    /// One that never falls, over the calls that another has seen.
    pub fn blunt(of: &Self) -> Arc<Self> {
        Arc::new(Self {
            at: usize::MAX,
            when: When::Before,
            calls: AtomicUsize::new(0),
            meter: None,
            events_of: OnceLock::new(),
            fell: Notify::new(),
            asked: of.asked.clone(),
        })
    }

    /// One that falls at another call, over what its forerunner has seen.
    pub fn again(of: &Self, at: usize, when: When) -> Arc<Self> {
        Arc::new(Self {
            at,
            when,
            calls: AtomicUsize::new(0),
            meter: None,
            events_of: OnceLock::new(),
            fell: Notify::new(),
            asked: of.asked.clone(),
        })
    }

    async fn through<T>(&self, call: impl Future<Output = T>) -> T {
        let number = self.calls.fetch_add(1, Ordering::SeqCst);
        if number == self.at && self.when == When::Before {
            self.fall().await;
        }
        if let Some(meter) = &self.meter {
            meter.clock.shift(meter.answer_ms);
        }
        let answer = call.await;
        if number == self.at && self.when == When::After {
            self.fall().await;
        }
        answer
    }

    async fn fall(&self) {
        self.fell.notify_one();
        std::future::pending::<()>().await;
    }

    fn note(&self, what: &'static str, of: &str, token: &str) {
        let mut asked = self.asked.lock().unwrap();
        asked.push((what, of.to_owned(), token.to_owned()));
    }
}

/// A memory under a blade.
pub struct MortalMemory(pub Arc<dyn Memory>, pub Arc<Blade>);

/// Clouds under a blade.
pub struct MortalClouds(pub Arc<dyn Clouds>, pub Arc<Blade>);

struct MortalCloud(Arc<dyn Cloud>, Arc<Blade>);

#[async_trait]
impl Clouds for MortalClouds {
    async fn open(&self, account: &str, region: &str) -> AppResult<Arc<dyn Cloud>> {
        let cloud = self.0.open(account, region).await?;
        Ok(Arc::new(MortalCloud(cloud, self.1.clone())))
    }

    async fn billing(&self, account: &str) -> AppResult<Arc<dyn Billing>> {
        self.0.billing(account).await
    }
}

#[async_trait]
impl Cloud for MortalCloud {
    async fn upload(&self, blueprint: &Blueprint) -> Result<String, CloudFault> {
        self.1.through(self.0.upload(blueprint)).await
    }
    async fn create_change_set(
        &self,
        request: ChangeSetRequest<'_>,
    ) -> Result<ChangeSet, CloudFault> {
        let (name, token) = (&request.blueprint.stack_name, request.client_token);
        self.1.note("create change set", name, token);
        self.1.through(self.0.create_change_set(request)).await
    }
    async fn change_set(&self, id: &str) -> Result<ChangeSet, CloudFault> {
        self.1.through(self.0.change_set(id)).await
    }
    async fn changes(&self, id: &str) -> Result<ReportedChanges, CloudFault> {
        self.1.through(self.0.changes(id)).await
    }
    async fn discard_change_set(&self, id: &str) -> Result<(), CloudFault> {
        self.1.through(self.0.discard_change_set(id)).await
    }
    async fn execute_change_set(&self, id: &str, client_token: &str) -> Result<(), CloudFault> {
        self.1.note("execute change set", id, client_token);
        self.1
            .through(self.0.execute_change_set(id, client_token))
            .await
    }
    async fn stack(&self, name_or_id: &str) -> Result<Option<StackDescription>, CloudFault> {
        self.1.through(self.0.stack(name_or_id)).await
    }
    async fn events(&self, id: &str, after: Option<&str>) -> Result<Vec<StackEvent>, CloudFault> {
        if let Some(other) = self.1.events_of.get() {
            return other.events(id, after).await;
        }
        self.1.through(self.0.events(id, after)).await
    }
    async fn delete_stack(&self, deletion: StackDeletion<'_>) -> Result<(), CloudFault> {
        self.1
            .note("delete stack", deletion.stack_id, deletion.client_token);
        self.1.through(self.0.delete_stack(deletion)).await
    }
    async fn cancel_update(&self, stack_id: &str, client_token: &str) -> Result<(), CloudFault> {
        self.1.note("cancel update", stack_id, client_token);
        self.1
            .through(self.0.cancel_update(stack_id, client_token))
            .await
    }
    async fn continue_rollback(
        &self,
        stack_id: &str,
        skip: &[String],
        client_token: &str,
    ) -> Result<(), CloudFault> {
        self.1.note("continue rollback", stack_id, client_token);
        self.1
            .through(self.0.continue_rollback(stack_id, skip, client_token))
            .await
    }
    async fn protect(&self, stack_id: &str, on: bool) -> Result<(), CloudFault> {
        self.1.through(self.0.protect(stack_id, on)).await
    }
    async fn resources(&self, stack_id: &str) -> Result<Vec<StackResource>, CloudFault> {
        self.1.through(self.0.resources(stack_id)).await
    }
    async fn holding(&self, id: &str, resource: &StackResource) -> Result<Holding, CloudFault> {
        self.1.through(self.0.holding(id, resource)).await
    }
    async fn dependencies(
        &self,
        stack_id: &str,
        vpc: &str,
        cluster: &str,
    ) -> Result<Vec<VpcDependency>, CloudFault> {
        let asked = self.0.dependencies(stack_id, vpc, cluster);
        self.1.through(asked).await
    }
    async fn tagged(&self, tags: &[(&str, &str)]) -> Result<Vec<String>, CloudFault> {
        self.1.through(self.0.tagged(tags)).await
    }
    async fn template_bucket(&self) -> Result<Option<(String, Holding)>, CloudFault> {
        self.1.through(self.0.template_bucket()).await
    }
    async fn protect_cluster(
        &self,
        stack_id: &str,
        cluster: &str,
        on: bool,
        client_token: &str,
    ) -> Result<Protecting, CloudFault> {
        let what = if on {
            "protect cluster"
        } else {
            "lift protection"
        };
        self.1.note(what, cluster, client_token);
        let asked = self.0.protect_cluster(stack_id, cluster, on, client_token);
        self.1.through(asked).await
    }
    async fn put_secret(&self, name: &str, value: &SecretString) -> Result<(), CloudFault> {
        self.1.through(self.0.put_secret(name, value)).await
    }
    async fn has_secret(&self, name: &str) -> Result<bool, CloudFault> {
        self.1.through(self.0.has_secret(name)).await
    }
    async fn delete_secret(&self, name: &str) -> Result<(), CloudFault> {
        self.1.through(self.0.delete_secret(name)).await
    }
    async fn trail(&self, question: &TrailQuestion<'_>) -> Result<Vec<TrailEvent>, CloudFault> {
        self.1.through(self.0.trail(question)).await
    }
    async fn connection_status(&self, arn: &str) -> Result<ConnectionStatus, CloudFault> {
        self.1.through(self.0.connection_status(arn)).await
    }
    async fn person_acted(&self, stack_id: &str, what: &str) -> Result<(), CloudFault> {
        self.1.through(self.0.person_acted(stack_id, what)).await
    }
    fn inspection(&self) -> &dyn Inspection {
        self.0.inspection()
    }
    fn pace(&self, rehearsal: &Rehearsal) -> Pace {
        match &self.1.meter {
            Some(meter) => meter.pace,
            None => self.0.pace(rehearsal),
        }
    }
}

#[async_trait]
impl Memory for MortalMemory {
    async fn settings(&self) -> AppResult<Settings> {
        self.1.through(self.0.settings()).await
    }
    async fn save_settings(&self, settings: &Settings) -> AppResult<()> {
        self.1.through(self.0.save_settings(settings)).await
    }
    async fn environments(&self) -> AppResult<Vec<EnvironmentRecord>> {
        self.1.through(self.0.environments()).await
    }
    async fn environment(&self, name: &str) -> AppResult<Option<EnvironmentRecord>> {
        self.1.through(self.0.environment(name)).await
    }
    async fn accounts(&self) -> AppResult<Vec<Account>> {
        self.1.through(self.0.accounts()).await
    }
    async fn account(&self, name: &str) -> AppResult<Option<Account>> {
        self.1.through(self.0.account(name)).await
    }
    async fn save_account(&self, account: &Account) -> AppResult<()> {
        self.1.through(self.0.save_account(account)).await
    }
    async fn append_audit(&self, entry: &Entry) -> AppResult<u64> {
        self.1.through(self.0.append_audit(entry)).await
    }
    async fn audit_lines(&self, after: u64, limit: u32) -> AppResult<Vec<Line>> {
        self.1.through(self.0.audit_lines(after, limit)).await
    }
    async fn forget_account(&self, name: &str) -> AppResult<()> {
        self.1.through(self.0.forget_account(name)).await
    }
    async fn drafts(&self) -> AppResult<Vec<Draft>> {
        self.1.through(self.0.drafts()).await
    }
    async fn save_draft(&self, draft: &Draft) -> AppResult<()> {
        self.1.through(self.0.save_draft(draft)).await
    }
    async fn delete_draft(&self, id: &str) -> AppResult<()> {
        self.1.through(self.0.delete_draft(id)).await
    }
    async fn add_job(&self, job: &Job, environment: &EnvironmentRecord) -> AppResult<()> {
        self.1.through(self.0.add_job(job, environment)).await
    }
    async fn job(&self, id: &str) -> AppResult<Option<Job>> {
        self.1.through(self.0.job(id)).await
    }
    async fn jobs(&self) -> AppResult<Vec<Job>> {
        self.1.through(self.0.jobs()).await
    }
    async fn unfinished_jobs(&self) -> AppResult<Vec<Job>> {
        self.1.through(self.0.unfinished_jobs()).await
    }
    async fn latest_job(&self, environment: &str) -> AppResult<Option<Job>> {
        self.1.through(self.0.latest_job(environment)).await
    }
    async fn job_snapshot(&self, id: &str) -> AppResult<Option<LaunchSnapshot>> {
        self.1.through(self.0.job_snapshot(id)).await
    }
    async fn save_progress(
        &self,
        id: &str,
        owner: &str,
        step: &Step,
        snapshot: &LaunchSnapshot,
        events: &[(String, StackEvent)],
        change: Option<&EnvironmentChange>,
    ) -> AppResult<()> {
        let saved = self
            .0
            .save_progress(id, owner, step, snapshot, events, change);
        self.1.through(saved).await
    }
    async fn job_events(&self, id: &str, after: u64, limit: u32) -> AppResult<Vec<EventRow>> {
        self.1.through(self.0.job_events(id, after, limit)).await
    }
    async fn client_token(&self, id: &str, step: &str) -> AppResult<String> {
        self.1.through(self.0.client_token(id, step)).await
    }
    async fn request_cancel(&self, id: &str) -> AppResult<()> {
        self.1.through(self.0.request_cancel(id)).await
    }
    async fn cancel_requested(&self, id: &str) -> AppResult<bool> {
        self.1.through(self.0.cancel_requested(id)).await
    }
    async fn lease(&self, id: &str, owner: &str, now_ms: i64, until_ms: i64) -> AppResult<bool> {
        self.1
            .through(self.0.lease(id, owner, now_ms, until_ms))
            .await
    }
    async fn release(&self, id: &str, owner: &str) -> AppResult<()> {
        self.1.through(self.0.release(id, owner)).await
    }
    async fn practice_record(&self, id: &str) -> AppResult<Option<(u64, String)>> {
        self.1.through(self.0.practice_record(id)).await
    }
    async fn practice_records(&self) -> AppResult<Vec<(String, u64)>> {
        self.1.through(self.0.practice_records()).await
    }
    async fn put_practice_record(&self, id: &str, expected: u64, json: &str) -> AppResult<bool> {
        self.1
            .through(self.0.put_practice_record(id, expected, json))
            .await
    }
}
