//! Updates by our own evaluation, and change sets of CloudFormation held against it.

use std::collections::BTreeSet;

use domain::catalogue::Date;
use domain::change_set::{
    Action, Certainty, ChangeKind, ChangeTree, Evaluation, KNOWN_AFTER_APPLY, Ours, PropertyChange,
    Recreation, Replacement, ReportedChanges, ResourceChange, StackChanges, What, checks, classify,
    evaluate,
};
use domain::environment::{EnvironmentFile, EnvironmentKind, EnvironmentSpec};
use domain::launch::{ResourceView, Status};
use domain::plan::AccountFacts;
use domain::template::StackTree;
use domain::timeline::{Durations, Operation, observed_update, predict_update};

const NOON: i64 = 1_795_694_400_000;

fn tree(file: &EnvironmentFile) -> StackTree {
    let spec = EnvironmentSpec::new(file.clone(), Date::from_unix_ms(NOON)).expect("a valid file");
    let facts = AccountFacts::defaults("Practice", "000000000000", true);
    evaluate(&domain::blueprint::render(&spec), &facts).expect("templates that can be evaluated")
}

fn files(edit: &dyn Fn(&mut EnvironmentFile)) -> [EnvironmentFile; 2] {
    let before = EnvironmentFile::preset("crew", EnvironmentKind::Development);
    let mut after = before.clone();
    edit(&mut after);
    [before, after]
}

fn ours(edit: &dyn Fn(&mut EnvironmentFile)) -> Ours {
    let [before, after] = files(edit);
    Ours::new(&tree(&before), &tree(&after))
}

fn of(tree: &ChangeTree, kind: ChangeKind) -> BTreeSet<(&str, &str)> {
    let rows = tree.changes.iter().filter(|change| change.kind == kind);
    rows.map(|change| (change.stack.as_str(), change.logical_id.as_str()))
        .collect()
}

fn larger(file: &mut EnvironmentFile) {
    file.node_groups[0].max_size = 5;
}

fn other_type(file: &mut EnvironmentFile) {
    file.node_groups[0].instance_types = vec!["m7g.large".to_owned()];
}

fn more_disk(file: &mut EnvironmentFile) {
    file.node_groups[0].disk_gib = 80;
}

#[test]
fn a_file_changes_nothing_against_itself() {
    for kind in [
        EnvironmentKind::Development,
        EnvironmentKind::Staging,
        EnvironmentKind::Production,
    ] {
        let file = EnvironmentFile::preset("crew", kind);
        assert!(Ours::new(&tree(&file), &tree(&file)).predicted().is_empty());
    }
}

#[test]
fn a_field_replaces_what_its_schema_says_and_nothing_else() {
    let group = ("NodesGeneral", "ManagedGroup");
    type Edit = fn(&mut EnvironmentFile);
    let cases: [(Edit, &[(&str, &str)]); 5] = [
        (larger, &[]),
        (other_type, &[group]),
        (more_disk, &[]),
        (|file| file.monitoring.log_retention_days = 90, &[]),
        (|file| file.search.volume_gib = 40, &[]),
    ];
    for (number, (edit, replaced)) in cases.into_iter().enumerate() {
        let found = ours(&edit).predicted();
        assert!(!found.is_empty(), "case {number} changes something");
        let expected: BTreeSet<(&str, &str)> = replaced.iter().copied().collect();
        assert_eq!(of(&found, ChangeKind::Replaced), expected, "case {number}");
        assert_eq!(
            found.asks_for_name.is_empty(),
            replaced.is_empty(),
            "the name is asked for what is replaced: {:?}",
            found.asks_for_name
        );
    }
}

#[test]
fn another_version_of_a_launch_template_reaches_its_group_in_place() {
    let found = ours(&more_disk).predicted();
    let group = found
        .changes
        .iter()
        .find(|one| one.logical_id == "ManagedGroup");
    let version = &group
        .expect("the group changes with its template")
        .properties;
    assert_eq!(version.len(), 1, "{version:?}");
    assert_eq!(version[0].path, "LaunchTemplate.Version");
    assert!(version[0].known_after_apply);
}

