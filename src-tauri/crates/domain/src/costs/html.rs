//! The document as one HTML file with everything in it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::document_table::Cell;
use super::words::{capital, money, percent};
use super::{
    Amount, Cost, CostDocument, DocumentTable, Drivers, Field, Provenance, Report, ReportRow,
};

/// Rows of a section; the rest is added up in one.
const MOST_ROWS: usize = 25;
/// Drivers that are told one by one.
const MOST_REASONS: usize = 12;
/// Letters of a word that may be broken anywhere: an ARN.
const LONG: usize = 24;
/// Services with a colour of their own.
const COLOURS: [&str; 7] = [
    "#0f62ac", "#e07941", "#3b8f5a", "#8456ce", "#c33d69", "#2ea597", "#8d99a8",
];

/// The whole file.
pub(super) fn html(document: &CostDocument) -> String {
    let cost = document.question.cost;
    let mut body = String::new();
    let _ = write!(
        body,
        "<h1>{}</h1><p class=\"lead\">{}</p><p class=\"small\">{} {}</p>",
        escaped(&document.title),
        escaped(document.sentence()),
        escaped(&document.months.provenance.sentence),
        cost_words(cost),
    );
    for currency in document.months.totals.keys() {
        body.push_str(&chart(&document.months, currency, cost));
    }
    if let Some(drivers) = &document.drivers {
        body.push_str(&why(drivers));
    }
    for table in &document.tables {
        body.push_str(&beside(table));
    }
    for section in &document.sections {
        body.push_str(&table(section, cost));
    }
    body.push_str(&sources(&document.months.provenance));
    let _ = write!(
        body,
        "<p class=\"small\">Made by Array Console, {}. Nothing was asked of AWS.</p>",
        escaped(&document.stamp())
    );
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{}</title><style>{STYLE}</style></head><body>{body}</body></html>\n",
        escaped(&document.title)
    )
}

pub(super) fn cost_words(cost: Cost) -> &'static str {
    match cost {
        Cost::Billed => "Billed cost: what the invoice charges.",
        Cost::Effective => "Effective cost: purchases spread over what they cover.",
        Cost::List => "List cost: at list prices.",
        Cost::Contracted => "Contracted cost: at the prices that were agreed.",
    }
}

fn table(report: &Report, cost: Cost) -> String {
    let fields: Vec<(String, &Field)> = report
        .question
        .by
        .iter()
        .map(|field| (field.to_string(), field))
        .collect();
    let by: Vec<String> = fields.iter().map(|(_, field)| field.words()).collect();
    let mut out = String::new();
    for (currency, total) in &report.totals {
        let total = total.get(cost);
        let rows: Vec<&ReportRow> = report
            .rows
            .iter()
            .filter(|row| row.currency == *currency)
            .collect();
        let several = if report.totals.len() > 1 {
            format!(", {currency}")
        } else {
            String::new()
        };
        let head: String = by
            .iter()
            .map(|name| format!("<th>{}</th>", escaped(&capital(name))))
            .collect();
        let _ = write!(
            out,
            "<section><h2>By {}{several}</h2><table><thead><tr>{head}<th class=\"n\">{currency}</th><th class=\"n\">Share</th></tr></thead><tbody>",
            escaped(&by.join(" and ")),
        );
        let mut line = |cells: String, amount: Amount| {
            let share = percent(amount, total).unwrap_or_default();
            let _ = write!(
                out,
                "<tr>{cells}<td class=\"n\">{}</td><td class=\"n\">{share}</td></tr>",
                money(amount, currency),
            );
        };
        for row in rows.iter().take(MOST_ROWS) {
            let value = |(name, field): &(String, &Field)| {
                let value = &row.values[name.as_str()];
                format!("<td>{}</td>", escaped(field.shown(value)))
            };
            line(fields.iter().map(value).collect(), row.costs.get(cost));
        }
        let span = fields.len().max(1);
        if rows.len() > MOST_ROWS {
            let rest = rows[MOST_ROWS..]
                .iter()
                .map(|row| row.costs.get(cost))
                .sum();
            let others = rows.len() - MOST_ROWS;
            line(format!("<td colspan=\"{span}\">{others} others</td>"), rest);
        }
        let _ = write!(
            out,
            "</tbody><tfoot><tr><td colspan=\"{span}\">All</td><td class=\"n\">{}</td><td></td></tr></tfoot></table></section>",
            money(total, currency)
        );
    }
    out
}

