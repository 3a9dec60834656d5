use engine::accounts::{Account, Colour, Identity, WayIn};
use store::Store;

fn account(name: &str, profile: &str) -> Account {
    Account {
        name: name.to_owned(),
        way_in: WayIn::Profile {
            profile: profile.to_owned(),
        },
        roles: Vec::new(),
        region: "eu-west-1".to_owned(),
        endpoint: None,
        colour: Colour::Red,
        identity: Some(Identity {
            account_id: "111122223333".to_owned(),
            arn: "arn:aws:iam::111122223333:user/ava".to_owned(),
            as_of_ms: 5,
        }),
        added_at_ms: 1,
        used_at_ms: Some(5),
        trouble: None,
    }
}

#[tokio::test]
async fn accounts_are_kept_replaced_and_forgotten() {
    let store = Store::in_memory().await.unwrap();
    store.save_account(&account("prod", "a")).await.unwrap();
    store.save_account(&account("lab", "b")).await.unwrap();
    store.save_account(&account("prod", "c")).await.unwrap();
    assert_eq!(
        store.accounts().await.unwrap(),
        [account("lab", "b"), account("prod", "c")],
        "by name, as saved last"
    );
    assert_eq!(
        store.account("PROD").await.unwrap(),
        Some(account("prod", "c")),
        "capitals do not make another account"
    );
    store.forget_account("prod").await.unwrap();
    store.forget_account("prod").await.unwrap();
    assert_eq!(store.account("prod").await.unwrap(), None);
}
