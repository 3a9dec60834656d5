//! `practice_records`: the simulated cloud's memory, which several processes change at once.

use super::{column, signed, unsigned};
use crate::migrate::Migration;
use crate::{Result, Store, StoreError};

const TABLE: &str = "practice_records";

pub(crate) const MIGRATIONS: &[Migration] = &[(
    2026112407,
    "CREATE TABLE practice_records (
        id TEXT PRIMARY KEY,
        version INTEGER NOT NULL,
        json TEXT NOT NULL
    ) STRICT",
)];

impl Store {
    /// A record with its version.
    pub async fn practice_record(&self, id: &str) -> Result<Option<(u64, String)>> {
        sqlx::query("SELECT version, json FROM practice_records WHERE id = ?1")
            .bind(id)
            .fetch_optional(&self.readers)
            .await
            .map_err(|source| StoreError::database("read a practice record", source))?
            .map(|row| {
                let version = unsigned(TABLE, "version", column(TABLE, &row, "version")?)?;
                Ok((version, column(TABLE, &row, "json")?))
            })
            .transpose()
    }

    /// IDs and versions of all records, by ID.
    pub async fn practice_records(&self) -> Result<Vec<(String, u64)>> {
        sqlx::query("SELECT id, version FROM practice_records ORDER BY id")
            .fetch_all(&self.readers)
            .await
            .map_err(|source| StoreError::database("list practice records", source))?
            .iter()
            .map(|row| {
                let version = unsigned(TABLE, "version", column(TABLE, row, "version")?)?;
                Ok((column(TABLE, row, "id")?, version))
            })
            .collect()
    }

    /// Writes a record if its version is still `expected`, 0 for a new one; its version is then one
    /// more. False when somebody else was faster: read it again and decide anew.
    pub async fn put_practice_record(&self, id: &str, expected: u64, json: &str) -> Result<bool> {
        let statement = if expected == 0 {
            "INSERT INTO practice_records (id, version, json) VALUES (?1, ?2 + 1, ?3)
             ON CONFLICT (id) DO NOTHING"
        } else {
            "UPDATE practice_records SET version = ?2 + 1, json = ?3 WHERE id = ?1 AND version = ?2"
        };
        let changed = sqlx::query(statement)
            .bind(id)
            .bind(signed(TABLE, "version", expected)?)
            .bind(json)
            .execute(&self.writer)
            .await
            .map_err(|source| StoreError::database("save a practice record", source))?;
        Ok(changed.rows_affected() == 1)
    }
}
