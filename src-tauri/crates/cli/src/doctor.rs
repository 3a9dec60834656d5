//! `arrayctl doctor`: what works on this machine and what does not, in one screen.

use std::sync::Arc;

use domain::catalogue::EKS_AS_OF;
use domain::environment::{EnvironmentFile, EnvironmentKind};
use domain::estimate::{Assumptions, PriceBook};
use domain::timeline::Durations;
use engine::environments::PRACTICE;
use engine::{AppResult, environments, jobs};
use serde::Serialize;

use crate::exit::Exit;
use crate::output::{Output, table};
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
    let mut findings = vec![finding(
        "data folder",
        true,
        world.data_dir.display().to_string(),
    )];
    match world.open(Arc::new(Silent)).await {
        Ok(opened) => {
            findings.push(finding("keychain and store", true, "opened".to_owned()));
            let known = environments::list(&opened.engine).await?.len();
            let jobs = jobs::list(&opened.engine).await?.len();
            findings.push(finding(
                "remembered",
                true,
                format!("{known} environments, {jobs} jobs"),
            ));
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
    let opened = world.without_store().await?;
    let file = EnvironmentFile::preset("doctor", EnvironmentKind::Production);
    let plan = environments::plan(&opened.engine, file, PRACTICE, &Assumptions::default()).await;
    findings.push(match plan {
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
    let rows: Vec<Vec<String>> = findings
        .iter()
        .flat_map(|one| {
            let mark = if one.good { "ok  " } else { "BAD " };
            let mut rows = vec![vec![
                mark.to_owned(),
                one.what.to_owned(),
                one.found.clone(),
            ]];
            rows.extend(
                one.hint
                    .clone()
                    .map(|hint| vec![String::new(), String::new(), hint]),
            );
            rows
        })
        .collect();
    output.line(table(&rows, &[]));
    output.document(&serde_json::json!({ "findings": findings }));
    Ok(if findings.iter().all(|one| one.good) {
        Exit::Done
    } else {
        Exit::Machine
    })
}

fn finding(what: &'static str, good: bool, found: String) -> Finding {
    Finding {
        what,
        good,
        found,
        hint: None,
    }
}
