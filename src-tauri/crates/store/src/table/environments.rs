//! `environments`: what runs, as the last operation left it.

use domain::plan::Plan;
use engine::environments::EnvironmentRecord;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::{column, from_json, from_word, to_json, word};
use crate::migrate::Migration;
use crate::{Result, Store, StoreError};

const TABLE: &str = "environments";

pub(crate) const MIGRATIONS: &[Migration] = &[(
    2026112402,
    "CREATE TABLE environments (
        name TEXT PRIMARY KEY,
        account TEXT NOT NULL,
        state TEXT NOT NULL,
        stack_id TEXT,
        job_id TEXT NOT NULL,
        changed_at_ms INTEGER NOT NULL,
        as_of_ms INTEGER NOT NULL,
        needs_you TEXT,
        outputs TEXT NOT NULL,
        file TEXT NOT NULL,
        resources TEXT NOT NULL,
        plan TEXT NOT NULL
    ) STRICT",
)];

impl Store {
    /// Every environment, by name.
    pub async fn environments(&self) -> Result<Vec<EnvironmentRecord>> {
        sqlx::query("SELECT * FROM environments ORDER BY name")
            .fetch_all(&self.readers)
            .await
            .map_err(|source| StoreError::database("list environments", source))?
            .iter()
            .map(record)
            .collect()
    }

    /// One environment.
    pub async fn environment(&self, name: &str) -> Result<Option<EnvironmentRecord>> {
        sqlx::query("SELECT * FROM environments WHERE name = ?1")
            .bind(name)
            .fetch_optional(&self.readers)
            .await
            .map_err(|source| StoreError::database("read an environment", source))?
            .as_ref()
            .map(record)
            .transpose()
    }
}

/// Adds or replaces an environment.
pub(super) async fn save(conn: &mut SqliteConnection, record: &EnvironmentRecord) -> Result<()> {
    sqlx::query(
        "INSERT INTO environments (name, account, state, stack_id, job_id, changed_at_ms,
            as_of_ms, needs_you, outputs, file, resources, plan)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
         ON CONFLICT (name) DO UPDATE SET account = excluded.account, state = excluded.state,
            stack_id = excluded.stack_id, job_id = excluded.job_id,
            changed_at_ms = excluded.changed_at_ms, as_of_ms = excluded.as_of_ms,
            needs_you = excluded.needs_you, outputs = excluded.outputs, file = excluded.file,
            resources = excluded.resources, plan = excluded.plan",
    )
    .bind(&record.name)
    .bind(&record.account)
    .bind(word(TABLE, "state", record.state)?)
    .bind(&record.stack_id)
    .bind(&record.job_id)
    .bind(record.changed_at_ms)
    .bind(record.as_of_ms)
    .bind(
        record
            .needs_you
            .as_ref()
            .map(|needs| to_json(TABLE, "needs_you", needs))
            .transpose()?,
    )
    .bind(to_json(TABLE, "outputs", &record.outputs)?)
    .bind(to_json(TABLE, "file", &record.file)?)
    .bind(to_json(TABLE, "resources", &record.resources)?)
    .bind(to_json(TABLE, "plan", &record.plan)?)
    .execute(conn)
    .await
    .map_err(|source| StoreError::database("save an environment", source))?;
    Ok(())
}

/// Forgets the environment of a job; its jobs stay as history.
pub(super) async fn forget(conn: &mut SqliteConnection, job: &str) -> Result<()> {
    sqlx::query(
        "DELETE FROM environments WHERE name = (SELECT environment FROM jobs WHERE id = ?1)",
    )
    .bind(job)
    .execute(conn)
    .await
    .map_err(|source| StoreError::database("forget an environment", source))?;
    Ok(())
}

fn record(row: &SqliteRow) -> Result<EnvironmentRecord> {
    let needs_you: Option<&str> = column(TABLE, row, "needs_you")?;
    let plan: Plan = from_json(TABLE, "plan", column(TABLE, row, "plan")?)?;
    Ok(EnvironmentRecord {
        name: column(TABLE, row, "name")?,
        account: column(TABLE, row, "account")?,
        state: from_word(TABLE, "state", column(TABLE, row, "state")?)?,
        file: from_json(TABLE, "file", column(TABLE, row, "file")?)?,
        plan,
        stack_id: column(TABLE, row, "stack_id")?,
        outputs: from_json(TABLE, "outputs", column(TABLE, row, "outputs")?)?,
        resources: from_json(TABLE, "resources", column(TABLE, row, "resources")?)?,
        job_id: column(TABLE, row, "job_id")?,
        needs_you: needs_you
            .map(|json| from_json(TABLE, "needs_you", json))
            .transpose()?,
        changed_at_ms: column(TABLE, row, "changed_at_ms")?,
        as_of_ms: column(TABLE, row, "as_of_ms")?,
    })
}
