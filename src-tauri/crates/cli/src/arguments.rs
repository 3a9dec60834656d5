//! What can be typed.

mod choices;
mod launch;

pub use choices::{ExplainOperation, PolicyVariant, Preset, Service};
pub use launch::{DeleteArguments, Launch, OptionArguments, RehearsalArguments};

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand};

use crate::accounts::AccountsCommand;
use crate::costs::CostsArguments;

/// The end of a command's help: examples, and how it can end.
macro_rules! ending {
    ($($example:literal)* ; $exits:literal) => {
        concat!("Examples:\n", $("  ", $example, "\n",)* "\nExit codes: ", $exits, ".")
    };
}

const NEW: &str = ending!(
    "arrayctl env new crew --preset staging --out crew.toml"
    "arrayctl env new crew --preset production --set network.nat=per-zone --out crew.toml"
    "arrayctl env new crew --preset staging --set repositories=[] \\\n    \
     --set repositories[0].repository=me/app --set repositories[0].branches=main,next --out crew.toml"
    "arrayctl env new crew --preset development --out -";
    "0 written, 2 bad input (nothing is written), 4 the disk"
);

const PLAN: &str = ending!(
    "arrayctl env plan crew.toml"
    "arrayctl env plan crew.toml --items --assume natGb=250";
    "0 it could be launched, 2 problems in the file or a check that stops a launch"
);

/// What `--set` takes, one field a line.
fn set_help() -> String {
    let fields = domain::environment::fields();
    let width = fields.iter().map(|(path, _)| path.len()).max().unwrap_or(0);
    let mut text = "Fields for --set. Lists are separated by commas; [0] is the first entry, one behind \
        the last adds\none. `null` removes a tag or an entry, and gives any other field its preset's \
        value back:\n"
        .to_owned();
    for (path, holds) in fields {
        text.push_str(&format!("  {path:width$}  {holds}\n"));
    }
    format!("{text}\n{NEW}")
}

/// What `--assume` takes, with the defaults.
fn assume_help() -> String {
    let mut text = "Assumptions for --assume:\n".to_owned();
    for known in domain::estimate::ASSUMPTIONS {
        text.push_str(&format!(
            "  {:22} {:>5} {}\n",
            known.key, known.default, known.unit
        ));
    }
    format!("{text}\n{PLAN}")
}

/// Run Array Crew's environments on AWS from a terminal.
#[derive(Debug, Parser)]
#[command(
    name = "arrayctl",
    version,
    propagate_version = true,
    after_help = ending!(
        "arrayctl env new crew --preset staging --out crew.toml"
        "arrayctl env plan crew.toml"
        "arrayctl env launch crew.toml --yes"
        "arrayctl explain root-events.json nested-events.json";
        "0 done, 1 failed in the cloud, 2 bad input, 3 needs you,\n\
         4 the machine (store, keychain, disk)"
    )
)]
pub struct Arguments {
    /// Folder of the store and the logs [default: the one of the window]
    #[arg(long, global = true, value_name = "DIR", help_heading = "Everywhere")]
    pub data_dir: Option<PathBuf>,
    /// Account to work in [default: Practice, the built-in one without AWS]
    #[arg(long, global = true, value_name = "NAME", help_heading = "Everywhere")]
    pub account: Option<String>,
    /// Print one JSON document instead of text
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub json: bool,
    /// Show the log on standard error (-vv for more)
    #[arg(short, long, global = true, action = clap::ArgAction::Count, help_heading = "Everywhere")]
    pub verbose: u8,
    /// Practise without saving: everything is forgotten when the command ends
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub in_memory: bool,
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Environments: plan, launch, watch, delete
    #[command(
        subcommand,
        after_help = ending!(
            "arrayctl env new crew --preset staging --out crew.toml"
            "arrayctl env launch crew.toml --yes --speed max";
            "0 done, 1 failed in the cloud, 2 bad input, 3 needs you, 4 the machine"
        )
    )]
    Env(EnvCommand),
    /// Accounts: the ways into AWS
    #[command(
        subcommand,
        after_help = ending!(
            "arrayctl accounts add prod --profile crew-prod"
            "arrayctl accounts test prod";
            "0 done, 1 refused by AWS, 2 bad input, 3 needs you, 4 the machine"
        )
    )]
    Accounts(AccountsCommand),
    /// Costs: what the platform costs, why it changed, what it will cost; works without a network
    #[command(after_help = ending!(
        "arrayctl costs report --by service"
        "arrayctl costs report --by environment,month --csv --mask";
        "0 done, 2 bad input, or nothing was imported, 4 the machine"
    ))]
    Costs(CostsArguments),
    /// Show what was changed in AWS from here: who, what, when, and how it ended
    #[command(after_help = ending!(
        "arrayctl audit"
        "arrayctl audit --export trail.jsonl";
        "0 the trail is whole, 4 it was tampered with, or the machine"
    ))]
    Audit {
        /// Write the whole trail with its hashes, one JSON object a line
        #[arg(long, value_name = "FILE")]
        export: Option<PathBuf>,
    },
    /// Say in plain words why a CloudFormation stack failed
    #[command(after_help = ending!(
        "aws cloudformation describe-stack-events --stack-name crew --output json > root.json"
        "arrayctl explain root.json nested.json"
        "arrayctl explain --reason 'The maximum number of addresses has been reached.' --type AWS::EC2::EIP";
        "0 explained (also when nobody knows the cause: class `unknown`), 2 bad input"
    ))]
    Explain(Explain),
    /// Tell in one screen what works on this machine and what does not
    #[command(after_help = ending!("arrayctl doctor"; "0 all is well, 4 something on this machine is not"))]
    Doctor,
}

