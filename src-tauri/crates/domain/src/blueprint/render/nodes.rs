//! The root's groups of nodes, and what must run on them.

use super::super::emit::{attribute, quoted};
use super::{Root, logical_id};
use crate::environment::{Architecture, CapacityType, NodeGroupSection};

/// Tags of the file's own that `nodes.yaml` has room for.
const NODE_TAGS: usize = 8;

impl Root<'_> {
    pub(super) fn nodes_id(group: &NodeGroupSection) -> String {
        logical_id("Nodes", &group.name)
    }

    pub(super) fn nodes(&mut self, group: &NodeGroupSection) {
        let spot = group.capacity_type == CapacityType::Spot;
        let parameters = [
            ("GroupName", quoted(&group.name)),
            ("Mode", group.mode.to_string()),
            ("ClusterName", attribute("Cluster", "ClusterName")),
            ("ClusterEndpoint", attribute("Cluster", "Endpoint")),
            (
                "CertificateAuthority",
                attribute("Cluster", "CertificateAuthority"),
            ),
            (
                "ClusterSecurityGroup",
                attribute("Cluster", "SecurityGroup"),
            ),
            ("Version", quoted(&self.spec.cluster.version)),
            ("ServiceCidr", self.service_cidr()),
            ("NodeSubnets", attribute("Network", "NodeSubnets")),
            ("InstanceTypes", quoted(&group.instance_types.join(","))),
            ("Architecture", group.architecture.to_string()),
            (
                "CapacityType",
                if spot { "SPOT" } else { "ON_DEMAND" }.to_owned(),
            ),
            ("MinSize", group.min_size.to_string()),
            ("DesiredSize", group.desired_size.to_string()),
            ("MaxSize", group.max_size.to_string()),
            ("DiskGib", group.disk_gib.to_string()),
            ("AlarmTopicArn", self.alarm_topic()),
            ("TagKeys", self.own_tags(|(key, _)| key.clone())),
            ("TagValues", self.own_tags(|(_, value)| value.clone())),
        ];
        self.stack(
            &Self::nodes_id(group),
            "nodes.yaml",
            "nodes",
            &[],
            &parameters,
        );
    }

    /// One side of the file's own tags, as many as a node group takes; no tag has a comma in it.
    fn own_tags(&self, side: fn((&String, &String)) -> String) -> String {
        let none = || std::iter::repeat_n("-".to_owned(), NODE_TAGS);
        let given = self.spec.tags.iter().map(|(key, value)| side((key, value)));
        let all: Vec<String> = given
            .map(|text| {
                if text.is_empty() {
                    "-".to_owned()
                } else {
                    text
                }
            })
            .chain(none())
            .take(NODE_TAGS)
            .collect();
        quoted(&all.join(","))
    }

    /// What images must run on: the architectures of all node groups, since a pod may land on any.
    pub(super) fn platforms(&self) -> &'static str {
        let has = |wanted: Architecture| {
            self.spec
                .node_groups
                .iter()
                .any(|group| group.architecture == wanted)
        };
        match (has(Architecture::X86_64), has(Architecture::Arm64)) {
            (true, true) => "linux/amd64,linux/arm64",
            (true, false) => "linux/amd64",
            (false, _) => "linux/arm64",
        }
    }
}
