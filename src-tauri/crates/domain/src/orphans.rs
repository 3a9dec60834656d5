//! What is still there after an environment was deleted: what it costs and how it is removed.

use serde::{Deserialize, Serialize};

use crate::estimate::PriceBook;
use crate::money::MicroUsd;

/// Hours of a month, as AWS's own calculator has them.
const HOURS: u64 = 730;

/// Why something is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum OrphanOrigin {
    /// CloudFormation left it behind: it was retained, or the deletion was forced past it.
    Retained,
    /// Made from inside of the cluster; no template knows it.
    Cluster,
    /// Carries the environment's tags.
    Tagged,
    /// Belongs to all environments of the account and region.
    Shared,
}

/// Something that is still there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Orphan {
    pub origin: OrphanOrigin,
    /// CloudFormation's name of the kind, or `service:kind` of an ARN that it has none for.
    #[serde(rename = "type")]
    pub resource_type: String,
    /// AWS's own name: an ID, a name or an ARN.
    pub id: String,
    pub message: String,
    /// What it costs a month by the estimate or the price book; absent where no price is known.
    pub monthly_micros: Option<MicroUsd>,
    /// How it is removed: a command of the AWS CLI, or words.
    pub remove: String,
}

/// What is left of a deleted environment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Orphans {
    pub items: Vec<Orphan>,
    /// What AWS did not let us see, in sentences; then there may be more.
    pub untold: Vec<String>,
}

impl Orphans {
    /// Those that no other environment uses.
    pub fn of_environment(&self) -> impl Iterator<Item = &Orphan> {
        let shared = |one: &&Orphan| one.origin != OrphanOrigin::Shared;
        self.items.iter().filter(shared)
    }
}

#[derive(Clone, Copy)]
enum Cost {
    /// AWS charges nothing for it.
    Free,
    /// Service and item of the price book, by the hour.
    Hourly(&'static str, &'static str),
    /// By use, or not in the price book.
    Unknown,
}

struct Kind {
    resource_type: &'static str,
    /// Service and beginning of the last part of its ARN.
    arn: (&'static str, &'static str),
    /// `{}` is its ID; of those that CloudFormation names by their ARN, the ARN.
    command: &'static str,
    by_arn: bool,
    cost: Cost,
}

const fn kind(
    resource_type: &'static str,
    arn: (&'static str, &'static str),
    command: &'static str,
    cost: Cost,
) -> Kind {
    Kind {
        resource_type,
        arn,
        command,
        by_arn: false,
        cost,
    }
}

const fn by_arn(kind: Kind) -> Kind {
    Kind {
        by_arn: true,
        ..kind
    }
}

use Cost::{Free, Hourly, Unknown};

