//! Reports: what costs are, by whatever is asked, with where the figures come from.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::group::grouped;
use super::words::{money, percent};
use super::{
    AccountName, Amount, Cost, Costs, Dimension, EnvironmentRules, Field, FieldValues, Month,
    Provenance, Question,
};

/// Costs by what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Report {
    pub question: Question,
    /// What was asked, with months and filters, in words and without a full stop.
    pub words: String,
    /// `$4,212.18, of which Amazon EC2 is $2,100.00 (50%).`
    pub sentence: String,
    /// In order of time where the first field is month or day, otherwise the largest of the asked cost
    /// first.
    pub rows: Vec<ReportRow>,
    /// Over all rows, by currency; currencies are never added.
    pub totals: BTreeMap<String, Costs>,
    /// Names of the accounts in the months.
    pub accounts: Vec<AccountName>,
    pub provenance: Provenance,
}

/// One line of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ReportRow {
    /// By field, `service`, the value; the empty text is none.
    #[cfg_attr(feature = "specta", specta(type = std::collections::BTreeMap<String, String>))]
    pub values: FieldValues,
    pub currency: String,
    #[serde(flatten)]
    pub costs: Costs,
    /// `PricingQuantity`; absent where usage types are mixed.
    pub quantity: Option<Amount>,
    /// Line items it is made of.
    pub lines: u64,
}

/// Answers a question over months of the store, all of which are in its range.
pub fn report(question: &Question, months: &[Month<'_>], rules: &EnvironmentRules) -> Report {
    let mut by = question.by.clone();
    let currency = Field::Ledger(Dimension::Currency);
    by.push(currency);
    let at_currency = by.len() - 1;
    let groups = grouped(months, &by, &question.filter, &Cost::ALL, rules);
    let names: Vec<Arc<str>> = question
        .by
        .iter()
        .map(|field| field.to_string().into())
        .collect();
    let shared = |values: &Vec<String>| values.iter().map(|value| value.as_str().into()).collect();
    let known: Vec<Vec<Arc<str>>> = groups.keys.values.iter().map(shared).collect();
    let mut totals: BTreeMap<String, Costs> = BTreeMap::new();
    let mut rows: Vec<ReportRow> = Vec::with_capacity(groups.groups.len());
    for group in &groups.groups {
        let costs = Costs::from_array(group.costs);
        let currency = groups.value(group, at_currency).to_owned();
        *totals.entry(currency.clone()).or_default() += costs;
        let values = names
            .iter()
            .enumerate()
            .map(|(at, name)| (name.clone(), known[at][groups.code(group, at)].clone()))
            .collect();
        rows.push(ReportRow {
            values,
            currency,
            costs,
            quantity: question.has_quantity().then_some(group.quantity),
            lines: group.lines,
        });
    }
    let rows = in_order(rows, question);
    let provenance = Provenance::of(months);
    Report {
        words: question.words(provenance.range()),
        sentence: sentence(question, &rows, &totals),
        question: question.clone(),
        rows,
        totals,
        accounts: accounts(months),
        provenance,
    }
}

/// Adds to a report over the biggest spenders what all other resources cost, from the same question
/// without resources over the ledger: totals are the ledger's again.
pub fn with_other_resources(mut report: Report, whole: &Report) -> Report {
    let resource = Field::Resource.to_string();
    let mut rest: BTreeMap<(FieldValues, String), ReportRow> = BTreeMap::new();
    for row in &whole.rows {
        let mut row = row.clone();
        row.values.insert(&resource, "");
        rest.insert((row.values.clone(), row.currency.clone()), row);
    }
    for row in &report.rows {
        let mut values = row.values.clone();
        values.insert(&resource, "");
        if let Some(rest) = rest.get_mut(&(values, row.currency.clone())) {
            rest.costs = rest.costs - row.costs;
            rest.lines = rest.lines.saturating_sub(row.lines);
            rest.quantity = rest
                .quantity
                .zip(row.quantity)
                .map(|(rest, known)| rest - known);
        }
    }
    report.rows.extend(
        rest.into_values()
            .filter(|row| row.lines > 0 || row.costs != Costs::default()),
    );
    report.totals = whole.totals.clone();
    report.rows = in_order(report.rows, &report.question);
    report.sentence = sentence(&report.question, &report.rows, &report.totals);
    report
}

/// The totals, and the largest row of each that has a name.
fn sentence(question: &Question, rows: &[ReportRow], totals: &BTreeMap<String, Costs>) -> String {
    if totals.is_empty() {
        return "Nothing was charged.".to_owned();
    }
    let of_currency = |(currency, costs): (&String, &Costs)| {
        let whole = costs.get(question.cost);
        let mut words = money(whole, currency);
        let largest = rows
            .iter()
            .filter(|row| row.currency == *currency)
            .max_by_key(|row| row.costs.get(question.cost));
        if let (false, Some(row)) = (question.by.is_empty(), largest)
            && row.costs.get(question.cost) > Amount::ZERO
        {
            let values: Vec<&str> = question
                .by
                .iter()
                .map(|field| field.shown(&row.values[&field.to_string()]))
                .collect();
            let amount = row.costs.get(question.cost);
            words.push_str(&format!(
                ", of which {} is {}",
                values.join(", "),
                money(amount, currency)
            ));
            if let Some(share) = percent(amount, whole) {
                words.push_str(&format!(" ({share})"));
            }
        }
        words
    };
    let all: Vec<String> = totals.iter().map(of_currency).collect();
    format!("{}.", all.join("; "))
}

/// By time where that comes first, then the largest amount, then values: the same for the same lines.
fn in_order(rows: Vec<ReportRow>, question: &Question) -> Vec<ReportRow> {
    let time = question
        .by
        .first()
        .filter(|field| matches!(field, Field::Month | Field::Day))
        .map(Field::to_string);
    // Keys are looked up once a row, not once a comparison.
    let mut keys: Vec<_> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let when = time.as_ref().and_then(|field| row.values.get(field));
            let amount = Reverse(row.costs.get(question.cost));
            (when, amount, &row.values, row.currency.as_str(), at)
        })
        .collect();
    keys.sort_unstable();
    let order: Vec<usize> = keys.into_iter().map(|(.., at)| at).collect();
    let mut rows: Vec<Option<ReportRow>> = rows.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| rows[at].take()).collect()
}

fn accounts(months: &[Month<'_>]) -> Vec<AccountName> {
    // The newest name counts.
    let names: BTreeMap<&str, &str> = months
        .iter()
        .flat_map(|month| &month.head.accounts)
        .map(|account| (account.id.as_str(), account.name.as_str()))
        .collect();
    names
        .into_iter()
        .map(|(id, name)| AccountName {
            id: id.to_owned(),
            name: name.to_owned(),
        })
        .collect()
}

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
