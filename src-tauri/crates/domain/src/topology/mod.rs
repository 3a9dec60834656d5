//! The environment as a picture: what stands where, and which way traffic, deploys and alerts go.
//!
//! Everything is read from the expanded blueprint's resources and their references, nothing from
//! the environment file: what is drawn is what is (or will be) there. The picture has to be read at
//! 1280 × 800 without hovering, so what would clutter is grouped until about thirty nodes are left.

mod alerts;
mod deploys;
mod inventory;
mod network;
mod references;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::launch::Status;
use crate::template::StackTree;

/// More nodes than this are grouped further.
const READABLE: usize = 30;

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Topology {
    /// Availability zones, the columns, in order of their names.
    pub zones: Vec<String>,
    pub nodes: Vec<TopologyNode>,
    pub edges: Vec<TopologyEdge>,
}

/// One box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TopologyNode {
    /// Unique in the picture and the same for the same environment: `Network/Vpc`, `internet`.
    pub id: String,
    /// `Node group general`.
    pub label: String,
    /// The one fact worth knowing: `m7g.large, 2 to 6`. May be empty.
    pub sublabel: String,
    pub kind: NodeKind,
    pub tier: Tier,
    /// Absent where it spans the zones or belongs to none.
    pub zone: Option<String>,
    /// Absent for what is outside AWS, and before the resource has any status. Of a group, the worst.
    pub status: Option<Status>,
    /// Nested stack: `Network`; `root`; empty for what is outside AWS. Of a group, its first member's.
    pub stack: String,
    pub logical_id: String,
    #[serde(rename = "type")]
    pub resource_type: String,
}

/// One way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TopologyEdge {
    /// Node IDs.
    pub from: String,
    pub to: String,
    pub kind: EdgeKind,
    /// `on commit to main`; may be empty.
    pub label: String,
}

/// What a box stands for; decides its symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum NodeKind {
    Internet,
    #[serde(rename = "github")]
    GitHub,
    Person,
    Slack,
    #[serde(rename = "pagerduty")]
    PagerDuty,
    Datadog,
    Gateway,
    Nat,
    Subnet,
    Cluster,
    NodeGroup,
    Search,
    Registry,
    Pipeline,
    Topic,
    Function,
    Alarm,
    Bucket,
    Key,
    VpnGateway,
}

/// The rows, from the outside in, and what belongs to the region and not to the VPC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Tier {
    Outside,
    Public,
    Nodes,
    Data,
    Regional,
}

/// Ways that can be switched on one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum EdgeKind {
    Traffic,
    Deploy,
    Alert,
}

/// Status of each resource by stack (`Network`, `root`) and logical ID.
pub type Statuses = BTreeMap<(String, String), Status>;

/// How much is put together; the picture starts with the first and goes on while it is too full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grouping {
    /// One box for each pipeline and registry.
    Each,
    /// One box for the pipelines of a repository; one for all registries.
    ByRepository,
    /// One box for all pipelines, one for all alarms.
    ByKind,
}

impl Topology {
    /// Draws `tree`, which must be expanded as for a plan: references to other resources must be
    /// unknown values that name them, since ways are found by following them.
    pub fn of(tree: &StackTree, statuses: &Statuses) -> Topology {
        let inventory = inventory::Inventory::of(tree, statuses);
        let mut picture = draw(&inventory, Grouping::Each);
        for grouping in [Grouping::ByRepository, Grouping::ByKind] {
            if picture.nodes.len() <= READABLE {
                break;
            }
            picture = draw(&inventory, grouping);
        }
        picture
    }
}

fn draw(inventory: &inventory::Inventory<'_>, grouping: Grouping) -> Topology {
    let mut drawing = Drawing::default();
    let zones = network::draw(inventory, &mut drawing);
    deploys::draw(inventory, grouping, &mut drawing);
    alerts::draw(inventory, grouping, &mut drawing);
    drawing.finish(zones)
}

/// The picture while it is being drawn.
#[derive(Default)]
struct Drawing {
    nodes: Vec<TopologyNode>,
    edges: Vec<TopologyEdge>,
    /// Resource (stack, logical ID) to the box that stands for it.
    boxes: BTreeMap<(String, String), String>,
}

impl Drawing {
    /// Adds a box; the first of an ID stays.
    fn add(&mut self, node: TopologyNode) {
        if !self.nodes.iter().any(|known| known.id == node.id) {
            self.nodes.push(node);
        }
    }

    /// Adds something outside AWS.
    fn outside(&mut self, id: &str, label: &str, sublabel: &str, kind: NodeKind) {
        self.add(TopologyNode {
            id: id.to_owned(),
            label: label.to_owned(),
            sublabel: sublabel.to_owned(),
            kind,
            tier: Tier::Outside,
            zone: None,
            status: None,
            stack: String::new(),
            logical_id: String::new(),
            resource_type: String::new(),
        });
    }

    fn connect(&mut self, from: &str, to: &str, kind: EdgeKind, label: &str) {
        let same = |edge: &TopologyEdge| edge.from == from && edge.to == to && edge.kind == kind;
        match self.edges.iter_mut().find(|edge| same(edge)) {
            // Two reasons for one way are one line with both labels.
            Some(edge)
                if !label.is_empty() && !edge.label.split(", ").any(|part| part == label) =>
            {
                edge.label = if edge.label.is_empty() {
                    label.to_owned()
                } else {
                    format!("{}, {label}", edge.label)
                };
            }
            Some(_) => {}
            None => self.edges.push(TopologyEdge {
                from: from.to_owned(),
                to: to.to_owned(),
                kind,
                label: label.to_owned(),
            }),
        }
    }

    /// IDs of the boxes of a kind, in order.
    fn of_kind(&self, kind: NodeKind) -> Vec<String> {
        self.nodes
            .iter()
            .filter(|node| node.kind == kind)
            .map(|node| node.id.clone())
            .collect()
    }

    /// The box that stands for a resource.
    fn box_of(&self, place: &(String, String)) -> Option<&String> {
        self.boxes.get(place)
    }

    fn finish(self, zones: Vec<String>) -> Topology {
        let known = |id: &String| self.nodes.iter().any(|node| node.id == *id);
        let edges = self
            .edges
            .iter()
            .filter(|edge| known(&edge.from) && known(&edge.to) && edge.from != edge.to)
            .cloned()
            .collect();
        Topology {
            zones,
            nodes: self.nodes,
            edges,
        }
    }
}

#[cfg(test)]
mod tests;
