//! Makes the ledger's rows of what was rolled up, and proves that nothing was lost on the way.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::costs::{
    AmountColumn, Column, ColumnName, Cost, Costs, Dimension, DimensionColumn, ImportedMonth, Rows,
};
use engine::{AppError, AppResult};

use crate::rollup::{Group, Rollup};

const DIMENSIONS: usize = Dimension::ALL.len();

/// The months of a delivery, by key. Refuses with `Internal` where a month's rows do not add up to its
/// line items.
pub(crate) fn months(mut rollup: Rollup<'_>) -> AppResult<Vec<ImportedMonth>> {
    rollup.forget();
    let months = std::mem::take(&mut rollup.months);
    let mut groups: Vec<Vec<Group>> = months.iter().map(|_| Vec::new()).collect();
    for group in std::mem::take(&mut rollup.groups) {
        groups[rollup.classes[group.class as usize].month as usize].push(group);
    }
    let mut finished = Vec::with_capacity(months.len());
    for (month, groups) in months.into_iter().zip(groups) {
        let rows = rows(&rollup, groups)
            .map_err(|error| AppError::internal("A month's rows cannot be kept.").because(error))?;
        let month = month.finish(&rows);
        let totals = totals(&rows);
        if totals != month.head.totals {
            return Err(AppError::internal(format!(
                "The rows of {} add up to {totals:?}, its line items to {:?}. Nothing was changed.",
                month.head.key.period, month.head.totals
            )));
        }
        finished.push(ImportedMonth {
            head: month.head,
            rows,
            resources: month.resources,
            tags: month.tags,
            splits: month.splits,
        });
    }
    finished.sort_by(|a, b| a.head.key.cmp(&b.head.key));
    Ok(finished)
}

/// Rows in the order of their dimensions' values and days, whatever order line items came in.
fn rows(rollup: &Rollup<'_>, groups: Vec<Group>) -> Result<Rows, domain::costs::RowsError> {
    let mut values: Vec<Vec<String>> = Vec::with_capacity(DIMENSIONS);
    let mut ranks: Vec<Vec<u32>> = Vec::with_capacity(DIMENSIONS);
    for at in 0..DIMENSIONS {
        let all = &rollup.values[at].values;
        let mut used = vec![false; all.len()];
        for group in &groups {
            used[rollup.classes[group.class as usize].codes[at] as usize] = true;
        }
        let mut order: Vec<u32> = (0..all.len() as u32)
            .filter(|code| used[*code as usize])
            .collect();
        order.sort_unstable_by(|a, b| all[*a as usize].cmp(&all[*b as usize]));
        let mut rank = vec![0; all.len()];
        for (place, code) in order.iter().enumerate() {
            rank[*code as usize] = place as u32;
        }
        values.push(
            order
                .iter()
                .map(|code| all[*code as usize].clone())
                .collect(),
        );
        ranks.push(rank);
    }
    let mut sorted: Vec<([u32; DIMENSIONS], Group)> = groups
        .into_iter()
        .map(|group| {
            let codes = &rollup.classes[group.class as usize].codes;
            (
                std::array::from_fn(|at| ranks[at][codes[at] as usize]),
                group,
            )
        })
        .collect();
    sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.day.cmp(&b.1.day)));
    let mut columns: Vec<(ColumnName, Arc<Column>)> = vec![(
        ColumnName::Day,
        Arc::new(Column::Days(
            sorted.iter().map(|(_, group)| group.day).collect(),
        )),
    )];
    for (dimension, values) in Dimension::ALL.into_iter().zip(values) {
        let codes = sorted
            .iter()
            .map(|(codes, _)| codes[dimension.index()])
            .collect();
        columns.push((
            ColumnName::Dimension(dimension),
            Arc::new(Column::Dimension(DimensionColumn { values, codes })),
        ));
    }
    for cost in Cost::ALL {
        let amounts: Vec<_> = sorted
            .iter()
            .map(|(_, group)| group.sums.costs.get(cost))
            .collect();
        columns.push((
            ColumnName::Cost(cost),
            Arc::new(Column::Amounts(AmountColumn::new(&amounts))),
        ));
    }
    let quantities: Vec<_> = sorted
        .iter()
        .map(|(_, group)| group.sums.quantity)
        .collect();
    columns.push((
        ColumnName::Quantity,
        Arc::new(Column::Amounts(AmountColumn::new(&quantities))),
    ));
    let lines = sorted.iter().map(|(_, group)| group.sums.lines).collect();
    columns.push((ColumnName::Lines, Arc::new(Column::Counts(lines))));
    Rows::new(columns)
}

/// Totals by currency, from the rows as they will be stored.
fn totals(rows: &Rows) -> BTreeMap<String, Costs> {
    let mut totals = BTreeMap::new();
    let Some(currency) = rows.dimension(Dimension::Currency) else {
        return totals;
    };
    let costs = Cost::ALL.map(|cost| rows.cost(cost));
    for row in 0..rows.len() {
        let amounts =
            costs.map(|column| column.map_or_else(Default::default, |column| column.get(row)));
        let currency = &currency.values[currency.codes[row] as usize];
        *totals.entry(currency.clone()).or_default() += Costs::from_array(amounts);
    }
    totals
}
