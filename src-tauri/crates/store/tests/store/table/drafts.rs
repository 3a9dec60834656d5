use domain::environment::{EnvironmentFile, EnvironmentKind};
use engine::environments::Draft;
use store::Store;

#[tokio::test]
async fn drafts_are_kept_replaced_and_deleted() {
    let store = Store::in_memory().await.unwrap();
    let draft = |id: &str, step, saved_at_ms| Draft {
        id: id.to_owned(),
        environment: (id == "b").then(|| "demo".to_owned()),
        file: EnvironmentFile::preset("demo", EnvironmentKind::Production),
        step,
        saved_at_ms,
    };
    store.save_draft(&draft("a", 1, 10)).await.unwrap();
    store.save_draft(&draft("b", 0, 20)).await.unwrap();
    store.save_draft(&draft("a", 3, 30)).await.unwrap();
    assert_eq!(
        store.drafts().await.unwrap(),
        [draft("a", 3, 30), draft("b", 0, 20)],
        "the one saved last comes first, with what was saved last"
    );
    store.delete_draft("a").await.unwrap();
    store.delete_draft("a").await.unwrap();
    assert_eq!(
        store.drafts().await.unwrap(),
        [draft("b", 0, 20)],
        "deleting twice is no error"
    );
}
