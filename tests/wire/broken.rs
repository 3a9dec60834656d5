//! Answers that fail on the way: what can be waited out is, and nothing is done twice.

use domain::launch::JobState;
use engine::launches;
use serde_json::json;

use crate::emulator::Emulator;
use crate::faults::Faults;
use crate::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn throttling_resets_and_errors_of_the_server_only_cost_time() {
    let emulator = Emulator::shared();
    let faults = Faults::before(&emulator);
    let world = World::behind(emulator, &faults.endpoint()).await;
    // Each rule breaks some calls and lets the next pass, over and over.
    faults.set(&json!([
        {"service": "cloudformation", "operation": "DescribeStackEvents", "sequence": {"fail": 1, "pass": 5},
         "error": {"code": "Throttling", "status": 400, "message": "Rate exceeded"}},
        {"service": "cloudformation", "operation": "CreateChangeSet", "times": 1, "reset": true},
        {"service": "cloudformation", "operation": "ExecuteChangeSet", "times": 1,
         "error": {"code": "InternalFailure", "status": 500, "message": "We are sorry"}},
        {"service": "s3", "operation": "PutObject", "times": 2,
         "error": {"code": "SlowDown", "status": 503, "message": "Please reduce your request rate."}},
    ]));
    let waiting = world.launch().await;
    assert_eq!(waiting.state, JobState::NeedsYou, "{}", waiting.sentence);
    assert_eq!(
        waiting.needs_you.as_ref().unwrap().code,
        launches::HANDSHAKE
    );
    let fired = faults.fired();
    assert!(fired.len() >= 5, "answers were broken: {fired:?}");
    faults.clear();
    assert_eq!(
        world.stacks_named("array-crew-crew"),
        1,
        "no stack was made twice"
    );
}
