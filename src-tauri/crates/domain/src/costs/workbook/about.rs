//! The first sheet of a workbook.

use rust_xlsxwriter::{Format, Worksheet};

use super::super::document_table::Cell;
use super::super::html::cost_words;
use super::super::{Condition, Cost, CostDocument, Provenance, Question};
use super::{WorkbookError, write};

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
            Cell::Count(month.lines),
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
