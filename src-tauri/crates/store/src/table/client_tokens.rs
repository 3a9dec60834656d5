//! `client_tokens`: one for each mutating call of a job, on disk before the call is made.

use super::column;
use super::jobs::no_job;
use crate::migrate::Migration;
use crate::{Result, Store, StoreError};

const TABLE: &str = "client_tokens";

pub(crate) const MIGRATIONS: &[Migration] = &[(
    2026112406,
    "CREATE TABLE client_tokens (
        job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
        step TEXT NOT NULL,
        token TEXT NOT NULL,
        PRIMARY KEY (job_id, step)
    ) STRICT, WITHOUT ROWID",
)];

impl Store {
    /// The client token of a job's step: made at the first question and committed before it is
    /// given away, the same for everybody ever after.
    pub async fn client_token(&self, id: &str, step: &str) -> Result<String> {
        let failed = |source| StoreError::database("store a client token", source);
        let fresh = uuid::Uuid::new_v4().to_string();
        let mut transaction = self
            .writer
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map_err(failed)?;
        sqlx::query(
            "INSERT INTO client_tokens (job_id, step, token)
             SELECT id, ?2, ?3 FROM jobs WHERE id = ?1
             ON CONFLICT (job_id, step) DO NOTHING",
        )
        .bind(id)
        .bind(step)
        .bind(fresh)
        .execute(&mut *transaction)
        .await
        .map_err(failed)?;
        let row = sqlx::query("SELECT token FROM client_tokens WHERE job_id = ?1 AND step = ?2")
            .bind(id)
            .bind(step)
            .fetch_optional(&mut *transaction)
            .await
            .map_err(failed)?
            .ok_or_else(|| no_job(id))?;
        let token = column(TABLE, &row, "token")?;
        transaction.commit().await.map_err(failed)?;
        Ok(token)
    }
}
