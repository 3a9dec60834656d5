//! EKS extended support: what it costs, from when on each environment pays it, and how much that will be.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::group::grouped;
use super::ratio::proportion;
use super::usage::without_region;
use super::words::money;
use super::{Amount, Dimension, EnvironmentRules, Field, Month, Period, Provenance, Question};
use crate::catalogue::{Date, SupportState, eks_version};
use crate::estimate::PriceBook;

/// What extended support costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SupportCosts {
    /// What was asked, with months and filters, in words and without a full stop.
    pub words: String,
    /// `Extended support cost $372.00 in October 2026.`
    pub sentence: String,
    /// What was charged, by time, then environment.
    pub months: Vec<SupportMonth>,
    /// Environments of this app, the next to pay first.
    pub clusters: Vec<ClusterSupport>,
    pub provenance: Provenance,
}

/// Extended support of an environment's clusters in a month, as it was charged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SupportMonth {
    pub month: Period,
    /// The empty text is none.
    pub environment: String,
    pub account: String,
    pub region: String,
    pub currency: String,
    pub amount: Amount,
    /// Cluster hours that were charged.
    pub hours: Amount,
    /// `hours` in hours of the whole month: 1 is one cluster from its first to its last day.
    pub cluster_months: Amount,
}

/// When an environment's version leaves standard support, and what that costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ClusterSupport {
    pub environment: String,
    pub region: String,
    /// Kubernetes: `1.33`.
    pub version: String,
    /// ISO date from which extended support is charged; absent where the calendar lacks the version.
    pub starts: Option<String>,
    /// ISO date on which AWS updates the cluster by itself.
    pub ends: Option<String>,
    /// Whether it is charged today.
    pub charged: bool,
    /// US dollars a month at list price that it costs beside the usual price from then on; absent where the
    /// price book does not tell.
    pub monthly: Option<Amount>,
    /// `staging (1.33): $365.00 a month more from 2026-07-29.`
    pub sentence: String,
}

/// An environment and the version that its file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    pub environment: String,
    pub region: String,
    pub version: String,
}

const KEY: [Field; 6] = [
    Field::Month,
    Field::ENVIRONMENT,
    Field::Ledger(Dimension::Account),
    Field::Ledger(Dimension::Region),
    Field::Ledger(Dimension::Currency),
    Field::USAGE_TYPE,
];

/// The question that months are read for.
pub fn support_question(asked: &Question) -> Question {
    Question {
        by: KEY.to_vec(),
        ..asked.clone()
    }
}

