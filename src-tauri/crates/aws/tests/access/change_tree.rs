//! Recorded change sets all the way to what a person reads: real, open and phantom replacements.

use aws::AwsCloud;
use domain::blueprint::{Blueprint, TemplateFile};
use domain::change_set::{Change, ChangeTree, ChangedProperty, Ours, classify, evaluate};
use domain::plan::AccountFacts;
use engine::ports::Cloud;

use crate::cloud::over;
use crate::replay::Replay;

const NESTED: [&str; 4] = [
    "nested-root-property-values",
    "nested-child-network-property-values",
    "nested-child-cluster-property-values",
    "nested-child-search-phantom",
];

async fn tree(cases: &[&str], ours: &Ours) -> ChangeTree {
    let cases: Vec<String> = cases
        .iter()
        .map(|case| format!("cloudformation/DescribeChangeSet__{case}"))
        .collect();
    let cases: Vec<&str> = cases.iter().map(String::as_str).collect();
    let (cloud, _aws): (AwsCloud, Replay) = over(Replay::of(&cases).await).await;
    classify(&cloud.changes("root").await.unwrap(), ours)
}

/// `Network.Route Modified: NatGatewayId known after apply, from NatGatewayB`; a property that forces a new
/// resource has a `!`, a phantom stands in brackets.
fn lines(tree: &ChangeTree) -> Vec<String> {
    let told = |change: &Change| {
        let verdict = change.verdict.as_ref();
        let certainty = verdict.map(|verdict| format!(" {:?}", verdict.certainty));
        let rows: Vec<String> = change.properties.iter().map(property).collect();
        format!(
            "{}.{} {:?}{}: {}",
            change.stack,
            change.logical_id,
            change.kind,
            certainty.unwrap_or_default(),
            rows.join("; ")
        )
    };
    let phantoms = tree.phantoms.iter().map(|one| format!("[{}]", told(one)));
    tree.changes.iter().map(told).chain(phantoms).collect()
}

fn property(row: &ChangedProperty) -> String {
    let mut out = row.path.clone();
    if row.replaces {
        out.push('!');
    }
    let word = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    match row.known_after_apply {
        true => out.push_str(&format!(" {} to be known", word(&row.before))),
        false => out.push_str(&format!(" {} to {}", word(&row.before), word(&row.after))),
    }
    if let Some(cause) = &row.cause {
        out.push_str(&format!(", from {cause}"));
    }
    out
}

#[tokio::test]
async fn what_aws_said_of_single_stacks_is_told_once_and_in_its_words() {
    let cases: [(&str, &[&str]); 9] = [
        (
            "recorded-parameter-reference",
            &[
                "root.Foo Replaced Real: TopicName! topic-1 to topic-2, from TopicName",
                "root.Parameter Modified: Value topic-1 to be known, from Foo.TopicName",
            ],
        ),
        (
            "recorded-replacement-and-resource-reference",
            &[
                "root.Topic1 Replaced Real: DisplayName value to new_value; TopicName! topic-name-1 to updated-topic-name-1",
                "root.Topic2 Modified: DisplayName arn:aws:sns:us-east-1:111122223333:topic-name-1 to be known, from Topic1",
            ],
        ),
        (
            "recorded-resource-attribute-dynamic",
            &[
                "root.Foo Replaced Real: TopicName! topic-1 to topic-2",
                "root.Parameter Modified: Value topic-1 to be known, from Foo.TopicName",
            ],
        ),
        (
            "recorded-resource-attribute-dynamic-plain",
            &[
                "root.Foo Replaced Real: TopicName! - to -",
                "root.Parameter Modified: Value - to -, from Foo.TopicName",
            ],
        ),
        (
            "recorded-ssm-parameter-resolved",
            &["root.DerivedParameter Modified: Value parameter-value-1-6 to parameter-value-2-5"],
        ),
        (
            "recorded-add-with-replacement-true",
            &["root.Topic2 Added: "],
        ),
        (
            "recorded-condition-adds-resource",
            &["root.Parameter Added: "],
        ),
        (
            "recorded-remove-and-add",
            &["root.Topic1 Removed: ", "root.Topic2 Added: "],
        ),
        (
            "import-and-sync",
            &[
                "root.LogsBucket Imported: ",
                "root.ApiSG Restored: SecurityGroupIngress.1 {\n  \"CidrIp\": \"203.0.113.7/32\",\n  \"FromPort\": 22,\n  \"IpProtocol\": \"tcp\",\n  \"ToPort\": 22\n} to -",
                "root.SearchDomain Open: ",
            ],
        ),
    ];
    for (case, expected) in cases {
        let told = lines(&tree(&[case], &Ours::default()).await);
        assert_eq!(told, expected, "{case}");
    }
}

