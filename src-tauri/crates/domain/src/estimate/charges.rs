//! What each CloudFormation type charges, read from its evaluated properties.

use super::Assumptions;
use super::compute;
use super::delivery;
use super::ledger::{Context, Placed};
use super::watching;
use crate::catalogue::{SupportState, eks_version};
use crate::template::{ResourceNode, Value};

/// One thing that costs money.
#[derive(Clone)]
pub enum Charge {
    /// A quantity of an item that the price book should know.
    Priced {
        service: &'static str,
        item: String,
        quantity: u64,
        what: String,
        assumption: String,
        /// Below the stack's section; a whole path with a leading `/`.
        field: &'static str,
    },
    /// Something whose price nobody can know beforehand.
    Unpriced { what: String, why: String },
}

/// A [`Charge::Priced`].
pub fn priced(
    service: &'static str,
    item: impl Into<String>,
    quantity: u64,
    what: impl Into<String>,
    assumption: impl Into<String>,
    field: &'static str,
) -> Charge {
    Charge::Priced {
        service,
        item: item.into(),
        quantity,
        what: what.into(),
        assumption: assumption.into(),
        field,
    }
}

/// A [`Charge::Unpriced`].
pub fn unpriced(what: impl Into<String>, why: impl Into<String>) -> Charge {
    Charge::Unpriced {
        what: what.into(),
        why: why.into(),
    }
}

/// Types and families that cost nothing themselves.
const FREE: &[&str] = &[
    "AWS::CloudFormation::",
    // A custom resource is a call of its function, which is counted there.
    "Custom::",
    "AWS::IAM::",
    "AWS::EC2::DHCPOptions",
    "AWS::EC2::EgressOnlyInternetGateway",
    "AWS::EC2::FlowLog",
    "AWS::EC2::GatewayRouteTableAssociation",
    "AWS::EC2::InternetGateway",
    "AWS::EC2::LaunchTemplate",
    "AWS::EC2::NetworkAcl",
    "AWS::EC2::Route",
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::Subnet",
    "AWS::EC2::VPCCidrBlock",
    "AWS::EC2::VPCDHCPOptionsAssociation",
    "AWS::EC2::VPCGatewayAttachment",
    // A private gateway without a connection; the connection charges.
    "AWS::EC2::VPNGateway",
    "AWS::EKS::AccessEntry",
    "AWS::EKS::PodIdentityAssociation",
    "AWS::EKS::IdentityProviderConfig",
    "AWS::AutoScaling::LifecycleHook",
    "AWS::AutoScaling::ScalingPolicy",
    "AWS::AutoScaling::ScheduledAction",
    "AWS::CodeConnections::Connection",
    "AWS::CodeStarConnections::Connection",
    "AWS::CodeStarNotifications::NotificationRule",
    "AWS::Events::Rule",
    "AWS::Events::EventBusPolicy",
    "AWS::KMS::Alias",
    "AWS::Lambda::Permission",
    "AWS::Lambda::Version",
    "AWS::Lambda::Alias",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::Logs::ResourcePolicy",
    "AWS::S3::BucketPolicy",
    "AWS::SecretsManager::ResourcePolicy",
    "AWS::SNS::Subscription",
    "AWS::SNS::TopicPolicy",
    "AWS::SNS::TopicInlinePolicy",
    "AWS::SQS::QueuePolicy",
    "AWS::SQS::QueueInlinePolicy",
    "AWS::ECR::LifecyclePolicy",
    "AWS::ECR::RegistryPolicy",
    "AWS::OpenSearchService::Application",
];

