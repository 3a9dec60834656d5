//! What a sync from a bucket asks for, and what that costs: listed once, downloaded once, whole months
//! alone, and no more than was said.

use std::sync::Arc;

use domain::costs::api_prices::{S3_GET, S3_LIST, TRANSFER_GB, athena_query};
use domain::costs::{Amount, Period};
use engine::costs::billing::PART_BYTES;
use engine::costs::sync::Quote;
use engine::costs::{AthenaTable, Import, ImportSource, ImportState, import, spend, sync};
use engine::{Engine, ErrorCode};

use crate::bucket::{Asked, Bucket, SCANNED, export};
use crate::world::World;

const HEAD: &str = "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory,ChargePeriodEnd,ChargePeriodStart,ContractedCost,EffectiveCost,ListCost,ProviderName,RegionId,ServiceName,SubAccountId,Pad";

/// A month's file with one line item of this cost, made so many bytes long.
fn month(period: &str, cost: &str, bytes: usize) -> String {
    let period: Period = period.parse().unwrap();
    let (start, end) = (period.first_day(), period.next().first_day());
    let mut text = format!("{HEAD}\n");
    let line = |cost: &str, pad: usize| {
        format!(
            "{cost},111122223333,USD,{end}T00:00:00Z,{start}T00:00:00Z,Usage,{start}T01:00:00Z,{start}T00:00:00Z,{cost},{cost},{cost},AWS,us-east-1,AmazonEKS,210000000001,{}\n",
            "x".repeat(pad)
        )
    };
    text.push_str(&line(cost, 0));
    while text.len() < bytes {
        text.push_str(&line("0", 60_000));
    }
    text
}

fn source() -> ImportSource {
    ImportSource::DataExport {
        account: "payer".to_owned(),
        export: export(),
    }
}

/// September and October, each with its manifest.
fn two_months() -> Arc<Bucket> {
    let bucket = Arc::new(Bucket::default());
    for (period, cost) in [("2026-09", "72"), ("2026-10", "74.5")] {
        bucket.put(
            &format!("data/BILLING_PERIOD={period}/focus-00001.csv"),
            month(period, cost, 0),
        );
        bucket.manifest(period, &["focus-00001.csv"]);
    }
    bucket
}

async fn quoted(engine: &Engine) -> Quote {
    sync::quote(engine, source()).await.unwrap()
}

async fn synced(engine: &Engine) -> Import {
    let begun = sync::start(engine, source()).await.unwrap();
    import::carry_out(engine, &begun.id).await.unwrap()
}

async fn spent(engine: &Engine) -> Amount {
    spend::meter(engine).await.unwrap().spent
}

/// Billed costs by month.
async fn billed(engine: &Engine) -> Vec<(String, String)> {
    let months = engine.ledger.months().await.unwrap();
    months
        .into_iter()
        .map(|month| {
            let billed = month.head.totals["USD"].billed;
            (month.head.key.period.to_string(), billed.to_string())
        })
        .collect()
}

fn owned(months: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(month, cost): &(&str, &str)| ((*month).to_owned(), (*cost).to_owned());
    months.iter().map(owned).collect()
}

#[tokio::test]
async fn a_bucket_is_listed_for_the_quote_alone_and_what_was_quoted_is_paid() {
    let world = World::new().await;
    let bucket = two_months();
    let engine = bucket.before(world.engine());
    let quote = quoted(&engine).await;
    assert_eq!(quote.months.len(), 2, "{}", quote.words);
    assert_eq!(bucket.asked().pages, 2, "four objects, three a page");
    let done = synced(&engine).await;
    assert_eq!(done.state, ImportState::Done, "{:?}", done.failure);
    assert!(done.notes.is_empty(), "{:?}", done.notes);
    assert_eq!(
        bucket.asked().pages,
        2,
        "neither start nor sync lists again"
    );
    assert_eq!(bucket.asked().parts.len(), 4, "each object in one part");
    assert_eq!(spent(&engine).await, quote.usd + S3_LIST.units(2));
    assert_eq!(
        billed(&engine).await,
        owned(&[("2026-09", "72"), ("2026-10", "74.5")])
    );
    let again = quoted(&engine).await;
    assert!(again.months.is_empty() && again.usd == Amount::ZERO);
    assert_eq!(bucket.asked().parts.len(), 4, "a quote downloads nothing");
}

