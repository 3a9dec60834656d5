//! What can be typed behind `arrayctl costs`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use domain::costs::{Field, Period};

use super::asking::{
    EstimateArguments, FilterArguments, LinesArguments, QuestionArguments, ReportArguments,
    SideArguments,
};
use super::getting::{ImportArguments, SpendArguments, SyncArguments};
use super::rules::{AllocateArguments, BudgetCommand, UnitsCommand};

/// What is the same for every command of costs.
#[derive(Debug, Args)]
pub struct CostsArguments {
    #[command(subcommand)]
    pub command: CostsCommand,
    /// Print one table as CSV with exact amounts
    #[arg(long, global = true)]
    pub csv: bool,
    /// Shorten account numbers to their last four digits
    #[arg(long, global = true)]
    pub mask: bool,
}

/// What the platform costs
#[derive(Debug, Subcommand)]
pub enum CostsCommand {
    /// Import exports: FOCUS and CUR, as CSV, CSV.gz, zip or Parquet
    #[command(after_help = "Examples:
  arrayctl costs import focus-2026-09.parquet
  arrayctl costs import ~/exports/array-focus --json

What an export is stands in its columns, not in its name. A month that is there already is
replaced once the new one is whole.

Exit codes: 0 imported, 2 a file cannot be used (nothing of it is imported), 4 the machine,
130 cancelled.")]
    Import(ImportArguments),
    /// A report to be handed on: HTML with charts for reading and printing, XLSX, or CSV
    #[command(after_help = "Examples:
  arrayctl costs export costs.html
  arrayctl costs export costs.xlsx --from 2026-07 --where environment=staging --mask
  arrayctl costs export teams.xlsx --by team,month

The file's ending tells the format. HTML and XLSX have months, environments, components, services,
teams, accounts, regions, resources, what changed and why, budgets, estimates, commitments, waste, unit
costs and extended support, XLSX days and forecast as well; with --by they have that table instead. CSV has one table: that of --by, or months and services. The same
months give the same file, but for the time it was made.

Exit codes: 0 written, 2 bad input, or nothing was imported, 4 the disk.")]
    Export {
        /// The file; one that is there is replaced
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// One table by these fields, separated by commas, in place of all tables
        #[arg(long, value_name = "FIELD", value_delimiter = ',')]
        by: Vec<Field>,
        #[command(flatten)]
        question: QuestionArguments,
    },
    /// The account's Data Exports; asking for them is free
    #[command(after_help = "Examples:
  arrayctl costs exports --account prod

Exit codes: 0 shown, 1 refused by AWS, 2 bad input, 3 needs you, 4 the machine.")]
    Exports,
    /// Get costs from AWS: what a Data Export has delivered, Cost Explorer, or a roll-up by Athena
    #[command(after_help = "Examples:
  arrayctl costs sync --account prod --price
  arrayctl costs sync --account prod --export array-focus --yes
  arrayctl costs sync --account prod --explorer --from 2026-07 --to 2026-10
  arrayctl costs sync --account prod --athena costs.focus --from 2026-10

What it will cost is said before, and nothing goes beyond the cap of `arrayctl costs spend`.

Exit codes: 0 synced, 1 refused by AWS, 2 bad input or beyond the cap, 3 needs you,
4 the machine, 130 cancelled.")]
    Sync(SyncArguments),
    /// What asking AWS for costs has cost, and what it may
    #[command(after_help = "Examples:
  arrayctl costs spend
  arrayctl costs spend --cap 5

Exit codes: 0 shown, 2 bad input, 4 the machine.")]
    Spend(SpendArguments),
    /// Costs by service, environment, tag or anything else they are kept by
    #[command(after_help = "Examples:
  arrayctl costs report --by service
  arrayctl costs report --by environment,month --from 2026-07 --to 2026-09
  arrayctl costs report --by usageType --where environment=staging --where service!='AWS Lambda'
  arrayctl costs report --by tag:team --csv > teams.csv

Fields: account, region, service, usageType, pricingCategory, chargeCategory, chargeClass,
chargeFrequency, commitment, commitmentStatus, currency, environment, component, team,
environmentTag (as it was written), month, day, provider, billingAccount, resource, tag:KEY

Exit codes: 0 shown, 2 bad input, or nothing was imported, 4 the machine.")]
    Report(Box<ReportArguments>),
    /// The line items that make a figure, from the files that its month was imported from
    #[command(after_help = "Examples:
  arrayctl costs lines --month 2026-09 --where service=AmazonCloudWatch
  arrayctl costs lines --month 2026-09 --where environment=staging --where day=2026-09-12
  arrayctl costs lines --month 2026-09 --where resource=i-0abc --limit 500 --csv > lines.csv

Filters are those of `arrayctl costs report`; here they all go together. Where a month's files are gone,
or came from AWS, the finest rows of the ledger are shown instead.

Exit codes: 0 shown, 2 bad input, or nothing was imported, 4 the machine.")]
    Lines(LinesArguments),
    /// The newest month in a few lines: what it cost, why it changed, what it will cost
    #[command(after_help = "Examples:
  arrayctl costs overview
  arrayctl costs overview --month 2026-09 --where environment=staging --json

Exit codes: 0 shown, 2 bad input, or nothing was imported, 4 the machine.")]
    Overview {
        /// The month [default: the newest]
        #[arg(long, value_name = "MONTH")]
        month: Option<Period>,
        #[command(flatten)]
        question: FilterArguments,
    },
    /// Why costs changed: price, usage, new, gone, and what is no usage
    #[command(after_help = "Examples:
  arrayctl costs drivers
  arrayctl costs drivers --from 2026-08 --to 2026-09 --where environment=staging
  arrayctl costs drivers --from 2026-04..2026-06 --to 2026-07..2026-09 --json

A month that is not over is compared with as many first days of the other.

Exit codes: 0 shown, 2 bad input, or nothing was imported, 4 the machine.")]
    Drivers {
        #[command(flatten)]
        sides: SideArguments,
        #[command(flatten)]
        question: FilterArguments,
        /// Lines of the table; JSON has all
        #[arg(long, value_name = "ROWS", default_value_t = 20)]
        top: usize,
    },
    /// Two months, or ranges of months, side by side
    #[command(after_help = "Examples:
  arrayctl costs compare --by service
  arrayctl costs compare --from 2025-09 --to 2026-09 --by environment,service --json

Exit codes: 0 shown, 2 bad input, or nothing was imported, 4 the machine.")]
    Compare {
        /// Compare by these fields, separated by commas
        #[arg(
            long,
            value_name = "FIELD",
            value_delimiter = ',',
            default_value = "service"
        )]
        by: Vec<Field>,
        #[command(flatten)]
        sides: SideArguments,
        #[command(flatten)]
        question: FilterArguments,
        /// Rows of the table; JSON has all
        #[arg(long, value_name = "ROWS", default_value_t = 40)]
        top: usize,
    },
    /// What the month will cost, how far off such a forecast was, and what stands out of the trend
    #[command(after_help = "Examples:
  arrayctl costs forecast
  arrayctl costs forecast --where environment=staging --json

