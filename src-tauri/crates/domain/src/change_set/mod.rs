//! Change sets: what CloudFormation says would happen to a running environment, stack by stack.

mod reported;

pub use reported::{
    Action, AttributeChange, ChangeSource, Evaluation, Finding, FindingMode, KNOWN_AFTER_APPLY,
    PolicyAction, PropertyChange, Recreation, Replacement, ReportedChanges, ResourceChange,
    StackChanges,
};
