#![allow(clippy::unwrap_used)]

use serde_json::{Value as Json, json};

use super::*;
use crate::template::{DeletionPolicy, Reference, ResourceNode, StackNode, Value};

/// `{"$": "Network.Vpc"}` is a reference to a resource of another or the same stack.
fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(yes) => Value::Bool(*yes),
        Json::Number(number) => Value::Number(number.clone()),
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(value).collect()),
        Json::Object(fields) => match fields
            .get("$")
            .and_then(Json::as_str)
            .and_then(|name| name.split_once('.'))
        {
            Some((stack, logical_id)) => Value::Unknown(Reference {
                stack: format!("root/{stack}"),
                logical_id: logical_id.to_owned(),
                attribute: None,
            }),
            None => Value::Map(
                fields
                    .iter()
                    .map(|(key, field)| (key.clone(), value(field)))
                    .collect(),
            ),
        },
    }
}

fn resource(logical_id: &str, resource_type: &str, properties: &Json) -> ResourceNode {
    ResourceNode {
        logical_id: logical_id.to_owned(),
        resource_type: format!("AWS::{resource_type}"),
        properties: value(properties),
        depends_on: Vec::new(),
        line: 1,
        deletion_policy: DeletionPolicy::Delete,
        update_replace_policy: DeletionPolicy::Delete,
        update_policy: Value::Null,
        nested: None,
    }
}

fn stack(path: &str, resources: Vec<ResourceNode>) -> StackNode {
    StackNode {
        path: path.to_owned(),
        template: String::new(),
        description: String::new(),
        parameters: Default::default(),
        resources,
        outputs: Default::default(),
    }
}

fn network() -> Vec<ResourceNode> {
    let mut all = vec![
        resource("Vpc", "EC2::VPC", &json!({"CidrBlock": "10.20.0.0/16"})),
        resource("Gateway", "EC2::InternetGateway", &json!({})),
        resource("PublicTable", "EC2::RouteTable", &json!({})),
        resource(
            "PublicRoute",
            "EC2::Route",
            &json!({"RouteTableId": {"$": "Network.PublicTable"}, "GatewayId": {"$": "Network.Gateway"}}),
        ),
        resource(
            "NatA",
            "EC2::NatGateway",
            &json!({"SubnetId": {"$": "Network.PublicA"}}),
        ),
        resource("PrivateTable", "EC2::RouteTable", &json!({})),
        resource(
            "PrivateRoute",
            "EC2::Route",
            &json!({"RouteTableId": {"$": "Network.PrivateTable"}, "NatGatewayId": {"$": "Network.NatA"}}),
        ),
    ];
    for (number, (name, zone, table)) in [
        ("PublicA", "eu-central-1a", "PublicTable"),
        ("PublicB", "eu-central-1b", "PublicTable"),
        ("NodesA", "eu-central-1a", "PrivateTable"),
        ("NodesB", "eu-central-1b", "PrivateTable"),
        ("DataA", "eu-central-1a", "PrivateTable"),
        ("DataB", "eu-central-1b", "PrivateTable"),
    ]
    .iter()
    .enumerate()
    {
        all.push(resource(
            name,
            "EC2::Subnet",
            &json!({"CidrBlock": format!("10.20.{number}.0/24"), "AvailabilityZone": zone}),
        ));
        all.push(resource(
            &format!("{name}Table"),
            "EC2::SubnetRouteTableAssociation",
            &json!({"SubnetId": {"$": format!("Network.{name}")}, "RouteTableId": {"$": format!("Network.{table}")}}),
        ));
    }
    all
}

