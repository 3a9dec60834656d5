//! `arrayctl env teardown`

use engine::AppResult;
use engine::environments::{self, Fate, Teardown};

use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

pub async fn run(name: &str, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world.quiet().await?;
    let teardown = environments::teardown(&engine, name).await?;
    output.line(text(&teardown));
    output.document(&teardown);
    Ok(Exit::Done)
}

/// The checklist, blockers first.
pub fn text(teardown: &Teardown) -> String {
    if teardown.items.is_empty() {
        return "Nothing blocks the deletion, and nothing that holds data is lost.".to_owned();
    }
    let told = teardown.items.iter().map(|item| {
        let cost = item
            .monthly_micros
            .map(|micros| format!(" ({micros} a month if it is left)"))
            .unwrap_or_default();
        format!(
            "{:<12} {}{cost}\n{:<12} {}",
            words(item.fate),
            item.subject,
            "",
            item.message
        )
    });
    told.collect::<Vec<_>>().join("\n")
}

fn words(fate: Fate) -> &'static str {
    match fate {
        Fate::Blocks => "blocks",
        Fate::Unknown => "cannot tell",
        Fate::Lifted => "is lifted",
        Fate::Lost => "is lost",
        Fate::Stays => "stays",
    }
}
