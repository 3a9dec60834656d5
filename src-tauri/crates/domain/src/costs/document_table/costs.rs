//! Costs by field, what changed, days, comparisons, shares and quality.

use super::{Cell, DocumentTable, table, text};
use crate::costs::words::capital;
use crate::costs::{
    AllocatedCosts, Amount, Comparison, Cost, Drivers, Field, FieldValues, Period, Quality, Report,
    Trend,
};

impl DocumentTable {
    /// Costs by field, with their sums.
    pub(in crate::costs) fn of_report(title: String, report: &Report) -> Self {
        let by = &report.question.by;
        let mut head: Vec<String> = by.iter().map(|field| capital(&field.words())).collect();
        let costs = ["Currency", "Billed", "Effective", "List", "Contracted"];
        head.extend(costs.map(str::to_owned));
        let quantities = report.rows.iter().any(|row| row.quantity.is_some());
        head.extend(quantities.then(|| "Quantity".to_owned()));
        head.push("Line items".to_owned());
        let rows = report.rows.iter().map(|row| {
            let mut cells = values(by, &row.values);
            cells.push(text(&row.currency));
            cells.extend(Cost::ALL.map(|cost| Cell::amount(row.costs.get(cost), &row.currency)));
            cells.extend(quantities.then(|| Cell::number(row.quantity)));
            cells.push(Cell::Count(row.lines));
            cells
        });
        let totals = report.totals.iter().map(|(currency, costs)| {
            let mut cells: Vec<Cell> = by.iter().map(|_| Cell::Nothing).collect();
            if let Some(first) = cells.first_mut() {
                *first = text("Total");
            }
            cells.push(text(currency));
            cells.extend(Cost::ALL.map(|cost| Cell::amount(costs.get(cost), currency)));
            cells
        });
        Self {
            title,
            sentence: report.sentence.clone(),
            head,
            rows: rows.collect(),
            totals: totals.collect(),
        }
    }

    /// What changed, line by line.
    pub fn of_drivers(drivers: &Drivers) -> Self {
        let rows = drivers.waterfalls.iter().flat_map(|waterfall| {
            let money = |amount| Cell::amount(amount, &waterfall.currency);
            waterfall.lines.iter().map(move |line| {
                vec![
                    text(&waterfall.currency),
                    text(line.kind.words()),
                    text(&line.what),
                    money(line.amount),
                    money(line.before),
                    money(line.after),
                    Cell::number(line.quantity_before),
                    Cell::number(line.quantity_after),
                ]
            })
        });
        let head = [
            "Currency",
            "Why",
            "What",
            "Change",
            "Before",
            "After",
            "Quantity before",
            "Quantity after",
        ];
        table("Drivers", &drivers.words, &head, rows)
    }

    /// The waterfall, from before to after.
    pub(in crate::costs) fn of_steps(drivers: &Drivers) -> Self {
        let rows = drivers.waterfalls.iter().flat_map(|waterfall| {
            let row = |words: &str, amount| {
                vec![
                    text(&waterfall.currency),
                    text(words),
                    Cell::amount(amount, &waterfall.currency),
                ]
            };
            let steps = waterfall.steps.iter();
            let steps = steps.map(|step| row(step.kind.words(), step.amount));
            let mut rows = vec![row(&drivers.before.words(), waterfall.before)];
            rows.extend(steps);
            rows.push(row(&drivers.after.words(), waterfall.after));
            rows
        });
        table("Waterfall", "", &["Currency", "Step", "Amount"], rows)
    }

