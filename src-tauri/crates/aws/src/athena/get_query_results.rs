//! `athena:GetQueryResults`

use aws_config::SdkConfig;
use engine::costs::billing::QueryPage;
use engine::ports::CloudError;
use serde_json::json;

use super::{SERVICE, SHAPE};
use crate::error::empty;
use crate::signed;

const OPERATION: &str = "GetQueryResults";
/// Rows of a page, the most that Athena gives.
const PAGE: u32 = 1000;

/// A page of a query's answer. The first page's first row is the header and is left out.
pub(crate) async fn get_query_results(
    config: &SdkConfig,
    id: &str,
    page: Option<&str>,
) -> Result<QueryPage, CloudError> {
    let mut body = json!({ "QueryExecutionId": id, "MaxResults": PAGE });
    if let Some(page) = page {
        body["NextToken"] = json!(page);
    }
    let answer = signed::json(config, SERVICE, SHAPE, OPERATION, &body).await?;
    let set = &answer["ResultSet"];
    let columns = set["ResultSetMetadata"]["ColumnInfo"].as_array();
    let columns = columns.ok_or_else(|| empty(OPERATION))?.iter();
    let rows = set["Rows"].as_array().ok_or_else(|| empty(OPERATION))?;
    let header = usize::from(page.is_none());
    Ok(QueryPage {
        columns: columns
            .map(|column| column["Name"].as_str().unwrap_or_default().to_owned())
            .collect(),
        rows: rows
            .iter()
            .skip(header)
            .map(|row| {
                let data = row["Data"].as_array().into_iter().flatten();
                // NULL is a datum without a value.
                data.map(|datum| datum["VarCharValue"].as_str().map(str::to_owned))
                    .collect()
            })
            .collect(),
        next: answer["NextToken"].as_str().map(str::to_owned),
    })
}
