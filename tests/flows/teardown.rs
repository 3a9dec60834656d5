//! The last steps of a deletion: what was made from inside of the cluster, what is left behind, and
//! what is still there afterwards.

use domain::launch::{JobState, LaunchSnapshot, Operation, Status};
use domain::orphans::{Orphan, OrphanOrigin};
use engine::environments::{self, EnvironmentState, Fate, Teardown, TeardownItem};
use engine::jobs::{DeleteWish, LastStep};
use engine::{AppResult, ErrorCode, launches};

use crate::order;
use crate::world::{NAME, QUICK, World, at_speed, did, with_script};

fn item<'a>(teardown: &'a Teardown, code: &str) -> Option<&'a TeardownItem> {
    teardown.items.iter().find(|item| item.code == code)
}

fn leaving(speed: f64, last_step: LastStep) -> DeleteWish {
    DeleteWish {
        rehearsal: at_speed(speed),
        last_step,
    }
}

fn retain(ids: &[&str]) -> LastStep {
    let ids = ids.iter().map(|id| (*id).to_owned()).collect();
    LastStep::Retain { ids }
}

async fn delete(world: &World, wish: DeleteWish) -> AppResult<LaunchSnapshot> {
    let engine = world.engine();
    let first = launches::start_delete(&engine, NAME, NAME, wish).await?;
    launches::drive(&engine, &first.job_id).await
}

fn origin(last: &LaunchSnapshot, origin: OrphanOrigin) -> Vec<&Orphan> {
    let orphans = last.orphans.as_ref().unwrap();
    let of_origin = orphans.items.iter().filter(|one| one.origin == origin);
    of_origin.collect()
}

#[tokio::test]
async fn what_the_cluster_has_made_is_lost_before_and_holds_what_stopped() {
    let world = World::new().await;
    world.launch(at_speed(0.0)).await;
    let engine = world.engine();
    let before = environments::teardown(&engine, NAME).await.unwrap();
    let balancer = item(&before, "load-balancer").unwrap();
    assert_eq!(balancer.fate, Fate::Lost, "{balancer:?}");
    assert!(balancer.monthly_micros.is_some_and(|cost| cost.0 > 0));
    assert_eq!(item(&before, "target-group").unwrap().fate, Fate::Lost);
    assert_eq!(item(&before, "network-interface"), None);
    assert!(before.last_step.is_empty(), "nothing has stopped yet");

    world.delete(with_script(0.0, "stuck-delete")).await;
    let after = environments::teardown(&engine, NAME).await.unwrap();
    assert_eq!(
        item(&after, "load-balancer"),
        None,
        "it went with the cluster"
    );
    let interface = item(&after, "network-interface").unwrap();
    assert_eq!(interface.fate, Fate::Blocks);
    let remove = interface.remove.as_ref().unwrap();
    assert!(
        remove.contains("delete-network-interface") && remove.contains(&interface.subject),
        "{remove}"
    );
    let stopped = item(&after, "delete-failed").unwrap();
    assert!(
        stopped.message.contains("has dependencies")
            && stopped.message.contains(&interface.subject),
        "the cause and what holds it: {}",
        stopped.message
    );
    let failed: Vec<&str> = after
        .last_step
        .iter()
        .filter(|one| one.failed)
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(failed, ["Network.NodeSubnetA", "Network"]);
    assert!(
        after
            .last_step
            .iter()
            .any(|one| one.id == "Network.Vpc" && !one.failed),
        "what a forced deletion would leave beside it"
    );
}

