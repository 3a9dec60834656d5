//! `jobs`: what was asked, how far it came, what to show. Requests are in a table of their own: they
//! are large and never change, while the row changes four times a second.

use domain::launch::LaunchSnapshot;
use engine::environments::{EnvironmentChange, EnvironmentRecord};
use engine::jobs::{Job, Step};
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteRow;

use super::{column, environments, from_json, from_word, job_events, signed, to_json, word};
use crate::migrate::Migration;
use crate::{Result, Store, StoreError};

const TABLE: &str = "jobs";
const REQUESTS: &str = "job_requests";
/// The states of [`domain::launch::JobState`] in which a job is not at its end; the index repeats it.
const UNFINISHED: &str = "state IN ('running', 'needsYou')";

pub(crate) const MIGRATIONS: &[Migration] = &[(
    2026112404,
    "CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        environment TEXT NOT NULL,
        account TEXT NOT NULL,
        operation TEXT NOT NULL,
        state TEXT NOT NULL,
        revision INTEGER NOT NULL,
        created_at_ms INTEGER NOT NULL,
        finished_at_ms INTEGER,
        cancel_requested INTEGER NOT NULL DEFAULT 0,
        lease_owner TEXT,
        lease_until_ms INTEGER,
        step TEXT NOT NULL,
        snapshot TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX jobs_one_unfinished ON jobs (environment)
        WHERE state IN ('running', 'needsYou');
    CREATE INDEX jobs_newest ON jobs (environment, created_at_ms);
    CREATE TABLE job_requests (
        job_id TEXT PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
        json TEXT NOT NULL
    ) STRICT",
)];

const SELECT: &str = "SELECT jobs.*, job_requests.json AS request FROM jobs
    JOIN job_requests ON job_requests.job_id = jobs.id";

