//! `ledger_months` and `ledger_columns`: months of costs, each kept by columns. A month is written once,
//! under a number of its own, and replaced whole.

use std::borrow::Cow;
use std::collections::HashMap;
use std::panic::resume_unwind;
use std::sync::Arc;

use domain::costs::{
    Column, ColumnName, Grain, ImportedMonth, MonthHead, MonthKey, ResourceRow, Rows, RowsError,
    SplitRow, TagRow,
};
use engine::costs::Import;
use engine::costs::ports::{LedgerMark, StoredMonth};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::sqlite::SqliteRow;
use sqlx::{SqliteConnection, SqlitePool};
use tokio::task::JoinSet;

use super::{column, from_json, imports, to_json, unsigned, word};
use crate::columns::Known;
use crate::migrate::Migration;
use crate::open::READERS;
use crate::{Result, Store, StoreError};

const TABLE: &str = "ledger_months";
const COLUMNS: &str = "ledger_columns";

pub(crate) const MIGRATIONS: &[Migration] = &[
    (
        2026112712,
        "CREATE TABLE ledger_months (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        provider TEXT NOT NULL,
        billing_account TEXT NOT NULL,
        period TEXT NOT NULL,
        import_id TEXT NOT NULL,
        imported_at_ms INTEGER NOT NULL,
        head TEXT NOT NULL,
        UNIQUE (provider, billing_account, period)
    ) STRICT;
    CREATE TABLE ledger_columns (
        month_id INTEGER NOT NULL REFERENCES ledger_months (id) ON DELETE CASCADE,
        grain TEXT NOT NULL,
        name TEXT NOT NULL,
        bytes BLOB NOT NULL,
        PRIMARY KEY (month_id, grain, name)
    ) STRICT",
    ),
    (
        2026112752,
        "ALTER TABLE ledger_months ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
    UPDATE ledger_months SET bytes = LENGTH(head) + (
        SELECT COALESCE(SUM(LENGTH(bytes)), 0) FROM ledger_columns WHERE month_id = ledger_months.id
    )",
    ),
];

/// What is kept beside the rows, under this grain, as JSON.
const DETAIL: &str = "detail";

impl Store {
    pub(crate) async fn ledger_mark(&self) -> Result<LedgerMark> {
        let row = sqlx::query(
            // The number that was given last: a month that came and went between two looks took one as well.
            "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'ledger_months'), 0) AS newest,
                (SELECT COUNT(*) FROM ledger_months) AS count,
                (SELECT COALESCE(GROUP_CONCAT(id || state || CASE state WHEN 'running' THEN json ELSE '' END), '')
                 FROM imports) AS imports",
        )
        .fetch_one(&self.readers)
        .await
        .map_err(|source| StoreError::database("look where costs stand", source))?;
        Ok(LedgerMark {
            months: (
                column(TABLE, &row, "newest")?,
                column(TABLE, &row, "count")?,
            ),
            imports: column(TABLE, &row, "imports")?,
        })
    }

    pub(crate) async fn ledger_months(&self) -> Result<Vec<StoredMonth>> {
        sqlx::query(
            "SELECT id, imported_at_ms, head, bytes
             FROM ledger_months ORDER BY provider, billing_account, period",
        )
        .fetch_all(&self.readers)
        .await
        .map_err(|source| StoreError::database("list months of costs", source))?
        .iter()
        .map(stored_month)
        .collect()
    }

    pub(crate) async fn ledger_rows(
        &self,
        ids: &[i64],
        grain: Grain,
        names: &[ColumnName],
    ) -> Result<Vec<Rows>> {
        let mut known = self.known_columns(ids, grain, names).await?;
        // Months that were stored when this grain was not kept have the ledger itself, or the details as JSON.
        let older = lacking(ids, names, &known);
        match grain {
            _ if older.is_empty() => {}
            Grain::ServiceDay => {
                known.extend(self.known_columns(&older, Grain::Day, names).await?);
            }
            Grain::Resource | Grain::Tag => {
                for id in older {
                    let rows = self.older_details(id, grain).await?;
                    let columns = rows
                        .into_columns()
                        .map(|(name, column)| ((id, name), column));
                    let columns: Known = columns.collect();
                    self.columns.put(grain, &columns);
                    known.extend(columns);
                }
            }
            Grain::Day | Grain::Month => {}
        }
        let rows = ids.iter().map(|id| {
            let columns = names.iter().map(|name| {
                let column = known.get(&(*id, *name));
                let column = column.ok_or_else(|| StoreError::NotFound {
                    what: "column of costs",
                    id: format!("{} of month {id}", name.key()),
                })?;
                Ok((*name, column.clone()))
            });
            Rows::new(columns.collect::<Result<Vec<_>>>()?).map_err(unreadable)
        });
        rows.collect()
    }

