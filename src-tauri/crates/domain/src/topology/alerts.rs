//! From an alarm to a person: alarms, topics, functions, and those who are told.

use super::inventory::{Inventory, Item, worst};
use super::references::{deep_text, mentions, place_of, references, text_at};
use super::{Drawing, EdgeKind, Grouping, NodeKind, Tier, TopologyNode};

pub(super) fn draw(inventory: &Inventory<'_>, grouping: Grouping, drawing: &mut Drawing) {
    for topic in inventory.of_type(&["AWS::SNS::Topic"]) {
        let label = text_at(topic.properties(), "DisplayName")
            .or_else(|| text_at(topic.properties(), "TopicName"));
        let node = topic.node(
            label
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| "Alerts".to_owned()),
            "SNS topic",
            NodeKind::Topic,
            Tier::Regional,
        );
        drawing.boxes.insert(topic.place(), node.id.clone());
        drawing.add(node);
    }
    functions(inventory, drawing);
    subscriptions(inventory, drawing);
    rules(inventory, drawing);
    datadog(inventory, drawing);
    alarms(inventory, grouping, drawing);
}

/// Functions that tell somebody; helpers of the blueprint itself are left out.
fn functions(inventory: &Inventory<'_>, drawing: &mut Drawing) {
    for function in inventory.of_type(&["AWS::Lambda::Function"]) {
        let slack = function.named_like("slack") || mentions(function.properties(), "slack");
        if !slack {
            continue;
        }
        let runtime = text_at(function.properties(), "Runtime")
            .unwrap_or_default()
            .replace("python", "Python ");
        let node = function.node(
            "Slack messages",
            runtime,
            NodeKind::Function,
            Tier::Regional,
        );
        drawing.outside("slack", "Slack", "", NodeKind::Slack);
        drawing.connect(&node.id, "slack", EdgeKind::Alert, "");
        drawing.boxes.insert(function.place(), node.id.clone());
        drawing.add(node);
    }
}

fn subscriptions(inventory: &Inventory<'_>, drawing: &mut Drawing) {
    let mut told = Vec::new();
    for subscription in inventory.of_type(&["AWS::SNS::Subscription"]) {
        let protocol = text_at(subscription.properties(), "Protocol").unwrap_or_default();
        for topic in subscription.refers("TopicArn") {
            told.push((topic, protocol.clone(), subscription));
        }
    }
    // A topic may hold its subscriptions itself.
    for topic in inventory.of_type(&["AWS::SNS::Topic"]) {
        for inline in super::references::items(topic.properties(), "Subscription") {
            let protocol = text_at(inline, "Protocol").unwrap_or_default();
            let endpoint = text_at(inline, "Endpoint").unwrap_or_default();
            let functions = references(inline).into_iter().map(place_of).collect();
            tell(
                &topic.place(),
                &protocol,
                &endpoint,
                topic,
                functions,
                drawing,
            );
        }
    }
    for (topic, protocol, subscription) in told {
        let endpoint = text_at(subscription.properties(), "Endpoint").unwrap_or_default();
        tell(
            &topic,
            &protocol,
            &endpoint,
            subscription,
            subscription.refers("Endpoint"),
            drawing,
        );
    }
}

fn tell(
    topic: &(String, String),
    protocol: &str,
    endpoint: &str,
    by: Item<'_>,
    functions: Vec<(String, String)>,
    drawing: &mut Drawing,
) {
    let Some(topic) = drawing.box_of(topic).cloned() else {
        return;
    };
    match protocol {
        "email" | "email-json" => {
            let id = format!("person:{endpoint}");
            drawing.outside(&id, "Project manager", endpoint, NodeKind::Person);
            drawing.connect(&topic, &id, EdgeKind::Alert, "e-mail");
        }
        "https" | "http"
            if by.named_like("pagerduty") || mentions(by.properties(), "pagerduty") =>
        {
            drawing.outside("pagerduty", "PagerDuty", "", NodeKind::PagerDuty);
            drawing.connect(&topic, "pagerduty", EdgeKind::Alert, "");
        }
        "lambda" => {
            for function in functions {
                if let Some(function) = drawing.box_of(&function).cloned() {
                    drawing.connect(&topic, &function, EdgeKind::Alert, "");
                }
            }
        }
        _ => {}
    }
}

/// Rules that pass on what pipelines do.
fn rules(inventory: &Inventory<'_>, drawing: &mut Drawing) {
    for rule in inventory.of_type(&["AWS::Events::Rule"]) {
        if !mentions(rule.properties(), "codepipeline") {
            continue;
        }
        for target in rule.refers("Targets") {
            let Some(target) = drawing.box_of(&target).cloned() else {
                continue;
            };
            for pipeline in drawing.of_kind(NodeKind::Pipeline) {
                drawing.connect(&pipeline, &target, EdgeKind::Alert, "stage changes");
            }
        }
    }
}

