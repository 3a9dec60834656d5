//! Change sets: what CloudFormation says would happen to an environment, stack by stack, held against
//! our own evaluation of the blueprint that runs and the one that is asked for.

mod clash;
mod classify;
mod compare;
mod marks;
mod properties;
mod reported;
mod rules;
mod table;
mod tree;

pub use clash::Clash;
pub use classify::{Ours, classify};
pub use compare::{Difference, Place, PropertyDifference, Replaced, What, compare, nodes};
pub use marks::{Mark, evaluate, marks, readable};
pub use properties::{json, text};
pub use reported::{
    Action, AttributeChange, ChangeSource, Evaluation, Finding, FindingMode, KNOWN_AFTER_APPLY,
    PolicyAction, PropertyChange, Recreation, Replacement, ReportedChanges, ResourceChange,
    StackChanges,
};
pub use rules::checks;
pub use table::{Effect, effect, holds_data};
pub use tree::{Certainty, Change, ChangeKind, ChangeTree, ChangedProperty, Totals, Verdict};
