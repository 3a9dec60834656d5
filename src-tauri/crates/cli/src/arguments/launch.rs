//! What a launch, an update or a deletion is told.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use practice::SCRIPTS;

/// A deletion.
#[derive(Debug, Args)]
pub struct DeleteArguments {
    /// The name once more, instead of being asked for it
    #[arg(long, value_name = "NAME")]
    pub confirm: Option<String>,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
    /// After a deletion that stopped: leave what it stopped at (`env teardown` names it)
    #[arg(long, value_name = "LOGICAL_ID", num_args = 1..)]
    pub retain: Vec<String>,
    /// After a deletion that stopped: leave whatever cannot be deleted
    #[arg(long, conflicts_with = "retain")]
    pub force: bool,
    #[command(flatten)]
    pub rehearsal: RehearsalArguments,
}

/// A launch.
#[derive(Debug, Args)]
pub struct Launch {
    /// Environment file
    pub file: PathBuf,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
    /// Update only: the environment's name, to agree to what is replaced or lost
    #[arg(long, value_name = "NAME")]
    pub confirm: Option<String>,
    #[command(flatten)]
    pub options: OptionArguments,
    #[command(flatten)]
    pub rehearsal: RehearsalArguments,
}

/// What CloudFormation is told besides the templates.
#[derive(Debug, Args)]
pub struct OptionArguments {
    /// Leave everything as it stands when a resource fails, instead of rolling back
    #[arg(long)]
    pub keep_on_failure: bool,
    /// CloudFormation refuses to delete the stack until this is turned off
    #[arg(long)]
    pub termination_protection: bool,
    /// Role that CloudFormation works as, instead of yours
    #[arg(long, value_name = "ARN")]
    pub service_role: Option<String>,
}

/// How practice is played.
#[derive(Debug, Args)]
pub struct RehearsalArguments {
    /// Practice only: how many times faster than AWS (1 is AWS's own pace), or `max`
    #[arg(long, value_name = "FACTOR", default_value = "60", value_parser = speed)]
    pub speed: f64,
    /// Practice only: play a failure
    #[arg(long, value_name = "SCRIPT", value_parser = scripts())]
    pub fail: Option<String>,
}

fn scripts() -> PossibleValuesParser {
    PossibleValuesParser::new(
        SCRIPTS
            .iter()
            .map(|script| PossibleValue::new(script.id).help(script.label)),
    )
}

/// The factor, 0 for `max`.
fn speed(text: &str) -> Result<f64, String> {
    match (text, text.parse::<f64>()) {
        ("max", _) => Ok(0.0),
        (_, Ok(factor)) if factor > 0.0 && factor.is_finite() => Ok(factor),
        _ => Err("give a number above 0 (1 is AWS's own pace), or `max`".to_owned()),
    }
}
