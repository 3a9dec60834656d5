//! What the log, errors and JSON never tell: the store's key.

use assembly::Console;
use engine::AppError;
use secrecy::ExposeSecret as _;
use store::Store;

use crate::world::{QUICK, World, key, with_script};

#[tokio::test]
async fn the_key_is_in_no_log_no_error_and_no_json() {
    let folder = tempfile::tempdir().unwrap();
    let logs = folder.path().join("logs");
    let guard = assembly::start_logging(&logs, Console::Quiet);
    let path = folder.path().join("console.db");
    let world = World::over(Store::open(&path, &key()).await.unwrap());
    let last = world.launch(with_script(QUICK, "elastic-ip-limit")).await;
    let engine = world.engine();
    let support = engine::launches::support_details(&engine, &last.job_id)
        .await
        .unwrap();
    tracing::info!(key = ?key(), store = ?world.store, "what somebody may log by mistake");
    world.store.close().await;

    let other = secrecy::SecretString::from("f".repeat(64));
    let wrong = Store::open(&path, &other).await.unwrap_err();
    let malformed = Store::open(&path, &"not a key".into()).await.unwrap_err();
    tracing::error!(%wrong, ?malformed, "refused");
    let (wrong, malformed) = (AppError::from(wrong), AppError::from(malformed));
    drop(guard);

    let mut written = String::new();
    for entry in std::fs::read_dir(&logs).unwrap() {
        written += &std::fs::read_to_string(entry.unwrap().path()).unwrap();
    }
    assert!(
        written.contains("what somebody may log by mistake"),
        "the log was written: {written}"
    );
    let told = [
        written,
        support,
        serde_json::to_string(&last).unwrap(),
        format!("{wrong:?} {malformed:?} {:?}", key()),
        format!("{wrong} {malformed}"),
    ];
    for text in told {
        for secret in [key().expose_secret(), other.expose_secret(), "not a key"] {
            assert!(!text.contains(secret), "it tells `{secret}`");
        }
    }
}
