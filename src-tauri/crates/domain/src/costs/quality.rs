//! How far the figures can be trusted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::group::grouped;
use super::words::counted;
use super::{
    Cost, Costs, Dimension, EnvironmentRules, Field, Finding, Month, MonthKey, Provenance,
    Question, Severity,
};

/// What the checks of all months found, and what imports left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Quality {
    pub sentence: String,
    /// The worst of all findings.
    pub worst: Option<Severity>,
    pub months: Vec<MonthQuality>,
    pub provenance: Provenance,
}

/// The quality of one month's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct MonthQuality {
    pub key: MonthKey,
    /// Line items that came in.
    pub lines: u64,
    /// Line items of its files that could not be read.
    pub rejected: u64,
    /// Whether the ledger's rows add up to its line items exactly, in every cost and currency.
    pub reconciled: bool,
    pub findings: Vec<Finding>,
}

/// The question that a month's rows are read for: all of them, by day, with all costs.
pub fn quality_question() -> Question {
    Question {
        by: vec![Field::Day],
        ..Question::default()
    }
}

/// Checks each month's rows against the totals of its line items once more, and gathers what was found
/// when it came in. `rejected` is how many line items of a month's files could not be read.
pub fn quality(months: &[Month<'_>], rejected: &BTreeMap<MonthKey, u64>) -> Quality {
    let all: Vec<MonthQuality> = months
        .iter()
        .map(|month| {
            let reconciled = totals(month) == month.head.totals;
            let mut findings = month.head.findings.clone();
            if !reconciled {
                findings.push(Finding {
                    code: "not-reconciled".to_owned(),
                    severity: Severity::Error,
                    message: "The ledger's rows do not add up to its line items. Import the month again; \
                              if that does not help, report it."
                        .to_owned(),
                    lines: 0,
                });
            }
            findings.sort_by(|one, other| {
                (std::cmp::Reverse(one.severity), &one.code).cmp(&(std::cmp::Reverse(other.severity), &other.code))
            });
            MonthQuality {
                key: month.head.key.clone(),
                lines: month.head.lines,
                rejected: rejected.get(&month.head.key).copied().unwrap_or(0),
                reconciled,
                findings,
            }
        })
        .collect();
    let findings = || all.iter().flat_map(|month| &month.findings);
    Quality {
        sentence: sentence(&all),
        worst: findings().map(|finding| finding.severity).max(),
        provenance: Provenance::of(months),
        months: all,
    }
}

fn totals(month: &Month<'_>) -> BTreeMap<String, Costs> {
    let by = [Field::Ledger(Dimension::Currency)];
    let rules = EnvironmentRules::default();
    let groups = grouped(std::slice::from_ref(month), &by, &[], &Cost::ALL, &rules);
    groups
        .groups
        .iter()
        .map(|group| {
            let currency = groups.value(group, 0).to_owned();
            (currency, Costs::from_array(group.costs))
        })
        .collect()
}

fn sentence(months: &[MonthQuality]) -> String {
    let lines: u64 = months.iter().map(|month| month.lines).sum();
    let rejected: u64 = months.iter().map(|month| month.rejected).sum();
    let off = months.iter().filter(|month| !month.reconciled).count();
    let mut sentence = format!(
        "{} in {}",
        counted(lines, "line item"),
        counted(months.len() as u64, "month")
    );
    sentence.push_str(&match off {
        0 => "; the ledger adds up to them exactly".to_owned(),
        off => format!(
            "; the ledger does not add up in {}",
            counted(off as u64, "month")
        ),
    });
    if rejected > 0 {
        sentence.push_str(&format!(
            "; {} could not be read",
            counted(rejected, "line item")
        ));
    }
    let bad = |severity: Severity| {
        let findings = months.iter().flat_map(|month| &month.findings);
        findings
            .filter(|finding| finding.severity == severity)
            .count() as u64
    };
    for (severity, word) in [(Severity::Error, "error"), (Severity::Warning, "warning")] {
        if bad(severity) > 0 {
            sentence.push_str(&format!("; {}", counted(bad(severity), word)));
        }
    }
    format!("{sentence}.")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Line, exact, month};
    use super::*;

    #[test]
    fn rows_that_do_not_add_up_are_an_error() {
        let mut off = month("2026-09", &[Line::new("S3", "1")]);
        let right = month(
            "2026-08",
            &[Line::new("S3", "2").on(3), Line::new("S3", "1")],
        );
        let total = off.head.totals.get_mut("USD").unwrap();
        total.list = exact("1.000000000000000001");
        let months: Vec<Month<'_>> = [&right, &off]
            .map(|month| Month::of_rows(&month.head, &month.rows, 0))
            .into();
        let rejected = BTreeMap::from([(right.head.key.clone(), 3)]);
        let quality = quality(&months, &rejected);
        assert_eq!(
            quality.sentence,
            "3 line items in 2 months; the ledger does not add up in 1 month; 3 line items could not be \
             read; 1 error."
        );
        assert!(quality.months[0].reconciled && !quality.months[1].reconciled);
        assert_eq!(quality.worst, Some(Severity::Error));
    }
}
