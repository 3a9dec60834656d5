//! Costs out of a bucket, over the wire: listed, downloaded, killed in the middle and gone on with, and
//! only what has changed the next time.

use std::collections::BTreeSet;
use std::path::Path;

use domain::costs::{Amount, Period};
use domain::permissions::{Operation, calls};
use engine::costs::billing::{DataExport, PART_BYTES};
use engine::costs::{Import, ImportSource, ImportState, import, spend, sync};

use crate::http;
use crate::world::{ACCOUNT, World};

const BUCKET: &str = "crew-costs";
const HEAD: &str = "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory,ChargePeriodEnd,ChargePeriodStart,ContractedCost,EffectiveCost,ListCost,ProviderName,RegionId,ServiceName,SubAccountId,Pad";

/// A month's file whose line items cost this together, made so many bytes long.
fn month(period: &str, cost: &str, bytes: u64) -> String {
    let period: Period = period.parse().unwrap();
    let (start, end) = (period.first_day(), period.next().first_day());
    let line = |cost: &str, pad: usize| {
        format!(
            "{cost},111122223333,USD,{end}T00:00:00Z,{start}T00:00:00Z,Usage,{start}T01:00:00Z,{start}T00:00:00Z,{cost},{cost},{cost},AWS,us-east-1,AmazonEKS,210000000001,{}\n",
            "x".repeat(pad)
        )
    };
    let mut text = format!("{HEAD}\n{}", line(cost, 0));
    while (text.len() as u64) < bytes {
        text.push_str(&line("0", 60_000));
    }
    text
}

/// The payer's bucket, written to by hand as Data Exports does it.
struct Payer {
    world: World,
}

impl Payer {
    async fn new(folder: &Path) -> Self {
        let payer = Self {
            world: World::on_disk(folder).await,
        };
        payer.put("", "");
        payer
    }

    /// Without a key: the bucket itself.
    fn put(&self, key: &str, content: &str) {
        let port = self.world.emulator.endpoint();
        let port = port.rsplit(':').next().unwrap().parse().unwrap();
        let signed = format!(
            "AWS4-HMAC-SHA256 Credential={}/20261127/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=none",
            self.world.number
        );
        let headers = [("Authorization", signed.as_str())];
        let path = match key {
            "" => format!("PUT /{}", self.bucket()),
            key => format!("PUT /{}/focus/crew/{key}", self.bucket()),
        };
        let (status, answer) = http::request(port, &path, &headers, content).unwrap();
        assert_eq!(status, 200, "{path}: {answer}");
    }

    /// Names of buckets are everybody's.
    fn bucket(&self) -> String {
        format!("{BUCKET}-{}", self.world.number)
    }

    fn deliver(&self, period: &str, content: &str) {
        let key = format!("data/BILLING_PERIOD={period}/crew-00001.csv");
        self.put(&key, content);
        let named = format!("s3://{}/focus/crew/{key}", self.bucket());
        self.put(
            &format!("metadata/BILLING_PERIOD={period}/crew-Manifest.json"),
            &format!("{{\"dataFiles\":[\"{named}\"]}}"),
        );
    }

    fn source(&self) -> ImportSource {
        ImportSource::DataExport {
            account: ACCOUNT.to_owned(),
            export: DataExport {
                arn: "arn:aws:bcm-data-exports:us-east-1:111122223333:export/crew".to_owned(),
                name: "crew".to_owned(),
                table: "FOCUS_1_2_AWS".to_owned(),
                bucket: self.bucket(),
                prefix: "focus".to_owned(),
                region: "us-east-1".to_owned(),
                unhealthy: None,
                last_refreshed: None,
            },
        }
    }

    async fn quoted_and_begun(&self) -> (sync::Quote, Import) {
        let engine = &self.world.engine;
        let quote = sync::quote(engine, self.source()).await.unwrap();
        let begun = sync::start(engine, self.source()).await.unwrap();
        (quote, begun)
    }

    /// How many calls of S3's operation were made so far.
    fn asked(&self, action: &str) -> usize {
        let calls = self.world.emulator.calls(&self.world.number);
        let named = |call: &&serde_json::Value| call["service"] == "s3" && call["action"] == action;
        calls.iter().filter(named).count()
    }

    async fn billed(&self) -> Vec<(String, String)> {
        let months = self.world.engine.ledger.months().await.unwrap();
        let of_month = months.into_iter().map(|month| {
            let billed = month.head.totals["USD"].billed;
            (month.head.key.period.to_string(), billed.to_string())
        });
        of_month.collect()
    }
}

