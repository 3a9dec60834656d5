//! A report to be handed on: an HTML file for reading, mailing and printing, a workbook for going on with
//! the figures, or CSV.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::html::html;
use super::workbook::{WorkbookError, workbook};
use super::{DocumentTable, Drivers, Field, Mask, Question, Report, Trend, csv};
use crate::catalogue::Date;

/// What is handed on.
#[derive(Debug, Clone, PartialEq)]
pub struct CostDocument {
    /// `Costs, July 2026 to September 2026`
    pub title: String,
    /// When it was made, milliseconds since 1970; the only thing that differs between two of the same
    /// ledger.
    pub made_at_ms: i64,
    /// What was asked. With fields to group by, the document has their table in place of all others.
    pub question: Question,
    /// By month and service, for the chart.
    pub months: Report,
    /// One after another, in the order of the document.
    pub sections: Vec<Report>,
    /// Budgets, estimates, commitments, waste, unit costs, extended support: what there is of them.
    pub tables: Vec<DocumentTable>,
    /// Why the last month cost more or less than the one before, where both are there.
    pub drivers: Option<Drivers>,
    /// Costs by day with what is to come.
    pub trend: Option<Trend>,
}

/// How it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum DocumentFormat {
    /// One file with charts and everything in it.
    Html,
    /// A workbook with a sheet for each table; amounts are numbers, months and days dates.
    Xlsx,
    /// The table of the fields that were asked for, or of months and services, with exact amounts.
    Csv,
}

impl DocumentFormat {
    pub const ALL: [Self; 3] = [Self::Html, Self::Xlsx, Self::Csv];

    /// What its files' names end with: `xlsx`.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// By the ending of a file's name; nothing where that is none of them.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|format| format.ending() == ending)
    }
}

impl CostDocument {
    /// Its bytes: the same for the same ledger and time.
    ///
    /// Refuses a table that has more rows than a sheet.
    pub fn bytes(&self, format: DocumentFormat) -> Result<Vec<u8>, WorkbookError> {
        Ok(match format {
            DocumentFormat::Html => html(self).into_bytes(),
            DocumentFormat::Xlsx => workbook(self)?,
            DocumentFormat::Csv => csv(self.asked()).into_bytes(),
        })
    }

    /// With account numbers shortened to their last four digits.
    #[must_use]
    pub fn masked(mut self) -> Self {
        let mask = Mask::of(self.sections.iter().chain([&self.months]));
        self.title = mask.text(&self.title);
        mask.report(&mut self.months);
        for section in &mut self.sections {
            mask.report(section);
        }
        for table in &mut self.tables {
            table.mask(&mask);
        }
        if let Some(drivers) = &mut self.drivers {
            mask.drivers(drivers);
        }
        if let Some(trend) = &mut self.trend {
            mask.trend(trend);
        }
        self
    }

    /// When it was made: `2026-11-27 15:04 UTC`.
    pub fn stamp(&self) -> String {
        let minutes = self.made_at_ms.div_euclid(60_000).rem_euclid(1_440);
        let day = Date::from_unix_ms(self.made_at_ms);
        format!("{day} {:02}:{:02} UTC", minutes / 60, minutes % 60)
    }

    /// What the largest service is, where there is a table of them.
    pub(super) fn sentence(&self) -> &str {
        let by_service = |report: &&Report| report.question.by == [Field::SERVICE];
        let services = self.sections.iter().find(by_service);
        &services.unwrap_or(self.asked()).sentence
    }

