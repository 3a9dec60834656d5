//! Rendering the root: one nested stack for each part of the spec, wired by outputs.

mod delivery;
mod nodes;
mod watching;

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::emit::{Emitter, attribute, quoted};
use super::sources::{hash, uploaded};
use super::{Blueprint, TemplateFile};
use crate::environment::{EndpointAccess, EnvironmentSpec, NatMode, slug, subnet_plan};

/// Root parameter that is given when the nested templates are uploaded.
pub const TEMPLATE_BASE_URL: &str = "TemplateBaseUrl";

/// Name of the root stack of an environment.
pub fn stack_name(environment: &str) -> String {
    format!("array-crew-{environment}")
}

/// Renders a spec. The same spec gives the same bytes.
pub fn render(spec: &EnvironmentSpec) -> Blueprint {
    let mut root = Root {
        spec,
        emitter: Emitter::default(),
        used: BTreeSet::new(),
    };
    root.write();
    let Root { emitter, used, .. } = root;
    let body = emitter.finish();
    let nested = used
        .iter()
        .filter_map(|source| uploaded(source).cloned())
        .collect();
    Blueprint {
        stack_name: stack_name(&spec.name),
        region: spec.region.clone(),
        root: TemplateFile {
            name: "root.yaml".to_owned(),
            source: "root.yaml".to_owned(),
            sha256: hash(&body),
            body,
        },
        nested,
        parameters: BTreeMap::new(),
        tags: tags(spec),
        capabilities: vec!["CAPABILITY_IAM".to_owned()],
    }
}

/// Stack tags, which CloudFormation hands on to everything that can carry them.
fn tags(spec: &EnvironmentSpec) -> BTreeMap<String, String> {
    let mut tags = spec.tags.clone();
    tags.insert("Environment".to_owned(), spec.name.clone());
    tags.insert("Owner".to_owned(), spec.owner.clone());
    tags.insert("ManagedBy".to_owned(), "array-console".to_owned());
    tags
}

/// `general-web` as `GeneralWeb`, part of a logical ID.
fn pascal(text: &str) -> String {
    text.split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(|part| part[..1].to_ascii_uppercase() + &part[1..])
        .collect()
}

/// Names that differ only in what a logical ID cannot hold are told apart by a few digits of a hash.
fn logical_id(prefix: &str, text: &str) -> String {
    let plain = pascal(text);
    if plain.len() <= 60
        && slug(text).replace('-', "") == plain.to_ascii_lowercase()
        && !text.contains(|l: char| !l.is_ascii_alphanumeric() && l != '-' && l != '/')
    {
        format!("{prefix}{plain}")
    } else {
        format!(
            "{prefix}{}{}",
            &plain[..plain.len().min(50)],
            &hash(text)[..6]
        )
    }
}

/// Of a principal, not of its place in the list: were `Admin1` to take over whom `Admin2` names until
/// the end of the update, AWS would refuse the second entry of one principal.
fn admin_id(principal: &str) -> String {
    let name = pascal(principal.rsplit('/').next().unwrap_or_default());
    format!(
        "Admin{}{}",
        &name[..name.len().min(50)],
        &hash(principal)[..6]
    )
}

struct Root<'a> {
    spec: &'a EnvironmentSpec,
    emitter: Emitter,
    used: BTreeSet<&'static str>,
}