    /// Costs by day, then what is expected of the days to come.
    pub fn of_trend(trend: &Trend) -> Self {
        let rows = trend.series.iter().flat_map(|series| {
            let row = |day: &str, amounts: [Option<Amount>; 5]| {
                let money = |amount| Cell::amount(amount, &series.currency);
                [value(&Field::Day, day), text(&series.currency)]
                    .into_iter()
                    .chain(amounts.map(|amount| amount.map_or(Cell::Nothing, money)))
                    .collect::<Vec<Cell>>()
            };
            let known = series.days.iter().map(|day| {
                let amounts = [Some(day.amount), Some(day.usage), None, None, None];
                row(&day.day, amounts)
            });
            let to_come = series.forecast.iter().flat_map(|forecast| &forecast.days);
            let to_come = to_come.map(|day| {
                let amounts = [Some(day.expected), Some(day.low), Some(day.high)];
                row(&day.day, [None, None, amounts[0], amounts[1], amounts[2]])
            });
            known.chain(to_come).collect::<Vec<_>>()
        });
        let head = [
            "Day",
            "Currency",
            "Charged",
            "Of it usage",
            "Expected",
            "Low",
            "High",
        ];
        table("Days", &trend.words, &head, rows)
    }

    /// Two sides by field, in the cost that was asked for.
    pub fn of_comparison(by: &[Field], compared: &Comparison) -> Self {
        let rows = compared.rows.iter().map(|row| {
            let money = |amount| Cell::amount(amount, &row.currency);
            let costs = &row.costs;
            let mut cells = values(by, &row.values);
            cells.push(text(&row.currency));
            let sides = [costs.before, costs.after, costs.difference];
            cells.extend(sides.map(|side| money(side.get(compared.cost))));
            cells
        });
        let mut told = table("Comparison", &compared.words, &[], rows);
        told.head = by.iter().map(|field| capital(&field.words())).collect();
        let sides = ["Currency", "Before", "After", "Difference"];
        told.head.extend(sides.map(str::to_owned));
        told
    }

    /// Environments with their shares.
    pub fn of_allocated(allocated: &AllocatedCosts) -> Self {
        let rows = allocated.rows.iter().map(|row| {
            let money = |amount| Cell::amount(amount, &row.currency);
            let month = row.month.map(|month| Cell::Month(month.first_day()));
            vec![
                month.unwrap_or(Cell::Nothing),
                text(Field::ENVIRONMENT.shown(&row.environment)),
                text(&row.currency),
                money(row.costs.direct),
                money(row.costs.shared),
                money(row.costs.total),
            ]
        });
        let head = [
            "Month",
            "Environment",
            "Currency",
            "Direct",
            "Shared",
            "Total",
        ];
        table("Shared costs", &allocated.sentence, &head, rows)
    }

    /// What checks found; a month without findings has one row.
    pub fn of_quality(quality: &Quality) -> Self {
        let rows = quality.months.iter().flat_map(|month| {
            let row = |severity: &str, code: &str, message: &str| {
                vec![
                    Cell::Month(month.key.period.first_day()),
                    text(&month.key.billing_account),
                    Cell::Count(month.lines),
                    Cell::Count(month.rejected),
                    text(if month.reconciled { "yes" } else { "no" }),
                    text(severity),
                    text(code),
                    text(message),
                ]
            };
            let findings = month.findings.iter();
            let found: Vec<_> = findings
                .map(|found| row(found.severity.words(), &found.code, &found.message))
                .collect();
            match found.is_empty() {
                true => vec![row("", "", "")],
                false => found,
            }
        });
        let head = [
            "Month",
            "Payer",
            "Line items",
            "Not read",
            "Adds up",
            "Severity",
            "Code",
            "Message",
        ];
        table("Quality", &quality.sentence, &head, rows)
    }
}

fn values(by: &[Field], values: &FieldValues) -> Vec<Cell> {
    let known = by
        .iter()
        .map(|field| value(field, &values[&field.to_string()]));
    known.collect()
}

/// A value of a field: times as dates, everything else as people read it.
fn value(field: &Field, value: &str) -> Cell {
    let period = |text: &str| text.parse::<Period>().ok();
    let time = match field {
        Field::Month => period(value).map(|month| Cell::Month(month.first_day())),
        Field::Day => value.parse().ok().map(Cell::Day),
        _ => None,
    };
    time.unwrap_or_else(|| text(field.shown(value)))
}
