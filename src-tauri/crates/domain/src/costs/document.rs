//! A report to be handed on: one HTML file with everything in it, for reading, mailing and printing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::words::{money, percent};
use super::{Amount, Cost, Dimension, Field, Provenance, Report, ReportRow};

/// What is handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostDocument {
    /// `Costs, July 2026 to September 2026`
    pub title: String,
    /// When it was made; the only thing that differs between two of the same ledger.
    pub stamp: String,
    pub cost: Cost,
    /// By month and service, for the chart.
    pub months: Report,
    /// Each by one field, in the order of the document.
    pub sections: Vec<Report>,
    /// Account numbers are shortened to their last four digits.
    pub masked: bool,
}

/// Rows of a section; the rest is added up in one.
const MOST_ROWS: usize = 25;
/// Services with a colour of their own.
const COLOURS: [&str; 7] = [
    "#0f62ac", "#e07941", "#3b8f5a", "#8456ce", "#c33d69", "#2ea597", "#8d99a8",
];

impl CostDocument {
    /// The whole file. The same ledger gives the same bytes, but for the stamp.
    pub fn html(&self) -> String {
        let mut body = String::new();
        let _ = write!(
            body,
            "<h1>{}</h1><p class=\"lead\">{}</p><p class=\"small\">{} {}</p>",
            escaped(&self.title),
            escaped(self.sentence()),
            escaped(&self.months.provenance.sentence),
            cost_words(self.cost),
        );
        for currency in self.months.totals.keys() {
            body.push_str(&chart(&self.months, currency, self.cost));
        }
        for section in &self.sections {
            body.push_str(&table(section, self.cost));
        }
        body.push_str(&sources(&self.months.provenance));
        let _ = write!(
            body,
            "<p class=\"small\">Made by Array Console, {}. Nothing was asked of AWS.</p>",
            escaped(&self.stamp)
        );
        let html = format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{}</title><style>{STYLE}</style></head><body>{body}</body></html>\n",
            escaped(&self.title)
        );
        match self.masked {
            true => masked(&html, &self.accounts()),
            false => html,
        }
    }

    /// What the largest service is, where there is a table of them.
    fn sentence(&self) -> &str {
        let by_service = |report: &&Report| report.question.by == [Field::SERVICE];
        let services = self.sections.iter().find(by_service);
        &services.unwrap_or(&self.months).sentence
    }

    /// Every account number that stands in it.
    fn accounts(&self) -> BTreeSet<String> {
        let reports = || self.sections.iter().chain([&self.months]);
        let named =
            reports().flat_map(|report| report.accounts.iter().map(|account| account.id.clone()));
        let payers = reports().flat_map(|report| {
            let months = report.provenance.months.iter();
            months.map(|month| month.key.billing_account.clone())
        });
        let rows = reports().flat_map(|report| {
            let account = Field::Ledger(Dimension::Account).to_string();
            let rows = report.rows.iter();
            rows.filter_map(move |row| row.values.get(&account).cloned())
        });
        let all = named.chain(payers).chain(rows);
        all.filter(|id| id.len() > 4).collect()
    }
}

/// A text with account numbers shortened: those that are named, and every other of twelve digits, which
/// ARNs carry.
pub fn masked(text: &str, accounts: &BTreeSet<String>) -> String {
    let mut out = text.to_owned();
    for id in accounts {
        let tail: String = id.chars().skip(id.chars().count() - 4).collect();
        out = out.replace(id.as_str(), &format!("…{tail}"));
    }
    let mut shortened = String::with_capacity(out.len());
    let mut digits = String::new();
    for letter in out.chars().chain(['\0']) {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        match digits.len() {
            12 => shortened.push_str(&format!("…{}", &digits[8..])),
            _ => shortened.push_str(&digits),
        }
        digits.clear();
        if letter != '\0' {
            shortened.push(letter);
        }
    }
    shortened
}

fn cost_words(cost: Cost) -> &'static str {
    match cost {
        Cost::Billed => "Billed cost: what the invoice charges.",
        Cost::Effective => "Effective cost: purchases spread over what they cover.",
        Cost::List => "List cost: at list prices.",
        Cost::Contracted => "Contracted cost: at the prices that were agreed.",
    }
}