#[test]
fn a_repository_goes_with_its_images_and_the_name_is_asked_for() {
    let found = ours(&|file| drop(file.repositories.pop())).predicted();
    assert!(found.totals.removed > 0);
    assert!(
        found
            .asks_for_name
            .iter()
            .any(|words| words.contains("with everything in it")),
        "{:?}",
        found.asks_for_name
    );
}

#[test]
fn what_cannot_be_updated_is_said_with_its_field() {
    type Edit = fn(&mut EnvironmentFile);
    let cases: [(Edit, &str, Option<&str>); 3] = [
        (
            |file| file.network.cidr = "10.99.0.0/16".to_owned(),
            "needs-new-environment",
            Some("network.cidr"),
        ),
        (
            |file| file.cluster.version = "1.35".to_owned(),
            "eks-downgrade",
            Some("cluster.version"),
        ),
        (larger, "", None),
    ];
    for (edit, code, field) in cases {
        let [before, after] = files(&edit);
        let found = checks(&before, &after, &ours(&edit));
        let told = found
            .iter()
            .map(|check| (check.code.as_str(), check.field.as_deref()));
        let wanted: Vec<_> = Some((code, field))
            .filter(|_| !code.is_empty())
            .into_iter()
            .collect();
        assert_eq!(told.collect::<Vec<_>>(), wanted);
    }
}

#[test]
fn a_version_of_nodes_goes_alone() {
    let mut before = EnvironmentFile::preset("crew", EnvironmentKind::Development);
    before.cluster.version = "1.35".to_owned();
    let mut after = before.clone();
    after.cluster.version = "1.36".to_owned();
    let alone = Ours::new(&tree(&before), &tree(&after));
    assert!(checks(&before, &after, &alone).is_empty());
    more_disk(&mut after);
    let both = Ours::new(&tree(&before), &tree(&after));
    let found = checks(&before, &after, &both);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].code, "node-version-alone");
}

#[test]
fn an_update_takes_the_time_of_what_it_changes() {
    let [before, after] = files(&larger);
    let (before, after) = (tree(&before), tree(&after));
    let ours = Ours::new(&before, &after);
    let update = predict_update(&before, &after, ours.differences(), Durations::builtin());
    let rows: Vec<&str> = update
        .rows
        .iter()
        .map(|row| row.logical_id.as_str())
        .collect();
    assert!(rows.contains(&"ManagedGroup"), "{rows:?}");
    assert!(
        !rows.contains(&"Cluster") && !rows.contains(&"Domain"),
        "{rows:?}"
    );
    assert!(
        update.minutes <= 3,
        "a larger limit rolls no nodes: {} min",
        update.minutes
    );
}

#[test]
fn what_is_removed_at_the_end_does_not_decide_how_long_it_takes() {
    let [before, after] = files(&|file| {
        file.search.volume_gib += 10;
        file.repositories[0].branches = vec!["release".to_owned()];
    });
    let (before, after) = (tree(&before), tree(&after));
    let ours = Ours::new(&before, &after);
    let update = predict_update(&before, &after, ours.differences(), Durations::builtin());
    let slowest = update
        .critical_path
        .iter()
        .max_by(|a, b| a.seconds.total_cmp(&b.seconds))
        .unwrap();
    assert_eq!(
        (slowest.stack.as_str(), slowest.logical_id.as_str()),
        ("Search", "Domain"),
        "{:?}",
        update.critical_path
    );
}

