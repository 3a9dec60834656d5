//! GitHub's connection, which a person confirms in the console: that she has is noticed here.

use domain::launch::{JobState, LaunchSnapshot};
use engine::launches;
use serde_json::json;

use crate::emulator::Emulator;
use crate::faults::Faults;
use crate::world::{ACCOUNT, World};

/// Where AWS shows the connections of the region that the stories play in.
const PAGE: &str = "https://console.aws.amazon.com/codesuite/settings/connections?region=us-east-1";

fn waits(snapshot: &LaunchSnapshot) {
    assert_eq!(snapshot.state, JobState::NeedsYou, "{}", snapshot.sentence);
    let asks = snapshot.needs_you.as_ref().unwrap();
    assert_eq!(asks.code, launches::HANDSHAKE);
    assert_eq!(asks.url.as_deref(), Some(PAGE));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_goes_on_by_itself_once_its_connection_is_available() {
    let emulator = Emulator::shared();
    let faults = Faults::before(&emulator);
    let world = World::behind(emulator, &faults.endpoint()).await;
    let waiting = world.launch().await;
    waits(&waiting);
    let id = &waiting.job_id;
    let page = launches::page(&world.engine, id).await.unwrap();
    assert_eq!(page, PAGE);
    let look = async || launches::connected(&world.engine).await.unwrap();
    assert_eq!(look().await, [""; 0], "the connection is pending");

    world.emulator.handshake(&world.number, "AVAILABLE");
    let asked = world.asked("GetConnection");
    world.engine.access.forget(ACCOUNT).await;
    assert_eq!(look().await, [""; 0], "nobody is made to sign in for it");
    assert_eq!(world.asked("GetConnection"), asked, "AWS was not asked");
    waits(&launches::get(&world.engine, id).await.unwrap());

    // Somebody uses the account again, but AWS cannot be reached for the moment.
    world.plan().await;
    faults.set(&json!([{"operation": "GetConnection", "reset": true}]));
    assert_eq!(look().await, [""; 0], "the next look may have an answer");
    assert!(!faults.fired().is_empty(), "it was asked");
    faults.clear();
    assert_eq!(look().await, [id.as_str()]);
    let done = launches::drive(&world.engine, id).await.unwrap();
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);
    assert_eq!(look().await, [""; 0], "it waits no more");
}

/// What `arrayctl env watch NAME --wait` does.
#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_the_connection_too_sees_the_launch_end() {
    let world = World::new().await;
    let begun = world.begin().await;
    let confirms = |waiting: &LaunchSnapshot| {
        waits(waiting);
        world.emulator.handshake(&world.number, "AVAILABLE");
    };
    let done = launches::drive_past_handshake(&world.engine, &begun.job_id, &confirms);
    let done = done.await.unwrap();
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);
}