    /// The table that was asked for.
    pub(super) fn asked(&self) -> &Report {
        match self.sections.as_slice() {
            [only] if !self.question.by.is_empty() => only,
            _ => &self.months,
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::testing::{Line, exact, month};
    use super::super::{
        Budget, Confidence, Cost, Dimension, EnvironmentRules, ImportedMonth, Month, Provenance,
        Span, Waste, WasteList, drivers, report, trend,
    };
    use super::*;

    /// Two months of two services in one account.
    pub(in super::super) fn document(made_at_ms: i64) -> CostDocument {
        let line = |service: &str, amount: &str| {
            Line::new(service, amount).with(Dimension::Environment, "<staging>")
        };
        let months: Vec<ImportedMonth> = vec![
            month(
                "2026-08",
                &[line("AmazonEKS", "72"), line("AWS Lambda", "1.5")],
            ),
            month("2026-09", &[line("AmazonEKS", "74.40")]),
        ];
        let months: Vec<Month<'_>> = months
            .iter()
            .map(|month| Month::of_rows(&month.head, &month.rows, 0))
            .collect();
        let rules = EnvironmentRules::default();
        let by = |by: &[Field]| {
            let question = Question {
                by: by.to_vec(),
                ..Question::default()
            };
            report(&question, &months, &rules)
        };
        let question = Question::default();
        let side = |at: usize| {
            let span = Span::month(months[at].head.key.period);
            (span, &months[at..=at])
        };
        CostDocument {
            title: "Costs".to_owned(),
            made_at_ms,
            months: by(&[Field::Month, Field::SERVICE]),
            sections: vec![
                by(&[Field::ENVIRONMENT]),
                by(&[Field::Ledger(Dimension::Account)]),
            ],
            tables: tables(),
            drivers: Some(drivers(&question, side(0), side(1), &rules)),
            trend: Some(trend(&question, &months, &rules)),
            question,
        }
    }

    /// A budget that is over, and waste with a resource.
    fn tables() -> Vec<DocumentTable> {
        let budget = Budget {
            environment: Some("<staging>".to_owned()),
            currency: "USD".to_owned(),
            monthly: exact("70"),
            cost: Cost::Effective,
        };
        let state = budget.state("2026-09".parse().unwrap(), exact("74.4"), None);
        let waste = WasteList {
            words: String::new(),
            findings: vec![Waste {
                code: "idle-nat".to_owned(),
                title: "Idle NAT gateway".to_owned(),
                confidence: Confidence::Medium,
                currency: "USD".to_owned(),
                monthly: exact("32.85"),
                evidence: "720 hours carried 0.2 GB.".to_owned(),
                found_by: "By hours and data.".to_owned(),
                remedy: "Delete it.".to_owned(),
                filter: Vec::new(),
                resources: vec!["arn:aws:ec2:us-east-1:210000000001:natgateway/nat-1".to_owned()],
            }],
            cannot_tell: vec!["whether anybody looks at a dashboard.".to_owned()],
            provenance: Provenance::of(&[]),
        };
        vec![
            DocumentTable::of_budgets(&[state]),
            DocumentTable::of_waste(&waste),
        ]
    }

    fn text(document: &CostDocument, format: DocumentFormat) -> String {
        String::from_utf8(document.bytes(format).unwrap()).unwrap()
    }

    #[test]
    fn the_same_ledger_gives_the_same_file_but_for_the_stamp() {
        let [one, other] = [0, 60_000].map(|at| text(&document(at), DocumentFormat::Html));
        assert_eq!(
            one.replace("1970-01-01 00:00 UTC", ""),
            other.replace("1970-01-01 00:01 UTC", "")
        );
        assert!(one.contains("$147.90"), "{one}");
        assert!(one.contains("&lt;staging&gt;") && !one.contains("<staging>"));
        assert_eq!(one.matches("<rect x=").count(), 3, "a part for each cost");
        assert!(one.contains("Why it changed: September 2026 against August 2026"));
        assert!(one.contains("-$1.50"), "what is gone");
        assert!(one.contains("<h2>Budgets</h2>") && one.contains("$70.00"));
        assert!(one.contains("<td>likely</td>") && one.contains("Cost data cannot tell: whether"));
    }

    #[test]
    fn account_numbers_are_shortened_on_request() {
        let open = text(&document(0), DocumentFormat::Html);
        let masked = text(&document(0).masked(), DocumentFormat::Html);
        for (id, short) in [("210000000001", "…0001"), ("111122223333", "…3333")] {
            assert!(open.contains(id));
            assert!(!masked.contains(id) && masked.contains(short));
        }
    }

    #[test]
    fn csv_is_the_table_that_was_asked_for() {
        let mut whole = document(0);
        let csv = text(&whole, DocumentFormat::Csv);
        assert!(csv.starts_with("month,service,currency,"), "{csv}");
        whole.question.by = vec![Field::Ledger(Dimension::Account)];
        whole.sections.remove(0);
        let csv = text(&whole.masked(), DocumentFormat::Csv);
        assert!(csv.starts_with("account,currency,"), "{csv}");
        assert!(csv.contains("\n…0001,USD,147.9,"), "{csv}");
    }

    #[test]
    fn formats_are_told_by_the_ending() {
        let of = |name: &str| DocumentFormat::of(Path::new(name));
        assert_eq!(of("a/Costs.XLSX"), Some(DocumentFormat::Xlsx));
        assert_eq!(of("costs.pdf"), None);
        assert_eq!(of("costs"), None);
    }
}
