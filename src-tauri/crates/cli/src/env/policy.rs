//! `arrayctl env policy`

use std::path::Path;

use domain::permissions::{Policy, Variant};
use engine::{AppResult, environments};

use crate::exit::Exit;
use crate::output::Output;
use crate::world::World;

pub async fn run(
    path: &Path,
    variant: Variant,
    out: Option<&Path>,
    world: &World,
    output: &Output,
) -> AppResult<Exit> {
    let opened = world.without_store().await?;
    let file = super::read(&opened.engine, path)?;
    // Accounts are in the store; practice needs none.
    let engine = match &world.account {
        Some(_) => world.quiet().await?,
        None => opened.engine,
    };
    let policy = environments::policy(&engine, file, world.account(), variant).await?;
    match out {
        Some(folder) => write(&policy, folder, output)?,
        None => {
            for document in &policy.documents {
                output.line(&document.json);
            }
        }
    }
    output.document(&serde_json::json!(policy));
    Ok(Exit::Done)
}

/// The documents, and beside them what each action is needed for.
fn write(policy: &Policy, folder: &Path, output: &Output) -> AppResult<()> {
    std::fs::create_dir_all(folder).map_err(|error| super::cannot_write(folder, &error))?;
    let mut files: Vec<(String, String)> = policy
        .documents
        .iter()
        .map(|document| {
            (
                format!("{}.json", document.name),
                format!("{}\n", document.json),
            )
        })
        .collect();
    files.push((
        format!("{}-{}.md", policy.environment, policy.variant.as_str()),
        policy.explained(),
    ));
    for (name, text) in files {
        let target = folder.join(name);
        std::fs::write(&target, text).map_err(|error| super::cannot_write(&target, &error))?;
        output.line(target.display().to_string());
    }
    Ok(())
}
