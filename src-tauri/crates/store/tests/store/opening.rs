//! What a person meets when the store cannot be opened. Each case is made for real.

use std::fs::{self, OpenOptions};
use std::path::Path;

use engine::{AppError, ErrorCode};
use secrecy::SecretString;
use store::{Opening, Store, StoreError, set_aside};

use crate::fixtures::{environment, job, key, place};

/// Opens, and gives the refusal after checking that it is said in words and has a way out.
async fn refusal(path: &Path, key: &SecretString) -> StoreError {
    let before = fs::read(path).unwrap();
    let refused = Store::open(path, key).await.unwrap_err();
    assert_eq!(
        fs::read(path).unwrap(),
        before,
        "a refusal leaves the file as it was"
    );
    assert!(
        refused.message().ends_with('.') && refused.hint().ends_with('.'),
        "whole sentences: {} {}",
        refused.message(),
        refused.hint()
    );
    refused
}

async fn filled(path: &Path) {
    let store = Store::open(path, &key()).await.unwrap();
    for number in 0..20 {
        let (id, name) = (format!("job-{number}"), format!("demo-{number}"));
        store
            .add_job(&job(&id, &name), &environment(&name))
            .await
            .unwrap();
    }
    store.close().await;
}

#[tokio::test]
async fn a_store_is_made_once_and_found_again() {
    let (folder, path) = place();
    let opening = Opening::begin(&path).await.unwrap();
    assert!(!opening.exists(), "nothing is there, a key may be made");
    let store = opening.open(&key()).await.unwrap();
    store
        .add_job(&job("job-1", "demo"), &environment("demo"))
        .await
        .unwrap();
    store.close().await;
    let opening = Opening::begin(&path).await.unwrap();
    assert!(opening.exists(), "no new key over a store");
    let store = opening.open(&key()).await.unwrap();
    assert_eq!(store.jobs().await.unwrap().len(), 1, "the job is there");
    store.close().await;
    let bytes = fs::read(&path).unwrap();
    for told in ["SQLite format 3", "array-crew", "eu-west-1"] {
        assert!(
            !bytes.windows(told.len()).any(|w| w == told.as_bytes()),
            "`{told}` cannot be read without the key"
        );
    }
    let names: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains(".new") || name.contains("backup"))
        .collect();
    assert!(names.is_empty(), "nothing is left over: {names:?}");
}

#[tokio::test]
async fn a_wrong_key_is_said_and_the_right_one_still_opens() {
    let (_folder, path) = place();
    filled(&path).await;
    let refused = refusal(&path, &SecretString::from("f".repeat(64))).await;
    assert!(
        matches!(refused, StoreError::WrongKey { .. }),
        "{refused:?}"
    );
    assert_eq!(AppError::from(refused).code, ErrorCode::StoreLocked);
    let malformed = refusal(&path, &SecretString::from("x'; DROP TABLE jobs".to_owned())).await;
    assert!(
        matches!(malformed, StoreError::MalformedKey),
        "what is no key never reaches SQL: {malformed:?}"
    );
    assert_eq!(
        Store::open(&path, &key())
            .await
            .unwrap()
            .environments()
            .await
            .unwrap()
            .len(),
        20,
        "the right key opens it as before"
    );
}

#[tokio::test]
async fn a_truncated_file_is_said_to_be_damaged() {
    for (keep, what) in [
        (0, "nothing left"),
        (1000, "less than a page"),
        (4096 + 77, "within a page"),
        (4096 * 5, "at a page's border"),
    ] {
        let (_folder, path) = place();
        filled(&path).await;
        let file = OpenOptions::new().write(true).open(&path).unwrap();
        assert!(
            file.metadata().unwrap().len() > keep,
            "there is more to cut"
        );
        file.set_len(keep).unwrap();
        let refused = refusal(&path, &key()).await;
        assert!(
            matches!(refused, StoreError::Damaged { .. }),
            "{what}: {refused:?}"
        );
        assert_eq!(AppError::from(refused).code, ErrorCode::StoreDamaged);
    }
}

