//! Forward-only migrations, owned by their tables, applied in order in one transaction.

use sqlx::{Connection, Row, SqliteConnection};

use crate::{Result, StoreError, table};

/// A migration: a dated number (`2026112401` is the first of 2026-11-24) and its SQL, which is
/// never edited once released.
pub(crate) type Migration = (i64, &'static str);

/// Every migration of every table, in order.
pub(crate) fn all() -> Vec<Migration> {
    let mut all: Vec<Migration> = table::MIGRATIONS
        .iter()
        .flat_map(|of_table| of_table.iter().copied())
        .collect();
    all.sort_by_key(|(number, _)| *number);
    all
}

/// Migrations that this store lacks. Refuses a store that knows more than this program.
pub(crate) async fn pending(
    conn: &mut SqliteConnection,
    known: &[Migration],
) -> Result<Vec<Migration>> {
    let applied = applied(conn).await?;
    if let Some(found) = applied
        .iter()
        .find(|number| !known.iter().any(|(own, _)| own == *number))
    {
        return Err(StoreError::Newer {
            found: *found,
            known: known.last().map_or(0, |(number, _)| *number),
        });
    }
    Ok(known
        .iter()
        .filter(|(number, _)| !applied.contains(number))
        .copied()
        .collect())
}

/// Applies migrations, all or none.
pub(crate) async fn apply(conn: &mut SqliteConnection, migrations: &[Migration]) -> Result<()> {
    let failed = |source| StoreError::database("migrate", source);
    let mut transaction = conn.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
    sqlx::raw_sql("CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY) STRICT")
        .execute(&mut *transaction)
        .await
        .map_err(failed)?;
    for (number, sql) in migrations {
        sqlx::raw_sql(*sql)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        sqlx::query("INSERT INTO migrations (number) VALUES (?1)")
            .bind(number)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
    }
    transaction.commit().await.map_err(failed)
}

async fn applied(conn: &mut SqliteConnection) -> Result<Vec<i64>> {
    let failed = |source| StoreError::database("read its migrations", source);
    let exists =
        sqlx::query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'")
            .fetch_optional(&mut *conn)
            .await
            .map_err(failed)?
            .is_some();
    if !exists {
        return Ok(Vec::new());
    }
    sqlx::query("SELECT number FROM migrations ORDER BY number")
        .fetch_all(conn)
        .await
        .map_err(failed)?
        .iter()
        .map(|row| row.try_get(0).map_err(failed))
        .collect()
}
