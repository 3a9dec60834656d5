//! How finely a month is kept, and in which columns.

use serde::{Deserialize, Serialize};

use super::{Cost, Dimension};

/// How finely rows are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Grain {
    /// A row for each day and combination of dimensions: the ledger itself.
    Day,
    /// The same without what is within a service (usage types, and how they are priced and committed),
    /// for reports by day over many months.
    ServiceDay,
    /// The ledger without days, for reports over many months.
    Month,
    /// A row for each of the biggest spenders, beside the ledger.
    Resource,
    /// A row for each value of each tag, beside the ledger.
    Tag,
}

impl Grain {
    /// Those that add up to the month, the ledger itself first.
    pub const OF_LEDGER: [Self; 3] = [Self::Day, Self::ServiceDay, Self::Month];

    /// Whether its rows are told apart by a dimension.
    pub fn has(self, dimension: Dimension) -> bool {
        let within_a_service = matches!(
            dimension,
            Dimension::UsageType
                | Dimension::PricingCategory
                | Dimension::ChargeClass
                | Dimension::ChargeFrequency
                | Dimension::Commitment
                | Dimension::CommitmentStatus
        );
        match self {
            Self::Day | Self::Month => true,
            Self::ServiceDay => !within_a_service,
            Self::Resource => matches!(
                dimension,
                Dimension::Account
                    | Dimension::Region
                    | Dimension::Service
                    | Dimension::UsageType
                    | Dimension::Currency
                    | Dimension::Environment
                    | Dimension::Component
                    | Dimension::Team
            ),
            Self::Tag => dimension == Dimension::Currency,
        }
    }
}

/// What rows beside the ledger are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Text {
    /// ARN or ID as the export writes it.
    Resource,
    ResourceName,
    /// Normalised.
    TagKey,
    /// As the export writes it.
    RawTagKey,
    TagValue,
}

/// A column of [`Rows`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnName {
    /// Days since the first of the billing month; a charge may lie outside of it.
    Day,
    /// Days since 1970.
    FirstDay,
    LastDay,
    Text(Text),
    Dimension(Dimension),
    Cost(Cost),
    /// `PricingQuantity`; to be added up within one usage type only.
    Quantity,
    /// Line items in a row.
    Lines,
}

impl ColumnName {
    /// Every column of a grain.
    pub fn all(grain: Grain) -> Vec<Self> {
        let own: &[Self] = match grain {
            Grain::Day | Grain::ServiceDay => &[Self::Day],
            Grain::Month => &[],
            Grain::Resource => &[
                Self::FirstDay,
                Self::LastDay,
                Self::Text(Text::Resource),
                Self::Text(Text::ResourceName),
            ],
            Grain::Tag => &[
                Self::Text(Text::TagKey),
                Self::Text(Text::RawTagKey),
                Self::Text(Text::TagValue),
            ],
        };
        let dimensions = Dimension::ALL.into_iter();
        (own.iter().copied())
            .chain(
                dimensions
                    .filter(|dimension| grain.has(*dimension))
                    .map(Self::Dimension),
            )
            .chain(Cost::ALL.map(Self::Cost))
            // Of several usage types together there is none.
            .chain(grain.has(Dimension::UsageType).then_some(Self::Quantity))
            .chain((grain != Grain::Tag).then_some(Self::Lines))
            .collect()
    }

    /// The column that this one mostly equals: without discounts and commitments every cost is the
    /// effective one.
    pub fn beside(self) -> Option<Self> {
        match self {
            Self::Cost(Cost::Billed | Cost::List | Cost::Contracted) => {
                Some(Self::Cost(Cost::Effective))
            }
            _ => None,
        }
    }

    /// Its name in the store: `day`, `service`, `billed`.
    pub fn key(self) -> String {
        let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        match self {
            Self::Day => "day".to_owned(),
            Self::FirstDay => "firstDay".to_owned(),
            Self::LastDay => "lastDay".to_owned(),
            Self::Text(text) => word(serde_json::json!(text)),
            Self::Dimension(dimension) => word(serde_json::json!(dimension)),
            Self::Cost(cost) => word(serde_json::json!(cost)),
            Self::Quantity => "quantity".to_owned(),
            Self::Lines => "lines".to_owned(),
        }
    }
}
