//! `arrayctl env render`

use std::path::Path;

use engine::environments::PRACTICE;
use engine::{AppResult, environments};

use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

pub async fn run(path: &Path, out: &Path, world: &World, output: &Output) -> AppResult<Exit> {
    let opened = world.without_store().await?;
    let file = super::read(&opened.engine, path)?;
    let assumptions = domain::estimate::Assumptions::default();
    let plan = environments::plan(&opened.engine, file, PRACTICE, &assumptions).await?;
    std::fs::create_dir_all(out).map_err(|error| super::cannot_write(out, &error))?;
    let mut names = Vec::new();
    for template in plan.blueprint.files() {
        let target = out.join(&template.name);
        std::fs::write(&target, &template.body)
            .map_err(|error| super::cannot_write(&target, &error))?;
        names.push(serde_json::json!({
            "name": template.name, "bytes": template.body.len(), "sha256": template.sha256,
        }));
        output.line(format!(
            "{} ({} bytes)",
            target.display(),
            template.body.len()
        ));
    }
    output.document(&serde_json::json!({
        "templates": names,
        "stackName": plan.blueprint.stack_name,
        "parameters": plan.blueprint.parameters,
        "tags": plan.blueprint.tags,
        "capabilities": plan.blueprint.capabilities,
    }));
    Ok(Exit::Done)
}
