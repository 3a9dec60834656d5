//! Budgets, estimates, commitments, waste, unit costs and extended support.

use super::{Cell, DocumentTable, table, text};
use crate::costs::{
    BudgetState, Commitments, Dimension, EstimateComparison, Field, SupportCosts, UnitCosts,
    WasteList,
};

const USD: &str = "USD";
const COMPONENT: Field = Field::Ledger(Dimension::Component);

impl DocumentTable {
    /// How budgets stand, the worst first.
    pub fn of_budgets(budgets: &[BudgetState]) -> Self {
        let rows = budgets.iter().map(|state| {
            let money = |amount| Cell::amount(amount, &state.budget.currency);
            vec![
                text(state.budget.of()),
                Cell::Month(state.month.first_day()),
                text(&state.budget.currency),
                money(state.budget.monthly),
                money(state.actual),
                state.forecast.map_or(Cell::Nothing, money),
                money(state.left),
                text(&state.sentence),
            ]
        });
        let head = [
            "Budget",
            "Month",
            "Currency",
            "A month",
            "Charged",
            "Forecast",
            "Left",
            "How it stands",
        ];
        table("Budgets", "", &head, rows)
    }

    /// What environments were estimated to cost against what they cost: by component, and by what makes
    /// the difference.
    pub fn of_estimates(environments: &[EstimateComparison]) -> [Self; 2] {
        let usd = |amount| Cell::amount(amount, USD);
        let sentences: Vec<&str> = environments
            .iter()
            .map(|one| one.sentence.as_str())
            .collect();
        let components = environments.iter().flat_map(|one| {
            one.components.iter().map(move |component| {
                vec![
                    text(&one.environment),
                    text(COMPONENT.shown(&component.component)),
                    text(&component.stacks.join(", ")),
                    usd(component.estimated),
                    usd(component.actual),
                    usd(component.difference),
                ]
            })
        });
        let reasons = environments.iter().flat_map(|one| {
            one.reasons.iter().map(move |reason| {
                vec![
                    text(&one.environment),
                    text(&reason.what),
                    usd(reason.estimated),
                    usd(reason.actual),
                    usd(reason.difference),
                    Cell::number(reason.estimated_quantity),
                    Cell::number(reason.actual_quantity),
                    text(&reason.unit),
                ]
            })
        });
        let by_component = [
            "Environment",
            "Component",
            "Nested stacks",
            "Estimated",
            "Charged",
            "Difference",
        ];
        let by_reason = [
            "Environment",
            "What",
            "Estimated",
            "Charged",
            "Difference",
            "Quantity estimated",
            "Quantity used",
            "Unit",
        ];
        [
            table("Estimates", &sentences.join(" "), &by_component, components),
            table("Why estimates differ", "", &by_reason, reasons),
        ]
    }

    /// Savings plans and reservations, the most unused money first.
    pub fn of_commitments(commitments: &Commitments) -> Self {
        let sentences = commitments.currencies.iter();
        let sentences: Vec<&str> = sentences.map(|one| one.sentence.as_str()).collect();
        let rows = commitments.rows.iter().map(|row| {
            let money = |amount| Cell::amount(amount, &row.currency);
            vec![
                text(&row.id),
                text(&row.currency),
                money(row.purchased),
                money(row.used),
                money(row.unused),
                row.utilisation.map_or(Cell::Nothing, Cell::Share),
                money(row.saved),
            ]
        });
        let head = [
            "Commitment",
            "Currency",
            "Purchased",
            "Used",
            "Unused",
            "Utilisation",
            "Saved",
        ];
        table("Commitments", &sentences.join(" "), &head, rows)
    }

    /// What probably buys nothing, the surest money first, and what cost data cannot tell. Nothing where
    /// nothing was found.
    pub fn of_waste(waste: &WasteList) -> Self {
        let rows = waste.findings.iter().map(|found| {
            vec![
                text(&found.title),
                text(&found.currency),
                Cell::amount(found.monthly, &found.currency),
                text(found.confidence.words()),
                text(&format!("{} {}", found.evidence, found.found_by)),
                text(&found.remedy),
                text(&found.resources.join("\n")),
            ]
        });
        let head = [
            "What",
            "Currency",
            "A month",
            "Confidence",
            "How it was found",
            "What to do",
            "Resources",
        ];
        let unknown = format!("Cost data cannot tell: {}", waste.cannot_tell.join(" "));
        table("Probably wasted", &unknown, &head, rows)
    }

    /// What one crew profile and one deployment cost.
    pub fn of_units(units: &UnitCosts) -> Self {
        let known: Vec<_> = units
            .units
            .iter()
            .filter(|series| series.months.iter().any(|month| month.each.is_some()))
            .collect();
        let sentences: Vec<&str> = known
            .iter()
            .map(|series| series.sentence.as_str())
            .collect();
        let rows = known.iter().flat_map(|series| {
            series.months.iter().map(|month| {
                let money = |amount| Cell::amount(amount, &series.currency);
                vec![
                    text(series.unit.words()),
                    Cell::Month(month.month.first_day()),
                    text(&series.currency),
                    money(month.amount),
                    month
                        .count
                        .map_or(Cell::Nothing, |count| Cell::Count(u64::from(count))),
                    month.each.map_or(Cell::Nothing, money),
                    month.change.map_or(Cell::Nothing, money),
                    text(if month.whole { "" } else { "not over yet" }),
                ]
            })
        });
        let head = [
            "Unit", "Month", "Currency", "Charged", "Count", "Each", "Change", "Note",
        ];
        table("Unit costs", &sentences.join(" "), &head, rows)
    }

    /// When environments begin to pay extended support.
    pub fn of_support(support: &SupportCosts) -> Self {
        let rows = support.clusters.iter().map(|cluster| {
            let monthly = |amount| Cell::amount(amount, USD);
            vec![
                text(&cluster.environment),
                text(&cluster.region),
                text(&cluster.version),
                text(cluster.starts.as_deref().unwrap_or_default()),
                text(cluster.ends.as_deref().unwrap_or_default()),
                cluster.monthly.map_or(Cell::Nothing, monthly),
                text(if cluster.charged { "charged" } else { "" }),
            ]
        });
        let head = [
            "Environment",
            "Region",
            "Kubernetes",
            "Charged from",
            "Updated by AWS on",
            "More a month",
            "Today",
        ];
        table("Extended support", &support.sentence, &head, rows)
    }
}
