//! The line items behind a figure, read back from the files that they came from: once over all of them for
//! how many there are and which are the largest, and once more for what those say.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::catalogue::Date;
use domain::costs::{
    Amount, Condition, Costs, Dimension, Field, LineItem, LineValue, Measure, TagKeys,
};
use engine::AppResult;
use engine::costs::ports::{LineFilter, Lines, Watch};

use crate::columns::Columns;
use crate::line::{Batch, Broken, ByFingerprint, Fingerprint, Line, Sink};
use crate::meaning::{Meaning, is_null};
use crate::read;
use crate::rollup::DAY_MS;

/// The largest line items of the files that a filter means, at most `limit`, and how many there are.
pub(crate) fn lines(
    files: &[PathBuf],
    filter: &LineFilter,
    limit: usize,
    keys: &TagKeys,
    watch: &dyn Watch,
) -> AppResult<Lines> {
    let mut weigh = Weigh {
        meant: Meant::new(filter, keys),
        limit,
        place: (0, 0),
        looked: Vec::new(),
        largest: BTreeMap::new(),
        lines: Lines::default(),
    };
    for (at, path) in files.iter().enumerate() {
        weigh.place = (at, 0);
        if !over(path, &mut weigh, watch)? {
            weigh.lines.cancelled = true;
            return Ok(weigh.lines);
        }
    }
    let mut lines = weigh.lines;
    let mut told: BTreeMap<Rank, LineItem> = BTreeMap::new();
    for (at, path) in files.iter().enumerate() {
        let ranked = weigh.largest.iter();
        let mut tell = Tell {
            meant: Meant::new(filter, keys),
            path,
            wanted: ranked
                .filter(|((_, Reverse((file, _))), _)| *file == at)
                .map(|(rank, amounts)| (rank.1.0.1, (*rank, *amounts)))
                .collect(),
            seen: 0,
            columns: Vec::new(),
            told: &mut told,
        };
        if !tell.wanted.is_empty() && !over(path, &mut tell, watch)? {
            lines.cancelled = true;
            break;
        }
    }
    lines.items = told.into_values().rev().collect();
    Ok(lines)
}

/// Reads a file into a sink; false when it was ended.
fn over(path: &Path, sink: &mut dyn Sink, watch: &dyn Watch) -> AppResult<bool> {
    let mut go_on = |bytes: u64, rows: u64| watch.progress(path, bytes, rows);
    Ok(read::file(path, sink, &mut go_on)?.is_some())
}

/// Which combinations of texts a filter means.
struct Meant<'a> {
    filter: &'a LineFilter,
    keys: &'a TagKeys,
    columns: Option<Columns>,
    known: ByFingerprint<u32>,
    /// By combination; none where it is not meant.
    meanings: Vec<Option<Meaning>>,
}

/// Combinations that are remembered at once.
const REMEMBERED: usize = 200_000;

impl<'a> Meant<'a> {
    fn new(filter: &'a LineFilter, keys: &'a TagKeys) -> Self {
        Self {
            filter,
            keys,
            columns: None,
            known: ByFingerprint::default(),
            meanings: Vec::new(),
        }
    }

    fn begin(&mut self, columns: &Columns) {
        self.columns = Some(columns.clone());
        self.forget();
    }

    fn forget(&mut self) {
        self.known.clear();
        self.meanings.clear();
    }

    fn meet(&mut self, line: &Line<'_>) -> Result<u32, Broken> {
        let Some(columns) = &self.columns else {
            return Ok(0);
        };
        let meaning = Meaning::of(columns, line, self.keys)?;
        let filter = self.filter;
        let means = meaning.month == filter.month
            && meaning.split_parent.is_empty()
            && filter
                .values
                .iter()
                .all(|(dimension, values)| values.contains(meaning.dimension(*dimension)))
            && filter
                .conditions
                .iter()
                .all(|condition| holds(condition, &meaning));
        let slot = self.meanings.len() as u32;
        self.meanings.push(means.then_some(meaning));
        self.known.insert(line.key, slot);
        Ok(slot)
    }

    /// What a line item means, if it is meant.
    fn meaning(&self, slot: u32, start_ms: i64) -> Option<&Meaning> {
        let day = start_ms.div_euclid(DAY_MS);
        let days = self.filter.days.as_ref();
        let meaning = self.meanings.get(slot as usize)?.as_ref();
        meaning.filter(|_| days.is_none_or(|days| days.contains(&day)))
    }
}

fn holds(condition: &Condition, meaning: &Meaning) -> bool {
    match &condition.field {
        Field::Resource => condition.holds(&meaning.resource),
        Field::Tag(key) => {
            let tag = meaning.tags.iter().find(|tag| tag.key == *key);
            condition.holds(tag.map_or("", |tag| &tag.value))
        }
        _ => true,
    }
}

/// File, and place among its line items that could be read.
type Place = (usize, u64);

/// How large a line item is, and where; of two of one size that which comes first is the larger.
type Rank = (Amount, Reverse<Place>);

/// Counts what is meant, and finds the largest.
struct Weigh<'a> {
    meant: Meant<'a>,
    limit: usize,
    place: Place,
    /// Rows of this batch that are meant, with their places.
    looked: Vec<(u64, Place)>,
    /// With what they cost, and the quantity.
    largest: BTreeMap<Rank, (Costs, Amount)>,
    lines: Lines,
}

