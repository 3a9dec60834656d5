//! What `aws cloudformation describe-events` adds to the events of a stack: findings of checks and hooks.

use serde_json::Value;

/// How an element of `describe-events` tells something.
pub(super) enum Told {
    /// It has a resource's status, like an event of `describe-stack-events`.
    AsStackEvent,
    /// A check before the deployment, or a hook, refused a resource: the same as an event.
    Finding(Value),
    /// Progress of the operation as a whole, or a warning.
    Nothing,
}

/// Operation events have a type; checks and hooks tell their findings in fields of their own.
pub(super) fn operation_event(event: &Value) -> Told {
    let field = |name: &str| event.get(name).and_then(Value::as_str);
    let Some(kind) = field("EventType") else {
        return Told::AsStackEvent;
    };
    let (refused, reason) = match kind {
        "VALIDATION_ERROR" => (
            field("ValidationStatus") != Some("SKIPPED")
                && field("ValidationFailureMode") != Some("WARN"),
            field("ValidationStatusReason"),
        ),
        "HOOK_INVOCATION_ERROR" => (
            field("HookFailureMode") != Some("WARN"),
            field("HookStatusReason"),
        ),
        _ => (false, None),
    };
    match event {
        Value::Object(fields) if refused && field("LogicalResourceId").is_some() => {
            let mut fields = fields.clone();
            let status = match field("OperationType") {
                Some("UPDATE_STACK") => "UPDATE_FAILED",
                Some("DELETE_STACK") => "DELETE_FAILED",
                _ => "CREATE_FAILED",
            };
            let words = match (kind, field("HookType")) {
                ("HOOK_INVOCATION_ERROR", Some(hook)) => format!(
                    "The following hook(s) failed: [{hook}] : {}",
                    reason.unwrap_or_default()
                ),
                _ => reason.unwrap_or_default().to_owned(),
            };
            fields.insert("ResourceStatus".into(), status.into());
            fields.insert("ResourceStatusReason".into(), words.into());
            Told::Finding(Value::Object(fields))
        }
        _ if field("ResourceStatus").is_some() && field("LogicalResourceId").is_some() => {
            Told::AsStackEvent
        }
        _ => Told::Nothing,
    }
}
