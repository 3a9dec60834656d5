//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Run Array Crew's environments on AWS from a terminal.
#[derive(Debug, Parser)]
#[command(
    name = "arrayctl",
    version,
    propagate_version = true,
    after_help = "\
Exit codes: 0 done, 1 failed in the cloud, 2 bad input, 3 needs you, 4 the machine (store, keychain, disk).
Start with: arrayctl env new staging --preset staging --out staging.toml"
)]
pub struct Arguments {
    /// Folder of the store and the logs
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Print one JSON document instead of text
    #[arg(long, global = true)]
    pub json: bool,
    /// Show the log on standard error (-vv for more)
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// Practise without saving: everything is forgotten when the command ends
    #[arg(long, global = true)]
    pub in_memory: bool,
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Environments: plan, launch, watch, delete
    #[command(subcommand)]
    Env(EnvCommand),
    /// Say in plain words why a CloudFormation stack failed
    Explain(Explain),
    /// Tell in one screen what works on this machine and what does not
    Doctor,
}

/// What to do with an environment.
#[derive(Debug, Subcommand)]
pub enum EnvCommand {
    /// Write a new environment file from a preset
    New {
        /// Name of the environment
        name: String,
        /// What it is for
        #[arg(long, value_enum)]
        preset: Preset,
        /// Change a field: network.nat=per-zone, node_groups[0].max_size=6
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
    Check {
        /// Environment file
        file: PathBuf,
    },
    /// Show what a launch would make, cost and take
    Plan {
        /// Environment file
        file: PathBuf,
        /// Change an assumption of the estimate: natGb=250
        #[arg(long = "assume", value_name = "KEY=VALUE")]
        assume: Vec<String>,
    },
    /// Write the CloudFormation templates as they would be uploaded
    Render {
        /// Environment file
        file: PathBuf,
        /// Folder to write into
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Launch an environment and follow it
    Launch(Launch),
    /// Follow the newest job of an environment
    Watch {
        /// Name of the environment
        name: String,
    },
    /// Show an environment with its resources, outputs and, where it failed, the root cause
    Status {
        /// Name of the environment
        name: String,
    },
    /// List the environments
    List,
    /// Delete an environment with everything in it
    Delete {
        /// Name of the environment
        name: String,
        /// The name once more, instead of being asked for it
        #[arg(long, value_name = "NAME")]
        confirm: Option<String>,
        /// Do not ask
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        rehearsal: RehearsalArguments,
    },
    /// Go on after you did what a launch asked for
    Continue {
        /// Name of the environment
        name: String,
    },
    /// Cancel a running launch
    Cancel {
        /// Name of the environment
        name: String,
    },
}

/// A launch.
#[derive(Debug, Args)]
pub struct Launch {
    /// Environment file
    pub file: PathBuf,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
    #[command(flatten)]
    pub rehearsal: RehearsalArguments,
}

/// How practice is played.
#[derive(Debug, Args)]
pub struct RehearsalArguments {
    /// Practice only: how many times faster than AWS, or `max`
    #[arg(long, value_name = "FACTOR", default_value = "60")]
    pub speed: String,
    /// Practice only: play a failure (see `arrayctl env launch --fail help`)
    #[arg(long, value_name = "SCRIPT")]
    pub fail: Option<String>,
}

/// A failure to explain.
#[derive(Debug, Args)]
pub struct Explain {
    /// Output of `aws cloudformation describe-stack-events`, for the root and its nested stacks
    pub events: Vec<PathBuf>,
    /// One ResourceStatusReason instead of files
    #[arg(long, conflicts_with = "events", required_unless_present = "events")]
    pub reason: Option<String>,
    /// Resource type the reason belongs to: AWS::EC2::EIP
    #[arg(long = "type", value_name = "TYPE", requires = "reason")]
    pub resource_type: Option<String>,
    /// What was being done
    #[arg(long, value_enum, requires = "reason")]
    pub operation: Option<ExplainOperation>,
}

/// Presets by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Preset {
    Development,
    Staging,
    Production,
}

/// Operations of a stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplainOperation {
    Create,
    Update,
    Delete,
}
