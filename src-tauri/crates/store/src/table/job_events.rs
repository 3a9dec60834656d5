//! `job_events`: every event of a job once, numbered from 1 in the order of its arrival.

use std::collections::BTreeSet;

use domain::launch::StackEvent;
use engine::jobs::EventRow;
use serde::Serialize;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::{column, from_json, signed, to_json, unsigned};
use crate::migrate::Migration;
use crate::{Result, Store, StoreError};

const TABLE: &str = "job_events";

pub(crate) const MIGRATIONS: &[Migration] = &[(
    2026112405,
    "CREATE TABLE job_events (
        job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
        seq INTEGER NOT NULL,
        event_id TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        stack TEXT NOT NULL,
        event TEXT NOT NULL,
        PRIMARY KEY (job_id, seq),
        UNIQUE (job_id, event_id)
    ) STRICT, WITHOUT ROWID",
)];

#[derive(Serialize)]
struct NewEvent<'a> {
    stack: &'a str,
    event: &'a StackEvent,
}

impl Store {
    /// Events of a job behind a sequence number, in order, at most `limit`.
    pub async fn job_events(&self, id: &str, after: u64, limit: u32) -> Result<Vec<EventRow>> {
        sqlx::query(
            "SELECT seq, stack, event FROM job_events WHERE job_id = ?1 AND seq > ?2
             ORDER BY seq LIMIT ?3",
        )
        .bind(id)
        .bind(signed(TABLE, "seq", after)?)
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(|source| StoreError::database("read events", source))?
        .iter()
        .map(row)
        .collect()
    }
}

/// The events as one JSON array, each ID once; nothing for no events.
pub(super) fn batch(events: &[(String, StackEvent)]) -> Result<Option<String>> {
    let mut seen = BTreeSet::new();
    let new: Vec<NewEvent<'_>> = events
        .iter()
        .filter(|(_, event)| seen.insert(event.id.as_str()))
        .map(|(stack, event)| NewEvent { stack, event })
        .collect();
    if new.is_empty() {
        return Ok(None);
    }
    to_json(TABLE, "event", &new).map(Some)
}

/// Inserts a batch in one statement, however many events there are: sqlx hands every statement to
/// another thread and back, which costs more than a row does.
pub(super) async fn insert(conn: &mut SqliteConnection, id: &str, batch: &str) -> Result<()> {
    sqlx::query(
        "INSERT INTO job_events (job_id, seq, event_id, at_ms, stack, event)
         SELECT ?1,
            (SELECT coalesce(max(seq), 0) FROM job_events WHERE job_id = ?1)
                + row_number() OVER (ORDER BY new.key),
            new.value ->> '$.event.id', new.value ->> '$.event.atMs', new.value ->> '$.stack',
            new.value -> '$.event'
         FROM json_each(?2) AS new
         WHERE NOT EXISTS (SELECT 1 FROM job_events AS known
            WHERE known.job_id = ?1 AND known.event_id = new.value ->> '$.event.id')",
    )
    .bind(id)
    .bind(batch)
    .execute(conn)
    .await
    .map_err(|source| StoreError::database("save events", source))?;
    Ok(())
}

fn row(row: &SqliteRow) -> Result<EventRow> {
    Ok(EventRow {
        seq: unsigned(TABLE, "seq", column(TABLE, row, "seq")?)?,
        stack: column(TABLE, row, "stack")?,
        event: from_json(TABLE, "event", column(TABLE, row, "event")?)?,
    })
}
