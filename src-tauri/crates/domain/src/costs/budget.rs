//! Budgets: what a month may cost, and how it stands.

use serde::{Deserialize, Serialize};

use super::words::{money, percent};
use super::{Amount, Cost, Period};

/// What a month may cost, of one environment or the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Budget {
    /// As reports name it; absent for the whole.
    pub environment: Option<String>,
    /// `USD`
    pub currency: String,
    /// A month.
    pub monthly: Amount,
    pub cost: Cost,
}

/// How a budget stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", rename = "BudgetVerdict")]
pub enum Verdict {
    Within,
    /// The month will probably end above it.
    ForecastOver,
    Over,
}

/// How a budget stands in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct BudgetState {
    pub budget: Budget,
    pub month: Period,
    pub actual: Amount,
    /// What the month will cost, where it goes on and that can be told.
    pub forecast: Option<Amount>,
    /// `budget.monthly` less `actual`.
    pub left: Amount,
    pub verdict: Verdict,
    pub sentence: String,
}

impl Budget {
    /// `staging`, or `everything`.
    pub fn of(&self) -> &str {
        self.environment.as_deref().unwrap_or("everything")
    }

    /// Whether the two are about the same money.
    pub fn same(&self, other: &Self) -> bool {
        (&self.environment, &self.currency, self.cost)
            == (&other.environment, &other.currency, other.cost)
    }

    /// How it stands in a month that has cost so much and will cost so much.
    pub fn state(&self, month: Period, actual: Amount, forecast: Option<Amount>) -> BudgetState {
        let left = self.monthly - actual;
        let verdict = if left < Amount::ZERO {
            Verdict::Over
        } else if forecast.is_some_and(|forecast| forecast > self.monthly) {
            Verdict::ForecastOver
        } else {
            Verdict::Within
        };
        let shown = |amount: Amount| money(amount, &self.currency);
        let share = percent(actual, self.monthly).unwrap_or_default();
        let mut sentence = format!(
            "{} of {} for {} in {} ({share})",
            shown(actual),
            shown(self.monthly),
            self.of(),
            month.words(),
        );
        match verdict {
            Verdict::Over => sentence.push_str(&format!(", {} over", shown(-left))),
            Verdict::ForecastOver | Verdict::Within => {
                sentence.push_str(&format!(", {} left", shown(left)));
            }
        }
        if let Some(forecast) = forecast {
            sentence.push_str(&format!("; it will end near {}", shown(forecast)));
            if forecast > self.monthly {
                sentence.push_str(&format!(", {} over", shown(forecast - self.monthly)));
            }
        }
        sentence.push('.');
        BudgetState {
            budget: self.clone(),
            month,
            actual,
            forecast,
            left,
            verdict,
            sentence,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::exact;
    use super::*;

    #[test]
    fn a_budget_is_within_forecast_over_or_over() {
        let budget = Budget {
            environment: Some("staging".to_owned()),
            currency: "USD".to_owned(),
            monthly: exact("400"),
            cost: Cost::Effective,
        };
        let month: Period = "2026-09".parse().unwrap();
        let state = |actual: &str, forecast: Option<&str>| {
            let state = budget.state(month, exact(actual), forecast.map(exact));
            (state.verdict, state.sentence)
        };
        assert_eq!(
            state("100", Some("380")),
            (
                Verdict::Within,
                "$100.00 of $400.00 for staging in September 2026 (25%), $300.00 left; it will end near \
                 $380.00."
                    .to_owned()
            )
        );
        assert_eq!(
            state("200", Some("450")),
            (
                Verdict::ForecastOver,
                "$200.00 of $400.00 for staging in September 2026 (50%), $200.00 left; it will end near \
                 $450.00, $50.00 over."
                    .to_owned()
            )
        );
        assert_eq!(
            state("410", None),
            (
                Verdict::Over,
                "$410.00 of $400.00 for staging in September 2026 (102%), $10.00 over.".to_owned()
            )
        );
        assert_eq!(
            state("400", None).0,
            Verdict::Within,
            "to the cent is within"
        );
    }
}
