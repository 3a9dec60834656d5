//! Columns of a Parquet batch, as the few kinds of values that exports have.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float32Type, Float64Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType,
};
use arrow_array::{Array, ArrayRef, MapArray, RecordBatch};
use arrow_schema::{DataType, Field, FieldRef, TimeUnit};
use domain::catalogue::Date;
use domain::costs::{Amount, AmountError};

use crate::line::{Broken, Texts, amount_within};
use crate::{meaning, moment, tags};

const DAY_MS: i64 = 86_400_000;
/// 1900 to 9999; anything else is a value of another unit.
const YEARS: Range<i64> = -2_208_988_800_000..253_402_300_800_000;

/// A column's type as it is to be read: texts keep their dictionaries, in maps too, so that a text is
/// looked at once and not once a row. Nothing for what no export has in a column.
pub(crate) fn wanted(kind: &DataType) -> Option<DataType> {
    let dictionary =
        |value: &DataType| DataType::Dictionary(Box::new(DataType::Int32), Box::new(value.clone()));
    match kind {
        DataType::Utf8 | DataType::Binary => Some(dictionary(kind)),
        DataType::Boolean
        | DataType::Int32
        | DataType::Int64
        | DataType::Float32
        | DataType::Float64
        | DataType::Date32
        | DataType::Decimal128(_, _)
        | DataType::Null
        | DataType::Timestamp(_, _) => Some(kind.clone()),
        DataType::Map(entries, sorted) => {
            let DataType::Struct(fields) = entries.data_type() else {
                return None;
            };
            let fields: Vec<FieldRef> = fields
                .iter()
                .map(|field| Some(retyped(field, wanted(field.data_type())?)))
                .collect::<Option<_>>()?;
            let entries = retyped(entries, DataType::Struct(fields.into()));
            Some(DataType::Map(entries, *sorted))
        }
        _ => None,
    }
}

/// The same field of another type.
pub(crate) fn retyped(field: &Field, kind: DataType) -> FieldRef {
    Arc::new(field.clone().with_data_type(kind))
}

/// The text of a dictionary's value.
pub(crate) fn dictionary_text(values: &dyn Array, at: usize) -> &[u8] {
    if let Some(values) = values.as_string_opt::<i32>() {
        values.value(at).as_bytes()
    } else if let Some(values) = values.as_binary_opt::<i32>() {
        values.value(at)
    } else {
        b""
    }
}

/// Milliseconds since 1970 of a column that is typed as time; nothing for other columns and for null.
pub(crate) fn typed_ms(array: &dyn Array, row: usize) -> Option<i64> {
    if array.is_null(row) {
        return None;
    }
    match array.data_type() {
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            Some(array.as_primitive::<TimestampMillisecondType>().value(row))
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => Some(
            array
                .as_primitive::<TimestampMicrosecondType>()
                .value(row)
                .div_euclid(1_000),
        ),
        DataType::Timestamp(TimeUnit::Nanosecond, _) => Some(
            array
                .as_primitive::<TimestampNanosecondType>()
                .value(row)
                .div_euclid(1_000_000),
        ),
        DataType::Timestamp(TimeUnit::Second, _) => array
            .as_primitive::<TimestampSecondType>()
            .value(row)
            .checked_mul(1_000),
        DataType::Date32 => Some(i64::from(array.as_primitive::<Date32Type>().value(row)) * DAY_MS),
        _ => None,
    }
}

/// Points in time of some rows; `broken` hears of those that are none, by their place in the range.
pub(crate) fn times(
    column: usize,
    array: &dyn Array,
    rows: Range<usize>,
    out: &mut Vec<i64>,
    broken: &mut dyn FnMut(usize, Broken),
) {
    if array.null_count() == 0
        && let Some(times) = array.as_primitive_opt::<TimestampMillisecondType>()
        && let values = &times.values()[rows.clone()]
        && values.iter().all(|ms| YEARS.contains(ms))
    {
        out.extend(values);
        return;
    }
    for (at, row) in rows.enumerate() {
        out.push(time(column, array, row).unwrap_or_else(|why| {
            broken(at, why);
            0
        }));
    }
}

/// Amounts of some rows, given to `set` by their place in the range; nothing for null. `broken` hears of
/// those that are none.
pub(crate) fn amounts(
    column: usize,
    array: &dyn Array,
    rows: Range<usize>,
    set: &mut dyn FnMut(usize, Amount),
    broken: &mut dyn FnMut(usize, Broken),
) {
    let doubles = array
        .as_primitive_opt::<Float64Type>()
        .filter(|_| array.null_count() == 0);
    for (at, row) in rows.enumerate() {
        // Nearly all are small doubles with a short decimal.
        if let Some(value) = doubles.map(|doubles| doubles.value(row))
            && value.abs() < 100_000.0
            && let Some(amount) = Amount::from_f64(value)
        {
            set(at, amount);
            continue;
        }
        match amount(column, array, row) {
            Ok(Some(amount)) => set(at, amount),
            Ok(None) => {}
            Err(why) => broken(at, why),
        }
    }
}

