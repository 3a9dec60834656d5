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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use secrecy::SecretString;

    use super::*;
    use crate::open::beside;
    use crate::{Opening, Store, backup};

    const LATER: [Migration; 3] = [
        (9_000_010_101, "CREATE TABLE later_one (id TEXT) STRICT"),
        (9_000_010_102, "CREATE TABLE later_two (id TEXT) STRICT"),
        (9_000_010_103, "CREATE TABLE later_three (id TEXT) STRICT"),
    ];

    fn key() -> SecretString {
        SecretString::from("0123456789abcdef".repeat(4))
    }

    async fn open(path: &std::path::Path, known: &[Migration]) -> Result<Store> {
        Opening::begin(path)
            .await?
            .open_knowing(&key(), known)
            .await
    }

    fn with(later: usize) -> Vec<Migration> {
        let mut known = all();
        known.extend_from_slice(&LATER[..later]);
        known
    }

    /// A released migration is never edited: stores that have it would differ from new ones.
    #[test]
    fn migrations_stay_as_they_were_released() {
        let told: Vec<String> = all()
            .iter()
            .map(|(number, sql)| {
                let words: Vec<&str> = sql.split_whitespace().collect();
                format!("{number} {}", words.join(" "))
            })
            .collect();
        insta::assert_snapshot!(told.join("\n"));
        assert!(
            all().windows(2).all(|pair| pair[0].0 < pair[1].0),
            "each number belongs to one migration"
        );
    }

    #[tokio::test]
    async fn a_backup_is_made_before_a_migration_and_the_last_two_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        for later in 0..=3 {
            let store = open(&path, &with(later)).await.unwrap();
            let version = u64::try_from(later).unwrap();
            assert!(
                store
                    .put_practice_record("count", version, &version.to_string())
                    .await
                    .unwrap(),
                "what was written before is there after migration {later}"
            );
            store.close().await;
        }
        open(&path, &with(3)).await.unwrap().close().await;
        assert_eq!(
            backup::list(&path).unwrap(),
            [
                beside(&path, ".backup-9000010101"),
                beside(&path, ".backup-9000010102"),
            ],
            "one before each migration, the oldest dropped, none without a migration"
        );
        let kept = open(&beside(&path, ".backup-9000010102"), &with(2))
            .await
            .unwrap();
        assert_eq!(
            kept.practice_record("count").await.unwrap(),
            Some((3, "2".to_owned())),
            "the backup opens with the same key and is of before the migration"
        );
    }

    #[tokio::test]
    async fn a_store_of_a_newer_version_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        open(&path, &with(1)).await.unwrap().close().await;
        let before = std::fs::read(&path).unwrap();
        let refused = open(&path, &all()).await.unwrap_err();
        assert!(
            matches!(
                refused,
                StoreError::Newer {
                    found: 9_000_010_101,
                    ..
                }
            ),
            "{refused:?}"
        );
        assert!(refused.hint().contains("Install the newest version"));
        assert_eq!(
            std::fs::read(&path).unwrap(),
            before,
            "not a byte was changed"
        );
        open(&path, &with(1)).await.unwrap();
    }

    #[tokio::test]
    async fn a_migration_that_fails_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        open(&path, &all()).await.unwrap().close().await;
        let mut known = with(1);
        known.push((9_000_010_109, "CREATE TABLE jobs (id TEXT)"));
        assert!(
            open(&path, &known).await.is_err(),
            "the second of two cannot be applied"
        );
        let store = open(&path, &all()).await.unwrap();
        assert!(
            store.jobs().await.unwrap().is_empty(),
            "the first is not there either, so the older version still opens it"
        );
    }
}
