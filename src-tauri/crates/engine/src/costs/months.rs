//! The months that are kept, and forgetting them.

use domain::costs::{Mask, MonthHead, Period};
use serde::{Deserialize, Serialize};

use super::read::stored;
use crate::Engine;
use crate::error::{AppError, AppResult, ErrorCode};

/// A month that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct KeptMonth {
    #[serde(flatten)]
    pub head: MonthHead,
    pub imported_at_ms: i64,
    /// Bytes it takes in the store.
    pub bytes: u64,
}

/// What shortens the account numbers of every month that is kept.
pub async fn mask(engine: &Engine) -> AppResult<Mask> {
    let months = engine.ledger.months().await?;
    Ok(Mask::of_months(months.iter().map(|month| &month.head)))
}

/// Every month that is kept, by time.
pub async fn months(engine: &Engine) -> AppResult<Vec<KeptMonth>> {
    if engine.ledger.months().await?.is_empty() {
        return Ok(Vec::new());
    }
    let months = stored(engine, None, None).await?;
    Ok(months
        .into_iter()
        .map(|month| KeptMonth {
            head: month.head,
            imported_at_ms: month.imported_at_ms,
            bytes: month.bytes,
        })
        .collect())
}

/// Forgets all that is kept of a range of months, and tells what it was. The files that it came from
/// stay as they are.
///
/// Refuses with `InvalidInput` a range that ends before it begins, and with `NotFound` one of which
/// nothing is kept.
pub async fn delete_months(engine: &Engine, from: Period, to: Period) -> AppResult<Vec<KeptMonth>> {
    if from > to {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{from} is after {to}."),
        ));
    }
    let gone: Vec<KeptMonth> = months(engine)
        .await?
        .into_iter()
        .filter(|month| (from..=to).contains(&month.head.key.period))
        .collect();
    if gone.is_empty() {
        return Err(AppError::new(
            ErrorCode::NotFound,
            "Nothing is kept of these months.",
        ));
    }
    let keys: Vec<_> = gone.iter().map(|month| month.head.key.clone()).collect();
    engine.ledger.delete_months(&keys).await?;
    Ok(gone)
}
