//! The audit trail: whoever writes, the lines are one chain.

use engine::audit::{Entry, Phase, hash};
use store::Store;

use crate::fixtures::key;

fn entry(action: &str) -> Entry {
    Entry {
        at_ms: 1_795_392_000_000,
        account: "staging".to_owned(),
        identity: "arn:aws:iam::111122223333:user/ava".to_owned(),
        action: action.to_owned(),
        target: "array-crew-staging".to_owned(),
        phase: Phase::Asked,
    }
}

#[tokio::test]
async fn two_processes_write_one_chain() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let one = Store::open(&path, &key()).await.unwrap();
    let two = Store::open(&path, &key()).await.unwrap();
    let write = async |store: &Store, name: &str| {
        for _ in 0..20 {
            store.append_audit(&entry(name)).await.unwrap();
        }
    };
    tokio::join!(write(&one, "a:B"), write(&two, "c:D"));
    let lines = one.audit_lines(0, 100).await.unwrap();
    assert_eq!(lines.len(), 40);
    let mut before = String::new();
    for (line, seq) in lines.iter().zip(1..) {
        assert_eq!(line.seq, seq, "no gap");
        assert_eq!(line.hash, hash(&before, &line.json));
        before.clone_from(&line.hash);
    }
    let behind = two.audit_lines(38, 100).await.unwrap();
    assert_eq!(behind, lines[38..]);
}
