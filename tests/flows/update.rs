//! Updates of what runs: the change set and the look at it, carried out, discarded, failed, cancelled,
//! stuck and set going again.

use domain::change_set::ChangeKind;
use domain::environment::{EnvironmentFile, EnvironmentKind};
use domain::launch::{JobState, LaunchSnapshot, Status};
use engine::environments::{self, EnvironmentState, PRACTICE};
use engine::jobs::{Agreement, Wish};
use engine::launches::{self, Answer};
use engine::ports::Rehearsal;
use engine::{Engine, ErrorCode};

use crate::world::{NAME, QUICK, World, at_speed, with_script};

fn changed(edit: impl FnOnce(&mut EnvironmentFile)) -> EnvironmentFile {
    let mut file = EnvironmentFile::preset(NAME, EnvironmentKind::Development);
    edit(&mut file);
    file
}

pub fn wish(agreed: Agreement, rehearsal: Rehearsal) -> Wish {
    Wish {
        rehearsal,
        agreed,
        ..Wish::default()
    }
}

/// Updates what runs and follows it until it ends or waits.
async fn update(engine: &Engine, file: EnvironmentFile, wish: Wish) -> LaunchSnapshot {
    let started = launches::start_update(engine, file, wish).await.unwrap();
    let first = started.expect("something changes");
    launches::drive(engine, &first.job_id).await.unwrap()
}

async fn state(engine: &Engine) -> EnvironmentState {
    environments::get(engine, NAME).await.unwrap().row.state
}

/// More nodes: one resource changes in place.
pub fn grown() -> EnvironmentFile {
    changed(|file| file.node_groups[0].max_size = 5)
}

/// What was discarded or set back leaves nothing in the way of the same change.
async fn can_be_asked_for_again(engine: &Engine) {
    let wish = wish(Agreement::NothingLost, at_speed(0.0));
    let again = update(engine, grown(), wish).await;
    assert_eq!(again.state, JobState::Done, "{}", again.sentence);
}

/// Another type: the node group is made anew.
fn other_type() -> EnvironmentFile {
    changed(|file| file.node_groups[0].instance_types = vec!["m7g.large".to_owned()])
}

#[tokio::test]
async fn a_service_role_that_is_none_is_refused_before_anything_is_stored() {
    let world = World::new().await;
    let engine = world.engine();
    let wishes = |role: &str| {
        let mut wish = wish(Agreement::NothingLost, at_speed(0.0));
        wish.options.service_role = Some(role.to_owned());
        wish
    };
    let launch = |role| launches::start(&engine, changed(|_| {}), PRACTICE, wishes(role));
    let user = "arn:aws:iam::123456789012:user/ada";
    for none in ["Deployer", user, "arn:aws:iam::1234:role/Deployer"] {
        let refused = launch(none).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidInput, "{refused}");
        assert!(refused.message.contains(none), "{refused}");
    }
    assert!(environments::list(&engine).await.unwrap().is_empty());
    let role = "arn:aws:iam::123456789012:role/Deployer";
    let first = launch(role).await.unwrap();
    launches::drive(&engine, &first.job_id).await.unwrap();
    let refused = launches::start_update(&engine, grown(), wishes(user)).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::InvalidInput);
    let done = update(&engine, grown(), wishes(role)).await;
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);
}

#[tokio::test]
async fn an_update_is_carried_out_and_the_environment_is_what_the_file_asks_for() {
    for speed in [0.0, QUICK] {
        let world = World::new().await;
        world.launch(at_speed(0.0)).await;
        let engine = world.engine();
        let before = environments::get(&engine, NAME).await.unwrap();
        let file = grown();
        let ended = update(
            &engine,
            file.clone(),
            wish(Agreement::NothingLost, at_speed(speed)),
        )
        .await;
        assert_eq!(ended.state, JobState::Done, "{}", ended.sentence);
        let tree = ended.change_set.clone().unwrap();
        assert_eq!(
            (tree.changes.len(), tree.totals.modified),
            (1, 1),
            "{tree:#?}"
        );
        assert_eq!(tree.changes[0].logical_id, "ManagedGroup");
        assert_eq!(tree.changes[0].properties[0].path, "ScalingConfig.MaxSize");
        assert!(tree.asks_for_name.is_empty());
        let after = environments::get(&engine, NAME).await.unwrap();
        assert_eq!(after.row.state, EnvironmentState::Running);
        assert_eq!(after.file, file, "the file is what runs now");
        assert_eq!(after.outputs, before.outputs, "nothing of it is an output");
        assert_eq!(
            after.resources.len(),
            before.resources.len(),
            "what was not touched is still there"
        );
        assert!(
            after
                .resources
                .iter()
                .all(|one| one.status.is_some_and(Status::ready))
        );
        world.events(&ended.job_id).await;
    }
}

