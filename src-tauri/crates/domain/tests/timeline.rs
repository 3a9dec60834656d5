//! The schedule on stacks of any shape, and durations that follow a resource's properties.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use domain::template::{DeletionPolicy, ResourceNode, StackNode, StackTree, Value};
use domain::timeline::{
    Confidence, Duration, Durations, Operation, Schedule, ScheduledRow, predict, schedule,
};
use indexmap::IndexMap;
use proptest::prelude::*;

const STACK: &str = "AWS::CloudFormation::Stack";
const TYPES: &[&str] = &[
    "AWS::EC2::VPC",
    "AWS::EC2::NatGateway",
    "AWS::EKS::Cluster",
    "AWS::IAM::InstanceProfile",
    "AWS::Logs::LogGroup",
    "AWS::OpenSearchService::Domain",
    "Vendor::Unheard::Of",
];

fn stack(path: &str, resources: Vec<ResourceNode>) -> StackNode {
    StackNode {
        path: path.to_owned(),
        template: "t.yaml".to_owned(),
        description: String::new(),
        parameters: IndexMap::new(),
        resources,
        outputs: IndexMap::new(),
    }
}

fn resource(at: usize, resource_type: &str, needs: &[usize]) -> ResourceNode {
    ResourceNode {
        logical_id: format!("R{at}"),
        resource_type: resource_type.to_owned(),
        properties: Value::Map(IndexMap::new()),
        depends_on: needs.iter().map(|need| format!("R{need}")).collect(),
        line: 1,
        deletion_policy: DeletionPolicy::Delete,
        update_replace_policy: DeletionPolicy::Delete,
        update_policy: Value::Null,
        nested: None,
    }
}

/// One resource to be: its kind, and which of those before it need to be there.
type Sketch = (usize, Vec<bool>);

fn sketches(most: usize) -> impl Strategy<Value = Vec<Sketch>> {
    prop::collection::vec(
        (0..TYPES.len() + 2, prop::collection::vec(any::<bool>(), 12)),
        1..most,
    )
}

fn built(path: &str, root: &[Sketch], inner: &[Vec<Sketch>]) -> StackNode {
    let mut inner = inner.iter();
    let resources = root
        .iter()
        .enumerate()
        .map(|(at, (kind, needs))| {
            let needs: Vec<usize> = (0..at).filter(|need| needs[need % 12]).collect();
            match TYPES.get(*kind) {
                Some(resource_type) => resource(at, resource_type, &needs),
                None => {
                    let mut node = resource(at, STACK, &needs);
                    let below = inner.next().map_or(&[][..], Vec::as_slice);
                    // Deeper ones are plain, so that the tree ends.
                    let below: Vec<Sketch> = below
                        .iter()
                        .map(|(kind, needs)| (kind % TYPES.len(), needs.clone()))
                        .collect();
                    node.nested = Some(Box::new(built(&format!("{path}/R{at}"), &below, &[])));
                    node
                }
            }
        })
        .collect();
    stack(path, resources)
}

fn trees() -> impl Strategy<Value = StackTree> {
    (sketches(12), prop::collection::vec(sketches(6), 0..12)).prop_map(|(root, inner)| StackTree {
        root: built("root", &root, &inner),
    })
}

fn operations() -> impl Strategy<Value = Operation> {
    prop_oneof![
        Just(Operation::Create),
        Just(Operation::Update),
        Just(Operation::Delete)
    ]
}

fn usual(duration: &Duration, _: &str, _: &str) -> (f64, f64) {
    (duration.median, duration.unblock)
}

fn planned(tree: &StackTree, operation: Operation) -> Schedule {
    schedule(tree, operation, Durations::builtin(), &usual)
}

fn by_name(schedule: &Schedule) -> BTreeMap<(&str, &str), &ScheduledRow> {
    schedule
        .rows
        .iter()
        .map(|row| ((row.stack.as_str(), row.logical_id.as_str()), row))
        .collect()
}

