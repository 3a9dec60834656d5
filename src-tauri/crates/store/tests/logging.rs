//! The key is a part of the first statement on every connection; no log may have it. In a binary of
//! its own, because it listens to the whole process.
#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::sync::{Arc, Mutex};

use secrecy::SecretString;
use store::Store;

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_most_talkative_log_has_no_key() {
    let heard = Heard::default();
    let writer = heard.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .init();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let hex = "0123456789abcdef".repeat(4);
    let key = SecretString::from(hex.clone());
    let store = Store::open(&path, &key).await.unwrap();
    store.save_settings(&Default::default()).await.unwrap();
    store.settings().await.unwrap();
    store.close().await;
    let wrong = SecretString::from("fedcba9876543210".repeat(4));
    let refused = Store::open(&path, &wrong).await.unwrap_err();
    tracing::error!("said aloud: {refused} {refused:?}");
    let told = String::from_utf8(heard.0.lock().unwrap().clone()).unwrap();
    assert!(told.contains("said aloud"), "the log is heard: {told}");
    for secret in ["0123456789abcdef", "fedcba9876543210"] {
        assert!(!told.contains(secret), "{told}");
    }
}