#[tokio::test]
async fn a_file_that_asks_for_what_runs_changes_nothing() {
    let world = World::new().await;
    world.launch(at_speed(0.0)).await;
    let same = changed(|_| {});
    let started = launches::start_update(&world.engine(), same, at_speed(0.0)).await;
    assert_eq!(started.unwrap(), None);
}

/// Only the cluster's protection, which no template has.
fn guarded(on: bool) -> EnvironmentFile {
    changed(|file| file.cluster.deletion_protection = on)
}

async fn is_guarded(engine: &Engine) -> bool {
    let checklist = environments::teardown(engine, NAME).await.unwrap();
    let mut items = checklist.items.iter();
    items.any(|item| item.code == "cluster-protection")
}

#[tokio::test]
async fn the_clusters_protection_alone_is_an_update_that_is_looked_at_and_applied() {
    let world = World::new().await;
    world.launch(at_speed(0.0)).await;
    let engine = world.engine();
    assert!(!is_guarded(&engine).await, "the preset does not protect it");
    let preview = environments::change(&engine, guarded(true)).await.unwrap();
    assert_eq!(preview.changes.totals.modified, 1, "{:?}", preview.changes);

    let looks = wish(Agreement::Nothing, at_speed(0.0));
    let waits = update(&engine, guarded(true), looks.clone()).await;
    let asks = waits.needs_you.as_ref().unwrap();
    assert_eq!(asks.code, launches::REVIEW, "{asks:?}");
    let tree = waits.change_set.as_ref().unwrap();
    let switched = &tree.changes[0].properties[0];
    assert_eq!(
        (switched.path.as_str(), switched.after.as_deref()),
        ("DeletionProtection", Some("true")),
        "the review says it: {tree:?}"
    );
    assert!(!is_guarded(&engine).await, "looking changes nothing");
    launches::cancel(&engine, &waits.job_id).await.unwrap();
    let discarded = launches::drive(&engine, &waits.job_id).await.unwrap();
    assert_eq!(discarded.state, JobState::Cancelled);
    assert!(!is_guarded(&engine).await);

    let waits = update(&engine, guarded(true), looks).await;
    launches::proceed(&engine, &waits.job_id, &Answer::default())
        .await
        .unwrap();
    let done = launches::drive(&engine, &waits.job_id).await.unwrap();
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);
    assert!(is_guarded(&engine).await);
    let after = environments::get(&engine, NAME).await.unwrap();
    assert!(after.file.cluster.deletion_protection, "the file is kept");
    let again = launches::start_update(&engine, guarded(true), at_speed(0.0)).await;
    assert_eq!(again.unwrap(), None, "nothing is left to change");

    let agreed = wish(Agreement::NothingLost, at_speed(0.0));
    let done = update(&engine, guarded(false), agreed).await;
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);
    assert!(!is_guarded(&engine).await, "and it is lifted the same way");
}

#[tokio::test]
async fn a_protection_that_does_not_change_is_said_after_a_few_tries() {
    let world = World::new().await;
    world.launch(with_script(0.0, "stuck-protection")).await;
    let engine = world.engine();
    let agreed = wish(Agreement::NothingLost, at_speed(0.0));
    let failed = update(&engine, guarded(true), agreed).await;
    assert_eq!(failed.state, JobState::Failed, "{}", failed.sentence);
    assert!(
        failed.sentence.contains("asked more than 3 times"),
        "{}",
        failed.sentence
    );
    let after = environments::get(&engine, NAME).await.unwrap();
    assert_eq!(after.row.state, EnvironmentState::Running);
    assert!(!after.file.cluster.deletion_protection, "as it is in AWS");
}

