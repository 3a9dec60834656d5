//! Quotas, capacity and rates.
//!
//! The defaults named here (5 VPCs, 5 Elastic IPs, 5 NAT gateways for each zone, internet gateways
//! with the VPCs) are AWS's of docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html; the
//! 10 log resource policies those of the CloudWatch Logs API page of PutResourcePolicy; both read
//! in November 2026. An account may have others.

use super::{KnownCause, cause};
use crate::failure::CauseClass::{Capacity, Quota, Throttling};

const RAISE: &str =
    "Delete what is no longer needed, or ask AWS for a higher quota in Service Quotas, then retry.";

pub(super) const CAUSES: &[KnownCause] = &[
    cause(
        "ARR-1040",
        Quota,
        "A quota of the account is used up",
        "The account may not hold more of this resource in the region than its quota allows.",
        RAISE,
    ),
    cause(
        "ARR-1041",
        Quota,
        "VPC limit reached",
        "The region already has as many VPCs as the account's quota allows (5 unless it was raised).",
        "Delete a VPC that is no longer needed, choose another region, or ask for a higher VPC quota, then retry.",
    ),
    cause(
        "ARR-1042",
        Quota,
        "Elastic IP limit reached",
        "The account already holds as many Elastic IP addresses in this region as its quota allows (5 unless it was raised). Each NAT gateway needs one.",
        "Release Elastic IPs that nothing uses, choose one NAT gateway instead of one per zone, or ask for a higher Elastic IP quota, then retry.",
    ),
    cause(
        "ARR-1043",
        Quota,
        "Internet gateway limit reached",
        "The region already has as many internet gateways as the account's quota allows. That quota follows the VPC quota.",
        "Delete an internet gateway or VPC that is no longer needed, or ask for a higher VPC quota, then retry.",
    ),
    cause(
        "ARR-1044",
        Quota,
        "NAT gateway limit reached",
        "The zone already has as many NAT gateways as the account's quota allows (5 per zone unless it was raised).",
        "Delete NAT gateways that are no longer needed, choose one NAT gateway instead of one per zone, or ask for a higher quota, then retry.",
    ),
    cause(
        "ARR-1045",
        Quota,
        "VPC endpoint limit reached",
        "The region already has as many VPC endpoints as the account's quota allows.",
        RAISE,
    ),
    cause(
        "ARR-1046",
        Quota,
        "EC2 instance limit reached",
        "The account may not run this many vCPUs or instances of the chosen type. New accounts often start with a quota of a few vCPUs, or none.",
        "Ask for a higher quota of running On-Demand (or Spot) instances in Service Quotas, choose fewer or smaller nodes, or another instance type, then retry.",
    ),
    cause(
        "ARR-1047",
        Quota,
        "Load balancer limit reached",
        "The region already has as many load balancers, listeners or target groups as the account's quota allows.",
        RAISE,
    ),
    cause(
        "ARR-1048",
        Quota,
        "Bucket limit reached",
        "The account already has as many S3 buckets as its quota allows.",
        "Delete buckets that are no longer needed, or ask for a higher bucket quota, then retry.",
    ),
    cause(
        "ARR-1049",
        Quota,
        "IAM limit reached",
        "The account or the role already has as many roles, policies or attachments as IAM allows.",
        "Delete roles or policies that nothing uses, combine policies, or ask for a higher IAM quota, then retry.",
    ),
    cause(
        "ARR-1050",
        Quota,
        "IAM policy is too large",
        "The policies of the role or the policy document have grown over IAM's fixed size limit.",
        "Shorten the policy, or move a part of it into a managed policy. This limit cannot be raised.",
    ),
    cause(
        "ARR-1051",
        Quota,
        "EKS limit reached",
        "The account already has as many EKS clusters, node groups or access entries as its quota allows.",
        RAISE,
    ),
    cause(
        "ARR-1052",
        Quota,
        "OpenSearch limit reached",
        "The account already has as many search domains or search instances as its quota allows.",
        RAISE,
    ),
    cause(
        "ARR-1053",
        Quota,
        "CloudWatch Logs limit reached",
        "The region has no room for more log groups, or for more of the 10 resource policies that let services write logs.",
        "Delete log groups or log resource policies that nothing uses, then retry.",
    ),
    cause(
        "ARR-1054",
        Quota,
        "CloudFormation limit reached",
        "The account has too many stacks, or the template is over one of CloudFormation's limits.",
        "Delete stacks that are no longer needed, or split the environment, then retry.",
    ),
    cause(
        "ARR-1055",
        Quota,
        "Security group limit reached",
        "There is no room for more security groups in the VPC, for more rules in the group, or for more groups on the interface.",
        "Delete groups or rules that nothing uses, or ask for a higher quota, then retry.",
    ),
    cause(
        "ARR-1056",
        Quota,
        "Subnet or route limit reached",
        "The VPC already has as many subnets, route tables, routes, network ACLs or address ranges as its quota allows.",
        RAISE,
    ),
    cause(
        "ARR-1057",
        Quota,
        "Lambda limit reached",
        "The account's code storage or its concurrent executions for functions are used up.",
        "Delete old function versions, lower the reserved concurrency, or ask for a higher Lambda quota, then retry.",
    ),
    cause(
        "ARR-1058",
        Quota,
        "Disk limit reached",
        "The account may not hold this much or this many EBS volumes in the region.",
        "Delete volumes and snapshots that nothing uses, choose smaller disks, or ask for a higher quota, then retry.",
    ),
    cause(
        "ARR-1059",
        Quota,
        "The function's code is too large",
        "Lambda takes at most 250 MB of unpacked code with its layers, or an image of 10 GB. These limits cannot be raised.",
        "Leave out what the function does not need, or ship it as a container image, then retry.",
    ),
    cause(
        "ARR-1060",
        Capacity,
        "AWS has no capacity",
        "AWS itself has no room for this at the moment. It is not a quota of the account.",
        "Wait and retry, or choose another type, size or zone.",
    ),
    cause(
        "ARR-1061",
        Capacity,
        "No instance capacity",
        "AWS has no free machines of this instance type in the zone at the moment. It is not a quota of the account.",
        "Add further instance types of the same size to the node group, choose another type or zone, or wait and retry.",
    ),
    cause(
        "ARR-1062",
        Capacity,
        "No spot capacity",
        "AWS has no spare machines to offer as spot instances of this type in the zone at the moment.",
        "Add more instance types to the node group, switch it to on-demand, or wait and retry.",
    ),
    cause(
        "ARR-1063",
        Capacity,
        "The zone has no room for an EKS control plane",
        "One of the chosen availability zones cannot host an EKS control plane; some never can.",
        "Place the cluster's subnets only in the zones that AWS's message lists, then retry.",
    ),
    cause(
        "ARR-1064",
        Capacity,
        "No free addresses in a subnet",
        "The subnet has too few free IP addresses for what was to be placed in it.",
        "Free addresses in the subnet, or plan a larger CIDR, then retry.",
    ),
    cause(
        "ARR-1180",
        Throttling,
        "AWS slowed the calls down",
        "The account made too many calls in a short time. It is a rate, not a quota of resources.",
        "Wait a few minutes and retry; run fewer launches at the same time.",
    ),
];
