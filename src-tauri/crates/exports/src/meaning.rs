//! What a line item's texts mean: its month, its dimensions, its tags, and how its costs are made.

use std::borrow::Cow;

use domain::catalogue::Date;
use domain::costs::{
    Costs, Dimension, ExportFormat, LineType, Measures, MonthKey, Period, TagKeys, newest_service,
    normalised_key,
};

use crate::columns::{Columns, Described, Text};
use crate::line::{Broken, Line, Texts};
use crate::moment;

const DAY_MS: i64 = 86_400_000;

/// What all line items of one combination of texts have in common.
#[derive(Debug, Clone)]
pub(crate) struct Meaning {
    pub month: MonthKey,
    /// In the order of [`Dimension::ALL`].
    pub dimensions: [String; Dimension::ALL.len()],
    pub rule: Rule,
    pub account_name: String,
    pub resource: String,
    pub resource_name: String,
    pub tags: Vec<Tag>,
    /// The node of which this is a pod's share; empty for all else.
    pub split_parent: String,
}

/// A tag of a line item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    /// Normalised.
    pub key: String,
    /// As the export writes it.
    pub raw: String,
    pub value: String,
    /// Whether environment, component or team was read from it.
    pub counts: bool,
}

/// How costs come from measures.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rule {
    Focus,
    Cur(LineType, bool),
}

impl Rule {
    pub fn costs(self, measures: Measures<'_>) -> Costs {
        match self {
            Self::Focus => measures.focus(),
            Self::Cur(line, reservation) => line.costs(measures, reservation),
        }
    }
}

impl Meaning {
    pub fn dimension(&self, dimension: Dimension) -> &str {
        &self.dimensions[dimension.index()]
    }

    /// What a line item means.
    pub fn of(columns: &Columns, line: &Line<'_>, keys: &TagKeys) -> Result<Self, Broken> {
        let read = Read {
            columns,
            texts: line.texts,
        };
        let cur = matches!(columns.format, ExportFormat::Cur2 | ExportFormat::LegacyCur);
        let period = read.period(line.start_ms)?;
        let mut meaning = Self {
            month: MonthKey {
                provider: if cur {
                    "AWS".to_owned()
                } else {
                    provider(read.text(Text::Provider))
                },
                billing_account: read.text(Text::BillingAccount),
                period,
            },
            dimensions: Default::default(),
            rule: Rule::Focus,
            account_name: read.described(Described::AccountName),
            resource: read.text(Text::Resource),
            resource_name: read.described(Described::ResourceName),
            tags: read.tags(),
            split_parent: read.text(Text::SplitParent),
        };
        if cur {
            meaning.cur(&read);
        } else {
            meaning.focus(&read);
        }
        for (dimension, text) in [
            (Dimension::Account, Text::Account),
            (Dimension::UsageType, Text::UsageType),
        ] {
            meaning.set(dimension, read.text(text));
        }
        meaning.set(
            Dimension::Currency,
            read.text(Text::Currency).to_ascii_uppercase(),
        );
        for (dimension, wanted) in [
            (Dimension::Environment, &keys.environment),
            (Dimension::Component, &keys.component),
            (Dimension::Team, &keys.team),
        ] {
            let found = wanted.iter().find_map(|key| {
                let key = normalised_key(key);
                meaning.tags.iter().position(|tag| tag.key == key)
            });
            if let Some(at) = found {
                meaning.tags[at].counts = true;
                let value = meaning.tags[at].value.clone();
                meaning.set(dimension, value);
            }
        }
        Ok(meaning)
    }

    fn set(&mut self, dimension: Dimension, value: String) {
        self.dimensions[dimension.index()] = value;
    }

    fn focus(&mut self, read: &Read<'_>) {
        for (dimension, text) in [
            (Dimension::Region, Text::Region),
            (Dimension::PricingCategory, Text::PricingCategory),
            (Dimension::ChargeCategory, Text::ChargeCategory),
            (Dimension::ChargeClass, Text::ChargeClass),
            (Dimension::ChargeFrequency, Text::ChargeFrequency),
            (Dimension::Commitment, Text::Commitment),
            (Dimension::CommitmentStatus, Text::CommitmentStatus),
        ] {
            self.set(dimension, read.text(text));
        }
        self.set(
            Dimension::Service,
            newest_service(&read.text(Text::Service)).to_owned(),
        );
    }