/// A table beside the costs.
fn beside(table: &DocumentTable) -> String {
    let figures = table.figures();
    let line = |tag: &str, cells: Vec<String>| {
        let cells = cells.iter().zip(&figures).zip(&table.head);
        // Amounts are shown with their currency.
        let cells = cells.filter(|(_, head)| *head != "Currency");
        let cells = cells.map(|((cell, figure), _)| {
            let long = cell.split_whitespace().any(|word| word.len() > LONG);
            let class = match (figure, long) {
                (true, _) => " class=\"n\"",
                (false, true) => " class=\"l\"",
                (false, false) => "",
            };
            format!("<{tag}{class}>{}</{tag}>", escaped(cell))
        });
        format!("<tr>{}</tr>", cells.collect::<String>())
    };
    let rows = table.rows.iter();
    let rows = rows.map(|row| line("td", row.iter().map(Cell::shown).collect()));
    format!(
        "<section><h2>{}</h2><p>{}</p><table class=\"t\"><thead>{}</thead><tbody>{}</tbody></table></section>",
        escaped(&table.title),
        escaped(&table.sentence),
        line("th", table.head.clone()),
        rows.collect::<String>(),
    )
}

/// Why costs changed: steps, and the lines that explain most.
fn why(drivers: &Drivers) -> String {
    let mut out = String::new();
    for waterfall in &drivers.waterfalls {
        let shown = |amount: Amount| {
            let words = money(amount, &waterfall.currency);
            let plus = if amount > Amount::ZERO { "+" } else { "" };
            format!("{plus}{words}")
        };
        let _ = write!(
            out,
            "<section><h2>Why it changed: {} against {}</h2><p>{}</p><table><thead><tr><th>Why</th><th>What</th><th class=\"n\">{}</th></tr></thead><tbody>",
            drivers.after.words(),
            drivers.before.words(),
            escaped(&waterfall.sentence),
            waterfall.currency
        );
        for line in waterfall.lines.iter().take(MOST_REASONS) {
            let _ = write!(
                out,
                "<tr><td>{}</td><td>{}</td><td class=\"n\">{}</td></tr>",
                line.kind.words(),
                escaped(&line.what),
                shown(line.amount)
            );
        }
        if let Some(rest) = waterfall
            .lines
            .get(MOST_REASONS..)
            .filter(|rest| !rest.is_empty())
        {
            let sum = rest.iter().map(|line| line.amount).sum();
            let _ = write!(
                out,
                "<tr><td></td><td>{} others</td><td class=\"n\">{}</td></tr>",
                rest.len(),
                shown(sum)
            );
        }
        let _ = write!(
            out,
            "</tbody><tfoot><tr><td colspan=\"2\">All</td><td class=\"n\">{}</td></tr></tfoot></table></section>",
            shown(waterfall.difference)
        );
    }
    out
}