    /// Columns as far as they are stored. What was not read lately is read by one statement for each
    /// reader, side by side: a report over years asks for hundreds of columns.
    async fn known_columns(
        &self,
        ids: &[i64],
        grain: Grain,
        names: &[ColumnName],
    ) -> Result<Known> {
        let mut known = self.columns.get(ids, grain, names);
        let lacking = lacking(ids, names, &known);
        let each = lacking.len().div_ceil(READERS as usize).max(1);
        let mut reading = JoinSet::new();
        for ids in lacking.chunks(each) {
            let asked = (ids.to_vec(), grain, names.to_vec());
            reading.spawn(read_columns(self.readers.clone(), asked));
        }
        while let Some(read) = reading.join_next().await {
            let read = read.unwrap_or_else(|error| resume_unwind(error.into_panic()))?;
            self.columns.put(grain, &read);
            known.extend(read);
        }
        Ok(known)
    }

    async fn column_bytes(&self, id: i64, grain: &str, name: &str) -> Result<Vec<u8>> {
        let row = sqlx::query(
            "SELECT bytes FROM ledger_columns WHERE month_id = ?1 AND grain = ?2 AND name = ?3",
        )
        .bind(id)
        .bind(grain)
        .bind(name)
        .fetch_optional(&self.readers)
        .await
        .map_err(|source| StoreError::database("read costs", source))?
        .ok_or_else(|| StoreError::NotFound {
            what: "column of costs",
            id: format!("{name} of month {id}"),
        })?;
        column(COLUMNS, &row, "bytes")
    }

    pub(crate) async fn ledger_resources(&self, id: i64) -> Result<Vec<ResourceRow>> {
        let names = ColumnName::all(Grain::Resource);
        let rows = self.ledger_rows(&[id], Grain::Resource, &names).await?;
        let all = rows.iter().map(|rows| rows.resources().map_err(unreadable));
        Ok(all.collect::<Result<Vec<_>>>()?.concat())
    }

    async fn older_details(&self, id: i64, grain: Grain) -> Result<Rows> {
        match grain {
            Grain::Tag => Rows::of_tags(&self.detail::<TagRow>(id, "tags").await?),
            _ => Rows::of_resources(&self.detail::<ResourceRow>(id, "resources").await?),
        }
        .map_err(unreadable)
    }

    pub(crate) async fn ledger_splits(&self, id: i64) -> Result<Vec<SplitRow>> {
        self.detail(id, "splits").await
    }

    async fn detail<T: DeserializeOwned>(&self, id: i64, name: &str) -> Result<Vec<T>> {
        let bytes = self.column_bytes(id, DETAIL, name).await?;
        let json = lz4_flex::decompress_size_prepended(&bytes)
            .map_err(|error| StoreError::corrupt(COLUMNS, "bytes", &error.to_string()))?;
        let json = String::from_utf8(json)
            .map_err(|error| StoreError::corrupt(COLUMNS, "bytes", &error.to_string()))?;
        from_json(COLUMNS, "bytes", &json)
    }

    pub(crate) async fn replace_months(
        &self,
        months: &[ImportedMonth],
        import: &Import,
        owner: &str,
        now_ms: i64,
    ) -> Result<()> {
        let failed = |source| StoreError::database("store costs", source);
        let mut transaction = self
            .writer
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map_err(failed)?;
        imports::write(&mut transaction, import, owner).await?;
        for month in months {
            delete(&mut transaction, &month.head.key).await?;
            insert(&mut transaction, month, &import.id, now_ms).await?;
        }
        transaction.commit().await.map_err(failed)
    }

    pub(crate) async fn delete_months(&self, keys: &[MonthKey]) -> Result<u64> {
        let failed = |source| StoreError::database("delete costs", source);
        let mut transaction = self
            .writer
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map_err(failed)?;
        let mut deleted = 0;
        for key in keys {
            deleted += delete(&mut transaction, key).await?;
        }
        transaction.commit().await.map_err(failed)?;
        Ok(deleted)
    }
}

/// Months of which not every column is known.
fn lacking(ids: &[i64], names: &[ColumnName], known: &Known) -> Vec<i64> {
    ids.iter()
        .copied()
        .filter(|id| names.iter().any(|name| !known.contains_key(&(*id, *name))))
        .collect()
}

fn unreadable(error: RowsError) -> StoreError {
    StoreError::corrupt(COLUMNS, "bytes", &error.to_string())
}

