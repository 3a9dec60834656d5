//! What is asked of the ledger, and the same in words.

use serde::{Deserialize, Serialize};

use super::{ColumnName, Cost, Dimension, Field, Grain, Period, Text};

/// A filter: lines whose field is one of the values, or none of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Condition {
    pub field: Field,
    /// The empty text is none.
    pub is: Vec<String>,
    /// None of the values instead of one of them.
    #[serde(default)]
    pub not: bool,
}

impl Condition {
    /// Lines with this one value.
    pub fn is(field: Field, value: &str) -> Self {
        Self {
            field,
            is: vec![value.to_owned()],
            not: false,
        }
    }

    /// Whether it holds for a line with this value of its field.
    pub fn holds(&self, value: &str) -> bool {
        self.is.iter().any(|is| is == value) != self.not
    }

    /// `service is AmazonCloudWatch or AWS Lambda`
    pub fn words(&self) -> String {
        let values: Vec<&str> = self
            .is
            .iter()
            .map(|value| self.field.shown(value))
            .collect();
        let joined = match values.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            Some((last, _)) => (*last).to_owned(),
            None => "nothing".to_owned(),
        };
        let not = if self.not { "not " } else { "" };
        format!("{} is {not}{joined}", self.field.words())
    }
}

/// What a report is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", rename = "CostQuestion", default)]
pub struct Question {
    /// Grouped by; nothing for the whole. Currency always tells rows apart.
    pub by: Vec<Field>,
    /// First and last billing month; absent for all that there are.
    pub from: Option<Period>,
    pub to: Option<Period>,
    /// All of them hold.
    pub filter: Vec<Condition>,
    /// The cost that rows are put in order by and sentences speak of.
    pub cost: Cost,
}

impl Default for Question {
    fn default() -> Self {
        Self {
            by: Vec::new(),
            from: None,
            to: None,
            filter: Vec::new(),
            cost: Cost::Effective,
        }
    }
}

/// Where the lines of an answer are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// The ledger's rows.
    Rows(Grain),
    /// The biggest spenders of each month.
    Resources,
    /// What each value of this tag cost.
    Tags(String),
}

/// Why a question cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    #[error("{0} cannot be asked together with {1}: {2}")]
    Together(String, String, &'static str),
    #[error("at most {MOST_FIELDS} fields can be asked at once")]
    TooMany,
    #[error("{from} is after {to}")]
    Backwards { from: Period, to: Period },
}

/// More would tell nearly every line item apart.
const MOST_FIELDS: usize = 6;
const OF_TAGS: &str = "tags are kept by month only; make it the tag of environments, components or \
    teams in Settings, Costs, and import again";
const OF_RESOURCES: &str = "of resources account, region, service, usage type, environment, component \
    and team are known";

impl Question {
    /// Refuses what reports do not answer.
    pub fn checked(&self) -> Result<(), QuestionError> {
        if self.by.len() > MOST_FIELDS {
            return Err(QuestionError::TooMany);
        }
        self.kept().map(|_| ())
    }

