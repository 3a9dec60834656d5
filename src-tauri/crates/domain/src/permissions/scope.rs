//! What each action is held to: ARNs with the environment's names, and conditions. Where AWS knows no
//! narrower resource it is `*`, then held to the region.
//!
//! Source: AWS's service authorization reference, 2026-11. CloudFormation makes up the names of
//! resources that the templates do not name from the stack's name, and cuts that to 24 characters where
//! a service takes 64 or 63.

use std::collections::BTreeMap;

use super::Need;

/// What a policy is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    pub partition: String,
    pub number: String,
    pub region: String,
    /// Name of the root stack.
    pub stack: String,
    pub environment: String,
    pub cluster: String,
    pub domain: Option<String>,
    pub artifact_bucket: String,
    /// Services that the plan's roles are for.
    pub passed_to: Vec<String>,
    /// Managed policies that the plan's roles have.
    pub managed_policies: Vec<String>,
}

/// Operator, key, values: `StringEquals`, `aws:RequestedRegion`, `us-east-1`.
pub type Condition = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// What an action is held to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scope {
    /// Name of the statement.
    pub sid: &'static str,
    /// The first is the one that the action itself is about.
    pub resources: Vec<String>,
    pub condition: Condition,
}

/// Longest part of a stack's name in a name that CloudFormation makes up.
const CUT: usize = 24;

/// Services that make a role of their own the first time they are used.
const SERVICE_LINKED: [&str; 5] = [
    "autoscaling.amazonaws.com",
    "eks-nodegroup.amazonaws.com",
    "eks.amazonaws.com",
    "opensearchservice.amazonaws.com",
    "spot.amazonaws.com",
];

/// EC2 actions whose resource carries the environment's tag by then.
const TAGGED_EC2: [&str; 12] = [
    "ec2:DeleteFlowLogs",
    "ec2:DeleteInternetGateway",
    "ec2:DeleteLaunchTemplate",
    "ec2:DeleteNatGateway",
    "ec2:DeleteNetworkAcl",
    "ec2:DeleteRouteTable",
    "ec2:DeleteSecurityGroup",
    "ec2:DeleteSubnet",
    "ec2:DeleteVpc",
    "ec2:DeleteVpcEndpoints",
    "ec2:DeleteVpnGateway",
    "ec2:ReleaseAddress",
];

impl Subject {
    fn arn(&self, service: &str, resource: &str) -> String {
        format!(
            "arn:{}:{service}:{}:{}:{resource}",
            self.partition, self.region, self.number
        )
    }

    /// Of a service that has no regions.
    fn global(&self, service: &str, resource: &str) -> String {
        format!(
            "arn:{}:{service}::{}:{resource}",
            self.partition, self.number
        )
    }

    /// What names begin with that CloudFormation makes up for a service with short names. Where the
    /// stack's name is whole in them a hyphen follows, so that `crew` does not reach `crews`.
    fn cut(&self) -> String {
        match self.stack.len() < CUT {
            true => format!("{}-", self.stack),
            false => self.stack[..CUT].to_owned(),
        }
    }

    fn held(&self, sid: &'static str, resources: Vec<String>) -> Scope {
        Scope {
            sid,
            resources,
            condition: Condition::new(),
        }
    }

    /// Any resource, in the region alone.
    fn in_region(&self, sid: &'static str) -> Scope {
        self.on_any(
            sid,
            "StringEquals",
            "aws:RequestedRegion",
            vec![self.region.clone()],
        )
    }

    fn on_any(&self, sid: &'static str, operator: &str, key: &str, values: Vec<String>) -> Scope {
        Scope {
            sid,
            resources: vec!["*".to_owned()],
            condition: condition(operator, key, values),
        }
    }
}

fn condition(operator: &str, key: &str, values: Vec<String>) -> Condition {
    BTreeMap::from([(
        operator.to_owned(),
        BTreeMap::from([(key.to_owned(), values)]),
    )])
}