#[tokio::test]
async fn a_download_that_was_killed_goes_on_and_finished_parts_are_paid_for_once() {
    let world = World::new().await;
    let bucket = Arc::new(Bucket::default());
    let rest = 1_000_000;
    let text = month("2026-09", "72", 2 * PART_BYTES as usize + rest);
    let rest = text.len() as u64 - 2 * PART_BYTES;
    bucket.put("data/BILLING_PERIOD=2026-09/focus-00001.csv", text);
    *bucket.hang_at.lock().unwrap() = Some(3);
    let killed = bucket.before(world.engine());
    let quote = quoted(&killed).await;
    let begun = sync::start(&killed, source()).await.unwrap();
    let hanging = import::carry_out(&killed, &begun.id);
    let third = async {
        while bucket.asked().parts.len() < 3 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        _ = hanging => panic!("nothing answered the third part"),
        () = third => {}
    }
    let until_then = spent(&killed).await;
    assert_eq!(
        until_then,
        quote.usd + S3_LIST.usd,
        "the part that was under way is written down as well"
    );
    *bucket.hang_at.lock().unwrap() = None;
    world.clock.shift(11_000);
    let next = bucket.before(Engine {
        scratch: killed.scratch.clone(),
        ..world.engine()
    });
    let done = import::carry_out(&next, &begun.id).await.unwrap();
    assert_eq!((done.state, done.resumed), (ImportState::Done, true));
    let key = "exports/focus/data/BILLING_PERIOD=2026-09/focus-00001.csv".to_owned();
    let part = |number: u64| (key.clone(), number * PART_BYTES);
    assert_eq!(
        bucket.asked(),
        Asked {
            pages: 1,
            parts: vec![part(0), part(1), part(2), part(2)],
            ..Asked::default()
        },
        "only what was under way is asked for again"
    );
    let again = S3_GET.usd + TRANSFER_GB.bytes(rest);
    assert_eq!(spent(&next).await, until_then + again, "AWS sent it twice");
    assert_eq!(billed(&next).await, owned(&[("2026-09", "72")]));
    assert!(!next.scratch.join(&begun.id).exists());
}

#[tokio::test]
async fn a_month_that_is_delivered_in_part_is_left_and_the_old_one_stays() {
    let world = World::new().await;
    let bucket = two_months();
    let engine = bucket.before(world.engine());
    quoted(&engine).await;
    synced(&engine).await;
    let october = "data/BILLING_PERIOD=2026-10";
    bucket.put(
        &format!("{october}/focus-00001.csv"),
        month("2026-10", "80", 0),
    );
    bucket.manifest("2026-10", &["focus-00001.csv", "focus-00002.csv"]);
    bucket.put(
        "data/BILLING_PERIOD=2026-11/focus-00001.csv",
        month("2026-11", "9", 0),
    );
    quoted(&engine).await;
    let done = synced(&engine).await;
    assert_eq!(done.state, ImportState::Done, "{:?}", done.failure);
    assert_eq!(
        done.ignored,
        [
            "October 2026: its manifest names 2 files, and 1 is not there (exports/focus/data/BILLING_PERIOD=2026-10/focus-00002.csv). AWS has not delivered it whole, so what the ledger has of it stays; sync again later."
        ]
    );
    let before = [("2026-09", "72"), ("2026-10", "74.5"), ("2026-11", "9")];
    assert_eq!(billed(&engine).await, owned(&before), "November came in");
    bucket.put(
        &format!("{october}/focus-00002.csv"),
        month("2026-10", "5", 0),
    );
    let quote = quoted(&engine).await;
    assert_eq!(quote.months.len(), 1, "{}", quote.words);
    let done = synced(&engine).await;
    assert!(done.ignored.is_empty(), "{:?}", done.ignored);
    let after = [("2026-09", "72"), ("2026-10", "85"), ("2026-11", "9")];
    assert_eq!(billed(&engine).await, owned(&after));
}

