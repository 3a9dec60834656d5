//! Reports as CSV: the same report gives the same bytes.

use super::{Amount, Cost, Report};

/// A report as CSV (RFC 4180, lines end with LF): a header, then its rows in their order, amounts as
/// exact decimals. A value that a spreadsheet would take for a formula has an apostrophe in front.
pub fn csv(report: &Report) -> String {
    let fields: Vec<String> = report
        .question
        .by
        .iter()
        .map(|field| field.to_string())
        .collect();
    let mut out = String::new();
    let mut header = fields.clone();
    header.push("currency".to_owned());
    header.extend(Cost::ALL.map(|cost| {
        let word = serde_json::json!(cost);
        word.as_str().unwrap_or_default().to_owned()
    }));
    header.extend(["quantity".to_owned(), "lines".to_owned()]);
    line(&mut out, &header);
    for row in &report.rows {
        let mut cells: Vec<String> = fields
            .iter()
            .map(|field| text(&row.values[field.as_str()]))
            .collect();
        cells.push(text(&row.currency));
        cells.extend(Cost::ALL.map(|cost| row.costs.get(cost).to_string()));
        cells.push(
            row.quantity
                .as_ref()
                .map_or(String::new(), Amount::to_string),
        );
        cells.push(row.lines.to_string());
        line(&mut out, &cells);
    }
    out
}

pub(super) fn line(out: &mut String, cells: &[String]) {
    out.push_str(&cells.join(","));
    out.push('\n');
}

/// A cell of text.
pub(super) fn text(value: &str) -> String {
    let guarded = if value.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{value}")
    } else {
        value.to_owned()
    };
    if guarded.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Line, month};
    use super::super::{EnvironmentRules, Field, Month, Question, report};
    use super::*;

    #[test]
    fn values_are_quoted_and_are_no_formulas() {
        let month = month(
            "2026-09",
            &[
                Line::new("a, \"b\"", "2.50"),
                Line::new("=HYPERLINK(1)", "-1"),
            ],
        );
        let question = Question {
            by: vec![Field::SERVICE],
            ..Question::default()
        };
        let months = [Month::of_rows(&month.head, &month.rows, 0)];
        assert_eq!(
            csv(&report(&question, &months, &EnvironmentRules::default())),
            "service,currency,billed,effective,list,contracted,quantity,lines\n\
             \"a, \"\"b\"\"\",USD,2.5,2.5,2.5,2.5,,1\n\
             '=HYPERLINK(1),USD,-1,-1,-1,-1,,1\n"
        );
    }
}