#[tokio::test]
async fn a_launch_whose_cluster_is_not_protected_waits_and_loses_nothing() {
    let world = World::new().await;
    let engine = world.engine();
    let script = with_script(0.0, "stuck-protection");
    let first = launches::start(&engine, guarded(true), PRACTICE, script);
    let job = first.await.unwrap().job_id;
    let waits = launches::drive(&engine, &job).await.unwrap();
    let asks = waits.needs_you.as_ref().unwrap();
    assert_eq!(asks.code, launches::PROTECTION, "{asks:?}");
    assert_eq!(state(&engine).await, EnvironmentState::NeedsYou);
}

#[tokio::test]
async fn a_replacement_asks_for_the_name_and_only_then_goes_on() {
    let world = World::new().await;
    world.launch(at_speed(0.0)).await;
    let engine = world.engine();
    let waits = update(
        &engine,
        other_type(),
        wish(Agreement::NothingLost, at_speed(QUICK)),
    )
    .await;
    assert_eq!(waits.state, JobState::NeedsYou);
    assert_eq!(waits.needs_you.as_ref().unwrap().code, launches::REVIEW);
    assert_eq!(state(&engine).await, EnvironmentState::NeedsYou);
    let tree = waits.change_set.as_ref().unwrap();
    assert_eq!(tree.asks_for_name.len(), 1, "{:?}", tree.asks_for_name);
    assert_eq!(tree.changes[0].kind, ChangeKind::Replaced);
    let refused = launches::proceed(&engine, &waits.job_id, &Answer::default()).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::InvalidInput);
    let typed = Answer {
        typed: Some(NAME.to_owned()),
        ..Answer::default()
    };
    launches::proceed(&engine, &waits.job_id, &typed)
        .await
        .unwrap();
    let ended = launches::drive(&engine, &waits.job_id).await.unwrap();
    assert_eq!(ended.state, JobState::Done, "{}", ended.sentence);
    let group = |snapshot: &[domain::launch::ResourceView]| {
        let mut all = snapshot.iter();
        all.find(|one| one.logical_id == "ManagedGroup")
            .unwrap()
            .clone()
    };
    let view = environments::get(&engine, NAME).await.unwrap();
    let now = group(&view.resources);
    assert_eq!(
        now.status,
        Some(Status::UpdateComplete),
        "the new one stands"
    );
    let rows = world.events(&ended.job_id).await;
    let deleted = rows
        .iter()
        .map(|row| &row.event)
        .find(|event| event.logical_id == "ManagedGroup" && event.status == Status::DeleteComplete)
        .expect("the old one is deleted");
    assert_ne!(deleted.physical_id, now.physical_id, "and it was another");
}

#[tokio::test]
async fn a_discarded_change_set_leaves_everything_as_it_was() {
    let world = World::new().await;
    world.launch(at_speed(0.0)).await;
    let engine = world.engine();
    let before = environments::get(&engine, NAME).await.unwrap();
    let waits = update(&engine, grown(), wish(Agreement::Nothing, at_speed(QUICK))).await;
    assert_eq!(waits.needs_you.unwrap().code, launches::REVIEW);
    launches::cancel(&engine, &waits.job_id).await.unwrap();
    let ended = launches::drive(&engine, &waits.job_id).await.unwrap();
    assert_eq!(ended.state, JobState::Cancelled, "{}", ended.sentence);
    let after = environments::get(&engine, NAME).await.unwrap();
    assert_eq!(after.row.state, EnvironmentState::Running);
    assert_eq!(
        (after.file, after.resources),
        (before.file, before.resources)
    );
    can_be_asked_for_again(&engine).await;
}

#[tokio::test]
async fn a_failed_update_is_set_back_and_says_why() {
    let world = World::new().await;
    world.launch(at_speed(0.0)).await;
    let engine = world.engine();
    let script = with_script(QUICK, "no-instance-capacity");
    let ended = update(&engine, grown(), wish(Agreement::NothingLost, script)).await;
    assert_eq!(ended.state, JobState::Failed, "{}", ended.sentence);
    let cause = ended.root_cause.as_ref().expect("a root cause");
    assert_eq!(
        (cause.stack.as_str(), cause.logical_id.as_str()),
        ("NodesGeneral", "ManagedGroup")
    );
    let after = environments::get(&engine, NAME).await.unwrap();
    assert_eq!(after.row.state, EnvironmentState::Running);
    assert_eq!(after.file, changed(|_| {}), "what runs is what ran");
    can_be_asked_for_again(&engine).await;
}

