//! Whatever a manifest says, reading its tree ends: with every file that it names, or with an error. Never
//! with a panic, and never with a month in part.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use engine::ErrorCode;
use engine::costs::ports::CostFiles;
use exports::ExportFiles;
use proptest::prelude::*;

use crate::fixtures::{Table, write};
use crate::spoiled::{spoils, whole};

/// How AWS lays a month out.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// A Data Export that overwrites.
    Overwriting,
    /// A Data Export that keeps every delivery.
    Keeping,
    /// A legacy Cost and Usage Report, with the manifest above its deliveries.
    Legacy,
}

const KINDS: [Kind; 3] = [Kind::Overwriting, Kind::Keeping, Kind::Legacy];

/// September as a tree: two files of one delivery, and where the manifest lies.
fn tree(kind: Kind, folder: &Path) -> (Vec<String>, PathBuf) {
    let (data, manifest) = match kind {
        Kind::Overwriting => (
            "crew/data/BILLING_PERIOD=2026-09",
            "crew/metadata/BILLING_PERIOD=2026-09/crew-Manifest.json",
        ),
        Kind::Keeping => (
            "crew/data/BILLING_PERIOD=2026-09/20261002T04-exec",
            "crew/metadata/BILLING_PERIOD=2026-09/20261002T04-exec/crew-Manifest.json",
        ),
        Kind::Legacy => (
            "crew/20260901-20261001/exec",
            "crew/20260901-20261001/crew-Manifest.json",
        ),
    };
    let keys = ["1", "2"].map(|part| {
        let key = format!("{data}/crew-0000{part}.csv");
        let cost = ("BilledCost", part);
        write(folder, &key, Table::focus().row(&[cost]).csv());
        key
    });
    (keys.to_vec(), folder.join(manifest))
}

/// The manifest that AWS writes of it.
fn manifest(kind: Kind, keys: &[String]) -> serde_json::Value {
    match kind {
        Kind::Overwriting | Kind::Keeping => serde_json::json!({
            "executionId": "exec",
            "lastUpdated": "2026-10-02T04:00:00Z",
            "dataFiles": keys.iter().map(|key| format!("s3://bucket/{key}")).collect::<Vec<_>>(),
            "billingPeriod": { "start": "2026-09-01T00:00:00.000Z", "end": "2026-10-01T00:00:00.000Z" },
        }),
        Kind::Legacy => serde_json::json!({
            "assemblyId": "exec",
            "reportKeys": keys,
            "billingPeriod": { "start": "20260901T000000.000Z", "end": "20261001T000000.000Z" },
            "compression": "GZIP",
        }),
    }
}

fn lay(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    std::fs::write(path, bytes).expect("written");
}

/// Surveys and reads the tree with these bytes for its manifest. Gives the names of the files that were
/// taken; nothing where it was refused.
fn held(kind: Kind, bytes: &[u8]) -> Option<BTreeSet<String>> {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, path) = tree(kind, folder.path());
    lay(&path, bytes);
    let named = ExportFiles.named(&path);
    let survey = match ExportFiles.survey(&[folder.path().to_owned()]) {
        Ok(survey) => survey,
        Err(error) => {
            assert_eq!(error.code, ErrorCode::InvalidInput, "{error}");
            return None;
        }
    };
    let last = |text: &str| text.rsplit('/').next().unwrap_or_default().to_owned();
    let mut taken = BTreeSet::new();
    for delivery in &survey.deliveries {
        whole(delivery);
        let files = delivery.files.iter();
        taken.extend(files.map(|file| last(&file.display().to_string())));
    }
    if survey.deliveries.iter().any(|delivery| delivery.manifest) {
        let named = named.expect("only a manifest says which files belong together");
        for name in &named {
            assert!(taken.contains(&last(name)), "{name} is named and not taken");
        }
    }
    Some(taken)
}

/// Any JSON, not too deep.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        "[ -~äß😀/:]{0,24}".prop_map(Into::into),
        "s3://bucket/crew/[a-z0-9/=.-]{0,20}".prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::Array),
            prop::collection::vec(("[a-zA-Z]{0,8}", inner), 0..4)
                .prop_map(|fields| serde_json::Value::Object(fields.into_iter().collect())),
        ]
    })
}

#[test]
fn a_whole_manifest_of_every_kind_takes_both_files() {
    for kind in KINDS {
        let folder = tempfile::tempdir().unwrap();
        let (keys, _) = tree(kind, folder.path());
        let bytes = manifest(kind, &keys).to_string();
        let taken = held(kind, bytes.as_bytes()).unwrap();
        assert_eq!(taken.len(), 2, "{kind:?}");
    }
}

proptest! {
    #[test]
    fn spoiled_manifests_of_every_kind(kind in 0..3_usize, spoils in spoils()) {
        let kind = KINDS[kind];
        let folder = tempfile::tempdir().unwrap();
        let (keys, _) = tree(kind, folder.path());
        let mut bytes = manifest(kind, &keys).to_string().into_bytes();
        for spoil in &spoils {
            spoil.apply(&mut bytes);
        }
        held(kind, &bytes);
    }

    #[test]
    fn spoiled_manifests_with_other_values(kind in 0..3_usize, field in 0..5_usize, value in json()) {
        let kind = KINDS[kind];
        let folder = tempfile::tempdir().unwrap();
        let (keys, _) = tree(kind, folder.path());
        let mut said = manifest(kind, &keys);
        let fields: Vec<String> = said.as_object().unwrap().keys().cloned().collect();
        said[&fields[field % fields.len()]] = value;
        held(kind, said.to_string().as_bytes());
    }

    #[test]
    fn spoiled_manifests_that_name_anything(kind in 0..3_usize, names in prop::collection::vec(json(), 0..4)) {
        let kind = KINDS[kind];
        let folder = tempfile::tempdir().unwrap();
        let (keys, _) = tree(kind, folder.path());
        let mut said = manifest(kind, &keys);
        for files in ["dataFiles", "reportKeys"] {
            if said.get(files).is_some() {
                said[files] = names.clone().into();
            }
        }
        held(kind, said.to_string().as_bytes());
    }
}
