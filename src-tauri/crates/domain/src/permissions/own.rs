//! Every call that the app itself makes of an account, in one place: what is seen on the wire, the
//! permission that AWS asks for it, and why it is made.

use std::collections::BTreeSet;

use super::operation::Operation;
use super::operation::Operation::{Check, Delete, Launch, RollUp, Sync, Update, Watch};

/// One call of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnCall {
    /// As it goes over the wire: `s3:HeadBucket`.
    pub call: &'static str,
    /// The permission that it needs: `s3:ListBucket`.
    pub action: &'static str,
    pub operations: &'static [Operation],
    pub why: &'static str,
}

const fn same(call: &'static str, operations: &'static [Operation], why: &'static str) -> OwnCall {
    renamed(call, call, operations, why)
}

const fn renamed(
    call: &'static str,
    action: &'static str,
    operations: &'static [Operation],
    why: &'static str,
) -> OwnCall {
    OwnCall {
        call,
        action,
        operations,
        why,
    }
}

const CHANGES: &[Operation] = &[Launch, Update];
const ALWAYS: &[Operation] = &Operation::OF_ENVIRONMENTS;
const COSTS: &[Operation] = &[Sync, RollUp];
const FOLLOWS: &[Operation] = &[Launch, Update, Delete, Watch];

