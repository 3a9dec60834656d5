//! Whether a month's figures can be trusted: FOCUS's own rules, checked on what came in.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Amount, AmountColumn, Cost, Dimension, DimensionColumn, Finding, Period, Rows, Severity,
    counted, money,
};

/// Columns that every FOCUS export must have (FOCUS 1.0, 1.1 and 1.2 agree; `focus_columns_by_version` of
/// the specification's repository, read 2026-11).
pub const MANDATORY: [&str; 21] = [
    "BilledCost",
    "BillingAccountId",
    "BillingAccountName",
    "BillingCurrency",
    "BillingPeriodEnd",
    "BillingPeriodStart",
    "ChargeCategory",
    "ChargeClass",
    "ChargeDescription",
    "ChargePeriodEnd",
    "ChargePeriodStart",
    "ContractedCost",
    "EffectiveCost",
    "InvoiceIssuerName",
    "ListCost",
    "PricingQuantity",
    "PricingUnit",
    "ProviderName",
    "PublisherName",
    "ServiceCategory",
    "ServiceName",
];

/// What FOCUS allows in `ChargeCategory`.
const CATEGORIES: [&str; 5] = ["Usage", "Purchase", "Tax", "Credit", "Adjustment"];
/// A commitment's used and unused parts may differ from its fee by this, in parts of a thousand: exports
/// round each line item.
const BALANCE_PER_MILLE: i128 = 5;

/// Which of these a month's columns lack.
pub fn missing_columns(names: &[String]) -> Option<Finding> {
    let missing: Vec<&str> = MANDATORY
        .into_iter()
        .filter(|wanted| !names.iter().any(|name| name.eq_ignore_ascii_case(wanted)))
        .collect();
    let costs = ["BilledCost", "EffectiveCost", "ListCost", "ContractedCost"];
    let severity = if missing.iter().any(|name| costs.contains(name)) {
        Severity::Warning
    } else {
        Severity::Note
    };
    (!missing.is_empty()).then(|| {
        finding(
            "missing-column",
            severity,
            0,
            format!(
                "The export lacks columns that FOCUS asks for: {}. Figures that need them are empty.",
                missing.join(", ")
            ),
        )
    })
}

fn finding(code: &str, severity: Severity, lines: u64, message: String) -> Finding {
    Finding {
        code: code.to_owned(),
        severity,
        message,
        lines,
    }
}

/// What is to be said of a month's rows, which have all columns.
pub fn check(period: Period, rows: &Rows) -> Vec<Finding> {
    let Some(month) = Month::of(rows) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    findings.extend(month.no_value(
        Dimension::Currency,
        "no-currency",
        Severity::Warning,
        "a currency; they are kept apart from those that have one",
    ));
    findings.extend(month.no_value(
        Dimension::Service,
        "no-service",
        Severity::Note,
        "a service",
    ));
    findings.extend(month.categories());
    findings.extend(month.currencies());
    findings.extend(month.list_cost());
    findings.extend(month.rounded());
    findings.extend(month.outside(period));
    findings.extend(month.gaps(period));
    findings.extend(month.commitments());
    findings
}

struct Month<'a> {
    rows: &'a Rows,
    days: &'a [i16],
    lines: &'a [u32],
    billed: &'a AmountColumn,
    effective: &'a AmountColumn,
    list: &'a AmountColumn,
}

impl<'a> Month<'a> {
    fn of(rows: &'a Rows) -> Option<Self> {
        Some(Self {
            rows,
            days: rows.days()?,
            lines: rows.lines()?,
            billed: rows.cost(Cost::Billed)?,
            effective: rows.cost(Cost::Effective)?,
            list: rows.cost(Cost::List)?,
        })
    }

