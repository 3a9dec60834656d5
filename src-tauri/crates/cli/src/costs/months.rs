//! `arrayctl costs months`

use domain::costs::{Cost, grouped, money};
use engine::costs::KeptMonth;
use engine::{AppResult, costs};

use crate::exit::Exit;
use crate::output::{Output, table, time};
use crate::world::World;

pub async fn run(world: &World, output: &Output) -> AppResult<Exit> {
    let months = costs::months(&world.quiet().await?).await?;
    output.document(&serde_json::json!({ "months": months }));
    if months.is_empty() {
        output
            .line("No costs were imported yet. Import an export with: arrayctl costs import PATH");
        return Ok(Exit::Done);
    }
    output.line(listed(&months));
    let bytes: u64 = months.iter().map(|month| month.bytes).sum();
    output.line(format!(
        "All of them take {} KB in the store.",
        kilobytes(bytes)
    ));
    Ok(Exit::Done)
}

/// One line for each month and currency.
pub fn listed(months: &[KeptMonth]) -> String {
    let head = [
        "MONTH",
        "PAYER",
        "FORMAT",
        "LINE ITEMS",
        "EFFECTIVE",
        "BILLED",
        "KB",
        "IMPORTED",
    ];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    for month in months {
        let key = &month.head.key;
        for (currency, costs) in &month.head.totals {
            lines.push(vec![
                key.period.to_string(),
                key.billing_account.clone(),
                month.head.format.to_string(),
                grouped(u128::from(month.head.lines)),
                money(costs.get(Cost::Effective), currency),
                money(costs.get(Cost::Billed), currency),
                kilobytes(month.bytes),
                time(month.imported_at_ms),
            ]);
        }
    }
    table(&lines, &[3, 4, 5, 6])
}

fn kilobytes(bytes: u64) -> String {
    grouped(u128::from(bytes.div_ceil(1_000)))
}
