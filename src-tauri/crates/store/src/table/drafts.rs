//! `drafts`: unfinished wizards.

use engine::environments::Draft;
use sqlx::sqlite::SqliteRow;

use super::{column, from_json, to_json};
use crate::migrate::Migration;
use crate::{Result, Store, StoreError};

const TABLE: &str = "drafts";

pub(crate) const MIGRATIONS: &[Migration] = &[
    (
        2026112403,
        "CREATE TABLE drafts (
            id TEXT PRIMARY KEY,
            step INTEGER NOT NULL,
            saved_at_ms INTEGER NOT NULL,
            file TEXT NOT NULL
        ) STRICT",
    ),
    // Name of the environment that a draft changes; null for a new one.
    (2026112710, "ALTER TABLE drafts ADD COLUMN environment TEXT"),
];

impl Store {
    /// Every draft, the one saved last first.
    pub async fn drafts(&self) -> Result<Vec<Draft>> {
        sqlx::query("SELECT * FROM drafts ORDER BY saved_at_ms DESC, id")
            .fetch_all(&self.readers)
            .await
            .map_err(|source| StoreError::database("list drafts", source))?
            .iter()
            .map(draft)
            .collect()
    }

    /// Adds or replaces a draft.
    pub async fn save_draft(&self, draft: &Draft) -> Result<()> {
        sqlx::query(
            "INSERT INTO drafts (id, step, saved_at_ms, file, environment) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO UPDATE SET step = excluded.step,
                saved_at_ms = excluded.saved_at_ms, file = excluded.file,
                environment = excluded.environment",
        )
        .bind(&draft.id)
        .bind(draft.step)
        .bind(draft.saved_at_ms)
        .bind(to_json(TABLE, "file", &draft.file)?)
        .bind(&draft.environment)
        .execute(&self.writer)
        .await
        .map_err(|source| StoreError::database("save a draft", source))?;
        Ok(())
    }

    /// Deletes a draft; one that is gone already is no error.
    pub async fn delete_draft(&self, id: &str) -> Result<()> {
        sqlx::query("DELETE FROM drafts WHERE id = ?1")
            .bind(id)
            .execute(&self.writer)
            .await
            .map_err(|source| StoreError::database("delete a draft", source))?;
        Ok(())
    }
}

fn draft(row: &SqliteRow) -> Result<Draft> {
    Ok(Draft {
        id: column(TABLE, row, "id")?,
        environment: column(TABLE, row, "environment")?,
        file: from_json(TABLE, "file", column(TABLE, row, "file")?)?,
        step: column(TABLE, row, "step")?,
        saved_at_ms: column(TABLE, row, "saved_at_ms")?,
    })
}
