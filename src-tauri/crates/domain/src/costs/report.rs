//! Reports: what costs are, by whatever is asked, with where the figures come from.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::group::grouped;
use super::words::{money, percent};
use super::{
    AccountName, Amount, Cost, Costs, Dimension, EnvironmentRules, Field, Month, Provenance,
    Question,
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
    pub values: BTreeMap<String, String>,
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
    let names: Vec<String> = question.by.iter().map(Field::to_string).collect();
    let mut totals: BTreeMap<String, Costs> = BTreeMap::new();
    let mut rows: Vec<ReportRow> = Vec::with_capacity(groups.groups.len());
    for group in &groups.groups {
        let costs = Costs::from_array(group.costs);
        let currency = groups.value(group, at_currency).to_owned();
        *totals.entry(currency.clone()).or_default() += costs;
        let values = names
            .iter()
            .enumerate()
            .map(|(at, name)| (name.clone(), groups.value(group, at).to_owned()))
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
    let mut rest: BTreeMap<(BTreeMap<String, String>, String), ReportRow> = BTreeMap::new();
    for row in &whole.rows {
        let mut row = row.clone();
        row.values.insert(resource.clone(), String::new());
        rest.insert((row.values.clone(), row.currency.clone()), row);
    }
    for row in &report.rows {
        let mut values = row.values.clone();
        values.insert(resource.clone(), String::new());
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
            let values: Vec<&str> = row.values.values().map(String::as_str).collect();
            let amount = Reverse(row.costs.get(question.cost));
            (when, amount, values, row.currency.as_str(), at)
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
mod tests {
    use super::super::testing::{Line, exact, month};
    use super::super::{Condition, ImportedMonth, Table};
    use super::*;

    fn asked(months: &[ImportedMonth], question: &Question, rules: &EnvironmentRules) -> Report {
        let months: Vec<Month<'_>> = months
            .iter()
            .map(|month| Month::of_rows(&month.head, &month.rows, 0))
            .collect();
        report(question, &months, rules)
    }

    fn by(fields: &[&str]) -> Question {
        Question {
            by: fields.iter().map(|field| field.parse().unwrap()).collect(),
            ..Question::default()
        }
    }

    /// Rows as `value value currency amount lines`.
    fn lines(report: &Report) -> Vec<String> {
        let line = |row: &ReportRow| {
            let fields = report.question.by.iter();
            let values: Vec<&str> = fields
                .map(|field| row.values[&field.to_string()].as_str())
                .collect();
            let amount = row.costs.get(report.question.cost);
            format!(
                "{} {} {amount} {}",
                values.join("|"),
                row.currency,
                row.lines
            )
        };
        report.rows.iter().map(line).collect()
    }

    fn two_months() -> Vec<ImportedMonth> {
        let env = Dimension::Environment;
        vec![
            month(
                "2026-08",
                &[
                    Line::new("EC2", "10.5").with(env, "prod"),
                    Line::new("S3", "0.25").on(30),
                ],
            ),
            month(
                "2026-09",
                &[
                    Line::new("S3", "1").with(env, "PROD"),
                    Line::new("EC2", "7").with(env, "staging").on(29),
                    Line::new("EC2", "3")
                        .with(Dimension::Currency, "EUR")
                        .on(-1),
                    Line::new("EC2", "0.000000000000000001")
                        .with(env, "staging")
                        .on(29),
                ],
            ),
        ]
    }

    #[test]
    fn rows_add_up_by_what_was_asked_and_currencies_stay_apart() {
        let report = asked(
            &two_months(),
            &by(&["service"]),
            &EnvironmentRules::default(),
        );
        assert_eq!(
            lines(&report),
            [
                "EC2 USD 17.500000000000000001 3",
                "EC2 EUR 3 1",
                "S3 USD 1.25 2"
            ]
        );
        assert_eq!(report.totals["USD"].billed, exact("18.750000000000000001"));
        assert_eq!(report.totals["EUR"].list, exact("3"));
        assert_eq!(
            report.words,
            "Effective cost by service, August 2026 to September 2026"
        );
        assert_eq!(
            report.provenance.sentence,
            "From FOCUS_1_2_AWS of August 2026 to September 2026, 6 line items, as of 2026-10-01, \
             imported 1970-01-01."
        );
        assert_eq!(
            report.sentence,
            "€3.00, of which EC2 is €3.00 (100%); $18.75, of which EC2 is $17.50 (93%)."
        );
        assert!(report.provenance.complete);
    }

    #[test]
    fn environments_are_those_that_the_rules_mean_and_time_goes_forward() {
        let rules = EnvironmentRules {
            meant: BTreeMap::from([("prod".to_owned(), "production".to_owned())]),
        };
        let report = asked(&two_months(), &by(&["month", "environment"]), &rules);
        assert_eq!(
            lines(&report),
            [
                "2026-08|production USD 10.5 1",
                "2026-08| USD 0.25 1",
                "2026-09|staging USD 7.000000000000000001 2",
                "2026-09| EUR 3 1",
                "2026-09|production USD 1 1",
            ]
        );
        let written = asked(&two_months(), &by(&["environmentTag"]), &rules);
        let tags: Vec<&str> = written
            .rows
            .iter()
            .map(|row| row.values["environmentTag"].as_str())
            .collect();
        assert_eq!(tags, ["prod", "staging", "", "PROD", ""]);
    }

    #[test]
    fn days_and_filters_reach_into_every_month() {
        let mut question = by(&["day"]);
        question.filter = vec![Condition::is(Field::SERVICE, "EC2")];
        let rules = EnvironmentRules::default();
        let report = asked(&two_months(), &question, &rules);
        assert_eq!(
            lines(&report),
            [
                "2026-08-01 USD 10.5 1",
                "2026-08-31 EUR 3 1",
                "2026-09-30 USD 7.000000000000000001 2"
            ]
        );
        question.filter.push(Condition {
            field: Field::Day,
            is: vec!["2026-09-30".to_owned()],
            not: true,
        });
        assert_eq!(asked(&two_months(), &question, &rules).rows.len(), 2);
        question.filter = vec![Condition::is(Field::Month, "2026-07")];
        let none = asked(&two_months(), &question, &rules);
        assert!(none.rows.is_empty() && none.totals.is_empty());
    }

    #[test]
    fn many_values_at_once_are_added_up_the_same() {
        let many: Vec<Line> = (0..3_000)
            .map(|at| {
                Line::new(&format!("service {at}"), "1")
                    .with(Dimension::UsageType, &format!("type {at}"))
                    .with(Dimension::Account, &format!("account {}", at % 7))
            })
            .collect();
        let months = [month("2026-09", &many), month("2026-10", &many)];
        let question = by(&["service", "usageType", "account", "month"]);
        let report = asked(&months, &question, &EnvironmentRules::default());
        assert_eq!(
            report.rows.len(),
            6_000,
            "3,000 × 3,000 × 7 × 2 combinations"
        );
        assert_eq!(report.totals["USD"].effective, exact("6000"));
        assert_eq!(report.rows[0].quantity, Some(exact("1")));
    }

    #[test]
    fn what_no_named_resource_cost_stands_in_a_row_of_its_own() {
        let mut month = month(
            "2026-09",
            &[
                Line::new("EC2", "10"),
                Line::new("EC2", "2"),
                Line::new("S3", "1"),
            ],
        );
        month.resources = vec![super::super::ResourceRow {
            id: "i-1".to_owned(),
            name: String::new(),
            account: "210000000001".to_owned(),
            region: "us-east-1".to_owned(),
            service: "EC2".to_owned(),
            usage_type: "BoxUsage".to_owned(),
            environment: String::new(),
            component: String::new(),
            team: String::new(),
            currency: "USD".to_owned(),
            costs: Costs::from_array([exact("10"); 4]),
            quantity: exact("1"),
            first_day: 0,
            last_day: 0,
            lines: 1,
        }];
        let question = by(&["resource"]);
        let rules = EnvironmentRules::default();
        let known = Month {
            head: &month.head,
            imported_at_ms: 0,
            table: Table::of_resources(&month.resources),
        };
        let whole = asked(std::slice::from_ref(&month), &by(&[]), &rules);
        let report = with_other_resources(report(&question, &[known], &rules), &whole);
        assert_eq!(lines(&report), ["i-1 USD 10 1", " USD 3 2"]);
        assert_eq!(report.totals["USD"].billed, exact("13"));
    }

    #[test]
    fn a_month_that_is_missing_or_not_over_is_said() {
        let mut months = vec![two_months().remove(0), month("2026-10", &[])];
        months[1].head.as_of_ms = Some(months[1].head.key.period.first_day().days() * 86_400_000);
        let report = asked(&months, &by(&[]), &EnvironmentRules::default());
        assert!(!report.provenance.complete);
        let said = &report.provenance.sentence;
        assert!(
            said.ends_with("Not imported: September 2026. Not over yet: October 2026."),
            "{said}"
        );
    }
}
