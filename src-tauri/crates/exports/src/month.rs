//! A month as it grows: what is kept of it besides the ledger's rows.

use std::collections::{BTreeMap, BTreeSet};

use domain::costs::{
    AccountName, Amount, Costs, Dimension, ExportFormat, Finding, MonthHead, MonthKey, ResourceRow,
    Rows, Severity, SplitRow, TagRow, check, counted, missing_columns,
};

use crate::columns::Columns;
use crate::meaning::{Meaning, Tag};
use crate::rollup::Sums;

/// Resources of a month that are kept: the biggest spenders.
const RESOURCES: usize = 2_000;
/// Rows of resources that are held while a month is read; then the smaller half is let go.
const RESOURCES_HELD: usize = 40_000;
/// Values of one tag that are kept apart, tags, and shares of nodes.
const TAG_VALUES: usize = 5_000;
const TAG_KEYS: usize = 500;
const SPLITS: usize = 50_000;
/// What values beyond those are put together under.
const OTHER: &str = "(other values)";

/// What a resource's row is told apart by: id, account, region, service, usage type, environment,
/// component, team, currency.
type ResourceKey = [String; 9];

struct Resource {
    name: String,
    sums: Sums,
    first_day: i64,
    last_day: i64,
}

/// What is known of a month so far, besides its rows.
pub(crate) struct Month {
    pub key: MonthKey,
    pub format: ExportFormat,
    sources: Vec<String>,
    missing: Option<Finding>,
    lines: u64,
    unstated: u64,
    totals: BTreeMap<String, Costs>,
    days: Option<(i64, i64)>,
    as_of_ms: Option<i64>,
    accounts: BTreeMap<String, String>,
    tag_keys: BTreeSet<String>,
    resources: BTreeMap<ResourceKey, Resource>,
    /// Line items of resources that were let go.
    let_go: u64,
    tags: BTreeMap<(String, String), BTreeMap<(String, String), Costs>>,
    /// Line items whose tag or value had no place any more.
    tags_beyond: u64,
    /// Line items that have a tag in two spellings, and the first two of those.
    tags_twice: u64,
    spellings: Option<(String, String)>,
    /// By id, parent, account, environment, component, team, currency.
    splits: BTreeMap<[String; 7], (Amount, Amount)>,
    split_lines: u64,
}

impl Month {
    pub fn new(key: MonthKey, format: ExportFormat) -> Self {
        Self {
            key,
            format,
            sources: Vec::new(),
            missing: None,
            lines: 0,
            unstated: 0,
            totals: BTreeMap::new(),
            days: None,
            as_of_ms: None,
            accounts: BTreeMap::new(),
            tag_keys: BTreeSet::new(),
            resources: BTreeMap::new(),
            let_go: 0,
            tags: BTreeMap::new(),
            tags_beyond: 0,
            tags_twice: 0,
            spellings: None,
            splits: BTreeMap::new(),
            split_lines: 0,
        }
    }

    pub fn came_from(&mut self, source: &str, columns: &Columns) {
        self.format = columns.format;
        let focus = !matches!(self.format, ExportFormat::Cur2 | ExportFormat::LegacyCur);
        if focus && self.missing.is_none() {
            self.missing = missing_columns(&columns.names);
        }
        if self.sources.last().is_none_or(|last| last != source) {
            self.sources.push(source.to_owned());
        }
    }

    /// Takes in what line items of one combination add up to.
    pub fn take(&mut self, meaning: &Meaning, sums: &Sums, first_day: i64, last_ms: i64) {
        if !meaning.split_parent.is_empty() {
            self.take_split(meaning, sums);
            return;
        }
        let last_day = last_ms.div_euclid(crate::rollup::DAY_MS);
        self.lines += u64::from(sums.lines);
        self.unstated += u64::from(sums.unstated);
        let currency = meaning.dimension(Dimension::Currency);
        *self.totals.entry(currency.to_owned()).or_default() += sums.costs;
        let (first, last) = self.days.unwrap_or((first_day, last_day));
        self.days = Some((first.min(first_day), last.max(last_day)));
        if meaning.dimension(Dimension::ChargeCategory) == "Usage" {
            self.as_of_ms = Some(self.as_of_ms.map_or(last_ms, |known| known.max(last_ms)));
        }
        let account = meaning.dimension(Dimension::Account);
        if !account.is_empty() {
            let name = self.accounts.entry(account.to_owned()).or_default();
            if name.is_empty() {
                meaning.account_name.clone_into(name);
            }
        }
        self.take_tags(meaning, sums, currency);
        if !meaning.resource.is_empty() {
            self.take_resource(meaning, sums, first_day, last_day);
        }
    }