/// What to do with an environment.
#[derive(Debug, Subcommand)]
pub enum EnvCommand {
    /// Write a new environment file from a preset
    #[command(after_help = NEW, after_long_help = set_help())]
    New {
        /// Name of the environment: lower-case letters, digits and hyphens
        name: String,
        /// What it is for
        #[arg(long, value_enum)]
        preset: Preset,
        /// Change a field: network.nat=per-zone, node_groups[0].max_size=6 (all of them: --help)
        #[arg(long = "set", value_name = "KEY=VALUE")]
        set: Vec<String>,
        /// Where to write it; `-` for standard output
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Overwrite the file if it is there
        #[arg(long)]
        force: bool,
    },
    /// Check a file: every problem at once, with line and column
    #[command(after_help = ending!("arrayctl env check crew.toml" "arrayctl env check crew.toml --json";
        "0 valid (warnings may be shown), 2 problems or no such file"))]
    Check {
        /// Environment file; `-` for standard input
        file: PathBuf,
    },
    /// Show what a launch would make, cost and take
    #[command(after_help = PLAN, after_long_help = assume_help())]
    Plan {
        /// Environment file; `-` for standard input
        file: PathBuf,
        /// Change an assumption of the estimate: natGb=250 (all of them: --help)
        #[arg(long = "assume", value_name = "KEY=VALUE")]
        assume: Vec<String>,
        /// Show each item of the estimate with its price and assumption
        #[arg(long)]
        items: bool,
    },
    /// Write the CloudFormation templates as they would be uploaded
    #[command(after_help = ending!("arrayctl env render crew.toml --out templates"; "0 written, 2 bad input, 4 the disk"))]
    Render {
        /// Environment file
        file: PathBuf,
        /// Folder to write into; it is made if need be, files of the same names are replaced
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Write the IAM policy that a plan needs, and nothing more
    #[command(after_help = ending!(
        "arrayctl env policy crew.toml"
        "arrayctl env policy crew.toml --variant read-only --out policies";
        "0 written, 2 bad input, 4 the disk"
    ))]
    Policy {
        /// Environment file; `-` for standard input
        file: PathBuf,
        /// Whom it is for
        #[arg(long, value_enum, default_value = "launch")]
        variant: PolicyVariant,
        /// Folder for the documents and what each action is needed for; without it, standard output
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Launch an environment and follow it
    #[command(after_help = ending!(
        "arrayctl env launch crew.toml"
        "arrayctl env launch crew.toml --yes --speed max --json"
        "arrayctl --in-memory env launch crew.toml --yes --speed max --fail elastic-ip-limit";
        "0 it runs, 1 failed in the cloud, 2 bad input (nothing is launched),\n\
         3 needs you (then: arrayctl env continue NAME), 4 the machine,\n\
         130 interrupted (it goes on: arrayctl env watch NAME)"
    ))]
    Launch(Launch),
    /// Follow the newest job of an environment; takes it over where nobody drives it
    #[command(after_help = ending!("arrayctl env watch crew" "arrayctl env watch crew --wait";
        "0 the job is done, 1 failed or cancelled, 2 no such environment, 3 needs you,\n4 the machine, 130 interrupted (the job goes on)"))]
    Watch {
        /// Name of the environment
        name: String,
        /// Where GitHub is to be connected: wait for that too, and go on once it is
        #[arg(long)]
        wait: bool,
    },
    /// Show an environment with its resources, outputs and, where it failed, the root cause
    #[command(after_help = ending!("arrayctl env status crew" "arrayctl env status crew --json";
        "0 shown, whatever its state (`env watch` ends as the job did),\n2 no such environment, 4 the machine"))]
    Status {
        /// Name of the environment
        name: String,
    },
    /// Look in CloudTrail for the API call that made the newest job fail
    #[command(after_help = ending!("arrayctl env failed-call crew" "arrayctl env failed-call crew --json";
        "0 looked, whatever was found, 1 AWS did not answer,\n2 no such environment or nothing failed, 3 sign in again, 4 the machine"))]
    FailedCall {
        /// Name of the environment
        name: String,
    },
    /// Keep what joins an environment to Slack, PagerDuty or Datadog in the keychain
    #[command(after_help = ending!(
        "arrayctl env secret crew slack"
        "pass show crew/pagerduty | arrayctl env secret crew pagerduty"
        "arrayctl env secret crew datadog --forget";
        "0 kept or forgotten, 2 bad input (nothing is kept), 4 the machine"
    ))]
    Secret {
        /// Name of the environment; it need not exist yet
        name: String,
        /// Whose secret it is; asked without echo, or read from standard input, one value a line
        #[arg(value_enum)]
        service: Service,
        /// Forget it instead
        #[arg(long)]
        forget: bool,
    },
    /// List the environments
    #[command(after_help = ending!("arrayctl env list"; "0 listed, 4 the machine"))]
    List,
    /// Show what a deletion would meet: what blocks, what is lost, what stays; nothing is deleted
    #[command(after_help = ending!("arrayctl env teardown crew"; "0 shown, 2 no such environment, 4 the machine"))]
    Teardown {
        /// Name of the environment
        name: String,
    },
    /// Delete an environment with everything in it
    #[command(after_help = ending!("arrayctl env delete crew" "arrayctl env delete crew --confirm crew"
        "arrayctl env delete crew --retain Network.NodeSubnetA Network.Vpc";
        "0 deleted, 1 the deletion stopped, 2 bad input (nothing is deleted), 3 needs you, 4 the machine"))]
    Delete {
        /// Name of the environment
        name: String,
        #[command(flatten)]
        delete: DeleteArguments,
    },
    /// Show what an update of a running environment would change; applies nothing
    #[command(after_help = ending!("arrayctl env diff crew.toml" "arrayctl env diff crew.toml --json";
        "0 shown, 1 AWS refused the change set, 2 bad input or no such environment, 3 needs you,\n4 the machine"))]
    Diff {
        /// Environment file; `-` for standard input
        file: PathBuf,
        #[command(flatten)]
        rehearsal: RehearsalArguments,
    },
    /// Go on after you did what a launch asked for
    #[command(after_help = ending!("arrayctl env continue crew";
        "0 it runs, 1 failed in the cloud, 2 it waits for nobody, 3 still needs you, 4 the machine"))]
    Continue {
        /// Name of the environment
        name: String,
        /// The name once more, where a change set replaces something
        #[arg(long, value_name = "NAME")]
        confirm: Option<String>,
        /// Leave a resource of a stuck rollback as it is: NodesGeneral.ManagedGroup
        #[arg(long, value_name = "LOGICAL_ID")]
        skip: Vec<String>,
    },
    /// Cancel a running launch; what was made is removed again
    #[command(after_help = ending!("arrayctl env cancel crew";
        "0 cancelled, 1 failed in the cloud, 2 nothing to cancel, 4 the machine"))]
    Cancel {
        /// Name of the environment
        name: String,
    },
}

impl EnvCommand {
    /// The environment that is named, where one is.
    pub fn environment(&self) -> Option<&str> {
        match self {
            Self::Watch { name, .. }
            | Self::Status { name }
            | Self::FailedCall { name }
            | Self::Teardown { name }
            | Self::Delete { name, .. }
            | Self::Continue { name, .. }
            | Self::Cancel { name } => Some(name),
            _ => None,
        }
    }
}

/// A failure to explain.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").required(true).args(["events", "reason"]))]
pub struct Explain {
    /// Output of `aws cloudformation describe-stack-events`, for the root and its nested stacks
    pub events: Vec<PathBuf>,
    /// One ResourceStatusReason instead of files
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Resource type the reason belongs to: AWS::EC2::EIP
    #[arg(long = "type", value_name = "TYPE", requires = "reason")]
    pub resource_type: Option<String>,
    /// What was being done
    #[arg(long, value_enum, requires = "reason")]
    pub operation: Option<ExplainOperation>,
}