#[tokio::test]
async fn a_nested_stack_that_is_only_touched_is_no_change_of_its_own() {
    let documented = tree(&["docs-nested-root", "docs-nested-child"], &Ours::default()).await;
    assert_eq!(
        lines(&documented),
        ["ChildStack.function Modified: Timeout - to -"]
    );
}

/// What both evaluations agree upon.
const AGREED: [&str; 8] = [
    "ClusterStack.Cluster Modified: Version 1.34 to 1.35, from KubernetesVersion",
    "ClusterStack.NodeRole Modified: DeletionPolicy Delete to Retain",
    "ClusterStack.PodIdentityAgent Added: ",
    "NetworkStack.NatGatewayB Added: ",
    "NetworkStack.NatGatewayBEIP Added: ",
    "NetworkStack.LegacyBastionSG Removed: ",
    "NetworkStack.Vpc Modified: Tags.0.Value film to production",
    "NetworkStack.PrivateRouteB Modified: NatGatewayId nat-0e5f60718293a4b5c to be known",
];

fn without(lines: Vec<String>, agreed: &[&str]) -> Vec<String> {
    for line in agreed {
        assert!(
            lines.iter().any(|told| told.starts_with(line)),
            "{line}\n{lines:#?}"
        );
    }
    let other = |told: &String| !agreed.iter().any(|line| told.starts_with(line));
    lines.into_iter().filter(other).collect()
}

#[tokio::test]
async fn of_foreign_templates_a_conditional_replacement_stays_open() {
    let tree = tree(&NESTED, &Ours::default()).await;
    assert_eq!(
        without(lines(&tree), &AGREED),
        [
            "ClusterStack.WorkersArm Replaced Real: InstanceTypes.0! m7g.large to m8g.large; Subnets.1! subnet-0b2c3d4e5f6071829 to be known, from SubnetIds",
            "ClusterStack.NodeLaunchTemplate PerhapsReplaced UnknownUntilApplied: LaunchTemplateData.SecurityGroupIds.0 sg-093a4b5c6d7e8f90a to be known, from Cluster.ClusterSecurityGroupId; Metadata - to -",
        ]
    );
    let totals = tree.totals;
    assert_eq!(
        totals.words(),
        "3 added, 4 changed, 1 replaced, 1 perhaps replaced, 1 removed"
    );
    assert_eq!(tree.asks_for_name.len(), 1, "{:?}", tree.asks_for_name);
}

#[tokio::test]
async fn of_known_templates_it_is_a_phantom_and_what_only_seems_to_change_is_left_out() {
    let tree = tree(&NESTED, &crewdesk()).await;
    assert_eq!(
        without(lines(&tree), &AGREED),
        [
            "ClusterStack.WorkersArm Replaced Real: InstanceTypes.0! m7g.large to m8g.large",
            "[ClusterStack.NodeLaunchTemplate Unchanged Phantom: Metadata - to -]",
        ]
    );
    let reason = &tree.phantoms[0].verdict.as_ref().unwrap().reason;
    assert_eq!(
        reason,
        "It stays: LaunchTemplateData comes from Cluster.ClusterSecurityGroupId, and by both templates its value is the same as before."
    );
    // AWS itself does not say that this would fail halfway.
    assert_eq!(tree.blocked.len(), 1, "{:?}", tree.blocked);
    assert!(tree.blocked[0].contains("named `"), "{}", tree.blocked[0]);
}

