//! The line items that make a figure, as their files write them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::csv::{line, text};
use super::{Amount, Cost, Costs, Provenance, Question, Report, counted, csv, grouped, money};

/// What a figure is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LineItems {
    pub question: Question,
    /// What was asked, with months and filters, in words and without a full stop.
    pub words: String,
    /// How many there are, which of them are told, and what they add up to.
    pub sentence: String,
    /// The largest of the asked cost first.
    pub items: Vec<LineItem>,
    /// All that there are in the files, whether they are among `items` or not.
    pub count: u64,
    /// Over all of them, by currency; currencies are never added.
    pub totals: BTreeMap<String, Costs>,
    /// Months whose line items are not told, or no longer what was imported, each with why.
    pub notes: Vec<String>,
    /// The finest rows that the ledger keeps of months whose files are not there.
    pub ledger: Option<Report>,
    pub provenance: Provenance,
}

/// A line item as its file writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LineItem {
    /// Path on this computer.
    pub file: String,
    /// Row of the file's data, from 1; of a zip's member in that member.
    pub row: u64,
    pub currency: String,
    #[serde(flatten)]
    pub costs: Costs,
    /// `PricingQuantity`, or usage amount.
    pub quantity: Amount,
    /// What it means, by field as reports are asked by them: `service`, `day`, `resource`. Those without
    /// a value are left out.
    pub fields: BTreeMap<String, String>,
    /// The file's columns that have a value, in its order.
    pub values: Vec<LineValue>,
}

/// A column's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LineValue {
    pub column: String,
    pub value: String,
}

impl LineItems {
    /// `The 50 largest of 3,204 line items, which add up to $4,212.18.`
    pub fn told(items: usize, count: u64, totals: &BTreeMap<String, Costs>, cost: Cost) -> String {
        let sums: Vec<String> = totals
            .iter()
            .map(|(currency, costs)| money(costs.get(cost), currency))
            .collect();
        let sums = sums.join(" and ");
        match (items as u64, count) {
            (_, 0) => "There are no line items of this in the files.".to_owned(),
            (_, 1) => format!("One line item, of {sums}."),
            (items, count) if items < count => format!(
                "The {} largest of {} line items, which add up to {sums}.",
                grouped(u128::from(items)),
                grouped(u128::from(count))
            ),
            (_, count) => format!("{}, which add up to {sums}.", counted(count, "line item")),
        }
    }

    /// As CSV: what every line item means and costs, and then the files' own columns. Where no file is
    /// there, the ledger's rows.
    pub fn csv(&self) -> String {
        if let (true, Some(ledger)) = (self.items.is_empty(), &self.ledger) {
            return csv(ledger);
        }
        let mut fields: Vec<&str> = Vec::new();
        let mut columns: Vec<&str> = Vec::new();
        for item in &self.items {
            keep_new(&mut fields, item.fields.keys().map(String::as_str));
            keep_new(
                &mut columns,
                item.values.iter().map(|value| value.column.as_str()),
            );
        }
        fields.sort_unstable();
        let mut header: Vec<String> = ["file", "row", "currency"].map(str::to_owned).to_vec();
        header.extend(Cost::ALL.map(|cost| {
            let word = serde_json::json!(cost);
            word.as_str().unwrap_or_default().to_owned()
        }));
        header.push("quantity".to_owned());
        header.extend(fields.iter().chain(&columns).map(|name| text(name)));
        let mut out = String::new();
        line(&mut out, &header);
        for item in &self.items {
            let mut cells = vec![text(&item.file), item.row.to_string(), text(&item.currency)];
            cells.extend(Cost::ALL.map(|cost| item.costs.get(cost).to_string()));
            cells.push(item.quantity.to_string());
            cells.extend(
                fields
                    .iter()
                    .map(|field| text(item.fields.get(*field).map_or("", String::as_str))),
            );
            cells.extend(columns.iter().map(|column| {
                let value = item.values.iter().find(|value| value.column == *column);
                text(value.map_or("", |value| &value.value))
            }));
            line(&mut out, &cells);
        }
        out
    }
}

fn keep_new<'a>(known: &mut Vec<&'a str>, names: impl Iterator<Item = &'a str>) {
    for name in names {
        if !known.contains(&name) {
            known.push(name);
        }
    }
}
