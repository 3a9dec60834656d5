//! `arrayctl costs exports`, `sync` and `spend`: costs from AWS, priced before and metered.

use domain::costs::Period;
use engine::costs::billing::DataExport;
use engine::costs::spend::{self, SpendMeter};
use engine::costs::sync::{self, Quote};
use engine::costs::{AthenaTable, ImportSource};
use engine::{AppError, AppResult, Engine, ErrorCode};

use super::getting::{SpendArguments, SyncArguments};
use super::import;
use crate::exit::Exit;
use crate::output::{Output, table, time};
use crate::person::ask;
use crate::world::World;

pub async fn exports(world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world.quiet().await?;
    crate::env::known_account(&engine, world.account()).await?;
    let exports = sync::exports(&engine, world.account()).await?;
    output.document(&serde_json::json!({ "exports": exports }));
    if exports.is_empty() {
        output.line("The account has no Data Export. The window's Costs page tells how to switch one on; until then: arrayctl costs sync --explorer --from MONTH");
        return Ok(Exit::Done);
    }
    let head = ["NAME", "TABLE", "TO", "REFRESHED", "STATE"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(exports.iter().map(|export| {
        vec![
            export.name.clone(),
            export.table.clone(),
            format!("s3://{}/{}", export.bucket, export.folder()),
            export.last_refreshed.clone().unwrap_or_default(),
            export.unhealthy.clone().unwrap_or("healthy".to_owned()),
        ]
    }));
    output.line(table(&rows, &[]));
    Ok(Exit::Done)
}

pub async fn run(asked: &SyncArguments, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = import::open(world, output).await?;
    crate::env::known_account(&engine, world.account()).await?;
    let source = source(asked, &engine, world.account()).await?;
    let quote = sync::quote(&engine, source.clone()).await?;
    if asked.price {
        return Ok(price(&quote, output));
    }
    if quote.months.is_empty() {
        return Ok(price(&quote, output));
    }
    if !asked.yes {
        output.line(&quote.words);
        let answer = ask("Go on? Type yes: ", output)?;
        if answer != "yes" {
            return Err(
                AppError::new(ErrorCode::InvalidInput, "Nothing was asked of AWS.")
                    .hint("Type yes, or give --yes."),
            );
        }
    }
    let begun = sync::start(&engine, source).await?;
    import::carry_out(&engine, &begun, output).await
}

fn price(quote: &Quote, output: &Output) -> Exit {
    output.document(&serde_json::json!({ "quote": quote }));
    output.line(&quote.words);
    for call in &quote.calls {
        output.line(format!(
            "  {}: {} at ${} a {} = ${} ({}, {})",
            call.price.call,
            call.units,
            call.price.usd,
            call.price.unit,
            call.usd,
            call.price.source,
            call.price.as_of
        ));
    }
    Exit::Done
}

async fn source(asked: &SyncArguments, engine: &Engine, account: &str) -> AppResult<ImportSource> {
    let account = account.to_owned();
    let months = |from: Period| (from, asked.to.unwrap_or(from));
    if let (true, Some(from)) = (asked.explorer, asked.from) {
        let (from, to) = months(from);
        return Ok(ImportSource::CostExplorer { account, from, to });
    }
    let exports = sync::exports(engine, &account).await?;
    let export = chosen(exports, asked.export.as_deref())?;
    let (Some(table), Some(from)) = (&asked.athena, asked.from) else {
        return Ok(ImportSource::DataExport { account, export });
    };
    let (database, table) = table.split_once('.').ok_or_else(|| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("`{table}` names no database."),
        )
        .hint("Write it like --athena costs.focus")
    })?;
    let (from, to) = months(from);
    Ok(ImportSource::Athena {
        account,
        table: AthenaTable {
            export,
            database: database.to_owned(),
            table: table.to_owned(),
            workgroup: asked.workgroup.clone(),
            output: asked.output.clone(),
        },
        from,
        to,
    })
}

fn chosen(exports: Vec<DataExport>, name: Option<&str>) -> AppResult<DataExport> {
    let names: Vec<&str> = exports.iter().map(|export| export.name.as_str()).collect();
    let listed = names.join(", ");
    let several = names.len() > 1 && name.is_none();
    let found = exports
        .into_iter()
        .find(|export| name.is_none_or(|name| export.name == name));
    match found {
        _ if several => Err(AppError::new(
            ErrorCode::InvalidInput,
            "The account has several exports.",
        )
        .hint(format!("Name one with --export: {listed}"))),
        Some(export) => Ok(export),
        None => Err(AppError::not_found("export", name.unwrap_or("of costs"))
            .hint("`arrayctl costs exports` lists those there are; without any, use --explorer.")),
    }
}

pub async fn spend(asked: &SpendArguments, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world.quiet().await?;
    let meter = match asked.cap {
        Some(cap) => spend::set_cap(&engine, cap).await?,
        None => spend::meter(&engine).await?,
    };
    output.document(&meter);
    output.line(spent(&meter));
    Ok(Exit::Done)
}

fn spent(meter: &SpendMeter) -> String {
    let mut text = format!(
        "Asking AWS for costs has cost ${} in {}; the cap is ${} a month.",
        meter.spent, meter.period, meter.cap
    );
    if meter.calls.is_empty() {
        return text;
    }
    let head = ["TIME (UTC)", "ACCOUNT", "CALL", "FOR", "USD"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(meter.calls.iter().take(20).map(|call| {
        vec![
            time(call.at_ms),
            call.account.clone(),
            call.call.clone(),
            call.what.clone(),
            call.usd.to_string(),
        ]
    }));
    text.push('\n');
    text.push_str(&table(&rows, &[4]));
    text
}
