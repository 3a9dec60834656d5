//! `cloudformation:DescribeChangeSet` for what a change set holds: the root's and every nested one.

use aws_config::SdkConfig;
use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::operation::describe_change_set::DescribeChangeSetOutput as Page;
use aws_sdk_cloudformation::types::{ResourceChange as Row, ResourceChangeDetail as Detail};
use domain::change_set::{
    Evaluation, PropertyChange, Recreation, ReportedChanges, ResourceChange, StackChanges,
};
use engine::ports::{CloudError, CloudErrorKind};
use serde::de::DeserializeOwned;

use super::describe_events::findings;
use super::sorted;
use crate::error::refused;

/// The whole tree, all pages, with values where AWS gives them.
pub(crate) async fn describe_changes(
    config: &SdkConfig,
    root_id: &str,
) -> Result<ReportedChanges, CloudError> {
    let client = Client::new(config);
    let mut stacks: Vec<StackChanges> = Vec::new();
    let mut waiting = vec![("root".to_owned(), root_id.to_owned())];
    while let Some((stack, id)) = waiting.pop() {
        let found = one(&client, &stack, &id).await?;
        let nested = found.changes.iter().rev();
        waiting.extend(nested.filter_map(|row| {
            let id = row.change_set_id.clone()?;
            Some((row.logical_id.clone(), id))
        }));
        stacks.push(found);
    }
    let mut all = ReportedChanges {
        stacks,
        findings: Vec::new(),
    };
    for stack in all.stacks.iter().filter(|stack| asks_events(stack)) {
        match findings(&client, &stack.stack, &stack.change_set_id).await {
            Ok(found) => all.findings.extend(found),
            // The reason itself stays; only its details are missing.
            Err(error) if error.kind == CloudErrorKind::AccessDenied => {
                tracing::warn!(
                    code = error.code,
                    "what early validation found may not be read"
                );
            }
            Err(error) => return Err(error),
        }
    }
    Ok(all)
}

/// Early validation is named in the reason: of a failure, or of a warning (`[WARN]`) where it stands.
fn asks_events(stack: &StackChanges) -> bool {
    stack.reason.as_deref().is_some_and(|reason| {
        reason.contains("[WARN]") || reason.to_ascii_lowercase().contains("validation")
    })
}

async fn one(client: &Client, stack: &str, id: &str) -> Result<StackChanges, CloudError> {
    let first = page(client, id, None, true).await?;
    let status = first.status.as_ref().map_or("", |word| word.as_str());
    // AWS leaves the reason of a failed one out when values are asked for.
    let first = if status == "FAILED" && first.status_reason.is_none() {
        page(client, id, None, false).await?
    } else {
        first
    };
    let values = first.status.as_ref().map(|word| word.as_str()) != Some("FAILED");
    let mut found = StackChanges {
        stack: stack.to_owned(),
        stack_id: first.stack_id.clone().unwrap_or_default(),
        change_set_id: id.to_owned(),
        status: first
            .status
            .as_ref()
            .map_or_else(String::new, |word| word.as_str().to_owned()),
        reason: first.status_reason.clone(),
        changes: Vec::new(),
    };
    let mut next = Some(first);
    while let Some(page_of) = next {
        let rows = page_of.changes.unwrap_or_default();
        for row in rows.into_iter().filter_map(|change| change.resource_change) {
            found.changes.push(told(row));
        }
        next = match page_of.next_token {
            Some(token) => Some(page(client, id, Some(token), values).await?),
            None => None,
        };
    }
    Ok(found)
}

async fn page(
    client: &Client,
    id: &str,
    token: Option<String>,
    values: bool,
) -> Result<Page, CloudError> {
    client
        .describe_change_set()
        .change_set_name(id)
        .include_property_values(values)
        .set_next_token(token)
        .send()
        .await
        .map_err(|error| sorted(refused(&error)))
}

fn told(row: Row) -> ResourceChange {
    let scope = row.scope.unwrap_or_default();
    let details = row.details.unwrap_or_default();
    ResourceChange {
        logical_id: row.logical_resource_id.unwrap_or_default(),
        physical_id: row.physical_resource_id,
        resource_type: row.resource_type.unwrap_or_default(),
        // A new kind of action is one that only the execution decides, as far as can be told here.
        action: word(row.action.as_ref().map(|word| word.as_str()))
            .unwrap_or(domain::change_set::Action::Dynamic),
        replacement: word(row.replacement.as_ref().map(|word| word.as_str())),
        scope: scope.iter().map(|word| word.as_str().to_owned()).collect(),
        policy_action: word(row.policy_action.as_ref().map(|word| word.as_str())),
        properties: details.into_iter().map(property).collect(),
        before: row.before_context,
        after: row.after_context,
        change_set_id: row.change_set_id,
    }
}

fn property(detail: Detail) -> PropertyChange {
    let target = detail.target.as_ref();
    let text =
        |read: fn(&aws_sdk_cloudformation::types::ResourceTargetDefinition) -> Option<&str>| {
            target.and_then(read).map(str::to_owned)
        };
    PropertyChange {
        attribute: text(|target| target.attribute.as_ref().map(|word| word.as_str()))
            .unwrap_or_default(),
        name: text(|target| target.name.as_deref()),
        path: text(|target| target.path.as_deref()),
        before: text(|target| target.before_value.as_deref()),
        after: text(|target| target.after_value.as_deref()),
        requires_recreation: word(
            target.and_then(|target| target.requires_recreation.as_ref().map(|w| w.as_str())),
        )
        .unwrap_or(Recreation::Never),
        evaluation: word(detail.evaluation.as_ref().map(|word| word.as_str()))
            .unwrap_or(Evaluation::Dynamic),
        source: word(detail.change_source.as_ref().map(|word| word.as_str())),
        causing_entity: detail.causing_entity.clone(),
        attribute_change: word(
            target.and_then(|target| target.attribute_change_type.as_ref().map(|w| w.as_str())),
        ),
    }
}

/// AWS's word as ours, where it is one that is known.
fn word<T: DeserializeOwned>(text: Option<&str>) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text?.to_owned())).ok()
}
