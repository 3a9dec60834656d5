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

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_session_in_mid_launch_asks_for_a_person_and_then_goes_on() {
    let emulator = Emulator::shared();
    let faults = Faults::before(&emulator);
    let world = World::behind(emulator, &faults.endpoint()).await;
    faults.set(&json!([
        {"service": "cloudformation", "operation": "DescribeStackEvents",
         "error": {"code": "ExpiredToken", "status": 403,
                   "message": "The security token included in the request is expired"}},
    ]));
    let waiting = world.launch().await;
    assert_eq!(waiting.state, JobState::NeedsYou, "{}", waiting.sentence);
    let asks = waiting.needs_you.as_ref().unwrap();
    assert_eq!(asks.code, launches::SIGN_IN, "{asks:?}");
    faults.clear();
    world.emulator.handshake(&world.number, "AVAILABLE");
    let done = world.proceed(&waiting.job_id).await;
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);
    assert_eq!(world.asked("CreateChangeSet"), 1, "nothing was asked twice");
    assert_eq!(world.asked("ExecuteChangeSet"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_that_is_missing_halfway_is_named_and_the_launch_goes_on_when_it_is_there() {
    let emulator = Emulator::shared();
    let faults = Faults::before(&emulator);
    let world = World::behind(emulator, &faults.endpoint()).await;
    let words = "User: arn:aws:iam::111122223333:user/dana is not authorized to perform: cloudformation:ExecuteChangeSet on resource: array-crew-crew because no identity-based policy allows the cloudformation:ExecuteChangeSet action";
    faults.set(&json!([
        {"service": "cloudformation", "operation": "ExecuteChangeSet",
         "error": {"code": "AccessDenied", "status": 403, "message": words}},
    ]));
    let refused = world.launch().await;
    assert_eq!(refused.state, JobState::NeedsYou, "{}", refused.sentence);
    assert!(
        refused.sentence.contains("cloudformation:ExecuteChangeSet"),
        "the right is named: {}",
        refused.sentence
    );
    faults.clear();
    world.emulator.handshake(&world.number, "AVAILABLE");
    let done = world.proceed(&refused.job_id).await;
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);
    assert_eq!(
        world.asked("CreateChangeSet"),
        1,
        "its change set is still there"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_are_cut_short_are_asked_for_again() {
    let emulator = Emulator::shared();
    let faults = Faults::before(&emulator);
    let world = World::behind(emulator, &faults.endpoint()).await;
    faults.set(&json!([
        {"service": "cloudformation", "operation": "DescribeStackEvents",
         "sequence": {"fail": 1, "pass": 6}, "response": {"abort_bytes": 900}},
        {"service": "cloudformation", "operation": "DescribeChangeSet", "times": 1,
         "response": {"abort_bytes": 400}},
        {"service": "cloudformation", "operation": "DeleteStack", "times": 1, "reset": true},
    ]));
    world.emulator.handshake(&world.number, "AVAILABLE");
    let done = world.launch().await;
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);
    let gone = world.delete().await;
    assert_eq!(gone.state, JobState::Done, "{}", gone.sentence);
    assert!(faults.fired().len() >= 3, "answers were cut");
    assert_eq!(world.stacks_that_stand(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_that_nobody_answers_are_given_up_and_asked_again() {
    let emulator = Emulator::shared();
    let faults = Faults::before(&emulator);
    let world = World::impatient(emulator, &faults.endpoint()).await;
    faults.set(&json!([
        {"service": "cloudformation", "operation": "CreateChangeSet", "times": 1, "timeout": true},
        {"service": "cloudformation", "operation": "ExecuteChangeSet", "times": 1, "timeout": true},
        {"service": "cloudformation", "operation": "DescribeStackEvents", "times": 3, "timeout": true},
    ]));
    world.emulator.handshake(&world.number, "AVAILABLE");
    let done = world.launch().await;
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);
    assert_eq!(faults.fired().len(), 5, "{:?}", faults.fired());
    assert_eq!(world.stacks_named("array-crew-crew"), 1);
    assert_eq!(world.tokens("ExecuteChangeSet").len(), 1);
}