/// Every stack of a tree by the name that schedules call it.
fn stacks<'a>(node: &'a StackNode, name: &str, out: &mut Vec<(String, &'a StackNode)>) {
    out.push((name.to_owned(), node));
    for resource in &node.resources {
        if let Some(nested) = &resource.nested {
            let below = match name {
                "root" => resource.logical_id.clone(),
                parent => format!("{parent}/{}", resource.logical_id),
            };
            stacks(nested, &below, out);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nobody_starts_before_what_it_needs(tree in trees(), operation in operations()) {
        let schedule = planned(&tree, operation);
        let rows = by_name(&schedule);
        let mut all = Vec::new();
        stacks(&tree.root, "root", &mut all);
        let count: usize = all.iter().map(|(_, node)| node.resources.len()).sum();
        prop_assert_eq!(rows.len(), count, "every resource has one row");
        for (name, node) in all {
            for resource in &node.resources {
                let row = rows[&(name.as_str(), resource.logical_id.as_str())];
                prop_assert!(row.start_s > 0.0 && row.start_s <= row.unblock_s && row.unblock_s <= row.end_s,
                    "times go forward: {:?}", row);
                prop_assert!(row.end_s < schedule.total_s, "the root ends last");
                for need in &resource.depends_on {
                    let other = rows[&(name.as_str(), need.as_str())];
                    if operation == Operation::Delete {
                        prop_assert!(row.end_s <= other.start_s,
                            "{} is gone before {need} begins to go", resource.logical_id);
                    } else {
                        prop_assert!(other.unblock_s <= row.start_s,
                            "{need} lets {} start", resource.logical_id);
                    }
                }
                if name != "root" {
                    let own = rows[&("root", name.as_str())];
                    prop_assert!(own.start_s <= row.start_s && row.end_s <= own.end_s,
                        "a nested stack is there around its resources");
                }
            }
        }
    }

    #[test]
    fn the_critical_path_adds_up_to_the_end(tree in trees(), operation in operations()) {
        let timeline = predict(&tree, operation, Durations::builtin());
        let sum: f64 = timeline.critical_path.iter().map(|step| step.seconds).sum();
        let plain = timeline.rows.iter().filter(|row| row.resource_type != STACK).count();
        if !timeline.critical_path.is_empty() {
            let rounding = 0.05 * (timeline.critical_path.len() as f64 + 1.0);
            prop_assert!((sum - timeline.range.expected).abs() <= rounding, "{sum}: {:?}", timeline.range);
        } else {
            prop_assert!(plain == 0 || timeline.rows.iter().any(|row| row.critical));
        }
        prop_assert!(timeline.range.low <= timeline.range.expected && timeline.range.expected <= timeline.range.high);
        let minutes = f64::from(timeline.minutes) * 60.0;
        prop_assert!((-0.1..60.1).contains(&(minutes - timeline.range.expected)), "minutes are rounded up");
        let words = format!("about {} min", timeline.minutes);
        prop_assert!(timeline.sentence.ends_with(&words), "{} says the minutes", timeline.sentence);
        prop_assert_eq!(&timeline, &predict(&tree, operation, Durations::builtin()), "the same again");
    }

    #[test]
    fn without_a_resource_it_takes_no_longer(tree in trees(), operation in operations(), pick in any::<prop::sample::Index>()) {
        let whole = predict(&tree, operation, Durations::builtin());
        let at = pick.index(tree.root.resources.len());
        let gone = tree.root.resources[at].logical_id.clone();
        let critical = whole.rows.iter().any(|row| row.stack == "root" && row.logical_id == gone && row.critical);
        let mut less = tree.clone();
        less.root.resources.remove(at);
        for resource in &mut less.root.resources {
            resource.depends_on.retain(|name| *name != gone);
        }
        let less = predict(&less, operation, Durations::builtin());
        prop_assert!(less.range.expected <= whole.range.expected, "less work is not more time");
        if !critical {
            prop_assert_eq!(less.range.expected, whole.range.expected, "{} was not on the path", gone);
        }
    }

    #[test]
    fn slower_resources_never_make_it_faster(tree in trees(), factor in 1.0_f64..3.0) {
        let slow = schedule(&tree, Operation::Create, Durations::builtin(), &|duration, stack, id| {
            let (total, unblock) = usual(duration, stack, id);
            (total * factor, unblock * factor)
        });
        prop_assert!(slow.total_s >= planned(&tree, Operation::Create).total_s);
    }
}

fn properties(json: &str) -> Value {
    fn value(json: &serde_json::Value) -> Value {
        match json {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(flag) => Value::Bool(*flag),
            serde_json::Value::Number(number) => Value::Number(number.clone()),
            serde_json::Value::String(text) => Value::String(text.clone()),
            serde_json::Value::Array(list) => Value::List(list.iter().map(value).collect()),
            serde_json::Value::Object(map) => Value::Map(
                map.iter()
                    .map(|(key, entry)| (key.clone(), value(entry)))
                    .collect(),
            ),
        }
    }
    value(&serde_json::from_str(json).unwrap())
}

#[test]
fn properties_choose_between_the_humps() {
    let median = |resource_type: &str, operation, json: &str| {
        Durations::builtin()
            .lookup(resource_type, operation, &properties(json))
            .median
    };
    let create = Operation::Create;
    for (resource_type, operation, json, range) in [
        (
            "AWS::Lambda::Function",
            create,
            r#"{"VpcConfig": {"SubnetIds": []}}"#,
            200.0..260.0,
        ),
        ("AWS::Lambda::Function", create, "{}", 5.0..10.0),
        (
            "AWS::EC2::VPCEndpoint",
            create,
            r#"{"VpcEndpointType": "Interface"}"#,
            100.0..350.0,
        ),
        (
            "AWS::EC2::VPCEndpoint",
            create,
            r#"{"VpcEndpointType": "Gateway"}"#,
            2.0..7.0,
        ),
        ("AWS::EC2::VPCEndpoint", create, "{}", 2.0..7.0),
        (
            "AWS::EKS::Addon",
            create,
            r#"{"AddonName": "coredns"}"#,
            10.0..20.0,
        ),
        (
            "AWS::EKS::Addon",
            create,
            r#"{"AddonName": "somebody-elses"}"#,
            20.0..30.0,
        ),
        ("AWS::AutoScaling::AutoScalingGroup", create, "{}", 2.0..5.0),
        (
            "AWS::EKS::Nodegroup",
            Operation::Update,
            r#"{"ScalingConfig": {"DesiredSize": 2}, "UpdateConfig": {"MaxUnavailable": 1}}"#,
            1800.0..1850.0,
        ),
        (
            "AWS::EKS::Nodegroup",
            Operation::Update,
            r#"{"ScalingConfig": {"DesiredSize": "55"}}"#,
            10_200.0..10_400.0,
        ),
        (
            "AWS::EKS::Nodegroup",
            Operation::Update,
            r#"{"ScalingConfig": {"DesiredSize": 55}, "UpdateConfig": {"MaxUnavailablePercentage": 20}}"#,
            2_300.0..2_400.0,
        ),
        (
            "AWS::OpenSearchService::Domain",
            create,
            "{}",
            900.0..1200.0,
        ),
        (
            "AWS::OpenSearchService::Domain",
            create,
            r#"{"ClusterConfig": {"DedicatedMasterEnabled": true}}"#,
            1200.0..1201.0,
        ),
        ("Custom::ClusterSoftware", create, "{}", 120.0..420.0),
        ("Custom::Anything", create, "{}", 119.0..120.0),
        ("AWS::EC2::NatGateway", create, "{}", 90.0..120.0),
        ("AWS::EKS::Cluster", create, "{}", 480.0..650.0),
        ("AWS::CodeConnections::Connection", create, "{}", 1.0..60.0),
    ] {
        let seconds = median(resource_type, operation, json);
        assert!(
            range.contains(&seconds),
            "{resource_type} {operation:?} {json}: {seconds} s is not in {range:?}"
        );
    }
}

#[test]
fn the_table_is_whole_and_in_order() {
    let text = include_str!("../data/durations.json");
    Durations::parse(text).unwrap();
    assert_eq!(Durations::builtin().compiled, "2026-11-23", "it is dated");
    let table: serde_json::Value = serde_json::from_str(text).unwrap();
    let rows = table["resources"].as_array().unwrap();
    assert!(rows.len() >= 150, "{} rows are left of 170", rows.len());
    for row in rows {
        let number = |key: &str| row[key].as_f64().unwrap();
        assert!(
            number("p10S") <= number("medianS") && number("medianS") <= number("p90S"),
            "{row}"
        );
        assert!(
            !row["source"].as_str().unwrap().is_empty(),
            "{row} names its source"
        );
    }
    let overhead = |key: &str| {
        table["overhead"]
            .as_array()
            .unwrap()
            .iter()
            .find(|fact| fact["key"] == key)
            .and_then(|fact| fact["value"].as_f64())
    };
    assert_eq!(
        [
            overhead("stack_start_s"),
            overhead("stack_end_s"),
            overhead("dependency_hop_s")
        ],
        [Some(2.7), Some(1.2), Some(1.0)],
        "the constants of the schedule are the table's"
    );
    assert!(
        Durations::parse(r#"{"compiled":"x","resources":[{"type":"T","operation":"make","medianS":1,"p10S":1,"p90S":1,"unblockS":null,"confidence":"low","source":"s"}]}"#)
            .unwrap_err()
            .to_string()
            .contains("T: unknown operation `make`"),
        "an unknown operation is an error"
    );
}

#[test]
fn a_type_that_nobody_observed_says_so() {
    let duration =
        Durations::builtin().lookup("Vendor::Unheard::Of", Operation::Create, &Value::Null);
    assert_eq!(duration.confidence, Confidence::Low);
    assert!(
        duration.source.starts_with("assumed"),
        "{}",
        duration.source
    );
}

#[test]
fn what_is_kept_takes_no_time_to_delete() {
    let mut kept = resource(0, "AWS::OpenSearchService::Domain", &[]);
    kept.deletion_policy = DeletionPolicy::Retain;
    let tree = StackTree {
        root: stack("root", vec![kept]),
    };
    assert!(
        planned(&tree, Operation::Delete).total_s < 5.0,
        "a kept domain is only left behind"
    );
    assert!(planned(&tree, Operation::Create).total_s > 900.0);
}

#[test]
fn dependents_start_when_the_configuration_is_complete() {
    let tree = StackTree {
        root: stack(
            "root",
            vec![
                resource(0, "AWS::IAM::InstanceProfile", &[]),
                resource(1, "AWS::Logs::LogGroup", &[0]),
            ],
        ),
    };
    let schedule = planned(&tree, Operation::Create);
    let rows = by_name(&schedule);
    let (profile, group) = (rows[&("root", "R0")], rows[&("root", "R1")]);
    assert!(
        group.start_s < 15.0 && profile.end_s > 100.0,
        "an instance profile lets go long before it is complete: {profile:?}"
    );
    assert!(
        (schedule.total_s - profile.end_s - 1.2).abs() < 1e-9,
        "and its stack waits for it"
    );
}
