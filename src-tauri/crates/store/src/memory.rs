//! The store as the engine's memory: the same verbs, with the engine's error.

use async_trait::async_trait;
use domain::launch::{LaunchSnapshot, StackEvent};
use engine::AppResult;
use engine::accounts::Account;
use engine::audit::{Entry, Line};
use engine::environments::{Draft, EnvironmentChange, EnvironmentRecord};
use engine::jobs::{EventRow, Job, Step};
use engine::ports::Memory;
use engine::settings::Settings;

use crate::Store;

#[async_trait]
impl Memory for Store {
    async fn settings(&self) -> AppResult<Settings> {
        Ok(Store::settings(self).await?)
    }

    async fn save_settings(&self, settings: &Settings) -> AppResult<()> {
        Ok(Store::save_settings(self, settings).await?)
    }

    async fn environments(&self) -> AppResult<Vec<EnvironmentRecord>> {
        Ok(Store::environments(self).await?)
    }

    async fn environment(&self, name: &str) -> AppResult<Option<EnvironmentRecord>> {
        Ok(Store::environment(self, name).await?)
    }

    async fn accounts(&self) -> AppResult<Vec<Account>> {
        Ok(Store::accounts(self).await?)
    }

    async fn account(&self, name: &str) -> AppResult<Option<Account>> {
        Ok(Store::account(self, name).await?)
    }

    async fn save_account(&self, account: &Account) -> AppResult<()> {
        Ok(Store::save_account(self, account).await?)
    }

    async fn forget_account(&self, name: &str) -> AppResult<()> {
        Ok(Store::forget_account(self, name).await?)
    }

    async fn append_audit(&self, entry: &Entry) -> AppResult<u64> {
        Ok(Store::append_audit(self, entry).await?)
    }

    async fn audit_lines(&self, after: u64, limit: u32) -> AppResult<Vec<Line>> {
        Ok(Store::audit_lines(self, after, limit).await?)
    }

    async fn drafts(&self) -> AppResult<Vec<Draft>> {
        Ok(Store::drafts(self).await?)
    }

    async fn save_draft(&self, draft: &Draft) -> AppResult<()> {
        Ok(Store::save_draft(self, draft).await?)
    }

    async fn delete_draft(&self, id: &str) -> AppResult<()> {
        Ok(Store::delete_draft(self, id).await?)
    }

    async fn add_job(&self, job: &Job, environment: &EnvironmentRecord) -> AppResult<()> {
        Ok(Store::add_job(self, job, environment).await?)
    }

    async fn job(&self, id: &str) -> AppResult<Option<Job>> {
        Ok(Store::job(self, id).await?)
    }

    async fn jobs(&self) -> AppResult<Vec<Job>> {
        Ok(Store::jobs(self).await?)
    }

    async fn unfinished_jobs(&self) -> AppResult<Vec<Job>> {
        Ok(Store::unfinished_jobs(self).await?)
    }

    async fn latest_job(&self, environment: &str) -> AppResult<Option<Job>> {
        Ok(Store::latest_job(self, environment).await?)
    }

    async fn job_snapshot(&self, id: &str) -> AppResult<Option<LaunchSnapshot>> {
        Ok(Store::job_snapshot(self, id).await?)
    }

    async fn save_progress(
        &self,
        id: &str,
        owner: &str,
        step: &Step,
        snapshot: &LaunchSnapshot,
        events: &[(String, StackEvent)],
        environment: Option<&EnvironmentChange>,
    ) -> AppResult<()> {
        Ok(Store::save_progress(self, id, owner, step, snapshot, events, environment).await?)
    }

    async fn job_events(&self, id: &str, after: u64, limit: u32) -> AppResult<Vec<EventRow>> {
        Ok(Store::job_events(self, id, after, limit).await?)
    }

    async fn client_token(&self, id: &str, step: &str) -> AppResult<String> {
        Ok(Store::client_token(self, id, step).await?)
    }

    async fn request_cancel(&self, id: &str) -> AppResult<()> {
        Ok(Store::request_cancel(self, id).await?)
    }

    async fn cancel_requested(&self, id: &str) -> AppResult<bool> {
        Ok(Store::cancel_requested(self, id).await?)
    }

    async fn lease(&self, id: &str, owner: &str, now_ms: i64, until_ms: i64) -> AppResult<bool> {
        Ok(Store::lease(self, id, owner, now_ms, until_ms).await?)
    }

    async fn release(&self, id: &str, owner: &str) -> AppResult<()> {
        Ok(Store::release(self, id, owner).await?)
    }

    async fn practice_record(&self, id: &str) -> AppResult<Option<(u64, String)>> {
        Ok(Store::practice_record(self, id).await?)
    }

    async fn practice_records(&self) -> AppResult<Vec<(String, u64)>> {
        Ok(Store::practice_records(self).await?)
    }

    async fn put_practice_record(&self, id: &str, expected: u64, json: &str) -> AppResult<bool> {
        Ok(Store::put_practice_record(self, id, expected, json).await?)
    }
}