impl Sink for Weigh<'_> {
    fn begin(&mut self, columns: &Columns) {
        self.meant.begin(columns);
    }

    fn find(&self, key: Fingerprint) -> Option<u32> {
        self.meant.known.get(&key).copied()
    }

    fn meet(&mut self, line: &Line<'_>) -> Result<u32, Broken> {
        self.meant.meet(line)
    }

    fn look(&mut self, slot: u32, line: &Line<'_>) {
        self.place.1 += 1;
        if self.meant.meaning(slot, line.start_ms).is_some() {
            self.looked.push((line.row, self.place));
        }
    }

    fn add(&mut self, batch: &Batch) -> Vec<(u64, Broken)> {
        let mut looked = self.looked.drain(..).peekable();
        for (at, row) in batch.rows.iter().enumerate() {
            let Some((_, place)) = looked.next_if(|(looked, _)| looked == row) else {
                continue;
            };
            let meaning = self.meant.meaning(batch.slots[at], batch.starts[at]);
            let Some(meaning) = meaning else { continue };
            let measures = batch.measures.of(at);
            let costs = meaning.rule.costs(measures);
            let quantity = measures.or_zero(Measure::Quantity);
            self.lines.count += 1;
            let currency = meaning.dimension(Dimension::Currency);
            match self.lines.totals.get_mut(currency) {
                Some(total) => *total += costs,
                None => {
                    self.lines.totals.insert(currency.to_owned(), costs);
                }
            }
            let size = costs.get(self.meant.filter.cost).magnitude();
            self.largest
                .insert((size, Reverse(place)), (costs, quantity));
            if self.largest.len() > self.limit {
                self.largest.pop_first();
            }
        }
        drop(looked);
        if self.meant.known.len() > REMEMBERED {
            self.meant.forget();
        }
        Vec::new()
    }
}

/// Tells what chosen line items of a file say.
struct Tell<'a> {
    meant: Meant<'a>,
    path: &'a Path,
    /// By place.
    wanted: BTreeMap<u64, (Rank, (Costs, Amount))>,
    seen: u64,
    /// Those that are shown.
    columns: Vec<usize>,
    told: &'a mut BTreeMap<Rank, LineItem>,
}

/// Columns that say nothing to a reader: repeated in every line, or for machines.
const SILENT: [&str; 6] = [
    "skupricedetails",
    "identity_line_item_id",
    "identity/lineitemid",
    "identity_time_interval",
    "identity/timeinterval",
    "x_discounts",
];

impl Sink for Tell<'_> {
    fn begin(&mut self, columns: &Columns) {
        self.columns = self.wants(columns);
        self.meant.begin(columns);
    }

    fn wants(&self, columns: &Columns) -> Vec<usize> {
        (0..columns.names.len())
            .filter(|at| {
                let name = columns.names[*at].to_ascii_lowercase();
                !SILENT.contains(&name.as_str()) && !name.starts_with("product/")
            })
            .collect()
    }

    fn find(&self, key: Fingerprint) -> Option<u32> {
        self.meant.known.get(&key).copied()
    }

    fn meet(&mut self, line: &Line<'_>) -> Result<u32, Broken> {
        self.meant.meet(line)
    }

    fn look(&mut self, slot: u32, line: &Line<'_>) {
        self.seen += 1;
        let Some((rank, (costs, quantity))) = self.wanted.remove(&self.seen) else {
            return;
        };
        let (Some(columns), Some(meaning)) =
            (&self.meant.columns, self.meant.meaning(slot, line.start_ms))
        else {
            return;
        };
        let values = self.columns.iter().map(|at| LineValue {
            column: columns.names[*at].clone(),
            value: line.texts.text(*at).into_owned(),
        });
        let item = LineItem {
            file: self.path.display().to_string(),
            row: line.row,
            currency: meaning.dimension(Dimension::Currency).to_owned(),
            costs,
            quantity,
            fields: fields(meaning, line.start_ms),
            values: values
                .filter(|value| !is_null(value.value.as_bytes()))
                .collect(),
        };
        self.told.insert(rank, item);
    }

    fn add(&mut self, _: &Batch) -> Vec<(u64, Broken)> {
        if self.meant.known.len() > REMEMBERED {
            self.meant.forget();
        }
        Vec::new()
    }

    fn full(&self) -> bool {
        self.wanted.is_empty()
    }
}

/// What a line item means, by field.
fn fields(meaning: &Meaning, start_ms: i64) -> BTreeMap<String, String> {
    let day = Date::from_days(start_ms.div_euclid(DAY_MS)).to_string();
    let known = [
        (Field::Day, day),
        (Field::Resource, meaning.resource.clone()),
    ];
    let dimensions = Dimension::ALL.into_iter().map(|dimension| {
        let value = meaning.dimension(dimension).to_owned();
        (Field::Ledger(dimension), value)
    });
    known
        .into_iter()
        .chain(dimensions)
        .filter(|(_, value)| !value.is_empty())
        .map(|(field, value)| (field.to_string(), value))
        .collect()
}