/// Everything that one resource charges.
pub fn charges(placed: &Placed<'_>, context: &Context<'_>) -> Vec<Charge> {
    let resource = placed.resource;
    let assumptions = context.assumptions;
    let hours = u64::from(assumptions.hours);
    let messages = u64::from(assumptions.messages);
    match resource.resource_type.as_str() {
        // Of which there is one, so that what no single resource charges is counted once.
        "AWS::EC2::VPC" => transfer(assumptions),
        "AWS::IAM::Role" if resource.logical_id == "DatadogRole" => watching::datadog(),
        "AWS::EC2::NatGateway" => nat(resource, context),
        "AWS::EC2::EIP" => vec![priced(
            "VPC",
            "public IPv4 address",
            hours,
            "Public IPv4 address",
            format!("1 address, {hours} hours"),
            "nat",
        )],
        "AWS::EC2::VPCEndpoint" => endpoint(resource, hours),
        "AWS::EC2::VPNConnection" => vec![unpriced(
            "VPN connection",
            "The price book has no price for VPN connections.",
        )],
        "AWS::EKS::Cluster" => cluster(resource, context),
        "AWS::EKS::Nodegroup" => compute::node_group(resource, context),
        "AWS::AutoScaling::AutoScalingGroup" => compute::scaling_group(resource, context),
        "AWS::EKS::Addon" => addon(resource),
        "AWS::OpenSearchService::Domain" => compute::search_domain(resource, hours),
        "AWS::KMS::Key" => vec![priced(
            "KMS",
            "customer managed key",
            1,
            "Encryption key",
            "1 key; calls to it are not in the estimate",
            "",
        )],
        "AWS::SecretsManager::Secret" => vec![priced(
            "Secrets Manager",
            "secret",
            1,
            "Secret",
            "1 secret; calls to it are not in the estimate",
            "",
        )],
        "AWS::CloudWatch::Alarm" => watching::alarm(resource),
        "AWS::CloudWatch::Dashboard" => watching::dashboard(resource, context),
        "AWS::Logs::LogGroup" => watching::logs(resource, context),
        "AWS::CodePipeline::Pipeline" => delivery::pipeline(resource, context),
        "AWS::CodeBuild::Project" => delivery::project(placed, context),
        "AWS::ECR::Repository" => {
            let gb = u64::from(assumptions.image_gb);
            vec![priced(
                "ECR",
                "image storage",
                gb,
                "Images kept",
                format!("{gb} GB kept"),
                "",
            )]
        }
        "AWS::S3::Bucket" => {
            let gb = u64::from(assumptions.bucket_gb);
            vec![priced(
                "S3",
                "standard storage",
                gb,
                "Bucket storage",
                format!("{gb} GB kept"),
                "",
            )]
        }
        "AWS::Lambda::Function" => vec![priced(
            "Lambda",
            "request",
            messages,
            "Function calls",
            format!(
                "{messages} short calls; their run time stays within the free 400,000 GB-seconds"
            ),
            "",
        )],
        "AWS::SNS::Topic" => vec![priced(
            "SNS",
            "request",
            messages,
            "Messages",
            format!("{messages} messages"),
            "",
        )],
        "AWS::SQS::Queue" => vec![priced(
            "SQS",
            "request",
            messages,
            "Queue requests",
            format!("{messages} requests"),
            "",
        )],
        "AWS::Budgets::Budget" => watching::budget(resource, context),
        "AWS::ElasticLoadBalancingV2::LoadBalancer" => balancers(1, context),
        other if FREE.iter().any(|free| other.starts_with(free)) => Vec::new(),
        other => vec![unpriced(
            format!("{} ({other})", resource.logical_id),
            "The estimate does not know what this type charges.",
        )],
    }
}

/// GB a month to the internet that an account has for nothing.
const FREE_INTERNET_GB: u64 = 100;

fn transfer(assumptions: &Assumptions) -> Vec<Charge> {
    let (out, across) = (
        u64::from(assumptions.internet_gb),
        u64::from(assumptions.zone_gb),
    );
    vec![
        priced(
            "Data transfer",
            "out to the internet",
            out.saturating_sub(FREE_INTERNET_GB),
            "Data out to the internet",
            format!("{out} GB, less the account's {FREE_INTERNET_GB} free ones"),
            "",
        ),
        priced(
            "Data transfer",
            "between zones",
            2 * across,
            "Data between zones",
            format!("{across} GB, charged on both sides"),
            "",
        ),
    ]
}

fn nat(resource: &ResourceNode, context: &Context<'_>) -> Vec<Charge> {
    if resource
        .properties
        .get("AvailabilityMode")
        .and_then(Value::as_text)
        .as_deref()
        == Some("regional")
    {
        return vec![unpriced(
            "Regional NAT gateway",
            "It charges by zones in use, for which there is no price in the price book.",
        )];
    }
    let (hours, gb) = (
        u64::from(context.assumptions.hours),
        u64::from(context.assumptions.nat_gb),
    );
    vec![
        priced(
            "NAT",
            "gateway hour",
            hours,
            "NAT gateway hours",
            format!("1 gateway, {hours} hours"),
            "nat",
        ),
        priced(
            "NAT",
            "data processed",
            gb,
            "NAT gateway data",
            format!("{gb} GB through this gateway"),
            "nat",
        ),
    ]
}

