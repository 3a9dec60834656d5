//! Budgets: setting them, and how they stand.

use domain::costs::{
    Amount, Budget, BudgetState, Condition, Field, Period, Provenance, Question, Verdict, counted,
    known_days,
};
use serde::{Deserialize, Serialize};

use super::read::{settings, stored};
use super::{report, trend};
use crate::Engine;
use crate::error::{AppError, AppResult, ErrorCode};

/// How every budget stands in a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Budgets {
    /// Absent where nothing was imported.
    pub month: Option<Period>,
    pub sentence: String,
    /// The worst first.
    pub budgets: Vec<BudgetState>,
    /// Budgets of which no cost is known, where nothing was imported.
    pub unknown: Vec<Budget>,
    pub provenance: Provenance,
}

impl Budgets {
    /// Whether any budget is over, or will be where that counts as well.
    pub fn over(&self, forecast: bool) -> bool {
        self.budgets.iter().any(|state| match state.verdict {
            Verdict::Over => true,
            Verdict::ForecastOver => forecast,
            Verdict::Within => false,
        })
    }
}

/// Sets a budget, in place of one for the same environment, currency and cost, and gives how all stand.
///
/// Refuses with `InvalidInput` one that is not above zero or has no currency's code.
pub async fn set_budget(engine: &Engine, budget: Budget) -> AppResult<Budgets> {
    if budget.monthly <= Amount::ZERO {
        return Err(
            AppError::new(ErrorCode::InvalidInput, "A budget is above zero.")
                .hint("To do without one, remove it."),
        );
    }
    let code = &budget.currency;
    if code.len() != 3 || !code.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("`{code}` is no currency's code; write it like USD."),
        ));
    }
    let mut settings = engine.memory.settings().await?;
    settings.costs.budgets.retain(|known| !known.same(&budget));
    settings.costs.budgets.push(budget);
    engine.memory.save_settings(&settings).await?;
    states(engine, None).await
}

/// Removes the budgets of an environment, or that of the whole, in every currency, and gives how the
/// others stand. Refuses with `NotFound` where there is none.
pub async fn remove_budget(engine: &Engine, environment: Option<&str>) -> AppResult<Budgets> {
    let mut settings = engine.memory.settings().await?;
    let before = settings.costs.budgets.len();
    let named = |budget: &Budget| budget.environment.as_deref() == environment;
    settings.costs.budgets.retain(|budget| !named(budget));
    if settings.costs.budgets.len() == before {
        let name = environment.unwrap_or("everything");
        return Err(AppError::not_found("budget for", name));
    }
    engine.memory.save_settings(&settings).await?;
    states(engine, None).await
}

/// How every budget stands in a month, by default the newest.
pub async fn budgets(engine: &Engine, month: Option<Period>) -> AppResult<Budgets> {
    states(engine, month).await
}

pub(super) async fn states(engine: &Engine, month: Option<Period>) -> AppResult<Budgets> {
    let budgets = settings(engine).await?.budgets;
    if engine.ledger.months().await?.is_empty() {
        return Ok(Budgets {
            month: None,
            sentence: "Nothing was imported yet, so it is not known how budgets stand.".to_owned(),
            budgets: Vec::new(),
            unknown: budgets,
            provenance: Provenance::of(&[]),
        });
    }
    let all = stored(engine, None, month).await?;
    let newest = all.last().map(|one| one.head.key.period);
    let month = month
        .or(newest)
        .ok_or_else(|| AppError::internal("There is no newest month."))?;
    let heads: Vec<_> = all.iter().map(|one| &one.head).collect();
    let goes_on = known_days(&heads, month).is_some();
    let mut states = Vec::new();
    for budget in &budgets {
        states.push(state(engine, budget, month, goes_on).await?);
    }
    let rank = |state: &BudgetState| {
        let used = state.actual.to_f64() / state.budget.monthly.to_f64();
        (std::cmp::Reverse(state.verdict), used)
    };
    states.sort_by(|one, other| {
        let (one, other) = (rank(one), rank(other));
        one.0.cmp(&other.0).then(other.1.total_cmp(&one.1))
    });
    let whole = Question {
        from: Some(month),
        to: Some(month),
        ..Question::default()
    };
    Ok(Budgets {
        month: Some(month),
        sentence: sentence(&states, month),
        budgets: states,
        unknown: Vec::new(),
        provenance: report(engine, &whole).await?.provenance,
    })
}

async fn state(
    engine: &Engine,
    budget: &Budget,
    month: Period,
    goes_on: bool,
) -> AppResult<BudgetState> {
    let environment = budget.environment.as_deref();
    let mut question = Question {
        by: Vec::new(),
        from: Some(month),
        to: Some(month),
        filter: environment
            .map(|name| Condition::is(Field::ENVIRONMENT, name))
            .into_iter()
            .collect(),
        cost: budget.cost,
    };
    let month_report = report(engine, &question).await?;
    let actual = month_report
        .totals
        .get(&budget.currency)
        .map(|costs| costs.get(budget.cost))
        .unwrap_or_default();
    let forecast = if goes_on {
        question.from = None;
        let trend = trend(engine, &question).await?;
        let series = trend
            .series
            .into_iter()
            .find(|series| series.currency == budget.currency);
        series
            .and_then(|series| series.forecast)
            .filter(|forecast| forecast.month == month)
            .map(|forecast| forecast.expected)
    } else {
        None
    };
    Ok(budget.state(month, actual, forecast))
}

fn sentence(states: &[BudgetState], month: Period) -> String {
    let count = |verdict: Verdict| {
        states
            .iter()
            .filter(|state| state.verdict == verdict)
            .count()
    };
    let (over, soon) = (count(Verdict::Over), count(Verdict::ForecastOver));
    let month = month.words();
    match (states.len(), over, soon) {
        (0, ..) => "No budget is set.".to_owned(),
        (all, 0, 0) => format!("{month}: all within {}.", counted(all as u64, "budget")),
        (all, 0, soon) => format!(
            "{month}: {soon} of {} will be over.",
            counted(all as u64, "budget")
        ),
        (all, over, 0) => format!("{month}: {over} of {} over.", counted(all as u64, "budget")),
        (all, over, soon) => format!(
            "{month}: {over} of {} over, {soon} more will be.",
            counted(all as u64, "budget")
        ),
    }
}
