//! The checks of a plan. Codes are stable:
//!
//! | code | severity | when |
//! |---|---|---|
//! | `limit-exceeded`, `limit-near` | error, warning above 80 % | a CloudFormation limit |
//! | `budget-below-estimate` | warning | the budget's alarm will ring in the first month |
//! | `unpriced-items` | warning | the estimate is not whole |
//! | `prices-to-verify` | warning | part of it rests on prices of low confidence |
//! | `github-handshake` | warning | a person must click once after the launch |
//! | `budget-tag` | warning | somebody must let AWS count costs by tag, or the budget sees none |
//! | `email-confirmation` | warning | whoever gets the mails must click once |
//! | `slack-secret`, `pagerduty-secret`, `datadog-secret` | warning | a secret to be given: Slack's after, the others before the launch |
//!
//! What the account is asked stands in [`super::account`]; the environment file's own warnings keep their codes, among them EKS support and placeholders.

use super::account::{ON_DEMAND, SPOT, nodes_vcpus};
use super::inventory::stacks;
use super::{AccountFacts, Check, LimitUse, Outcome, QuotaFact, QuotaUse};
use crate::environment::{EnvironmentSpec, Problem, Severity};
use crate::estimate::{Estimate, PriceConfidence};
use crate::money::MicroUsd;
use crate::template::{ResourceNode, StackTree};

/// Everything that a person should know before the launch: errors first, then warnings.
pub fn checks(
    spec: &EnvironmentSpec,
    tree: &StackTree,
    estimate: &Estimate,
    limits: &[LimitUse],
    facts: &AccountFacts,
) -> Vec<Check> {
    let mut all: Vec<Check> = spec.warnings().iter().map(of_problem).collect();
    all.extend(super::account::quotas(tree, facts));
    all.extend(limits.iter().filter_map(of_limit));
    all.extend(money(spec, estimate));
    all.extend(by_hand(spec, tree));
    sort(&mut all);
    all
}

/// What stops first, then what asks, then what holds.
pub fn sort(checks: &mut [Check]) {
    checks.sort_by_key(|check| (check.outcome == Outcome::Passed, !check.stops()));
}

fn warning(
    code: &str,
    message: String,
    evidence: Option<String>,
    remedy: &str,
    field: Option<&str>,
) -> Check {
    Check {
        code: code.to_owned(),
        severity: Severity::Warning,
        outcome: Outcome::Failed,
        message,
        evidence,
        remedy: remedy.to_owned(),
        field: field.map(str::to_owned),
        question: None,
        permission: None,
    }
}

fn of_problem(problem: &Problem) -> Check {
    Check {
        code: problem.code.clone(),
        severity: problem.severity,
        outcome: Outcome::Failed,
        message: problem.message.clone(),
        evidence: problem
            .line
            .map(|line| format!("line {line} of the environment file")),
        remedy: problem
            .hint
            .clone()
            .unwrap_or_else(|| format!("Look at `{}` again.", problem.field)),
        field: Some(problem.field.clone()),
        question: None,
        permission: None,
    }
}