/// Extended support in months that are read for [`support_question`], and what is to come of it by the
/// calendar of EKS versions, `hours` a month at list price.
pub fn support(
    question: &Question,
    months: &[Month<'_>],
    rules: &EnvironmentRules,
    (clusters, book): (&[Cluster], &PriceBook),
    (today, hours): (Date, u32),
) -> SupportCosts {
    let groups = grouped(months, &KEY, &question.filter, &[question.cost], rules);
    let mut charged: BTreeMap<[String; 5], (Amount, Amount)> = BTreeMap::new();
    for group in &groups.groups {
        let value = |field: usize| groups.value(group, field);
        if !without_region(value(5)).starts_with("AmazonEKS-Hours:extendedSupport") {
            continue;
        }
        let key = [0, 1, 2, 3, 4].map(|field| value(field).to_owned());
        let sums = charged.entry(key).or_default();
        sums.0 += group.costs[question.cost.index()];
        sums.1 += group.quantity;
    }
    let told: Vec<SupportMonth> = charged
        .into_iter()
        .filter_map(
            |([month, environment, account, region, currency], (amount, hours))| {
                let month: Period = month.parse().ok()?;
                let whole = Amount::units(i64::from(month.days()) * 24);
                Some(SupportMonth {
                    month,
                    environment,
                    account,
                    region,
                    currency,
                    amount,
                    hours,
                    cluster_months: proportion(hours, Amount::units(1), whole),
                })
            },
        )
        .collect();
    let mut clusters: Vec<ClusterSupport> = clusters
        .iter()
        .map(|cluster| to_come(cluster, book, today, hours))
        .collect();
    clusters.sort_by(|one, other| {
        let key = |one: &ClusterSupport| (one.starts.is_none(), one.starts.clone());
        key(one)
            .cmp(&key(other))
            .then(one.environment.cmp(&other.environment))
    });
    let provenance = Provenance::of(months);
    let range = provenance.range();
    let words = Question {
        by: Vec::new(),
        ..question.clone()
    };
    SupportCosts {
        words: words.words(range),
        sentence: sentence(&told, range.map(|(_, newest)| newest)),
        months: told,
        clusters,
        provenance,
    }
}

fn to_come(cluster: &Cluster, book: &PriceBook, today: Date, hours: u32) -> ClusterSupport {
    let known = eks_version(&cluster.version);
    let price = |item: &str| {
        let price = book.price("EKS", item, &cluster.region)?;
        price.usd.parse::<Amount>().ok()
    };
    let standard = price("control plane, standard support");
    let extended = price("control plane, extended support");
    let monthly = extended
        .zip(standard)
        .map(|(extended, standard)| extended - standard)
        .map(|each| proportion(each, Amount::units(i64::from(hours)), Amount::units(1)));
    let charged = known.is_some_and(|known| {
        matches!(
            known.state_on(today),
            SupportState::Extended | SupportState::Gone
        )
    });
    let name = format!("{} ({})", cluster.environment, cluster.version);
    let sentence = match (known, monthly) {
        (None, _) => format!("{name}: the calendar of EKS versions does not know this version."),
        (Some(known), None) => format!(
            "{name}: extended support from {}; the price book has no price for it in {}.",
            known.standard_until, cluster.region
        ),
        (Some(known), Some(monthly)) => {
            let since = if charged { "since" } else { "from" };
            format!(
                "{name}: {} a month more {since} {}.",
                money(monthly, "USD"),
                known.standard_until
            )
        }
    };
    ClusterSupport {
        environment: cluster.environment.clone(),
        region: cluster.region.clone(),
        version: cluster.version.clone(),
        starts: known.map(|known| known.standard_until.to_string()),
        ends: known.map(|known| known.extended_until.to_string()),
        charged,
        monthly,
        sentence,
    }
}

/// What the newest month was charged.
fn sentence(months: &[SupportMonth], newest: Option<Period>) -> String {
    let Some(newest) = newest else {
        return "Nothing was imported yet, so what extended support costs is not known.".to_owned();
    };
    let mut sums: BTreeMap<&str, Amount> = BTreeMap::new();
    for month in months.iter().filter(|month| month.month == newest) {
        *sums.entry(&month.currency).or_default() += month.amount;
    }
    if sums.is_empty() {
        return format!("No extended support was charged in {}.", newest.words());
    }
    let sums: Vec<String> = sums
        .into_iter()
        .map(|(currency, amount)| money(amount, currency))
        .collect();
    format!(
        "Extended support cost {} in {}.",
        sums.join("; "),
        newest.words()
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Line, exact, month};
    use super::*;

    const TODAY: Date = Date::new(2026, 11, 24);

    fn told(clusters: &[(&str, &str)]) -> SupportCosts {
        let line = |usage: &str, environment: &str, hours: &str, amount: &str| {
            Line::new("Amazon Elastic Kubernetes Service", amount)
                .with(Dimension::UsageType, usage)
                .with(Dimension::Environment, environment)
                .quantity(hours)
        };
        let imported = month(
            "2026-09",
            &[
                line(
                    "USE1-AmazonEKS-Hours:extendedSupport",
                    "staging",
                    "720",
                    "360",
                ),
                line("USE1-AmazonEKS-Hours:extendedSupport", "dev", "360", "180"),
                line("USE1-AmazonEKS-Hours:perCluster", "staging", "720", "72"),
            ],
        );
        let months = [Month::of_rows(&imported.head, &imported.rows, 0)];
        let clusters: Vec<Cluster> = clusters
            .iter()
            .map(|(environment, version)| Cluster {
                environment: (*environment).to_owned(),
                region: "us-east-1".to_owned(),
                version: (*version).to_owned(),
            })
            .collect();
        let book = PriceBook::builtin();
        let rules = EnvironmentRules::default();
        support(
            &Question::default(),
            &months,
            &rules,
            (&clusters, book),
            (TODAY, 730),
        )
    }

    #[test]
    fn what_was_charged_is_told_by_cluster_month() {
        let told = told(&[]);
        assert_eq!(
            told.sentence,
            "Extended support cost $540.00 in September 2026."
        );
        let rows: Vec<(&str, Amount, Amount)> = told
            .months
            .iter()
            .map(|row| (row.environment.as_str(), row.amount, row.cluster_months))
            .collect();
        assert_eq!(
            rows,
            [
                ("dev", exact("180"), exact("0.5")),
                ("staging", exact("360"), exact("1"))
            ]
        );
    }

    #[test]
    fn what_is_to_come_is_told_by_the_calendar() {
        let newest = crate::catalogue::EKS_VERSIONS.first().unwrap();
        let old = crate::catalogue::EKS_VERSIONS
            .iter()
            .find(|known| known.state_on(TODAY) == SupportState::Extended)
            .unwrap();
        let told = told(&[
            ("new", newest.version),
            ("odd", "0.9"),
            ("old", old.version),
        ]);
        let names: Vec<&str> = told
            .clusters
            .iter()
            .map(|one| one.environment.as_str())
            .collect();
        assert_eq!(names, ["old", "new", "odd"], "who pays first stands first");
        let (paying, later) = (&told.clusters[0], &told.clusters[1]);
        assert!(paying.charged && !later.charged);
        assert_eq!(paying.monthly, Some(exact("365")), "0.50 an hour more");
        assert_eq!(
            later.sentence,
            format!(
                "new ({}): $365.00 a month more from {}.",
                newest.version, newest.standard_until
            )
        );
        assert_eq!(told.clusters[2].starts, None);
    }
}
