//! The practice account's billing data: an export that an invented company gets, made anew for every
//! month by arithmetic alone, so that it is the same at every look.

mod focus;
mod sample;

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use domain::catalogue::Date;
use domain::costs::Period;
use engine::costs::billing::{
    AthenaQuery, Billing, CostGroup, CostGrouping, CostPage, CostQuestion, DataExport, ObjectPage,
    QueryPage, QueryState, RecordTypes, StoredObject, period_of,
};
use engine::ports::{Clock, CloudError, CloudErrorKind, CloudFault};
use engine::{AppError, ErrorCode};
use sha2::{Digest, Sha256};

/// Months that the export holds, the running one among them.
const MONTHS: i32 = 7;
/// Invented, like everything in here.
const BUCKET: &str = "array-practice-costs";
const NAME: &str = "array-practice-focus";

/// What is asked of the practice account's billing.
pub(crate) struct PracticeBilling {
    pub clock: Arc<dyn Clock>,
}

impl PracticeBilling {
    fn today(&self) -> Date {
        Date::from_unix_ms(self.clock.now_ms())
    }

    /// Months that there are, the oldest first.
    fn months(&self) -> impl Iterator<Item = Period> {
        let newest = Period::of(self.today());
        (0..MONTHS).map(move |back| newest.plus(back - MONTHS + 1))
    }

    /// A month's file and the manifest that names it.
    fn objects(&self, period: Period) -> [(StoredObject, Vec<u8>); 2] {
        let file = object(
            format!("exports/{NAME}/data/BILLING_PERIOD={period}/{NAME}-00001.csv"),
            focus::csv(period, self.today()),
        );
        let manifest = format!(
            r#"{{"dataFiles":["s3://{BUCKET}/{}"],"billingPeriod":{{"start":"{}T00:00:00.000Z"}}}}"#,
            file.0.key,
            period.first_day()
        );
        let key = format!("exports/{NAME}/metadata/BILLING_PERIOD={period}/{NAME}-Manifest.json");
        [file, object(key, manifest)]
    }
}

fn object(key: String, text: String) -> (StoredObject, Vec<u8>) {
    let hash = Sha256::digest(&text);
    let etag = hash.iter().take(16).map(|byte| format!("{byte:02x}"));
    let object = StoredObject {
        key,
        bytes: text.len() as u64,
        etag: etag.collect(),
    };
    (object, text.into_bytes())
}

#[async_trait]
impl Billing for PracticeBilling {
    async fn exports(&self) -> Result<Vec<DataExport>, CloudFault> {
        Ok(vec![DataExport {
            arn: format!("arn:aws:bcm-data-exports:us-east-1:000000000000:export/{NAME}"),
            name: NAME.to_owned(),
            table: "FOCUS_1_2_AWS".to_owned(),
            bucket: BUCKET.to_owned(),
            prefix: "exports".to_owned(),
            region: "us-east-1".to_owned(),
            unhealthy: None,
            last_refreshed: Some(format!("{}T04:00:00Z", self.today())),
        }])
    }

    async fn objects(
        &self,
        _: &DataExport,
        prefix: &str,
        _: Option<&str>,
    ) -> Result<ObjectPage, CloudFault> {
        let all = self.months().flat_map(|period| self.objects(period));
        let mut objects: Vec<StoredObject> = all
            .map(|(object, _)| object)
            .filter(|object| object.key.starts_with(prefix))
            .collect();
        objects.sort_by(|one, other| one.key.cmp(&other.key));
        Ok(ObjectPage {
            objects,
            next: None,
        })
    }

    async fn fetch(
        &self,
        _: &DataExport,
        object: &StoredObject,
        to: &Path,
    ) -> Result<u64, CloudFault> {
        let months = period_of(&object.key).map(|period| self.objects(period));
        let found = months
            .into_iter()
            .flatten()
            .find(|(known, _)| known.key == object.key);
        let (now, text) = found.ok_or_else(|| refused("there is no such object"))?;
        if now.etag != object.etag {
            return Err(refused("the object was delivered anew while it was read").into());
        }
        std::fs::write(to, &text).map_err(|error| {
            AppError::new(
                ErrorCode::StoreReadOnly,
                format!("{} cannot be written.", to.display()),
            )
            .because(error)
        })?;
        Ok(now.bytes)
    }

    async fn cost_page(
        &self,
        question: &CostQuestion,
        _: Option<&str>,
    ) -> Result<CostPage, CloudFault> {
        let period = Period::of(question.from);
        let mut groups = Vec::new();
        for line in sample::lines(period, self.today()) {
            let adjustment = line.is_adjustment();
            if adjustment != (question.record_types == RecordTypes::Adjustments) {
                continue;
            }
            let keys = question.groupings.iter().map(|grouping| match grouping {
                CostGrouping::Service => line.product.name.to_owned(),
                CostGrouping::RecordType => line.category.to_owned(),
                CostGrouping::Tag(_) => line.environment.to_owned(),
            });
            groups.push(CostGroup {
                day: line.day,
                keys: keys.collect(),
                unblended: line.billed,
                amortized: line.effective,
                currency: "USD".to_owned(),
            });
        }
        Ok(CostPage { groups, next: None })
    }

    async fn start_query(&self, _: &AthenaQuery) -> Result<String, CloudFault> {
        Err(refused("the practice account has no Athena").into())
    }

    async fn stop_query(&self, _: &str) -> Result<(), CloudFault> {
        Err(refused("the practice account has no Athena").into())
    }

    async fn query_state(&self, _: &str) -> Result<QueryState, CloudFault> {
        Err(refused("the practice account has no Athena").into())
    }

    async fn query_page(&self, _: &str, _: Option<&str>) -> Result<QueryPage, CloudFault> {
        Err(refused("the practice account has no Athena").into())
    }
}

fn refused(words: &str) -> CloudError {
    CloudError {
        kind: CloudErrorKind::Rejected,
        code: "InvalidRequestException".to_owned(),
        message: format!("In practice, {words}."),
        request_id: None,
    }
}