fn table(report: &Report, cost: Cost) -> String {
    let Some(field) = report.question.by.first() else {
        return String::new();
    };
    let name = field.to_string();
    let mut out = String::new();
    for (currency, total) in &report.totals {
        let total = total.get(cost);
        let rows: Vec<&ReportRow> = report
            .rows
            .iter()
            .filter(|row| row.currency == *currency)
            .collect();
        let _ = write!(
            out,
            "<section><h2>By {}{}</h2><table><thead><tr><th>{}</th><th class=\"n\">{currency}</th><th class=\"n\">Share</th></tr></thead><tbody>",
            escaped(&field.words()),
            if report.totals.len() > 1 {
                format!(", {currency}")
            } else {
                String::new()
            },
            escaped(&field.words()),
        );
        let mut line = |what: &str, amount: Amount| {
            let share = percent(amount, total).unwrap_or_default();
            let _ = write!(
                out,
                "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{share}</td></tr>",
                escaped(what),
                money(amount, currency),
            );
        };
        for row in rows.iter().take(MOST_ROWS) {
            let value = row.values.get(&name).map_or("", String::as_str);
            line(field.shown(value), row.costs.get(cost));
        }
        if rows.len() > MOST_ROWS {
            let rest = rows[MOST_ROWS..]
                .iter()
                .map(|row| row.costs.get(cost))
                .sum();
            line(&format!("{} others", rows.len() - MOST_ROWS), rest);
        }
        let _ = write!(
            out,
            "</tbody><tfoot><tr><td>All</td><td class=\"n\">{}</td><td></td></tr></tfoot></table></section>",
            money(total, currency)
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
        let value = |name: &String| row.values.get(name).map_or("", String::as_str);
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

const STYLE: &str = "@page{size:A4;margin:16mm}body{font:14px/1.45 system-ui,sans-serif;color:#16191f;max-width:960px;margin:32px auto;padding:0 16px}h1{font-size:24px;margin:0 0 4px}h2{font-size:16px;margin:24px 0 6px}.lead{font-size:16px}.small{color:#5f6b7a;font-size:12px}section{break-inside:avoid}table{border-collapse:collapse;width:100%;font-size:12px}th,td{text-align:left;padding:3px 8px 3px 0;border-bottom:1px solid #e9ebed;overflow-wrap:anywhere;vertical-align:top}th{color:#414d5c}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}th.n{white-space:normal}td:first-child,th:first-child{min-width:72px}tfoot td{font-weight:600}svg{width:100%}svg text{font-size:11px;fill:#414d5c}.legend span{display:inline-block;margin-right:14px;font-size:12px}.key{width:10px;height:10px;margin-right:5px}@media print{body{margin:0;max-width:none}}";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::costs::testing::{Line, month};
    use crate::costs::{EnvironmentRules, ImportedMonth, Month, Question, report};

    fn document(stamp: &str, masked: bool) -> String {
        let line = |service: &str, amount: &str| {
            Line::new(service, amount)
                .with(Dimension::Account, "210000000001")
                .with(Dimension::Environment, "<staging>")
        };
        let months: Vec<ImportedMonth> = vec![
            month(
                "2026-08",
                &[line("AmazonEKS", "72"), line("AWS Lambda", "1.5")],
            ),
            month("2026-09", &[line("AmazonEKS", "74.40")]),
        ];
        let months: Vec<Month<'_>> = months
            .iter()
            .map(|month| Month::of_rows(&month.head, &month.rows, 0))
            .collect();
        let by = |by: &[Field]| {
            let question = Question {
                by: by.to_vec(),
                ..Question::default()
            };
            report(&question, &months, &EnvironmentRules::default())
        };
        CostDocument {
            title: "Costs".to_owned(),
            stamp: stamp.to_owned(),
            cost: Cost::Effective,
            months: by(&[Field::Month, Field::SERVICE]),
            sections: vec![
                by(&[Field::ENVIRONMENT]),
                by(&[Field::Ledger(Dimension::Account)]),
            ],
            masked,
        }
        .html()
    }

    #[test]
    fn the_same_ledger_gives_the_same_file_but_for_the_stamp() {
        let (one, other) = (document("one", false), document("other", false));
        assert_eq!(
            one.replace("Console, one.", ""),
            other.replace("Console, other.", "")
        );
        assert!(one.contains("$147.90"), "{one}");
        assert!(one.contains("&lt;staging&gt;") && !one.contains("<staging>"));
        assert_eq!(one.matches("<rect x=").count(), 3, "a part for each cost");
    }

    #[test]
    fn account_numbers_are_shortened_on_request() {
        let open = document("", false);
        let masked = document("", true);
        assert!(open.contains("210000000001"));
        assert!(!masked.contains("210000000001"));
        assert!(masked.contains("…0001"));
        let arn = super::masked(
            "arn:aws:eks:us-east-1:123456789012:cluster/a",
            &BTreeSet::new(),
        );
        assert_eq!(arn, "arn:aws:eks:us-east-1:…9012:cluster/a");
    }
}