    /// A line item is counted once for a tag, even where it has the tag in two spellings: the first of them
    /// in the order of letters counts, as it does for environment, component and team. The other one is kept
    /// without costs.
    fn take_tags(&mut self, meaning: &Meaning, sums: &Sums, currency: &str) {
        let mut counted: Option<&Tag> = None;
        let mut twice = false;
        for tag in &meaning.tags {
            let costs = match counted {
                Some(first) if first.key == tag.key => {
                    twice = true;
                    let spellings = || (first.raw.clone(), tag.raw.clone());
                    self.spellings.get_or_insert_with(spellings);
                    Costs::default()
                }
                _ => {
                    counted = Some(tag);
                    sums.costs
                }
            };
            if tag.counts {
                self.tag_keys.insert(tag.raw.clone());
            }
            let key = (tag.key.clone(), tag.raw.clone());
            if self.tags.len() >= TAG_KEYS && !self.tags.contains_key(&key) {
                self.tags_beyond += u64::from(sums.lines);
                continue;
            }
            let values = self.tags.entry(key).or_default();
            let mut value = (tag.value.clone(), currency.to_owned());
            if values.len() >= TAG_VALUES && !values.contains_key(&value) {
                self.tags_beyond += u64::from(sums.lines);
                OTHER.clone_into(&mut value.0);
            }
            *values.entry(value).or_default() += costs;
        }
        self.tags_twice += if twice { u64::from(sums.lines) } else { 0 };
    }

    fn take_resource(&mut self, meaning: &Meaning, sums: &Sums, first_day: i64, last_day: i64) {
        let of = |dimension| meaning.dimension(dimension).to_owned();
        let key = [
            meaning.resource.clone(),
            of(Dimension::Account),
            of(Dimension::Region),
            of(Dimension::Service),
            of(Dimension::UsageType),
            of(Dimension::Environment),
            of(Dimension::Component),
            of(Dimension::Team),
            of(Dimension::Currency),
        ];
        let resource = self.resources.entry(key).or_insert_with(|| Resource {
            name: meaning.resource_name.clone(),
            sums: Sums::default(),
            first_day,
            last_day,
        });
        resource.sums.add(sums);
        resource.first_day = resource.first_day.min(first_day);
        resource.last_day = resource.last_day.max(last_day);
        if self.resources.len() > RESOURCES_HELD {
            self.let_go += keep_biggest(&mut self.resources, RESOURCES_HELD / 2);
        }
    }

    fn take_split(&mut self, meaning: &Meaning, sums: &Sums) {
        self.split_lines += u64::from(sums.lines);
        let of = |dimension| meaning.dimension(dimension).to_owned();
        let key = [
            meaning.resource.clone(),
            meaning.split_parent.clone(),
            of(Dimension::Account),
            of(Dimension::Environment),
            of(Dimension::Component),
            of(Dimension::Team),
            of(Dimension::Currency),
        ];
        if self.splits.len() >= SPLITS && !self.splits.contains_key(&key) {
            return;
        }
        let (split, unused) = self.splits.entry(key).or_default();
        *split += sums.costs.effective;
        *unused += sums.costs.billed;
    }

