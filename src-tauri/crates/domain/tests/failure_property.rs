//! Over generated event streams: a cascade never wins, and the true cause is named.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use domain::failure::{CauseClass, is_cascade, root_cause};
use domain::launch::{Operation, StackEvent, Status};
use proptest::prelude::*;

/// Real wordings with the class that they must lead to; the first is a failure without words.
const CAUSES: &[(&str, CauseClass)] = &[
    ("", CauseClass::Other),
    (
        "The maximum number of addresses has been reached. (Service: AmazonEC2; Status Code: 400; Error Code: AddressLimitExceeded; Request ID: r)",
        CauseClass::Quota,
    ),
    (
        "Resource handler returned message: \"Unheard-of trouble with the flux (Service: Eks, Status Code: 400, Request ID: r)\" (RequestToken: t, HandlerErrorCode: InvalidRequest)",
        CauseClass::Unknown,
    ),
    (
        "Resource handler returned message: \"Exceeded attempts to wait\" (RequestToken: t, HandlerErrorCode: NotStabilized)",
        CauseClass::NotStabilised,
    ),
    (
        "API: iam:CreateRole User: arn:aws:iam::111122223333:user/a is not authorized to perform: iam:CreateRole on resource: x",
        CauseClass::Permission,
    ),
];

#[derive(Debug, Clone)]
struct Story {
    operation: Operation,
    /// Parent of each stack but the root; smaller than the stack's own number.
    parents: Vec<usize>,
    /// Stack in which the cause lies.
    at: usize,
    cause: usize,
    /// Resources of each stack that are cancelled before the cause's event, and after it.
    cancelled: Vec<(u8, u8)>,
    /// Seconds between neighbours of one stack; zeros make whole streams fall into one second.
    gaps: Vec<u8>,
    /// How the stacks' lists are woven into one.
    weave: Vec<u8>,
    /// A second failure on the way back.
    rollback_fails: bool,
    /// A stack with a second, independent cause.
    second: Option<usize>,
    /// An earlier operation of the same stacks that failed of something else.
    earlier: bool,
}

fn story() -> impl Strategy<Value = Story> {
    let tree = prop::collection::vec(any::<prop::sample::Index>(), 0..6);
    (
        (
            prop_oneof![Just(Operation::Create), Just(Operation::Update)],
            tree,
            any::<prop::sample::Index>(),
            0..CAUSES.len(),
        ),
        prop::collection::vec((0..3u8, 0..3u8), 7),
        prop::collection::vec(0..3u8, 64),
        prop::collection::vec(any::<u8>(), 256),
        any::<bool>(),
        any::<bool>(),
        prop::option::of(any::<prop::sample::Index>()),
    )
        .prop_map(
            |(
                (operation, tree, at, cause),
                cancelled,
                gaps,
                weave,
                rollback_fails,
                earlier,
                second,
            )| {
                let parents: Vec<usize> = tree
                    .iter()
                    .enumerate()
                    .map(|(child, parent)| parent.index(child + 1))
                    .collect();
                let at = at.index(parents.len() + 1);
                let parents_len = parents.len();
                Story {
                    operation,
                    parents,
                    at,
                    cause,
                    cancelled,
                    gaps,
                    weave,
                    rollback_fails,
                    // A cause without words is named only where no other has any.
                    second: second
                        .filter(|_| cause != 0)
                        .map(|second| second.index(parents_len + 1)),
                    earlier,
                }
            },
        )
}

const STACK: &str = "AWS::CloudFormation::Stack";

fn name(stack: usize) -> String {
    format!("demo-S{stack}")
}

fn arn(stack: usize) -> String {
    format!(
        "arn:aws:cloudformation:eu-central-1:111122223333:stack/{}/uuid-{stack}",
        name(stack)
    )
}

fn event(
    stack: usize,
    logical_id: &str,
    resource_type: &str,
    status: Status,
    reason: &str,
) -> StackEvent {
    StackEvent {
        id: String::new(),
        at_ms: 0,
        stack_id: arn(stack),
        stack_name: name(stack),
        logical_id: logical_id.to_owned(),
        physical_id: None,
        resource_type: resource_type.to_owned(),
        status,
        reason: Some(reason.to_owned()).filter(|text| !text.is_empty()),
        configuration_complete: false,
    }
}

fn own(stack: usize, status: Status, reason: &str) -> StackEvent {
    StackEvent {
        physical_id: Some(arn(stack)),
        ..event(stack, &name(stack), STACK, status, reason)
    }
}

impl Story {
    fn statuses(&self) -> (Status, Status, Status) {
        match self.operation {
            Operation::Update => (
                Status::UpdateInProgress,
                Status::UpdateFailed,
                Status::UpdateRollbackInProgress,
            ),
            _ => (
                Status::CreateInProgress,
                Status::CreateFailed,
                Status::RollbackInProgress,
            ),
        }
    }

    /// A stack and its parents, outwards.
    fn line(&self, stack: usize) -> Vec<usize> {
        let mut line = vec![stack];
        while let Some(parent) = line
            .last()
            .and_then(|stack| stack.checked_sub(1))
            .map(|place| self.parents[place])
        {
            line.push(parent);
        }
        line
    }