impl Root<'_> {
    fn write(&mut self) {
        let spec = self.spec;
        self.emitter
            .head(&spec.name, &spec.region, TEMPLATE_BASE_URL, &tags(spec));
        self.network();
        self.cluster();
        for group in &spec.node_groups {
            self.nodes(group);
        }
        self.software();
        self.search();
        self.notifications();
        self.monitoring();
        if !spec.repositories.is_empty() {
            self.delivery();
        }
        for repository in &spec.repositories {
            self.registry(repository);
            for branch in &repository.branches {
                self.pipeline(repository, branch);
            }
        }
        self.outputs();
    }

    /// A nested stack with the two parameters that all of them have.
    fn stack(
        &mut self,
        logical_id: &str,
        source: &'static str,
        component: &str,
        depends_on: &[String],
        parameters: &[(&str, String)],
    ) {
        self.used.insert(source);
        let file = uploaded(source).map_or(source, |file| file.name.as_str());
        let mut all = vec![
            ("Environment", quoted(&self.spec.name)),
            ("Owner", quoted(&self.spec.owner)),
        ];
        all.extend(
            parameters
                .iter()
                .map(|(name, value)| (*name, value.clone())),
        );
        self.emitter
            .stack(logical_id, file, TEMPLATE_BASE_URL, depends_on, &all);
        self.emitter
            .tags(&self.spec.name, component, &self.spec.owner);
    }

    fn network(&mut self) {
        let network = &self.spec.network;
        let mut parameters = vec![
            ("ClusterName", self.cluster_name()),
            ("VpcCidr", quoted(&network.cidr)),
            ("ZoneA", quoted(&network.zones[0])),
            ("ZoneB", quoted(&network.zones[1])),
        ];
        if let Some(plan) = network.cidr.parse().ok().and_then(subnet_plan) {
            let names = [
                "PublicCidrA",
                "PublicCidrB",
                "NodeCidrA",
                "NodeCidrB",
                "DataCidrA",
                "DataCidrB",
            ];
            let ranges = plan.public.iter().chain(&plan.nodes).chain(&plan.data);
            parameters.extend(
                names
                    .iter()
                    .zip(ranges)
                    .map(|(name, range)| (*name, quoted(&range.to_string()))),
            );
        }
        parameters.extend([
            ("NatPerZone", flag(network.nat == NatMode::PerZone)),
            ("PrivateGateway", flag(network.private_gateway)),
            ("RoutePropagation", flag(network.route_propagation)),
            (
                "FlowLogRetentionDays",
                network.flow_log_retention_days.to_string(),
            ),
        ]);
        self.emitter.section("The network, and the cluster in it");
        self.stack("Network", "network.yaml", "network", &[], &parameters);
    }

    fn cluster_name(&self) -> String {
        quoted(&stack_name(&self.spec.name))
    }

    fn cluster(&mut self) {
        let cluster = &self.spec.cluster;
        let access = cluster.endpoint_access;
        let ranges = if cluster.public_access_cidrs.is_empty() {
            quoted("127.0.0.1/32")
        } else {
            quoted(&cluster.public_access_cidrs.join(","))
        };
        // Without a private endpoint nodes and builds come to the public one, over NAT.
        let ranges = if access == EndpointAccess::Public {
            format!(
                "!Join [',', [{ranges}, {}]]",
                attribute("Network", "NatRanges")
            )
        } else {
            ranges
        };
        let parameters = [
            ("ClusterName", self.cluster_name()),
            ("Version", quoted(&cluster.version)),
            ("NodeSubnets", attribute("Network", "NodeSubnets")),
            ("PublicEndpoint", flag(access != EndpointAccess::Private)),
            ("PrivateEndpoint", flag(access != EndpointAccess::Public)),
            ("PublicAccessCidrs", ranges),
            ("ServiceCidr", self.service_cidr()),
            ("LogRetentionDays", self.log_days()),
        ];
        self.stack("Cluster", "cluster.yaml", "cluster", &[], &parameters);
        for admin in &cluster.admins {
            self.emitter.admin(
                &admin_id(admin),
                &attribute("Cluster", "ClusterName"),
                admin,
            );
            self.emitter
                .tags(&self.spec.name, "cluster", &self.spec.owner);
        }
    }

    fn log_days(&self) -> String {
        self.spec.monitoring.log_retention_days.to_string()
    }

    fn software(&mut self) {
        let nodes: Vec<String> = self.spec.node_groups.iter().map(Self::nodes_id).collect();
        let parameters = [
            ("ClusterName", attribute("Cluster", "ClusterName")),
            ("ClusterArn", attribute("Cluster", "ClusterArn")),
            (
                "ClusterSecurityGroup",
                attribute("Cluster", "SecurityGroup"),
            ),
            ("VpcId", attribute("Network", "VpcId")),
            ("NodeSubnets", attribute("Network", "NodeSubnets")),
            ("Namespaces", quoted(&self.namespaces())),
            ("Datadog", flag(self.spec.monitoring.datadog)),
            ("DatadogSite", self.datadog_site()),
            ("LogRetentionDays", self.log_days()),
        ];
        self.emitter
            .section("What runs in every cluster; it needs nodes to run on");
        self.stack("Software", "software.yaml", "software", &nodes, &parameters);
    }

    /// Every namespace that a repository is deployed into, each once.
    fn namespaces(&self) -> String {
        let names: BTreeSet<&str> = self
            .spec
            .repositories
            .iter()
            .map(|repository| repository.namespace.as_str())
            .collect();
        if names.is_empty() {
            return "array-crew".to_owned();
        }
        names.into_iter().collect::<Vec<_>>().join(",")
    }

    fn search(&mut self) {
        let search = &self.spec.search;
        let [node_a, node_b] = self
            .spec
            .network
            .cidr
            .parse()
            .ok()
            .and_then(subnet_plan)
            .map_or_else(Default::default, |plan| {
                plan.nodes.map(|range| range.to_string())
            });
        let parameters = [
            ("VpcId", attribute("Network", "VpcId")),
            ("DataSubnets", attribute("Network", "DataSubnets")),
            ("NodeCidrA", quoted(&node_a)),
            ("NodeCidrB", quoted(&node_b)),
            ("EngineVersion", quoted(&search.engine_version)),
            ("InstanceType", quoted(&search.instance_type)),
            ("InstanceCount", search.instance_count.to_string()),
            ("ZoneAwareness", flag(search.zone_awareness)),
            ("VolumeGib", search.volume_gib.to_string()),
            ("LogRetentionDays", self.log_days()),
        ];
        self.emitter.section("Crew search");
        self.stack("Search", "search.yaml", "search", &[], &parameters);
    }

    /// The range of Kubernetes services: AWS's own two, the one that does not overlap the VPC.
    fn service_cidr(&self) -> String {
        let usual = Ipv4Net::new_assert(Ipv4Addr::new(172, 20, 0, 0), 16);
        let clashes = self
            .spec
            .network
            .cidr
            .parse::<Ipv4Net>()
            .is_ok_and(|vpc| vpc.contains(&usual) || usual.contains(&vpc));
        quoted(if clashes {
            "10.100.0.0/16"
        } else {
            "172.20.0.0/16"
        })
    }
}

fn flag(on: bool) -> String {
    format!("'{on}'")
}
