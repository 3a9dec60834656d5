//! `imports`: imports of costs as they are persisted, and the right to carry one out.

use engine::costs::Import;
use sqlx::sqlite::SqliteRow;

use super::{column, from_json, to_json, word};
use crate::migrate::Migration;
use crate::{Result, Store, StoreError};

const TABLE: &str = "imports";

pub(crate) const MIGRATIONS: &[Migration] = &[(
    2026112711,
    "CREATE TABLE imports (
        id TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        started_at_ms INTEGER NOT NULL,
        cancel_requested INTEGER NOT NULL DEFAULT 0,
        lease_owner TEXT,
        lease_until_ms INTEGER,
        json TEXT NOT NULL
    ) STRICT;
    CREATE INDEX imports_newest ON imports (started_at_ms)",
)];

impl Store {
    pub(crate) async fn add_import(&self, import: &Import) -> Result<()> {
        sqlx::query("INSERT INTO imports (id, state, started_at_ms, json) VALUES (?1, ?2, ?3, ?4)")
            .bind(&import.id)
            .bind(word(TABLE, "state", import.state)?)
            .bind(import.started_at_ms)
            .bind(to_json(TABLE, "json", import)?)
            .execute(&self.writer)
            .await
            .map_err(|source| StoreError::database("add an import", source))?;
        Ok(())
    }

    pub(crate) async fn save_import(&self, import: &Import, owner: &str) -> Result<()> {
        let failed = |source| StoreError::database("save an import", source);
        let mut conn = self.writer.acquire().await.map_err(failed)?;
        write(&mut conn, import, owner).await
    }

    pub(crate) async fn import(&self, id: &str) -> Result<Option<Import>> {
        sqlx::query("SELECT json FROM imports WHERE id = ?1")
            .bind(id)
            .fetch_optional(&self.readers)
            .await
            .map_err(|source| StoreError::database("read an import", source))?
            .map(|row| import(&row))
            .transpose()
    }

    pub(crate) async fn imports(&self) -> Result<Vec<Import>> {
        sqlx::query("SELECT json FROM imports ORDER BY started_at_ms DESC, id")
            .fetch_all(&self.readers)
            .await
            .map_err(|source| StoreError::database("list imports", source))?
            .iter()
            .map(import)
            .collect()
    }

    /// A lease that reaches further than one taken now could is of a clock that was set back since, and
    /// is void.
    pub(crate) async fn lease_import(
        &self,
        id: &str,
        owner: &str,
        now_ms: i64,
        until_ms: i64,
    ) -> Result<bool> {
        let changed = sqlx::query(
            "UPDATE imports SET lease_owner = ?2, lease_until_ms = ?4
             WHERE id = ?1 AND (lease_owner IS NULL OR lease_owner = ?2 OR lease_until_ms <= ?3
                OR lease_until_ms > ?5)",
        )
        .bind(id)
        .bind(owner)
        .bind(now_ms)
        .bind(until_ms)
        .bind(until_ms.saturating_add(until_ms.saturating_sub(now_ms)))
        .execute(&self.writer)
        .await
        .map_err(|source| StoreError::database("lease an import", source))?;
        Ok(changed.rows_affected() == 1)
    }

    pub(crate) async fn request_import_cancel(&self, id: &str) -> Result<()> {
        let changed = sqlx::query("UPDATE imports SET cancel_requested = 1 WHERE id = ?1")
            .bind(id)
            .execute(&self.writer)
            .await
            .map_err(|source| StoreError::database("cancel an import", source))?;
        if changed.rows_affected() == 0 {
            return Err(StoreError::NotFound {
                what: "import",
                id: id.to_owned(),
            });
        }
        Ok(())
    }

    pub(crate) async fn import_cancel_requested(&self, id: &str) -> Result<bool> {
        let row = sqlx::query("SELECT cancel_requested FROM imports WHERE id = ?1")
            .bind(id)
            .fetch_optional(&self.readers)
            .await
            .map_err(|source| StoreError::database("read an import", source))?;
        row.map_or(Ok(false), |row| column(TABLE, &row, "cancel_requested"))
    }
}

/// Writes an import, unless somebody else carries it out by now.
pub(super) async fn write(
    conn: &mut sqlx::SqliteConnection,
    import: &Import,
    owner: &str,
) -> Result<()> {
    let changed = sqlx::query(
        "UPDATE imports SET state = ?3, json = ?4
         WHERE id = ?1 AND lease_owner = ?2",
    )
    .bind(&import.id)
    .bind(owner)
    .bind(word(TABLE, "state", import.state)?)
    .bind(to_json(TABLE, "json", import)?)
    .execute(conn)
    .await
    .map_err(|source| StoreError::database("save an import", source))?;
    if changed.rows_affected() == 0 {
        return Err(StoreError::DrivenElsewhere {
            job: import.id.clone(),
        });
    }
    Ok(())
}

fn import(row: &SqliteRow) -> Result<Import> {
    from_json(TABLE, "json", column(TABLE, row, "json")?)
}
