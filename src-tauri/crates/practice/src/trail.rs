//! CloudTrail in practice: the refused call behind each failure that is played.

use domain::failure::{CauseClass, TrailEvent, classify, is_cascade, trail_source, unwrap};
use domain::launch::{STACK_TYPE, StackEvent, Status};
use domain::permissions::{Handling, handled};

use crate::ACCOUNT;

/// Who launches in practice.
const WHO: &str = "assumed-role/ArrayConsole/practice";
/// AWS's seconds from a call to CloudFormation's event about it.
const BEFORE_MS: i64 = 800;

/// Beginnings of operations that only read.
const READS: [&str; 3] = ["Describe", "Get", "List"];

/// The service's own code, which CloudFormation's newer words leave out.
fn code_of(reason: &str, event: &StackEvent) -> &'static str {
    let ec2 = event.resource_type.starts_with("AWS::EC2::");
    match classify(reason, Some(&event.resource_type), None).class {
        CauseClass::Quota if event.resource_type == "AWS::EC2::EIP" => {
            "Client.AddressLimitExceeded"
        }
        CauseClass::Quota => "LimitExceededException",
        CauseClass::InUseOnDelete if ec2 => "Client.DependencyViolation",
        CauseClass::InUseOnDelete => "ResourceInUseException",
        _ if ec2 => "Client.InvalidParameterValue",
        _ => "ValidationException",
    }
}

/// The refused call that an event tells of; nothing where no call was refused.
pub(crate) fn call_behind(event: &StackEvent) -> Option<TrailEvent> {
    let reason = event.reason.as_deref().unwrap_or_default();
    let failed = event.status.failed() && event.resource_type != STACK_TYPE;
    if !failed || reason.is_empty() || is_cascade(reason, Some(event.status)) {
        return None;
    }
    let handling = match event.status {
        Status::DeleteFailed => Handling::Delete,
        Status::UpdateFailed => Handling::Update,
        _ => Handling::Create,
    };
    let actions = handled(&event.resource_type, handling);
    let mut names = actions
        .iter()
        .filter_map(|(action, _)| action.split_once(':'));
    let (_, name) = names.find(|(_, name)| !READS.iter().any(|verb| name.starts_with(verb)))?;
    let said = unwrap(reason);
    // What came of waiting for a resource has no request behind it.
    said.request_id.as_ref()?;
    let error_code = match said.error_code {
        Some(code) => code,
        None => code_of(reason, event).to_owned(),
    };
    let physical_id = event.physical_id.as_deref().unwrap_or_default();
    Some(TrailEvent {
        id: format!("practice-{}", event.id),
        at_ms: event.at_ms - BEFORE_MS,
        source: trail_source(&event.resource_type)?.to_owned(),
        name: name.to_owned(),
        error_code: Some(error_code),
        error_message: Some(said.text),
        who: Some(format!("arn:aws:sts::{ACCOUNT}:{WHO}")),
        on_behalf_by: Some("cloudformation.amazonaws.com".to_owned()),
        request_id: said.request_id,
        details: format!("{} {physical_id}", event.logical_id),
    })
}