impl Store {
    /// Adds a job and saves its environment, both or neither; unless there is an unfinished job.
    pub async fn add_job(&self, job: &Job, environment: &EnvironmentRecord) -> Result<()> {
        let failed = |source| StoreError::database("add a job", source);
        let mut transaction = self
            .writer
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map_err(failed)?;
        let unfinished = sqlx::query(AssertSqlSafe(format!(
            "SELECT id FROM jobs WHERE environment = ?1 AND {UNFINISHED}"
        )))
        .bind(&job.environment)
        .fetch_optional(&mut *transaction)
        .await
        .map_err(failed)?;
        if let Some(row) = unfinished {
            return Err(StoreError::AlreadyRunning {
                environment: job.environment.clone(),
                job: column(TABLE, &row, "id")?,
            });
        }
        sqlx::query(
            "INSERT INTO jobs (id, environment, account, operation, state, revision,
                created_at_ms, finished_at_ms, step, snapshot)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )
        .bind(&job.id)
        .bind(&job.environment)
        .bind(&job.account)
        .bind(word(TABLE, "operation", job.operation)?)
        .bind(word(TABLE, "state", job.snapshot.state)?)
        .bind(signed(TABLE, "revision", job.snapshot.revision)?)
        .bind(job.created_at_ms)
        .bind(job.snapshot.finished_at_ms)
        .bind(to_json(TABLE, "step", &job.step)?)
        .bind(to_json(TABLE, "snapshot", &job.snapshot)?)
        .execute(&mut *transaction)
        .await
        .map_err(failed)?;
        sqlx::query("INSERT INTO job_requests (job_id, json) VALUES (?1, ?2)")
            .bind(&job.id)
            .bind(to_json(REQUESTS, "json", &job.request)?)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        environments::save(&mut transaction, environment).await?;
        transaction.commit().await.map_err(failed)
    }

    /// One job.
    pub async fn job(&self, id: &str) -> Result<Option<Job>> {
        sqlx::query(AssertSqlSafe(format!("{SELECT} WHERE jobs.id = ?1")))
            .bind(id)
            .fetch_optional(&self.readers)
            .await
            .map_err(|source| StoreError::database("read a job", source))?
            .as_ref()
            .map(job)
            .transpose()
    }

    /// Every job, newest first.
    pub async fn jobs(&self) -> Result<Vec<Job>> {
        self.list_jobs("ORDER BY created_at_ms DESC, jobs.rowid DESC")
            .await
    }

    /// Jobs that are running or wait for a person, oldest first.
    pub async fn unfinished_jobs(&self) -> Result<Vec<Job>> {
        self.list_jobs(&format!(
            "WHERE {UNFINISHED} ORDER BY created_at_ms, jobs.rowid"
        ))
        .await
    }

    /// Newest job of an environment.
    pub async fn latest_job(&self, environment: &str) -> Result<Option<Job>> {
        sqlx::query(AssertSqlSafe(format!(
            "{SELECT} WHERE environment = ?1 ORDER BY created_at_ms DESC, jobs.rowid DESC LIMIT 1"
        )))
        .bind(environment)
        .fetch_optional(&self.readers)
        .await
        .map_err(|source| StoreError::database("read a job", source))?
        .as_ref()
        .map(job)
        .transpose()
    }

    /// A job's snapshot.
    pub async fn job_snapshot(&self, id: &str) -> Result<Option<LaunchSnapshot>> {
        sqlx::query("SELECT snapshot FROM jobs WHERE id = ?1")
            .bind(id)
            .fetch_optional(&self.readers)
            .await
            .map_err(|source| StoreError::database("read a snapshot", source))?
            .map(|row| from_json(TABLE, "snapshot", column(TABLE, &row, "snapshot")?))
            .transpose()
    }

    /// Step, snapshot, new events and the environment, all or none. `events` are pairs of the plan's
    /// name of the stack and its event, in the order that they should keep; known ones are skipped.
    pub async fn save_progress(
        &self,
        id: &str,
        owner: &str,
        step: &Step,
        snapshot: &LaunchSnapshot,
        events: &[(String, domain::launch::StackEvent)],
        environment: Option<&EnvironmentChange>,
    ) -> Result<()> {
        let failed = |source| StoreError::database("save a job's progress", source);
        let batch = job_events::batch(events)?;
        let mut transaction = self
            .writer
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map_err(failed)?;
        let changed = sqlx::query(
            "UPDATE jobs SET state = ?3, revision = ?4, finished_at_ms = ?5, step = ?6, snapshot = ?7
             WHERE id = ?1 AND lease_owner = ?2",
        )
        .bind(id)
        .bind(owner)
        .bind(word(TABLE, "state", snapshot.state)?)
        .bind(signed(TABLE, "revision", snapshot.revision)?)
        .bind(snapshot.finished_at_ms)
        .bind(to_json(TABLE, "step", step)?)
        .bind(to_json(TABLE, "snapshot", snapshot)?)
        .execute(&mut *transaction)
        .await
        .map_err(failed)?;
        if changed.rows_affected() == 0 {
            self.expect_job(&mut transaction, id).await?;
            return Err(StoreError::DrivenElsewhere { job: id.to_owned() });
        }
        if let Some(batch) = batch {
            job_events::insert(&mut transaction, id, &batch).await?;
        }
        match environment {
            None => {}
            Some(EnvironmentChange::Save(record)) => {
                environments::save(&mut transaction, record).await?;
            }
            Some(EnvironmentChange::Forget) => environments::forget(&mut transaction, id).await?,
        }
        transaction.commit().await.map_err(failed)
    }

    /// Asks whoever drives the job to cancel it.
    pub async fn request_cancel(&self, id: &str) -> Result<()> {
        let changed = sqlx::query("UPDATE jobs SET cancel_requested = 1 WHERE id = ?1")
            .bind(id)
            .execute(&self.writer)
            .await
            .map_err(|source| StoreError::database("note a cancellation", source))?;
        if changed.rows_affected() == 0 {
            return Err(no_job(id));
        }
        Ok(())
    }

    /// True when somebody asked to cancel the job.
    pub async fn cancel_requested(&self, id: &str) -> Result<bool> {
        let row = sqlx::query("SELECT cancel_requested FROM jobs WHERE id = ?1")
            .bind(id)
            .fetch_optional(&self.readers)
            .await
            .map_err(|source| StoreError::database("read a job", source))?
            .ok_or_else(|| no_job(id))?;
        match column::<i64>(TABLE, &row, "cancel_requested")? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(StoreError::corrupt(
                TABLE,
                "cancel_requested",
                &other.to_string(),
            )),
        }
    }

    /// Tells a job that is not there from one that is in another's hands.
    pub(super) async fn expect_job(
        &self,
        conn: &mut sqlx::SqliteConnection,
        id: &str,
    ) -> Result<()> {
        sqlx::query("SELECT 1 FROM jobs WHERE id = ?1")
            .bind(id)
            .fetch_optional(conn)
            .await
            .map_err(|source| StoreError::database("read a job", source))?
            .map(|_| ())
            .ok_or_else(|| no_job(id))
    }

    async fn list_jobs(&self, rest: &str) -> Result<Vec<Job>> {
        sqlx::query(AssertSqlSafe(format!("{SELECT} {rest}")))
            .fetch_all(&self.readers)
            .await
            .map_err(|source| StoreError::database("list jobs", source))?
            .iter()
            .map(job)
            .collect()
    }
}

pub(super) fn no_job(id: &str) -> StoreError {
    StoreError::NotFound {
        what: "job",
        id: id.to_owned(),
    }
}

fn job(row: &SqliteRow) -> Result<Job> {
    let snapshot: LaunchSnapshot = from_json(TABLE, "snapshot", column(TABLE, row, "snapshot")?)?;
    let state: &str = column(TABLE, row, "state")?;
    if from_word::<domain::launch::JobState>(TABLE, "state", state)? != snapshot.state {
        return Err(StoreError::corrupt(TABLE, "state", state));
    }
    Ok(Job {
        id: column(TABLE, row, "id")?,
        environment: column(TABLE, row, "environment")?,
        account: column(TABLE, row, "account")?,
        operation: from_word(TABLE, "operation", column(TABLE, row, "operation")?)?,
        request: from_json(REQUESTS, "json", column(REQUESTS, row, "request")?)?,
        step: from_json(TABLE, "step", column(TABLE, row, "step")?)?,
        snapshot,
        created_at_ms: column(TABLE, row, "created_at_ms")?,
    })
}
