//! Documents and tables that are handed on.

use domain::costs::{
    Amount, Budget, Condition, Cost, CostUnit, DocumentFormat, Field, Question, money,
};
use engine::costs;

use super::synced::{OCTOBER, read, synced};

#[tokio::test]
async fn what_is_handed_on_has_the_same_totals() {
    let synced = synced().await;
    let whole = synced.report(&[], None).await.totals["USD"];
    let budget = Budget {
        environment: Some("staging".to_owned()),
        currency: "USD".to_owned(),
        monthly: Amount::units(900),
        cost: Cost::Effective,
    };
    costs::set_budget(&synced.engine, budget).await.unwrap();
    let crew = (CostUnit::CrewProfiles, OCTOBER);
    costs::set_unit_count(&synced.engine, crew, Some(1_840))
        .await
        .unwrap();
    let question = Question::default();
    let file = |format, masked| {
        let (engine, question) = (&synced.engine, &question);
        async move {
            costs::hand_on(engine, question, format, masked)
                .await
                .unwrap()
                .bytes
        }
    };
    let csv = String::from_utf8(file(DocumentFormat::Csv, false).await).unwrap();
    let effective = read(&csv)
        .iter()
        .map(|row| row["effective"].parse::<Amount>().unwrap())
        .sum();
    assert_eq!(whole.effective, effective);
    let html = String::from_utf8(file(DocumentFormat::Html, false).await).unwrap();
    assert!(html.contains(&money(whole.effective, "USD")));
    assert!(html.contains("Why it changed: "));
    for beside in ["Budgets", "Commitments", "Probably wasted", "Unit costs"] {
        assert!(html.contains(&format!("<h2>{beside}</h2>")), "{beside}");
    }
    assert!(html.contains("000000000000"), "the payer");
    let masked = String::from_utf8(file(DocumentFormat::Html, true).await).unwrap();
    assert!(!masked.contains("000000000000"));
    let book = file(DocumentFormat::Xlsx, false).await;
    assert!(book.starts_with(b"PK"));
    assert_eq!(
        book,
        file(DocumentFormat::Xlsx, false).await,
        "the same at every look"
    );
    let tagged = Question {
        filter: vec![Condition::is(Field::Tag("team".to_owned()), "crew")],
        ..Question::default()
    };
    let teams = costs::hand_on(&synced.engine, &tagged, DocumentFormat::Csv, false)
        .await
        .unwrap();
    let text = String::from_utf8(teams.bytes).unwrap();
    let rows = read(&text);
    let crew: Amount = rows
        .iter()
        .map(|row| row["effective"].parse::<Amount>().unwrap())
        .sum();
    let truth = synced.truth("EffectiveCost", |item| {
        item["Tags"].contains("user_team:crew")
    });
    assert_eq!(crew, truth, "by a tag alone, without services");
    assert!(synced.folder.path().join("console.db").exists());
    synced.world.store.close().await;
}