fn datadog(inventory: &Inventory<'_>, drawing: &mut Drawing) {
    let integrated = inventory
        .of_type(&["AWS::IAM::Role", "AWS::SecretsManager::Secret"])
        .any(|item| item.named_like("datadog"));
    if integrated {
        drawing.outside(
            "datadog",
            "Datadog",
            "metrics and traces",
            NodeKind::Datadog,
        );
        for cluster in drawing.of_kind(NodeKind::Cluster) {
            drawing.connect(&cluster, "datadog", EdgeKind::Alert, "metrics");
        }
    }
}

/// What an alarm watches.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Watched {
    Cluster,
    Nodes,
    Nat,
    Search,
    Pipelines,
    Notifications,
    Other,
}

impl Watched {
    fn of(alarm: &Item<'_>) -> Self {
        let says = |words: &str| mentions(alarm.properties(), words) || alarm.named_like(words);
        let space = deep_text(alarm.properties(), "Namespace").unwrap_or_default();
        match space.as_str() {
            "AWS/NATGateway" => Watched::Nat,
            "AWS/ES" | "AWS/OpenSearchService" => Watched::Search,
            "AWS/Lambda" | "AWS/SNS" | "AWS/SQS" | "AWS/Events" => Watched::Notifications,
            "AWS/CodePipeline" | "AWS/CodeBuild" => Watched::Pipelines,
            "AWS/AutoScaling" | "AWS/EC2" => Watched::Nodes,
            _ if says("pipeline") => Watched::Pipelines,
            "ContainerInsights" if says("node_") || says("nodegroup") => Watched::Nodes,
            "AWS/EKS" | "ContainerInsights" => Watched::Cluster,
            _ if says("node") => Watched::Nodes,
            _ if says("search") => Watched::Search,
            _ if says("cluster") => Watched::Cluster,
            _ => Watched::Other,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Watched::Cluster => "Cluster alarms",
            Watched::Nodes => "Node alarms",
            Watched::Nat => "NAT alarms",
            Watched::Search => "Search alarms",
            Watched::Pipelines => "Pipeline alarms",
            Watched::Notifications => "Notification alarms",
            Watched::Other => "Other alarms",
        }
    }

    fn id(self) -> &'static str {
        match self {
            Watched::Cluster => "alarms/cluster",
            Watched::Nodes => "alarms/nodes",
            Watched::Nat => "alarms/nat",
            Watched::Search => "alarms/search",
            Watched::Pipelines => "alarms/pipelines",
            Watched::Notifications => "alarms/notifications",
            Watched::Other => "alarms/other",
        }
    }

    fn kind(self) -> Option<NodeKind> {
        match self {
            Watched::Cluster => Some(NodeKind::Cluster),
            Watched::Nodes => Some(NodeKind::NodeGroup),
            Watched::Nat => Some(NodeKind::Nat),
            Watched::Search => Some(NodeKind::Search),
            Watched::Pipelines => Some(NodeKind::Pipeline),
            Watched::Notifications => Some(NodeKind::Function),
            Watched::Other => None,
        }
    }
}

fn alarms(inventory: &Inventory<'_>, grouping: Grouping, drawing: &mut Drawing) {
    let mut all: Vec<(Watched, Item<'_>)> = inventory
        .of_type(&["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"])
        .map(|alarm| (Watched::of(&alarm), alarm))
        .collect();
    all.sort_by_key(|(watched, _)| *watched);
    let together = grouping == Grouping::ByKind;
    let groups: Vec<&[(Watched, Item<'_>)]> = if together {
        if all.is_empty() {
            Vec::new()
        } else {
            vec![&all]
        }
    } else {
        all.chunk_by(|one, other| one.0 == other.0).collect()
    };
    for group in groups {
        let (watched, first) = group[0];
        let (id, label) = if together {
            ("alarms", "Alarms")
        } else {
            (watched.id(), watched.words())
        };
        let count = if group.len() == 1 {
            "1 alarm".to_owned()
        } else {
            format!("{} alarms", group.len())
        };
        let node = TopologyNode {
            id: id.to_owned(),
            status: worst(group.iter().map(|(_, alarm)| alarm.status)),
            ..first.node(label, count, NodeKind::Alarm, Tier::Regional)
        };
        drawing.add(node);
        for (watched, alarm) in group {
            drawing.boxes.insert(alarm.place(), id.to_owned());
            for source in watched
                .kind()
                .map(|kind| drawing.of_kind(kind))
                .unwrap_or_default()
            {
                drawing.connect(&source, id, EdgeKind::Alert, "");
            }
            for topic in alarm.refers("AlarmActions") {
                if let Some(topic) = drawing.box_of(&topic).cloned() {
                    drawing.connect(id, &topic, EdgeKind::Alert, "");
                }
            }
        }
    }
}
