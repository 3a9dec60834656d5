//! `iam:SimulatePrincipalPolicy`: what the policies of a user or role say of actions on one resource.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use aws_sdk_iam::types::{
    ContextEntry, ContextKeyTypeEnum, EvaluationResult, PolicyEvaluationDecisionType,
};
use domain::plan::account::Refusal;
use engine::ports::CloudError;

use crate::error::{empty, refused};

/// Actions on one resource in one context.
pub(crate) struct Question<'a> {
    pub(crate) principal: &'a str,
    pub(crate) actions: &'a [String],
    /// `*` for any.
    pub(crate) resource: &'a str,
    pub(crate) context: &'a BTreeMap<String, Vec<String>>,
}

/// Those that would be refused.
pub(crate) async fn simulate_principal_policy(
    config: &SdkConfig,
    question: &Question<'_>,
) -> Result<Vec<Refusal>, CloudError> {
    let mut pages = aws_sdk_iam::Client::new(config)
        .simulate_principal_policy()
        .policy_source_arn(question.principal)
        .set_action_names(Some(question.actions.to_vec()))
        .set_resource_arns((question.resource != "*").then(|| vec![question.resource.to_owned()]))
        .set_context_entries(Some(entries(question.context)))
        .into_paginator()
        .items()
        .send();
    let mut refusals = Vec::new();
    let mut answered = 0;
    while let Some(result) = pages.next().await {
        let result = result.map_err(|error| refused(&error))?;
        answered += 1;
        if result.eval_decision != PolicyEvaluationDecisionType::Allowed {
            refusals.push(Refusal {
                why: why(&result),
                action: result.eval_action_name,
            });
        }
    }
    // What was not answered is not allowed.
    if answered < question.actions.len() {
        return Err(empty("SimulatePrincipalPolicy"));
    }
    Ok(refusals)
}

fn entries(context: &BTreeMap<String, Vec<String>>) -> Vec<ContextEntry> {
    context
        .iter()
        .map(|(key, values)| {
            ContextEntry::builder()
                .context_key_name(key)
                .set_context_key_values(Some(values.clone()))
                .context_key_type(ContextKeyTypeEnum::String)
                .build()
        })
        .collect()
}

fn why(result: &EvaluationResult) -> String {
    let organization = result.organizations_decision_detail.as_ref();
    let boundary = result.permissions_boundary_decision_detail.as_ref();
    let words = if result.eval_decision == PolicyEvaluationDecisionType::ExplicitDeny {
        "a policy denies it"
    } else if organization.is_some_and(|detail| !detail.allowed_by_organizations) {
        "a policy of the organization does not allow it"
    } else if boundary.is_some_and(|detail| !detail.allowed_by_permissions_boundary) {
        "the permissions boundary does not allow it"
    } else {
        "no policy allows it"
    };
    let by: Vec<&str> = result
        .matched_statements
        .iter()
        .flatten()
        .filter_map(|statement| statement.source_policy_id.as_deref())
        .collect();
    match by.is_empty() {
        true => words.to_owned(),
        false => format!("{words} ({})", by.join(", ")),
    }
}
