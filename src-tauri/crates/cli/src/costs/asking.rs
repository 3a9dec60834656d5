//! How a report is asked for: months, fields, filters, and which cost.

use clap::{Args, ValueEnum};
use domain::costs::{Condition, Cost, Field, Period, Question, Span};
use engine::{AppError, AppResult, ErrorCode};

/// Which two are compared.
#[derive(Debug, Args)]
pub struct SideArguments {
    /// Month or range before: 2026-08, 2026-04..2026-06 [default: as many months right before]
    #[arg(long, value_name = "MONTHS")]
    pub from: Option<Span>,
    /// Month or range after [default: the newest month]
    #[arg(long, value_name = "MONTHS")]
    pub to: Option<Span>,
}

/// Filters and which cost.
#[derive(Debug, Args)]
pub struct FilterArguments {
    /// Filter: environment=staging, service!=AmazonCloudWatch, team= for untagged; the same field again
    /// adds a value
    #[arg(long = "where", value_name = "FIELD=VALUE")]
    pub filter: Vec<String>,
    /// Which of the four costs
    #[arg(long, value_enum, default_value = "effective")]
    pub cost: CostChoice,
}

/// What is asked, the same for every report.
#[derive(Debug, Args)]
pub struct QuestionArguments {
    /// First billing month: 2026-07 [default: the first there is]
    #[arg(long, value_name = "MONTH")]
    pub from: Option<Period>,
    /// Last billing month [default: the last there is]
    #[arg(long, value_name = "MONTH")]
    pub to: Option<Period>,
    #[command(flatten)]
    pub filter: FilterArguments,
}

#[derive(Debug, Args)]
pub struct ReportArguments {
    /// Group by these fields, separated by commas
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    pub by: Vec<Field>,
    #[command(flatten)]
    pub question: QuestionArguments,
    /// Environments with their shares of untagged and shared costs, alone or by month
    #[arg(long)]
    pub allocated: bool,
    /// Rows of the table; the rest is added up in one. JSON and CSV have all
    #[arg(long, value_name = "ROWS", default_value_t = 40)]
    pub top: usize,
}

/// Which environment's estimate, against which month.
#[derive(Debug, Args)]
pub struct EstimateArguments {
    /// The environment [default: every one]
    #[arg(value_name = "ENVIRONMENT")]
    pub environment: Option<String>,
    /// The month [default: the newest that is over]
    #[arg(long, value_name = "MONTH")]
    pub month: Option<Period>,
    /// Which of the four costs
    #[arg(long, value_enum, default_value = "effective")]
    pub cost: CostChoice,
    /// Take over what is proposed, all or these assumptions
    #[arg(long, value_name = "KEY", num_args = 0.., value_delimiter = ',')]
    pub adopt: Option<Vec<String>>,
}

#[derive(Debug, Args)]
pub struct LinesArguments {
    /// Billing month: 2026-09
    #[arg(long, value_name = "MONTH")]
    pub month: Period,
    #[command(flatten)]
    pub filter: FilterArguments,
    /// Line items to show, those that cost the most
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    pub limit: usize,
}

/// The four costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CostChoice {
    /// What the invoice charges
    Billed,
    /// Purchases spread over what they cover (amortised)
    Effective,
    /// At list prices
    List,
    /// At the prices that were agreed
    Contracted,
}

impl From<CostChoice> for Cost {
    fn from(choice: CostChoice) -> Self {
        match choice {
            CostChoice::Billed => Self::Billed,
            CostChoice::Effective => Self::Effective,
            CostChoice::List => Self::List,
            CostChoice::Contracted => Self::Contracted,
        }
    }
}

impl QuestionArguments {
    /// The question that was typed. Refuses with `InvalidInput` a filter that is none.
    pub fn question(&self, by: &[Field]) -> AppResult<Question> {
        Ok(Question {
            from: self.from,
            to: self.to,
            ..self.filter.question(by)?
        })
    }
}

impl FilterArguments {
    /// The question that was typed, over all months. Refuses with `InvalidInput` a filter that is none.
    pub fn question(&self, by: &[Field]) -> AppResult<Question> {
        Ok(Question {
            by: by.to_vec(),
            filter: conditions(&self.filter)?,
            cost: self.cost.into(),
            ..Question::default()
        })
    }
}

/// Filters as they are typed; a field that stands there twice has two values.
fn conditions(typed: &[String]) -> AppResult<Vec<Condition>> {
    let mut all: Vec<Condition> = Vec::new();
    for text in typed {
        let wrong = |why: String| AppError::new(ErrorCode::InvalidInput, why);
        let (field, value) = text.split_once('=').ok_or_else(|| {
            wrong(format!("`{text}` is no filter."))
                .hint("Write it like --where environment=staging or --where service!=AmazonS3.")
        })?;
        let not = field.ends_with('!');
        let field: Field = field
            .trim_end_matches('!')
            .parse()
            .map_err(|error: domain::costs::FieldError| wrong(format!("--where: {error}.")))?;
        let value = match value {
            "(untagged)" | "(none)" => "",
            other => other,
        };
        let known = all
            .iter_mut()
            .find(|condition| condition.field == field && condition.not == not);
        match known {
            Some(condition) => condition.is.push(value.to_owned()),
            None => all.push(Condition {
                field,
                is: vec![value.to_owned()],
                not,
            }),
        }
    }
    Ok(all)
}
