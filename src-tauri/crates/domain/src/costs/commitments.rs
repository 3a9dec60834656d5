//! Savings plans and reservations: what they cover, what of them is used, what is wasted.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::group::grouped;
use super::words::{money, percent};
use super::{Amount, Cost, Costs, Dimension, EnvironmentRules, Field, Month, Provenance, Question};

/// Every commitment in a range of months.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Commitments {
    pub words: String,
    pub currencies: Vec<CommitmentTotals>,
    /// The most unused money first.
    pub rows: Vec<Commitment>,
    pub provenance: Provenance,
}

/// All commitments in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct CommitmentTotals {
    pub currency: String,
    pub sentence: String,
    pub used: Amount,
    pub unused: Amount,
    /// Used of used and unused, 0 to 1.
    pub utilisation: Option<f64>,
    /// Usage at list prices that commitments covered.
    pub covered: Amount,
    /// The same usage types at list prices that nothing covered.
    pub uncovered: Amount,
    /// Covered of covered and uncovered, 0 to 1.
    pub coverage: Option<f64>,
    /// What covered usage would have cost at contracted prices less what the commitments cost, unused
    /// money included; negative where they cost more than they saved.
    pub saved: Amount,
}

/// One savings plan or reservation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Commitment {
    /// `CommitmentDiscountId`
    pub id: String,
    pub currency: String,
    /// Billed for it.
    pub purchased: Amount,
    pub used: Amount,
    pub unused: Amount,
    /// Used of used and unused, 0 to 1.
    pub utilisation: Option<f64>,
    pub saved: Amount,
    /// Purchases less what was used and unused: zero where the commitment balances over the range.
    pub balance: Amount,
}

/// What commitments are told apart by.
const KEY: [Field; 6] = [
    Field::Ledger(Dimension::Commitment),
    Field::Ledger(Dimension::CommitmentStatus),
    Field::Ledger(Dimension::ChargeCategory),
    Field::Ledger(Dimension::PricingCategory),
    Field::USAGE_TYPE,
    Field::Ledger(Dimension::Currency),
];

/// The question that the months are read for.
pub fn commitments_question(asked: &Question) -> Question {
    Question {
        by: KEY.to_vec(),
        ..asked.clone()
    }
}

#[derive(Default)]
struct Sums {
    purchased: Amount,
    used: Amount,
    unused: Amount,
    /// What it covered, at list and at contracted prices.
    covered: Amount,
    contracted: Amount,
}

