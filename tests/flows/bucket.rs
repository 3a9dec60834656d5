//! A payer's billing data: an S3 bucket with an export in it, Cost Explorer and Athena, kept in memory, that
//! count what they are asked for.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::costs::{Amount, Period};
use engine::costs::billing::{
    AthenaQuery, Billing, CostGroup, CostPage, CostQuestion, DataExport, ObjectPage, PART_BYTES,
    QueryPage, QueryState, RecordTypes, StoredObject,
};
use engine::ports::{Cloud, CloudError, CloudErrorKind, CloudFault, Clouds};
use engine::{AppResult, Engine};

/// Objects on a page of a listing.
const PAGE: usize = 3;

/// The bucket, and what was asked of it.
#[derive(Default)]
pub struct Bucket {
    objects: Mutex<BTreeMap<String, Vec<u8>>>,
    pub asked: Mutex<Asked>,
    /// The part at which nothing answers any more, counted from the first one ever asked for.
    pub hang_at: Mutex<Option<usize>>,
    /// Pages of Cost Explorer's answer for charges of a month; one where nothing is said.
    pub pages_of: Mutex<BTreeMap<Period, usize>>,
}

/// What a query of Athena scans here.
pub const SCANNED: u64 = 3 * 1024 * 1024 * 1024;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    pub pages: u64,
    /// Parts: the key and the first byte.
    pub parts: Vec<(String, u64)>,
    /// Pages of Cost Explorer: the month.
    pub cost_pages: Vec<Period>,
    pub queries: u64,
}

pub fn export() -> DataExport {
    DataExport {
        arn: "arn:aws:bcm-data-exports:us-east-1:111122223333:export/focus".to_owned(),
        name: "focus".to_owned(),
        table: "FOCUS_1_2_AWS".to_owned(),
        bucket: "costs".to_owned(),
        prefix: "exports".to_owned(),
        region: "us-east-1".to_owned(),
        unhealthy: None,
        last_refreshed: None,
    }
}

impl Bucket {
    pub fn put(&self, key: &str, content: impl Into<Vec<u8>>) {
        let key = format!("exports/focus/{key}");
        self.objects.lock().unwrap().insert(key, content.into());
    }

    pub fn delete(&self, key: &str) {
        let key = format!("exports/focus/{key}");
        self.objects.lock().unwrap().remove(&key);
    }

    /// A manifest of these files, where an export that overwrites has it.
    pub fn manifest(&self, month: &str, files: &[&str]) {
        let files: Vec<String> = files
            .iter()
            .map(|file| format!("\"s3://costs/exports/focus/data/BILLING_PERIOD={month}/{file}\""))
            .collect();
        self.put(
            &format!("metadata/BILLING_PERIOD={month}/focus-Manifest.json"),
            format!("{{\"dataFiles\":[{}]}}", files.join(",")),
        );
    }

    pub fn asked(&self) -> Asked {
        self.asked.lock().unwrap().clone()
    }

    /// An engine for which every account has this bucket.
    pub fn before(self: &Arc<Self>, plain: Engine) -> Engine {
        Engine {
            clouds: Arc::new(Behind(self.clone())),
            ..plain
        }
    }

    fn stored(&self, key: &str) -> Option<(StoredObject, Vec<u8>)> {
        let objects = self.objects.lock().unwrap();
        let content = objects.get(key)?;
        let mut hasher = DefaultHasher::new();
        content.hash(&mut hasher);
        let object = StoredObject {
            key: key.to_owned(),
            bytes: content.len() as u64,
            etag: format!("{:016x}", hasher.finish()),
        };
        Some((object, content.clone()))
    }
}

struct Behind(Arc<Bucket>);

#[async_trait]
impl Clouds for Behind {
    async fn open(&self, _: &str, _: &str) -> AppResult<Arc<dyn Cloud>> {
        unreachable!("costs open no cloud")
    }

    async fn billing(&self, _: &str) -> AppResult<Arc<dyn Billing>> {
        Ok(self.0.clone())
    }
}

fn refused(kind: CloudErrorKind, code: &str) -> CloudFault {
    CloudError {
        kind,
        code: code.to_owned(),
        message: "as S3 says".to_owned(),
        request_id: None,
    }
    .into()
}

