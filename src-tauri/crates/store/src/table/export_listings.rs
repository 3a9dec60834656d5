//! `export_listings`: what the bucket of a Data Export held when it was listed last.

use engine::costs::billing::Listing;

use super::{column, from_json, to_json};
use crate::migrate::Migration;
use crate::{Result, Store, StoreError};

const TABLE: &str = "export_listings";

pub(crate) const MIGRATIONS: &[Migration] = &[(
    2026112751,
    "CREATE TABLE export_listings (
        account TEXT NOT NULL,
        export TEXT NOT NULL,
        json TEXT NOT NULL,
        PRIMARY KEY (account, export)
    ) STRICT",
)];

impl Store {
    pub(crate) async fn keep_listing(
        &self,
        account: &str,
        export: &str,
        listing: &Listing,
    ) -> Result<()> {
        sqlx::query(
            "INSERT OR REPLACE INTO export_listings (account, export, json) VALUES (?1, ?2, ?3)",
        )
        .bind(account)
        .bind(export)
        .bind(to_json(TABLE, "json", listing)?)
        .execute(&self.writer)
        .await
        .map_err(|source| StoreError::database("keep a list", source))?;
        Ok(())
    }

    pub(crate) async fn listing(&self, account: &str, export: &str) -> Result<Option<Listing>> {
        sqlx::query("SELECT json FROM export_listings WHERE account = ?1 AND export = ?2")
            .bind(account)
            .bind(export)
            .fetch_optional(&self.readers)
            .await
            .map_err(|source| StoreError::database("read a list", source))?
            .map(|row| from_json(TABLE, "json", column(TABLE, &row, "json")?))
            .transpose()
    }
}