Exit codes: 0 shown (also where there is too little history for a forecast),
2 bad input, or nothing was imported, 4 the machine.")]
    Forecast(QuestionArguments),
    /// What environments were estimated to cost when they were planned, against what they cost
    #[command(after_help = "Examples:
  arrayctl costs estimate
  arrayctl costs estimate staging --month 2026-09
  arrayctl costs estimate staging --adopt
  arrayctl costs estimate staging --adopt natGb,internetGb

Environments that were launched from here, by the tags Environment and Component that their stacks
set. What a month's usage speaks for is proposed as the assumption; taken over, the next plan of any
environment assumes it.

Exit codes: 0 shown, 2 bad input, or nothing was imported, 4 the machine.")]
    Estimate(EstimateArguments),
    /// How untagged and shared costs are shared out to environments; without a method, what is set
    #[command(after_help = "Examples:
  arrayctl costs allocate
  arrayctl costs allocate proportional --shared tools
  arrayctl costs allocate fixed --share production=7 --share staging=3
  arrayctl costs report --allocated --by environment,month

No total changes: what is shared out stands once with those who bear it.

Exit codes: 0 shown or set, 2 bad input, 4 the machine.")]
    Allocate(AllocateArguments),
    /// What one deployment, or one active crew profile, costs a month
    #[command(
        subcommand,
        after_help = "Examples:
  arrayctl costs units set crew-profiles 2026-10 1840
  arrayctl costs units show

Exit codes: 0 done, 2 bad input, or nothing was imported, 4 the machine."
    )]
    Units(UnitsCommand),
    /// EKS extended support: what it costs, and from when on each environment pays how much of it
    #[command(after_help = "Examples:
  arrayctl costs support
  arrayctl costs support --from 2026-07 --json

What is to come is told by AWS's calendar of versions and list prices; without an import, that alone.

Exit codes: 0 shown, 2 bad input, or nothing was imported for these months, 4 the machine.")]
    Support(QuestionArguments),
    /// Savings plans and reservations: how far they are used, what they cover, what is unused
    #[command(after_help = "Examples:
  arrayctl costs commitments
  arrayctl costs commitments --from 2026-07 --json

Exit codes: 0 shown, 2 bad input, or nothing was imported, 4 the machine.")]
    Commitments(QuestionArguments),
    /// What buys nothing, as far as costs tell: idle, unused, old or only growing
    #[command(after_help = "Examples:
  arrayctl costs waste
  arrayctl costs waste --where environment=staging --json

Exit codes: 0 shown, whatever was found, 2 bad input, or nothing was imported, 4 the machine.")]
    Waste(QuestionArguments),
    /// What a month may cost, and whether it does
    #[command(
        subcommand,
        after_help = "Examples:
  arrayctl costs budget set 1200 --environment staging
  arrayctl costs budget check --forecast

Exit codes: 0 done, 2 bad input, 4 the machine, 5 a check found one over."
    )]
    Budget(BudgetCommand),
    /// How far the figures can be trusted: what checks found, what could not be read, whether all adds up
    #[command(after_help = "Examples:
  arrayctl costs quality
  arrayctl costs quality --json

Exit codes: 0 shown, whatever was found, 2 nothing was imported, 4 the machine.")]
    Quality,
    /// The months that are kept, where they come from and what they take
    #[command(after_help = "Examples:
  arrayctl costs months

Exit codes: 0 shown, 4 the machine.")]
    Months,
    /// Forget months; the files that they came from stay
    #[command(after_help = "Examples:
  arrayctl costs delete 2024-10 --yes
  arrayctl costs delete 2024-01 --to 2024-12 --yes

Exit codes: 0 forgotten, 2 bad input (nothing is forgotten), 4 the machine.")]
    Delete {
        /// The month: 2026-09
        month: Period,
        /// The last month, to forget several
        #[arg(long, value_name = "MONTH")]
        to: Option<Period>,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

impl CostsCommand {
    /// Whether it answers with a table, which can be CSV.
    pub fn has_table(&self) -> bool {
        !matches!(
            self,
            Self::Import(_)
                | Self::Export { .. }
                | Self::Exports
                | Self::Sync(_)
                | Self::Spend(_)
                | Self::Overview { .. }
                | Self::Allocate(_)
                | Self::Months
                | Self::Delete { .. }
        )
    }
}
