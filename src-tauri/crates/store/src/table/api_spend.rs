//! `api_spend`: calls that AWS charges for.

use domain::costs::Amount;
use engine::costs::spend::Spend;
use sqlx::sqlite::SqliteRow;

use super::column;
use crate::migrate::Migration;
use crate::{Result, Store, StoreError};

const TABLE: &str = "api_spend";

pub(crate) const MIGRATIONS: &[Migration] = &[(
    2026112713,
    "CREATE TABLE api_spend (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at_ms INTEGER NOT NULL,
        account TEXT NOT NULL,
        call TEXT NOT NULL,
        usd TEXT NOT NULL,
        what TEXT NOT NULL
    ) STRICT;
    CREATE INDEX api_spend_newest ON api_spend (at_ms)",
)];

impl Store {
    pub(crate) async fn add_spend(&self, spend: &Spend) -> Result<i64> {
        let added = sqlx::query(
            "INSERT INTO api_spend (at_ms, account, call, usd, what) VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .bind(spend.at_ms)
        .bind(&spend.account)
        .bind(&spend.call)
        .bind(spend.usd.to_string())
        .bind(&spend.what)
        .execute(&self.writer)
        .await
        .map_err(|source| StoreError::database("write down a call", source))?;
        Ok(added.last_insert_rowid())
    }

    pub(crate) async fn settle_spend(&self, number: i64, usd: Amount) -> Result<()> {
        sqlx::query("UPDATE api_spend SET usd = ?2 WHERE number = ?1")
            .bind(number)
            .bind(usd.to_string())
            .execute(&self.writer)
            .await
            .map_err(|source| StoreError::database("write down a call", source))?;
        Ok(())
    }

    pub(crate) async fn spend_since(&self, at_ms: i64) -> Result<Vec<Spend>> {
        sqlx::query("SELECT * FROM api_spend WHERE at_ms >= ?1 ORDER BY at_ms DESC, number DESC")
            .bind(at_ms)
            .fetch_all(&self.readers)
            .await
            .map_err(|source| StoreError::database("list calls", source))?
            .iter()
            .map(spend)
            .collect()
    }
}

fn spend(row: &SqliteRow) -> Result<Spend> {
    let usd: String = column(TABLE, row, "usd")?;
    Ok(Spend {
        at_ms: column(TABLE, row, "at_ms")?,
        account: column(TABLE, row, "account")?,
        call: column(TABLE, row, "call")?,
        usd: usd
            .parse()
            .map_err(|_| StoreError::corrupt(TABLE, "usd", &usd))?,
        what: column(TABLE, row, "what")?,
    })
}
