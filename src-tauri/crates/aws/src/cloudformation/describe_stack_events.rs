//! `cloudformation:DescribeStackEvents`: what happened in one stack.

use aws_config::SdkConfig;
use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::types::{DetailedStatus, StackEvent as Event};
use domain::launch::StackEvent;
use engine::ports::{CloudError, CloudErrorKind};

use super::{sorted, status};
use crate::error::refused;

/// Events of a stack by ARN, oldest first, behind the one named. AWS gives the newest first, a hundred
/// a page, so that usually one page is asked for.
pub(crate) async fn describe_stack_events(
    config: &SdkConfig,
    stack_id: &str,
    after: Option<&str>,
) -> Result<Vec<StackEvent>, CloudError> {
    let client = Client::new(config);
    let mut found = Vec::new();
    let mut next = None;
    'pages: loop {
        let page = client
            .describe_stack_events()
            .stack_name(stack_id)
            .set_next_token(next)
            .send()
            .await;
        let page = match page.map_err(|error| sorted(refused(&error))) {
            Err(error) if error.kind == CloudErrorKind::NotFound => break,
            page => page?,
        };
        for event in page.stack_events.unwrap_or_default() {
            if event.event_id.as_deref() == after && after.is_some() {
                break 'pages;
            }
            found.extend(told(event));
        }
        match page.next_token {
            Some(token) => next = Some(token),
            None => break,
        }
    }
    found.reverse();
    Ok(found)
}

/// As the engine reads it; nothing where AWS's status is of a kind that our stacks never have.
fn told(event: Event) -> Option<StackEvent> {
    // Stacks have statuses that the resource's enumeration lacks; only the word counts.
    let status = status(event.resource_status.as_ref()?.as_str())?;
    let at = event.timestamp?;
    Some(StackEvent {
        id: event.event_id?,
        at_ms: at.to_millis().ok()?,
        stack_id: event.stack_id?,
        stack_name: event.stack_name.unwrap_or_default(),
        logical_id: event.logical_resource_id.unwrap_or_default(),
        physical_id: event.physical_resource_id.filter(|id| !id.is_empty()),
        resource_type: event.resource_type.unwrap_or_default(),
        status,
        reason: event.resource_status_reason,
        configuration_complete: event.detailed_status
            == Some(DetailedStatus::ConfigurationComplete),
    })
}
