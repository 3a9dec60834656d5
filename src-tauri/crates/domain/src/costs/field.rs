//! What reports can be asked by.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Dimension, EnvironmentRules};

/// What costs are grouped and filtered by: a dimension of the ledger, or what else is known of a line
/// item. Written as one word: `service`, `usageType`, `month`, `tag:team`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// A dimension; environments are those that the rules of the settings mean.
    Ledger(Dimension),
    /// The environment's tag as it was written.
    EnvironmentTag,
    /// The billing month: `2026-09`.
    Month,
    /// The day of a charge: `2026-09-12`.
    Day,
    /// `ProviderName`
    Provider,
    /// The payer.
    BillingAccount,
    /// A tag by its normalised key; on its own, or by month.
    Tag(String),
    /// One of the resources that cost the most; what all others cost stands in a row without a name.
    Resource,
}

/// Why a word is no field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is nothing that costs are kept by; there are {known}, and tag:KEY")]
pub struct FieldError {
    pub word: String,
    /// Every field's word.
    pub known: String,
}

impl Field {
    pub const ENVIRONMENT: Self = Self::Ledger(Dimension::Environment);
    pub const SERVICE: Self = Self::Ledger(Dimension::Service);
    pub const USAGE_TYPE: Self = Self::Ledger(Dimension::UsageType);

    /// Every field but tags.
    pub fn all() -> Vec<Self> {
        let others = [
            Self::EnvironmentTag,
            Self::Month,
            Self::Day,
            Self::Provider,
            Self::BillingAccount,
            Self::Resource,
        ];
        Dimension::ALL
            .into_iter()
            .map(Self::Ledger)
            .chain(others)
            .collect()
    }

    /// A ledger's value as reports tell it: environments by their rules, everything else as it is.
    pub fn meant(&self, value: &str, rules: &EnvironmentRules) -> String {
        if *self == Self::ENVIRONMENT {
            rules.environment(value).unwrap_or_default()
        } else {
            value.to_owned()
        }
    }

    /// In words, for sentences: `usage type`, `tag team`.
    pub fn words(&self) -> String {
        if let Self::Tag(key) = self {
            return format!("tag {key}");
        }
        let mut words = String::new();
        for letter in self.to_string().chars() {
            if letter.is_ascii_uppercase() {
                words.push(' ');
            }
            words.push(letter.to_ascii_lowercase());
        }
        words
    }

    /// What a row without a value of it is called.
    pub fn none(&self) -> &'static str {
        match self {
            Self::Ledger(Dimension::Environment | Dimension::Component | Dimension::Team)
            | Self::EnvironmentTag
            | Self::Tag(_) => "(untagged)",
            Self::Resource => "(all other resources)",
            _ => "(none)",
        }
    }

    /// A value as people read it.
    pub fn shown<'a>(&self, value: &'a str) -> &'a str {
        if value.is_empty() { self.none() } else { value }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ledger(dimension) => {
                let word = serde_json::json!(dimension);
                f.write_str(word.as_str().unwrap_or_default())
            }
            Self::EnvironmentTag => f.write_str("environmentTag"),
            Self::Month => f.write_str("month"),
            Self::Day => f.write_str("day"),
            Self::Provider => f.write_str("provider"),
            Self::BillingAccount => f.write_str("billingAccount"),
            Self::Tag(key) => write!(f, "tag:{key}"),
            Self::Resource => f.write_str("resource"),
        }
    }
}

impl FromStr for Field {
    type Err = FieldError;

    /// Capital letters, hyphens and underscores make no difference: `usage-type` is `usageType`.
    fn from_str(text: &str) -> Result<Self, FieldError> {
        let text = text.trim();
        if let Some(key) = text.strip_prefix("tag:").filter(|key| !key.is_empty()) {
            return Ok(Self::Tag(super::normalised_key(key)));
        }
        let plain = |word: &str| word.to_ascii_lowercase().replace(['-', '_'], "");
        let known = Self::all();
        let found = known
            .iter()
            .find(|field| plain(&field.to_string()) == plain(text));
        found.cloned().ok_or_else(|| FieldError {
            word: text.to_owned(),
            known: known
                .iter()
                .map(Self::to_string)
                .collect::<Vec<_>>()
                .join(", "),
        })
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "specta")]
impl specta::Type for Field {
    fn definition(types: &mut specta::Types) -> specta::datatype::DataType {
        String::definition(types)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_they_are_written() {
        for field in Field::all() {
            assert_eq!(field.to_string().parse(), Ok(field));
        }
        assert_eq!("usage-type".parse(), Ok(Field::USAGE_TYPE));
        assert_eq!("tag:user_Team".parse(), Ok(Field::Tag("team".to_owned())));
        assert_eq!(Field::USAGE_TYPE.words(), "usage type");
        let error = "colour".parse::<Field>().unwrap_err().to_string();
        assert!(
            error.starts_with("`colour` is nothing that costs are kept by; there are account, "),
            "{error}"
        );
    }
}
