//! Simulating what a plan needs.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use domain::permissions::Need;
use domain::plan::account::{Caller, Refusal, Simulated, Untold};
use engine::checks::ports::Told;
use engine::ports::CloudError;
use tokio::task::JoinSet;

use super::untold;
use crate::iam::get_role::role_arn;
use crate::iam::simulate_principal_policy::{Question, simulate_principal_policy};

/// Actions of one call at most, so that a request stays small.
const AT_ONCE: usize = 50;
/// Calls under way at once: IAM throttles early.
const TOGETHER: usize = 4;
const SIMULATE: &str = "iam:SimulatePrincipalPolicy";

/// A call's worth of actions.
struct Batch {
    actions: Vec<String>,
    resource: String,
    context: BTreeMap<String, Vec<String>>,
}

pub(super) async fn simulate(
    config: &SdkConfig,
    caller: &Caller,
    needs: &[Need],
) -> Told<Simulated> {
    let Some(principal) = principal(config, caller).await? else {
        return Ok(Simulated {
            principal: caller.arn.clone(),
            asked: needs.len(),
            refused: Vec::new(),
        });
    };
    let mut waiting = batches(needs).into_iter();
    let mut under_way: JoinSet<Result<Vec<Refusal>, CloudError>> = JoinSet::new();
    let mut refused = Vec::new();
    loop {
        while under_way.len() < TOGETHER
            && let Some(batch) = waiting.next()
        {
            let (config, principal) = (config.clone(), principal.clone());
            under_way.spawn(async move {
                let question = Question {
                    principal: &principal,
                    actions: &batch.actions,
                    resource: &batch.resource,
                    context: &batch.context,
                };
                simulate_principal_policy(&config, &question).await
            });
        }
        match under_way.join_next().await {
            None => break,
            Some(Ok(Ok(some))) => refused.extend(some),
            Some(Ok(Err(error))) => return Err(untold(SIMULATE, &error)),
            Some(Err(error)) => {
                return Err(Untold {
                    permission: None,
                    words: error.to_string(),
                });
            }
        }
    }
    refused.sort();
    Ok(Simulated {
        principal,
        asked: needs.len(),
        refused,
    })
}

/// What has policies: the role behind a session, with its path, which the session's ARN leaves out. The
/// root user has none and may do everything.
async fn principal(config: &SdkConfig, caller: &Caller) -> Told<Option<String>> {
    let resource = caller.arn.splitn(6, ':').nth(5).unwrap_or_default();
    if resource == "root" {
        return Ok(None);
    }
    if let Some(session) = resource.strip_prefix("assumed-role/") {
        let role = session.split('/').next().unwrap_or_default();
        return match role_arn(config, role).await {
            Ok(Some(arn)) => Ok(Some(arn)),
            Ok(None) => Err(Untold {
                permission: None,
                words: format!("IAM knows no role {role}."),
            }),
            Err(error) => Err(untold("iam:GetRole", &error)),
        };
    }
    if resource.starts_with("user/") {
        return Ok(Some(caller.arn.clone()));
    }
    Err(Untold {
        permission: None,
        words: format!(
            "AWS simulates users and roles only, and this is {}.",
            caller.arn
        ),
    })
}

/// A resource, and the keys of a request that a condition may look at.
type Place = (String, BTreeMap<String, Vec<String>>);

fn batches(needs: &[Need]) -> Vec<Batch> {
    let mut by_place: BTreeMap<Place, Vec<String>> = BTreeMap::new();
    for need in needs {
        let place = (need.resource.clone(), need.context.clone());
        by_place.entry(place).or_default().push(need.action.clone());
    }
    let mut all = Vec::new();
    for ((resource, context), actions) in by_place {
        all.extend(actions.chunks(AT_ONCE).map(|actions| Batch {
            actions: actions.to_vec(),
            resource: resource.clone(),
            context: context.clone(),
        }));
    }
    all
}
