//! Changing what stands, by the engine's own question to the cloud.

use std::sync::Arc;
use std::time::Duration;

use domain::blueprint::{Blueprint, render};
use domain::catalogue::Date;
use domain::change_set::{Action, Replacement};
use domain::environment::{EnvironmentFile, EnvironmentSpec};
use domain::launch::{JobState, Status};
use engine::environments::ports::StackDeletion;
use engine::jobs::LaunchOptions;
use engine::ports::{
    ChangeSet, ChangeSetKind, ChangeSetRequest, ChangeSetStatus, Cloud, CloudErrorKind, CloudFault,
    Rehearsal,
};
use serde_json::json;

use crate::world::World;

/// An environment that stands, and its cloud.
struct Standing {
    world: World,
    cloud: Arc<dyn Cloud>,
    stack_id: String,
}

impl Standing {
    async fn with(file: EnvironmentFile) -> Self {
        let world = World::new().await;
        world.emulator.handshake(&world.number, "AVAILABLE");
        let job = world.begin_with(file).await.job_id;
        let done = engine::launches::drive(&world.engine, &job).await.unwrap();
        assert_eq!(done.state, JobState::Done, "{}", done.sentence);
        let cloud = world.cloud().await;
        let stack = cloud.stack("array-crew-crew").await.unwrap().unwrap();
        Self {
            world,
            cloud,
            stack_id: stack.stack_id,
        }
    }

