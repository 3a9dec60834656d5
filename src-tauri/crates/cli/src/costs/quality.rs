//! `arrayctl costs quality`

use domain::costs::{DocumentTable, grouped};
use engine::{AppResult, costs};

use crate::exit::Exit;
use crate::output::{Output, table};
use crate::world::World;

pub async fn run(world: &World, output: &Output) -> AppResult<Exit> {
    let quality = costs::quality(&world.quiet().await?).await?;
    output.document(&quality);
    output.table(|| DocumentTable::of_quality(&quality).csv());
    output.line(&quality.sentence);
    output.line("");
    let head = ["MONTH", "PAYER", "LINE ITEMS", "NOT READ", "ADDS UP"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for month in &quality.months {
        rows.push(vec![
            month.key.period.to_string(),
            month.key.billing_account.clone(),
            grouped(u128::from(month.lines)),
            grouped(u128::from(month.rejected)),
            if month.reconciled { "exactly" } else { "no" }.to_owned(),
        ]);
    }
    output.line(table(&rows, &[2, 3]));
    for month in &quality.months {
        for finding in &month.findings {
            let severity = finding.severity.words();
            let period = month.key.period;
            output.line(format!(
                "  {severity}  {period} {}: {}",
                finding.code, finding.message
            ));
        }
    }
    output.line("");
    output.line(&quality.provenance.sentence);
    Ok(Exit::Done)
}
