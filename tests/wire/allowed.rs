//! What is asked for over the wire is what the policy allows: no call too few, none too many.

use std::collections::BTreeSet;

use domain::environment::EnvironmentFile;
use domain::launch::{JobState, LaunchSnapshot, Status};
use domain::permissions::{Operation, calls};
use engine::environments;
use engine::jobs::{Agreement, Wish};
use engine::launches::{self, Answer};
use serde_json::json;

use crate::world::{NAME, World};

/// The world, and how many of its calls have been looked at.
struct Watched {
    world: World,
    looked_at: usize,
    seen: BTreeSet<String>,
}

impl Watched {
    /// Every call since the last look belongs to one of these operations.
    fn only(&mut self, operations: &[Operation]) {
        let calls_so_far = self.world.emulator.calls(&self.world.number);
        let new = calls_so_far[self.looked_at..].iter();
        // Assuming the role is the way in, not the plan's.
        let named: BTreeSet<String> = new
            .filter(|call| call["action"] != "AssumeRole")
            .map(|call| {
                let service = match call["service"].as_str().unwrap() {
                    "monitoring" => "cloudwatch",
                    other => other,
                };
                format!("{service}:{}", call["action"].as_str().unwrap())
            })
            .collect();
        let allowed: BTreeSet<&str> = operations.iter().flat_map(|one| calls(*one)).collect();
        let more: Vec<&String> = named
            .iter()
            .filter(|call| !allowed.contains(call.as_str()))
            .collect();
        assert!(more.is_empty(), "{operations:?} are not allowed {more:?}");
        self.looked_at = calls_so_far.len();
        self.seen.extend(named);
    }

    async fn update(&self, file: EnvironmentFile, agreed: Agreement) -> LaunchSnapshot {
        let first = self.begin_update(file, agreed).await;
        self.drive(&first.job_id).await
    }

    async fn begin_update(&self, file: EnvironmentFile, agreed: Agreement) -> LaunchSnapshot {
        let wish = Wish {
            agreed,
            ..Wish::default()
        };
        let started = launches::start_update(&self.world.engine, file, wish).await;
        started.unwrap().expect("something changes")
    }

    async fn drive(&self, job: &str) -> LaunchSnapshot {
        launches::drive(&self.world.engine, job).await.unwrap()
    }

    async fn cancel(&self, job: &str) {
        launches::cancel(&self.world.engine, job).await.unwrap();
    }

