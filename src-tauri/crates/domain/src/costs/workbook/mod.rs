//! The document as a workbook: a sheet for each table, amounts as numbers with their currency's format,
//! months and days as dates, and what the figures are and where they come from on the first sheet.

mod about;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::document_table::Cell;
use super::{CostDocument, DocumentTable, Field, counted};
use crate::catalogue::Date;

/// Why a document cannot be a workbook.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    #[error(
        "{0} do not fit on a sheet, which has {MOST_ROWS} at most: ask by fewer fields, or take CSV"
    )]
    TooManyRows(String),
    #[error("the workbook cannot be written: {0}")]
    Written(#[from] XlsxError),
}

/// Rows of a sheet below its head.
const MOST_ROWS: usize = 1_048_575;
/// Letters of the widest column; longer texts are broken into lines.
const WIDEST: f64 = 60.0;
/// UTF-16 units of a text in a cell.
const MOST_TEXT: usize = 32_767;

/// The bytes of a workbook: the same for the same ledger and time.
pub(super) fn workbook(document: &CostDocument) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(&document.title)
            .set_author("Array Console")
            .set_creation_datetime(&time(document.made_at_ms)?),
    );
    about::about(workbook.add_worksheet(), document)?;
    for table in tables(document) {
        put(workbook.add_worksheet(), &table)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// Every sheet behind the first.
fn tables(document: &CostDocument) -> Vec<DocumentTable> {
    let months = DocumentTable::of_report("Months".to_owned(), &document.months);
    let drivers = document.drivers.iter().flat_map(|drivers| {
        [
            DocumentTable::of_drivers(drivers),
            DocumentTable::of_steps(drivers),
        ]
    });
    let sections = document.sections.iter().map(|section| {
        let by: Vec<String> = section.question.by.iter().map(Field::words).collect();
        DocumentTable::of_report(sheet_name(&by.join(", ")), section)
    });
    [months]
        .into_iter()
        .chain(drivers)
        .chain(document.trend.iter().map(DocumentTable::of_trend))
        .chain(document.tables.iter().cloned())
        .chain(sections)
        .collect()
}

/// A sheet's name has 31 letters at most, none of []:*?/\ and no apostrophe at its end.
fn sheet_name(by: &str) -> String {
    let name: String = format!("By {by}")
        .chars()
        .map(|letter| match letter {
            '[' | ']' | ':' | '*' | '?' | '/' | '\\' => '-',
            other => other,
        })
        .take(31)
        .collect();
    name.trim_end_matches('\'').to_owned()
}

/// In letters, as wide as what a column holds.
fn width(table: &DocumentTable, column: usize) -> f64 {
    let rows = table.rows.iter().chain(&table.totals);
    let cells = rows.filter_map(|row| row.get(column));
    let longest = cells.map(|cell| cell.shown().chars().count()).max();
    let head = table
        .head
        .get(column)
        .map_or(0, |word| word.chars().count() + 2);
    (longest.unwrap_or(0).max(head) as f64 + 2.0).clamp(10.0, WIDEST)
}

fn put(sheet: &mut Worksheet, content: &DocumentTable) -> Result<(), WorkbookError> {
    if content.rows.len() + content.totals.len() > MOST_ROWS {
        let rows = counted(content.rows.len() as u64, "row");
        return Err(WorkbookError::TooManyRows(rows));
    }
    sheet.set_name(&content.title)?;
    let bold = Format::new().set_bold();
    let figures = content.figures();
    for (at, (column, word)) in (0_u16..).zip(&content.head).enumerate() {
        let right = bold.clone().set_align(FormatAlign::Right);
        let format = if figures[at] { &right } else { &bold };
        write(sheet, 0, column, &Cell::Text(word.clone()), format)?;
        sheet.set_column_width(column, width(content, at))?;
    }
    let plain = Format::new();
    let rows = content.rows.iter().map(|row| (row, &plain));
    let totals = content.totals.iter().map(|row| (row, &bold));
    for (at, (row, format)) in (1_u32..).zip(rows.chain(totals)) {
        for (column, cell) in (0_u16..).zip(row) {
            write(sheet, at, column, cell, format)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    if let (Some(last), 1..) = (content.head.len().checked_sub(1), content.rows.len()) {
        sheet.autofilter(0, 0, content.rows.len() as u32, last as u16)?;
    }
    sheet.set_landscape();
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    format: &Format,
) -> Result<(), WorkbookError> {
    let shown = |pattern: &str| format.clone().set_num_format(pattern);
    let left = |pattern: &str| shown(pattern).set_align(FormatAlign::Left);
    match cell {
        // A text is never read as a formula, whatever it begins with.
        Cell::Text(text) => {
            let wrapped = format.clone().set_text_wrap();
            let long = text.chars().count() > WIDEST as usize;
            let format = if long { &wrapped } else { format };
            sheet.write_string_with_format(row, column, fitting(text), format)?
        }
        Cell::Money(amount, currency) => {
            let format = shown(&pattern(currency));
            sheet.write_number_with_format(row, column, amount.to_f64(), &format)?
        }
        Cell::Number(number) => {
            let format = shown("#,##0.######");
            sheet.write_number_with_format(row, column, number.to_f64(), &format)?
        }
        Cell::Count(count) => {
            sheet.write_number_with_format(row, column, *count as f64, &shown("#,##0"))?
        }
        Cell::Share(share) => sheet.write_number_with_format(row, column, *share, &shown("0%"))?,
        Cell::Day(day) => {
            sheet.write_datetime_with_format(row, column, &date(*day)?, &left("yyyy-mm-dd"))?
        }
        Cell::Month(month) => {
            sheet.write_datetime_with_format(row, column, &date(*month)?, &left("yyyy-mm"))?
        }
        Cell::Time(at_ms) => sheet.write_datetime_with_format(
            row,
            column,
            &time(*at_ms)?,
            &left("yyyy-mm-dd hh:mm"),
        )?,
        Cell::Nothing => sheet,
    };
    Ok(())
}

/// How a spreadsheet shows amounts of a currency.
fn pattern(currency: &str) -> String {
    let mark = match currency {
        "USD" => "[$$-409]",
        "EUR" => "[$€-2]",
        "GBP" => "[$£-809]",
        code if code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase()) => {
            return format!("#,##0.00 \"{code}\";[Red]-#,##0.00 \"{code}\"");
        }
        _ => "",
    };
    format!("{mark}#,##0.00;[Red]-{mark}#,##0.00")
}

/// As much of a text as a cell holds.
fn fitting(text: &str) -> String {
    let mut units = 0;
    text.chars()
        .take_while(|letter| {
            units += letter.len_utf16();
            units <= MOST_TEXT
        })
        .collect()
}

fn date(day: Date) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(day.year.try_into().unwrap_or(0), day.month, day.day)
}

fn time(at_ms: i64) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_timestamp(at_ms.div_euclid(1_000))
}

#[cfg(test)]
mod tests;