    fn column(&self, dimension: Dimension) -> Option<&'a DimensionColumn> {
        self.rows.dimension(dimension)
    }

    fn value(&self, dimension: Dimension, row: usize) -> &'a str {
        self.column(dimension).map_or("", |column| {
            column.values[column.codes[row] as usize].as_str()
        })
    }

    /// Line items of the rows that are meant.
    fn count(&self, meant: impl Fn(usize) -> bool) -> u64 {
        (0..self.rows.len())
            .filter(|row| meant(*row))
            .map(|row| u64::from(self.lines[row]))
            .sum()
    }

    fn no_value(
        &self,
        dimension: Dimension,
        code: &str,
        severity: Severity,
        what: &str,
    ) -> Option<Finding> {
        let lines = self.count(|row| self.value(dimension, row).is_empty());
        (lines > 0).then(|| {
            finding(
                code,
                severity,
                lines,
                format!("{} came without {what}.", counted(lines, "line item")),
            )
        })
    }

    fn categories(&self) -> Option<Finding> {
        let column = self.column(Dimension::ChargeCategory)?;
        let unknown: Vec<&str> = column
            .values
            .iter()
            .map(String::as_str)
            .filter(|value| !CATEGORIES.contains(value))
            .collect();
        let lines =
            self.count(|row| !CATEGORIES.contains(&self.value(Dimension::ChargeCategory, row)));
        (lines > 0).then(|| {
            let named: Vec<String> = unknown.iter().take(5).map(|value| format!("`{value}`")).collect();
            finding(
                "unknown-charge-category",
                Severity::Warning,
                lines,
                format!(
                    "{} came with a charge category that FOCUS does not know: {}. They count in totals, but not as usage.",
                    counted(lines, "line item"),
                    named.join(", ")
                ),
            )
        })
    }

    fn currencies(&self) -> Option<Finding> {
        let values = &self.column(Dimension::Currency)?.values;
        (values.len() > 1).then(|| {
            finding(
                "several-currencies",
                Severity::Note,
                0,
                format!(
                    "The month is billed in {}. They are never added up.",
                    values.join(", ")
                ),
            )
        })
    }

    fn list_cost(&self) -> Option<Finding> {
        let has =
            |column: &AmountColumn| (0..column.len()).any(|row| column.get(row) != Amount::ZERO);
        (has(self.billed) && !has(self.list)).then(|| {
            finding(
                "no-list-cost",
                Severity::Note,
                0,
                "No line item has a cost at list prices, so savings against them are unknown."
                    .to_owned(),
            )
        })
    }

    fn rounded(&self) -> Option<Finding> {
        let lines = self.count(|row| {
            self.billed.get(row) != Amount::ZERO
                && self.effective.get(row) == Amount::ZERO
                && self.value(Dimension::ChargeCategory, row) == "Usage"
                && self.value(Dimension::Commitment, row).is_empty()
        });
        (lines > 0).then(|| {
            finding(
                "rounded-effective-cost",
                Severity::Warning,
                lines,
                format!(
                    "{} of usage came with a billed cost and no effective cost: the export rounds it away. Use the billed cost where that matters.",
                    counted(lines, "line item")
                ),
            )
        })
    }

    fn outside(&self, period: Period) -> Option<Finding> {
        let days = period.days() as i16;
        let lines = self.count(|row| self.days[row] < 0 || self.days[row] >= days);
        (lines > 0).then(|| {
            finding(
                "outside-period",
                Severity::Note,
                lines,
                format!(
                    "{} came from days outside of {period}, the month that bills them. They count in {period}.",
                    counted(lines, "line item")
                ),
            )
        })
    }

    /// Days without usage between days with usage.
    fn gaps(&self, period: Period) -> Option<Finding> {
        let used: BTreeSet<i16> = (0..self.rows.len())
            .filter(|row| self.value(Dimension::ChargeCategory, *row) == "Usage")
            .map(|row| self.days[row])
            .filter(|day| (0..period.days() as i16).contains(day))
            .collect();
        let (first, last) = (*used.first()?, *used.last()?);
        let gaps: Vec<String> = (first..last)
            .filter(|day| !used.contains(day))
            .map(|day| (day + 1).to_string())
            .collect();
        (!gaps.is_empty()).then(|| {
            finding(
                "days-without-usage",
                Severity::Warning,
                0,
                format!(
                    "There is no usage at all on day {} of {period}. If that is not so, a part of the export is missing.",
                    gaps.join(", ")
                ),
            )
        })
    }

    /// What recurs for a commitment is what was used of it and what was not.
    fn commitments(&self) -> Vec<Finding> {
        let mut sums: BTreeMap<(&str, &str), (Amount, Amount, bool, u64)> = BTreeMap::new();
        for row in 0..self.rows.len() {
            let commitment = self.value(Dimension::Commitment, row);
            if commitment.is_empty() {
                continue;
            }
            let key = (commitment, self.value(Dimension::Currency, row));
            let (fee, effective, upfront, lines) = sums.entry(key).or_default();
            *effective += self.effective.get(row);
            *lines += u64::from(self.lines[row]);
            if self.value(Dimension::ChargeCategory, row) == "Purchase" {
                match self.value(Dimension::ChargeFrequency, row) {
                    "Recurring" => *fee += self.billed.get(row),
                    _ => *upfront = true,
                }
            }
        }
        sums.into_iter()
            .filter(|(_, (fee, effective, upfront, _))| {
                let off = (*fee - *effective).magnitude().0;
                *fee > Amount::ZERO && !upfront && off > fee.0 / 1_000 * BALANCE_PER_MILLE
            })
            .map(|((commitment, currency), (fee, effective, _, lines))| {
                let (fee_words, effective_words) = (money(fee, currency), money(effective, currency));
                // A part that was paid upfront is spread over the months and recurs nowhere.
                let (severity, why) = if effective < fee {
                    (Severity::Warning, "effective cost is too low by the difference")
                } else {
                    (Severity::Note, "the rest was paid upfront, or the month is not whole yet")
                };
                finding(
                    "commitment-balance",
                    severity,
                    lines,
                    format!(
                        "{commitment} costs {fee_words} in fees that recur, and {effective_words} were used or left unused: {why}."
                    ),
                )
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::costs::testing::{Line, rows};

    fn codes(lines: &[Line]) -> Vec<(String, u64)> {
        check("2026-09".parse().unwrap(), &rows(lines))
            .into_iter()
            .map(|finding| (finding.code, finding.lines))
            .collect()
    }

    fn line(amount: &str) -> Line {
        Line::new("Amazon Elastic Compute Cloud", amount)
    }

    #[test]
    fn a_month_in_order_has_no_findings() {
        assert_eq!(codes(&[line("1").on(0), line("2").on(1)]), []);
    }

    #[test]
    fn what_makes_figures_doubtful_is_counted() {
        let found = codes(&[
            line("1").on(0),
            line("1").on(3).with(Dimension::Currency, ""),
            line("1").on(-1).with(Dimension::ChargeCategory, "Fee"),
            line("1").on(1).cost(Cost::Effective, "0"),
        ]);
        let found: BTreeMap<&str, u64> = found
            .iter()
            .map(|(code, lines)| (code.as_str(), *lines))
            .collect();
        let expected = BTreeMap::from([
            ("no-currency", 1),
            ("unknown-charge-category", 1),
            ("several-currencies", 0),
            ("rounded-effective-cost", 1),
            ("outside-period", 1),
            ("days-without-usage", 0),
        ]);
        assert_eq!(found, expected);
    }

    #[test]
    fn a_commitment_that_does_not_balance_is_found() {
        let fee = line("10")
            .with(Dimension::ChargeCategory, "Purchase")
            .with(Dimension::ChargeFrequency, "Recurring")
            .with(Dimension::Commitment, "sp-1")
            .cost(Cost::Effective, "0");
        let used = |amount| {
            line("0")
                .with(Dimension::Commitment, "sp-1")
                .cost(Cost::Effective, amount)
        };
        assert_eq!(codes(&[fee.clone(), used("7"), used("3")]), []);
        assert_eq!(
            codes(&[fee, used("7")]),
            [("commitment-balance".to_owned(), 2)]
        );
    }

    #[test]
    fn a_column_that_is_asked_for_and_not_there_is_named() {
        let names: Vec<String> = MANDATORY[1..]
            .iter()
            .map(|name| name.to_lowercase())
            .collect();
        let found = missing_columns(&names).unwrap();
        assert!(found.message.contains("BilledCost"), "{}", found.message);
        assert_eq!(found.severity, Severity::Warning);
        let all: Vec<String> = MANDATORY.map(str::to_owned).to_vec();
        assert_eq!(missing_columns(&all), None);
    }
}
