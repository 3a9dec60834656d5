//! Unit costs: what one deployment, or one active crew profile, costs a month.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::ratio::proportion;
use super::words::{counted, money, percent};
use super::{Amount, Cost, Field, Period, Provenance, Question, Report};

/// What costs are divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum CostUnit {
    /// Crew profiles that were active in a month.
    CrewProfiles,
    /// Deployments of a month.
    Deployments,
}

/// How many there were in a month, as the user says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct UnitCount {
    pub unit: CostUnit,
    pub month: Period,
    pub count: u32,
}

/// What units cost, by month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct UnitCosts {
    /// What was asked, with months and filters, in words and without a full stop.
    pub words: String,
    pub cost: Cost,
    /// Crew profiles before deployments, each in every currency.
    pub units: Vec<UnitSeries>,
    pub provenance: Provenance,
}

/// One unit's cost by month, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct UnitSeries {
    pub unit: CostUnit,
    pub currency: String,
    /// `One active crew profile cost $2.18 in October 2026, $0.12 (5%) less than in September 2026.`
    pub sentence: String,
    /// By time; months without a count are there without a unit cost.
    pub months: Vec<UnitMonth>,
}

/// One month of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct UnitMonth {
    pub month: Period,
    /// What the month cost.
    pub amount: Amount,
    /// Absent where it is not known.
    pub count: Option<u32>,
    pub counted_by: CountedBy,
    /// `amount` for one of them; absent without any.
    pub each: Option<Amount>,
    /// `each` less that of the last month before that has one.
    pub change: Option<Amount>,
    /// False where the month goes on: its count and its cost are not final.
    pub whole: bool,
}

/// Where a count comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum CountedBy {
    /// The user said so.
    Given,
    /// Launches and updates that ended well, as this app has seen them.
    Launches,
    Nobody,
}

impl CostUnit {
    pub const ALL: [Self; 2] = [Self::CrewProfiles, Self::Deployments];

    /// One of them: `active crew profile`.
    pub fn words(self) -> &'static str {
        match self {
            Self::CrewProfiles => "active crew profile",
            Self::Deployments => "deployment",
        }
    }
}

impl fmt::Display for CostUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CrewProfiles => "crew-profiles",
            Self::Deployments => "deployments",
        })
    }
}

impl FromStr for CostUnit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|unit| unit.to_string() == text);
        known.ok_or_else(|| format!("`{text}` is no unit; there are crew-profiles and deployments"))
    }
}

/// The question whose report is divided: by month.
pub fn units_question(asked: &Question) -> Question {
    Question {
        by: vec![Field::Month],
        ..asked.clone()
    }
}

/// Divides months by counts. The report answers [`units_question`]; `launches` are those that ended well,
/// by month.
pub fn unit_costs(
    report: &Report,
    counts: &[UnitCount],
    launches: &BTreeMap<Period, u32>,
) -> UnitCosts {
    let cost = report.question.cost;
    let mut units = Vec::new();
    for unit in CostUnit::ALL {
        for currency in report.totals.keys() {
            let mut months = Vec::new();
            for row in report.rows.iter().filter(|row| row.currency == *currency) {
                let month = row.values.get(&Field::Month.to_string());
                let Some(month) = month.and_then(|month| month.parse().ok()) else {
                    continue;
                };
                let (count, counted_by) = count(unit, month, counts, launches);
                months.push(of_month(
                    month,
                    row.costs.get(cost),
                    count,
                    counted_by,
                    report,
                ));
            }
            told(&mut months);
            units.push(UnitSeries {
                unit,
                currency: currency.clone(),
                sentence: sentence(unit, currency, &months),
                months,
            });
        }
    }
    let question = Question {
        by: Vec::new(),
        ..report.question.clone()
    };
    UnitCosts {
        words: question.words(report.provenance.range()),
        cost,
        units,
        provenance: report.provenance.clone(),
    }
}

fn count(
    unit: CostUnit,
    month: Period,
    counts: &[UnitCount],
    launches: &BTreeMap<Period, u32>,
) -> (Option<u32>, CountedBy) {
    let given = counts
        .iter()
        .find(|given| given.unit == unit && given.month == month);
    match (given, launches.get(&month)) {
        (Some(given), _) => (Some(given.count), CountedBy::Given),
        (None, Some(count)) if unit == CostUnit::Deployments => (Some(*count), CountedBy::Launches),
        _ => (None, CountedBy::Nobody),
    }
}

fn of_month(
    month: Period,
    amount: Amount,
    count: Option<u32>,
    counted_by: CountedBy,
    report: &Report,
) -> UnitMonth {
    let each = count
        .filter(|count| *count > 0)
        .map(|count| proportion(amount, Amount::units(1), Amount::units(i64::from(count))));
    let mut sources = report.provenance.months.iter();
    UnitMonth {
        month,
        amount,
        count,
        counted_by,
        each,
        change: None,
        whole: sources.all(|source| source.key.period != month || source.whole),
    }
}

