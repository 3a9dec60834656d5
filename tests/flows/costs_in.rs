//! Costs coming in: whole months or none, interrupted and gone on with, restated, metered and capped.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use domain::costs::{Amount, Condition, Cost, ExportFormat, Field, MonthHead, Period, Question};
use engine::costs::billing::Billing;
use engine::costs::{Import, ImportSource, ImportState, import, spend, sync};
use engine::environments::PRACTICE;
use engine::ports::{Cloud, Clouds};
use engine::{AppResult, Engine, ErrorCode};

use crate::world::World;

const HEAD: &str = "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory,ChargePeriodEnd,ChargePeriodStart,ContractedCost,EffectiveCost,ListCost,ProviderName,RegionId,ServiceName,SubAccountId,Tags";

/// September with these costs, each of a service of its own.
fn september(costs: &[(&str, &str)]) -> String {
    let mut text = format!("{HEAD}\n");
    for (service, cost) in costs {
        text.push_str(&format!(
            "{cost},111122223333,USD,2026-10-01T00:00:00Z,2026-09-01T00:00:00Z,Usage,2026-09-03T00:00:00Z,2026-09-02T00:00:00Z,{cost},{cost},{cost},AWS,us-east-1,{service},210000000001,\n"
        ));
    }
    text
}

/// The practice account's export, to be synced.
async fn practice_export(engine: &Engine) -> ImportSource {
    let exports = sync::exports(engine, PRACTICE).await.unwrap();
    ImportSource::DataExport {
        account: PRACTICE.to_owned(),
        export: exports[0].clone(),
    }
}

async fn imported(engine: &Engine, path: &Path) -> Import {
    let begun = import::start(engine, &[path.to_owned()]).await.unwrap();
    import::carry_out(engine, &begun.id).await.unwrap()
}

async fn heads(engine: &Engine) -> Vec<MonthHead> {
    let months = engine.ledger.months().await.unwrap();
    months.into_iter().map(|month| month.head).collect()
}

