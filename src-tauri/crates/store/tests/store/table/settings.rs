use engine::settings::{Settings, Theme};
use store::Store;

#[tokio::test]
async fn a_new_installation_has_the_settings_of_one_and_saved_ones_replace_them() {
    let store = Store::in_memory().await.unwrap();
    assert_eq!(
        store.settings().await.unwrap(),
        Settings::default(),
        "nothing was saved yet"
    );
    let settings = Settings {
        theme: Theme::Dark,
        practice_speed: 600.0,
        practice_failure: Some("elastic-ip-limit".to_owned()),
        first_start_done: true,
        ..Settings::default()
    };
    for _ in 0..2 {
        store.save_settings(&settings).await.unwrap();
        assert_eq!(
            store.settings().await.unwrap(),
            settings,
            "saving replaces, also the second time"
        );
    }
}