fn endpoint(resource: &ResourceNode, hours: u64) -> Vec<Charge> {
    match resource
        .properties
        .get("VpcEndpointType")
        .and_then(Value::as_text)
        .as_deref()
    {
        // Gateway is CloudFormation's default.
        None | Some("Gateway") => Vec::new(),
        Some("Interface") => {
            let subnets = resource
                .properties
                .get("SubnetIds")
                .and_then(Value::list)
                .map_or(1, <[Value]>::len) as u64;
            vec![priced(
                "VPC",
                "interface endpoint hour",
                subnets * hours,
                "Interface endpoint hours",
                format!(
                    "{subnets} zones, {hours} hours each; data through it is not in the estimate"
                ),
                "",
            )]
        }
        Some(other) => vec![unpriced(
            format!("{other} endpoint"),
            "The price book has no price for this kind of endpoint.",
        )],
    }
}

fn cluster(resource: &ResourceNode, context: &Context<'_>) -> Vec<Charge> {
    let hours = u64::from(context.assumptions.hours);
    let version = resource
        .properties
        .get("Version")
        .and_then(Value::as_text)
        .unwrap_or_default();
    let state = eks_version(&version).map(|known| (known, known.state_on(context.today)));
    let control = match state {
        Some((known, SupportState::Standard | SupportState::Leaving)) => priced(
            "EKS",
            "control plane, standard support",
            hours,
            "Control plane",
            format!(
                "{hours} hours, Kubernetes {version} in standard support until {}",
                known.standard_until
            ),
            "version",
        ),
        Some((known, SupportState::Extended)) => priced(
            "EKS",
            "control plane, extended support",
            hours,
            "Control plane, extended support",
            format!(
                "{hours} hours, Kubernetes {version} left standard support on {}",
                known.standard_until
            ),
            "version",
        ),
        Some((known, SupportState::Gone)) => unpriced(
            format!("Control plane with Kubernetes {version}"),
            format!(
                "AWS ended the support of {version} on {}; no new cluster can be made with it.",
                known.extended_until
            ),
        ),
        None => unpriced(
            format!("Control plane with Kubernetes `{version}`"),
            "Its support dates are not known, and they decide the price.",
        ),
    };
    let mut all = vec![control];
    all.extend(balancers(
        u64::from(context.assumptions.load_balancers),
        context,
    ));
    all
}

fn balancers(count: u64, context: &Context<'_>) -> Vec<Charge> {
    let (hours, units) = (
        u64::from(context.assumptions.hours),
        u64::from(context.assumptions.load_balancer_units),
    );
    let addresses = u64::from(context.assumptions.load_balancer_addresses);
    vec![
        priced(
            "ALB",
            "load balancer hour",
            count * hours,
            "Load balancer hours",
            format!("{count} of them, {hours} hours each, made by the cluster's ingress"),
            "",
        ),
        priced(
            "ALB",
            "LCU",
            count * units * hours,
            "Load balancer capacity units",
            format!("{units} on average for each of {count}, {hours} hours"),
            "",
        ),
        priced(
            "VPC",
            "public IPv4 address",
            count * addresses * hours,
            "Public IPv4 addresses of load balancers",
            format!("{addresses} for each of {count}, {hours} hours"),
            "",
        ),
    ]
}

fn addon(resource: &ResourceNode) -> Vec<Charge> {
    let name = resource
        .properties
        .get("AddonName")
        .and_then(Value::as_text)
        .unwrap_or_default();
    // AWS's own parts are free; the observability add-on and vendors' add-ons charge by use.
    let free = [
        "vpc-cni",
        "coredns",
        "kube-proxy",
        "aws-ebs-csi-driver",
        "aws-efs-csi-driver",
        "eks-pod-identity-agent",
        "eks-node-monitoring-agent",
        "metrics-server",
        "snapshot-controller",
    ];
    if free.contains(&name.as_str()) {
        return Vec::new();
    }
    vec![unpriced(
        format!("Add-on {name}"),
        "It charges by use, which a template does not foretell.",
    )]
}
