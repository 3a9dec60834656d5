//! The default quotas of an account, for the resource types that blueprints use up.

use serde::Deserialize;

use super::account::{ON_DEMAND, SPOT};
use super::{AccountFacts, LimitOrigin, QuotaFact};

/// vCPUs that the practice account may run, on demand and on spot.
const PRACTICE_VCPUS: u32 = 512;

#[derive(Deserialize)]
struct File {
    quotas: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    code: String,
    service: String,
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
                    service: row.service,
                    name: row.name,
                    resource_type: row.resource_type,
                    limit: match row.code.as_str() {
                        // Nobody keeps the five vCPUs of a new account; the practice account is older.
                        ON_DEMAND | SPOT if practice => PRACTICE_VCPUS,
                        _ => row.limit,
                    },
                    origin: LimitOrigin::Table,
                    used: Some(0),
                    untold: None,
                    code: row.code,
                })
                .collect(),
        }
    }
}
