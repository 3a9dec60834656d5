//! `arrayctl costs import`, and the carrying out that `costs sync` shares.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::costs::{Cost, Costs, grouped, money};
use engine::costs::{Import, ImportState, import};
use engine::{AppError, AppResult, Engine, ErrorCode};

use super::getting::ImportArguments;
use crate::exit::Exit;
use crate::output::{Output, note, table};
use crate::progress::{self, Lines};
use crate::world::World;

/// Rejected line items that are shown of each file; JSON has a hundred.
const SHOWN: usize = 5;

pub async fn run(asked: &ImportArguments, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = open(world, output).await?;
    let begun = import::start(&engine, &asked.paths).await?;
    carry_out(&engine, &begun, output).await
}

pub async fn open(world: &World, output: &Output) -> AppResult<Engine> {
    let progress = Arc::new(Lines::new(output.terminal));
    Ok(world.open(progress).await?.engine)
}

/// Carries an import out and prints what came of it. Ctrl-C cancels it; months that are stored stay.
pub async fn carry_out(engine: &Engine, begun: &Import, output: &Output) -> AppResult<Exit> {
    let carrying = import::carry_out(engine, &begun.id);
    tokio::pin!(carrying);
    let done = tokio::select! {
        done = &mut carrying => done?,
        Ok(()) = tokio::signal::ctrl_c() => {
            import::cancel(engine, &begun.id).await?;
            carrying.await?
        }
    };
    progress::clear(output.terminal);
    if let Some(failure) = &done.failure {
        let mut error = AppError::new(ErrorCode::InvalidInput, failure.message.clone());
        error.hint.clone_from(&failure.hint);
        error.fields.clone_from(&failure.problems);
        if !done.months.is_empty() {
            note(&done.sentence);
        }
        return Err(error);
    }
    print(&done, output);
    Ok(match done.state {
        ImportState::Cancelled => Exit::Interrupted,
        ImportState::Running | ImportState::Done | ImportState::Failed => Exit::Done,
    })
}

fn print(done: &Import, output: &Output) {
    let mut totals = BTreeMap::<String, Costs>::new();
    for month in &done.months {
        for (currency, costs) in &month.totals {
            *totals.entry(currency.clone()).or_default() += *costs;
        }
    }
    output.document(&serde_json::json!({
        "state": done.state,
        "sentence": done.sentence,
        "files": done.files,
        "ignored": done.ignored,
        "notes": done.notes,
        "months": done.months,
        "totals": totals,
    }));
    output.line(&done.sentence);
    if !done.months.is_empty() {
        output.line(months(done));
    }
    for file in done.files.iter().filter(|file| file.rejected_count > 0) {
        output.line(format!(
            "{}: {} could not be read.",
            file.path,
            lines(file.rejected_count)
        ));
        for rejected in file.rejected.iter().take(SHOWN) {
            output.line(format!(
                "  row {}, {}: {}",
                rejected.row, rejected.column, rejected.reason
            ));
        }
        if file.rejected_count > SHOWN as u64 {
            output.line("  … all of the first hundred: --json");
        }
    }
    for ignored in &done.ignored {
        output.line(format!("Left out: {ignored}"));
    }
    for note in &done.notes {
        output.line(note);
    }
}

fn lines(count: u64) -> String {
    match count {
        1 => "1 line item".to_owned(),
        _ => format!("{} line items", grouped(u128::from(count))),
    }
}

/// A line for each month and currency, and what was there before.
fn months(done: &Import) -> String {
    let head = [
        "MONTH",
        "PAYER",
        "LINE ITEMS",
        "EFFECTIVE",
        "BILLED",
        "BEFORE (EFFECTIVE)",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for month in &done.months {
        for (currency, costs) in &month.totals {
            let before = match &month.before {
                None => "new".to_owned(),
                Some(before) if before.get(currency) == Some(costs) => "the same".to_owned(),
                Some(before) => before.get(currency).map_or("none".to_owned(), |before| {
                    money(before.get(Cost::Effective), currency)
                }),
            };
            rows.push(vec![
                month.key.period.to_string(),
                month.key.billing_account.clone(),
                grouped(u128::from(month.lines)),
                money(costs.get(Cost::Effective), currency),
                money(costs.get(Cost::Billed), currency),
                before,
            ]);
        }
    }
    let mut text = table(&rows, &[2, 3, 4, 5]);
    for month in &done.months {
        for line in &month.restated {
            let difference = line.after - line.before;
            text.push_str(&format!(
                "\n{} was restated: {} {}",
                month.key.period,
                line.service,
                money(difference.get(Cost::Effective), &line.currency)
            ));
        }
    }
    text
}
