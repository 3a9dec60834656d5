//! What the engine asks of a cloud, answered from the played stories.

use std::time::Duration;

use async_trait::async_trait;
use domain::blueprint::Blueprint;
use domain::change_set::ReportedChanges;
use domain::failure::{TrailEvent, TrailQuestion};
use domain::launch::{StackEvent, Status};
use engine::checks::ports::Inspection;
use engine::environments::ports::{Holding, StackDeletion, VpcDependency};
use engine::ports::{
    ChangeSet, ChangeSetKind, ChangeSetRequest, ChangeSetStatus, Cloud, CloudErrorKind, CloudFault,
    ConnectionStatus, Pace, Protecting, Rehearsal, StackDescription, StackResource,
};

use secrecy::SecretString;

use super::deleting::bucket_of_templates;
use super::{PracticeCloud, refusal, refused_template, unreadable, updating};
use crate::identities::stack_arn;
use crate::record::{Deletion, Operation, OperationKind, Record};
use crate::story::Stage;
use crate::trail::call_behind;
use crate::{changes, scripts};

#[async_trait]
impl Cloud for PracticeCloud {
    async fn upload(&self, blueprint: &Blueprint) -> Result<String, CloudFault> {
        Ok(format!(
            "https://{}.s3.amazonaws.com/{}",
            bucket_of_templates().0,
            blueprint.stack_name
        ))
    }

    async fn create_change_set(
        &self,
        request: ChangeSetRequest<'_>,
    ) -> Result<ChangeSet, CloudFault> {
        self.maybe_throttled(request.rehearsal)?;
        let name = &request.blueprint.stack_name;
        if request.kind == ChangeSetKind::Update {
            return self.create_update_set(&request).await;
        }
        if let Some(existing) = self.find(name).await? {
            if existing.record.change_set_token == request.client_token {
                return Ok(change_set_of(&existing.record));
            }
            let status = self
                .describe(&existing, &existing.record.stack_id)
                .map(|stack| stack.status);
            if status != Some(Status::DeleteComplete) {
                return Err(refusal(
                    CloudErrorKind::AlreadyExists,
                    "AlreadyExistsException",
                    format!("Stack [{name}] already exists"),
                ));
            }
        }
        let region = request.blueprint.region.clone();
        // The token alone decides the identity, so asking twice makes one stack.
        let hex = hex32(request.client_token);
        let record = Record {
            stack_id: stack_arn(&region, name, &hex),
            name: name.clone(),
            region,
            blueprint: request.blueprint.clone(),
            template_base_url: request.template_base_url.to_owned(),
            change_set_token: request.client_token.to_owned(),
            created_ms: self.clock.now_ms(),
            operations: Vec::new(),
            rehearsal: request.rehearsal.clone(),
            acted: Vec::new(),
            protected: false,
            cluster_protected: false,
            updates: Vec::new(),
        };
        // A blueprint that cannot be evaluated is refused now, as CloudFormation would.
        let record = self.play(record)?.record;
        let json = serde_json::to_string(&record).map_err(unreadable)?;
        self.memory
            .put_practice_record(&record.stack_id, 0, &json)
            .await?;
        Ok(change_set_of(&record))
    }

    async fn change_set(&self, id: &str) -> Result<ChangeSet, CloudFault> {
        let (stack_id, update) = updating::parts(id);
        let (_, record) = self.read(stack_id).await?;
        self.maybe_throttled(&record.rehearsal)?;
        match update {
            Some(number) => updating::describe(&self.play(record)?, number),
            None => Ok(change_set_of(&record)),
        }
    }

    async fn changes(&self, change_set_id: &str) -> Result<ReportedChanges, CloudFault> {
        let (stack_id, update) = updating::parts(change_set_id);
        let (_, record) = self.read(stack_id).await?;
        self.maybe_throttled(&record.rehearsal)?;
        if let Some(number) = update {
            return self.update_changes(stack_id, number, change_set_id).await;
        }
        let stage = Stage::new(&record, &self.durations).map_err(refused_template)?;
        Ok(changes::of_creation(&stage, change_set_id))
    }

