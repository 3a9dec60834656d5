//! `arrayctl costs waste`

use domain::costs::{DocumentTable, money};
use engine::{AppResult, costs};

use super::asking::QuestionArguments;
use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

pub async fn run(asked: &QuestionArguments, world: &World, output: &Output) -> AppResult<Exit> {
    let told = costs::waste(&world.quiet().await?, &asked.question(&[])?).await?;
    output.document(&told);
    output.table(|| DocumentTable::of_waste(&told).csv());
    output.line(format!("{}.", told.words));
    if told.findings.is_empty() {
        output.line("Nothing was found that buys nothing.");
    }
    for found in &told.findings {
        let sure = found.confidence.words();
        let monthly = money(found.monthly, &found.currency);
        output.line("");
        output.line(format!("{monthly} a month: {} ({sure})", found.title));
        output.line(format!("  {} {}", found.evidence, found.found_by));
        if !found.resources.is_empty() {
            output.line(format!("  {}", found.resources.join("\n  ")));
        }
        output.line(format!("  {}", found.remedy));
    }
    output.line("");
    output.line("What costs cannot tell:");
    for what in &told.cannot_tell {
        output.line(format!("  {what}"));
    }
    output.line(&told.provenance.sentence);
    Ok(Exit::Done)
}
