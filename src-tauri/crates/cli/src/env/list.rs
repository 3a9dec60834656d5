//! `arrayctl env list`

use std::sync::Arc;

use engine::{AppResult, environments};

use crate::exit::Exit;
use crate::output::{Output, table};
use crate::progress::Silent;
use crate::world::World;

pub async fn run(world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world.open(Arc::new(Silent)).await?.engine;
    let mut rows = environments::list(&engine).await?;
    if let Some(wanted) = &world.account {
        super::known_account(&engine, wanted).await?;
        rows.retain(|row| row.account == *wanted);
    }
    output.document(&serde_json::json!({ "environments": rows }));
    if rows.is_empty() {
        let place = match &world.account {
            Some(account) => format!(" in the account `{account}`"),
            None => String::new(),
        };
        output.line(format!("There is no environment{place} yet. Start with: arrayctl env new staging --preset staging --out staging.toml"));
        return Ok(Exit::Done);
    }
    let mut lines = vec![
        [
            "NAME", "KIND", "REGION", "ACCOUNT", "STATE", "A MONTH", "EKS",
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    for row in rows {
        let least = if row.complete { "" } else { "at least " };
        lines.push(vec![
            row.name,
            row.kind.to_string(),
            row.region,
            row.account,
            super::status::words(row.state).to_owned(),
            format!("{least}{}", row.monthly_micros),
            row.eks_version,
        ]);
    }
    output.line(table(&lines, &[5]));
    Ok(Exit::Done)
}
