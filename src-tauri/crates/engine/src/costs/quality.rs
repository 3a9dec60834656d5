//! How far the figures can be trusted.

use std::collections::BTreeMap;

use domain::costs::{MonthKey, Quality, quality_question};

use super::Import;
use super::read::{read, stored};
use crate::{AppResult, Engine};

/// What the checks of all months found, what imports could not read, and whether the ledger adds up.
///
/// Refuses with `NotFound` where nothing was imported.
pub async fn quality(engine: &Engine) -> AppResult<Quality> {
    let imports = engine.ledger.imports().await?;
    let mut rejected: BTreeMap<MonthKey, u64> = BTreeMap::new();
    for month in stored(engine, None, None).await? {
        let key = &month.head.key;
        let of_month = |import: &&Import| import.months.iter().any(|one| one.key == *key);
        let count = imports
            .iter()
            .find(of_month)
            .map_or(0, |import| unread(import, &month.head.source));
        rejected.insert(key.clone(), count);
    }
    let read = read(engine, &quality_question()).await?;
    Ok(domain::costs::quality(&read.months(), &rejected))
}

/// Line items of these files that an import could not read.
fn unread(import: &Import, source: &[String]) -> u64 {
    // A zip's members are told behind its path, and a source in S3 has an entity tag behind its own.
    let of_month = |path: &str| {
        source
            .iter()
            .any(|source| path.starts_with(source.as_str()) || source.starts_with(path))
    };
    import
        .files
        .iter()
        .filter(|file| of_month(&file.path))
        .map(|file| file.rejected_count)
        .sum()
}