    async fn discard_change_set(&self, change_set_id: &str) -> Result<(), CloudFault> {
        let (stack_id, update) = updating::parts(change_set_id);
        self.may_change(stack_id).await?;
        let Some(number) = update else { return Ok(()) };
        self.change(stack_id, |record| {
            let executed = record
                .operations
                .iter()
                .any(|one| one.update == Some(number));
            if let Some(set) = record.updates.get_mut(number).filter(|_| !executed) {
                set.discarded = true;
            }
        })
        .await
    }

    async fn execute_change_set(&self, id: &str, client_token: &str) -> Result<(), CloudFault> {
        let (stack_id, update) = updating::parts(id);
        self.may_change(stack_id).await?;
        let now = self.clock.now_ms();
        if let Some(number) = update {
            return self.execute_update(stack_id, number, client_token).await;
        }
        self.change(stack_id, |record| {
            if record.operations.is_empty() {
                let rehearsal = record.rehearsal.clone();
                record.operations.push(Operation {
                    kind: OperationKind::Create,
                    client_token: client_token.to_owned(),
                    started_ms: now,
                    rehearsal,
                    update: None,
                    skip: Vec::new(),
                    deletion: Deletion::default(),
                });
            }
        })
        .await
    }

    async fn stack(&self, name_or_id: &str) -> Result<Option<StackDescription>, CloudFault> {
        let Some(played) = self.find(name_or_id).await? else {
            return Ok(None);
        };
        self.maybe_throttled(played.rehearsal())?;
        self.refuse_when_signed_out(&played)?;
        let stack_id = if name_or_id.starts_with("arn:") {
            name_or_id
        } else {
            &played.record.stack_id
        };
        Ok(self.describe(&played, stack_id))
    }

    async fn events(
        &self,
        stack_id: &str,
        after: Option<&str>,
    ) -> Result<Vec<StackEvent>, CloudFault> {
        let Some(played) = self.find(stack_id).await? else {
            return Ok(Vec::new());
        };
        self.maybe_throttled(played.rehearsal())?;
        let signed_out_at = Self::signed_out_at(&played).unwrap_or(f64::INFINITY);
        let mut out: Vec<StackEvent> = Vec::new();
        for (act, events) in played.story.acts.iter().zip(&played.events) {
            let now = self.elapsed(act).min(signed_out_at);
            for (at_s, event) in events {
                if *at_s <= now && event.stack_id == stack_id {
                    if after == Some(event.id.as_str()) {
                        out.clear();
                    } else {
                        out.push(event.clone());
                    }
                }
            }
        }
        Ok(out)
    }

    async fn trail(&self, question: &TrailQuestion<'_>) -> Result<Vec<TrailEvent>, CloudFault> {
        let Some(played) = self.find(question.stack_id).await? else {
            return Ok(Vec::new());
        };
        self.maybe_throttled(played.rehearsal())?;
        let acts = played.story.acts.iter().zip(&played.events);
        let happened = acts.flat_map(|(act, events)| {
            let now = self.elapsed(act);
            events.iter().filter(move |(at_s, _)| *at_s <= now)
        });
        let calls = happened.filter_map(|(_, event)| call_behind(event));
        Ok(calls
            .filter(|call| question.source.is_none_or(|source| call.source == source))
            .filter(|call| (question.from_ms..=question.until_ms).contains(&call.at_ms))
            .collect())
    }

    async fn delete_stack(&self, deletion: StackDeletion<'_>) -> Result<(), CloudFault> {
        self.delete(deletion).await
    }

    async fn cancel_update(&self, stack_id: &str, client_token: &str) -> Result<(), CloudFault> {
        self.may_change(stack_id).await?;
        self.roll_back(stack_id, client_token).await
    }

    async fn continue_rollback(
        &self,
        stack_id: &str,
        skip: &[String],
        client_token: &str,
    ) -> Result<(), CloudFault> {
        self.may_change(stack_id).await?;
        self.go_on_rolling_back(stack_id, skip, client_token).await
    }

    async fn protect(&self, stack_id: &str, on: bool) -> Result<(), CloudFault> {
        self.may_change(stack_id).await?;
        self.change(stack_id, |record| record.protected = on).await
    }

