//! `audit`: what was changed in AWS, line by line. Lines are added and never touched again.

use engine::audit::{Entry, Line, hash};
use sqlx::Row as _;

use super::{column, signed, to_json, unsigned};
use crate::migrate::Migration;
use crate::{Result, Store, StoreError};

const TABLE: &str = "audit";

pub(crate) const MIGRATIONS: &[Migration] = &[(
    2026112701,
    "CREATE TABLE audit (
        seq INTEGER PRIMARY KEY,
        json TEXT NOT NULL,
        hash TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
        BEGIN SELECT RAISE (ABORT, 'the audit trail is only added to'); END;
    CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
        BEGIN SELECT RAISE (ABORT, 'the audit trail is only added to'); END",
)];

impl Store {
    /// Adds a line behind the last one, whoever wrote that; gives its number.
    pub async fn append_audit(&self, entry: &Entry) -> Result<u64> {
        let failed = |source| StoreError::database("write the audit trail", source);
        let json = to_json(TABLE, "json", entry)?;
        let mut transaction = self
            .writer
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map_err(failed)?;
        let last = sqlx::query("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")
            .fetch_optional(&mut *transaction)
            .await
            .map_err(failed)?;
        let (before, seq) = match &last {
            Some(row) => (
                column::<String>(TABLE, row, "hash")?,
                row.get::<i64, _>("seq") + 1,
            ),
            None => (String::new(), 1),
        };
        sqlx::query("INSERT INTO audit (seq, json, hash) VALUES (?1, ?2, ?3)")
            .bind(seq)
            .bind(&json)
            .bind(hash(&before, &json))
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        transaction.commit().await.map_err(failed)?;
        unsigned(TABLE, "seq", seq)
    }

    /// Lines behind a number, in order.
    pub async fn audit_lines(&self, after: u64, limit: u32) -> Result<Vec<Line>> {
        sqlx::query("SELECT seq, json, hash FROM audit WHERE seq > ?1 ORDER BY seq LIMIT ?2")
            .bind(signed(TABLE, "seq", after)?)
            .bind(limit)
            .fetch_all(&self.readers)
            .await
            .map_err(|source| StoreError::database("read the audit trail", source))?
            .iter()
            .map(|row| {
                Ok(Line {
                    seq: unsigned(TABLE, "seq", column(TABLE, row, "seq")?)?,
                    json: column(TABLE, row, "json")?,
                    hash: column(TABLE, row, "hash")?,
                })
            })
            .collect()
    }
}
