//! Getting costs from AWS: from what a Data Export delivers to S3, from Cost Explorer, or as a roll-up
//! that Athena makes. What it will cost is said before, every billable call is metered, and nothing goes
//! beyond the month's cap.

pub(super) mod athena;
pub(super) mod cost_explorer;
pub(super) mod data_export;
mod delivered;
mod download;
mod listing;

use domain::costs::{Amount, ApiPrice, Period, counted};
use serde::Serialize;

use super::billing::DataExport;
use super::import::{self, Import, ImportSource, ImportState};
use super::spend::{self, SpendMeter};
use crate::environments::PRACTICE;
use crate::{AppError, AppResult, Engine, ErrorCode};

/// What a sync will do, and what it will cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Quote {
    pub source: ImportSource,
    /// Months that would come in; those that have not changed are left out.
    pub months: Vec<Period>,
    pub calls: Vec<QuotedCall>,
    /// US dollars, of all calls.
    pub usd: Amount,
    /// Whether the price is the least (Cost Explorer tells only while it answers how many pages there
    /// are) or the most.
    pub bound: Bound,
    /// What was spent this month, and what may be.
    pub meter: SpendMeter,
    /// One sentence.
    pub words: String,
}

/// What a quoted price is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Bound {
    AtLeast,
    AtMost,
}

/// Calls of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct QuotedCall {
    pub price: ApiPrice,
    /// How many units: `14 requests`, `0.4 GB`.
    pub units: String,
    pub usd: Amount,
}

/// The Data Exports of an account; asking for them is free.
pub async fn exports(engine: &Engine, account: &str) -> AppResult<Vec<DataExport>> {
    let billing = engine.clouds.billing(account).await?;
    Ok(billing.exports().await?)
}

/// What a sync from this source would cost. Lists the bucket of a Data Export, which is metered; what was
/// listed is what [`start`] and the sync go by.
pub async fn quote(engine: &Engine, source: ImportSource) -> AppResult<Quote> {
    if let Some((account, export)) = listed(&source) {
        listing::look(engine, account, export).await?;
    }
    priced(engine, source).await
}

/// Begins a sync; [`import::carry_out`] does it. Refuses what its quote says to be beyond the cap. Where the
/// quote is old, the bucket is listed again and the import says so.
pub async fn start(engine: &Engine, source: ImportSource) -> AppResult<Import> {
    let again = match listed(&source) {
        Some((account, export)) => listing::renew(engine, account, export).await?,
        None => None,
    };
    let quote = priced(engine, source).await?;
    spend::allow(engine, quote.usd, "This sync").await?;
    let again = again.map(|words| format!("{words} {}", quote.words));
    import::begin(engine, quote.source, again.into_iter().collect()).await
}

/// The account and the export of which the bucket is listed for a source.
fn listed(source: &ImportSource) -> Option<(&str, &DataExport)> {
    match source {
        ImportSource::DataExport { account, export } => Some((account, export)),
        ImportSource::Athena { account, table, .. } => Some((account, &table.export)),
        ImportSource::Files { .. } | ImportSource::CostExplorer { .. } => None,
    }
}

/// By what was listed.
async fn priced(engine: &Engine, source: ImportSource) -> AppResult<Quote> {
    let (months, mut calls, bound) = match &source {
        ImportSource::Files { .. } => {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                "Files of this computer cost nothing to read.",
            ));
        }
        ImportSource::DataExport { account, export } => {
            let kept = listing::kept(engine, account, export).await?;
            let changed = data_export::changed(engine, export, &kept).await?;
            let calls = delivered::calls(&changed);
            let months = changed.iter().map(|month| month.period).collect();
            (months, calls, Bound::AtMost)
        }
        ImportSource::CostExplorer { account, from, to } => {
            let months = cost_explorer::months(engine, account, *from, *to).await?;
            let calls = cost_explorer::calls(months.len());
            (months, calls, Bound::AtLeast)
        }
        ImportSource::Athena {
            account,
            table,
            from,
            to,
        } => {
            let months = periods(*from, *to)?;
            let calls = athena::calls(engine, account, table, &months).await?;
            (months, calls, Bound::AtMost)
        }
    };
    if source.account() == Some(PRACTICE) {
        calls.iter_mut().for_each(|call| call.usd = Amount::ZERO);
    }
    let usd: Amount = calls.iter().map(|call| call.usd).sum();
    let meter = spend::meter(engine).await?;
    let words = words(&months, usd, bound, &meter);
    Ok(Quote {
        source,
        months,
        calls,
        usd,
        bound,
        meter,
        words,
    })
}

fn words(months: &[Period], usd: Amount, bound: Bound, meter: &SpendMeter) -> String {
    if months.is_empty() {
        return "Nothing has changed since the last sync; there is nothing to pay.".to_owned();
    }
    let months = counted(months.len() as u64, "month");
    if usd == Amount::ZERO {
        return format!("{months} will cost nothing.");
    }
    let bound = match bound {
        Bound::AtLeast => "at least",
        Bound::AtMost => "at most",
    };
    let over = if meter.spent + usd > meter.cap {
        " That is beyond the cap, so it cannot be started."
    } else {
        ""
    };
    format!(
        "{months} will cost {bound} ${usd}; ${} of this month's cap of ${} is spent.{over}",
        meter.spent, meter.cap
    )
}

/// Months from one to another, both included.
fn periods(from: Period, to: Period) -> AppResult<Vec<Period>> {
    let months: Vec<Period> = std::iter::successors(Some(from), |month| Some(month.next()))
        .take_while(|month| *month <= to)
        .take(MOST_MONTHS + 1)
        .collect();
    match months.len() {
        0 => Err(
            AppError::new(ErrorCode::InvalidInput, format!("{from} is after {to}."))
                .hint("Name the earlier month first."),
        ),
        1..=MOST_MONTHS => Ok(months),
        _ => Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{from} to {to} is more than {MOST_MONTHS} months."),
        )
        .hint("Ask for fewer months at once.")),
    }
}

/// As far back as AWS keeps costs.
const MOST_MONTHS: usize = 38;

/// Whether somebody has asked to stop; between calls the lease is renewed, too.
async fn goes_on(engine: &Engine, import: &Import) -> AppResult<Option<ImportState>> {
    if engine.ledger.import_cancel_requested(&import.id).await? {
        return Ok(Some(ImportState::Cancelled));
    }
    if !import::leased(engine, &import.id).await? {
        return Err(AppError::new(
            ErrorCode::DrivenElsewhere,
            "Another process goes on with this import.",
        ));
    }
    Ok(None)
}