#[tokio::test]
async fn a_stuck_rollback_goes_on_without_what_is_skipped() {
    let world = World::new().await;
    world.launch(at_speed(0.0)).await;
    let engine = world.engine();
    let script = with_script(QUICK, "stuck-rollback");
    let waits = update(&engine, grown(), wish(Agreement::NothingLost, script)).await;
    let asks = waits.needs_you.clone().expect("it waits for a person");
    assert_eq!(asks.code, launches::STUCK);
    assert!(
        asks.steps[0].contains("NodesGeneral.ManagedGroup"),
        "{asks:?}"
    );
    assert!(waits.root_cause.is_some(), "and tells why");
    let refused = launches::cancel(&engine, &waits.job_id).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict);
    let answer = Answer {
        skip: vec!["NodesGeneral.ManagedGroup".to_owned()],
        ..Answer::default()
    };
    launches::proceed(&engine, &waits.job_id, &answer)
        .await
        .unwrap();
    let ended = launches::drive(&engine, &waits.job_id).await.unwrap();
    assert_eq!(ended.state, JobState::Failed, "{}", ended.sentence);
    assert_eq!(state(&engine).await, EnvironmentState::Running);
}

#[tokio::test]
async fn a_cancelled_update_is_rolled_back() {
    let world = World::new().await;
    world.launch(at_speed(0.0)).await;
    let engine = world.engine();
    let file = other_type();
    let started =
        launches::start_update(&engine, file, wish(Agreement::Everything, at_speed(60.0)));
    let first = started.await.unwrap().unwrap();
    let looking = async {
        loop {
            let now = launches::get(&engine, &first.job_id).await.unwrap();
            assert_eq!(now.state, JobState::Running, "{}", now.sentence);
            if now
                .resources
                .iter()
                .any(|one| one.status == Some(Status::UpdateInProgress))
            {
                launches::cancel(&engine, &first.job_id).await.unwrap();
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    let (ended, ()) = tokio::join!(launches::drive(&engine, &first.job_id), looking);
    let ended = ended.unwrap();
    assert_eq!(ended.state, JobState::Cancelled, "{}", ended.sentence);
    let after = environments::get(&engine, NAME).await.unwrap();
    assert_eq!(
        (after.row.state, after.file),
        (EnvironmentState::Running, changed(|_| {}))
    );
}

#[tokio::test]
async fn what_needs_a_new_environment_is_said_before_anything_is_asked() {
    let world = World::new().await;
    world.launch(at_speed(0.0)).await;
    let engine = world.engine();
    for (file, code) in [
        (
            changed(|file| file.network.cidr = "10.99.0.0/16".to_owned()),
            "needs-new-environment",
        ),
        (
            changed(|file| file.cluster.version = "1.35".to_owned()),
            "eks-downgrade",
        ),
    ] {
        let change = environments::change(&engine, file.clone()).await.unwrap();
        assert!(
            change.plan.checks.iter().any(|check| check.code == code),
            "{code}"
        );
        let refused = launches::start_update(&engine, file, at_speed(0.0))
            .await
            .unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidInput, "{code}");
    }
    assert_eq!(state(&engine).await, EnvironmentState::Running);
}

#[tokio::test]
async fn an_updated_environment_can_be_deleted() {
    let world = World::new().await;
    world.launch(at_speed(0.0)).await;
    let engine = world.engine();
    // A repository goes with its images, which the name is asked for; agreed to in advance.
    let file = changed(|file| {
        file.repositories.pop();
        file.node_groups[0].instance_types = vec!["m7g.large".to_owned()];
    });
    let ended = update(&engine, file, wish(Agreement::Everything, at_speed(0.0))).await;
    assert_eq!(ended.state, JobState::Done, "{}", ended.sentence);
    assert!(ended.change_set.unwrap().totals.removed > 0);
    let gone = world.delete(at_speed(0.0)).await;
    assert_eq!(gone.state, JobState::Done, "{}", gone.sentence);
    let left: Vec<_> = gone
        .resources
        .iter()
        .filter(|one| !one.status.is_some_and(Status::gone))
        .map(|one| (&one.stack, &one.logical_id, one.status))
        .collect();
    assert!(left.is_empty(), "still there: {left:?}");
}
