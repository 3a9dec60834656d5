//! The VPC by zone and tier, with what runs in it, and the ways of traffic.

use std::collections::BTreeMap;

use super::inventory::{Inventory, Item};
use super::references::{at, items, mentions, text, text_at};
use super::{Drawing, EdgeKind, NodeKind, Tier};
use crate::template::Value;

const NODE_GROUPS: &[&str] = &["AWS::EKS::Nodegroup", "AWS::AutoScaling::AutoScalingGroup"];
const DOMAINS: &[&str] = &[
    "AWS::OpenSearchService::Domain",
    "AWS::Elasticsearch::Domain",
];

/// Draws the network; gives the zones.
pub(super) fn draw(inventory: &Inventory<'_>, drawing: &mut Drawing) -> Vec<String> {
    let subnets: Vec<Item<'_>> = inventory.of_type(&["AWS::EC2::Subnet"]).collect();
    let zone_of = |subnet: &Item<'_>| text_at(subnet.properties(), "AvailabilityZone");
    let mut zones: Vec<String> = subnets.iter().filter_map(zone_of).collect();
    zones.sort();
    zones.dedup();

    let ways = Ways::of(inventory);
    gateways(inventory, drawing);
    for subnet in &subnets {
        let tier = tier_of(subnet, inventory, &ways);
        let label = match tier {
            Tier::Public => "Public subnet",
            Tier::Data => "Data subnet",
            _ => "Node subnet",
        };
        let mut node = subnet.node(
            label,
            text_at(subnet.properties(), "CidrBlock").unwrap_or_default(),
            NodeKind::Subnet,
            tier,
        );
        node.zone = zone_of(subnet);
        drawing.boxes.insert(subnet.place(), node.id.clone());
        drawing.add(node);
    }
    for nat in inventory.of_type(&["AWS::EC2::NatGateway"]) {
        let zone = nat
            .refers("SubnetId")
            .iter()
            .find_map(|place| inventory.find(place))
            .and_then(|subnet| zone_of(&subnet));
        let mut node = nat.node(
            "NAT gateway",
            "way out to the internet",
            NodeKind::Nat,
            Tier::Public,
        );
        node.zone = zone;
        drawing.boxes.insert(nat.place(), node.id.clone());
        for gateway in drawing.of_kind(NodeKind::Gateway) {
            drawing.connect(&node.id, &gateway, EdgeKind::Traffic, "");
        }
        drawing.add(node);
    }
    compute(inventory, drawing);
    for subnet in &subnets {
        for target in ways.targets(&subnet.place()) {
            if let (Some(from), Some(to)) = (
                drawing.box_of(&subnet.place()).cloned(),
                drawing.box_of(target).cloned(),
            ) {
                drawing.connect(&from, &to, EdgeKind::Traffic, "");
            }
        }
    }
    zones
}

fn gateways(inventory: &Inventory<'_>, drawing: &mut Drawing) {
    for gateway in inventory.of_type(&["AWS::EC2::InternetGateway"]) {
        let node = gateway.node("Internet gateway", "", NodeKind::Gateway, Tier::Public);
        drawing.outside("internet", "Internet", "", NodeKind::Internet);
        drawing.connect("internet", &node.id, EdgeKind::Traffic, "");
        drawing.boxes.insert(gateway.place(), node.id.clone());
        drawing.add(node);
    }
    for gateway in inventory.of_type(&["AWS::EC2::VPNGateway"]) {
        let node = gateway.node(
            "Virtual private gateway",
            "VPN or Direct Connect",
            NodeKind::VpnGateway,
            Tier::Public,
        );
        drawing.boxes.insert(gateway.place(), node.id.clone());
        drawing.add(node);
    }
}

