//! Account numbers shortened to their last four digits, for what is handed on.

use std::collections::BTreeSet;

use super::{Dimension, Drivers, Field, FieldValues, MonthHead, Provenance, Report, Trend};

/// Which account numbers are shortened: those that are named, and every other of twelve digits, which
/// ARNs carry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mask {
    accounts: BTreeSet<String>,
}

impl Mask {
    /// Of everything that reports name as an account or as a payer.
    pub fn of<'a>(reports: impl IntoIterator<Item = &'a Report>) -> Self {
        let account = Field::Ledger(Dimension::Account).to_string();
        let payer = Field::BillingAccount.to_string();
        let mut accounts = BTreeSet::new();
        for report in reports {
            accounts.extend(report.accounts.iter().map(|account| account.id.clone()));
            let months = report.provenance.months.iter();
            accounts.extend(months.map(|month| month.key.billing_account.clone()));
            for row in &report.rows {
                let named =
                    [&account, &payer].map(|field| row.values.get(field).map(str::to_owned));
                accounts.extend(named.into_iter().flatten());
            }
        }
        Self::accounts(accounts)
    }

    /// Of every account and payer of months.
    pub fn of_months<'a>(heads: impl IntoIterator<Item = &'a MonthHead>) -> Self {
        let of_month = |head: &MonthHead| {
            let accounts = head.accounts.iter().map(|account| account.id.clone());
            accounts
                .chain([head.key.billing_account.clone()])
                .collect::<Vec<_>>()
        };
        Self::accounts(heads.into_iter().flat_map(of_month).collect())
    }

    fn accounts(mut accounts: BTreeSet<String>) -> Self {
        accounts.retain(|id| id.chars().count() > 4);
        Self { accounts }
    }

    /// A text with account numbers shortened: `arn:aws:eks:us-east-1:…9012:cluster/a`.
    pub fn text(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for id in &self.accounts {
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
            // Digits behind a point are an amount's: $0.000000000012.
            let behind_point = shortened.ends_with('.');
            match digits.len() {
                12 if !behind_point => shortened.push_str(&format!("…{}", &digits[8..])),
                _ => shortened.push_str(&digits),
            }
            digits.clear();
            if letter != '\0' {
                shortened.push(letter);
            }
        }
        shortened
    }

    pub fn report(&self, report: &mut Report) {
        self.put(&mut report.words);
        self.put(&mut report.sentence);
        for condition in &mut report.question.filter {
            condition.is.iter_mut().for_each(|value| self.put(value));
        }
        for row in &mut report.rows {
            self.values(&mut row.values);
        }
        for account in &mut report.accounts {
            self.put(&mut account.id);
            self.put(&mut account.name);
        }
        self.provenance(&mut report.provenance);
    }

    pub fn drivers(&self, drivers: &mut Drivers) {
        self.put(&mut drivers.words);
        for waterfall in &mut drivers.waterfalls {
            self.put(&mut waterfall.sentence);
            for line in &mut waterfall.lines {
                self.put(&mut line.what);
                self.values(&mut line.values);
            }
        }
        self.provenance(&mut drivers.provenance);
    }

    pub fn trend(&self, trend: &mut Trend) {
        self.put(&mut trend.words);
        for series in &mut trend.series {
            for anomaly in &mut series.anomalies {
                self.put(&mut anomaly.sentence);
                self.values(&mut anomaly.values);
            }
        }
        self.provenance(&mut trend.provenance);
    }

    fn provenance(&self, provenance: &mut Provenance) {
        self.put(&mut provenance.sentence);
        for month in &mut provenance.months {
            self.put(&mut month.key.billing_account);
            month.source.iter_mut().for_each(|name| self.put(name));
        }
    }

    fn values(&self, values: &mut FieldValues) {
        values.for_each_value(|value| self.text(value));
    }

    fn put(&self, text: &mut String) {
        *text = self.text(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_numbers_are_shortened_and_amounts_are_not() {
        let mask = Mask {
            accounts: BTreeSet::from(["subscription-77".to_owned()]),
        };
        for (text, masked) in [
            (
                "arn:aws:eks:us-east-1:123456789012:cluster/a",
                "arn:aws:eks:us-east-1:…9012:cluster/a",
            ),
            ("subscription-77", "…n-77"),
            (
                "$0.000000000012 of 123456789012.",
                "$0.000000000012 of …9012.",
            ),
            (
                "i-0123456789abcdef0 1234567890123",
                "i-0123456789abcdef0 1234567890123",
            ),
        ] {
            assert_eq!(mask.text(text), masked);
        }
    }
}
