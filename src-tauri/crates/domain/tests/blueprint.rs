//! Blueprints: deterministic, sound, tagged, and within CloudFormation's limits.
#![allow(clippy::unwrap_used)]

use domain::blueprint::render;
use domain::catalogue::Date;
use domain::environment::testing::{VALID_ON, any_valid_environment};
use domain::environment::{EnvironmentFile, EnvironmentKind, EnvironmentSpec, largest_preset};
use domain::launch::Operation;
use domain::template::{Pseudo, StackNode, StackTree, Unmade, Value, expand, structure};
use domain::timeline::{Durations, predict};
use proptest::prelude::*;

const TODAY: Date = Date::new(2026, 11, 24);

fn spec(file: EnvironmentFile) -> EnvironmentSpec {
    EnvironmentSpec::new(file, TODAY).unwrap()
}

fn presets() -> Vec<(&'static str, EnvironmentFile)> {
    vec![
        (
            "development",
            EnvironmentFile::preset("crew", EnvironmentKind::Development),
        ),
        (
            "staging",
            EnvironmentFile::preset("crew", EnvironmentKind::Staging),
        ),
        (
            "production",
            EnvironmentFile::preset("crew", EnvironmentKind::Production),
        ),
        ("largest", largest_preset()),
    ]
}

fn tree(spec: &EnvironmentSpec) -> StackTree {
    let blueprint = render(spec);
    let pseudo = Pseudo {
        account_id: "000000000000".to_owned(),
        region: blueprint.region.clone(),
        partition: "aws".to_owned(),
        url_suffix: "amazonaws.com".to_owned(),
        stack_name: blueprint.stack_name.clone(),
        stack_id: "arn:aws:cloudformation:us-east-1:000000000000:stack/x/y".to_owned(),
    };
    expand(&blueprint, &pseudo, &Unmade).unwrap()
}

#[test]
fn presets_render_the_same_bytes_and_are_sound() {
    for (name, file) in presets() {
        let spec = spec(file);
        assert_eq!(
            render(&spec),
            render(&spec),
            "{name}: the same spec, the same bytes"
        );
        let findings = structure(&render(&spec));
        assert!(findings.is_empty(), "{name}: {findings:#?}");
        insta::assert_snapshot!(name, render(&spec).root.body);
    }
}

#[test]
fn presets_expand_and_their_time_is_predicted() {
    for (name, file) in presets() {
        let tree = tree(&spec(file));
        let timeline = predict(&tree, Operation::Create, Durations::builtin());
        assert!(
            (10..60).contains(&timeline.minutes),
            "{name}: {} min",
            timeline.minutes
        );
        assert!(
            timeline.critical_path.len() > 2,
            "{name}: a launch has a critical path"
        );
        let sum: f64 = timeline.critical_path.iter().map(|step| step.seconds).sum();
        assert!(
            (sum - timeline.range.expected).abs() < 1.0,
            "{name}: the path adds up: {sum}"
        );
    }
}

/// Types that CloudFormation lets carry tags, of those that the blueprints use.
fn taggable(resource_type: &str) -> bool {
    !matches!(
        resource_type,
        "AWS::EC2::Route"
            | "AWS::EC2::SubnetRouteTableAssociation"
            | "AWS::EC2::SubnetNetworkAclAssociation"
            | "AWS::EC2::NetworkAclEntry"
            | "AWS::EC2::VPCGatewayAttachment"
            | "AWS::EC2::VPNGatewayRoutePropagation"
            | "AWS::EC2::SecurityGroupIngress"
            | "AWS::IAM::InstanceProfile"
            | "AWS::AutoScaling::ScalingPolicy"
            | "AWS::Logs::ResourcePolicy"
            | "AWS::S3::BucketPolicy"
            | "AWS::SNS::TopicPolicy"
            | "AWS::SNS::Subscription"
            | "AWS::SQS::QueuePolicy"
            | "AWS::Lambda::Permission"
            | "AWS::CloudWatch::Dashboard"
    ) && !resource_type.starts_with("Custom::")
}

fn check_tags(node: &StackNode) {
    for resource in &node.resources {
        if let Some(nested) = &resource.nested {
            check_tags(nested);
        }
        if !taggable(&resource.resource_type) {
            continue;
        }
        let tags = ["Tags", "ResourceTags"]
            .iter()
            .find_map(|key| resource.properties.get(key));
        let tags = match resource.resource_type.as_str() {
            "AWS::EC2::LaunchTemplate" => resource.properties.get("TagSpecifications"),
            _ => tags,
        };
        let text = format!("{tags:?}");
        for key in ["Environment", "Component", "Owner", "ManagedBy"] {
            assert!(
                matches!(tags, Some(Value::List(_) | Value::Map(_))) && text.contains(key),
                "{}/{} carries no tag {key}",
                node.path,
                resource.logical_id
            );
        }
    }
}

#[test]
fn everything_that_can_carries_the_cost_allocation_tags() {
    for (_, file) in presets() {
        check_tags(&tree(&spec(file)).root);
    }
}

fn component(properties: &Value) -> Option<String> {
    let tags = properties.get("Tags").and_then(Value::list)?;
    let text = |tag: &Value, side| tag.get(side).and_then(Value::as_text);
    let named = tags
        .iter()
        .find(|tag| text(tag, "Key").as_deref() == Some("Component"));
    named.and_then(|tag| text(tag, "Value"))
}

#[test]
fn what_a_stack_makes_is_the_component_that_the_stack_is() {
    let tree = tree(&spec(largest_preset()));
    for stack in &tree.root.resources {
        let (Some(nested), Some(whole)) = (&stack.nested, component(&stack.properties)) else {
            continue;
        };
        for resource in &nested.resources {
            if let Some(own) = component(&resource.properties) {
                assert_eq!(
                    own, whole,
                    "{}/{}: its estimate and its costs must meet",
                    nested.path, resource.logical_id
                );
            }
        }
    }
}

/// The first eight of the file's own tags, on instances and volumes, where stack tags do not come.
fn check_own_tags(node: &StackNode, own: &[(String, String)]) {
    for resource in &node.resources {
        if let Some(nested) = &resource.nested {
            check_own_tags(nested, own);
        }
        if resource.resource_type != "AWS::EC2::LaunchTemplate" {
            continue;
        }
        let specifications = resource
            .properties
            .at(&["LaunchTemplateData", "TagSpecifications"])
            .and_then(Value::list)
            .unwrap();
        assert_eq!(specifications.len(), 2, "instances and volumes");
        for specification in specifications {
            let tags = specification.get("Tags").and_then(Value::list).unwrap();
            let said: Vec<(String, String)> = tags
                .iter()
                .map(|tag| {
                    let text = |side| tag.get(side).and_then(Value::as_text).unwrap();
                    (text("Key"), text("Value"))
                })
                .skip(5)
                .collect();
            assert_eq!(said, own, "{}", node.path);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn instances_and_volumes_carry_the_tags_of_the_file(file in any_valid_environment()) {
        let trimmed = |text: &String| text.trim().to_owned();
        let own: Vec<(String, String)> =
            file.tags.iter().take(8).map(|(key, value)| (trimmed(key), trimmed(value))).collect();
        check_own_tags(&tree(&EnvironmentSpec::new(file, VALID_ON).unwrap()).root, &own);
    }

    #[test]
    fn everything_of_any_environment_is_tagged_for_cost_allocation(file in any_valid_environment()) {
        check_tags(&tree(&EnvironmentSpec::new(file, VALID_ON).unwrap()).root);
    }
}
