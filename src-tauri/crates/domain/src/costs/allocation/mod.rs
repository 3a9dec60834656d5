//! Untagged and shared costs, shared out to environments by a rule that the user sets.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::ratio::shared;
use super::words::{money, percent};
use super::{Amount, Cost, Field, Period, Provenance, Question, Report};

/// How costs of no environment, and of environments that all others use, are shared out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default)]
pub struct AllocationRule {
    pub method: AllocationMethod,
    /// By environment, for `fixed`: weights, of which only the proportion counts.
    pub shares: BTreeMap<String, u32>,
    /// Environments whose costs are shared out like untagged ones: `shared`, `tools`.
    pub shared_environments: BTreeSet<String>,
}

/// By what shares are told.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum AllocationMethod {
    /// Nothing is shared out.
    #[default]
    None,
    /// The same for every environment of a month.
    Even,
    /// In proportion to what a month costs each environment directly.
    Proportional,
    /// By the weights of the rule.
    Fixed,
}

/// Why a rule cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AllocationError {
    #[error("fixed shares need a weight above zero for at least one environment")]
    NoShares,
    #[error("shares belong to the fixed method; {0} has none")]
    Unused(&'static str),
    #[error("{0} cannot both be shared out and have a share")]
    Both(String),
    #[error("costs are shared out by environment, alone or with month, and not by {0}")]
    By(String),
}

impl AllocationError {
    /// What of a rule it is about: `shares`, `shares.production`, `method`; of a question `by`.
    pub fn field(&self) -> String {
        match self {
            Self::NoShares => "shares".to_owned(),
            Self::Unused(_) => "method".to_owned(),
            Self::Both(name) => format!("shares.{name}"),
            Self::By(_) => "by".to_owned(),
        }
    }
}

/// Costs by environment with what of the shared costs each one bears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AllocatedCosts {
    /// What was asked, with months and filters, in words and without a full stop.
    pub words: String,
    pub cost: Cost,
    pub rule: AllocationRule,
    /// `$240.00 of $4,212.18 (6%) are of no environment; they are shared out in proportion to direct costs.`
    pub sentence: String,
    /// By month where that was asked, then the largest total first.
    pub rows: Vec<AllocatedRow>,
    /// Over all rows, by currency: what it is before anything is shared out, exactly.
    pub totals: BTreeMap<String, Allocated>,
    pub provenance: Provenance,
}

/// One environment's costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AllocatedRow {
    /// Absent where months were not asked for.
    pub month: Option<Period>,
    /// The empty text is none.
    pub environment: String,
    pub currency: String,
    #[serde(flatten)]
    pub costs: Allocated,
}

/// Direct costs, the share of what is shared out, and both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Allocated {
    /// What is charged to the environment itself.
    pub direct: Amount,
    /// What it bears of shared costs; of shared costs themselves negative, as they are given away.
    pub shared: Amount,
    pub total: Amount,
}

impl AllocationRule {
    /// Refuses shares where none are used, and none where they are; gives everything that is wrong.
    pub fn checked(&self) -> Result<(), Vec<AllocationError>> {
        let any = self.shares.values().any(|weight| *weight > 0);
        let mut wrong = Vec::new();
        if self.method == AllocationMethod::Fixed && !any {
            wrong.push(AllocationError::NoShares);
        }
        if self.method != AllocationMethod::Fixed && !self.shares.is_empty() {
            wrong.push(AllocationError::Unused(self.method.words()));
        }
        let both = self.shares.keys().filter(|name| self.is_shared(name));
        wrong.extend(both.cloned().map(AllocationError::Both));
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// In words, without a full stop.
    pub fn words(&self) -> String {
        let what = match self.shared_environments.is_empty() {
            true => "Costs of no environment".to_owned(),
            false => {
                let names: Vec<&str> = self
                    .shared_environments
                    .iter()
                    .map(String::as_str)
                    .collect();
                format!("Costs of no environment and of {}", names.join(" and "))
            }
        };
        match self.method {
            AllocationMethod::None => "Nothing is shared out".to_owned(),
            AllocationMethod::Fixed => {
                let shares: Vec<String> = self
                    .shares
                    .iter()
                    .map(|(name, weight)| format!("{name} {weight}"))
                    .collect();
                format!(
                    "{what} are shared out by fixed shares: {}",
                    shares.join(", ")
                )
            }
            other => format!("{what} are shared out {}", other.words()),
        }
    }

    fn is_shared(&self, environment: &str) -> bool {
        environment.is_empty() || self.shared_environments.contains(environment)
    }
}

impl AllocationMethod {
    pub fn words(self) -> &'static str {
        match self {
            Self::None => "not at all",
            Self::Even => "evenly",
            Self::Proportional => "in proportion to direct costs",
            Self::Fixed => "by fixed shares",
        }
    }
}

/// The question whose report is shared out: by month and environment. Refuses other fields.
pub fn allocation_question(asked: &Question) -> Result<Question, AllocationError> {
    let other = asked
        .by
        .iter()
        .find(|field| !matches!(field, Field::Month) && **field != Field::ENVIRONMENT);
    match other {
        Some(other) => Err(AllocationError::By(other.words())),
        None => Ok(Question {
            by: vec![Field::Month, Field::ENVIRONMENT],
            ..asked.clone()
        }),
    }
}

