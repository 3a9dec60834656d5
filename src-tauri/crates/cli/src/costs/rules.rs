//! What can be typed to set what reports go by: budgets, shares, counts.

use clap::{Args, Subcommand, ValueEnum};
use domain::costs::{Amount, CostUnit, Period};

use super::asking::{CostChoice, QuestionArguments};

/// A rule for sharing costs out.
#[derive(Debug, Args)]
pub struct AllocateArguments {
    /// By what shares are told
    #[arg(value_name = "METHOD")]
    pub method: Option<MethodChoice>,
    /// For fixed: an environment with its weight, of which only the proportion counts
    #[arg(long, value_name = "ENVIRONMENT=WEIGHT", value_parser = weight, requires = "method")]
    pub share: Vec<(String, u32)>,
    /// An environment whose costs are shared out like untagged ones
    #[arg(long, value_name = "ENVIRONMENT", requires = "method")]
    pub shared: Vec<String>,
}

/// Methods of sharing costs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MethodChoice {
    /// Nothing is shared out
    None,
    /// The same for every environment of a month
    Even,
    /// In proportion to what a month costs each environment directly
    Proportional,
    /// By the weights of --share
    Fixed,
}

fn weight(text: &str) -> Result<(String, u32), String> {
    let wrong = || format!("`{text}` is no share; write it like production=7");
    let (name, weight) = text.split_once('=').ok_or_else(wrong)?;
    let weight = weight.parse().map_err(|_| wrong())?;
    Ok((name.to_owned(), weight))
}

/// What to do with unit costs.
#[derive(Debug, Subcommand)]
pub enum UnitsCommand {
    /// What one costs, by month
    #[command(after_help = "Examples:
  arrayctl costs units show
  arrayctl costs units show --where environment=production --json

Deployments that nobody counted are launches and updates of environments from here.

Exit codes: 0 shown, 2 bad input, or nothing was imported, 4 the machine.")]
    Show(QuestionArguments),
    /// Say how many there were in a month, in place of what was said before
    #[command(after_help = "Examples:
  arrayctl costs units set crew-profiles 2026-10 1840
  arrayctl costs units set deployments 2026-10 212

Exit codes: 0 kept, 2 bad input, 4 the machine.")]
    Set {
        /// crew-profiles or deployments
        unit: CostUnit,
        /// The month: 2026-10
        month: Period,
        /// How many
        count: u32,
    },
    /// Forget a count
    #[command(after_help = "Examples:
  arrayctl costs units remove crew-profiles 2026-10

Exit codes: 0 forgotten, 2 bad input, 4 the machine.")]
    Remove {
        /// crew-profiles or deployments
        unit: CostUnit,
        /// The month: 2026-10
        month: Period,
    },
}

/// What to do with budgets.
#[derive(Debug, Subcommand)]
pub enum BudgetCommand {
    /// Set what a month may cost, in place of what was set before
    #[command(after_help = "Examples:
  arrayctl costs budget set 1200 --environment staging
  arrayctl costs budget set 9000 --currency EUR --cost billed

Exit codes: 0 set, 2 bad input, 4 the machine.")]
    Set {
        /// A month: 1200 or 1,200.50
        monthly: Amount,
        /// The environment [default: everything]
        #[arg(long, value_name = "NAME")]
        environment: Option<String>,
        /// Currency of the budget; costs in others do not count
        #[arg(long, value_name = "CODE", default_value = "USD")]
        currency: String,
        /// Which of the four costs
        #[arg(long, value_enum, default_value = "effective")]
        cost: CostChoice,
    },
    /// Remove the budget of an environment, or that of everything
    #[command(after_help = "Examples:
  arrayctl costs budget remove --environment staging

Exit codes: 0 removed, 2 there is none, 4 the machine.")]
    Remove {
        /// The environment [default: everything]
        #[arg(long, value_name = "NAME")]
        environment: Option<String>,
    },
    /// How every budget stands
    #[command(after_help = "Examples:
  arrayctl costs budget list

Exit codes: 0 shown, 4 the machine.")]
    List {
        /// The month [default: the newest]
        #[arg(long, value_name = "MONTH")]
        month: Option<Period>,
    },
    /// End with 5 where a budget is over, for scripts and CI
    #[command(after_help = "Examples:
  arrayctl costs budget check
  arrayctl costs budget check --forecast --json

Exit codes: 0 all within, 2 bad input, or no budget or no costs to check, 4 the machine, 5 over.")]
    Check {
        /// The month [default: the newest]
        #[arg(long, value_name = "MONTH")]
        month: Option<Period>,
        /// A budget that the month will probably end above counts as over
        #[arg(long)]
        forecast: bool,
    },
}