#[async_trait]
impl Billing for Bucket {
    async fn exports(&self) -> Result<Vec<DataExport>, CloudFault> {
        Ok(vec![export()])
    }

    async fn objects(
        &self,
        _: &DataExport,
        prefix: &str,
        page: Option<&str>,
    ) -> Result<ObjectPage, CloudFault> {
        self.asked.lock().unwrap().pages += 1;
        let keys: Vec<String> = self
            .objects
            .lock()
            .unwrap()
            .keys()
            .filter(|key| key.starts_with(prefix) && page.is_none_or(|page| key.as_str() > page))
            .cloned()
            .collect();
        let on_page: Vec<StoredObject> = keys
            .iter()
            .take(PAGE)
            .filter_map(|key| Some(self.stored(key)?.0))
            .collect();
        let more = keys.len() > PAGE;
        let last = on_page.last().map(|object| object.key.clone());
        Ok(ObjectPage {
            objects: on_page,
            next: last.filter(|_| more),
        })
    }

    async fn fetch(
        &self,
        _: &DataExport,
        object: &StoredObject,
        to: &Path,
    ) -> Result<u64, CloudFault> {
        let have = std::fs::metadata(to).map_or(0, |file| file.len());
        let number = {
            let mut asked = self.asked.lock().unwrap();
            asked.parts.push((object.key.clone(), have));
            asked.parts.len()
        };
        if *self.hang_at.lock().unwrap() == Some(number) {
            std::future::pending::<()>().await;
        }
        let (now, content) = self
            .stored(&object.key)
            .ok_or_else(|| refused(CloudErrorKind::NotFound, "NoSuchKey"))?;
        if now.etag != object.etag {
            return Err(refused(CloudErrorKind::Rejected, "PreconditionFailed"));
        }
        let end = now.bytes.min(have + PART_BYTES);
        let mut file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(to)
            .unwrap();
        file.write_all(&content[have as usize..end as usize])
            .unwrap();
        Ok(end)
    }

    /// A dollar a page.
    async fn cost_page(
        &self,
        question: &CostQuestion,
        page: Option<&str>,
    ) -> Result<CostPage, CloudFault> {
        let period = Period::of(question.from);
        self.asked.lock().unwrap().cost_pages.push(period);
        if question.record_types == RecordTypes::Adjustments {
            return Ok(CostPage {
                groups: Vec::new(),
                next: None,
            });
        }
        let all = *self.pages_of.lock().unwrap().get(&period).unwrap_or(&1);
        let this: usize = page.map_or(1, |page| page.parse().unwrap());
        let group = CostGroup {
            day: question.from,
            keys: vec![format!("Service {this}"), "production".to_owned()],
            unblended: Amount::units(1),
            amortized: Amount::units(1),
            currency: "USD".to_owned(),
        };
        Ok(CostPage {
            groups: vec![group],
            next: (this < all).then(|| (this + 1).to_string()),
        })
    }

    async fn start_query(&self, _: &AthenaQuery) -> Result<String, CloudFault> {
        self.asked.lock().unwrap().queries += 1;
        Ok("query".to_owned())
    }

    async fn stop_query(&self, _: &str) -> Result<(), CloudFault> {
        Ok(())
    }

    async fn query_state(&self, _: &str) -> Result<QueryState, CloudFault> {
        Ok(QueryState::Done {
            scanned_bytes: SCANNED,
        })
    }

    /// One row, of September.
    async fn query_page(&self, _: &str, _: Option<&str>) -> Result<QueryPage, CloudFault> {
        let columns = "provider billing_account billing_period day subaccountid regionid servicename skumeter pricingcategory chargecategory chargeclass chargefrequency commitmentdiscountid commitmentdiscountstatus billingcurrency environment component team billedcost effectivecost listcost contractedcost pricingquantity lines";
        let values = "AWS 111122223333 2026-09 2026-09-07 210000000001 us-east-1 AmazonEKS USE1-Hours Standard Usage - Usage-Based - - USD production cluster crew 2.4 2.4 2.4 2.4 24 24";
        let values = values.split(' ');
        Ok(QueryPage {
            columns: columns.split(' ').map(str::to_owned).collect(),
            rows: vec![
                values
                    .map(|value| (value != "-").then(|| value.to_owned()))
                    .collect(),
            ],
            next: None,
        })
    }
}