/// What an action is held to in an environment.
pub fn scope(action: &str, of: &Subject) -> Scope {
    let (service, name) = action.split_once(':').unwrap_or((action, ""));
    match service {
        "autoscaling" if !name.starts_with("Describe") => of.held(
            "AutoScaling",
            vec![of.arn(
                "autoscaling",
                &format!("autoScalingGroup:*:autoScalingGroupName/{}-*", of.stack),
            )],
        ),
        "budgets" => of.held(
            "Budget",
            // The name alone is how earlier blueprints called it.
            ["", "-*"]
                .map(|end| of.global("budgets", &format!("budget/array-{}{end}", of.environment)))
                .to_vec(),
        ),
        "cloudformation" if name != "ListStacks" => of.held(
            "Stacks",
            ["", "-*"]
                .map(|end| of.arn("cloudformation", &format!("stack/{}{end}/*", of.stack)))
                .to_vec(),
        ),
        "cloudwatch" => cloudwatch(name, of),
        "codebuild" => of.held(
            "Builds",
            ["_*".to_owned(), String::new()]
                .map(|end| match end.as_str() {
                    "_*" => of.arn("codebuild", &format!("project/{}_*", of.environment)),
                    _ => of.arn("codebuild", &format!("project/{}*", of.cut())),
                })
                .to_vec(),
        ),
        "codeconnections" | "codestar-connections"
            if !matches!(name, "CreateConnection" | "ListConnections") =>
        {
            let arns = ["codeconnections", "codestar-connections"];
            of.held(
                "Connections",
                arns.map(|service| of.arn(service, "connection/*")).to_vec(),
            )
        }
        "codepipeline" => of.held(
            "Pipelines",
            vec![of.arn("codepipeline", &format!("{}_*", of.environment))],
        ),
        "ec2" => ec2(action, of),
        "ecr" if name != "DescribeRepositories" => of.held(
            "Images",
            vec![of.arn("ecr", &format!("repository/{}/*", of.environment))],
        ),
        "eks" => eks(name, of),
        "es" if name != "ListDomainNames" => {
            let domain = of.domain.as_deref().unwrap_or("crew-*");
            of.held("Search", vec![of.arn("es", &format!("domain/{domain}"))])
        }
        "events" => of.held(
            "Rules",
            vec![of.arn("events", &format!("rule/{}*", of.cut()))],
        ),
        "iam" => iam(name, of),
        "kms" if name != "CreateKey" => Scope {
            sid: "Keys",
            resources: vec![of.arn("kms", "key/*")],
            condition: condition(
                "StringEquals",
                "aws:ResourceTag/Environment",
                vec![of.environment.clone()],
            ),
        },
        "kms" => of.on_any(
            "NewKeys",
            "StringEquals",
            "aws:RequestTag/Environment",
            vec![of.environment.clone()],
        ),
        "lambda" => of.held(
            "Functions",
            vec![of.arn("lambda", &format!("function:{}*", of.cut()))],
        ),
        "logs" => logs(name, of),
        "s3" => s3(name, of),
        "secretsmanager" if name != "GetRandomPassword" => of.held(
            "Secrets",
            vec![of.arn(
                "secretsmanager",
                &format!("secret:array/{}/*", of.environment),
            )],
        ),
        "sns"
            if !matches!(
                name,
                "Unsubscribe" | "GetSubscriptionAttributes" | "SetSubscriptionAttributes"
            ) =>
        {
            of.held("Topics", vec![of.arn("sns", &format!("{}-*", of.stack))])
        }
        "sqs" => of.held("Queues", vec![of.arn("sqs", &format!("{}*", of.cut()))]),
        "ssm" => of.held(
            "NodeImages",
            vec![format!(
                "arn:{}:ssm:{}::parameter/aws/service/*",
                of.partition, of.region
            )],
        ),
        // IAM's own limits are read in us-east-1, and who is signed in anywhere.
        "servicequotas" | "sts" => of.held("Anywhere", vec!["*".to_owned()]),
        _ => of.in_region("InTheRegion"),
    }
}

fn cloudwatch(name: &str, of: &Subject) -> Scope {
    match name {
        "DescribeAlarms" | "GetMetricData" => of.in_region("InTheRegion"),
        _ => of.held(
            "Alarms",
            match name.contains("Dashboard") {
                true => vec![dashboard(of), alarm(of)],
                false => vec![alarm(of), dashboard(of)],
            },
        ),
    }
}

fn alarm(of: &Subject) -> String {
    of.arn("cloudwatch", &format!("alarm:{}-*", of.stack))
}

fn dashboard(of: &Subject) -> String {
    of.global("cloudwatch", &format!("dashboard/array-{}", of.environment))
}

fn ec2(action: &str, of: &Subject) -> Scope {
    if TAGGED_EC2.contains(&action) {
        return of.on_any(
            "OwnNetwork",
            "StringEquals",
            "aws:ResourceTag/Environment",
            vec![of.environment.clone()],
        );
    }
    of.in_region("InTheRegion")
}

