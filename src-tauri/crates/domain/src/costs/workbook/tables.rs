//! The tables of a workbook.

use rust_xlsxwriter::{Format, Worksheet};

use super::super::html::cost_words;
use super::super::{
    Amount, Condition, Cost, CostDocument, Drivers, Field, Period, Provenance, Question, Report,
    Trend,
};
use super::{Cell, Sheet, WorkbookError, write};
use crate::catalogue::Date;

/// A value of a field: times as dates, everything else as people read it.
fn value(field: &Field, value: &str) -> Cell {
    let period = |text: &str| text.parse::<Period>().ok();
    let time = match field {
        Field::Month => period(value).map(|month| Cell::Month(month.first_day())),
        Field::Day => day(value).map(Cell::Day),
        _ => None,
    };
    time.unwrap_or_else(|| Cell::Text(field.shown(value).to_owned()))
}

/// `2026-09-12`
fn day(text: &str) -> Option<Date> {
    let (month, day) = text.rsplit_once('-')?;
    let month: Period = month.parse().ok()?;
    Some(Date::new(month.year, month.month, day.parse().ok()?))
}

fn heads(words: &[(&str, f64)]) -> Vec<(String, f64)> {
    words
        .iter()
        .map(|(word, width)| ((*word).to_owned(), *width))
        .collect()
}

const COSTS: [(&str, f64); 4] = [
    ("Billed", 14.0),
    ("Effective", 14.0),
    ("List", 14.0),
    ("Contracted", 14.0),
];

pub(super) fn report(report: &Report) -> Sheet {
    let by = &report.question.by;
    let mut head: Vec<(String, f64)> = by
        .iter()
        .map(|field| {
            let wide = !matches!(field, Field::Month | Field::Day);
            (capital(&field.words()), if wide { 36.0 } else { 12.0 })
        })
        .collect();
    head.extend(heads(&[("Currency", 10.0)]));
    head.extend(heads(&COSTS));
    head.extend(heads(&[("Quantity", 16.0), ("Line items", 12.0)]));
    let rows = report.rows.iter().map(|row| {
        let mut cells: Vec<Cell> = by
            .iter()
            .map(|field| {
                let text = row.values.get(&field.to_string());
                value(field, text.map_or("", String::as_str))
            })
            .collect();
        cells.push(Cell::Text(row.currency.clone()));
        cells.extend(Cost::ALL.map(|cost| Cell::Money(row.costs.get(cost), row.currency.clone())));
        cells.push(
            row.quantity
                .map_or(Cell::Nothing, |quantity| Cell::Number(quantity.to_f64())),
        );
        cells.push(Cell::Number(row.lines as f64));
        cells
    });
    let totals = report.totals.iter().map(|(currency, costs)| {
        let mut cells: Vec<Cell> = by.iter().map(|_| Cell::Nothing).collect();
        if let Some(first) = cells.first_mut() {
            *first = Cell::Text("Total".to_owned());
        }
        cells.push(Cell::Text(currency.clone()));
        cells.extend(Cost::ALL.map(|cost| Cell::Money(costs.get(cost), currency.clone())));
        cells
    });
    Sheet {
        rows: rows.collect(),
        totals: totals.collect(),
        head,
    }
}

pub(super) fn lines(drivers: &Drivers) -> Sheet {
    let mut rows = Vec::new();
    for waterfall in &drivers.waterfalls {
        let money = |amount| Cell::Money(amount, waterfall.currency.clone());
        let number = |quantity: Option<Amount>| {
            quantity.map_or(Cell::Nothing, |quantity| Cell::Number(quantity.to_f64()))
        };
        rows.extend(waterfall.lines.iter().map(|line| {
            vec![
                Cell::Text(waterfall.currency.clone()),
                Cell::Text(line.kind.words().to_owned()),
                Cell::Text(line.what.clone()),
                money(line.amount),
                money(line.before),
                money(line.after),
                number(line.quantity_before),
                number(line.quantity_after),
            ]
        }));
    }
    Sheet {
        head: heads(&[
            ("Currency", 10.0),
            ("Why", 18.0),
            ("What", 48.0),
            ("Change", 14.0),
            ("Before", 14.0),
            ("After", 14.0),
            ("Quantity before", 16.0),
            ("Quantity after", 16.0),
        ]),
        rows,
        totals: Vec::new(),
    }
}