/// NAT gateways are limited per zone: the fullest zone is what counts.
pub(super) fn need(quota: &QuotaFact, tree: &StackTree) -> u32 {
    if matches!(quota.code.as_str(), ON_DEMAND | SPOT) {
        return nodes_vcpus(tree, quota.code == SPOT).0;
    }
    if quota.code == SEARCH_INSTANCES {
        return search_instances(tree);
    }
    let of_type: Vec<&ResourceNode> = stacks(tree)
        .into_iter()
        .flat_map(|stack| &stack.resources)
        .filter(|resource| resource.resource_type == quota.resource_type)
        .collect();
    let count = if quota.resource_type == "AWS::EC2::NatGateway" {
        // Each stands in a subnet of its own zone, and no two of a blueprint share one.
        of_type.len().min(1)
    } else if quota.resource_type == "AWS::CloudFormation::Stack" {
        of_type.len() + 1
    } else {
        of_type.len()
    };
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Data instances of one OpenSearch domain.
const SEARCH_INSTANCES: &str = "L-6408ABDE";

fn search_instances(tree: &StackTree) -> u32 {
    stacks(tree)
        .into_iter()
        .flat_map(|stack| &stack.resources)
        .filter(|resource| resource.resource_type == "AWS::OpenSearchService::Domain")
        .filter_map(|domain| {
            let count = domain.properties.at(&["ClusterConfig", "InstanceCount"])?;
            count.as_text()?.parse().ok()
        })
        .max()
        .unwrap_or(0)
}

/// What the tree takes of each quota that it draws on.
pub fn quotas(tree: &StackTree, facts: &AccountFacts) -> Vec<QuotaUse> {
    facts
        .quotas
        .iter()
        .map(|quota| QuotaUse {
            code: quota.code.clone(),
            name: quota.name.clone(),
            used: quota.used,
            need: need(quota, tree),
            limit: quota.limit,
        })
        .filter(|quota| quota.need > 0)
        .collect()
}

fn of_limit(limit: &LimitUse) -> Option<Check> {
    let over = limit.used > limit.limit;
    if !over && u64::from(limit.used) * 5 <= u64::from(limit.limit) * 4 {
        return None;
    }
    let mut check = warning(
        if over { "limit-exceeded" } else { "limit-near" },
        format!(
            "{}: {} is {}.",
            limit.what,
            limit.template,
            if over {
                "over CloudFormation's limit"
            } else {
                "near CloudFormation's limit"
            }
        ),
        Some(format!("{} of {}", limit.used, limit.limit)),
        "Use fewer repositories, branches or node groups, or split them over two environments.",
        None,
    );
    if over {
        check.severity = Severity::Error;
    }
    Some(check)
}

fn money(spec: &EnvironmentSpec, estimate: &Estimate) -> Vec<Check> {
    let mut all = Vec::new();
    let budget = MicroUsd(i64::from(spec.budget.monthly_usd) * 1_000_000);
    // 0 is no budget, which the file's own warnings speak of.
    if spec.budget.monthly_usd > 0 && budget < estimate.monthly_micros {
        all.push(warning(
            "budget-below-estimate",
            "The budget is lower than the estimate, so it will alert in the first month."
                .to_owned(),
            Some(format!("budget {budget}, estimate {}", estimate.headline())),
            "Raise the budget, or choose fewer or smaller nodes.",
            Some("budget.monthly_usd"),
        ));
    }
    if !estimate.complete {
        let mut names: Vec<&str> = estimate
            .unpriced
            .iter()
            .map(|item| item.what.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        all.push(warning(
            "unpriced-items",
            format!("The estimate is {}.", estimate.headline()),
            Some(names.join("; ")),
            "Refresh the price book, or look these prices up before you decide.",
            None,
        ));
    }
    all.extend(to_verify(estimate));
    all
}

/// Prices that nobody has read in a published list count, and are said to be what they are.
fn to_verify(estimate: &Estimate) -> Option<Check> {
    let doubtful: Vec<_> = estimate
        .items
        .iter()
        .filter(|item| item.confidence == PriceConfidence::Low)
        .collect();
    let sum = MicroUsd(doubtful.iter().map(|item| item.monthly_micros.0).sum());
    if sum.0 == 0 {
        return None;
    }
    let mut names: Vec<&str> = doubtful.iter().map(|item| item.what.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    Some(warning(
        "prices-to-verify",
        format!("{sum} of the estimate rests on prices that were not read in a published list."),
        Some(names.join("; ")),
        "Look these prices up before you decide; the plan's cost names the source of each.",
        None,
    ))
}

fn by_hand(spec: &EnvironmentSpec, tree: &StackTree) -> Vec<Check> {
    let mut all = Vec::new();
    let connection = stacks(tree)
        .into_iter()
        .flat_map(|stack| &stack.resources)
        .find(|resource| {
            resource.resource_type == "AWS::CodeConnections::Connection"
                || resource.resource_type == "AWS::CodeStarConnections::Connection"
        });
    if let Some(connection) = connection {
        all.push(warning(
            "github-handshake",
            "The GitHub connection starts as pending: nothing is deployed until a person confirms it.".to_owned(),
            Some(format!("resource {}, line {} of its template", connection.logical_id, connection.line)),
            "After the launch, open the connection in the AWS console and choose Update pending connection, once.",
            Some("repositories"),
        ));
    }
    all.push(warning(
        "email-confirmation",
        format!(
            "AWS asks {} by mail and sends nothing else before the answer.",
            spec.notifications.project_manager_email
        ),
        None,
        "During the launch, have the link in the mail from AWS Notifications clicked.",
        Some("notifications.project_manager_email"),
    ));
    if spec.budget.monthly_usd > 0 {
        all.push(warning(
            "budget-tag",
            "The budget counts what carries the tag Environment, and AWS counts by a tag only once it is activated.".to_owned(),
            None,
            "A day after the launch, activate Environment under Cost allocation tags in the billing console, once for all environments.",
            Some("budget.monthly_usd"),
        ));
    }
    let name = &spec.name;
    if spec.notifications.slack {
        all.push(warning(
            "slack-secret",
            "Slack stays silent until its webhook address is given.".to_owned(),
            Some(format!("secret array/{name}/slack-webhook")),
            "Give it to the keychain before or after the launch: arrayctl env secret NAME slack. The launch hands it to Secrets Manager.",
            Some("notifications.slack"),
        ));
    }
    for (wanted, code, what, key, field) in [
        (
            spec.monitoring.pagerduty,
            "pagerduty-secret",
            "PagerDuty's address",
            "pagerduty",
            "monitoring.pagerduty",
        ),
        (
            spec.monitoring.datadog,
            "datadog-secret",
            "Datadog's keys",
            "datadog",
            "monitoring.datadog",
        ),
    ] {
        if wanted {
            all.push(warning(
                code,
                format!("{what} must be given before the launch; without it, the launch waits for you."),
                Some(format!("secret array/{name}/{key}")),
                "Give it to the keychain: arrayctl env secret NAME pagerduty, or datadog. The launch hands it to Secrets Manager.",
                Some(field),
            ));
        }
    }
    all
}
