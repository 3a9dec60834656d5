//! Values of a report's fields, which its rows share: thousands of rows name the same few.

use std::collections::BTreeMap;
use std::ops::Index;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// By field, `service`, the value; the empty text is none. Written as a map, in the order of the names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FieldValues(Vec<(Arc<str>, Arc<str>)>);

impl FieldValues {
    pub fn get(&self, field: &str) -> Option<&str> {
        let known = self.0.iter().find(|(name, _)| **name == *field);
        known.map(|(_, value)| &**value)
    }

    /// Adds a value, or puts it in the place of the one there is.
    pub fn insert(&mut self, field: &str, value: impl Into<Arc<str>>) {
        match self.0.binary_search_by(|(name, _)| (**name).cmp(field)) {
            Ok(at) => self.0[at].1 = value.into(),
            Err(at) => self.0.insert(at, (field.into(), value.into())),
        }
    }

    /// In the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Changes every value.
    pub fn for_each_value(&mut self, change: impl Fn(&str) -> String) {
        for (_, value) in &mut self.0 {
            *value = change(value).into();
        }
    }
}

impl Index<&str> for FieldValues {
    type Output = str;

    /// Of a field that is not there the empty text.
    fn index(&self, field: &str) -> &str {
        self.get(field).unwrap_or_default()
    }
}

impl<N: Into<Arc<str>>, V: Into<Arc<str>>> FromIterator<(N, V)> for FieldValues {
    fn from_iter<T: IntoIterator<Item = (N, V)>>(values: T) -> Self {
        let values = values.into_iter();
        let mut all: Vec<_> = values
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        Self(all)
    }
}

impl Serialize for FieldValues {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for FieldValues {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values = BTreeMap::<String, String>::deserialize(deserializer)?;
        Ok(values.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_a_map_and_read_back() {
        let mut values: FieldValues = [("service", "EC2"), ("month", "2026-09")]
            .into_iter()
            .collect();
        values.insert("resource", "i-1");
        values.insert("service", "S3");
        let json = serde_json::to_string(&values).unwrap();
        assert_eq!(
            json,
            r#"{"month":"2026-09","resource":"i-1","service":"S3"}"#
        );
        assert_eq!(serde_json::from_str::<FieldValues>(&json).unwrap(), values);
        assert_eq!((&values["service"], &values["team"]), ("S3", ""));
    }
}