#[tokio::test]
async fn a_flipped_byte_is_found_at_the_start() {
    let (_folder, path) = place();
    filled(&path).await;
    let mut bytes = fs::read(&path).unwrap();
    let pages = bytes.len() / 4096;
    bytes[(pages / 2) * 4096 + 100] ^= 1;
    fs::write(&path, bytes).unwrap();
    let refused = refusal(&path, &key()).await;
    assert!(matches!(refused, StoreError::Damaged { .. }), "{refused:?}");
}

#[tokio::test]
async fn a_plain_database_or_another_file_is_not_taken_for_a_store() {
    let (_folder, path) = place();
    fs::write(
        &path,
        [b"SQLite format 3\0".as_slice(), &[0; 4080]].concat(),
    )
    .unwrap();
    let refused = refusal(&path, &key()).await;
    assert!(
        matches!(refused, StoreError::NotAStore { .. }),
        "{refused:?}"
    );
    fs::write(&path, "A shopping list.").unwrap();
    let refused = refusal(&path, &key()).await;
    assert!(matches!(refused, StoreError::Damaged { .. }), "{refused:?}");
}

#[tokio::test]
async fn a_journal_without_its_file_is_not_played_into_a_new_one() {
    let (folder, path) = place();
    fs::write(folder.path().join("store.db-wal"), "left behind").unwrap();
    let opening = Opening::begin(&path).await.unwrap();
    assert!(opening.exists(), "no new key over what is left of a store");
    let refused = opening.open(&key()).await.unwrap_err();
    assert!(matches!(refused, StoreError::Damaged { .. }), "{refused:?}");
    set_aside(&path, 7).unwrap();
    Store::open(&path, &key()).await.unwrap();
}

#[tokio::test]
async fn a_store_that_does_not_open_can_be_moved_aside_whole() {
    let (folder, path) = place();
    filled(&path).await;
    let before = fs::read(&path).unwrap();
    let aside = set_aside(&path, 1_764_000_000_000).unwrap();
    assert_eq!(fs::read(&aside).unwrap(), before, "nothing is lost");
    assert_eq!(
        aside,
        folder.path().join("store.db.set-aside-1764000000000"),
        "it lies beside"
    );
    let other = SecretString::from("a".repeat(64));
    let fresh = Store::open(&path, &other).await.unwrap();
    assert!(
        fresh.environments().await.unwrap().is_empty(),
        "a new one starts in its place"
    );
    assert!(
        set_aside(&path, 1_764_000_000_000).is_err(),
        "an older one that was moved aside is not overwritten"
    );
    let kept = Store::open(&aside, &key()).await.unwrap();
    assert_eq!(
        kept.environments().await.unwrap().len(),
        20,
        "the old key still opens the old file"
    );
}

/// Root may write whatever permissions say, so the file is made immutable where the file system can
/// do that, and where it cannot, this says so.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_file_that_cannot_be_written_is_said_to_be_read_only() {
    let (_folder, path) = place();
    filled(&path).await;
    let chattr = |flag: &str| {
        std::process::Command::new("chattr")
            .arg(flag)
            .arg(&path)
            .output()
            .is_ok_and(|output| output.status.success())
    };
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let immutable = chattr("+i");
    let writable = OpenOptions::new().write(true).open(&path).is_ok();
    if writable {
        eprintln!("skipped: this user writes read-only files, and chattr +i does not work here");
        return;
    }
    let refused = Store::open(&path, &key()).await;
    if immutable {
        assert!(chattr("-i"), "the folder must be deletable again");
    }
    let refused = refused.unwrap_err();
    assert!(
        matches!(refused, StoreError::ReadOnly { .. }),
        "{refused:?}"
    );
    assert_eq!(AppError::from(refused).code, ErrorCode::StoreReadOnly);
}

#[tokio::test]
async fn what_is_printed_for_debugging_has_no_key() {
    let (_folder, path) = place();
    let store = Store::open(&path, &key()).await.unwrap();
    let printed = format!("{store:?}");
    assert!(!printed.contains("0123456789abcdef"), "{printed}");
}