/// Every commitment of the months, which are read for [`commitments_question`]. Money used and unused is
/// effective cost, purchases are billed cost.
pub fn commitments(
    question: &Question,
    months: &[Month<'_>],
    rules: &EnvironmentRules,
) -> Commitments {
    let groups = grouped(months, &KEY, &question.filter, &Cost::ALL, rules);
    let mut sums: BTreeMap<(String, String), Sums> = BTreeMap::new();
    let mut eligible: BTreeSet<(String, String)> = BTreeSet::new();
    for group in &groups.groups {
        let value = |field: usize| groups.value(group, field).to_owned();
        let costs = Costs::from_array(group.costs);
        if value(0).is_empty() {
            continue;
        }
        let sum = sums.entry((value(5), value(0))).or_default();
        match (value(2).as_str(), value(1).as_str()) {
            ("Purchase", _) => sum.purchased += costs.billed,
            (_, "Unused") => sum.unused += costs.effective,
            ("Usage", _) => {
                sum.used += costs.effective;
                sum.covered += costs.list;
                sum.contracted += costs.contracted;
                eligible.insert((value(5), value(4)));
            }
            _ => {}
        }
    }
    let mut uncovered: BTreeMap<String, Amount> = BTreeMap::new();
    for group in &groups.groups {
        let value = |field: usize| groups.value(group, field).to_owned();
        let standard = value(0).is_empty() && value(2) == "Usage" && value(3) == "Standard";
        if standard && eligible.contains(&(value(5), value(4))) {
            *uncovered.entry(value(5)).or_default() += Costs::from_array(group.costs).list;
        }
    }
    let mut rows: Vec<Commitment> = sums
        .iter()
        .map(|((currency, id), sum)| Commitment {
            id: id.clone(),
            currency: currency.clone(),
            purchased: sum.purchased,
            used: sum.used,
            unused: sum.unused,
            utilisation: part(sum.used, sum.used + sum.unused),
            saved: sum.contracted - sum.used - sum.unused,
            balance: sum.purchased - sum.used - sum.unused,
        })
        .collect();
    rows.sort_by(|one, other| {
        other
            .unused
            .cmp(&one.unused)
            .then_with(|| one.id.cmp(&other.id))
    });
    let currencies: BTreeSet<&String> = sums.keys().map(|(currency, _)| currency).collect();
    let totals = currencies
        .into_iter()
        .map(|currency| {
            let of = || {
                sums.iter()
                    .filter(|((of, _), _)| of == currency)
                    .map(|(_, sum)| sum)
            };
            let all = Sums {
                purchased: of().map(|sum| sum.purchased).sum(),
                used: of().map(|sum| sum.used).sum(),
                unused: of().map(|sum| sum.unused).sum(),
                covered: of().map(|sum| sum.covered).sum(),
                contracted: of().map(|sum| sum.contracted).sum(),
            };
            total(
                currency,
                &all,
                uncovered.get(currency).copied().unwrap_or_default(),
            )
        })
        .collect();
    let provenance = Provenance::of(months);
    Commitments {
        words: Question {
            by: Vec::new(),
            ..question.clone()
        }
        .words(provenance.range()),
        currencies: totals,
        rows,
        provenance,
    }
}

fn total(currency: &str, sums: &Sums, uncovered: Amount) -> CommitmentTotals {
    let (used, unused, covered) = (sums.used, sums.unused, sums.covered);
    let saved = sums.contracted - used - unused;
    let shown = |amount: Amount| money(Amount(amount.0.abs()), currency);
    let share = |part, whole| percent(part, whole).unwrap_or_else(|| "nothing".to_owned());
    let kind = if saved.0 < 0 {
        "cost more than they saved, by"
    } else {
        "saved"
    };
    CommitmentTotals {
        currency: currency.to_owned(),
        sentence: format!(
            "Commitments were used to {} ({} unused), covered {} of what they could, and {kind} {}.",
            share(used, used + unused),
            shown(unused),
            share(covered, covered + uncovered),
            shown(saved),
        ),
        used,
        unused,
        utilisation: part(used, used + unused),
        covered,
        uncovered,
        coverage: part(covered, covered + uncovered),
        saved,
    }
}

fn part(part: Amount, whole: Amount) -> Option<f64> {
    (whole != Amount::ZERO).then(|| part.to_f64() / whole.to_f64())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Line, exact, month};
    use super::*;

    #[test]
    fn coverage_utilisation_and_savings_of_a_plan() {
        let box_usage =
            |list: &str| Line::new("EC2", list).with(Dimension::UsageType, "BoxUsage:m6i.large");
        let plan = |line: Line| line.with(Dimension::Commitment, "arn:plan");
        let covered = plan(box_usage("100"))
            .with(Dimension::CommitmentStatus, "Used")
            .with(Dimension::PricingCategory, "Committed")
            .cost(Cost::Effective, "72")
            .cost(Cost::Billed, "0");
        let unused = plan(Line::new("Savings Plans", "0"))
            .with(Dimension::CommitmentStatus, "Unused")
            .cost(Cost::Effective, "8");
        let bought = plan(Line::new("Savings Plans", "80"))
            .with(Dimension::ChargeCategory, "Purchase")
            .cost(Cost::Effective, "0");
        let spot = box_usage("30").with(Dimension::PricingCategory, "Dynamic");
        let month = month(
            "2026-09",
            &[
                covered,
                unused,
                bought,
                box_usage("25"),
                spot,
                Line::new("S3", "9"),
            ],
        );
        let months = [Month::of_rows(&month.head, &month.rows, 0)];
        let told = commitments(&Question::default(), &months, &EnvironmentRules::default());
        assert_eq!(
            told.currencies[0].sentence,
            "Commitments were used to 90% ($8.00 unused), covered 80% of what they could, and saved $20.00."
        );
        let row = &told.rows[0];
        assert_eq!(
            (row.purchased, row.used, row.unused),
            (exact("80"), exact("72"), exact("8"))
        );
        assert_eq!(row.balance, Amount::ZERO);
        assert_eq!(
            told.currencies[0].uncovered,
            exact("25"),
            "neither spot nor other services"
        );
    }
}