/// Columns of months, as far as they are kept.
async fn read_columns(
    readers: SqlitePool,
    (ids, grain, names): (Vec<i64>, Grain, Vec<ColumnName>),
) -> Result<Known> {
    let beside = names.iter().filter_map(|name| name.beside());
    let by_key: HashMap<String, ColumnName> = names
        .iter()
        .copied()
        .chain(beside)
        .map(|name| (name.key(), name))
        .collect();
    let keys: Vec<&String> = by_key.keys().collect();
    let rows = sqlx::query(
        "SELECT month_id, name, bytes FROM ledger_columns
         WHERE month_id IN (SELECT value FROM json_each(?1)) AND grain = ?2
         AND name IN (SELECT value FROM json_each(?3))",
    )
    .bind(to_json(COLUMNS, "month_id", &ids)?)
    .bind(word(COLUMNS, "grain", grain)?)
    .bind(to_json(COLUMNS, "name", &keys)?)
    .fetch_all(&readers)
    .await
    .map_err(|source| StoreError::database("read costs", source))?;
    let mut stored: Vec<(i64, ColumnName, &[u8])> = Vec::with_capacity(rows.len());
    for row in &rows {
        let name: &str = column(COLUMNS, row, "name")?;
        let id = column(COLUMNS, row, "month_id")?;
        stored.push((id, by_key[name], column(COLUMNS, row, "bytes")?));
    }
    // What others are kept beside comes first.
    stored.sort_by_key(|(_, name, _)| name.beside().is_some());
    let mut known = Known::new();
    for (id, name, bytes) in stored {
        let beside = name.beside().and_then(|name| known.get(&(id, name)));
        let read = Column::from_bytes(bytes, beside.map(|column| &**column)).map_err(unreadable)?;
        known.insert((id, name), Arc::new(read));
    }
    Ok(known)
}

async fn delete(conn: &mut SqliteConnection, key: &MonthKey) -> Result<u64> {
    let deleted = sqlx::query(
        "DELETE FROM ledger_months WHERE provider = ?1 AND billing_account = ?2 AND period = ?3",
    )
    .bind(&key.provider)
    .bind(&key.billing_account)
    .bind(key.period.to_string())
    .execute(conn)
    .await
    .map_err(|source| StoreError::database("delete costs", source))?;
    Ok(deleted.rows_affected())
}

async fn insert(
    conn: &mut SqliteConnection,
    month: &ImportedMonth,
    import: &str,
    now_ms: i64,
) -> Result<()> {
    let key = &month.head.key;
    let id = sqlx::query(
        "INSERT INTO ledger_months (provider, billing_account, period, import_id, imported_at_ms, head)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )
    .bind(&key.provider)
    .bind(&key.billing_account)
    .bind(key.period.to_string())
    .bind(import)
    .bind(now_ms)
    .bind(to_json(TABLE, "head", &month.head)?)
    .execute(&mut *conn)
    .await
    .map_err(|source| StoreError::database("store costs", source))?
    .last_insert_rowid();
    let coarser = |grain| Ok(Cow::Owned(month.rows.coarser(grain)?));
    let kept = Grain::OF_LEDGER.map(|grain| match grain {
        Grain::Day => (grain, Ok(Cow::Borrowed(&month.rows))),
        _ => (grain, coarser(grain)),
    });
    let details = [
        (Grain::Resource, Rows::of_resources(&month.resources)),
        (Grain::Tag, Rows::of_tags(&month.tags)),
    ];
    let details = details.map(|(grain, rows)| (grain, rows.map(Cow::Owned)));
    for (grain, rows) in kept.into_iter().chain(details) {
        let rows = rows.map_err(unreadable)?;
        let grain = word(COLUMNS, "grain", grain)?;
        for (name, column) in rows.columns() {
            let beside = name.beside().and_then(|name| rows.column(name));
            put(&mut *conn, id, &grain, &name.key(), column.to_bytes(beside)).await?;
        }
    }
    put(&mut *conn, id, DETAIL, "splits", packed(&month.splits)?).await?;
    // Kept, because lists of months would read every column for it.
    sqlx::query(
        "UPDATE ledger_months SET bytes = LENGTH(head) + (
            SELECT SUM(LENGTH(bytes)) FROM ledger_columns WHERE month_id = ledger_months.id
        ) WHERE id = ?1",
    )
    .bind(id)
    .execute(conn)
    .await
    .map_err(|source| StoreError::database("store costs", source))?;
    Ok(())
}

fn packed(value: &impl Serialize) -> Result<Vec<u8>> {
    let json = to_json(COLUMNS, "bytes", value)?;
    Ok(lz4_flex::compress_prepend_size(json.as_bytes()))
}

async fn put(
    conn: &mut SqliteConnection,
    id: i64,
    grain: &str,
    name: &str,
    bytes: Vec<u8>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO ledger_columns (month_id, grain, name, bytes) VALUES (?1, ?2, ?3, ?4)",
    )
    .bind(id)
    .bind(grain)
    .bind(name)
    .bind(bytes)
    .execute(conn)
    .await
    .map_err(|source| StoreError::database("store costs", source))?;
    Ok(())
}

fn stored_month(row: &SqliteRow) -> Result<StoredMonth> {
    let head: MonthHead = from_json(TABLE, "head", column(TABLE, row, "head")?)?;
    Ok(StoredMonth {
        id: column(TABLE, row, "id")?,
        head,
        imported_at_ms: column(TABLE, row, "imported_at_ms")?,
        bytes: unsigned(TABLE, "bytes", column(TABLE, row, "bytes")?)?,
    })
}