/// What AWS tells of a property whose value comes from another stack in which something changes.
fn seems(logical_id: &str, name: &str, cause: &str) -> ResourceChange {
    let detail = |evaluation, causing_entity: Option<&str>| PropertyChange {
        attribute: "Properties".to_owned(),
        name: Some(name.to_owned()),
        path: Some(format!("/Properties/{name}")),
        before: Some("before".to_owned()),
        after: Some(KNOWN_AFTER_APPLY.to_owned()),
        requires_recreation: Recreation::Always,
        evaluation,
        source: None,
        causing_entity: causing_entity.map(str::to_owned),
        attribute_change: None,
    };
    ResourceChange {
        logical_id: logical_id.to_owned(),
        physical_id: Some("crew".to_owned()),
        resource_type: "AWS::EKS::Nodegroup".to_owned(),
        action: Action::Modify,
        replacement: Some(Replacement::Conditional),
        scope: vec!["Properties".to_owned()],
        policy_action: None,
        properties: vec![
            detail(Evaluation::Dynamic, None),
            detail(Evaluation::Static, Some(cause)),
        ],
        before: None,
        after: None,
        change_set_id: None,
    }
}

fn reported(stack: &str, row: ResourceChange) -> ReportedChanges {
    ReportedChanges {
        stacks: vec![StackChanges {
            stack: stack.to_owned(),
            stack_id: String::new(),
            change_set_id: String::new(),
            status: "CREATE_COMPLETE".to_owned(),
            reason: None,
            changes: vec![row],
        }],
        findings: Vec::new(),
    }
}

#[test]
fn a_conditional_replacement_is_a_phantom_real_or_open_by_both_templates() {
    let told = |id: &str| reported("NodesGeneral", seems(id, "Subnets", "NodeSubnets"));
    let phantom = classify(
        &told("ManagedGroup"),
        &ours(&|file| file.search.volume_gib = 40),
    );
    assert!(phantom.is_empty(), "nothing changes in it");
    let verdict = phantom.phantoms[0].verdict.as_ref().unwrap();
    assert_eq!(verdict.certainty, Certainty::Phantom);
    assert!(verdict.reason.contains("NodeSubnets"), "{}", verdict.reason);

    let real = classify(&told("ManagedGroup"), &ours(&other_type));
    let verdict = real.changes[0].verdict.as_ref().unwrap();
    assert_eq!(verdict.certainty, Certainty::Real);
    assert!(
        verdict.reason.starts_with("InstanceTypes"),
        "{}",
        verdict.reason
    );

    let open = classify(&told("Foreign"), &ours(&larger));
    let change = &open.changes[0];
    assert_eq!(change.kind, ChangeKind::PerhapsReplaced);
    assert_eq!(
        change.properties.len(),
        1,
        "one property, told twice by AWS"
    );
    assert_eq!(change.properties[0].cause.as_deref(), Some("NodeSubnets"));
    assert!(
        open.asks_for_name.is_empty(),
        "only a real one asks for the name"
    );
}

#[test]
fn a_text_that_only_holds_an_open_value_is_none_that_changes() {
    let mut row = seems("Installer", "Description", "ClusterName");
    row.resource_type = "AWS::CodeBuild::Project".to_owned();
    row.replacement = Some(Replacement::False);
    for detail in &mut row.properties {
        detail.requires_recreation = Recreation::Never;
        detail.after = Some(format!("Installs the software of {KNOWN_AFTER_APPLY}"));
    }
    let found = classify(
        &reported("Software", row),
        &ours(&|file| file.search.volume_gib = 40),
    );
    assert!(found.is_empty(), "{:?}", found.changes);
    assert_eq!(found.phantoms[0].properties, []);
}

#[test]
fn replacement_beside_an_addition_means_nothing() {
    let mut row = seems("Topic", "DisplayName", "Name");
    row.action = Action::Add;
    row.replacement = Some(Replacement::True);
    let found = classify(&reported("root", row), &Ours::default());
    assert_eq!(found.changes[0].kind, ChangeKind::Added);
    assert!(found.changes[0].verdict.is_none());
}