/// The point in time of a column, typed or text.
fn time(column: usize, array: &dyn Array, row: usize) -> Result<i64, Broken> {
    if let Some(ms) = typed_ms(array, row) {
        return if YEARS.contains(&ms) {
            Ok(ms)
        } else {
            Err(Broken::value(
                column,
                ms.to_string().as_bytes(),
                "is no date or time",
            ))
        };
    }
    let text = text(array, row);
    moment::parse(text.trim().as_bytes())
        .ok_or_else(|| Broken::value(column, text.as_bytes(), "is no date or time"))
}

/// The amount of a column, whatever number or text it is; nothing for null.
fn amount(column: usize, array: &dyn Array, row: usize) -> Result<Option<Amount>, Broken> {
    if array.is_null(row) {
        return Ok(None);
    }
    let double = |value: f64| {
        if value.is_nan() {
            return Ok(None);
        }
        let amount = Amount::from_f64(value).ok_or(AmountError::TooLarge);
        amount_within(column, amount, || value.to_string().into_bytes()).map(Some)
    };
    match array.data_type() {
        DataType::Float64 => double(array.as_primitive::<Float64Type>().value(row)),
        DataType::Float32 => double(f64::from(array.as_primitive::<Float32Type>().value(row))),
        DataType::Int32 => Ok(Some(Amount::units(i64::from(
            array.as_primitive::<Int32Type>().value(row),
        )))),
        _ => {
            let text = text(array, row);
            if meaning::is_null(text.as_bytes()) {
                return Ok(None);
            }
            let amount = Amount::parse(text.as_bytes());
            amount_within(column, amount, || text.clone().into_owned().into_bytes()).map(Some)
        }
    }
}

/// A value as text; empty for null.
pub(crate) fn text(array: &dyn Array, row: usize) -> Cow<'_, str> {
    if array.is_null(row) {
        return Cow::Borrowed("");
    }
    if let Some(dictionary) = array.as_dictionary_opt::<Int32Type>() {
        let at = dictionary.keys().value(row) as usize;
        return String::from_utf8_lossy(dictionary_text(dictionary.values(), at));
    }
    if let Some(ms) = typed_ms(array, row) {
        let date = Date::from_unix_ms(ms);
        let seconds = ms.rem_euclid(DAY_MS) / 1_000;
        return Cow::Owned(format!(
            "{date}T{:02}:{:02}:{:02}Z",
            seconds / 3_600,
            seconds / 60 % 60,
            seconds % 60
        ));
    }
    Cow::Owned(match array.data_type() {
        DataType::Boolean => array.as_boolean().value(row).to_string(),
        DataType::Int32 => array.as_primitive::<Int32Type>().value(row).to_string(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).to_string(),
        DataType::Float32 => array.as_primitive::<Float32Type>().value(row).to_string(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).to_string(),
        DataType::Decimal128(_, _) => array.as_primitive::<Decimal128Type>().value_as_string(row),
        DataType::Map(_, _) => {
            let pairs = map_pairs(array.as_map(), row);
            let object: serde_json::Map<String, serde_json::Value> = pairs
                .into_iter()
                .map(|(key, value)| (key, value.into()))
                .collect();
            serde_json::Value::Object(object).to_string()
        }
        _ => String::new(),
    })
}

fn map_pairs(map: &MapArray, row: usize) -> Vec<(String, String)> {
    if map.is_null(row) {
        return Vec::new();
    }
    let offsets = map.value_offsets();
    (offsets[row] as usize..offsets[row + 1] as usize)
        .filter(|at| !map.values().is_null(*at))
        .map(|at| {
            let key = text(map.keys(), at).into_owned();
            (key, text(map.values(), at).into_owned())
        })
        .collect()
}

/// A row of a batch.
pub(crate) struct Row<'a> {
    pub batch: &'a RecordBatch,
    /// Places in the batch of the file's columns.
    pub places: &'a [Option<usize>],
    pub row: usize,
}

impl Row<'_> {
    fn array(&self, column: usize) -> Option<&ArrayRef> {
        Some(
            self.batch
                .column(self.places.get(column).copied().flatten()?),
        )
    }
}

impl Texts for Row<'_> {
    fn text(&self, column: usize) -> Cow<'_, str> {
        self.array(column)
            .map_or(Cow::Borrowed(""), |array| text(array, self.row))
    }

    fn pairs(&self, column: usize) -> Vec<(String, String)> {
        match self.array(column) {
            Some(array) => match array.as_map_opt() {
                Some(map) => map_pairs(map, self.row),
                None => tags::pairs(&text(array, self.row)),
            },
            None => Vec::new(),
        }
    }
}