    async fn resources(&self, stack_id: &str) -> Result<Vec<StackResource>, CloudFault> {
        let mut out: Vec<StackResource> = Vec::new();
        for event in self.events(stack_id, None).await? {
            if event.physical_id.as_deref() == Some(stack_id) {
                continue;
            }
            let now = StackResource {
                logical_id: event.logical_id,
                physical_id: event.physical_id,
                resource_type: event.resource_type,
                status: event.status,
                reason: event.reason,
            };
            match out.iter_mut().find(|one| one.logical_id == now.logical_id) {
                Some(known) => *known = now,
                None => out.push(now),
            }
        }
        Ok(out)
    }

    async fn holding(
        &self,
        stack_id: &str,
        resource: &StackResource,
    ) -> Result<Holding, CloudFault> {
        self.held(stack_id, resource).await
    }

    async fn dependencies(
        &self,
        stack_id: &str,
        vpc: &str,
        cluster: &str,
    ) -> Result<Vec<VpcDependency>, CloudFault> {
        self.using(stack_id, vpc, cluster).await
    }

    /// Here every resource is in a stack, and what a stack has left is known without its tags.
    async fn tagged(&self, _: &[(&str, &str)]) -> Result<Vec<String>, CloudFault> {
        Ok(Vec::new())
    }

    async fn template_bucket(&self) -> Result<Option<(String, Holding)>, CloudFault> {
        Ok(Some(bucket_of_templates()))
    }

    async fn protect_cluster(
        &self,
        stack_id: &str,
        _: &str,
        on: bool,
        _: &str,
    ) -> Result<Protecting, CloudFault> {
        self.may_change(stack_id).await?;
        let (_, record) = self.read(stack_id).await?;
        if record.rehearsal.failure.as_deref() == Some(scripts::STUCK_PROTECTION) {
            return Ok(match record.cluster_protected == on {
                true => Protecting::Set,
                false => Protecting::Asked,
            });
        }
        self.change(stack_id, |record| record.cluster_protected = on)
            .await?;
        Ok(Protecting::Set)
    }

    /// Practice has no secrets, and misses none.
    async fn put_secret(&self, _: &str, _: &SecretString) -> Result<(), CloudFault> {
        Ok(())
    }

    async fn has_secret(&self, _: &str) -> Result<bool, CloudFault> {
        Ok(true)
    }

    async fn delete_secret(&self, _: &str) -> Result<(), CloudFault> {
        Ok(())
    }

    async fn connection_status(
        &self,
        connection_arn: &str,
    ) -> Result<ConnectionStatus, CloudFault> {
        for (id, version) in self.memory.practice_records().await? {
            let played = self.load(&id, version).await?;
            let mine = played
                .story
                .outputs
                .values()
                .any(|value| value == connection_arn);
            let pends = played.record.rehearsal.failure.as_deref()
                == Some(scripts::PENDING_GITHUB_CONNECTION)
                && !played.record.has_acted(engine::launches::HANDSHAKE);
            if mine && pends {
                return Ok(ConnectionStatus::Pending);
            }
        }
        Ok(ConnectionStatus::Available)
    }

    async fn person_acted(&self, stack_id: &str, what: &str) -> Result<(), CloudFault> {
        self.change(stack_id, |record| {
            if !record.has_acted(what) {
                record.acted.push(what.to_owned());
            }
        })
        .await
    }

    fn inspection(&self) -> &dyn Inspection {
        self
    }

    fn pace(&self, rehearsal: &Rehearsal) -> Pace {
        // Asking costs nothing here.
        let always = if rehearsal.speed <= 0.0 {
            Duration::from_millis(10)
        } else {
            Duration::from_millis(250)
        };
        Pace {
            busy: always,
            quiet: always,
        }
    }
}

fn change_set_of(record: &Record) -> ChangeSet {
    ChangeSet {
        id: format!("{}/change-set", record.stack_id),
        stack_id: record.stack_id.clone(),
        status: if record.operations.is_empty() {
            ChangeSetStatus::Ready
        } else {
            ChangeSetStatus::Executed
        },
        reason: None,
    }
}

pub(super) fn hex32(token: &str) -> String {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(token);
    let mut text: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    text.truncate(32);
    text
}