fn written(folder: &tempfile::TempDir, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[tokio::test]
async fn a_month_that_comes_again_replaces_the_old_one_and_says_what_changed() {
    let world = World::new().await;
    let engine = world.engine();
    let folder = tempfile::tempdir().unwrap();
    let first = written(
        &folder,
        "a.csv",
        september(&[("AmazonEKS", "72"), ("AWS Lambda", "1.5")]),
    );
    let new = imported(&engine, &first).await;
    assert_eq!(new.state, ImportState::Done, "{:?}", new.failure);
    assert_eq!(new.months[0].before, None);
    let again = imported(&engine, &first).await;
    assert_eq!(
        again.months[0].before.as_ref(),
        Some(&again.months[0].totals)
    );
    assert!(again.months[0].restated.is_empty(), "nothing has changed");
    let second = written(
        &folder,
        "b.csv",
        september(&[("AmazonEKS", "72"), ("AWS Lambda", "1.75")]),
    );
    let restated = imported(&engine, &second).await;
    let line = &restated.months[0].restated[0];
    assert_eq!(
        (line.service.as_str(), restated.months[0].restated.len()),
        ("AWS Lambda", 1)
    );
    assert_eq!(
        (line.after - line.before).get(Cost::Billed).to_string(),
        "0.25"
    );
    let months = heads(&engine).await;
    assert_eq!(months.len(), 1, "not a second September");
    assert_eq!(months[0].totals["USD"].billed.to_string(), "73.75");
}

#[tokio::test]
async fn a_month_that_two_exports_of_one_import_hold_comes_in_once() {
    let world = World::new().await;
    let engine = world.engine();
    let folder = tempfile::tempdir().unwrap();
    for (tree, costs) in [("focus", "1"), ("again", "2")] {
        let data = folder.path().join(tree).join("data/BILLING_PERIOD=2026-09");
        std::fs::create_dir_all(&data).unwrap();
        std::fs::write(data.join("a.csv"), september(&[("AmazonEKS", costs)])).unwrap();
    }
    let failed = imported(&engine, folder.path()).await;
    assert_eq!(failed.state, ImportState::Failed);
    let failure = failed.failure.unwrap();
    assert!(
        failure
            .message
            .starts_with("September 2026 of 111122223333 is in two exports"),
        "{}",
        failure.message
    );
    let months = heads(&engine).await;
    assert_eq!(months.len(), 1);
    assert_eq!(
        months[0].totals["USD"].billed.to_string(),
        "2",
        "the first stays"
    );
}

#[tokio::test]
async fn a_header_alone_changes_nothing_and_is_said() {
    let world = World::new().await;
    let engine = world.engine();
    let folder = tempfile::tempdir().unwrap();
    let done = imported(&engine, &written(&folder, "bare.csv", september(&[]))).await;
    assert_eq!((done.state, done.months.len()), (ImportState::Done, 0));
    assert!(
        done.ignored
            .iter()
            .any(|said| said.contains("bare.csv: has a header and no line items")),
        "{:?}",
        done.ignored
    );
}

#[tokio::test]
async fn line_items_are_those_of_the_figure_or_it_is_said_why_not() {
    let world = World::new().await;
    let engine = world.engine();
    let folder = tempfile::tempdir().unwrap();
    let path = written(
        &folder,
        "a.csv",
        september(&[
            ("AmazonEKS", "72"),
            ("AWS Lambda", "1.5"),
            ("AWS Lambda", "2"),
        ]),
    );
    imported(&engine, &path).await;
    let question = Question {
        filter: vec![
            Condition::is(Field::SERVICE, "AWS Lambda"),
            Condition::is(Field::Day, "2026-09-02"),
            Condition::is(Field::ENVIRONMENT, ""),
        ],
        ..Question::default()
    };
    let figure = engine::costs::report(&engine, &question).await.unwrap();
    let lines = engine::costs::lines(&engine, &question, 1).await.unwrap();
    assert_eq!(lines.totals, figure.totals, "{}", lines.sentence);
    assert_eq!((lines.items.len(), lines.count), (1, 2));
    assert_eq!(lines.items[0].costs.billed.to_string(), "2", "the largest");
    assert!(
        lines.notes.is_empty() && lines.ledger.is_none(),
        "{:?}",
        lines.notes
    );

    std::fs::write(&path, september(&[("AWS Lambda", "7")])).unwrap();
    let lines = engine::costs::lines(&engine, &question, 9).await.unwrap();
    assert!(
        lines.notes[0].contains("not hold what was imported"),
        "{:?}",
        lines.notes
    );

    std::fs::remove_file(&path).unwrap();
    let lines = engine::costs::lines(&engine, &question, 9).await.unwrap();
    assert!(lines.notes[0].contains("a.csv"), "{:?}", lines.notes);
    assert!(lines.items.is_empty());
    assert_eq!(lines.ledger.unwrap().totals, figure.totals);

    let nothing = Question {
        filter: vec![Condition::is(Field::SERVICE, "no such service")],
        ..Question::default()
    };
    let lines = engine::costs::lines(&engine, &nothing, 9).await.unwrap();
    assert_eq!((lines.count, lines.notes.len()), (0, 0));
}

#[tokio::test]
async fn line_items_of_what_was_synced_are_not_promised() {
    let world = World::new().await;
    let engine = world.engine();
    let source = practice_export(&engine).await;
    let begun = sync::start(&engine, source).await.unwrap();
    import::carry_out(&engine, &begun.id).await.unwrap();
    let months = heads(&engine).await;
    let question = Question {
        from: Some(months[0].key.period),
        to: Some(months[0].key.period),
        ..Question::default()
    };
    let lines = engine::costs::lines(&engine, &question, 9).await.unwrap();
    assert!(
        lines.notes[0].contains("deleted again"),
        "{:?}",
        lines.notes
    );
    let ledger = lines.ledger.unwrap();
    assert_eq!(
        ledger.totals, months[0].totals,
        "the finest rows add up to the month"
    );
    assert!(ledger.rows.len() > 10);
}

#[tokio::test]
async fn what_cannot_be_read_leaves_the_old_month() {
    let world = World::new().await;
    let engine = world.engine();
    let folder = tempfile::tempdir().unwrap();
    imported(
        &engine,
        &written(&folder, "good.csv", september(&[("AmazonEKS", "72")])),
    )
    .await;
    let before = heads(&engine).await;
    let mut broken = september(&[("AmazonEKS", "73")]);
    for _ in 0..500 {
        broken.push_str("nine,111122223333,USD,2026-10-01T00:00:00Z,2026-09-01T00:00:00Z,Usage,x,y,0,0,0,AWS,,,,\n");
    }
    for (name, content) in [
        ("broken.csv", broken.into_bytes()),
        ("empty.csv", Vec::new()),
        ("cut.csv.gz", vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
        ("strange.parquet", b"PAR1 and no more".to_vec()),
    ] {
        let failed = imported(&engine, &written(&folder, name, content)).await;
        assert_eq!(failed.state, ImportState::Failed, "{name}");
        assert!(
            failed.sentence.contains("still there"),
            "{}",
            failed.sentence
        );
        assert!(failed.failure.is_some(), "{name} says why");
        assert_eq!(heads(&engine).await, before, "{name} changed nothing");
    }
}

#[tokio::test]
async fn an_import_that_was_killed_is_gone_on_with_by_the_next_process() {
    let world = World::new().await;
    let killed = world.engine();
    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "a.csv", september(&[("AmazonEKS", "72")]));
    let begun = import::start(&killed, &[path]).await.unwrap();
    // It had taken the lease, and no more.
    let now = killed.clock.now_ms();
    assert!(
        killed
            .ledger
            .lease_import(&begun.id, &killed.instance, now, now + 10_000)
            .await
            .unwrap()
    );
    let next = world.engine();
    let waiting = import::carry_out(&next, &begun.id).await.unwrap();
    assert_eq!(
        waiting.state,
        ImportState::Running,
        "the lease is held as long as it lasts"
    );
    world.clock.shift(11_000);
    let open = import::interrupted(&next).await.unwrap();
    assert_eq!(open.len(), 1);
    let done = import::carry_out(&next, &open[0].id).await.unwrap();
    assert_eq!((done.state, done.resumed), (ImportState::Done, true));
    assert!(import::interrupted(&next).await.unwrap().is_empty());
    assert_eq!(heads(&next).await.len(), 1);
    let late = killed
        .ledger
        .save_import(&begun, &killed.instance)
        .await
        .unwrap_err();
    assert_eq!(
        late.code,
        ErrorCode::DrivenElsewhere,
        "who was slow writes no more"
    );
}

#[tokio::test]
async fn a_cancelled_import_leaves_what_was_there() {
    let world = World::new().await;
    let engine = world.engine();
    let source = practice_export(&engine).await;
    let begun = sync::start(&engine, source).await.unwrap();
    import::cancel(&engine, &begun.id).await.unwrap();
    let cancelled = import::carry_out(&engine, &begun.id).await.unwrap();
    assert_eq!(cancelled.state, ImportState::Cancelled);
    assert!(heads(&engine).await.is_empty());
}

#[tokio::test]
async fn a_sync_takes_only_months_that_have_changed_and_leaves_no_file_behind() {
    let world = World::new().await;
    let engine = world.engine();
    let source = practice_export(&engine).await;
    let begun = sync::start(&engine, source.clone()).await.unwrap();
    let done = import::carry_out(&engine, &begun.id).await.unwrap();
    assert_eq!(
        (done.state, done.months.len()),
        (ImportState::Done, 7),
        "{:?}",
        done.failure
    );
    assert!(
        !engine.scratch.join(&done.id).exists(),
        "downloads are deleted"
    );
    let first = heads(&engine).await;
    for head in &first {
        assert_eq!(head.format, ExportFormat::Focus1_2Aws, "as AWS delivers it");
        assert!(head.findings.is_empty(), "{:?}", head.findings);
    }
    let quote = sync::quote(&engine, source.clone()).await.unwrap();
    assert!(quote.months.is_empty(), "{}", quote.words);
    world.clock.shift(86_400_000);
    let quote = sync::quote(&engine, source.clone()).await.unwrap();
    assert_eq!(
        quote.months.len(),
        1,
        "only the running month has another day"
    );
    assert_eq!(quote.words, "1 month will cost nothing.");
    let begun = sync::start(&engine, source).await.unwrap();
    let done = import::carry_out(&engine, &begun.id).await.unwrap();
    assert_eq!(done.months.len(), 1);
    assert!(done.months[0].before.is_some());
    let second = heads(&engine).await;
    assert_eq!(first[..first.len() - 1], second[..second.len() - 1]);
    assert_eq!(
        spend::meter(&engine).await.unwrap().spent,
        Amount::ZERO,
        "practice is free"
    );
}

/// Every account has practice's billing, at AWS's prices.
struct Charged(Arc<dyn Clouds>);

#[async_trait]
impl Clouds for Charged {
    async fn open(&self, account: &str, region: &str) -> AppResult<Arc<dyn Cloud>> {
        self.0.open(account, region).await
    }

    async fn billing(&self, _: &str) -> AppResult<Arc<dyn Billing>> {
        self.0.billing(PRACTICE).await
    }
}

#[tokio::test]
async fn cost_explorer_is_asked_once_for_closed_months_and_never_beyond_the_cap() {
    let world = World::new().await;
    let plain = world.engine();
    let engine = Engine {
        clouds: Arc::new(Charged(plain.clouds.clone())),
        ..plain
    };
    let today = domain::catalogue::Date::from_unix_ms(engine.clock.now_ms());
    let this = Period::of(today);
    let asked = |from: Period, to: Period| ImportSource::CostExplorer {
        account: "payer".to_owned(),
        from,
        to,
    };
    spend::set_cap(&engine, "0.07".parse().unwrap())
        .await
        .unwrap();
    let three = asked(this.plus(-3), this.plus(-1));
    let quote = sync::quote(&engine, three.clone()).await.unwrap();
    assert_eq!(quote.usd.to_string(), "0.06", "{}", quote.words);
    let begun = sync::start(&engine, three.clone()).await.unwrap();
    let done = import::carry_out(&engine, &begun.id).await.unwrap();
    assert_eq!(
        (done.state, done.months.len()),
        (ImportState::Done, 3),
        "{:?}",
        done.failure
    );
    let meter = spend::meter(&engine).await.unwrap();
    assert_eq!(meter.spent.to_string(), "0.06");
    assert_eq!(meter.calls.len(), 6, "every page is written down");
    let closed = sync::quote(&engine, asked(this.plus(-3), this.plus(-3)))
        .await
        .unwrap();
    assert!(
        closed.months.is_empty(),
        "a closed month is not paid for twice"
    );
    let refused = sync::start(&engine, asked(this, this)).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict);
    assert!(refused.message.contains("your cap is $0.07"), "{refused}");
    assert_eq!(heads(&engine).await.len(), 3, "nothing was asked");
    let total: Amount = heads(&engine)
        .await
        .iter()
        .map(|head| head.totals["USD"].billed)
        .sum();
    assert!(total > Amount::ZERO);
}