/// Bars by month, stacked by the largest services; the tables have the same numbers as text.
fn chart(report: &Report, currency: &str, cost: Cost) -> String {
    let (month, service) = (Field::Month.to_string(), Field::SERVICE.to_string());
    let mut by_service: BTreeMap<&str, Amount> = BTreeMap::new();
    let mut by_month: BTreeMap<&str, BTreeMap<&str, Amount>> = BTreeMap::new();
    for row in report.rows.iter().filter(|row| row.currency == currency) {
        let value = |name: &String| &row.values[name.as_str()];
        let amount = row.costs.get(cost);
        *by_service.entry(value(&service)).or_default() += amount;
        let bars = by_month.entry(value(&month)).or_default();
        *bars.entry(value(&service)).or_default() += amount;
    }
    let mut largest: Vec<(&str, Amount)> = by_service.into_iter().collect();
    largest.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    let named: Vec<&str> = largest
        .iter()
        .take(COLOURS.len() - 1)
        .map(|(name, _)| *name)
        .collect();
    let colour = |service: &str| named.iter().position(|name| *name == service);
    let height = |amount: Amount| amount.to_f64().max(0.0);
    let tallest = by_month
        .values()
        .map(|bars| bars.values().map(|amount| height(*amount)).sum::<f64>())
        .fold(0.0, f64::max);
    if tallest == 0.0 {
        return String::new();
    }
    let (width, room) = (720.0, 220.0);
    let step = width / by_month.len() as f64;
    let mut svg = format!(
        "<section><h2>By month, {currency}</h2><svg viewBox=\"0 0 {width} 260\" role=\"img\" aria-label=\"Costs by month, stacked by service; the numbers stand in the table below\">"
    );
    let mut listed = String::from("<table><thead><tr><th>Month</th>");
    for name in &named {
        let _ = write!(
            listed,
            "<th class=\"n\">{}</th>",
            escaped(Field::SERVICE.shown(name))
        );
    }
    let _ = write!(
        listed,
        "<th class=\"n\">Others</th><th class=\"n\">All</th></tr></thead><tbody>"
    );
    for (at, (month, bars)) in by_month.iter().enumerate() {
        let mut parts = vec![Amount::ZERO; COLOURS.len()];
        for (service, amount) in bars {
            parts[colour(service).unwrap_or(COLOURS.len() - 1)] += *amount;
        }
        let left = step.mul_add(at as f64, step * 0.18);
        let mut top = room + 10.0;
        for (part, fill) in parts.iter().zip(COLOURS) {
            let tall = height(*part) / tallest * room;
            if tall == 0.0 {
                continue;
            }
            top -= tall;
            let _ = write!(
                svg,
                "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{tall:.1}\" fill=\"{fill}\"/>",
                step * 0.64
            );
        }
        let all: Amount = parts.iter().copied().sum();
        let middle = step.mul_add(at as f64, step / 2.0);
        let _ = write!(
            svg,
            "<text x=\"{middle:.1}\" y=\"248\" text-anchor=\"middle\">{}</text>",
            escaped(month)
        );
        let _ = write!(listed, "<tr><td>{}</td>", escaped(month));
        for part in parts
            .iter()
            .take(named.len())
            .chain(parts.last())
            .chain([&all])
        {
            let _ = write!(listed, "<td class=\"n\">{}</td>", money(*part, currency));
        }
        listed.push_str("</tr>");
    }
    svg.push_str("</svg><p class=\"legend\">");
    for (name, fill) in named
        .iter()
        .map(|name| Field::SERVICE.shown(name))
        .chain(["Others"])
        .zip(COLOURS[..named.len()].iter().chain(COLOURS.last()))
    {
        let _ = write!(
            svg,
            "<span><svg viewBox=\"0 0 10 10\" class=\"key\"><rect width=\"10\" height=\"10\" fill=\"{fill}\"/></svg>{}</span>",
            escaped(name)
        );
    }
    format!("{svg}</p>{listed}</tbody></table></section>")
}

fn sources(provenance: &Provenance) -> String {
    let mut out = String::from(
        "<section><h2>Where the figures come from</h2><table><thead><tr><th>Month</th><th>Payer</th><th>Format</th><th class=\"n\">Line items</th><th>Source</th></tr></thead><tbody>",
    );
    for month in &provenance.months {
        let _ = write!(
            out,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"n\">{}</td><td>{}</td></tr>",
            month.key.period,
            escaped(&month.key.billing_account),
            month.format,
            super::grouped(u128::from(month.lines)),
            escaped(&month.source.join(", ")),
        );
    }
    out.push_str("</tbody></table></section>");
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

const STYLE: &str = "@page{size:A4;margin:16mm}body{font:14px/1.45 system-ui,sans-serif;color:#16191f;max-width:960px;margin:32px auto;padding:0 16px}h1{font-size:24px;margin:0 0 4px}h2{font-size:16px;margin:24px 0 6px}.lead{font-size:16px}.small{color:#5f6b7a;font-size:12px}section{break-inside:avoid}table{border-collapse:collapse;width:100%;font-size:12px}th,td{text-align:left;padding:3px 8px 3px 0;border-bottom:1px solid #e9ebed;overflow-wrap:anywhere;vertical-align:top}th{color:#414d5c}.t td,.t th{overflow-wrap:normal}.t td.l{overflow-wrap:anywhere;min-width:140px}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}th.n{white-space:normal}td:first-child,th:first-child{min-width:72px}tfoot td{font-weight:600}svg{width:100%}svg text{font-size:11px;fill:#414d5c}.legend span{display:inline-block;margin-right:14px;font-size:12px}.key{width:10px;height:10px;margin-right:5px}@media print{body{margin:0;max-width:none}}";
