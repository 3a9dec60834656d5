//! Whether a plan fits into what an account may use.

use super::super::checks::need;
use super::super::inventory::stacks;
use super::super::{AccountFacts, LimitOrigin, QuotaFact};
use super::{Check, Question, Severity, cannot_tell, failed, passed};
use crate::catalogue::instance_type;
use crate::template::{ResourceNode, StackTree, Value};

/// Running on-demand instances of the standard families, in vCPUs.
pub const ON_DEMAND: &str = "L-1216C47A";
/// Spot requests of the standard families, in vCPUs.
pub const SPOT: &str = "L-34B43A08";

/// One check for each quota that the plan draws on.
pub fn quotas(tree: &StackTree, facts: &AccountFacts) -> Vec<Check> {
    facts
        .quotas
        .iter()
        .filter_map(|quota| of_quota(quota, tree, facts))
        .collect()
}

fn of_quota(quota: &QuotaFact, tree: &StackTree, facts: &AccountFacts) -> Option<Check> {
    let need = need(quota, tree);
    if need == 0 {
        return None;
    }
    let code = format!("quota-{}", quota.code);
    if let Some(untold) = &quota.untold {
        let what = format!("how much of {} is used", quota.name);
        let mut check = cannot_tell(Question::Quotas, &code, &what, untold);
        check.evidence = Some(format!(
            "the limit is {}, this environment needs {need}; {}",
            quota.limit, untold.words
        ));
        if need <= quota.limit {
            return Some(check);
        }
    }
    let used = quota.used.unwrap_or(0);
    let after = used.saturating_add(need);
    let most = match quota.code.as_str() {
        ON_DEMAND | SPOT => used.saturating_add(nodes_vcpus(tree, quota.code == SPOT).1),
        _ => after,
    };
    let limit = match quota.origin {
        LimitOrigin::Applied => quota.limit.to_string(),
        _ if facts.practice => quota.limit.to_string(),
        LimitOrigin::Default => format!("{} (AWS's default)", quota.limit),
        LimitOrigin::Table => format!("{} (the usual default; AWS was not asked)", quota.limit),
    };
    let counted = match quota.used {
        Some(used) => format!("{used} of {limit} in use"),
        None => format!("limit {limit}, what is in use is not counted"),
    };
    let mut seen = format!("{counted}, this environment needs {need} more");
    if most > after {
        seen.push_str(&format!(", {} when it has grown to its most", most - used));
    }
    let remedy = format!(
        "Ask AWS for more in Service Quotas (code {}), or remove what is no longer used.",
        quota.code
    );
    let name = &quota.name;
    let account = &facts.name;
    let fail = |severity, message| {
        failed(
            Question::Quotas,
            &code,
            severity,
            message,
            Some(seen.clone()),
            &remedy,
        )
    };
    if after > quota.limit {
        // Hardly an account still has the few vCPUs of a new one: what AWS was not asked stops nothing.
        let severity = match quota.origin {
            LimitOrigin::Table if !facts.practice => Severity::Warning,
            _ => Severity::Error,
        };
        return Some(fail(
            severity,
            format!("The quota `{name}` of account {account} is too small."),
        ));
    }
    if most > quota.limit {
        return Some(fail(
            Severity::Warning,
            format!(
                "The quota `{name}` of account {account} stops the nodes before they are the most that was asked for."
            ),
        ));
    }
    if u64::from(after) * 5 > u64::from(quota.limit) * 4 {
        return Some(fail(
            Severity::Warning,
            format!("The quota `{name}` of account {account} will be nearly used up."),
        ));
    }
    Some(passed(
        Question::Quotas,
        &code,
        format!("{name}: it fits."),
        Some(seen),
    ))
}

/// vCPUs of all node groups of one way to pay: at the start, and grown to their most. The first type of
/// a group counts at the start, its largest later.
pub fn nodes_vcpus(tree: &StackTree, spot: bool) -> (u32, u32) {
    let groups = stacks(tree)
        .into_iter()
        .flat_map(|stack| &stack.resources)
        .filter_map(group);
    let mut sum = (0_u32, 0_u32);
    for group in groups.filter(|group| group.spot == spot) {
        let vcpus: Vec<u32> = group
            .types
            .iter()
            .filter_map(|name| instance_type(name))
            .map(|kind| kind.vcpu)
            .collect();
        let first = vcpus.first().copied().unwrap_or(0);
        let largest = vcpus.iter().max().copied().unwrap_or(0);
        sum.0 = sum.0.saturating_add(group.desired.saturating_mul(first));
        sum.1 = sum.1.saturating_add(group.most.saturating_mul(largest));
    }
    sum
}

struct Group {
    types: Vec<String>,
    desired: u32,
    most: u32,
    spot: bool,
}

fn group(resource: &ResourceNode) -> Option<Group> {
    let properties = &resource.properties;
    let texts = |value: Option<&Value>| -> Vec<String> {
        let list = value.and_then(Value::list).unwrap_or_default();
        list.iter().filter_map(Value::as_text).collect()
    };
    let number = |value: Option<&Value>| -> u32 {
        let text = value.and_then(Value::as_text).unwrap_or_default();
        text.parse().unwrap_or(0)
    };
    match resource.resource_type.as_str() {
        "AWS::EKS::Nodegroup" => Some(Group {
            types: texts(properties.get("InstanceTypes")),
            desired: number(properties.at(&["ScalingConfig", "DesiredSize"])),
            most: number(properties.at(&["ScalingConfig", "MaxSize"])),
            spot: properties
                .get("CapacityType")
                .and_then(Value::as_text)
                .as_deref()
                == Some("SPOT"),
        }),
        "AWS::AutoScaling::AutoScalingGroup" => {
            let mixed = properties.get("MixedInstancesPolicy")?;
            let overrides = mixed.at(&["LaunchTemplate", "Overrides"])?.list()?;
            let allowed = overrides
                .first()?
                .at(&["InstanceRequirements", "AllowedInstanceTypes"]);
            let share = mixed.at(&[
                "InstancesDistribution",
                "OnDemandPercentageAboveBaseCapacity",
            ]);
            Some(Group {
                types: texts(allowed),
                desired: number(properties.get("DesiredCapacity")),
                most: number(properties.get("MaxSize")),
                spot: share.is_some() && number(share) == 0,
            })
        }
        _ => None,
    }
}
