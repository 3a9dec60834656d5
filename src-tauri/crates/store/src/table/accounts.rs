//! `accounts`: the ways into AWS. No secret is in here; those are in the keychain.

use engine::accounts::Account;
use sqlx::sqlite::SqliteRow;

use super::{column, from_json, to_json};
use crate::migrate::Migration;
use crate::{Result, Store, StoreError};

const TABLE: &str = "accounts";

pub(crate) const MIGRATIONS: &[Migration] = &[(
    2026112601,
    "CREATE TABLE accounts (
        name TEXT PRIMARY KEY COLLATE NOCASE,
        account TEXT NOT NULL
    ) STRICT",
)];

impl Store {
    /// Every account, by name.
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        sqlx::query("SELECT account FROM accounts ORDER BY name")
            .fetch_all(&self.readers)
            .await
            .map_err(|source| StoreError::database("list accounts", source))?
            .iter()
            .map(account)
            .collect()
    }

    /// One account; capitals do not matter.
    pub async fn account(&self, name: &str) -> Result<Option<Account>> {
        sqlx::query("SELECT account FROM accounts WHERE name = ?1")
            .bind(name)
            .fetch_optional(&self.readers)
            .await
            .map_err(|source| StoreError::database("read an account", source))?
            .as_ref()
            .map(account)
            .transpose()
    }

    /// Adds or replaces the account of that name.
    pub async fn save_account(&self, account: &Account) -> Result<()> {
        sqlx::query(
            "INSERT INTO accounts (name, account) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET account = excluded.account",
        )
        .bind(&account.name)
        .bind(to_json(TABLE, "account", account)?)
        .execute(&self.writer)
        .await
        .map_err(|source| StoreError::database("save an account", source))?;
        Ok(())
    }

    /// Forgets an account; one that is gone already is no error.
    pub async fn forget_account(&self, name: &str) -> Result<()> {
        sqlx::query("DELETE FROM accounts WHERE name = ?1")
            .bind(name)
            .execute(&self.writer)
            .await
            .map_err(|source| StoreError::database("forget an account", source))?;
        Ok(())
    }
}

fn account(row: &SqliteRow) -> Result<Account> {
    from_json(TABLE, "account", column(TABLE, row, "account")?)
}
