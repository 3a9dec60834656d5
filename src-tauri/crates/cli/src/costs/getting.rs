//! What can be typed to get costs in.

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use domain::costs::{Amount, Period};

#[derive(Debug, Args)]
pub struct ImportArguments {
    /// Exports: CSV, CSV.gz, zip, Parquet, or the folder that an export is delivered into
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("from-where").args(["export", "explorer"]))]
pub struct SyncArguments {
    /// Take what this Data Export has delivered [default: the only one there is]
    #[arg(long, value_name = "NAME")]
    pub export: Option<String>,
    /// Ask Cost Explorer instead, at $0.01 a page
    #[arg(long, requires = "from")]
    pub explorer: bool,
    /// Let Athena roll the export up, and fetch only that: DATABASE.TABLE
    #[arg(
        long,
        value_name = "TABLE",
        requires = "from",
        conflicts_with = "explorer"
    )]
    pub athena: Option<String>,
    /// Athena's workgroup
    #[arg(
        long,
        value_name = "NAME",
        default_value = "primary",
        requires = "athena"
    )]
    pub workgroup: String,
    /// Where Athena writes its answer, unless the workgroup says: s3://bucket/folder/
    #[arg(long, value_name = "S3", requires = "athena")]
    pub output: Option<String>,
    /// First month, for Cost Explorer and Athena
    #[arg(long, value_name = "MONTH")]
    pub from: Option<Period>,
    /// Last month [default: the first]
    #[arg(long, value_name = "MONTH", requires = "from")]
    pub to: Option<Period>,
    /// Do not ask whether it may cost what it costs
    #[arg(long)]
    pub yes: bool,
    /// Only tell what it would cost
    #[arg(long, conflicts_with = "yes")]
    pub price: bool,
}

#[derive(Debug, Args)]
pub struct SpendArguments {
    /// Set what AWS's calls for costs may cost in a month, in US dollars; 0 forbids them
    #[arg(long, value_name = "USD")]
    pub cap: Option<Amount>,
}
