//! What an import changed of a month that was there before.

use std::collections::BTreeMap;

use domain::costs::{ColumnName, Cost, Costs, Dimension, Grain, ImportedMonth, MonthKey, Rows};
use serde::{Deserialize, Serialize};

use super::ports::StoredMonth;
use crate::{AppError, AppResult, Engine};

/// Services that a restatement names, those with the largest change.
const NAMED: usize = 5;

/// A month that came in, and what it replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct MonthChange {
    pub key: MonthKey,
    /// Line items.
    pub lines: u64,
    /// By currency.
    pub totals: BTreeMap<String, Costs>,
    /// Totals that were there before, by currency; absent for a month that is new.
    pub before: Option<BTreeMap<String, Costs>>,
    /// What explains the difference, the largest first.
    pub restated: Vec<RestatedLine>,
}

/// A service whose cost differs from what was there before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RestatedLine {
    pub service: String,
    pub currency: String,
    pub before: Costs,
    pub after: Costs,
}

pub(super) async fn month_change(
    engine: &Engine,
    known: Option<&StoredMonth>,
    month: &ImportedMonth,
) -> AppResult<MonthChange> {
    let mut change = MonthChange {
        key: month.head.key.clone(),
        lines: month.head.lines,
        totals: month.head.totals.clone(),
        before: None,
        restated: Vec::new(),
    };
    let Some(known) = known else {
        return Ok(change);
    };
    change.before = Some(known.head.totals.clone());
    if known.head.totals == month.head.totals {
        return Ok(change);
    }
    let columns: Vec<ColumnName> = Cost::ALL
        .map(ColumnName::Cost)
        .into_iter()
        .chain([Dimension::Service, Dimension::Currency].map(ColumnName::Dimension))
        .collect();
    let rows = engine
        .ledger
        .rows(&[known.id], Grain::Month, &columns)
        .await?;
    let before = by_service(rows.first().unwrap_or(&Rows::default()))?;
    let after = by_service(&month.rows)?;
    let names: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    change.restated = names
        .into_iter()
        .map(|name| RestatedLine {
            service: name.0.clone(),
            currency: name.1.clone(),
            before: before.get(name).copied().unwrap_or_default(),
            after: after.get(name).copied().unwrap_or_default(),
        })
        .filter(|line| line.before != line.after)
        .collect();
    change.restated.sort_by_key(|line| {
        let difference = line.after - line.before;
        std::cmp::Reverse(
            difference
                .effective
                .0
                .unsigned_abs()
                .max(difference.billed.0.unsigned_abs()),
        )
    });
    change.restated.truncate(NAMED);
    Ok(change)
}

/// Costs by service and currency.
fn by_service(rows: &Rows) -> AppResult<BTreeMap<(String, String), Costs>> {
    let lacking = || AppError::internal("A column of the ledger is missing.");
    let services = rows.dimension(Dimension::Service).ok_or_else(lacking)?;
    let currencies = rows.dimension(Dimension::Currency).ok_or_else(lacking)?;
    let width = currencies.values.len();
    let group = |row: usize| services.codes[row] as usize * width + currencies.codes[row] as usize;
    let mut sums = vec![[domain::costs::Amount::ZERO; 4]; services.values.len() * width];
    for cost in Cost::ALL {
        let mut of_cost = vec![domain::costs::Amount::ZERO; sums.len()];
        rows.cost(cost)
            .ok_or_else(lacking)?
            .add_to(&mut of_cost, |row| Some(group(row)));
        for (sum, amount) in sums.iter_mut().zip(of_cost) {
            sum[cost.index()] = amount;
        }
    }
    let mut out: BTreeMap<(String, String), Costs> = BTreeMap::new();
    for row in 0..rows.len() {
        let key = (
            services.values[services.codes[row] as usize].clone(),
            currencies.values[currencies.codes[row] as usize].clone(),
        );
        out.entry(key)
            .or_insert_with(|| Costs::from_array(sums[group(row)]));
    }
    Ok(out)
}