const ROOT: &str = "
Resources:
  NetworkStack:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: !Sub '${TemplateBaseUrl}/network.yaml'
  ClusterStack:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: !Sub '${TemplateBaseUrl}/cluster.yaml'
      Parameters: { KubernetesVersion: 'VERSION', SubnetIds: !GetAtt NetworkStack.Outputs.PrivateSubnets }
  SearchStack:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: !Sub '${TemplateBaseUrl}/search.yaml'
      Parameters: { SubnetIds: !GetAtt NetworkStack.Outputs.PrivateSubnets }
Parameters:
  TemplateBaseUrl: { Type: String }
";
const NETWORK: &str = "
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: { CidrBlock: 10.0.0.0/16, Tags: [{ Key: Kind, Value: KIND }] }
  SubnetB:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24 }
  PrivateRouteB:
    Type: AWS::EC2::Route
    Properties: { RouteTableId: rtb-1, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: NAT }
Outputs:
  PrivateSubnets: { Value: !Ref SubnetB }
";
const OLD_NETWORK: &str = "  LegacyBastionSG:
    Type: AWS::EC2::SecurityGroup
    Properties: { GroupDescription: Bastion, VpcId: !Ref Vpc }
";
const NEW_NETWORK: &str = "  NatGatewayB:
    Type: AWS::EC2::NatGateway
    Properties: { AllocationId: !GetAtt NatGatewayBEIP.AllocationId, SubnetId: !Ref SubnetB }
  NatGatewayBEIP:
    Type: AWS::EC2::EIP
    Properties: { Domain: vpc }
";
const CLUSTER: &str = "
Parameters:
  KubernetesVersion: { Type: String }
  SubnetIds: { Type: String }
Resources:
  Cluster:
    Type: AWS::EKS::Cluster
    Properties: { Name: crewdesk-prod, Version: !Ref KubernetesVersion, ResourcesVpcConfig: { SubnetIds: [!Ref SubnetIds] } }
  WorkersArm:
    Type: AWS::EKS::Nodegroup
    Properties: { NodegroupName: GROUP, ClusterName: !Ref Cluster, Subnets: [!Ref SubnetIds], InstanceTypes: [TYPE] }
  NodeLaunchTemplate:
    Type: AWS::EC2::LaunchTemplate
    Properties: { LaunchTemplateData: { SecurityGroupIds: [!GetAtt Cluster.ClusterSecurityGroupId] } }
  NodeRole:
    Type: AWS::IAM::Role
    Properties: { RoleName: crewdesk-prod-node }
";
const SEARCH: &str = "
Parameters:
  SubnetIds: { Type: String }
Resources:
  Domain:
    Type: AWS::OpenSearchService::Domain
    Properties: { DomainName: crewdesk, VPCOptions: { SubnetIds: [!Ref SubnetIds] } }
";

/// The templates behind the recorded nested change set, before and after it.
fn crewdesk() -> Ours {
    let file = |name: &str, body: String| TemplateFile {
        name: name.to_owned(),
        source: name.to_owned(),
        sha256: String::new(),
        body,
    };
    let side = |version: &str, kind: &str, nat: &str, more: &str, group: [&str; 2]| {
        let blueprint = Blueprint {
            stack_name: "crewdesk-prod".to_owned(),
            region: "us-east-1".to_owned(),
            root: file("root.yaml", ROOT.replace("VERSION", version)),
            nested: vec![
                file(
                    "network.yaml",
                    NETWORK
                        .replace("KIND", kind)
                        .replace("NAT }", &format!("{nat} }}"))
                        .replace("Outputs:", &format!("{more}Outputs:")),
                ),
                file(
                    "cluster.yaml",
                    CLUSTER.replace("GROUP", group[0]).replace("TYPE", group[1]),
                ),
                file("search.yaml", SEARCH.to_owned()),
            ],
            parameters: Default::default(),
            tags: Default::default(),
            capabilities: Vec::new(),
        };
        evaluate(
            &blueprint,
            &AccountFacts::defaults("Work", "111122223333", true),
        )
        .unwrap()
    };
    Ours::new(
        &side(
            "1.34",
            "film",
            "nat-0e5f60718293a4b5c",
            OLD_NETWORK,
            ["workers-arm", "m7g.large"],
        ),
        &side(
            "1.35",
            "production",
            "!Ref NatGatewayB",
            NEW_NETWORK,
            ["workers-arm", "m8g.large"],
        ),
    )
}
