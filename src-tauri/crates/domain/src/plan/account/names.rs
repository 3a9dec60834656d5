//! Names that the plan gives to resources, and who has them already.

use super::super::inventory::stacks;
use super::{Check, Question, Severity, failed, passed};
use crate::template::StackTree;

/// A name that a resource of the plan wants for itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    pub resource_type: String,
    pub name: String,
    /// Nested stack and logical ID: `Search/Domain`.
    pub resource: String,
}

/// Something that has a claimed name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub claim: Claim,
    /// What has it: an ARN, or words.
    pub by: String,
}

/// Types whose names are one space for an account and region, with the property that names them.
const NAMED: [(&str, &str); 10] = [
    ("AWS::CloudWatch::Dashboard", "DashboardName"),
    ("AWS::CodeBuild::Project", "Name"),
    ("AWS::CodeConnections::Connection", "ConnectionName"),
    ("AWS::CodePipeline::Pipeline", "Name"),
    ("AWS::ECR::Repository", "RepositoryName"),
    ("AWS::EKS::Cluster", "Name"),
    ("AWS::IAM::Role", "RoleName"),
    ("AWS::Logs::LogGroup", "LogGroupName"),
    ("AWS::OpenSearchService::Domain", "DomainName"),
    ("AWS::SecretsManager::Secret", "Name"),
];

/// Every name that the plan decides; those that CloudFormation makes up never collide.
pub fn claims(tree: &StackTree, stack_name: &str) -> Vec<Claim> {
    let mut all = vec![Claim {
        resource_type: crate::launch::STACK_TYPE.to_owned(),
        name: stack_name.to_owned(),
        resource: "root".to_owned(),
    }];
    for stack in stacks(tree) {
        let short = stack.path.rsplit('/').next().unwrap_or(&stack.path);
        for resource in &stack.resources {
            let property = NAMED
                .iter()
                .find(|(kind, _)| *kind == resource.resource_type)
                .map(|(_, property)| *property);
            let value = property.and_then(|property| resource.properties.get(property));
            if let Some(name) = value.and_then(crate::template::Value::as_text) {
                all.push(Claim {
                    resource_type: resource.resource_type.clone(),
                    name,
                    resource: format!("{short}/{}", resource.logical_id),
                });
            }
        }
    }
    all.sort();
    all
}

/// What is in the way. `claims` are those that could be looked at.
pub fn names(claims: &[Claim], taken: &[Taken]) -> Vec<Check> {
    let mut all: Vec<Check> = taken
        .iter()
        .map(|taken| {
            let claim = &taken.claim;
            failed(
                Question::Names,
                "name-taken",
                Severity::Error,
                format!("The name {} is taken.", claim.name),
                Some(format!(
                    "{} ({}) is {}",
                    claim.resource, claim.resource_type, taken.by
                )),
                "Give the environment another name, or delete what has this one.",
            )
        })
        .collect();
    if all.is_empty() && !claims.is_empty() {
        all.push(passed(
            Question::Names,
            "name-taken",
            "The names of the plan are free.",
            Some(format!("{} names looked at", claims.len())),
        ));
    }
    all
}