/// Shares costs out, month by month. The report answers [`allocation_question`].
pub fn allocated(asked: &Question, report: &Report, rule: &AllocationRule) -> AllocatedCosts {
    let cost = asked.cost;
    let by_month = asked.by.contains(&Field::Month);
    let mut months: BTreeMap<(String, String), BTreeMap<String, Amount>> = BTreeMap::new();
    for row in &report.rows {
        let value = |field: Field| row.values[&field.to_string()].to_owned();
        let direct = months
            .entry((row.currency.clone(), value(Field::Month)))
            .or_default();
        *direct.entry(value(Field::ENVIRONMENT)).or_default() += row.costs.get(cost);
    }
    let mut rows: BTreeMap<(Option<Period>, String, String), Allocated> = BTreeMap::new();
    let mut totals: BTreeMap<String, Allocated> = BTreeMap::new();
    for ((currency, month), direct) in months {
        let month = month.parse().ok().filter(|_| by_month);
        for (environment, costs) in shared_out(&direct, rule) {
            let sum = |all: &mut Allocated| {
                all.direct += costs.direct;
                all.shared += costs.shared;
                all.total += costs.total;
            };
            sum(totals.entry(currency.clone()).or_default());
            sum(rows
                .entry((month, environment, currency.clone()))
                .or_default());
        }
    }
    let mut rows: Vec<AllocatedRow> = rows
        .into_iter()
        .map(|((month, environment, currency), costs)| AllocatedRow {
            month,
            environment,
            currency,
            costs,
        })
        .collect();
    rows.sort_by_key(|row| (row.month, std::cmp::Reverse(row.costs.total)));
    let words = Question {
        by: asked.by.clone(),
        ..report.question.clone()
    };
    AllocatedCosts {
        words: words.words(report.provenance.range()),
        cost,
        sentence: sentence(&rows, &totals, rule),
        rule: rule.clone(),
        rows,
        totals,
        provenance: report.provenance.clone(),
    }
}

/// One month's environments with their shares. What no environment is there to bear stays where it is.
fn shared_out(
    direct: &BTreeMap<String, Amount>,
    rule: &AllocationRule,
) -> BTreeMap<String, Allocated> {
    let mut rows: BTreeMap<String, Allocated> = direct
        .iter()
        .map(|(environment, amount)| {
            let costs = Allocated {
                direct: *amount,
                shared: Amount::ZERO,
                total: *amount,
            };
            (environment.clone(), costs)
        })
        .collect();
    let own = || direct.iter().filter(|(name, _)| !rule.is_shared(name));
    let weights: BTreeMap<String, Amount> = match rule.method {
        AllocationMethod::None => BTreeMap::new(),
        AllocationMethod::Even => own()
            .map(|(name, _)| (name.clone(), Amount::units(1)))
            .collect(),
        AllocationMethod::Proportional => own()
            .map(|(name, amount)| (name.clone(), *amount))
            .collect(),
        AllocationMethod::Fixed => rule
            .shares
            .iter()
            .map(|(name, weight)| (name.clone(), Amount::units(i64::from(*weight))))
            .collect(),
    };
    if weights.is_empty() {
        return rows;
    }
    let given: Vec<(String, Amount)> = direct
        .iter()
        .filter(|(name, _)| rule.is_shared(name))
        .map(|(name, amount)| (name.clone(), *amount))
        .collect();
    let whole: Amount = given.iter().map(|(_, amount)| *amount).sum();
    for (name, amount) in given {
        let row = rows.entry(name).or_default();
        row.shared = Amount::ZERO - amount;
        row.total = Amount::ZERO;
    }
    let parts = shared(whole, &weights.values().copied().collect::<Vec<_>>());
    for (name, part) in weights.into_keys().zip(parts) {
        let row = rows.entry(name).or_default();
        row.shared += part;
        row.total += part;
    }
    rows
}

fn sentence(
    rows: &[AllocatedRow],
    totals: &BTreeMap<String, Allocated>,
    rule: &AllocationRule,
) -> String {
    if totals.is_empty() {
        return "Nothing was charged.".to_owned();
    }
    let of_currency = |(currency, whole): (&String, &Allocated)| {
        let shared: Amount = rows
            .iter()
            .filter(|row| row.currency == *currency && rule.is_shared(&row.environment))
            .map(|row| row.costs.direct)
            .sum();
        let share =
            percent(shared, whole.total).map_or(String::new(), |share| format!(" ({share})"));
        format!(
            "{} of {}{share}",
            money(shared, currency),
            money(whole.total, currency)
        )
    };
    let all: Vec<String> = totals.iter().map(of_currency).collect();
    let how = match rule.method {
        AllocationMethod::None => "nothing is shared out".to_owned(),
        method => format!("they are shared out {}", method.words()),
    };
    let what = match rule.shared_environments.is_empty() {
        true => "are of no environment",
        false => "are of no environment or of a shared one",
    };
    format!("{} {what}; {how}.", all.join("; "))
}

#[cfg(test)]
mod tests;
