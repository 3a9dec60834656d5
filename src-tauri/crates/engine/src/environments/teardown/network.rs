//! What uses an environment's VPC and is in no template: load balancers and target groups that the
//! cluster has made, and network interfaces that were left.

use domain::orphans;

use super::ports::{DependencyKind, VpcDependency};
use super::{Fate, Standing, TeardownItem, allowed};
use crate::Engine;
use crate::environments::EnvironmentRecord;
use crate::ports::{Cloud, CloudFault, StackResource};

/// Logical ID of the nested stack whose deletion takes away what the cluster has made.
const SOFTWARE: &str = "Software";

/// What AWS told of a VPC.
#[derive(Default)]
pub(super) struct Asked {
    pub found: Vec<VpcDependency>,
    /// Why it told nothing.
    pub untold: Option<String>,
}

/// Nothing where there is no VPC.
pub(super) async fn dependencies(
    cloud: &dyn Cloud,
    record: &EnvironmentRecord,
    standing: &Standing,
) -> Result<Asked, CloudFault> {
    let Some(vpc) = standing.id_of("AWS::EC2::VPC") else {
        return Ok(Asked::default());
    };
    let cluster = cluster(record);
    let answer = cloud.dependencies(&standing.root, vpc, &cluster);
    let (mut found, untold) = match allowed(answer.await)? {
        Ok(found) => (found, None),
        Err(words) => (Vec::new(), Some(words)),
    };
    found.sort_by(|one, other| (one.kind, &one.name).cmp(&(other.kind, &other.name)));
    Ok(Asked { found, untold })
}

/// The cluster's name, by what the stack told of it.
pub(crate) fn cluster(record: &EnvironmentRecord) -> String {
    let of_type = |kind: &str| {
        let mut views = record.resources.iter();
        let found = views.find(|view| view.resource_type == kind)?;
        found.physical_id.clone()
    };
    let told = record.outputs.get("ClusterName").cloned();
    told.or_else(|| of_type("AWS::EKS::Cluster"))
        .unwrap_or_else(|| record.plan.blueprint.stack_name.clone())
}

impl Asked {
    /// What keeps a resource from being deleted, in words.
    pub(super) fn holders(&self, resource: &StackResource) -> Vec<String> {
        let Some(id) = resource.physical_id.as_ref() else {
            return Vec::new();
        };
        let holds = |one: &&VpcDependency| match resource.resource_type.as_str() {
            "AWS::EC2::Subnet" => one.subnets.contains(id),
            "AWS::EC2::SecurityGroup" => one.security_groups.contains(id),
            "AWS::EC2::VPC" | "AWS::EC2::VPCGatewayAttachment" => {
                one.kind != DependencyKind::TargetGroup
            }
            _ => false,
        };
        self.found.iter().filter(holds).map(words).collect()
    }
}

/// What a person calls it.
fn words(one: &VpcDependency) -> String {
    let name = match one.name.is_empty() {
        true => String::new(),
        false => format!(" ({})", one.name),
    };
    match one.kind {
        DependencyKind::LoadBalancer | DependencyKind::ClassicLoadBalancer => {
            format!("the load balancer {}", one.name)
        }
        DependencyKind::TargetGroup => format!("the target group {}", one.name),
        DependencyKind::NetworkInterface => format!("the network interface {}{name}", one.id),
    }
}

/// CloudFormation's name of the kind.
pub(super) fn type_of(kind: DependencyKind) -> &'static str {
    match kind {
        DependencyKind::LoadBalancer => "AWS::ElasticLoadBalancingV2::LoadBalancer",
        DependencyKind::ClassicLoadBalancer => "AWS::ElasticLoadBalancing::LoadBalancer",
        DependencyKind::TargetGroup => "AWS::ElasticLoadBalancingV2::TargetGroup",
        DependencyKind::NetworkInterface => "AWS::EC2::NetworkInterface",
    }
}

/// One line for each that a deletion meets. An interface that is attached goes with what it is
/// attached to.
pub(super) fn items(
    engine: &Engine,
    record: &EnvironmentRecord,
    standing: &Standing,
    asked: &Asked,
) -> Vec<TeardownItem> {
    let region = &record.plan.region;
    let takes_away = standing.resources().any(|(stack, _)| stack == SOFTWARE);
    let mut items = Vec::new();
    if let Some(words) = &asked.untold {
        items.push(TeardownItem {
            code: "cannot-tell",
            fate: Fate::Unknown,
            subject: standing
                .id_of("AWS::EC2::VPC")
                .unwrap_or_default()
                .to_owned(),
            message: format!("Cannot tell what uses the VPC, a permission is missing: {words}"),
            monthly_micros: None,
            remove: None,
        });
    }
    for one in asked.found.iter().filter(|one| !one.attached) {
        let (code, fate, message) = fate(one, takes_away);
        let resource_type = type_of(one.kind);
        let by_hand = matches!(fate, Fate::Blocks | Fate::Stays);
        items.push(TeardownItem {
            code,
            fate,
            subject: one.id.clone(),
            message,
            monthly_micros: orphans::monthly(resource_type, &one.id, &engine.prices, region),
            remove: by_hand.then(|| orphans::removal(resource_type, &one.id, region)),
        });
    }
    items
}

fn fate(one: &VpcDependency, takes_away: bool) -> (&'static str, Fate, String) {
    let whose = match one.of_cluster {
        true => "The cluster has made it",
        false => "No template and not this cluster has made it",
    };
    let goes = one.of_cluster && takes_away;
    match one.kind {
        DependencyKind::LoadBalancer | DependencyKind::ClassicLoadBalancer if goes => (
            "load-balancer",
            Fate::Lost,
            "The cluster has made it. The deletion takes it away first; whoever calls its address \
             is told nothing any more."
                .to_owned(),
        ),
        DependencyKind::TargetGroup if goes => (
            "target-group",
            Fate::Lost,
            "The cluster has made it. It goes with its load balancer.".to_owned(),
        ),
        DependencyKind::LoadBalancer | DependencyKind::ClassicLoadBalancer => (
            "load-balancer",
            Fate::Blocks,
            format!(
                "{whose}, and nothing of the deletion removes it: its subnets cannot be deleted \
                 while it is there."
            ),
        ),
        DependencyKind::TargetGroup => (
            "target-group",
            Fate::Stays,
            format!("{whose}. It blocks nothing, but it stays."),
        ),
        DependencyKind::NetworkInterface => (
            "network-interface",
            Fate::Blocks,
            format!(
                "{}. {whose}; it is attached to nothing, and its subnet cannot be deleted while it \
                 is there.",
                if one.name.is_empty() {
                    "An interface without a description"
                } else {
                    &one.name
                }
            ),
        ),
    }
}
