use store::Store;

use crate::fixtures::{key, place};

#[tokio::test]
async fn a_record_is_only_written_over_the_version_that_was_read() {
    let store = Store::in_memory().await.unwrap();
    assert_eq!(store.practice_record("stack").await.unwrap(), None, "new");
    assert!(store.put_practice_record("stack", 0, "{}").await.unwrap());
    assert!(
        !store.put_practice_record("stack", 0, "[]").await.unwrap(),
        "somebody else made it first"
    );
    assert!(store.put_practice_record("stack", 1, "[1]").await.unwrap());
    assert!(
        !store.put_practice_record("stack", 1, "[2]").await.unwrap(),
        "the version has moved on"
    );
    assert!(
        !store.put_practice_record("none", 3, "[2]").await.unwrap(),
        "there is nothing of that version"
    );
    assert_eq!(
        store.practice_record("stack").await.unwrap(),
        Some((2, "[1]".to_owned())),
        "what was written with the right version"
    );
    store.put_practice_record("a", 0, "{}").await.unwrap();
    assert_eq!(
        store.practice_records().await.unwrap(),
        [("a".to_owned(), 1), ("stack".to_owned(), 2)],
        "by ID, with versions"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_writers_lose_no_write() {
    let (_folder, path) = place();
    let one = Store::open(&path, &key()).await.unwrap();
    let two = Store::open(&path, &key()).await.unwrap();
    assert!(one.put_practice_record("count", 0, "0").await.unwrap());
    let writers: Vec<_> = [one.clone(), two]
        .into_iter()
        .map(|store| {
            tokio::spawn(async move {
                let mut done = 0;
                while done < 50 {
                    let (version, json) = store.practice_record("count").await.unwrap().unwrap();
                    let next = (json.parse::<u32>().unwrap() + 1).to_string();
                    done += u32::from(
                        store
                            .put_practice_record("count", version, &next)
                            .await
                            .unwrap(),
                    );
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(
        one.practice_record("count").await.unwrap(),
        Some((101, "100".to_owned())),
        "each of 2 x 50 increments counts"
    );
}
