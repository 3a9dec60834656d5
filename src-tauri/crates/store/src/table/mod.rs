//! One file a table: migrations, row, reads, writes.

mod accounts;
mod api_spend;
mod audit;
mod client_tokens;
mod drafts;
mod environments;
mod export_listings;
mod imports;
mod job_events;
mod job_leases;
mod jobs;
mod ledger_months;
mod practice_records;
mod settings;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::migrate::Migration;
use crate::{Result, StoreError};

/// Migrations by table.
pub(crate) const MIGRATIONS: &[&[Migration]] = &[
    settings::MIGRATIONS,
    environments::MIGRATIONS,
    accounts::MIGRATIONS,
    drafts::MIGRATIONS,
    jobs::MIGRATIONS,
    job_events::MIGRATIONS,
    client_tokens::MIGRATIONS,
    practice_records::MIGRATIONS,
    audit::MIGRATIONS,
    imports::MIGRATIONS,
    ledger_months::MIGRATIONS,
    api_spend::MIGRATIONS,
    export_listings::MIGRATIONS,
];

/// A value as JSON text.
fn to_json<T: Serialize>(table: &'static str, column: &'static str, value: &T) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| StoreError::corrupt(table, column, &error.to_string()))
}

/// A value from JSON text. What this version does not know is an error, never a default.
fn from_json<T: DeserializeOwned>(
    table: &'static str,
    column: &'static str,
    json: &str,
) -> Result<T> {
    serde_json::from_str(json)
        .map_err(|error| StoreError::corrupt(table, column, &format!("{error}: {json}")))
}

/// The word of an enum without fields, as in JSON but without its quotes.
fn word<T: Serialize>(table: &'static str, column: &'static str, value: T) -> Result<String> {
    let json = to_json(table, column, &value)?;
    Ok(json.trim_matches('"').to_owned())
}

/// An enum from its word.
fn from_word<T: DeserializeOwned>(
    table: &'static str,
    column: &'static str,
    word: &str,
) -> Result<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|_| StoreError::corrupt(table, column, word))
}

/// A column of a row; one of another type is a corrupt value.
fn column<'r, T>(table: &'static str, row: &'r SqliteRow, column: &'static str) -> Result<T>
where
    T: sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
{
    row.try_get(column)
        .map_err(|error| StoreError::corrupt(table, column, &error.to_string()))
}

/// SQLite's integers are signed.
fn unsigned(table: &'static str, column: &'static str, value: i64) -> Result<u64> {
    u64::try_from(value).map_err(|_| StoreError::corrupt(table, column, &value.to_string()))
}

fn signed(table: &'static str, column: &'static str, value: u64) -> Result<i64> {
    i64::try_from(value).map_err(|_| StoreError::corrupt(table, column, &value.to_string()))
}
