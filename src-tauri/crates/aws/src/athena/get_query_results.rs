//! `athena:GetQueryResults`

use aws_config::SdkConfig;
use engine::costs::billing::QueryPage;
use engine::ports::CloudError;
use serde_json::{Value, json};

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
    read(&answer, page.is_none()).ok_or_else(|| empty(OPERATION))
}

fn read(answer: &Value, first: bool) -> Option<QueryPage> {
    let set = &answer["ResultSet"];
    let columns = set["ResultSetMetadata"]["ColumnInfo"].as_array()?;
    let columns: Option<Vec<String>> = columns
        .iter()
        .map(|column| column["Name"].as_str().map(str::to_owned))
        .collect();
    let rows = set["Rows"].as_array()?.iter().skip(usize::from(first));
    let rows: Option<Vec<_>> = rows
        .map(|row| {
            let data = row["Data"].as_array()?;
            // NULL is a datum without a value.
            let values = data
                .iter()
                .map(|datum| datum["VarCharValue"].as_str().map(str::to_owned));
            Some(values.collect())
        })
        .collect();
    Some(QueryPage {
        columns: columns?,
        rows: rows?,
        next: answer["NextToken"].as_str().map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spoiled::{any_json, recorded, spoiled};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_spoiled_answer_is_refused_or_whole(at in any::<usize>(), with in proptest::option::of(any_json()), first in any::<bool>()) {
            let valid = recorded(include_str!("../../../../../tests/fixtures/wire/athena/GetQueryResults__page-1-with-null.json"));
            prop_assert!(!read(&valid, true).unwrap().rows.is_empty());
            let answer = spoiled(valid, at, with);
            if let Some(page) = read(&answer, first) {
                let told = answer["ResultSet"]["Rows"].as_array().unwrap().len();
                prop_assert_eq!(page.rows.len(), told.saturating_sub(usize::from(first)), "no row is left out");
                let columns = &answer["ResultSet"]["ResultSetMetadata"]["ColumnInfo"];
                prop_assert_eq!(page.columns.len(), columns.as_array().unwrap().len());
            }
        }
    }
}
