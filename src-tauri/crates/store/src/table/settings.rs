//! `settings`: one JSON value by name.

use engine::settings::Settings;

use super::{column, from_json, to_json};
use crate::migrate::Migration;
use crate::{Result, Store, StoreError};

const TABLE: &str = "settings";
const KEY: &str = "settings";

pub(crate) const MIGRATIONS: &[Migration] = &[(
    2026112401,
    "CREATE TABLE settings (key TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID",
)];

impl Store {
    /// The settings; those of a new installation before any were saved.
    pub async fn settings(&self) -> Result<Settings> {
        let row = sqlx::query("SELECT json FROM settings WHERE key = ?1")
            .bind(KEY)
            .fetch_optional(&self.readers)
            .await
            .map_err(|source| StoreError::database("read settings", source))?;
        match row {
            None => Ok(Settings::default()),
            Some(row) => from_json(TABLE, "json", column(TABLE, &row, "json")?),
        }
    }

    /// Replaces the settings.
    pub async fn save_settings(&self, settings: &Settings) -> Result<()> {
        sqlx::query(
            "INSERT INTO settings (key, json) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET json = excluded.json",
        )
        .bind(KEY)
        .bind(to_json(TABLE, "json", settings)?)
        .execute(&self.writer)
        .await
        .map_err(|source| StoreError::database("save settings", source))?;
        Ok(())
    }
}