#[rustfmt::skip]
const KINDS: &[Kind] = &[
    kind("AWS::EC2::NetworkInterface", ("ec2", "network-interface/"), "aws ec2 delete-network-interface --network-interface-id {}", Free),
    kind("AWS::EC2::Subnet", ("ec2", "subnet/"), "aws ec2 delete-subnet --subnet-id {}", Free),
    kind("AWS::EC2::SecurityGroup", ("ec2", "security-group/"), "aws ec2 delete-security-group --group-id {}", Free),
    kind("AWS::EC2::RouteTable", ("ec2", "route-table/"), "aws ec2 delete-route-table --route-table-id {}", Free),
    kind("AWS::EC2::NetworkAcl", ("ec2", "network-acl/"), "aws ec2 delete-network-acl --network-acl-id {}", Free),
    kind("AWS::EC2::InternetGateway", ("ec2", "internet-gateway/"), "aws ec2 delete-internet-gateway --internet-gateway-id {}", Free),
    kind("AWS::EC2::VPC", ("ec2", "vpc/"), "aws ec2 delete-vpc --vpc-id {}", Free),
    kind("AWS::EC2::LaunchTemplate", ("ec2", "launch-template/"), "aws ec2 delete-launch-template --launch-template-id {}", Free),
    kind("AWS::EC2::NatGateway", ("ec2", "natgateway/"), "aws ec2 delete-nat-gateway --nat-gateway-id {}", Hourly("NAT", "gateway hour")),
    kind("AWS::EC2::EIP", ("ec2", "elastic-ip/"), "aws ec2 release-address --allocation-id {}", Hourly("VPC", "public IPv4 address")),
    kind("AWS::EC2::Volume", ("ec2", "volume/"), "aws ec2 delete-volume --volume-id {}", Unknown),
    kind("AWS::EC2::Instance", ("ec2", "instance/"), "aws ec2 terminate-instances --instance-ids {}", Unknown),
    by_arn(kind("AWS::ElasticLoadBalancingV2::LoadBalancer", ("elasticloadbalancing", "loadbalancer/app/"), "aws elbv2 delete-load-balancer --load-balancer-arn {}", Hourly("ALB", "load balancer hour"))),
    by_arn(kind("AWS::ElasticLoadBalancingV2::LoadBalancer", ("elasticloadbalancing", "loadbalancer/net/"), "aws elbv2 delete-load-balancer --load-balancer-arn {}", Unknown)),
    by_arn(kind("AWS::ElasticLoadBalancingV2::TargetGroup", ("elasticloadbalancing", "targetgroup/"), "aws elbv2 delete-target-group --target-group-arn {}", Free)),
    kind("AWS::ElasticLoadBalancing::LoadBalancer", ("elasticloadbalancing", "loadbalancer/"), "aws elb delete-load-balancer --load-balancer-name {}", Unknown),
    kind("AWS::S3::Bucket", ("s3", ""), "empty it with all its versions in the S3 console, then: aws s3api delete-bucket --bucket {}", Unknown),
    kind("AWS::Logs::LogGroup", ("logs", "log-group:"), "aws logs delete-log-group --log-group-name {}", Unknown),
    kind("AWS::ECR::Repository", ("ecr", "repository/"), "aws ecr delete-repository --force --repository-name {}", Unknown),
    kind("AWS::EKS::Cluster", ("eks", "cluster/"), "aws eks delete-cluster --name {}", Hourly("EKS", "control plane, standard support")),
    kind("AWS::OpenSearchService::Domain", ("es", "domain/"), "aws opensearch delete-domain --domain-name {}", Unknown),
    kind("AWS::KMS::Key", ("kms", "key/"), "aws kms schedule-key-deletion --key-id {}", Unknown),
    by_arn(kind("AWS::SecretsManager::Secret", ("secretsmanager", "secret:"), "aws secretsmanager delete-secret --secret-id {}", Unknown)),
    by_arn(kind("AWS::SNS::Topic", ("sns", ""), "aws sns delete-topic --topic-arn {}", Free)),
    kind("AWS::Lambda::Function", ("lambda", "function:"), "aws lambda delete-function --function-name {}", Free),
    kind("AWS::CodePipeline::Pipeline", ("codepipeline", ""), "aws codepipeline delete-pipeline --name {}", Unknown),
    kind("AWS::CodeBuild::Project", ("codebuild", "project/"), "aws codebuild delete-project --name {}", Free),
    by_arn(kind("AWS::CodeConnections::Connection", ("codeconnections", "connection/"), "aws codeconnections delete-connection --connection-arn {}", Free)),
    by_arn(kind("AWS::CloudFormation::Stack", ("cloudformation", "stack/"), "aws cloudformation delete-stack --stack-name {}", Free)),
    kind("AWS::IAM::Role", ("iam", "role/"), "take its policies away, then: aws iam delete-role --role-name {}", Free),
];

/// CloudFormation's type and name for an ARN: `AWS::EC2::Subnet` and `subnet-1`. For what is in no
/// table, `service:kind` and the ARN itself.
pub fn of_arn(arn: &str) -> (String, String) {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [_, _, service, _, _, last] = parts.as_slice() else {
        return ("unknown".to_owned(), arn.to_owned());
    };
    let known = KINDS.iter().find_map(|kind| {
        let rest = last.strip_prefix(kind.arn.1)?;
        (kind.arn.0 == *service).then_some((kind, rest))
    });
    match known {
        Some((kind, _)) if kind.by_arn => (kind.resource_type.to_owned(), arn.to_owned()),
        Some((kind, rest)) => {
            let id = rest.trim_end_matches(":*").to_owned();
            (kind.resource_type.to_owned(), id)
        }
        None => {
            let kind = last.split(['/', ':']).next().unwrap_or_default();
            (format!("{service}:{kind}"), arn.to_owned())
        }
    }
}

/// True where an ARN is that of a resource that CloudFormation calls `physical_id`.
pub fn names(arn: &str, physical_id: &str) -> bool {
    arn == physical_id
        || arn
            .trim_end_matches(":*")
            .strip_suffix(physical_id)
            .is_some_and(|front| !physical_id.is_empty() && front.ends_with([':', '/']))
}