#[tokio::test]
async fn what_was_delivered_anew_since_the_quote_is_listed_again_and_said() {
    let world = World::new().await;
    let bucket = two_months();
    let engine = bucket.before(world.engine());
    quoted(&engine).await;
    let begun = sync::start(&engine, source()).await.unwrap();
    let key = "data/BILLING_PERIOD=2026-10/focus-00001.csv";
    bucket.put(key, month("2026-10", "75", 0));
    let done = import::carry_out(&engine, &begun.id).await.unwrap();
    assert_eq!(done.state, ImportState::Done, "{:?}", done.failure);
    assert_eq!(
        done.notes,
        [format!(
            "exports/focus/ was listed again, because AWS has delivered exports/focus/{key} anew since."
        )]
    );
    assert_eq!(
        bucket.asked().pages,
        4,
        "once for the quote, once more since"
    );
    assert_eq!(
        billed(&engine).await,
        owned(&[("2026-09", "72"), ("2026-10", "75")])
    );
    bucket.delete(key);
    assert!(
        quoted(&engine).await.months.is_empty(),
        "a month that AWS took away is kept"
    );
}

#[tokio::test]
async fn a_quote_that_nobody_agreed_to_for_hours_is_made_anew_and_said() {
    let world = World::new().await;
    let bucket = two_months();
    let engine = bucket.before(world.engine());
    quoted(&engine).await;
    world.clock.shift(2 * 3_600_000);
    let done = synced(&engine).await;
    assert_eq!(bucket.asked().pages, 4);
    let said = done.notes.first().unwrap();
    assert!(
        said.starts_with("exports/focus/ was listed again, because the list that the price was made from was 120 minutes old. 2 months will cost at most $"),
        "{said}"
    );
}

#[tokio::test]
async fn of_several_deliveries_of_a_month_the_manifest_says_which_one_counts() {
    let world = World::new().await;
    let bucket = Arc::new(Bucket::default());
    for (delivery, cost) in [("20261001T0400-a", "1"), ("20261002T0400-b", "2")] {
        let place = format!("BILLING_PERIOD=2026-09/{delivery}");
        bucket.put(
            &format!("data/{place}/focus-00001.csv"),
            month("2026-09", cost, 0),
        );
        bucket.put(
            &format!("metadata/{place}/focus-Manifest.json"),
            format!(
                "{{\"dataFiles\":[\"s3://costs/exports/focus/data/{place}/focus-00001.csv\"]}}"
            ),
        );
    }
    // The third is on its way: its manifest comes last.
    bucket.put(
        "data/BILLING_PERIOD=2026-09/20261003T0400-c/focus-00001.csv",
        month("2026-09", "3", 0),
    );
    let engine = bucket.before(world.engine());
    quoted(&engine).await;
    synced(&engine).await;
    assert_eq!(billed(&engine).await, owned(&[("2026-09", "2")]));
    bucket.put(
        "metadata/BILLING_PERIOD=2026-09/20261003T0400-c/focus-Manifest.json",
        "{\"dataFiles\":[\"s3://costs/exports/focus/data/BILLING_PERIOD=2026-09/20261003T0400-c/focus-00001.csv\"]}",
    );
    quoted(&engine).await;
    synced(&engine).await;
    assert_eq!(
        billed(&engine).await,
        owned(&[("2026-09", "3")]),
        "as soon as it is whole"
    );
}

#[tokio::test]
async fn a_cap_that_is_met_in_the_middle_stops_and_keeps_what_came_in() {
    let world = World::new().await;
    let bucket = two_months();
    let text = month("2026-10", "74.5", PART_BYTES as usize + 1_000);
    bucket.put("data/BILLING_PERIOD=2026-10/focus-00001.csv", text);
    let engine = bucket.before(world.engine());
    let quote = quoted(&engine).await;
    let begun = sync::start(&engine, source()).await.unwrap();
    // Something else has been paid for since, up to the last part.
    let cap = spent(&engine).await + quote.usd - Amount::from_micros(1);
    spend::set_cap(&engine, cap).await.unwrap();
    let stopped = import::carry_out(&engine, &begun.id).await.unwrap();
    assert_eq!(stopped.state, ImportState::Failed);
    let failure = stopped.failure.unwrap();
    assert!(
        failure.message.contains("your cap is $"),
        "{}",
        failure.message
    );
    assert_eq!(billed(&engine).await, owned(&[("2026-09", "72")]));
    assert!(spent(&engine).await <= cap, "not a cent beyond it");
    let refused = sync::start(&engine, source()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict);
    spend::set_cap(&engine, "1".parse().unwrap()).await.unwrap();
    let before = bucket.asked().parts.len();
    let done = synced(&engine).await;
    assert_eq!(done.state, ImportState::Done, "{:?}", done.failure);
    assert_eq!(
        bucket.asked().parts.len(),
        before + 1,
        "what was paid for is taken over, and only the last part asked for"
    );
    assert_eq!(
        billed(&engine).await,
        owned(&[("2026-09", "72"), ("2026-10", "74.5")])
    );
}

