//! The API spend meter: every call that AWS charges for is written down before it is made, and none is
//! made beyond the month's cap.

use domain::catalogue::Date;
use domain::costs::{Amount, ApiPrice, Period};
use serde::{Deserialize, Serialize};

use crate::environments::PRACTICE;
use crate::{AppError, AppResult, Engine, ErrorCode};

/// A call that AWS charges for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Spend {
    pub at_ms: i64,
    pub account: String,
    /// `ce:GetCostAndUsage`
    pub call: String,
    /// US dollars.
    pub usd: Amount,
    /// What it was for: `2026-10 by service`.
    pub what: String,
}

/// What was spent on AWS's calls, and what may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SpendMeter {
    pub period: Period,
    /// US dollars this month, over all accounts.
    pub spent: Amount,
    pub cap: Amount,
    /// The newest first; a year of them.
    pub calls: Vec<Spend>,
}

/// Calls that are shown and kept.
const KEPT_MS: i64 = 400 * 86_400_000;

/// The meter as it stands.
pub async fn meter(engine: &Engine) -> AppResult<SpendMeter> {
    let now = engine.clock.now_ms();
    let period = Period::of(Date::from_unix_ms(now));
    let calls = engine.ledger.spend_since(now - KEPT_MS).await?;
    let begin = period.first_day().days() * 86_400_000;
    Ok(SpendMeter {
        period,
        spent: calls
            .iter()
            .filter(|call| call.at_ms >= begin)
            .map(|call| call.usd)
            .sum(),
        cap: engine.memory.settings().await?.costs.api_cap,
        calls,
    })
}

/// Sets what the app may spend on AWS's calls in a month, in US dollars.
pub async fn set_cap(engine: &Engine, cap: Amount) -> AppResult<SpendMeter> {
    if cap < Amount::ZERO {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            "A cap below nothing cannot be kept.",
        )
        .hint("0 forbids every call that AWS charges for."));
    }
    let mut settings = engine.memory.settings().await?;
    settings.costs.api_cap = cap;
    engine.memory.save_settings(&settings).await?;
    meter(engine).await
}

/// Refuses what would go beyond the month's cap.
pub(super) async fn allow(engine: &Engine, usd: Amount, what: &str) -> AppResult<()> {
    let meter = meter(engine).await?;
    if meter.spent + usd <= meter.cap {
        return Ok(());
    }
    Err(AppError::new(
        ErrorCode::Conflict,
        format!(
            "{what} would cost ${usd}. Asking AWS for costs has cost ${} in {}, and your cap is ${} a month.",
            meter.spent, meter.period, meter.cap
        ),
    )
    .hint("Raise the cap (`arrayctl costs spend --cap 5`, or Costs > Data in the window), or wait for the next month."))
}

/// Writes a call down, within the cap, before it is made: who is killed in between has paid at most
/// what is written.
pub(super) async fn paid(
    engine: &Engine,
    account: &str,
    price: &ApiPrice,
    usd: Amount,
    what: &str,
) -> AppResult<i64> {
    let usd = charged(account, usd);
    allow(engine, usd, what).await?;
    let spend = Spend {
        at_ms: engine.clock.now_ms(),
        account: account.to_owned(),
        call: price.call.to_owned(),
        usd,
        what: what.to_owned(),
    };
    engine.ledger.add_spend(&spend).await
}

/// Raises a call that is written down from one price to another, within the cap, before more is asked
/// for by it.
pub(super) async fn raised(
    engine: &Engine,
    account: &str,
    number: i64,
    (from, to): (Amount, Amount),
    what: &str,
) -> AppResult<()> {
    let (from, to) = (charged(account, from), charged(account, to));
    allow(engine, to - from, what).await?;
    engine.ledger.settle_spend(number, to).await
}

/// Nothing is charged where there is no AWS.
fn charged(account: &str, usd: Amount) -> Amount {
    match account {
        PRACTICE => Amount::ZERO,
        _ => usd,
    }
}