    /// Each stack's own list, in its own order.
    fn lists(&self) -> Vec<Vec<StackEvent>> {
        let (going, failed, turning) = self.statuses();
        let cancelled = if self.operation == Operation::Update {
            "Resource update cancelled"
        } else {
            "Resource creation cancelled"
        };
        let mut line = self.line(self.at);
        line.extend(self.second.iter().flat_map(|second| self.line(*second)));
        (0..=self.parents.len())
            .map(|stack| {
                let mut list = vec![own(stack, going, "User Initiated")];
                for (place, _) in self.parents.iter().enumerate().filter(|(_, parent)| **parent == stack) {
                    let child = place + 1;
                    list.push(StackEvent { physical_id: Some(arn(child)), ..event(stack, &format!("S{child}"), STACK, going, "Resource creation Initiated") });
                }
                let (before, after) = self.cancelled[stack];
                for number in 0..before {
                    list.push(event(stack, &format!("Before{number}"), "AWS::IAM::Role", failed, cancelled));
                }
                if stack == self.at {
                    list.push(event(stack, "Culprit", "AWS::EC2::EIP", going, "Resource creation Initiated"));
                    list.push(event(stack, "Culprit", "AWS::EC2::EIP", failed, CAUSES[self.cause].0));
                }
                if self.second == Some(stack) {
                    list.push(event(stack, "Accomplice", "AWS::EC2::InternetGateway", failed, "The maximum number of internet gateways has been reached. (Service: Ec2, Status Code: 400, Request ID: r)"));
                }
                for (place, _) in self.parents.iter().enumerate().filter(|(_, parent)| **parent == stack) {
                    let child = place + 1;
                    let reason = if line.contains(&child) {
                        format!("Embedded stack {} was not successfully created: The following resource(s) failed to create: [Culprit].", arn(child))
                    } else {
                        cancelled.to_owned()
                    };
                    list.push(StackEvent { physical_id: Some(arn(child)), ..event(stack, &format!("S{child}"), STACK, failed, &reason) });
                }
                for number in 0..after {
                    list.push(event(stack, &format!("After{number}"), "AWS::S3::Bucket", failed, cancelled));
                }
                let sum = "The following resource(s) failed to create: [Culprit, Before0]. Rollback requested by user.";
                if stack == 0 || self.operation == Operation::Update {
                    list.push(own(stack, turning, sum));
                } else {
                    list.push(own(stack, failed, sum));
                    list.push(own(stack, Status::DeleteInProgress, ""));
                }
                if self.rollback_fails && stack == self.at {
                    list.push(event(stack, "Leftover", "AWS::S3::Bucket", Status::DeleteFailed, "The bucket you tried to delete is not empty (Service: Amazon S3; Status Code: 409; Error Code: BucketNotEmpty; Request ID: r)"));
                }
                list
            })
            .collect()
    }

    /// All lists woven into one, each stack's order kept.
    fn events(&self) -> Vec<StackEvent> {
        let mut events = Vec::new();
        let mut at_ms = 1_000_000;
        if self.earlier {
            events.push(own(0, Status::UpdateInProgress, "User Initiated"));
            events.push(event(0, "Yesterday", "AWS::EC2::VPC", Status::UpdateFailed, "The maximum number of VPCs has been reached. (Service: Ec2, Status Code: 400, Request ID: r)"));
            events.push(own(
                0,
                Status::UpdateRollbackInProgress,
                "The following resource(s) failed to update: [Yesterday].",
            ));
            events.push(own(0, Status::UpdateRollbackComplete, ""));
        }
        for earlier in &mut events {
            earlier.at_ms = 1_000;
        }
        let mut lists: Vec<_> = self
            .lists()
            .into_iter()
            .map(|list| list.into_iter().peekable())
            .collect();
        // The operation starts with the root's own event.
        let mut next = lists[0].next();
        let mut step = 0;
        while let Some(mut event) = next {
            at_ms += i64::from(self.gaps[step % self.gaps.len()]) * 500;
            event.at_ms = at_ms;
            events.push(event);
            lists.retain_mut(|list| list.peek().is_some());
            step += 1;
            next = match lists.len() {
                0 => None,
                count => lists[usize::from(self.weave[step % self.weave.len()]) % count].next(),
            };
        }
        events
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_cascade_never_wins_and_the_cause_is_named(story in story()) {
        let events = story.events();
        let found = root_cause(&events);
        let found = found.expect("every story has a cause");
        let named: BTreeSet<&str> = std::iter::once(&found).chain(&found.others).map(|one| one.logical_id.as_str()).collect();
        let wanted: BTreeSet<&str> = if story.second.is_some() { ["Culprit", "Accomplice"].into() } else { ["Culprit"].into() };
        prop_assert_eq!(named, wanted, "all causes are named, and no consequence is");
        let culprit = std::iter::once(&found).chain(&found.others).find(|one| one.logical_id == "Culprit").unwrap();
        prop_assert_eq!(&culprit.stack, &name(story.at), "in its own stack");
        prop_assert_eq!(culprit.class, CAUSES[story.cause].1, "with its class");
        prop_assert_eq!(&culprit.aws_message, CAUSES[story.cause].0, "and AWS's words");
        prop_assert!(found.aws_message.is_empty() || !is_cascade(&found.aws_message, None), "a cascade never wins");
        match &found.rollback {
            Some(second) => {
                prop_assert!(story.rollback_fails, "nothing failed on the way back");
                prop_assert_eq!(&second.logical_id, "Leftover", "the second failure is told apart");
                prop_assert_eq!(second.class, CauseClass::InUseOnDelete, "and explained");
            }
            None => prop_assert!(!story.rollback_fails, "the failure on the way back is told as well"),
        }
    }

    #[test]
    fn cascades_alone_give_no_cause(story in story()) {
        let events: Vec<_> = story.events().into_iter().filter(|event| !["Culprit", "Accomplice", "Leftover", "Yesterday"].contains(&event.logical_id.as_str())).collect();
        prop_assert_eq!(root_cause(&events), None, "consequences without their cause are not made into one");
    }
}
