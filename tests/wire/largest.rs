//! Everything that a file can ask for, over HTTP: launched, failed and rolled back, changed, deleted.

use domain::environment::{EnvironmentFile, largest_preset};
use domain::launch::{JobState, LaunchSnapshot, Status};
use engine::jobs::{Agreement, Wish};
use engine::launches;
use serde_json::json;

use crate::world::{NAME, World};

/// Running vCPUs on Spot: a new account has five.
const SPOT_VCPUS: &str = "L-34B43A08";

/// A private gateway, self-managed Spot nodes on ARM, and every other option that adds resources.
fn largest() -> EnvironmentFile {
    EnvironmentFile {
        name: NAME.to_owned(),
        ..largest_preset()
    }
}

async fn update(world: &World, file: EnvironmentFile) -> LaunchSnapshot {
    let wish = Wish {
        agreed: Agreement::NothingLost,
        ..Wish::default()
    };
    let started = launches::start_update(&world.engine, file, wish).await;
    let job = started.unwrap().expect("something changes").job_id;
    launches::drive(&world.engine, &job).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_largest_file_lives_its_whole_life_over_the_wire() {
    let world = World::new().await;
    world.emulator.handshake(&world.number, "AVAILABLE");
    world.emulator.quota(&world.number, SPOT_VCPUS, 64);
    let planned = world.begin_with(largest()).await;
    let made = launches::drive(&world.engine, &planned.job_id)
        .await
        .unwrap();
    assert_eq!(made.state, JobState::Done, "{}", made.sentence);
    let plan = launches::plan(&world.engine, &made.job_id).await.unwrap();
    assert!(plan.resources.len() > 200, "{}", plan.resources.len());
    for one in &plan.resources {
        let told = made
            .resources
            .iter()
            .find(|view| view.stack == one.stack && view.logical_id == one.logical_id);
        let status = told.and_then(|view| view.status);
        assert_eq!(
            status,
            Some(Status::CreateComplete),
            "{}/{}",
            one.stack,
            one.logical_id
        );
    }

    let mut file = largest();
    for group in &mut file.node_groups {
        group.max_size += 1;
    }
    world.emulator.fail(
        &world.number,
        json!({
            "type": "AWS::AutoScaling::AutoScalingGroup", "on": "update", "times": 1,
            "message": "Resource handler returned message: \"You've reached your quota for maximum Fleet Requests\" (RequestToken: 1, HandlerErrorCode: ServiceLimitExceeded)"
        }),
    );
    let failed = update(&world, file.clone()).await;
    assert_eq!(failed.state, JobState::Failed, "{}", failed.sentence);
    let cause = failed.root_cause.unwrap();
    assert_eq!(cause.resource_type, "AWS::AutoScaling::AutoScalingGroup");
    let root = world.cloud().await.stack("array-crew-crew").await.unwrap();
    assert_eq!(root.unwrap().status, Status::UpdateRollbackComplete);

    let changed = update(&world, file).await;
    assert_eq!(changed.state, JobState::Done, "{}", changed.sentence);

    let gone = world.delete().await;
    assert_eq!(gone.state, JobState::Done, "{}", gone.sentence);
    assert_eq!(world.stacks_that_stand(), Vec::<String>::new());
}
