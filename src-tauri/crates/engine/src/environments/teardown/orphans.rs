//! What is still there after a deletion, found from what AWS answers.

use std::collections::BTreeSet;

use domain::launch::{ResourceView, STACK_TYPE, Status};
use domain::money::MicroUsd;
use domain::orphans::{self, Orphan, OrphanOrigin, Orphans};

use super::network::type_of;
use super::ports::{Holding, VpcDependency};
use super::{estimated, stands};
use crate::Engine;
use crate::environments::EnvironmentRecord;
use crate::ports::{CloudErrorKind, CloudFault, StackResource};

/// What is left of an environment whose root stack is gone. Each answer of AWS is added as it comes.
pub(crate) struct Remains<'a> {
    engine: &'a Engine,
    record: &'a EnvironmentRecord,
    /// What its deletion has said of each resource.
    told: &'a [ResourceView],
    /// Names that are in the list.
    known: BTreeSet<String>,
    out: Orphans,
}

/// An answer, or AWS's words where a permission is missing.
pub(crate) fn allowed<T>(answer: Result<T, CloudFault>) -> Result<Result<T, String>, CloudFault> {
    match answer {
        Err(CloudFault::Refused(error)) if error.kind == CloudErrorKind::AccessDenied => {
            Ok(Err(error.message))
        }
        answer => answer.map(Ok),
    }
}

impl<'a> Remains<'a> {
    pub(crate) fn of(
        engine: &'a Engine,
        record: &'a EnvironmentRecord,
        told: &'a [ResourceView],
    ) -> Self {
        let mut remains = Self {
            engine,
            record,
            told,
            known: BTreeSet::new(),
            out: Orphans::default(),
        };
        // What a deletion before this one has left is told by the environment.
        for view in told.iter().chain(&record.resources) {
            if let (Some(Status::DeleteSkipped), Some(id)) = (view.status, &view.physical_id) {
                let place = (view.stack.as_str(), view.logical_id.as_str());
                remains.left(place, &view.resource_type, id);
            }
        }
        remains
    }

    /// What a nested stack has left, also one that was itself left.
    pub(crate) fn in_stack(&mut self, name: &str, resources: &[StackResource]) {
        for one in resources {
            let left = stands(one) || one.status == Status::DeleteSkipped;
            if let (true, Some(id)) = (left, &one.physical_id) {
                self.left((name, &one.logical_id), &one.resource_type, id);
            }
        }
    }

    fn left(&mut self, (stack, logical_id): (&str, &str), resource_type: &str, id: &str) {
        let message = match resource_type {
            STACK_TYPE => format!("The nested stack {logical_id} was left with what is in it."),
            _ => format!("{logical_id} of {stack}; CloudFormation has left it."),
        };
        let cost = estimated(self.record, stack, logical_id);
        self.add(OrphanOrigin::Retained, resource_type, id, message, cost);
    }

    /// The VPC, where it was left.
    pub(crate) fn vpc(&self) -> Option<String> {
        let all = self.told.iter().chain(&self.record.resources);
        let of_vpc = all.filter(|view| view.resource_type == "AWS::EC2::VPC");
        let mut ids = of_vpc.filter_map(|view| view.physical_id.clone());
        ids.find(|id| self.known.contains(id))
    }

    /// What is in a VPC that was left.
    pub(crate) fn in_vpc(&mut self, vpc: &str, answer: Result<Vec<VpcDependency>, String>) {
        let what = format!("What is in the VPC {vpc}");
        for one in self.seen(&what, answer) {
            let message = match one.name.is_empty() {
                true => format!("It is in the VPC {vpc}."),
                false => format!("{}; it is in the VPC {vpc}.", one.name),
            };
            let kind = type_of(one.kind);
            self.add(OrphanOrigin::Cluster, kind, &one.id, message, None);
        }
    }

    /// What carries the environment's tags and was not seen to go.
    pub(crate) fn tagged(&mut self, answer: Result<Vec<String>, String>) {
        let arns = self.seen("What still carries the environment's tags", answer);
        let gone: Vec<&str> = self
            .told
            .iter()
            .chain(&self.record.resources)
            .filter(|view| view.status == Some(Status::DeleteComplete))
            .filter_map(|view| view.physical_id.as_deref())
            .collect();
        for arn in arns {
            let known = self.known.iter().any(|id| orphans::names(&arn, id));
            if known || gone.iter().any(|id| orphans::names(&arn, id)) {
                continue;
            }
            let (resource_type, id) = orphans::of_arn(&arn);
            let message = "It carries the environment's tags. AWS's list lags some minutes behind; \
                           look before you remove it.";
            let message = message.to_owned();
            self.add(OrphanOrigin::Tagged, &resource_type, &id, message, None);
        }
    }

    /// The bucket that templates go through.
    pub(crate) fn shared(&mut self, answer: Result<Option<(String, Holding)>, String>) {
        if let Some((name, held)) =
            self.seen("Whether the bucket of the templates is there", answer)
        {
            let more = if held.more { "at least " } else { "" };
            let message = format!(
                "The templates of all environments of this account and region go through it \
                 ({more}{} objects, {} kB); keep it while another one is there.",
                held.things,
                held.bytes.div_ceil(1000)
            );
            let kind = "AWS::S3::Bucket";
            self.add(OrphanOrigin::Shared, kind, &name, message, None);
        }
    }

    pub(crate) fn told(self) -> Orphans {
        self.out
    }

    /// What an answer holds; what it does not let us see is said.
    fn seen<T: Default>(&mut self, what: &str, answer: Result<T, String>) -> T {
        answer.unwrap_or_else(|words| {
            let words = format!("{what} cannot be told, a permission is missing: {words}");
            self.out.untold.push(words);
            T::default()
        })
    }

    fn add(
        &mut self,
        origin: OrphanOrigin,
        resource_type: &str,
        id: &str,
        message: String,
        estimated: Option<MicroUsd>,
    ) {
        if !self.known.insert(id.to_owned()) {
            return;
        }
        let region = &self.record.plan.region;
        // The estimate counts what goes through a resource to it as well; what is left of it alone may
        // be free.
        let listed = orphans::monthly(resource_type, id, &self.engine.prices, region);
        self.out.items.push(Orphan {
            origin,
            resource_type: resource_type.to_owned(),
            id: id.to_owned(),
            message,
            monthly_micros: listed.or(estimated),
            remove: orphans::removal(resource_type, id, region),
        });
    }
}
