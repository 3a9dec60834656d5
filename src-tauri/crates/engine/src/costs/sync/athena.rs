//! A roll-up that Athena makes over an export: one query at the ledger's grain, and only its answer comes
//! back. What it scans is priced before by the export's size and written down after as Athena says.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::costs::api_prices::{ATHENA_GB, athena_query};
use domain::costs::rollup_query::{self, RollupRow};
use domain::costs::{
    ExportFormat, ImportedMonth, MonthBuilder, MonthHead, MonthKey, Period, RollupLine,
};

use super::{QuotedCall, delivered, goes_on, listing, periods};
use crate::costs::billing::{AthenaQuery, Billing, QueryState};
use crate::costs::import::{AthenaTable, Import, ImportState, store};
use crate::costs::spend;
use crate::{AppError, AppResult, Engine, ErrorCode};

/// Between two looks at a running query.
const LOOK: Duration = Duration::from_secs(1);

/// Priced by the whole size of the months: Athena reads only the columns it needs, so it is the most.
pub(super) async fn calls(
    engine: &Engine,
    account: &str,
    table: &AthenaTable,
    months: &[Period],
) -> AppResult<Vec<QuotedCall>> {
    let bytes = size(engine, account, table, months).await?;
    Ok(vec![QuotedCall {
        price: ATHENA_GB,
        units: format!("{:.3} GB", bytes as f64 / 1_073_741_824.0),
        usd: athena_query(bytes),
    }])
}

async fn size(
    engine: &Engine,
    account: &str,
    table: &AthenaTable,
    months: &[Period],
) -> AppResult<u64> {
    let kept = listing::kept(engine, account, &table.export).await?;
    Ok(delivered::months(&table.export, &kept)
        .iter()
        .filter(|month| months.contains(&month.period))
        .map(delivered::ExportMonth::bytes)
        .sum())
}

/// Asks, waits, and stores what came back.
pub(in crate::costs) async fn read(
    engine: &Engine,
    import: &mut Import,
    account: &str,
    table: &AthenaTable,
    (from, to): (Period, Period),
) -> AppResult<ImportState> {
    let billing = engine.clouds.billing(account).await?;
    let months = periods(from, to)?;
    let keys = engine.memory.settings().await?.costs.tag_keys;
    let sql =
        rollup_query::sql(&table.database, &table.table, &months, &keys).map_err(|words| {
            AppError::new(ErrorCode::InvalidInput, words)
                .hint("Name database and table as Athena's console lists them.")
        })?;
    let query = AthenaQuery {
        sql,
        database: table.database.clone(),
        workgroup: table.workgroup.clone(),
        output: table.output.clone(),
        // Asked again after a crash, Athena gives the same query back and charges once.
        client_token: import.id.clone(),
    };
    let spent = match import.stored.first().and_then(|number| number.parse().ok()) {
        // Interrupted after it was paid for: the token gives the same query back.
        Some(number) => number,
        None => {
            let most = athena_query(size(engine, account, table, &months).await?);
            let what = format!("{from} to {to} rolled up");
            let number = spend::paid(engine, account, &ATHENA_GB, most, &what).await?;
            import.stored.push(number.to_string());
            engine.ledger.save_import(import, &engine.instance).await?;
            number
        }
    };
    let id = billing.start_query(&query).await?;
    let scanned = match waited(engine, import, &*billing, &id).await? {
        Waited::Done(bytes) => bytes,
        Waited::Stopped(bytes, outcome) => {
            engine
                .ledger
                .settle_spend(spent, athena_query(bytes))
                .await?;
            return outcome;
        }
    };
    engine
        .ledger
        .settle_spend(spent, athena_query(scanned))
        .await?;
    let mut builders = BTreeMap::<MonthKey, MonthBuilder>::new();
    let mut page = None;
    loop {
        if let Some(end) = goes_on(engine, import).await? {
            return Ok(end);
        }
        let answer = billing.query_page(&id, page.as_deref()).await?;
        for row in &answer.rows {
            let RollupRow { key, line } =
                rollup_query::row(&answer.columns, row).map_err(|words| {
                    AppError::new(
                        ErrorCode::CloudRejected,
                        format!("Athena's answer cannot be read: {words}."),
                    )
                    .hint("Check that the table has the columns of FOCUS 1.0 or 1.2.")
                })?;
            add(&mut builders, key, &line);
        }
        import.rows += answer.rows.len() as u64;
        import.sentence = format!("Reading Athena's roll-up: {} rows.", import.rows);
        engine.progress.import_changed(import);
        page = answer.next;
        if page.is_none() {
            break;
        }
    }
    let source = format!("{}.{} in Athena, query {id}", table.database, table.table);
    let read = builders
        .into_iter()
        .map(|(key, builder)| month(key, builder, &source, engine.clock.now_ms()))
        .collect::<AppResult<Vec<_>>>()?;
    store(engine, import, id, Vec::new(), &read).await?;
    Ok(ImportState::Done)
}

fn add(builders: &mut BTreeMap<MonthKey, MonthBuilder>, key: MonthKey, line: &RollupLine) {
    let first = key.period.first_day();
    builders
        .entry(key)
        .or_insert_with(|| MonthBuilder::new(first))
        .add(line);
}

enum Waited {
    Done(u64),
    Stopped(u64, AppResult<ImportState>),
}

async fn waited(
    engine: &Engine,
    import: &mut Import,
    billing: &dyn Billing,
    id: &str,
) -> AppResult<Waited> {
    loop {
        match billing.query_state(id).await? {
            QueryState::Done { scanned_bytes } => return Ok(Waited::Done(scanned_bytes)),
            QueryState::Failed {
                reason,
                scanned_bytes,
            } => {
                let error = AppError::new(
                    ErrorCode::CloudRejected,
                    format!("Athena could not make the roll-up: {reason}"),
                )
                .hint("Read Athena's words; its console shows the query under Recent queries.");
                return Ok(Waited::Stopped(scanned_bytes, Err(error)));
            }
            QueryState::Running => {}
        }
        if let Some(end) = goes_on(engine, import).await? {
            billing.stop_query(id).await?;
            // What it has scanned until then is charged, and told only once it stands.
            let scanned = match billing.query_state(id).await? {
                QueryState::Done { scanned_bytes } | QueryState::Failed { scanned_bytes, .. } => {
                    scanned_bytes
                }
                QueryState::Running => 0,
            };
            return Ok(Waited::Stopped(scanned, Ok(end)));
        }
        import.sentence = "Athena makes the roll-up.".to_owned();
        engine.progress.import_changed(import);
        engine.clock.sleep(LOOK).await;
    }
}

fn month(
    key: MonthKey,
    builder: MonthBuilder,
    source: &str,
    now_ms: i64,
) -> AppResult<ImportedMonth> {
    let rows = builder
        .rows()
        .map_err(|error| AppError::internal("Athena's answer made no ledger.").because(error))?;
    let (first_day, last_day) = builder.days();
    let last_ms = (last_day + 1) * 86_400_000;
    Ok(ImportedMonth {
        head: MonthHead {
            key,
            format: ExportFormat::Athena,
            source: vec![source.to_owned()],
            lines: builder.lines,
            totals: builder.totals,
            first_day,
            last_day,
            as_of_ms: Some(last_ms.min(now_ms)),
            accounts: Vec::new(),
            tag_keys: Vec::new(),
            findings: Vec::new(),
        },
        rows,
        resources: Vec::new(),
        tags: Vec::new(),
        splits: Vec::new(),
    })
}
