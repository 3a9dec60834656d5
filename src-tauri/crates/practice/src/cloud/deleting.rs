//! Deletions, what they meet, and what they leave.

use domain::launch::{STACK_TYPE, Status};
use engine::environments::ports::{DependencyKind, Holding, StackDeletion, VpcDependency};
use engine::ports::{Cloud as _, CloudErrorKind, CloudFault, StackResource};

use super::{Played, PracticeCloud, refusal, refused_template};
use crate::ACCOUNT;
use crate::record::{Deletion, Operation, OperationKind, Record};
use crate::remove;
use crate::story::{Place, Stage, path_of};

/// The bucket that every practice environment sends its templates through.
pub(super) fn bucket_of_templates() -> (String, Holding) {
    let held = Holding {
        things: 24,
        bytes: 310_000,
        ..Holding::default()
    };
    (format!("array-artifacts-{ACCOUNT}"), held)
}

impl PracticeCloud {
    pub(super) async fn delete(&self, asked: StackDeletion<'_>) -> Result<(), CloudFault> {
        self.may_change(asked.stack_id).await?;
        let Some(played) = self.find(asked.stack_id).await? else {
            return Ok(());
        };
        let root = played.record.stack_id.clone();
        let known = |record: &Record| {
            let mut all = record.operations.iter();
            all.any(|operation| operation.client_token == asked.client_token)
        };
        if known(&played.record) {
            return Ok(());
        }
        self.refuse_deletion(&played, &asked)?;
        let stack = match asked.stack_id == root {
            true => None,
            false => Some(self.name_of(&played, asked.stack_id)?),
        };
        let now = self.clock.now_ms();
        self.change(&root, |record| {
            if !known(record) {
                record.operations.push(Operation {
                    kind: OperationKind::Delete,
                    client_token: asked.client_token.to_owned(),
                    started_ms: now,
                    rehearsal: asked.rehearsal.clone(),
                    update: None,
                    skip: Vec::new(),
                    deletion: Deletion {
                        stack: stack.clone(),
                        retain: asked.retain.to_vec(),
                        force: asked.force,
                    },
                });
            }
        })
        .await
    }

    fn refuse_deletion(
        &self,
        played: &Played,
        asked: &StackDeletion<'_>,
    ) -> Result<(), CloudFault> {
        let rejected =
            |words: String| Err(refusal(CloudErrorKind::Rejected, "ValidationError", words));
        if played.record.protected {
            return rejected(format!(
                "Stack [{}] cannot be deleted while TerminationProtection is enabled",
                played.record.name
            ));
        }
        let status = self
            .describe(played, asked.stack_id)
            .map(|stack| stack.status);
        let leaves = asked.force || !asked.retain.is_empty();
        if leaves && status != Some(Status::DeleteFailed) {
            return rejected(format!(
                "Invalid operation on stack [{}]. When you delete a stack, specify which resources \
                 to retain only when the stack is in the DELETE_FAILED state.",
                asked.stack_id
            ));
        }
        Ok(())
    }

    /// The plan's name of a nested stack.
    fn name_of(&self, played: &Played, stack_id: &str) -> Result<String, CloudFault> {
        let stage = Stage::new(&played.record, &self.durations).map_err(refused_template)?;
        let mut all = stage.tree.root.resources.iter();
        let named = all.find(|one| stage.invented.nested_id(&one.logical_id) == stack_id);
        named.map(|one| one.logical_id.clone()).ok_or_else(|| {
            let words = format!("Stack with id {stack_id} does not exist");
            refusal(CloudErrorKind::NotFound, "ValidationError", words)
        })
    }

    pub(super) async fn held(
        &self,
        stack_id: &str,
        resource: &StackResource,
    ) -> Result<Holding, CloudFault> {
        let (_, record) = self.read(stack_id).await?;
        // As if its pipelines had run for a few weeks.
        let weeks = u64::try_from(resource.logical_id.len()).unwrap_or_default();
        let (things, each) = match resource.resource_type.as_str() {
            "AWS::S3::Bucket" => (weeks * 6, 11_400_000),
            "AWS::ECR::Repository" => (weeks * 2, 386_000_000),
            _ => (0, 0),
        };
        Ok(Holding {
            protected: resource.resource_type == "AWS::EKS::Cluster" && record.cluster_protected,
            things,
            bytes: things * each,
            more: false,
        })
    }

    /// A load balancer with its target group while the cluster stands, and an interface of it where
    /// the script has let a deletion stop.
    pub(super) async fn using(
        &self,
        stack_id: &str,
        vpc: &str,
        cluster: &str,
    ) -> Result<Vec<VpcDependency>, CloudFault> {
        let (_, record) = self.read(stack_id).await?;
        let stage = Stage::new(&record, &self.durations).map_err(refused_template)?;
        let region = &record.region;
        let arn = |kind: &str, name: &str| {
            let suffix = stage.invented.hex(name, 16);
            format!("arn:aws:elasticloadbalancing:{region}:{ACCOUNT}:{kind}/{name}/{suffix}")
        };
        let name = format!("k8s-{cluster}-web");
        let subnet = remove::left_over(&stage).map(|place| id_of(&stage, &place));
        let one = |kind, id: String, name: String, of_cluster| VpcDependency {
            kind,
            id,
            name,
            subnets: subnet.iter().cloned().collect(),
            security_groups: Vec::new(),
            of_cluster,
            attached: false,
        };
        let mut found = Vec::new();
        let stacks = self.resources(stack_id).await?;
        let software = |one: &StackResource| {
            one.resource_type == STACK_TYPE && one.logical_id == "Software" && one.status.ready()
        };
        if stacks.iter().any(software) {
            let id = arn("loadbalancer/app", &name);
            found.push(one(DependencyKind::LoadBalancer, id, name.clone(), true));
            let id = arn("targetgroup", &name);
            found.push(one(DependencyKind::TargetGroup, id, name.clone(), true));
        }
        let stopped = record
            .operations
            .iter()
            .any(|operation| operation.kind == OperationKind::Delete);
        if stopped && remove::is_stuck(&record) {
            let id = format!("eni-{}", stage.invented.hex(&format!("{vpc}|left"), 17));
            let words = format!("ELB app/{name}/{}", stage.invented.hex("left", 16));
            found.push(one(DependencyKind::NetworkInterface, id, words, true));
        }
        Ok(found)
    }
}

fn id_of(stage: &Stage<'_>, place: &Place) -> String {
    let path = path_of(&place.0);
    stage
        .invented
        .physical_id(&path, &place.1, "AWS::EC2::Subnet")
}