#[test]
fn what_would_take_a_name_before_it_is_given_up_is_told_with_the_way_around() {
    let rename = |file: &mut EnvironmentFile| {
        file.repositories[0].repository = "array-alliance/crew.web".to_owned();
    };
    let [before, after] = files(&rename);
    let found = checks(&before, &after, &ours(&rename));
    assert_eq!(found.len(), 1, "its registry alone: {found:?}");
    assert_eq!(found[0].code, "name-clash");
    assert!(
        found[0].message.contains("`crew/array-alliance-crew-web`"),
        "{}",
        found[0].message
    );
    assert!(found[0].remedy.starts_with("Make two updates"));
}

#[test]
fn who_is_told_of_the_budget_changes_under_another_name() {
    let edit = |file: &mut EnvironmentFile| {
        file.notifications.project_manager_email = "pm@example.com".to_owned();
    };
    let [before, after] = files(&edit);
    let ours = ours(&edit);
    let replaced = ours.predicted();
    assert!(of(&replaced, ChangeKind::Replaced).contains(&("Monitoring", "Budget")));
    assert!(checks(&before, &after, &ours).is_empty());
    assert_eq!(ours.clashes(), &[]);
}

#[test]
fn logs_that_are_kept_for_a_shorter_time_are_a_loss_and_longer_ones_are_none() {
    let kept = |days| {
        let found = ours(&move |file| file.monitoring.log_retention_days = days).predicted();
        found.asks_for_name
    };
    assert_eq!(kept(60), Vec::<String>::new());
    let [shorter] = kept(7).try_into().expect("one sentence for all groups");
    assert!(
        shorter.ends_with(
            " log groups keep their logs for 7 days instead of for 30: what is older is deleted within 72 hours of the update."
        ),
        "{shorter}"
    );
    let flow = ours(&|file| file.network.flow_log_retention_days = 1).predicted();
    assert_eq!(
        flow.asks_for_name,
        [
            "FlowLogs of network keeps its logs for 1 day instead of for 14: what is older is deleted within 72 hours of the update."
        ]
    );
}

#[test]
fn an_update_tells_how_long_its_own_changes_take() {
    let [before, after] = files(&|file| {
        file.search.volume_gib += 10;
        file.repositories[0].branches = vec!["release".to_owned()];
        file.owner = "somebody-else".to_owned();
    });
    let (before, after) = (tree(&before), tree(&after));
    let ours = Ours::new(&before, &after);
    let predicted = predict_update(&before, &after, ours.differences(), Durations::builtin());
    // Everything takes twice what the table says.
    let views: Vec<ResourceView> = predicted
        .rows
        .iter()
        .map(|row| ResourceView {
            stack: row.stack.clone(),
            logical_id: row.logical_id.clone(),
            resource_type: row.resource_type.clone(),
            physical_id: None,
            status: Some(
                match ours.differences()[&(row.stack.clone(), row.logical_id.clone())].what {
                    What::Removed => Status::DeleteComplete,
                    What::Added => Status::CreateComplete,
                    _ => Status::UpdateComplete,
                },
            ),
            reason: None,
            started_at_ms: Some(0),
            finished_at_ms: Some(((row.end_s - row.start_s) * 2000.0) as i64),
            predicted_start_s: None,
            predicted_end_s: None,
            critical: false,
        })
        .collect();
    let told = observed_update(&predicted, &views, ours.differences());
    let domain: Vec<_> = told
        .iter()
        .filter(|one| one.resource_type == "AWS::OpenSearchService::Domain")
        .collect();
    assert_eq!(domain.len(), 1, "{told:?}");
    assert_eq!(domain[0].operation, Operation::Update);
    assert!(told.iter().all(|one| (one.factor - 2.0).abs() < 0.05));
    assert!(
        told.iter().any(|one| one.operation == Operation::Create),
        "the new branch's pipeline: {told:?}"
    );
    assert!(
        !told.iter().any(|one| one.resource_type == "AWS::EC2::VPC"),
        "tags alone tell nothing: {told:?}"
    );
}
