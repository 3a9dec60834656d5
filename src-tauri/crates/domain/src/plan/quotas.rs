//! The default quotas of an account, for the resource types that blueprints use up.

use serde::Deserialize;

use super::{AccountFacts, QuotaFact};

#[derive(Deserialize)]
struct File {
    quotas: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    code: String,
    name: String,
    resource_type: String,
    limit: u32,
}

impl AccountFacts {
    /// An account with AWS's default quotas and nothing in use.
    ///
    /// A real account's own figures replace them as soon as it was asked. Source and date of every
    /// default stand in `data/quotas.json`; a broken file gives no quotas, which a test rules out.
    pub fn defaults(name: &str, number: &str, practice: bool) -> Self {
        let file: Result<File, _> = serde_json::from_str(include_str!("../../data/quotas.json"));
        let rows = file.map(|file| file.quotas).unwrap_or_default();
        Self {
            name: name.to_owned(),
            number: number.to_owned(),
            practice,
            quotas: rows
                .into_iter()
                .map(|row| QuotaFact {
                    code: row.code,
                    name: row.name,
                    resource_type: row.resource_type,
                    limit: row.limit,
                    used: 0,
                })
                .collect(),
        }
    }
}