#[tokio::test]
async fn cost_explorer_stops_at_the_cap_and_months_that_are_whole_stay() {
    let world = World::new().await;
    let bucket = Arc::new(Bucket::default());
    let (september, october): (Period, Period) =
        ("2026-09".parse().unwrap(), "2026-10".parse().unwrap());
    bucket.pages_of.lock().unwrap().insert(october, 3);
    let engine = bucket.before(world.engine());
    let asked = ImportSource::CostExplorer {
        account: "payer".to_owned(),
        from: september,
        to: october,
    };
    let quote = sync::quote(&engine, asked.clone()).await.unwrap();
    assert_eq!(quote.usd.to_string(), "0.04", "{}", quote.words);
    spend::set_cap(&engine, quote.usd).await.unwrap();
    let begun = sync::start(&engine, asked.clone()).await.unwrap();
    let stopped = import::carry_out(&engine, &begun.id).await.unwrap();
    assert_eq!(stopped.state, ImportState::Failed);
    assert!(
        stopped.sentence.starts_with("1 month came in"),
        "{}",
        stopped.sentence
    );
    let failure = stopped.failure.unwrap();
    assert!(
        failure.message.contains("your cap is $0.04"),
        "{}",
        failure.message
    );
    assert_eq!(spent(&engine).await, quote.usd, "and not a page more");
    assert_eq!(
        bucket.asked().cost_pages,
        [september, september, october, october],
        "October's third page is not asked for"
    );
    assert_eq!(
        billed(&engine).await,
        owned(&[("2026-09", "1")]),
        "nothing of October"
    );
    spend::set_cap(&engine, "1".parse().unwrap()).await.unwrap();
    let begun = sync::start(&engine, asked).await.unwrap();
    let done = import::carry_out(&engine, &begun.id).await.unwrap();
    assert_eq!(done.state, ImportState::Done, "{:?}", done.failure);
    assert_eq!(
        billed(&engine).await,
        owned(&[("2026-09", "1"), ("2026-10", "3")])
    );
}

#[tokio::test]
async fn athena_is_asked_within_the_cap_alone_and_settled_by_what_it_scanned() {
    let world = World::new().await;
    let bucket = two_months();
    let engine = bucket.before(world.engine());
    let september: Period = "2026-09".parse().unwrap();
    let asked = ImportSource::Athena {
        account: "payer".to_owned(),
        table: AthenaTable {
            export: export(),
            database: "costs".to_owned(),
            table: "focus".to_owned(),
            workgroup: "primary".to_owned(),
            output: None,
        },
        from: september,
        to: september,
    };
    let quote = sync::quote(&engine, asked.clone()).await.unwrap();
    let begun = sync::start(&engine, asked.clone()).await.unwrap();
    let listed = spent(&engine).await;
    spend::set_cap(&engine, listed).await.unwrap();
    let stopped = import::carry_out(&engine, &begun.id).await.unwrap();
    assert_eq!(stopped.state, ImportState::Failed);
    assert_eq!(bucket.asked().queries, 0, "no query is started");
    assert_eq!(spent(&engine).await, listed);
    assert!(billed(&engine).await.is_empty());

    spend::set_cap(&engine, "1".parse().unwrap()).await.unwrap();
    let begun = sync::start(&engine, asked).await.unwrap();
    let done = import::carry_out(&engine, &begun.id).await.unwrap();
    assert_eq!(done.state, ImportState::Done, "{:?}", done.failure);
    assert_eq!(bucket.asked().pages, 2, "listed for the quote alone");
    assert_eq!(billed(&engine).await, owned(&[("2026-09", "2.4")]));
    let scanned = athena_query(SCANNED);
    assert!(scanned > quote.usd, "here it scans more than was listed");
    assert_eq!(
        spent(&engine).await,
        listed + scanned,
        "what Athena says it scanned"
    );
}