/// Bytes of all files below a folder.
fn downloaded(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    let sizes = entries.flatten().map(|entry| match entry.metadata() {
        Ok(meta) if meta.is_dir() => downloaded(&entry.path()),
        Ok(meta) => meta.len(),
        Err(_) => 0,
    });
    sizes.sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_comes_in_over_the_wire_and_no_part_of_it_twice() {
    let folder = tempfile::tempdir().unwrap();
    let payer = Payer::new(folder.path()).await;
    payer.deliver("2026-09", &month("2026-09", "72.000000000001", 0));
    payer.deliver("2026-10", &month("2026-10", "74.5", 2 * PART_BYTES + 1_000));
    let engine = &payer.world.engine;
    let (quote, begun) = payer.quoted_and_begun().await;
    assert_eq!(quote.months.len(), 2, "{}", quote.words);
    // Two manifests, September in one part, October in three.
    assert_eq!(quote.calls[0].units, "6 requests");

    // Killed once October's first part is there.
    let folder = engine.scratch.join(&begun.id).join("2026-10");
    let first_part = async {
        while downloaded(&folder) < PART_BYTES {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
    };
    tokio::select! {
        biased;
        () = first_part => {}
        done = import::carry_out(engine, &begun.id) => panic!("it ended first: {done:?}"),
    }
    let parts = downloaded(&folder) / PART_BYTES;
    assert!((1..3).contains(&parts), "in the middle of it");
    let next = payer.world.next_life(1);
    let before = payer.asked("GetObject") as u64;
    let done = import::carry_out(&next, &begun.id).await.unwrap();
    assert_eq!(
        (done.state, done.resumed),
        (ImportState::Done, true),
        "{:?}",
        done.failure
    );
    assert_eq!(
        payer.asked("GetObject") as u64 - before,
        3 - parts,
        "finished parts are not asked for again, nor is September"
    );
    assert_eq!(
        payer.billed().await,
        [
            ("2026-09".to_owned(), "72.000000000001".to_owned()),
            ("2026-10".to_owned(), "74.5".to_owned())
        ]
    );
    assert_eq!(payer.asked("ListObjectsV2"), 1, "for the quote alone");
    let spent = spend::meter(&next).await.unwrap().spent;
    let most = Amount(quote.usd.0 * 2);
    assert!(
        spent >= quote.usd && spent < most,
        "{spent} of {} quoted",
        quote.usd
    );

    // Nothing has changed; then one month has.
    let quote = sync::quote(&next, payer.source()).await.unwrap();
    assert!(quote.months.is_empty(), "{}", quote.words);
    payer.deliver("2026-09", &month("2026-09", "72.25", 0));
    let asked = payer.asked("GetObject");
    let (quote, begun) = payer.quoted_and_begun().await;
    assert_eq!(quote.months.len(), 1, "{}", quote.words);
    let done = import::carry_out(engine, &begun.id).await.unwrap();
    assert_eq!(done.state, ImportState::Done, "{:?}", done.failure);
    assert_eq!(payer.asked("GetObject"), asked + 2, "manifest and file");
    assert_eq!(
        done.months[0].restated.len(),
        1,
        "and what has changed is told"
    );
    assert_eq!(payer.billed().await[0].1, "72.25");

    // A month that is replaced after the quote is refused by its entity tag, and listed again.
    payer.deliver("2026-10", &month("2026-10", "80", 0));
    let (_, begun) = payer.quoted_and_begun().await;
    payer.deliver("2026-10", &month("2026-10", "81", 0));
    let done = import::carry_out(engine, &begun.id).await.unwrap();
    assert_eq!(done.state, ImportState::Done, "{:?}", done.failure);
    assert_eq!(done.notes.len(), 1, "{:?}", done.notes);
    assert_eq!(payer.billed().await[1].1, "81");

    let allowed = calls(Operation::Sync);
    let all = payer.world.emulator.calls(&payer.world.number);
    let named: BTreeSet<String> = all
        .iter()
        .map(|call| {
            format!(
                "{}:{}",
                call["service"].as_str().unwrap(),
                call["action"].as_str().unwrap()
            )
        })
        .collect();
    let more: Vec<&String> = named
        .iter()
        .filter(|call| !allowed.contains(call.as_str()))
        .collect();
    assert!(more.is_empty(), "a sync may not {more:?}");
    for call in ["s3:ListObjectsV2", "s3:GetObject"] {
        assert!(
            named.contains(call),
            "{call} is in the table and never made"
        );
    }
}
