//! An account's billing data, answered by AWS.

use std::io::Write as _;
use std::path::Path;

use async_trait::async_trait;
use aws_config::{Region, SdkConfig};
use engine::costs::billing::{
    AthenaQuery, Billing, CostPage, CostQuestion, DataExport, ObjectPage, QueryPage, QueryState,
    StoredObject,
};
use engine::ports::CloudFault;
use engine::{AppError, ErrorCode};

use super::AwsCloud;
use crate::athena::get_query_execution::get_query_execution;
use crate::athena::get_query_results::get_query_results;
use crate::athena::start_query_execution::start_query_execution;
use crate::athena::stop_query_execution::stop_query_execution;
use crate::bcmdataexports::list_exports::list_exports;
use crate::costexplorer::get_cost_and_usage::cost_page;
use crate::s3::get_object::get_part;
use crate::s3::list_objects_v2::list_objects_v2;

/// Where billing is at home, whatever region an account works in.
const HOME: &str = "us-east-1";

#[async_trait]
impl Billing for AwsCloud {
    async fn exports(&self) -> Result<Vec<DataExport>, CloudFault> {
        let asking = async |config: SdkConfig| list_exports(&in_region(config, HOME)).await;
        Ok(self.ask(asking).await?)
    }

    async fn objects(
        &self,
        export: &DataExport,
        prefix: &str,
        page: Option<&str>,
    ) -> Result<ObjectPage, CloudFault> {
        let asking = async |config: SdkConfig| {
            let config = in_region(config, &export.region);
            list_objects_v2(&config, &export.bucket, prefix, page).await
        };
        Ok(self.ask(asking).await?)
    }

    async fn fetch(
        &self,
        export: &DataExport,
        object: &StoredObject,
        to: &Path,
    ) -> Result<u64, CloudFault> {
        let have = std::fs::metadata(to).map_or(0, |file| file.len());
        let asking = async |config: SdkConfig| {
            let config = in_region(config, &export.region);
            get_part(&config, &export.bucket, object, have).await
        };
        let part = self.ask(asking).await?;
        append(to, &part).map_err(|error| unwritten(to, error))?;
        Ok(have + part.len() as u64)
    }

    async fn cost_page(
        &self,
        question: &CostQuestion,
        page: Option<&str>,
    ) -> Result<CostPage, CloudFault> {
        let asking =
            async |config: SdkConfig| cost_page(&in_region(config, HOME), question, page).await;
        Ok(self.ask(asking).await?)
    }

    async fn start_query(&self, query: &AthenaQuery) -> Result<String, CloudFault> {
        let asking = async |config: SdkConfig| start_query_execution(&config, query).await;
        Ok(self.ask(asking).await?)
    }

    async fn stop_query(&self, id: &str) -> Result<(), CloudFault> {
        let asking = async |config: SdkConfig| stop_query_execution(&config, id).await;
        Ok(self.ask(asking).await?)
    }

    async fn query_state(&self, id: &str) -> Result<QueryState, CloudFault> {
        let asking = async |config: SdkConfig| get_query_execution(&config, id).await;
        Ok(self.ask(asking).await?)
    }

    async fn query_page(&self, id: &str, page: Option<&str>) -> Result<QueryPage, CloudFault> {
        let asking = async |config: SdkConfig| get_query_results(&config, id, page).await;
        Ok(self.ask(asking).await?)
    }
}

fn in_region(config: SdkConfig, region: &str) -> SdkConfig {
    config
        .into_builder()
        .region(Region::new(region.to_owned()))
        .build()
}

fn append(to: &Path, part: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(to)?;
    file.write_all(part)?;
    file.sync_data()
}

fn unwritten(to: &Path, error: std::io::Error) -> CloudFault {
    let code = match error.kind() {
        std::io::ErrorKind::StorageFull => ErrorCode::DiskFull,
        _ => ErrorCode::StoreReadOnly,
    };
    AppError::new(code, format!("{} cannot be written.", to.display()))
        .hint("Make room, then sync again: what is downloaded already is kept.")
        .because(error)
        .into()
}
