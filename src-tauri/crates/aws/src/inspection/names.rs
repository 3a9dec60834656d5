//! Who has the names that a plan wants. What can be listed is listed once for all claims of its kind.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use domain::plan::account::{Claim, Untold};
use engine::checks::ports::Told;
use engine::ports::CloudError;
use tokio::task::JoinSet;

use super::untold;
use crate::cloudformation::list_stacks::list_stacks;
use crate::cloudwatch::get_dashboard::dashboard_arn;
use crate::codebuild::batch_get_projects::project_arn;
use crate::codeconnections::list_connections::list_connections;
use crate::codepipeline::get_pipeline::pipeline_arn;
use crate::ecr::describe_repositories::describe_repositories;
use crate::eks::describe_cluster::describe_cluster;
use crate::iam::get_role::role_arn;
use crate::logs::describe_log_groups::log_group_arn;
use crate::opensearch::list_domain_names::list_domain_names;
use crate::secretsmanager::describe_secret::secret_of;

/// Questions under way at once.
const TOGETHER: usize = 8;

type Listed = BTreeMap<String, String>;

pub(super) async fn taken(config: &SdkConfig, claims: &[Claim]) -> Vec<Told<Option<String>>> {
    let mut lists: BTreeMap<&str, Told<Listed>> = BTreeMap::new();
    for claim in claims {
        let kind = claim.resource_type.as_str();
        if !lists.contains_key(kind)
            && let Some(listed) = listed(config, kind).await
        {
            lists.insert(kind, listed);
        }
    }
    let mut answers: Vec<Told<Option<String>>> = vec![Ok(None); claims.len()];
    let mut waiting = Vec::new();
    for (index, claim) in claims.iter().enumerate() {
        match lists.get(claim.resource_type.as_str()) {
            Some(Ok(list)) => answers[index] = Ok(list.get(&claim.name).cloned()),
            Some(Err(untold)) => answers[index] = Err(untold.clone()),
            None => waiting.push((index, claim.clone())),
        }
    }
    let mut waiting = waiting.into_iter();
    let mut under_way = JoinSet::new();
    loop {
        while under_way.len() < TOGETHER
            && let Some((index, claim)) = waiting.next()
        {
            let config = config.clone();
            under_way.spawn(async move { (index, alone(&config, &claim).await) });
        }
        match under_way.join_next().await {
            None => return answers,
            Some(Ok((index, answer))) => answers[index] = answer,
            Some(Err(error)) => tracing::warn!(%error, "a question about a name was lost"),
        }
    }
}

/// What has names of a kind that AWS lists as a whole.
async fn listed(config: &SdkConfig, resource_type: &str) -> Option<Told<Listed>> {
    let (permission, found) = match resource_type {
        "AWS::CloudFormation::Stack" => (
            "cloudformation:ListStacks",
            list_stacks(config).await.map(with_state),
        ),
        "AWS::CodeConnections::Connection" => (
            "codeconnections:ListConnections",
            list_connections(config).await.map(with_state),
        ),
        "AWS::ECR::Repository" => (
            "ecr:DescribeRepositories",
            describe_repositories(config).await,
        ),
        "AWS::OpenSearchService::Domain" => (
            "es:ListDomainNames",
            list_domain_names(config).await.map(|names| {
                let named = |name: String| (name.clone(), format!("the domain {name}"));
                names.into_iter().map(named).collect()
            }),
        ),
        _ => return None,
    };
    Some(found.map_err(|error| untold(permission, &error)))
}

fn with_state(found: BTreeMap<String, (String, String)>) -> Listed {
    found
        .into_iter()
        .map(|(name, (id, state))| (name, format!("{id}, {state}")))
        .collect()
}

/// One name that must be asked for alone.
async fn alone(config: &SdkConfig, claim: &Claim) -> Told<Option<String>> {
    let name = claim.name.as_str();
    let (permission, found): (&str, Result<Option<String>, CloudError>) =
        match claim.resource_type.as_str() {
            "AWS::EKS::Cluster" => {
                let cluster = describe_cluster(config, name).await;
                let arn = cluster.map(|found| found.map(|cluster| cluster.arn));
                ("eks:DescribeCluster", arn)
            }
            "AWS::Logs::LogGroup" => ("logs:DescribeLogGroups", log_group_arn(config, name).await),
            "AWS::SecretsManager::Secret" => (
                "secretsmanager:DescribeSecret",
                secret_of(config, name).await,
            ),
            "AWS::CodePipeline::Pipeline" => {
                ("codepipeline:GetPipeline", pipeline_arn(config, name).await)
            }
            "AWS::CodeBuild::Project" => (
                "codebuild:BatchGetProjects",
                project_arn(config, name).await,
            ),
            "AWS::CloudWatch::Dashboard" => {
                ("cloudwatch:GetDashboard", dashboard_arn(config, name).await)
            }
            "AWS::IAM::Role" => ("iam:GetRole", role_arn(config, name).await),
            other => {
                return Err(Untold {
                    permission: None,
                    words: format!("names of {other} are not looked up"),
                });
            }
        };
    found.map_err(|error| untold(permission, &error))
}