/// Cluster, node groups and search, which span the zones.
fn compute(inventory: &Inventory<'_>, drawing: &mut Drawing) {
    for cluster in inventory.of_type(&["AWS::EKS::Cluster"]) {
        let version = text_at(cluster.properties(), "Version")
            .map(|version| format!("Kubernetes {version}"))
            .unwrap_or_default();
        let label = name_or(&cluster, "Name", "EKS cluster");
        let node = cluster.node(label, version, NodeKind::Cluster, Tier::Nodes);
        drawing.boxes.insert(cluster.place(), node.id.clone());
        drawing.add(node);
    }
    for group in inventory.of_type(NODE_GROUPS) {
        let node = group.node(
            node_group_name(&group),
            size_of(&group, inventory),
            NodeKind::NodeGroup,
            Tier::Nodes,
        );
        drawing.boxes.insert(group.place(), node.id.clone());
        for cluster in drawing.of_kind(NodeKind::Cluster) {
            drawing.connect(&cluster, &node.id, EdgeKind::Traffic, "");
        }
        drawing.add(node);
    }
    for domain in inventory.of_type(DOMAINS) {
        let count = text_at(domain.properties(), "ClusterConfig.InstanceCount")
            .unwrap_or_else(|| "1".to_owned());
        let instance =
            text_at(domain.properties(), "ClusterConfig.InstanceType").unwrap_or_default();
        let version = text_at(domain.properties(), "EngineVersion")
            .unwrap_or_default()
            .replace('_', " ");
        let label = if version.is_empty() {
            "Crew search".to_owned()
        } else {
            format!("Crew search, {version}")
        };
        let node = domain.node(
            label,
            format!("{count} × {instance}"),
            NodeKind::Search,
            Tier::Data,
        );
        drawing.boxes.insert(domain.place(), node.id.clone());
        for group in drawing.of_kind(NodeKind::NodeGroup) {
            drawing.connect(&group, &node.id, EdgeKind::Traffic, "crew search");
        }
        drawing.add(node);
    }
}

/// The name that a person gave, or a plain one.
pub(super) fn name_or(item: &Item<'_>, property: &str, plain: &str) -> String {
    text_at(item.properties(), property)
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| plain.to_owned())
}

fn node_group_name(group: &Item<'_>) -> String {
    let name = text_at(group.properties(), "NodegroupName")
        .or_else(|| text_at(group.properties(), "AutoScalingGroupName"))
        .unwrap_or_else(|| group.stack.to_owned());
    format!("Nodes {}", name.trim_start_matches("Nodes").trim())
}

/// `m7g.large, 2 to 6`; spot is said, on-demand is the rule.
fn size_of(group: &Item<'_>, inventory: &Inventory<'_>) -> String {
    let own = group.properties();
    let (min, max) = (
        text_at(own, "ScalingConfig.MinSize").or_else(|| text_at(own, "MinSize")),
        text_at(own, "ScalingConfig.MaxSize").or_else(|| text_at(own, "MaxSize")),
    );
    let mut types: Vec<String> = items(own, "InstanceTypes")
        .iter()
        .filter_map(text)
        .collect();
    if types.is_empty() {
        types = items(own, "MixedInstancesPolicy.LaunchTemplate.Overrides")
            .iter()
            .filter_map(|one| text_at(one, "InstanceType"))
            .collect();
    }
    if types.is_empty() {
        // The type may stand in the launch template that the group refers to.
        let template = ["LaunchTemplate", "MixedInstancesPolicy"]
            .iter()
            .flat_map(|property| group.refers(property))
            .filter_map(|place| inventory.find(&place))
            .find(|item| item.resource.resource_type == "AWS::EC2::LaunchTemplate");
        types = template
            .and_then(|template| text_at(template.properties(), "LaunchTemplateData.InstanceType"))
            .into_iter()
            .collect();
    }
    let mut words = match types.len() {
        0 => String::new(),
        1 => types[0].clone(),
        more => format!("{} +{}", types[0], more - 1),
    };
    if let (Some(min), Some(max)) = (min, max) {
        let size = if min == max {
            min
        } else {
            format!("{min} to {max}")
        };
        words = if words.is_empty() {
            size
        } else {
            format!("{words}, {size}")
        };
    }
    let spot = text_at(own, "CapacityType").is_some_and(|kind| kind == "SPOT")
        || at(own, "MixedInstancesPolicy.InstancesDistribution")
            .is_some_and(|spread| mentions(spread, "spot"));
    if spot {
        format!("{words}, spot")
    } else {
        words
    }
}