fn eks(name: &str, of: &Subject) -> Scope {
    if matches!(name, "ListClusters" | "DescribeClusterVersions") {
        return of.in_region("InTheRegion");
    }
    let cluster = format!("cluster/{}", of.cluster);
    let below = [
        "access-entry",
        "addon",
        "nodegroup",
        "podidentityassociation",
    ];
    let mut resources = vec![of.arn("eks", &cluster)];
    resources.extend(below.map(|kind| of.arn("eks", &format!("{kind}/{}/*", of.cluster))));
    let own = match name {
        name if name.starts_with("Create") => "cluster/",
        name if name.contains("PodIdentity") => "podidentityassociation/",
        name if name.contains("Access") && name != "ListAssociatedAccessPolicies" => {
            "access-entry/"
        }
        name if name.contains("Addon") => "addon/",
        name if name.contains("Nodegroup") => "nodegroup/",
        _ => "cluster/",
    };
    first(&mut resources, own);
    of.held("Cluster", resources)
}

fn iam(name: &str, of: &Subject) -> Scope {
    let roles = of.global("iam", &format!("role/{}*", of.cut()));
    match name {
        "CreateServiceLinkedRole" => Scope {
            sid: "ServiceLinkedRoles",
            resources: vec![of.global("iam", "role/aws-service-role/*")],
            condition: condition(
                "StringEquals",
                "iam:AWSServiceName",
                SERVICE_LINKED.map(str::to_owned).to_vec(),
            ),
        },
        "PassRole" => Scope {
            sid: "PassedRoles",
            resources: vec![roles],
            condition: condition("StringEquals", "iam:PassedToService", of.passed_to.clone()),
        },
        "AttachRolePolicy" | "DetachRolePolicy" => Scope {
            sid: "ManagedPolicies",
            resources: vec![roles],
            condition: condition("ArnEquals", "iam:PolicyARN", of.managed_policies.clone()),
        },
        "SimulatePrincipalPolicy" | "GetRole" => of.held(
            "Principals",
            ["role/*", "user/*"]
                .map(|kind| of.global("iam", kind))
                .to_vec(),
        ),
        "GetAccountSummary" => of.held("Anywhere", vec!["*".to_owned()]),
        name if name.contains("InstanceProfile") => of.held(
            "Profiles",
            vec![of.global("iam", &format!("instance-profile/{}*", of.cut()))],
        ),
        _ => of.held("Roles", vec![roles]),
    }
}

fn logs(name: &str, of: &Subject) -> Scope {
    let wide = [
        "Describe",
        "PutResourcePolicy",
        "DeleteResourcePolicy",
        "CreateLogDelivery",
        "DeleteLogDelivery",
    ];
    if wide.iter().any(|one| name.starts_with(one)) {
        return of.in_region("InTheRegion");
    }
    let groups = [
        format!("/array/{}/*", of.environment),
        format!("/aws/eks/{}/cluster", of.cluster),
        format!("/aws/eks/{}/cluster:*", of.cluster),
    ];
    of.held(
        "Logs",
        groups
            .map(|group| of.arn("logs", &format!("log-group:{group}")))
            .to_vec(),
    )
}

fn s3(name: &str, of: &Subject) -> Scope {
    if name == "ListAllMyBuckets" {
        return of.held("Anywhere", vec!["*".to_owned()]);
    }
    let buckets = [of.artifact_bucket.clone(), format!("{}*", of.cut())];
    let arn = |name: &str| format!("arn:{}:s3:::{name}", of.partition);
    match name {
        "GetObject" | "PutObject" => {
            of.held("Objects", vec![arn(&format!("{}/*", of.artifact_bucket))])
        }
        _ => of.held("Buckets", buckets.map(|bucket| arn(&bucket)).to_vec()),
    }
}

/// Puts the ARN of a kind to the front.
fn first(resources: &mut [String], kind: &str) {
    if let Some(at) = resources.iter().position(|arn| arn.contains(kind)) {
        resources[..=at].rotate_right(1);
    }
}

/// An action on one resource, as a request of the launch would be.
pub(super) fn need(action: &str, of: &Subject) -> Need {
    let scope = scope(action, of);
    let mut context = BTreeMap::from([("aws:RequestedRegion".to_owned(), vec![of.region.clone()])]);
    for keys in scope.condition.values() {
        for (key, values) in keys {
            // Of several that are allowed, a request carries one.
            context.insert(key.clone(), values.iter().take(1).cloned().collect());
        }
    }
    let pattern = scope.resources.first().map_or("*", String::as_str);
    Need {
        action: action.to_owned(),
        resource: match pattern {
            "*" => "*".to_owned(),
            pattern => pattern.replace('*', "example"),
        },
        context,
    }
}
