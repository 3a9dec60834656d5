//! What a list of an export's bucket says: months, each with the files of its newest delivery and the
//! manifest that names them.
//!
//! An export that overwrites delivers `data/BILLING_PERIOD=2026-11/NAME-00001.csv.gz`; one that keeps
//! every delivery puts each into a folder of its own, `…/TIME-ID/NAME-00001.csv.gz`. The manifest lies in
//! `metadata`, in folders of the same names, and comes once all files are there (AWS user guide,
//! "Understanding export delivery"; read 2026-11).

use std::collections::BTreeMap;

use domain::costs::Period;
use domain::costs::api_prices::{S3_GET, TRANSFER_GB};
use domain::costs::counted;

use super::QuotedCall;
use crate::costs::billing::{DataExport, Listing, PART_BYTES, StoredObject, period_of};

/// A month that an export has delivered.
pub(super) struct ExportMonth {
    pub period: Period,
    /// Of its newest delivery, by key.
    pub objects: Vec<StoredObject>,
    /// Of deliveries before that.
    older: Vec<StoredObject>,
    pub manifest: Option<StoredObject>,
}

impl ExportMonth {
    /// Bytes of all that is downloaded of it.
    pub fn bytes(&self) -> u64 {
        self.downloads().map(|object| object.bytes).sum()
    }

    fn downloads(&self) -> impl Iterator<Item = &StoredObject> {
        self.objects.iter().chain(&self.manifest)
    }

    /// What its ledger names as its source; differs as soon as AWS delivers it anew, or says in its manifest
    /// that it has.
    pub fn source(&self, export: &DataExport) -> Vec<String> {
        let named = |object: &StoredObject| {
            format!("s3://{}/{} ({})", export.bucket, object.key, object.etag)
        };
        self.downloads().map(named).collect()
    }

    /// The files that a manifest names, by URI or key; otherwise the names of those that are not there.
    pub fn named(&self, bucket: &str, names: &[String]) -> Result<Vec<StoredObject>, Vec<String>> {
        let uri = format!("s3://{bucket}/");
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        for name in names {
            let key = name.strip_prefix(&uri).unwrap_or(name);
            let key = key.trim_start_matches('/');
            let mut all = self.objects.iter().chain(&self.older);
            match all.find(|object| object.key == key) {
                Some(object) if found.contains(object) => {}
                Some(object) => found.push(object.clone()),
                None => missing.push(key.to_owned()),
            }
        }
        if missing.is_empty() {
            Ok(found)
        } else {
            Err(missing)
        }
    }
}

/// Every month of a list, the oldest first.
pub(super) fn months(export: &DataExport, listing: &Listing) -> Vec<ExportMonth> {
    let folder = export.folder();
    let mut data = BTreeMap::<Period, BTreeMap<&str, Vec<StoredObject>>>::new();
    let mut manifests = BTreeMap::<Period, BTreeMap<&str, StoredObject>>::new();
    for object in listing.objects.iter().filter(|object| object.bytes > 0) {
        let Some(below) = object.key.strip_prefix(&folder) else {
            continue;
        };
        let (Some(period), Some((place, _))) = (period_of(below), below.rsplit_once('/')) else {
            continue;
        };
        if let Some(place) = place.strip_prefix("data/") {
            let deliveries = data.entry(period).or_default();
            deliveries.entry(place).or_default().push(object.clone());
        } else if let Some(place) = place.strip_prefix("metadata/")
            && below.ends_with("Manifest.json")
        {
            let of_month = manifests.entry(period).or_default();
            of_month.insert(place, object.clone());
        }
    }
    let month = |(period, mut deliveries): (Period, BTreeMap<&str, Vec<StoredObject>>)| {
        let (place, mut objects) = deliveries.pop_last()?;
        objects.sort_by(|one, other| one.key.cmp(&other.key));
        let mut manifests = manifests.remove(&period).unwrap_or_default();
        let own = manifests.remove(place);
        Some(ExportMonth {
            period,
            objects,
            older: deliveries.into_values().flatten().collect(),
            manifest: own.or_else(|| manifests.pop_last().map(|(_, newest)| newest)),
        })
    };
    data.into_iter().filter_map(month).collect()
}

/// What downloading months costs: each part of a file is a request.
pub(super) fn calls(months: &[ExportMonth]) -> Vec<QuotedCall> {
    let downloads = || months.iter().flat_map(ExportMonth::downloads);
    let requests: u64 = downloads()
        .map(|object| object.bytes.div_ceil(PART_BYTES))
        .sum();
    if requests == 0 {
        return Vec::new();
    }
    let bytes: u64 = downloads().map(|object| object.bytes).sum();
    vec![
        QuotedCall {
            price: S3_GET,
            units: counted(requests, "request"),
            usd: S3_GET.units(requests),
        },
        QuotedCall {
            price: TRANSFER_GB,
            units: format!("{:.3} GB", bytes as f64 / 1_073_741_824.0),
            // Object by object, as it is metered.
            usd: downloads()
                .map(|object| TRANSFER_GB.bytes(object.bytes))
                .sum(),
        },
    ]
}
