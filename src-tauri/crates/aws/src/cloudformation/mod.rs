//! CloudFormation, one operation a file.

pub(crate) mod cancel_update_stack;
pub(crate) mod continue_update_rollback;
pub(crate) mod create_change_set;
pub(crate) mod delete_change_set;
pub(crate) mod delete_stack;
pub(crate) mod describe_change_set;
pub(crate) mod describe_changes;
mod describe_events;
pub(crate) mod describe_stack_events;
pub(crate) mod describe_stacks;
pub(crate) mod execute_change_set;
pub(crate) mod list_stack_resources;
pub(crate) mod list_stacks;
pub(crate) mod update_termination_protection;

use domain::launch::Status;
use engine::ports::{CloudError, CloudErrorKind};

/// A status by AWS's word; nothing where it is one of a kind that our stacks never have.
fn status(word: &str) -> Option<Status> {
    let known = serde_json::from_value(serde_json::Value::String(word.to_owned())).ok();
    if known.is_none() {
        tracing::warn!(word, "AWS used a status that is not known here");
    }
    known
}

/// CloudFormation has one code for everything that is wrong with a request; only its words tell that
/// a stack does not exist (`Stack with id NAME does not exist`).
fn no_such_stack(error: &CloudError) -> bool {
    error.code == "ValidationError"
        && error.message.starts_with("Stack ")
        && error.message.contains("does not exist")
}

/// As the engine acts on it: CloudFormation says `ValidationError` for what others have a code for.
fn sorted(mut error: CloudError) -> CloudError {
    if no_such_stack(&error) || error.code == "ChangeSetNotFound" {
        error.kind = CloudErrorKind::NotFound;
    } else if error.code == "ValidationError" && error.message.contains("already exists") {
        error.kind = CloudErrorKind::AlreadyExists;
    }
    error
}
