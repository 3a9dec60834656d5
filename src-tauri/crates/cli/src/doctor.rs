//! `arrayctl doctor`: what works on this machine and what does not, in one screen.

use std::sync::Arc;

use domain::catalogue::EKS_AS_OF;
use domain::environment::{EnvironmentFile, EnvironmentKind};
use domain::estimate::{Assumptions, PriceBook};
use domain::launch::JobState;
use domain::plan::Plan;
use domain::timeline::Durations;
use engine::accounts::{AccountRow, Session};
use engine::environments::EnvironmentRow;
use engine::environments::PRACTICE;
use engine::jobs::JobRow;
use engine::{AppResult, accounts, environments, jobs};
use serde::Serialize;

use crate::exit::Exit;
use crate::output::Output;
use crate::progress::Silent;
use crate::world::World;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    what: &'static str,
    good: bool,
    found: String,
    hint: Option<String>,
}

/// Looks at the data folder, keychain and store, the dated tables, and a plan from end to end.
pub async fn run(world: &World, output: &Output) -> AppResult<Exit> {
    let mut findings = vec![
        finding(
            "program",
            true,
            format!(
                "arrayctl {} on {} {}",
                env!("CARGO_PKG_VERSION"),
                std::env::consts::OS,
                std::env::consts::ARCH
            ),
        ),
        data_folder(world),
    ];
    match world.open(Arc::new(Silent)).await {
        Ok(opened) => {
            let kept = if world.in_memory {
                "in memory"
            } else {
                "opened"
            };
            findings.push(finding("keychain and store", true, kept.to_owned()));
            let known = environments::list(&opened.engine).await?;
            let jobs = jobs::list(&opened.engine).await?;
            let accounts = accounts::list(&opened.engine).await?;
            findings.push(finding("remembered", true, remembered(&known, &jobs)));
            findings.push(ways_in(&accounts));
        }
        Err(error) => findings.push(Finding {
            what: "keychain and store",
            good: false,
            found: error.message,
            hint: error.hint,
        }),
    }
    let dated = format!(
        "prices of {}, durations of {}, EKS calendar of {EKS_AS_OF}",
        PriceBook::builtin().as_of(),
        Durations::builtin().compiled
    );
    findings.push(finding("dated tables", true, dated));
    findings.push(match plan(world).await {
        Ok(plan) => finding(
            "planning",
            true,
            format!(
                "{} resources, {}",
                plan.resources.len(),
                crate::env::monthly(&plan.estimate)
            ),
        ),
        Err(error) => Finding {
            what: "planning",
            good: false,
            found: error.message,
            hint: error.hint,
        },
    });
    let bad = findings.iter().filter(|one| !one.good).count();
    for one in &findings {
        let mark = if one.good { "ok " } else { "BAD" };
        output.line(format!("{mark}  {:18}  {}", one.what, one.found));
        if let Some(hint) = &one.hint {
            output.line(format!("     {hint}"));
        }
    }
    output.line(match bad {
        0 => "All is well.".to_owned(),
        1 => "1 thing to put right.".to_owned(),
        many => format!("{many} things to put right."),
    });
    output.document(&serde_json::json!({ "findings": findings }));
    Ok(if bad == 0 { Exit::Done } else { Exit::Machine })
}

/// The largest preset on the practice account.
async fn plan(world: &World) -> AppResult<Plan> {
    let opened = world.without_store().await?;
    let file = EnvironmentFile::preset("doctor", EnvironmentKind::Production);
    environments::plan(&opened.engine, file, PRACTICE, &Assumptions::default()).await
}

fn finding(what: &'static str, good: bool, found: String) -> Finding {
    Finding {
        what,
        good,
        found,
        hint: None,
    }
}

/// Whether the store and the logs could be written, without making the folder.
fn data_folder(world: &World) -> Finding {
    let folder = &world.data_dir;
    let shown = folder.display();
    if !folder.exists() {
        return finding(
            "data folder",
            true,
            format!("{shown} (made at the first launch)"),
        );
    }
    let trial = folder.join(format!(".doctor.{}", std::process::id()));
    match std::fs::write(&trial, "").and_then(|()| std::fs::remove_file(&trial)) {
        Ok(()) => finding("data folder", true, shown.to_string()),
        Err(error) => Finding {
            what: "data folder",
            good: false,
            found: format!("{shown} cannot be written: {}.", crate::env::plain(&error)),
            hint: Some("Correct its permissions, or name another: --data-dir DIR".to_owned()),
        },
    }
}

/// Accounts, and which of them want a sign-in. Being signed out is nothing that is wrong.
fn ways_in(accounts: &[AccountRow]) -> Finding {
    let out: Vec<&str> = accounts
        .iter()
        .filter(|row| row.session == Session::SignedOut)
        .map(|row| row.account.name.as_str())
        .collect();
    let mut found = finding(
        "accounts",
        true,
        match accounts.len() {
            0 => "none but Practice".to_owned(),
            1 => "1 besides Practice".to_owned(),
            many => format!("{many} besides Practice"),
        },
    );
    if let Some(first) = out.first() {
        found.hint = Some(format!(
            "Signed out: {}. Sign in with: arrayctl accounts login {first}",
            out.join(", ")
        ));
    }
    found
}

/// `2 environments, 3 jobs (1 running, 1 needs you)`.
fn remembered(known: &[EnvironmentRow], jobs: &[JobRow]) -> String {
    let count = |number: usize, word: &str| match number {
        1 => format!("1 {word}"),
        many => format!("{many} {word}s"),
    };
    let of = |state: JobState| jobs.iter().filter(|job| job.state == state).count();
    let open: Vec<String> = [
        (JobState::Running, "running"),
        (JobState::NeedsYou, "waiting for you"),
    ]
    .into_iter()
    .filter(|(state, _)| of(*state) > 0)
    .map(|(state, words)| format!("{} {words}", of(state)))
    .collect();
    let open = match open.is_empty() {
        true => String::new(),
        false => format!(" ({})", open.join(", ")),
    };
    format!(
        "{}, {}{open}",
        count(known.len(), "environment"),
        count(jobs.len(), "job")
    )
}
