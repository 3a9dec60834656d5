//! Reports: what costs are, by whatever is asked, with where the figures come from.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::group::{Groups, grouped};
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
    let rows = rows_of(question, &groups);
    let mut totals: Vec<Option<Costs>> = vec![None; groups.keys.values[at_currency].len()];
    for group in &groups.groups {
        *totals[groups.code(group, at_currency)].get_or_insert_default() +=
            Costs::from_array(group.costs);
    }
    let totals = (groups.keys.values[at_currency].iter().zip(totals))
        .filter_map(|(currency, costs)| Some((currency.clone(), costs?)))
        .collect();
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

/// Groups by the question's fields and currency as rows, in order.
fn rows_of(question: &Question, groups: &Groups) -> Vec<ReportRow> {
    let names: Vec<Arc<str>> = (question.by.iter())
        .map(|field| field.to_string().into())
        .collect();
    let shared = |values: &Vec<String>| values.iter().map(|value| value.as_str().into()).collect();
    let known: Vec<Vec<Arc<str>>> = groups.keys.values.iter().map(shared).collect();
    let times = time_field(question).map(|_| ranks(&groups.keys.values[0]));
    // Ties go by values, in the order of their fields' names, and then by currency.
    let mut fields: Vec<usize> = (0..names.len()).collect();
    fields.sort_by_key(|at| &names[*at]);
    fields.push(names.len());
    let values = |at: usize| {
        let group = &groups.groups[at];
        fields.iter().map(|field| groups.value(group, *field))
    };
    let order = in_order(
        groups.groups.len(),
        |at| {
            let ranks = times.as_ref()?;
            Some(ranks[groups.code(&groups.groups[at], 0)])
        },
        |at| groups.groups[at].costs[question.cost.index()],
        |one, other| values(one).cmp(values(other)),
    );
    let row = |at: usize| {
        let group = &groups.groups[at];
        let value = |field: usize| known[field][groups.code(group, field)].clone();
        let named = names.iter().enumerate();
        ReportRow {
            values: named.map(|(at, name)| (name.clone(), value(at))).collect(),
            currency: groups.value(group, names.len()).to_owned(),
            costs: Costs::from_array(group.costs),
            quantity: question.has_quantity().then_some(group.quantity),
            lines: group.lines,
        }
    };
    order.into_iter().map(row).collect()
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
    let time = time_field(&report.question).map(Field::to_string);
    let rows = &report.rows;
    let order = in_order(
        rows.len(),
        |at| time.as_ref().and_then(|field| rows[at].values.get(field)),
        |at| rows[at].costs.get(report.question.cost),
        |one, other| {
            let tie = |at: usize| (&rows[at].values, &rows[at].currency);
            tie(one).cmp(&tie(other))
        },
    );
    let mut rows: Vec<Option<ReportRow>> = report.rows.into_iter().map(Some).collect();
    report.rows = order.into_iter().filter_map(|at| rows[at].take()).collect();
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

/// The first field, where rows go by time.
fn time_field(question: &Question) -> Option<&Field> {
    let first = question.by.first();
    first.filter(|field| matches!(field, Field::Month | Field::Day))
}

/// Of each value its place among them all, in order.
fn ranks(values: &[String]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by_key(|at| &values[*at]);
    let mut ranks = vec![0; values.len()];
    for (rank, at) in order.into_iter().enumerate() {
        ranks[at] = rank;
    }
    ranks
}

/// The places of rows by time where that comes first and the largest amount, then by what breaks ties: the
/// same for the same lines.
fn in_order<T: Ord>(
    rows: usize,
    time: impl Fn(usize) -> T,
    amount: impl Fn(usize) -> Amount,
    tie: impl Fn(usize, usize) -> Ordering,
) -> Vec<usize> {
    let mut keys: Vec<(T, Reverse<Amount>, usize)> = (0..rows)
        .map(|at| (time(at), Reverse(amount(at)), at))
        .collect();
    // Months are read in order, so that times mostly are.
    keys.sort_by(|(one, ..), (other, ..)| one.cmp(other));
    for of_time in keys.chunk_by_mut(|(one, ..), (other, ..)| one == other) {
        of_time.sort_unstable_by(|(_, one, at), (_, other, beside)| {
            one.cmp(other).then_with(|| tie(*at, *beside))
        });
    }
    keys.into_iter().map(|(.., at)| at).collect()
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