    /// Where its answer is kept.
    pub fn kept(&self) -> Result<Kept, QuestionError> {
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            return Err(QuestionError::Backwards { from, to });
        }
        let fields: Vec<&Field> = self.fields().collect();
        let together = |field: &Field, other: &Field, why| {
            Err(QuestionError::Together(field.words(), other.words(), why))
        };
        if let Some(field @ Field::Tag(key)) =
            fields.iter().find(|field| matches!(field, Field::Tag(_)))
        {
            let other = fields.iter().find(|other| {
                **other != *field
                    && !matches!(
                        other,
                        Field::Month
                            | Field::Provider
                            | Field::BillingAccount
                            | Field::Ledger(Dimension::Currency)
                    )
            });
            return match other {
                Some(other) => together(field, other, OF_TAGS),
                None => Ok(Kept::Tags(key.clone())),
            };
        }
        if fields.contains(&&Field::Resource) {
            let other = fields.iter().find(|other| {
                matches!(
                    other,
                    Field::Day
                        | Field::Ledger(
                            Dimension::PricingCategory
                                | Dimension::ChargeCategory
                                | Dimension::ChargeClass
                                | Dimension::ChargeFrequency
                                | Dimension::Commitment
                                | Dimension::CommitmentStatus
                        )
                )
            });
            return match other {
                Some(other) => together(&Field::Resource, other, OF_RESOURCES),
                None => Ok(Kept::Resources),
            };
        }
        let within_a_service = fields.iter().any(
            |field| matches!(field, Field::Ledger(dimension) if !Grain::ServiceDay.has(*dimension)),
        );
        Ok(Kept::Rows(match fields.contains(&&Field::Day) {
            true if within_a_service => Grain::Day,
            true => Grain::ServiceDay,
            false => Grain::Month,
        }))
    }

    /// Columns of what it is kept in that its answer needs.
    pub fn columns(&self) -> Vec<ColumnName> {
        let mut columns: Vec<ColumnName> = self
            .fields()
            .filter_map(|field| match field {
                Field::Ledger(dimension) => Some(ColumnName::Dimension(*dimension)),
                Field::EnvironmentTag => Some(ColumnName::Dimension(Dimension::Environment)),
                Field::Day => Some(ColumnName::Day),
                Field::Resource => Some(ColumnName::Text(Text::Resource)),
                Field::Tag(_) => Some(ColumnName::Text(Text::TagValue)),
                _ => None,
            })
            .chain([ColumnName::Dimension(Dimension::Currency)])
            .chain(Cost::ALL.map(ColumnName::Cost))
            .collect();
        let tags = matches!(self.kept(), Ok(Kept::Tags(_)));
        columns.push(match tags {
            true => ColumnName::Text(Text::TagKey),
            false => ColumnName::Lines,
        });
        if self.has_quantity() {
            columns.push(ColumnName::Quantity);
        }
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    /// The same with one of the costs alone and no counts, for reports that tell nothing else.
    pub fn columns_of_cost(&self) -> Vec<ColumnName> {
        let mut columns = self.columns();
        columns.retain(|column| match column {
            ColumnName::Cost(cost) => *cost == self.cost,
            ColumnName::Lines | ColumnName::Quantity => false,
            _ => true,
        });
        columns
    }

    /// Quantities add up within one usage type only.
    pub fn has_quantity(&self) -> bool {
        self.by.contains(&Field::USAGE_TYPE)
            || self.filter.iter().any(|condition| {
                condition.field == Field::USAGE_TYPE && !condition.not && condition.is.len() == 1
            })
    }

    fn fields(&self) -> impl Iterator<Item = &Field> {
        self.by
            .iter()
            .chain(self.filter.iter().map(|condition| &condition.field))
    }

    /// In words, without a full stop: `Effective cost by service, September 2026, where region is
    /// us-east-1`.
    pub fn words(&self, months: Option<(Period, Period)>) -> String {
        let cost = match self.cost {
            Cost::Billed => "Billed cost",
            Cost::Effective => "Effective cost",
            Cost::List => "Cost at list prices",
            Cost::Contracted => "Cost at contracted prices",
        };
        let mut words = cost.to_owned();
        let by: Vec<String> = self.by.iter().map(Field::words).collect();
        if !by.is_empty() {
            words.push_str(&format!(" by {}", by.join(" and ")));
        }
        match months {
            Some((from, to)) if from == to => words.push_str(&format!(", {}", from.words())),
            Some((from, to)) => {
                words.push_str(&format!(", {} to {}", from.words(), to.words()));
            }
            None => {}
        }
        let filter: Vec<String> = self.filter.iter().map(Condition::words).collect();
        if !filter.is_empty() {
            words.push_str(&format!(", where {}", filter.join(" and ")));
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_told_in_words_with_its_filters() {
        let question = Question {
            by: vec![Field::SERVICE, Field::Month],
            filter: vec![
                Condition::is(Field::ENVIRONMENT, ""),
                Condition {
                    field: Field::Ledger(Dimension::ChargeCategory),
                    is: vec!["Tax".to_owned(), "Credit".to_owned()],
                    not: true,
                },
            ],
            ..Question::default()
        };
        let month = |text: &str| text.parse::<Period>().unwrap();
        assert_eq!(
            question.words(Some((month("2026-08"), month("2026-09")))),
            "Effective cost by service and month, August 2026 to September 2026, where environment is \
             (untagged) and charge category is not Tax or Credit"
        );
    }

    #[test]
    fn only_columns_that_are_asked_for_are_read() {
        let question = Question {
            by: vec![Field::SERVICE],
            ..Question::default()
        };
        assert_eq!(question.kept(), Ok(Kept::Rows(Grain::Month)));
        assert_eq!(
            question.columns().len(),
            7,
            "service, currency, four costs, lines: {:?}",
            question.columns()
        );
        let by_day = Question {
            by: vec![Field::Day, Field::USAGE_TYPE],
            ..Question::default()
        };
        assert_eq!(by_day.kept(), Ok(Kept::Rows(Grain::Day)));
        let of_services = Question {
            by: vec![Field::Day, Field::SERVICE],
            ..Question::default()
        };
        assert_eq!(of_services.kept(), Ok(Kept::Rows(Grain::ServiceDay)));
        assert!(by_day.columns().contains(&ColumnName::Quantity));
    }

    #[test]
    fn what_is_not_kept_together_is_said() {
        let asked = |by: Vec<Field>| {
            Question {
                by,
                ..Question::default()
            }
            .kept()
        };
        let tag = Field::Tag("cost-centre".to_owned());
        assert!(asked(vec![tag.clone(), Field::Month]).is_ok());
        let error = asked(vec![tag, Field::SERVICE]).unwrap_err().to_string();
        assert!(error.starts_with("tag cost-centre cannot be asked together with service: "));
        assert!(asked(vec![Field::Resource, Field::Day]).is_err());
        assert_eq!(
            asked(vec![Field::Resource, Field::SERVICE]),
            Ok(Kept::Resources)
        );
    }
}