#[tokio::test]
async fn nothing_is_left_behind_before_a_deletion_has_stopped() {
    let world = World::new().await;
    world.launch(at_speed(0.0)).await;
    for last in [retain(&["Network.NodeSubnetA"]), LastStep::Force] {
        let refused = delete(&world, leaving(0.0, last)).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidInput, "{refused}");
        assert!(refused.hint.unwrap().contains("Delete it as a whole first"));
    }
    world.delete(with_script(0.0, "stuck-delete")).await;
    for ids in [&["Network.Vpc"][..], &["NodeSubnetA"], &[]] {
        let refused = delete(&world, leaving(0.0, retain(ids))).await;
        let refused = refused.unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidInput, "{refused}");
        assert!(refused.hint.unwrap().contains("Network.NodeSubnetA"));
    }
    let row = environments::list(&world.engine()).await.unwrap().remove(0);
    assert_eq!(
        row.state,
        EnvironmentState::DeleteFailed,
        "nothing happened"
    );
}

#[tokio::test]
async fn what_is_retained_is_left_and_told_at_the_end() {
    for speed in [0.0, QUICK] {
        let world = World::new().await;
        world.launch(at_speed(speed)).await;
        world.delete(with_script(speed, "stuck-delete")).await;
        let subnet = retain(&["Network.NodeSubnetA"]);
        let again = delete(&world, leaving(speed, subnet)).await.unwrap();
        assert_eq!(again.state, JobState::Failed, "{}", again.sentence);
        let cause = again.root_cause.as_ref().unwrap();
        assert_eq!(
            cause.logical_id, "Vpc",
            "the subnet keeps its VPC: {cause:?}"
        );

        let last = delete(&world, leaving(speed, retain(&["Network.Vpc"])));
        let last = last.await.unwrap();
        assert!(did(&last, Operation::Delete), "{}", last.sentence);
        order::times_fit(&world.events(&last.job_id).await);
        let mut left = origin(&last, OrphanOrigin::Retained);
        left.sort_by_key(|one| &one.resource_type);
        let types: Vec<&str> = left.iter().map(|one| one.resource_type.as_str()).collect();
        assert_eq!(types, ["AWS::EC2::Subnet", "AWS::EC2::VPC"]);
        for one in left {
            assert_eq!(one.monthly_micros.map(|cost| cost.0), Some(0), "{one:?}");
            assert!(one.remove.contains(&one.id), "{one:?}");
        }
        let inside = origin(&last, OrphanOrigin::Cluster);
        assert_eq!(
            inside.len(),
            1,
            "the interface is still in the VPC: {inside:?}"
        );
        assert_eq!(origin(&last, OrphanOrigin::Shared).len(), 1, "the bucket");
        assert_eq!(last.sentence, "Deleted; 3 things are still there.");
        assert!(
            environments::list(&world.engine())
                .await
                .unwrap()
                .is_empty()
        );
    }
}

#[tokio::test]
async fn a_forced_deletion_leaves_what_cannot_be_deleted_and_nothing_else() {
    for speed in [0.0, QUICK] {
        let world = World::new().await;
        world.launch(at_speed(speed)).await;
        world.delete(with_script(speed, "stuck-delete")).await;
        let last = delete(&world, leaving(speed, LastStep::Force))
            .await
            .unwrap();
        assert!(did(&last, Operation::Delete), "{}", last.sentence);
        let left = origin(&last, OrphanOrigin::Retained);
        assert_eq!(left.len(), 2, "the subnet and its VPC: {left:?}");
        let skipped = last
            .resources
            .iter()
            .filter(|view| view.status == Some(Status::DeleteSkipped));
        assert_eq!(skipped.count(), 2);
    }
}

#[tokio::test]
async fn an_ordinary_deletion_leaves_the_bucket_of_the_templates_only() {
    let world = World::new().await;
    world.launch(at_speed(0.0)).await;
    let last = world.delete(at_speed(0.0)).await;
    assert_eq!(last.sentence, "Everything is deleted.");
    let orphans = last.orphans.unwrap();
    assert_eq!(orphans.items.len(), 1, "{orphans:?}");
    assert_eq!(orphans.items[0].origin, OrphanOrigin::Shared);
    assert_eq!(orphans.items[0].monthly_micros, None, "unknown, not free");
    assert_eq!(orphans.untold, Vec::<String>::new());
}