fn pipeline(repository: &str, branch: &str) -> Vec<ResourceNode> {
    vec![
        resource(
            "Build",
            "CodeBuild::Project",
            &json!({"Environment": {"Variables": [{"Value": {"$": format!("Registry{repository}.Repository")}}]}}),
        ),
        resource(
            "Pipeline",
            "CodePipeline::Pipeline",
            &json!({"ArtifactStore": {"Location": {"$": "Delivery.Artifacts"}}, "Stages": [
                {"Name": "Source", "Actions": [{"ActionTypeId": {"Provider": "CodeStarSourceConnection"}, "Configuration": {"FullRepositoryId": format!("array-crew/{repository}"), "BranchName": branch}}]},
                {"Name": "Build", "Actions": [{"Configuration": {"ProjectName": {"$": format!("Pipeline{repository}{branch}.Build")}}}]},
                {"Name": "Deploy", "Actions": [{"ActionTypeId": {"Provider": "EKS"}, "Configuration": {"ClusterName": {"$": "Cluster.Cluster"}}}]},
            ]}),
        ),
    ]
}

/// An environment with so many repositories of two branches each.
fn environment(repositories: usize) -> StackTree {
    let mut stacks = vec![
        ("Network".to_owned(), network()),
        (
            "Cluster".to_owned(),
            vec![resource(
                "Cluster",
                "EKS::Cluster",
                &json!({"Name": "crew-staging", "Version": "1.36"}),
            )],
        ),
        (
            "NodesGeneral".to_owned(),
            vec![resource(
                "Group",
                "EKS::Nodegroup",
                &json!({"NodegroupName": "general", "InstanceTypes": ["m7g.large"], "CapacityType": "SPOT", "ScalingConfig": {"MinSize": 2, "MaxSize": 6}, "Subnets": {"$": "Network.NodesA"}}),
            )],
        ),
        (
            "Search".to_owned(),
            vec![resource(
                "Domain",
                "OpenSearchService::Domain",
                &json!({"EngineVersion": "OpenSearch_2.19", "ClusterConfig": {"InstanceCount": 2, "InstanceType": "r7g.large.search"}, "VPCOptions": {"SubnetIds": {"$": "Network.DataA"}}}),
            )],
        ),
        (
            "Delivery".to_owned(),
            vec![resource("Artifacts", "S3::Bucket", &json!({}))],
        ),
        (
            "Notifications".to_owned(),
            vec![
                resource(
                    "Topic",
                    "SNS::Topic",
                    &json!({"DisplayName": "Crew alerts"}),
                ),
                resource(
                    "Mail",
                    "SNS::Subscription",
                    &json!({"TopicArn": {"$": "Notifications.Topic"}, "Protocol": "email", "Endpoint": "pm@example.com"}),
                ),
                resource(
                    "SlackFunction",
                    "Lambda::Function",
                    &json!({"Runtime": "python3.14"}),
                ),
                resource(
                    "PipelineRule",
                    "Events::Rule",
                    &json!({"EventPattern": {"source": ["aws.codepipeline"]}, "Targets": [{"Arn": {"$": "Notifications.SlackFunction"}}]}),
                ),
            ],
        ),
        (
            "Monitoring".to_owned(),
            vec![
                resource(
                    "PagerDuty",
                    "SNS::Subscription",
                    &json!({"TopicArn": {"$": "Notifications.Topic"}, "Protocol": "https", "Endpoint": {"$": "Monitoring.PagerDutyUrl"}}),
                ),
                resource("DatadogRole", "IAM::Role", &json!({})),
                resource(
                    "ClusterErrors",
                    "CloudWatch::Alarm",
                    &json!({"Namespace": "AWS/EKS", "AlarmActions": [{"$": "Notifications.Topic"}]}),
                ),
                resource(
                    "NatErrors",
                    "CloudWatch::Alarm",
                    &json!({"Namespace": "AWS/NATGateway", "AlarmActions": [{"$": "Notifications.Topic"}]}),
                ),
                resource(
                    "SearchRed",
                    "CloudWatch::Alarm",
                    &json!({"Namespace": "AWS/ES", "AlarmActions": [{"$": "Notifications.Topic"}]}),
                ),
                resource(
                    "SearchFull",
                    "CloudWatch::Alarm",
                    &json!({"Namespace": "AWS/ES", "AlarmActions": [{"$": "Notifications.Topic"}]}),
                ),
            ],
        ),
    ];
    for number in 0..repositories {
        let name = format!("app{number}");
        stacks.push((
            format!("Registry{name}"),
            vec![resource(
                "Repository",
                "ECR::Repository",
                &json!({"RepositoryName": name}),
            )],
        ));
        for branch in ["main", "develop"] {
            stacks.push((format!("Pipeline{name}{branch}"), pipeline(&name, branch)));
        }
    }
    let resources = stacks
        .into_iter()
        .map(|(name, resources)| ResourceNode {
            nested: Some(Box::new(stack(&format!("root/{name}"), resources))),
            ..resource(&name, "CloudFormation::Stack", &json!({}))
        })
        .collect();
    StackTree {
        root: stack("root", resources),
    }
}