fn find(resource_type: &str, id: &str) -> Option<&'static Kind> {
    let of_type = |kind: &&Kind| kind.resource_type == resource_type;
    let by_name = |kind: &&Kind| !kind.by_arn || id.contains(kind.arn.1);
    KINDS.iter().filter(of_type).find(by_name)
}

/// How something is removed by hand: `aws ec2 delete-subnet --subnet-id subnet-1 --region us-east-1`.
pub fn removal(resource_type: &str, id: &str, region: &str) -> String {
    // An address is released by the ID of its allocation, which CloudFormation does not tell.
    let address = resource_type == "AWS::EC2::EIP" && !id.starts_with("eipalloc-");
    match find(resource_type, id).filter(|_| !address) {
        Some(kind) => format!("{} --region {region}", kind.command.replace("{}", id)),
        None => format!("delete {id} in the AWS console ({region})"),
    }
}

/// What it costs a month at list price if it is left; nothing where that depends on its use or is not
/// in the price book.
pub fn monthly(
    resource_type: &str,
    id: &str,
    prices: &PriceBook,
    region: &str,
) -> Option<MicroUsd> {
    match find(resource_type, id)?.cost {
        Free => Some(MicroUsd(0)),
        Hourly(service, item) => prices.price(service, item, region)?.times(HOURS),
        Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_is_the_resource_that_cloudformation_calls_otherwise() {
        for (arn, resource_type, id) in [
            (
                "arn:aws:ec2:us-east-1:111122223333:subnet/subnet-1",
                "AWS::EC2::Subnet",
                "subnet-1",
            ),
            (
                "arn:aws:s3:::crew-artifacts",
                "AWS::S3::Bucket",
                "crew-artifacts",
            ),
            (
                "arn:aws:logs:us-east-1:111122223333:log-group:/aws/eks/crew/cluster:*",
                "AWS::Logs::LogGroup",
                "/aws/eks/crew/cluster",
            ),
            (
                "arn:aws:sns:us-east-1:111122223333:crew-alarms",
                "AWS::SNS::Topic",
                "arn:aws:sns:us-east-1:111122223333:crew-alarms",
            ),
            (
                "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/k8s-web/50dc",
                "AWS::ElasticLoadBalancingV2::LoadBalancer",
                "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/k8s-web/50dc",
            ),
            (
                "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/a0b1",
                "AWS::ElasticLoadBalancing::LoadBalancer",
                "a0b1",
            ),
            (
                "arn:aws:athena:us-east-1:111122223333:workgroup/crew",
                "athena:workgroup",
                "arn:aws:athena:us-east-1:111122223333:workgroup/crew",
            ),
            ("nonsense", "unknown", "nonsense"),
        ] {
            assert_eq!(
                of_arn(arn),
                (resource_type.to_owned(), id.to_owned()),
                "{arn}"
            );
            assert!(names(arn, id), "{arn} is {id}");
            assert!(!removal(resource_type, id, "us-east-1").contains("{}"));
        }
        assert!(!names("arn:aws:ec2:us-east-1:1:subnet/subnet-12", "net-12"));
        assert!(!names("arn:aws:ec2:us-east-1:1:subnet/subnet-12", ""));
    }

    #[test]
    fn a_price_is_known_free_or_unknown_and_never_zero_for_unknown() {
        let prices = PriceBook::builtin();
        let of = |resource_type: &str, id: &str| monthly(resource_type, id, prices, "us-east-1");
        let balancer = "AWS::ElasticLoadBalancingV2::LoadBalancer";
        let arn = "arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer";
        assert_eq!(
            of(balancer, &format!("{arn}/app/web/1")),
            Some(MicroUsd(16_425_000))
        );
        assert_eq!(of(balancer, &format!("{arn}/net/web/1")), None);
        assert_eq!(of("AWS::EC2::Subnet", "subnet-1"), Some(MicroUsd(0)));
        assert_eq!(of("AWS::S3::Bucket", "b"), None);
        assert_eq!(of("AWS::Athena::WorkGroup", "w"), None);
    }

    #[test]
    fn an_address_is_released_by_its_allocation() {
        let by_id = removal("AWS::EC2::EIP", "eipalloc-1", "us-east-1");
        assert_eq!(
            by_id,
            "aws ec2 release-address --allocation-id eipalloc-1 --region us-east-1"
        );
        let by_address = removal("AWS::EC2::EIP", "203.0.113.7", "us-east-1");
        assert!(by_address.contains("console"), "{by_address}");
    }
}
