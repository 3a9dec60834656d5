//! `cloudformation:DescribeChangeSet`: how a change set stands.

use aws_config::SdkConfig;
use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::operation::describe_change_set::DescribeChangeSetOutput;
use aws_sdk_cloudformation::types::{ChangeSetStatus as Word, ExecutionStatus};
use engine::ports::{ChangeSet, ChangeSetStatus, CloudError};

use super::sorted;
use crate::error::{empty, refused};

/// A change set by its ARN.
pub(crate) async fn describe_change_set(
    config: &SdkConfig,
    id: &str,
) -> Result<ChangeSet, CloudError> {
    let answer = Client::new(config)
        .describe_change_set()
        .change_set_name(id)
        .send()
        .await
        .map_err(|error| sorted(refused(&error)))?;
    Ok(ChangeSet {
        id: id.to_owned(),
        stack_id: answer.stack_id.clone().unwrap_or_default(),
        status: status(&answer),
        reason: answer.status_reason,
    })
}

/// ARNs of a change set and of its stack, by their names.
pub(crate) async fn named(
    config: &SdkConfig,
    stack: &str,
    name: &str,
) -> Result<(String, String), CloudError> {
    let answer = Client::new(config)
        .describe_change_set()
        .stack_name(stack)
        .change_set_name(name)
        .send()
        .await
        .map_err(|error| sorted(refused(&error)))?;
    match (answer.change_set_id, answer.stack_id) {
        (Some(id), Some(stack_id)) => Ok((id, stack_id)),
        _ => Err(empty("DescribeChangeSet")),
    }
}

fn status(answer: &DescribeChangeSetOutput) -> ChangeSetStatus {
    match (&answer.status, &answer.execution_status) {
        (_, Some(ExecutionStatus::ExecuteInProgress | ExecutionStatus::ExecuteComplete)) => {
            ChangeSetStatus::Executed
        }
        // What failed in carrying it out is told by the stack's events.
        (_, Some(ExecutionStatus::ExecuteFailed)) => ChangeSetStatus::Executed,
        (Some(Word::Failed), _) if holds_nothing(answer) => ChangeSetStatus::Empty,
        (Some(Word::Failed), _) | (_, Some(ExecutionStatus::Obsolete)) => ChangeSetStatus::Failed,
        (Some(Word::CreateComplete), Some(ExecutionStatus::Available)) => ChangeSetStatus::Ready,
        _ => ChangeSetStatus::Preparing,
    }
}

/// AWS fails a change set without changes; only its words tell that from other failures.
fn holds_nothing(answer: &DescribeChangeSetOutput) -> bool {
    answer.status_reason.as_deref().is_some_and(|reason| {
        reason.contains("didn't contain changes")
            || reason.contains("No updates are to be performed")
    })
}