pub(super) fn steps(drivers: &Drivers) -> Sheet {
    let mut rows = Vec::new();
    for waterfall in &drivers.waterfalls {
        let row = |words: &str, amount| {
            vec![
                Cell::Text(waterfall.currency.clone()),
                Cell::Text(words.to_owned()),
                Cell::Money(amount, waterfall.currency.clone()),
            ]
        };
        rows.push(row(&drivers.before.words(), waterfall.before));
        let steps = waterfall.steps.iter();
        rows.extend(steps.map(|step| row(step.kind.words(), step.amount)));
        rows.push(row(&drivers.after.words(), waterfall.after));
    }
    Sheet {
        head: heads(&[("Currency", 10.0), ("Step", 36.0), ("Amount", 14.0)]),
        rows,
        totals: Vec::new(),
    }
}

pub(super) fn days(trend: &Trend) -> Sheet {
    let mut rows = Vec::new();
    for series in &trend.series {
        let row = |day: &str, amounts: [Option<Amount>; 5]| {
            let money = |amount| Cell::Money(amount, series.currency.clone());
            [value(&Field::Day, day), Cell::Text(series.currency.clone())]
                .into_iter()
                .chain(amounts.map(|amount| amount.map_or(Cell::Nothing, money)))
                .collect::<Vec<Cell>>()
        };
        let known = series.days.iter();
        rows.extend(known.map(|day| {
            row(
                &day.day,
                [Some(day.amount), Some(day.usage), None, None, None],
            )
        }));
        let to_come = series.forecast.iter().flat_map(|forecast| &forecast.days);
        rows.extend(to_come.map(|day| {
            row(
                &day.day,
                [
                    None,
                    None,
                    Some(day.expected),
                    Some(day.low),
                    Some(day.high),
                ],
            )
        }));
    }
    Sheet {
        head: heads(&[
            ("Day", 12.0),
            ("Currency", 10.0),
            ("Charged", 14.0),
            ("Of it usage", 14.0),
            ("Expected", 14.0),
            ("Low", 14.0),
            ("High", 14.0),
        ]),
        rows,
        totals: Vec::new(),
    }
}

/// What the figures are, which filters hold, and where they come from.
pub(super) fn about(sheet: &mut Worksheet, document: &CostDocument) -> Result<(), WorkbookError> {
    sheet.set_name("About")?;
    let (plain, bold) = (Format::new(), Format::new().set_bold());
    let provenance = &document.months.provenance;
    let facts = [
        ("Title", Cell::Text(document.title.clone())),
        ("In a sentence", Cell::Text(document.sentence().to_owned())),
        ("Asked", Cell::Text(document.asked().words.clone())),
        ("Filters", Cell::Text(filters(&document.question))),
        (
            "Cost",
            Cell::Text(cost_words(document.question.cost).to_owned()),
        ),
        ("Source and age", Cell::Text(provenance.sentence.clone())),
        ("Made", Cell::Time(document.made_at_ms)),
    ];
    let mut at = 0;
    for (word, cell) in &facts {
        write(sheet, at, 0, &Cell::Text((*word).to_owned()), &bold)?;
        write(sheet, at, 1, cell, &plain)?;
        at += 1;
    }
    for (currency, costs) in &document.months.totals {
        for cost in Cost::ALL {
            let name = cost_words(cost).split(':').next().unwrap_or_default();
            write(sheet, at, 0, &Cell::Text(format!("{name}, all")), &bold)?;
            write(
                sheet,
                at,
                1,
                &Cell::Money(costs.get(cost), currency.clone()),
                &plain,
            )?;
            at += 1;
        }
    }
    at += 1;
    sheet.set_column_width(0, 22.0)?;
    sheet.set_column_width(1, 24.0)?;
    let head = [
        "Month",
        "Payer",
        "Format",
        "Line items",
        "Known up to",
        "Imported",
        "Source",
    ];
    for (column, word) in (0_u16..).zip(head) {
        write(sheet, at, column, &Cell::Text(word.to_owned()), &bold)?;
        if column > 1 {
            sheet.set_column_width(column, 18.0)?;
        }
    }
    for (row, cells) in (at + 1..).zip(sources(provenance)) {
        for (column, cell) in (0_u16..).zip(&cells) {
            write(sheet, row, column, cell, &plain)?;
        }
    }
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn sources(provenance: &Provenance) -> impl Iterator<Item = Vec<Cell>> + '_ {
    provenance.months.iter().map(|month| {
        vec![
            Cell::Month(month.key.period.first_day()),
            Cell::Text(month.key.billing_account.clone()),
            Cell::Text(month.format.to_string()),
            Cell::Number(month.lines as f64),
            month.as_of_ms.map_or(Cell::Nothing, Cell::Time),
            Cell::Time(month.imported_at_ms),
            Cell::Text(month.source.join(", ")),
        ]
    })
}

fn filters(question: &Question) -> String {
    let words: Vec<String> = question.filter.iter().map(Condition::words).collect();
    match words.is_empty() {
        true => "None: everything that was imported for these months.".to_owned(),
        false => words.join(" and "),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