    /// Cancels it as soon as a resource is being changed.
    async fn cancel_in_flight(&self, file: EnvironmentFile) -> LaunchSnapshot {
        let first = self.begin_update(file, Agreement::Everything).await;
        let changing = async {
            loop {
                let now = launches::get(&self.world.engine, &first.job_id).await;
                let busy = |status| status == Some(Status::UpdateInProgress);
                let now = now.unwrap();
                if now.resources.iter().any(|one| busy(one.status)) {
                    return self.cancel(&first.job_id).await;
                }
                assert_eq!(now.state, JobState::Running, "{}", now.sentence);
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        };
        let (ended, ()) = tokio::join!(self.drive(&first.job_id), changing);
        ended
    }
}

fn larger() -> EnvironmentFile {
    let mut file = World::file();
    file.node_groups[0].max_size += 2;
    file.monitoring.log_retention_days = 180;
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_for_is_what_the_policy_allows() {
    let mut watched = Watched {
        world: World::new().await,
        looked_at: 0,
        seen: BTreeSet::new(),
    };
    let number = watched.world.number.clone();
    let world = &watched.world;
    world.plan().await;
    // The root user is asked nothing about permissions.
    world.role("launcher", &[]).await;
    world.plan_as("launcher").await;
    watched.only(&[Operation::Check]);

    launched(&mut watched, &number).await;
    updated(&mut watched, &number).await;

    // Whose what the cluster makes is, is asked of what there is.
    let view = environments::get(&watched.world.engine, NAME)
        .await
        .unwrap();
    let mut vpcs = view.resources.iter();
    let vpc = vpcs.find(|one| one.resource_type == "AWS::EC2::VPC");
    let vpc = vpc.and_then(|one| one.physical_id.clone()).unwrap();
    let call = format!("CreateTargetGroup&Name=k8s-web&Protocol=HTTP&Port=80&VpcId={vpc}");
    let emulator = &watched.world.emulator;
    emulator.query_by_hand(&number, "elasticloadbalancing", &call);
    environments::teardown(&watched.world.engine, NAME)
        .await
        .unwrap();
    let gone = watched.world.delete().await;
    assert_eq!(gone.state, JobState::Done, "{}", gone.sentence);
    watched.only(&[Operation::Delete]);

    let allowed: BTreeSet<&str> = Operation::OF_ENVIRONMENTS
        .into_iter()
        .flat_map(calls)
        .collect();
    let never: Vec<_> = allowed
        .into_iter()
        .filter(|call| !watched.seen.contains(*call))
        .collect();
    assert!(never.is_empty(), "allowed, but never asked for: {never:?}");
}

/// Discarded, failed, tried again, waiting for GitHub.
async fn launched(watched: &mut Watched, number: &str) {
    let world = &watched.world;
    let mut wish = Wish {
        agreed: Agreement::Nothing,
        ..Wish::default()
    };
    wish.options.termination_protection = true;
    let plan = world.plan().await;
    let first = launches::start_planned(&world.engine, World::file(), plan, wish.clone()).await;
    let waits = watched.drive(&first.unwrap().job_id).await;
    assert_eq!(waits.needs_you.unwrap().code, launches::REVIEW);
    watched.cancel(&waits.job_id).await;
    watched.drive(&waits.job_id).await;

    let words = json!({"type": "AWS::EC2::EIP", "on": "create", "times": 1, "message": "The maximum number of addresses has been reached."});
    world.emulator.fail(number, words);
    wish.agreed = Agreement::Everything;
    let plan = world.plan().await;
    let first = launches::start_planned(&world.engine, World::file(), plan, wish).await;
    let failed = watched.drive(&first.unwrap().job_id).await;
    assert_eq!(failed.state, JobState::Failed, "{}", failed.sentence);
    launches::find_failed_call(&world.engine, &failed.job_id)
        .await
        .unwrap();
    let waits = world.retry(&failed.job_id).await;
    assert_eq!(waits.needs_you.unwrap().code, launches::HANDSHAKE);
    world.emulator.handshake(number, "AVAILABLE");
    let done = world.proceed(&waits.job_id).await;
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);
    watched.only(&[Operation::Check, Operation::Launch]);
}

/// Found invalid, discarded, cancelled on the way, failed with a rollback that is stuck, carried out.
async fn updated(watched: &mut Watched, number: &str) {
    let words = "#/ScalingConfig/MaxSize: 11 is not less or equal to 10";
    let wish = json!({"logicalId": "ManagedGroup", "on": "validate", "times": 1, "message": words});
    watched.world.emulator.fail(number, wish);
    let invalid = watched.update(larger(), Agreement::Everything).await;
    assert_eq!(invalid.state, JobState::Failed, "{}", invalid.sentence);
    let cause = invalid.root_cause.unwrap();
    assert_eq!(cause.logical_id, "ManagedGroup", "{cause:?}");
    assert!(cause.aws_message.contains(words), "{cause:?}");

    let handed = watched.world.asked("PutSecretValue");
    let waits = watched.update(larger(), Agreement::Nothing).await;
    assert_eq!(
        watched.world.asked("PutSecretValue"),
        handed,
        "whoever looks changes nothing that runs"
    );
    watched.cancel(&waits.job_id).await;
    watched.drive(&waits.job_id).await;

    let cancelled = watched.cancel_in_flight(larger()).await;
    assert_eq!(
        cancelled.state,
        JobState::Cancelled,
        "{}",
        cancelled.sentence
    );

    let world = &watched.world;
    for (part, on) in [("ManagedGroup", "update"), ("ClusterLogs", "rollback")] {
        let wish = json!({"logicalId": part, "on": on, "times": 1, "message": "not now"});
        world.emulator.fail(number, wish);
    }
    let stuck = watched.update(larger(), Agreement::Everything).await;
    assert_eq!(stuck.needs_you.unwrap().code, launches::STUCK);
    let answer = Answer {
        skip: vec!["Cluster.ClusterLogs".to_owned()],
        ..Answer::default()
    };
    launches::proceed(&world.engine, &stuck.job_id, &answer)
        .await
        .unwrap();
    let back = watched.drive(&stuck.job_id).await;
    assert_eq!(back.state, JobState::Failed, "{}", back.sentence);

    let done = watched.update(larger(), Agreement::Everything).await;
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);
    watched.only(&[Operation::Check, Operation::Update]);
}
