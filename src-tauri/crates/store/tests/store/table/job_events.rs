use crate::fixtures::{event, events, snapshot, watching, with_job};

#[tokio::test]
async fn events_are_kept_once_in_the_order_of_their_arrival() {
    let store = with_job().await;
    let save = |revision, batch: Vec<_>| {
        let store = store.clone();
        async move {
            let next = snapshot("job-1", "demo", 1, revision);
            store
                .save_progress("job-1", "me", &watching(), &next, &batch, None)
                .await
                .unwrap();
        }
    };
    save(2, events(0, 3)).await;
    // Two known ones, one twice in the same batch, and one that happened before all.
    let mut batch = events(1, 4);
    batch.push(("Cluster".to_owned(), event("event-4", 4)));
    batch.push(("Cluster".to_owned(), event("early", -5)));
    save(3, batch).await;
    save(4, Vec::new()).await;
    let rows = store.job_events("job-1", 0, 100).await.unwrap();
    let told: Vec<(u64, &str, &str)> = rows
        .iter()
        .map(|row| (row.seq, row.stack.as_str(), row.event.id.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (1, "Network", "event-0"),
            (2, "Network", "event-1"),
            (3, "Network", "event-2"),
            (4, "Network", "event-3"),
            (5, "Network", "event-4"),
            (6, "Cluster", "early"),
        ],
        "numbered without gaps; a known event keeps its place"
    );
    assert_eq!(
        rows[5].event,
        event("early", -5),
        "quotes, accents and line ends of AWS's words survive"
    );
}

#[tokio::test]
async fn a_thousand_events_are_read_in_pages() {
    let store = with_job().await;
    store
        .save_progress(
            "job-1",
            "me",
            &watching(),
            &snapshot("job-1", "demo", 1, 2),
            &events(0, 1000),
            None,
        )
        .await
        .unwrap();
    let mut after = 0;
    let mut seen = Vec::new();
    loop {
        let page = store.job_events("job-1", after, 300).await.unwrap();
        let Some(last) = page.last() else { break };
        after = last.seq;
        seen.extend(page.into_iter().map(|row| row.event.id));
    }
    let expected: Vec<String> = (0..1000).map(|number| format!("event-{number}")).collect();
    assert_eq!(seen, expected, "each once, in order, over page borders");
}