/// Puts months in order and says how each one changed.
fn told(months: &mut [UnitMonth]) {
    months.sort_by_key(|month| month.month);
    let mut before = None;
    for month in months {
        month.change = month.each.zip(before).map(|(each, before)| each - before);
        before = month.each.or(before);
    }
}

/// Of the newest month that is over, against the one before that has a unit cost.
fn sentence(unit: CostUnit, currency: &str, months: &[UnitMonth]) -> String {
    let known = |month: &&UnitMonth| month.each.is_some();
    let newest = months
        .iter()
        .rev()
        .filter(known)
        .find(|month| month.whole)
        .or_else(|| months.iter().rev().find(known));
    let Some((newest, each)) = newest.and_then(|newest| Some((newest, newest.each?))) else {
        return format!("How many {}s there were is not known.", unit.words());
    };
    let mut words = format!(
        "One {} cost {} in {} ({})",
        unit.words(),
        money(each, currency),
        newest.month.words(),
        counted(u64::from(newest.count.unwrap_or_default()), unit.words())
    );
    let before = months
        .iter()
        .rev()
        .find(|month| month.month < newest.month && month.each.is_some());
    if let Some((before, change)) = before.zip(newest.change) {
        let than = before.month.words();
        words.push_str(&match change.cmp(&Amount::ZERO) {
            std::cmp::Ordering::Equal => format!(", as in {than}"),
            order => {
                let share = before
                    .each
                    .and_then(|each| percent(change.magnitude(), each));
                let share = share.map_or(String::new(), |share| format!(" ({share})"));
                let more = if order.is_gt() { "more" } else { "less" };
                let change = money(change.magnitude(), currency);
                format!(", {change}{share} {more} than in {than}")
            }
        });
    }
    if !newest.whole {
        words.push_str("; the month goes on");
    }
    words + "."
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Line, exact, month};
    use super::super::{EnvironmentRules, ImportedMonth, Month, report};
    use super::*;

    fn told(counts: &[(CostUnit, &str, u32)], launches: &[(&str, u32)]) -> UnitCosts {
        let mut imported: Vec<ImportedMonth> =
            [("2026-08", "100"), ("2026-09", "90"), ("2026-10", "5")]
                .map(|(period, amount)| month(period, &[Line::new("AmazonEC2", amount)]))
                .to_vec();
        imported[2].head.as_of_ms = Some(imported[2].head.first_day * 86_400_000);
        let months: Vec<Month<'_>> = imported
            .iter()
            .map(|month| Month::of_rows(&month.head, &month.rows, 0))
            .collect();
        let question = units_question(&Question::default());
        let report = report(&question, &months, &EnvironmentRules::default());
        let counts: Vec<UnitCount> = counts
            .iter()
            .map(|(unit, month, count)| UnitCount {
                unit: *unit,
                month: month.parse().unwrap(),
                count: *count,
            })
            .collect();
        let launches = launches
            .iter()
            .map(|(month, count)| (month.parse().unwrap(), *count))
            .collect();
        unit_costs(&report, &counts, &launches)
    }

    #[test]
    fn months_are_divided_by_what_was_counted() {
        let profiles = CostUnit::CrewProfiles;
        let told = told(
            &[
                (profiles, "2026-08", 40),
                (profiles, "2026-09", 45),
                (profiles, "2026-10", 45),
            ],
            &[("2026-09", 3)],
        );
        let crew = &told.units[0];
        let each: Vec<Option<Amount>> = crew.months.iter().map(|month| month.each).collect();
        assert_eq!(each[..2], [Some(exact("2.5")), Some(exact("2"))]);
        assert_eq!(crew.months[1].change, Some(exact("-0.5")));
        assert!(!crew.months[2].whole, "October has begun only");
        assert_eq!(
            crew.sentence,
            "One active crew profile cost $2.00 in September 2026 (45 active crew profiles), $0.50 (20%) \
             less than in August 2026."
        );
        let deployments = &told.units[1];
        assert_eq!(deployments.months[1].each, Some(exact("30")));
        assert_eq!(deployments.months[1].counted_by, CountedBy::Launches);
        assert_eq!(deployments.months[0].each, None, "nobody counted August");
    }

    #[test]
    fn a_count_that_is_given_stands_before_what_was_seen_and_none_is_no_division() {
        let deployments = CostUnit::Deployments;
        let told = told(
            &[(deployments, "2026-09", 9), (deployments, "2026-08", 0)],
            &[("2026-09", 3)],
        );
        let months = &told.units[1].months;
        assert_eq!(
            (months[1].each, months[1].counted_by),
            (Some(exact("10")), CountedBy::Given)
        );
        assert_eq!((months[0].count, months[0].each), (Some(0), None));
        assert_eq!(
            told.units[0].sentence,
            "How many active crew profiles there were is not known."
        );
        assert!(
            "crews"
                .parse::<CostUnit>()
                .unwrap_err()
                .contains("crew-profiles")
        );
    }
}
