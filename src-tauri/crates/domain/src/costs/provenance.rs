//! Where figures come from and how old they are.

use serde::{Deserialize, Serialize};

use super::{ExportFormat, Month, MonthHead, MonthKey, Period};

/// Where figures come from and how old they are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Provenance {
    /// Source and age in a sentence.
    pub sentence: String,
    pub months: Vec<MonthSource>,
    /// Months between the first and the last of which nothing was imported.
    pub missing: Vec<Period>,
    /// False when a month is missing or ends before its last day.
    pub complete: bool,
}

/// Where one month comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct MonthSource {
    pub key: MonthKey,
    pub format: ExportFormat,
    /// File names, or the query, that it came from.
    pub source: Vec<String>,
    /// Line items.
    pub lines: u64,
    /// The latest hour that usage is of, milliseconds since 1970.
    pub as_of_ms: Option<i64>,
    pub imported_at_ms: i64,
    /// False when the usage ends before the month does.
    pub whole: bool,
}

impl Provenance {
    /// Of the months that figures are made of.
    pub fn of(months: &[Month<'_>]) -> Self {
        Self::of_sources(months.iter().map(source).collect())
    }

    /// The first and the last month; nothing where there is none.
    pub fn range(&self) -> Option<(Period, Period)> {
        let periods = || self.months.iter().map(|month| month.key.period);
        periods().min().zip(periods().max())
    }

    /// Of two ranges, which may be apart or overlap.
    pub fn of_both(before: &[Month<'_>], after: &[Month<'_>]) -> Self {
        let mut sources: Vec<MonthSource> = before.iter().chain(after).map(source).collect();
        sources.sort_by(|one, other| {
            let key = |source: &MonthSource| (source.key.period, source.key.clone());
            key(one).cmp(&key(other))
        });
        sources.dedup();
        let mut both = Self::of_sources(sources);
        // What lies between two ranges was not asked for.
        let of = |months: &[Month<'_>]| Self::of(months).missing;
        both.missing = of(before).into_iter().chain(of(after)).collect();
        both.missing.sort_unstable();
        both.missing.dedup();
        both.complete = both.missing.is_empty() && both.months.iter().all(|month| month.whole);
        both.sentence = super::words::source(&both.months, &both.missing);
        both
    }

    fn of_sources(sources: Vec<MonthSource>) -> Self {
        let periods: Vec<Period> = sources.iter().map(|source| source.key.period).collect();
        let mut missing = Vec::new();
        if let (Some(first), Some(last)) = (periods.iter().min(), periods.iter().max()) {
            let mut period = *first;
            while period < *last {
                if !periods.contains(&period) {
                    missing.push(period);
                }
                period = period.next();
            }
        }
        Self {
            complete: missing.is_empty() && sources.iter().all(|source| source.whole),
            sentence: super::words::source(&sources, &missing),
            months: sources,
            missing,
        }
    }
}

/// A file without its folders, which are nobody else's business; everything else as it is.
fn short(head: &MonthHead, source: &str) -> String {
    let asked = matches!(
        head.format,
        ExportFormat::CostExplorer | ExportFormat::Athena
    );
    if asked || source.starts_with("s3://") {
        return source.to_owned();
    }
    source
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or(source)
        .to_owned()
}

fn source(month: &Month<'_>) -> MonthSource {
    let head = month.head;
    MonthSource {
        key: head.key.clone(),
        format: head.format,
        source: head
            .source
            .iter()
            .map(|source| short(head, source))
            .collect(),
        lines: head.lines,
        as_of_ms: head.as_of_ms,
        imported_at_ms: month.imported_at_ms,
        whole: head.is_over(),
    }
}