    /// A change set towards a file, when CloudFormation has made up its mind.
    async fn towards(&self, file: EnvironmentFile, token: &str) -> ChangeSet {
        let blueprint = blueprint(file);
        let base = self.cloud.upload(&blueprint).await.unwrap();
        let options = LaunchOptions::default();
        let rehearsal = Rehearsal::real();
        let request = ChangeSetRequest {
            kind: ChangeSetKind::Update,
            options: &options,
            blueprint: &blueprint,
            template_base_url: &base,
            client_token: token,
            rehearsal: &rehearsal,
        };
        let made = self.cloud.create_change_set(request.clone()).await.unwrap();
        let again = self.cloud.create_change_set(request).await.unwrap();
        assert_eq!(again.id, made.id, "one token makes one change set");
        loop {
            let found = self.cloud.change_set(&made.id).await.unwrap();
            if found.status != ChangeSetStatus::Preparing {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn execute(&self, file: EnvironmentFile, token: &str) {
        let found = self.towards(file, token).await;
        assert_eq!(found.status, ChangeSetStatus::Ready, "{found:?}");
        self.cloud
            .execute_change_set(&found.id, token)
            .await
            .unwrap();
    }

    /// The root's status once nothing is in progress any more.
    async fn settled(&self) -> Status {
        loop {
            let stack = self.cloud.stack(&self.stack_id).await.unwrap().unwrap();
            if !stack.status.in_progress() {
                return stack.status;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

fn blueprint(file: EnvironmentFile) -> Blueprint {
    render(&EnvironmentSpec::new(file, Date::new(2026, 11, 27)).unwrap())
}

/// Two more nodes at most, and longer logs: changes in the nodes and, before them, in the cluster.
fn larger() -> EnvironmentFile {
    let mut file = World::file();
    file.node_groups[0].max_size += 2;
    file.monitoring.log_retention_days = 180;
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_is_shown_as_a_tree_and_carried_out() {
    let standing = Standing::with(World::file()).await;
    let found = standing.towards(larger(), "larger").await;
    assert_eq!(found.status, ChangeSetStatus::Ready, "{found:?}");
    let tree = standing.cloud.changes(&found.id).await.unwrap();
    assert_eq!(tree.stacks.len(), 13, "the root and every nested stack");
    assert_eq!(tree.stacks[0].stack, "root");
    let nodes = tree
        .stacks
        .iter()
        .find(|one| one.stack == "NodesGeneral")
        .unwrap();
    let group = nodes
        .changes
        .iter()
        .find(|one| one.logical_id == "ManagedGroup")
        .unwrap();
    assert_eq!(group.action, Action::Modify);
    assert_eq!(
        group.replacement,
        Some(Replacement::Conditional),
        "the cluster changes too, and its outputs are known only then: AWS cannot exclude a new group"
    );
    let size = group
        .properties
        .iter()
        .find(|one| one.path.as_deref() == Some("/Properties/ScalingConfig/MaxSize"));
    let size = size.unwrap_or_else(|| panic!("the size is told: {group:?}"));
    assert_eq!(
        (size.before.as_deref(), size.after.as_deref()),
        (Some("9"), Some("11"))
    );

    let child = standing
        .cloud
        .execute_change_set(&nodes.change_set_id, "child")
        .await;
    assert_eq!(
        kind(child),
        CloudErrorKind::Rejected,
        "only the root's is carried out"
    );
    standing
        .cloud
        .execute_change_set(&found.id, "larger")
        .await
        .unwrap();
    standing
        .cloud
        .execute_change_set(&found.id, "larger")
        .await
        .unwrap();
    assert_eq!(standing.settled().await, Status::UpdateComplete);
    let same = standing.towards(larger(), "the-same").await;
    assert_eq!(same.status, ChangeSetStatus::Empty, "{same:?}");
}

fn kind<T>(answer: Result<T, CloudFault>) -> CloudErrorKind {
    match answer {
        Err(CloudFault::Refused(error)) => error.kind,
        Err(CloudFault::Here(error)) => panic!("this computer is well: {error:?}"),
        Ok(_) => panic!("AWS refuses this"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_fails_goes_back_and_a_rollback_that_is_stuck_can_skip() {
    let standing = Standing::with(World::file()).await;
    let world = &standing.world;
    let number = &world.number;
    let refused = json!({"type": "AWS::EKS::Nodegroup", "on": "update", "message": "Nodegroup general failed to stabilize: [{Code: AsgInstanceLaunchFailures,Message: Could not launch On-Demand Instances.}]"});
    world.emulator.fail(number, refused);
    standing.execute(larger(), "fails").await;
    assert_eq!(standing.settled().await, Status::UpdateRollbackComplete);

    let stuck = json!({"logicalId": "ClusterLogs", "on": "rollback", "message": "Resource handler returned message: \"User is not authorized to perform: logs:PutRetentionPolicy\" (RequestToken: 0c5e7a1b-2d3f-4a68-9b70-c1d2e3f4a506, HandlerErrorCode: AccessDenied)"});
    world.emulator.fail(number, stuck);
    standing.execute(larger(), "fails-twice").await;
    assert_eq!(standing.settled().await, Status::UpdateRollbackFailed);
    let skip = ["Cluster.ClusterLogs".to_owned()];
    let cloud = &standing.cloud;
    cloud
        .continue_rollback(&standing.stack_id, &skip, "skip")
        .await
        .unwrap();
    assert_eq!(standing.settled().await, Status::UpdateRollbackComplete);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_update_can_be_cancelled_but_not_one_that_is_over() {
    let standing = Standing::with(World::file()).await;
    standing.execute(larger(), "cancelled").await;
    let (cloud, id) = (&standing.cloud, &standing.stack_id);
    cloud.cancel_update(id, "cancel").await.unwrap();
    assert_eq!(standing.settled().await, Status::UpdateRollbackComplete);
    let late = cloud.cancel_update(id, "cancel-again").await;
    assert_eq!(kind(late), CloudErrorKind::Rejected);
}

#[tokio::test(flavor = "multi_thread")]
async fn protections_hold_until_a_deletion_lifts_them() {
    let standing = Standing::with(World::file()).await;
    let (cloud, id) = (&standing.cloud, &standing.stack_id);
    assert_eq!(
        standing.world.asked("UpdateClusterConfig"),
        1,
        "what stands is protected as its file says"
    );
    let real = Rehearsal::real();
    cloud.protect(id, true).await.unwrap();
    let refused = cloud.delete_stack(by_hand(id, "no", &real)).await;
    assert_eq!(kind(refused), CloudErrorKind::Rejected);
    cloud.protect(id, false).await.unwrap();
    let refused = cloud.delete_stack(by_hand(id, "blocked", &real)).await;
    refused.unwrap();
    assert_eq!(
        standing.settled().await,
        Status::DeleteFailed,
        "by hand the cluster's protection is in the way"
    );
    cloud.protect(id, true).await.unwrap();

    let gone = standing.world.delete().await;
    assert_eq!(gone.state, JobState::Done, "{}", gone.sentence);
    assert_eq!(standing.world.asked("UpdateClusterConfig"), 2);
    assert_eq!(standing.world.stacks_that_stand(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clusters_protection_alone_is_switched_beside_an_empty_change_set() {
    let standing = Standing::with(World::file()).await;
    let world = &standing.world;
    let asked = world.asked("UpdateClusterConfig");
    let mut file = World::file();
    file.cluster.deletion_protection = false;
    let started = engine::launches::start_update(&world.engine, file, Rehearsal::real()).await;
    let job = started.unwrap().expect("it is an update").job_id;
    let done = engine::launches::drive(&world.engine, &job).await.unwrap();
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);
    let tree = done.change_set.unwrap();
    assert_eq!(tree.changes[0].properties[0].path, "DeletionProtection");
    assert_eq!(world.asked("UpdateClusterConfig"), asked + 1);
    assert_eq!(world.asked("ExecuteChangeSet"), 1, "the launch's");
}

/// A deletion as somebody asks for it in the console.
fn by_hand<'a>(
    stack_id: &'a str,
    client_token: &'a str,
    rehearsal: &'a Rehearsal,
) -> StackDeletion<'a> {
    StackDeletion {
        stack_id,
        retain: &[],
        force: false,
        client_token,
        rehearsal,
    }
}
