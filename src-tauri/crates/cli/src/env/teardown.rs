//! `arrayctl env teardown`

use engine::AppResult;
use engine::environments::{self, Fate, Retainable, Teardown};

use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

pub async fn run(name: &str, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world.quiet().await?;
    let teardown = environments::teardown(&engine, name).await?;
    output.line(checklist(&teardown));
    let failed = teardown.last_step.iter().filter(|one| one.failed);
    for (number, one) in failed.enumerate() {
        if number == 0 {
            output.line(
                "Where nothing else helps, these can be left behind (`env delete --retain`):",
            );
        }
        output.line(retainable(one));
    }
    output.document(&teardown);
    Ok(Exit::Done)
}

/// The checklist, blockers first.
pub fn checklist(teardown: &Teardown) -> String {
    if teardown.items.is_empty() {
        return "Nothing blocks the deletion, and nothing that holds data is lost.".to_owned();
    }
    let told = teardown.items.iter().map(|item| {
        let cost = item
            .monthly_micros
            .map(|micros| format!(" ({micros} a month if it is left)"))
            .unwrap_or_default();
        let remove = item.remove.as_ref();
        let remove = remove.map(|remove| format!("\n{:<12} To remove it: {remove}", ""));
        format!(
            "{:<12} {}{cost}\n{:<12} {}{}",
            words(item.fate),
            item.subject,
            "",
            item.message,
            remove.unwrap_or_default()
        )
    });
    told.collect::<Vec<_>>().join("\n")
}

/// `Network.NodeSubnetA AWS::EC2::Subnet subnet-1 ($0.00 a month)`.
pub fn retainable(one: &Retainable) -> String {
    let cost = match one.monthly_micros {
        Some(micros) => format!("{micros} a month"),
        None => "price not known".to_owned(),
    };
    let id = &one.physical_id;
    format!("  {} {} {id} ({cost})", one.id, one.resource_type)
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