    /// The head, with the findings that were made while reading, and what else is kept.
    pub fn finish(mut self, rows: &Rows) -> Finished {
        let mut findings: Vec<Finding> = self.missing.take().into_iter().collect();
        findings.extend(check(self.key.period, rows));
        let mut note = |code: &str, lines: u64, message: String| {
            findings.push(Finding {
                code: code.to_owned(),
                severity: Severity::Note,
                message,
                lines,
            });
        };
        if self.unstated > 0 {
            note(
                "unstated-cost",
                self.unstated,
                format!(
                    "{} came without one of the costs that the export has a column for. It counts as nothing.",
                    counted(self.unstated, "line item")
                ),
            );
        }
        if self.let_go > 0 {
            note(
                "small-resources",
                self.let_go,
                format!(
                    "There are more than {RESOURCES_HELD} resources. Of the smaller ones only the month's and the groups' totals are kept."
                ),
            );
        }
        if self.tags_beyond > 0 {
            note(
                "many-tag-values",
                self.tags_beyond,
                format!(
                    "A tag has more than {TAG_VALUES} values, or there are more than {TAG_KEYS} tags. What is beyond stands under `{OTHER}`."
                ),
            );
        }
        if let Some((first, second)) = &self.spellings {
            note(
                "tag-twice",
                self.tags_twice,
                format!(
                    "{} a tag in two spellings, {first} and {second} for instance. Each counts once, by the first.",
                    match self.tags_twice {
                        1 => "1 line item has".to_owned(),
                        many => format!("{} have", counted(many, "line item")),
                    }
                ),
            );
        }
        if self.split_lines > 0 {
            note("split-cost", self.split_lines,
                "Pods' shares of their nodes (split cost allocation) are kept apart: they are part of the nodes' costs and not added to them.".to_owned());
        }
        let resources = biggest(std::mem::take(&mut self.resources));
        let tags = self
            .tags
            .into_iter()
            .flat_map(|((key, raw_key), values)| {
                values
                    .into_iter()
                    .map(move |((value, currency), costs)| TagRow {
                        key: key.clone(),
                        raw_key: raw_key.clone(),
                        value,
                        currency,
                        costs,
                    })
            })
            .collect();
        let splits = self
            .splits
            .into_iter()
            .map(
                |(
                    [id, parent, account, environment, component, team, currency],
                    (split, unused),
                )| SplitRow {
                    id,
                    parent,
                    account,
                    environment,
                    component,
                    team,
                    currency,
                    split,
                    unused,
                },
            )
            .collect();
        let first = self.key.period.first_day().days();
        let (first_day, last_day) = self.days.unwrap_or((first, first));
        let head = MonthHead {
            key: self.key,
            format: self.format,
            source: self.sources,
            lines: self.lines,
            totals: self.totals,
            first_day,
            last_day,
            as_of_ms: self.as_of_ms,
            accounts: self
                .accounts
                .into_iter()
                .map(|(id, name)| AccountName { id, name })
                .collect(),
            tag_keys: self.tag_keys.into_iter().collect(),
            findings,
        };
        Finished {
            head,
            resources,
            tags,
            splits,
        }
    }
}

/// A month without its rows.
pub(crate) struct Finished {
    pub head: MonthHead,
    pub resources: Vec<ResourceRow>,
    pub tags: Vec<TagRow>,
    pub splits: Vec<SplitRow>,
}

/// Lets all but the biggest go; gives the line items of those.
fn keep_biggest(resources: &mut BTreeMap<ResourceKey, Resource>, keep: usize) -> u64 {
    let mut weights: Vec<u128> = resources
        .values()
        .map(|resource| resource.sums.weight())
        .collect();
    weights.sort_unstable_by(|a, b| b.cmp(a));
    let least = weights.get(keep).copied().unwrap_or(0);
    let mut gone = 0;
    resources.retain(|_, resource| {
        let stays = resource.sums.weight() > least;
        if !stays {
            gone += u64::from(resource.sums.lines);
        }
        stays
    });
    gone
}

/// Rows of the resources that cost the most, the biggest resource first.
fn biggest(resources: BTreeMap<ResourceKey, Resource>) -> Vec<ResourceRow> {
    let mut weights: BTreeMap<String, u128> = BTreeMap::new();
    for (key, resource) in &resources {
        *weights.entry(key[0].clone()).or_default() += resource.sums.weight();
    }
    let mut ranked: Vec<(u128, &str)> = weights
        .iter()
        .map(|(id, weight)| (*weight, id.as_str()))
        .collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let rank: BTreeMap<&str, usize> = ranked
        .iter()
        .take(RESOURCES)
        .enumerate()
        .map(|(rank, (_, id))| (*id, rank))
        .collect();
    let mut rows: Vec<(usize, ResourceRow)> = resources
        .into_iter()
        .filter_map(|(key, resource)| {
            let rank = *rank.get(key[0].as_str())?;
            let [
                id,
                account,
                region,
                service,
                usage_type,
                environment,
                component,
                team,
                currency,
            ] = key;
            let row = ResourceRow {
                id,
                name: resource.name,
                account,
                region,
                service,
                usage_type,
                environment,
                component,
                team,
                currency,
                costs: resource.sums.costs,
                quantity: resource.sums.quantity,
                first_day: resource.first_day,
                last_day: resource.last_day,
                lines: u64::from(resource.sums.lines),
            };
            Some((rank, row))
        })
        .collect();
    rows.sort_by_key(|(rank, _)| *rank);
    rows.into_iter().map(|(_, row)| row).collect()
}