/// The table.
pub const OWN_CALLS: &[OwnCall] = &[
    same(
        "sts:GetCallerIdentity",
        &Operation::ALL,
        "asks who is signed in",
    ),
    // Before a launch
    same(
        "ec2:DescribeRegions",
        &[Check],
        "asks whether the region is enabled",
    ),
    same(
        "ec2:DescribeAvailabilityZones",
        &[Check],
        "asks which zones there are",
    ),
    same(
        "ec2:DescribeVpcs",
        &[Check],
        "counts VPCs and compares address ranges",
    ),
    same("ec2:DescribeAddresses", &[Check], "counts Elastic IPs"),
    same("ec2:DescribeNatGateways", &[Check], "counts NAT gateways"),
    same(
        "ec2:DescribeSubnets",
        &[Check],
        "finds the zones of NAT gateways",
    ),
    same(
        "ec2:DescribeInternetGateways",
        &[Check],
        "counts internet gateways",
    ),
    same(
        "ec2:DescribeVpnGateways",
        &[Check],
        "counts virtual private gateways",
    ),
    same(
        "ec2:DescribeSecurityGroups",
        &[Check],
        "counts security groups",
    ),
    same("ec2:DescribeInstances", &[Check], "counts running vCPUs"),
    same(
        "servicequotas:ListServiceQuotas",
        &[Check],
        "reads the account's limits",
    ),
    same(
        "servicequotas:GetAWSDefaultServiceQuota",
        &[Check],
        "reads AWS's default limits",
    ),
    same(
        "iam:SimulatePrincipalPolicy",
        &[Check],
        "asks what is allowed",
    ),
    same(
        "iam:GetRole",
        &[Check],
        "finds the role that is signed in, and service-linked roles",
    ),
    same("iam:GetAccountSummary", &[Check], "counts roles"),
    same("eks:ListClusters", &[Check], "counts clusters"),
    same(
        "eks:DescribeCluster",
        &[Check, Launch, Update, Delete],
        "looks whether the name is free, and whether the cluster is protected",
    ),
    same(
        "eks:UpdateClusterConfig",
        &[Launch, Update, Delete],
        "protects the cluster when it stands, and lifts that before it is deleted",
    ),
    same(
        "eks:DescribeClusterVersions",
        &[Check],
        "reads the calendar of Kubernetes versions",
    ),
    same(
        "es:ListDomainNames",
        &[Check],
        "counts search domains and looks whether the name is free",
    ),
    same(
        "ecr:DescribeRepositories",
        &[Check],
        "counts image repositories and looks whether names are free",
    ),
    renamed(
        "s3:ListBuckets",
        "s3:ListAllMyBuckets",
        &[Check],
        "counts buckets",
    ),
    same("cloudformation:ListStacks", &[Check], "counts stacks"),
    same(
        "secretsmanager:DescribeSecret",
        &[Check],
        "looks whether names are free",
    ),
    same(
        "codeconnections:ListConnections",
        &[Check],
        "looks whether the name is free",
    ),
    same(
        "logs:DescribeLogGroups",
        &[Check],
        "looks whether names are free",
    ),
    same(
        "codepipeline:GetPipeline",
        &[Check],
        "looks whether names are free",
    ),
    same(
        "codebuild:BatchGetProjects",
        &[Check],
        "looks whether names are free",
    ),
    same(
        "cloudwatch:GetDashboard",
        &[Check],
        "looks whether the name is free",
    ),
    // Before a deletion
    same(
        "ecr:DescribeImages",
        &[Delete],
        "counts the images that are lost",
    ),
    renamed(
        "s3:ListObjectVersions",
        "s3:ListBucketVersions",
        &[Delete],
        "counts the objects that are lost",
    ),
    same(
        "ec2:DescribeNetworkInterfaces",
        &[Delete],
        "finds what keeps subnets from being deleted",
    ),
    same(
        "elasticloadbalancing:DescribeLoadBalancers",
        &[Delete],
        "finds load balancers that the cluster has made",
    ),
    same(
        "elasticloadbalancing:DescribeTargetGroups",
        &[Delete],
        "finds target groups that the cluster has made",
    ),
    same(
        "elasticloadbalancing:DescribeTags",
        &[Delete],
        "tells which of them this cluster has made",
    ),
    renamed(
        "tagging:GetResources",
        "tag:GetResources",
        &[Delete],
        "finds what of a deleted environment is still there",
    ),
    // The bucket that templates go through
    renamed(
        "s3:HeadBucket",
        "s3:ListBucket",
        &[Check, Launch, Update, Delete],
        "looks for the bucket of the templates",
    ),
    same(
        "s3:GetBucketPolicy",
        CHANGES,
        "looks whether the bucket is closed as it must be",
    ),
    same(
        "s3:CreateBucket",
        CHANGES,
        "makes the bucket of the templates",
    ),
    renamed(
        "s3:PutPublicAccessBlock",
        "s3:PutBucketPublicAccessBlock",
        CHANGES,
        "closes the bucket to the public",
    ),
    renamed(
        "s3:PutBucketEncryption",
        "s3:PutEncryptionConfiguration",
        CHANGES,
        "encrypts the bucket",
    ),
    same(
        "s3:PutBucketPolicy",
        CHANGES,
        "refuses what does not come by TLS",
    ),
    renamed(
        "s3:HeadObject",
        "s3:GetObject",
        CHANGES,
        "looks whether a template is there already",
    ),
    same("s3:PutObject", CHANGES, "uploads templates"),
    // CloudFormation
    same(
        "cloudformation:CreateChangeSet",
        CHANGES,
        "prepares what will be changed",
    ),
    renamed(
        "cloudformation:CreateChangeSet",
        "cloudformation:TagResource",
        CHANGES,
        "sets the stack's tags",
    ),
    same(
        "cloudformation:DescribeChangeSet",
        CHANGES,
        "shows what will be changed",
    ),
    same(
        "cloudformation:DescribeEvents",
        CHANGES,
        "reads what CloudFormation's early validation found",
    ),
    same(
        "cloudformation:DeleteChangeSet",
        CHANGES,
        "discards what was prepared",
    ),
    same(
        "cloudformation:ExecuteChangeSet",
        CHANGES,
        "carries the change out",
    ),
    same(
        "cloudformation:UpdateTerminationProtection",
        &[Launch, Update, Delete],
        "protects the stack against deletion by mistake",
    ),
    same(
        "cloudformation:CancelUpdateStack",
        &[Update],
        "cancels an update",
    ),
    same(
        "cloudformation:ContinueUpdateRollback",
        &[Update],
        "goes on with a stuck rollback",
    ),
    same(
        "cloudformation:DeleteStack",
        &[Launch, Delete],
        "deletes the environment, or what a failed launch left",
    ),
    same(
        "cloudformation:DescribeStacks",
        ALWAYS,
        "reads how stacks stand",
    ),
    same(
        "cloudformation:ListStackResources",
        &[Launch, Update, Delete],
        "finds the cluster to protect",
    ),
    same(
        "cloudformation:DescribeStackEvents",
        FOLLOWS,
        "reads what happens",
    ),
    same(
        "cloudtrail:LookupEvents",
        FOLLOWS,
        "finds the call behind a failure",
    ),
    same(
        "codeconnections:GetConnection",
        &[Launch, Update, Watch],
        "waits for GitHub's handshake",
    ),
    // What a launch keeps for the environment's own parts
    same(
        "secretsmanager:CreateSecret",
        CHANGES,
        "stores a secret that the templates refer to",
    ),
    same(
        "secretsmanager:PutSecretValue",
        CHANGES,
        "replaces a secret's value",
    ),
    same(
        "secretsmanager:DescribeSecret",
        CHANGES,
        "looks whether a secret is there; never reads it",
    ),
    same(
        "secretsmanager:DeleteSecret",
        &[Launch, Delete],
        "removes the environment's secrets, and those of a launch that was taken back",
    ),
    // Costs, in the account that pays
    same(
        "bcm-data-exports:ListExports",
        COSTS,
        "finds the account's Data Exports",
    ),
    same(
        "bcm-data-exports:GetExport",
        COSTS,
        "reads where an export is delivered, and whether it is healthy",
    ),
    renamed(
        "s3:ListObjectsV2",
        "s3:ListBucket",
        COSTS,
        "lists what an export has delivered",
    ),
    same("s3:GetObject", &[Sync], "downloads what has changed"),
    same(
        "ce:GetCostAndUsage",
        &[Sync],
        "asks for costs where there is no export",
    ),
    same(
        "athena:StartQueryExecution",
        &[RollUp],
        "starts the query that rolls costs up",
    ),
    same(
        "athena:GetQueryExecution",
        &[RollUp],
        "looks how the query stands, and what it has scanned",
    ),
    same(
        "athena:GetQueryResults",
        &[RollUp],
        "reads the roll-up, page by page",
    ),
    same(
        "athena:StopQueryExecution",
        &[RollUp],
        "stops a query that was cancelled",
    ),
];

/// What Athena does with the caller's permissions when it runs that query; source: AWS's Athena user guide,
/// "Control access to Amazon S3 from Athena" and "Fine-grained access to databases and tables", 2026-11.
pub const ATHENA_DOES: &[&str] = &[
    "glue:GetDatabase",
    "glue:GetPartition",
    "glue:GetPartitions",
    "glue:GetTable",
    "s3:AbortMultipartUpload",
    "s3:GetBucketLocation",
    "s3:GetObject",
    "s3:ListBucket",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
];

/// What a launch goes well without; only something told on request is missing then.
pub(super) const OPTIONAL: &[&str] = &["cloudtrail:LookupEvents"];

/// `service:Operation` of every call, as seen on the wire.
pub fn calls(operation: Operation) -> BTreeSet<&'static str> {
    of(operation).map(|call| call.call).collect()
}

/// Every permission that the app's own calls need.
pub fn actions(operation: Operation) -> BTreeSet<&'static str> {
    of(operation).map(|call| call.action).collect()
}

fn of(operation: Operation) -> impl Iterator<Item = &'static OwnCall> {
    OWN_CALLS
        .iter()
        .filter(move |call| call.operations.contains(&operation))
}