    fn cur(&mut self, read: &Read<'_>) {
        let line = LineType::of(&read.text(Text::LineType));
        let product = read.product();
        let of_product = |keys: &[&str]| {
            let value = product
                .iter()
                .find(|(key, _)| keys.contains(&key.to_ascii_lowercase().as_str()));
            value.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let usage_type = read.text(Text::UsageType);
        let reservation = read.text(Text::Reservation);
        self.rule = Rule::Cur(line, !reservation.is_empty());
        let service = first([
            read.described(Described::ProductName),
            of_product(&["product_name", "productname"]),
            read.text(Text::ProductCode),
        ]);
        let pricing = line.pricing_category(&read.text(Text::PricingTerm), &usage_type);
        let region = first([
            read.text(Text::Region),
            of_product(&["region_code", "region"]),
        ]);
        self.set(Dimension::Region, region);
        self.set(Dimension::Service, newest_service(&service).to_owned());
        self.set(Dimension::PricingCategory, pricing.to_owned());
        self.set(Dimension::ChargeCategory, line.charge_category().to_owned());
        self.set(Dimension::ChargeClass, line.charge_class().to_owned());
        self.set(
            Dimension::ChargeFrequency,
            line.charge_frequency().to_owned(),
        );
        let commitment = first([read.text(Text::Commitment), reservation]);
        if !commitment.is_empty() {
            self.set(
                Dimension::CommitmentStatus,
                line.commitment_status().to_owned(),
            );
        }
        self.set(Dimension::Commitment, commitment);
    }
}

fn first<const N: usize>(values: [String; N]) -> String {
    values
        .into_iter()
        .find(|value| !value.is_empty())
        .unwrap_or_default()
}

/// AWS is called by one name, whatever an export's version calls it.
fn provider(name: String) -> String {
    match name.as_str() {
        "Amazon Web Services" | "Amazon Web Services, Inc." | "Amazon" => "AWS".to_owned(),
        _ => name,
    }
}

struct Read<'a> {
    columns: &'a Columns,
    texts: &'a dyn Texts,
}

impl Read<'_> {
    fn text(&self, text: Text) -> String {
        self.at(self.columns.text(text))
    }

    fn described(&self, text: Described) -> String {
        self.at(self.columns.described(text))
    }

    fn at(&self, column: Option<usize>) -> String {
        let text = column.map_or(Cow::Borrowed(""), |column| self.texts.text(column));
        if is_null(text.as_bytes()) {
            String::new()
        } else {
            text.trim().to_owned()
        }
    }

    fn product(&self) -> Vec<(String, String)> {
        let column = self.columns.described(Described::Product);
        column.map_or(Vec::new(), |column| self.texts.pairs(column))
    }

    fn period(&self, start_ms: i64) -> Result<Period, Broken> {
        let text = self.text(Text::BillingPeriod);
        let (Some(column), false) = (self.columns.text(Text::BillingPeriod), text.is_empty())
        else {
            return Ok(month_of(start_ms));
        };
        let ms = moment::parse(text.as_bytes())
            .ok_or_else(|| Broken::value(column, text.as_bytes(), "is no date or time"))?;
        Ok(month_of(ms))
    }

    fn tags(&self) -> Vec<Tag> {
        let mapped = self.columns.tags.map(|column| self.texts.pairs(column));
        let own = self
            .columns
            .tag_columns
            .iter()
            .map(|(column, raw)| (raw.clone(), self.at(Some(*column))));
        let mut tags: Vec<Tag> = mapped
            .unwrap_or_default()
            .into_iter()
            .chain(own)
            .filter(|(_, value)| !is_null(value.as_bytes()))
            .map(|(raw, value)| Tag {
                key: normalised_key(&raw),
                raw,
                value: value.trim().to_owned(),
                counts: false,
            })
            .collect();
        tags.sort_by(|a, b| (&a.key, &a.raw).cmp(&(&b.key, &b.raw)));
        tags
    }
}

/// What exports write for nothing.
pub(crate) fn is_null(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    text.is_empty()
        || text == b"\\N"
        || text.eq_ignore_ascii_case(b"null")
        || text.eq_ignore_ascii_case(b"none")
        || text.eq_ignore_ascii_case(b"nan")
}

/// The month of a point in time.
pub(crate) fn month_of(ms: i64) -> Period {
    Period::of(Date::from_days(ms.div_euclid(DAY_MS)))
}

/// A point in time's month, as bytes that tell months apart.
pub(crate) fn month_code(ms: i64) -> [u8; 4] {
    let month = month_of(ms);
    (month.year * 12 + i32::from(month.month)).to_le_bytes()
}