/// Which tier a subnet belongs to: by its way to the internet, then by who lives in it, then by
/// its tags and name.
fn tier_of(subnet: &Item<'_>, inventory: &Inventory<'_>, ways: &Ways) -> Tier {
    let place = subnet.place();
    let to_internet = ways.targets(&place).iter().any(|target| {
        inventory
            .find(target)
            .is_some_and(|item| item.resource.resource_type == "AWS::EC2::InternetGateway")
    });
    if to_internet
        || at(subnet.properties(), "MapPublicIpOnLaunch")
            .and_then(text)
            .as_deref()
            == Some("true")
    {
        return Tier::Public;
    }
    let houses = |types: &[&str], properties: &[&str], places: &[(String, String)]| {
        inventory.of_type(types).any(|item| {
            properties
                .iter()
                .any(|property| item.refers(property).iter().any(|one| places.contains(one)))
        })
    };
    let tier_by = |places: &[(String, String)]| {
        if houses(DOMAINS, &["VPCOptions"], places) {
            Some(Tier::Data)
        } else if houses(NODE_GROUPS, &["Subnets", "VPCZoneIdentifier"], places) {
            Some(Tier::Nodes)
        } else {
            None
        }
    };
    let tags = at(subnet.properties(), "Tags").unwrap_or(&Value::Null);
    let called = |words: &str| subnet.named_like(words) || mentions(tags, words);
    // A joined list of subnets is only known by its first one, so its sisters count as well.
    let sisters = || -> Vec<(String, String)> {
        inventory
            .of_type(&["AWS::EC2::Subnet"])
            .filter(|other| other.stack == subnet.stack && stem(other) == stem(subnet))
            .map(|other| other.place())
            .collect()
    };
    tier_by(&[place])
        .or_else(|| {
            [
                ("public", Tier::Public),
                ("data", Tier::Data),
                ("search", Tier::Data),
                ("node", Tier::Nodes),
            ]
            .into_iter()
            .find(|(words, _)| called(words))
            .map(|(_, tier)| tier)
        })
        .or_else(|| tier_by(&sisters()))
        .unwrap_or(Tier::Nodes)
}

/// A subnet's name without the mark of its zone: `NodeSubnet` of `NodeSubnetB` or `NodeSubnet2`.
fn stem<'a>(subnet: &Item<'a>) -> &'a str {
    subnet
        .resource
        .logical_id
        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, 'A' | 'B' | 'C'))
}

/// Where each subnet's route table leads.
struct Ways {
    /// Subnet to route tables.
    tables: BTreeMap<(String, String), Vec<(String, String)>>,
    /// Route table to gateways.
    targets: BTreeMap<(String, String), Vec<(String, String)>>,
}

impl Ways {
    fn of(inventory: &Inventory<'_>) -> Self {
        let mut ways = Ways {
            tables: BTreeMap::new(),
            targets: BTreeMap::new(),
        };
        for link in inventory.of_type(&["AWS::EC2::SubnetRouteTableAssociation"]) {
            for subnet in link.refers("SubnetId") {
                ways.tables
                    .entry(subnet)
                    .or_default()
                    .extend(link.refers("RouteTableId"));
            }
        }
        for route in inventory.of_type(&["AWS::EC2::Route"]) {
            for table in route.refers("RouteTableId") {
                let targets = ways.targets.entry(table).or_default();
                targets.extend(route.refers("GatewayId"));
                targets.extend(route.refers("NatGatewayId"));
            }
        }
        for spread in inventory.of_type(&["AWS::EC2::VPNGatewayRoutePropagation"]) {
            for table in spread.refers("RouteTableIds") {
                ways.targets
                    .entry(table)
                    .or_default()
                    .extend(spread.refers("VpnGatewayId"));
            }
        }
        ways
    }

    /// Gateways that a subnet's routes lead to.
    fn targets(&self, subnet: &(String, String)) -> Vec<&(String, String)> {
        self.tables
            .get(subnet)
            .into_iter()
            .flatten()
            .filter_map(|table| self.targets.get(table))
            .flatten()
            .collect()
    }
}