/// The picture as lines that a person can check.
fn words(topology: &Topology) -> String {
    let mut lines = vec![format!("zones {}", topology.zones.join(" "))];
    for node in &topology.nodes {
        let zone = node.zone.as_deref().unwrap_or("-");
        lines.push(format!(
            "{:?} {zone} | {:?} | {} | {} | {}",
            node.tier, node.kind, node.label, node.sublabel, node.id
        ));
    }
    for edge in &topology.edges {
        lines.push(
            format!(
                "{:?}: {} -> {} {}",
                edge.kind, edge.from, edge.to, edge.label
            )
            .trim_end()
            .to_owned(),
        );
    }
    lines.join("\n")
}

#[test]
fn a_small_environment_is_drawn_in_full() {
    insta::assert_snapshot!(words(&Topology::of(&environment(1), &Statuses::new())));
}

#[test]
fn a_large_environment_is_grouped_until_it_can_be_read() {
    let largest = Topology::of(&environment(6), &Statuses::new());
    assert!(
        largest.nodes.len() <= READABLE,
        "{} boxes are too many to read",
        largest.nodes.len()
    );
    insta::assert_snapshot!(words(&largest));
}

#[test]
fn every_way_leads_from_box_to_box() {
    for repositories in [0, 1, 2, 6] {
        let topology = Topology::of(&environment(repositories), &Statuses::new());
        let known = |id: &String| topology.nodes.iter().filter(|node| node.id == *id).count() == 1;
        for edge in &topology.edges {
            assert!(
                known(&edge.from) && known(&edge.to),
                "{edge:?} leads nowhere"
            );
        }
        assert!(
            topology
                .nodes
                .iter()
                .filter(|node| node.tier == Tier::Outside)
                .all(|node| node.status.is_none()),
            "what is outside AWS has no status"
        );
    }
}

#[test]
fn a_group_shows_its_worst_status() {
    let statuses = Statuses::from([
        (
            ("Monitoring".into(), "SearchRed".into()),
            Status::CreateComplete,
        ),
        (
            ("Monitoring".into(), "SearchFull".into()),
            Status::CreateFailed,
        ),
        (
            ("Monitoring".into(), "ClusterErrors".into()),
            Status::CreateComplete,
        ),
    ]);
    let topology = Topology::of(&environment(1), &statuses);
    let status = |id: &str| {
        topology
            .nodes
            .iter()
            .find(|node| node.id == id)
            .unwrap()
            .status
    };
    assert_eq!(
        status("alarms/search"),
        Some(Status::CreateFailed),
        "one failed alarm is seen"
    );
    assert_eq!(
        status("alarms/cluster"),
        Some(Status::CreateComplete),
        "a good one is good"
    );
    assert_eq!(
        status("alarms/nat"),
        None,
        "one that was not begun has none"
    );
}

#[test]
fn the_shape_is_what_the_window_expects() {
    let topology = Topology::of(&environment(1), &Statuses::new());
    let json = serde_json::to_value(&topology).unwrap();
    let node = json["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|node| node["id"] == "pagerduty")
        .unwrap();
    assert_eq!(
        node,
        &json!({"id": "pagerduty", "label": "PagerDuty", "sublabel": "", "kind": "pagerduty", "tier": "outside", "zone": null, "status": null, "stack": "", "logicalId": "", "type": ""}),
        "field names and words are a contract"
    );
}
