//! The right to drive a job: two columns of `jobs`, compared and set in one statement, so that of two
//! processes exactly one gets it.

use super::jobs::no_job;
use crate::{Result, Store, StoreError};

impl Store {
    /// Takes or renews the right to drive a job until `until_ms`; false while another owner holds it.
    /// A lease that ends much later than one taken now would was taken before the clock was set back;
    /// it would block the job for as long as that, so it counts no more.
    pub async fn lease(&self, id: &str, owner: &str, now_ms: i64, until_ms: i64) -> Result<bool> {
        let failed = |source| StoreError::database("lease a job", source);
        let mut conn = self.writer.acquire().await.map_err(failed)?;
        let changed = sqlx::query(
            "UPDATE jobs SET lease_owner = ?2, lease_until_ms = ?4
             WHERE id = ?1 AND (lease_owner IS NULL OR lease_owner = ?2 OR lease_until_ms <= ?3
                OR lease_until_ms > ?5)",
        )
        .bind(id)
        .bind(owner)
        .bind(now_ms)
        .bind(until_ms)
        .bind(until_ms.saturating_add(until_ms.saturating_sub(now_ms)))
        .execute(&mut *conn)
        .await
        .map_err(failed)?;
        if changed.rows_affected() == 1 {
            return Ok(true);
        }
        self.expect_job(&mut conn, id).await?;
        Ok(false)
    }

    /// Gives the right back; does nothing where another owner holds it.
    pub async fn release(&self, id: &str, owner: &str) -> Result<()> {
        let changed = sqlx::query(
            "UPDATE jobs SET
                lease_owner = CASE WHEN lease_owner = ?2 THEN NULL ELSE lease_owner END,
                lease_until_ms = CASE WHEN lease_owner = ?2 THEN NULL ELSE lease_until_ms END
             WHERE id = ?1",
        )
        .bind(id)
        .bind(owner)
        .execute(&self.writer)
        .await
        .map_err(|source| StoreError::database("release a job", source))?;
        if changed.rows_affected() == 0 {
            return Err(no_job(id));
        }
        Ok(())
    }
}
