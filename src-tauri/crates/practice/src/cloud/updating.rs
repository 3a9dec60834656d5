//! Change sets of updates, and the ways out of one that is under way.

use domain::change_set::{ReportedChanges, compare};
use domain::launch::Status;
use engine::jobs::OnFailure;
use engine::ports::{ChangeSet, ChangeSetRequest, ChangeSetStatus, CloudErrorKind, CloudFault};

use super::{Played, PracticeCloud, refusal, refused_template};
use crate::changes;
use crate::record::{Deletion, Operation, OperationKind, Record, UpdateSet};
use crate::story::Stage;
use crate::update::evaluated;

/// AWS's words about an update that changes nothing.
const NO_CHANGES: &str = "The submitted information didn't contain changes. Submit different information to create a change set.";

/// The stack of a change set and, for an update, its number.
pub fn parts(change_set_id: &str) -> (&str, Option<usize>) {
    match change_set_id.rsplit_once("/change-set") {
        Some((stack_id, rest)) => (
            stack_id,
            rest.strip_prefix('-').and_then(|n| n.parse().ok()),
        ),
        None => (change_set_id, None),
    }
}

fn id_of(stack_id: &str, number: usize) -> String {
    format!("{stack_id}/change-set-{number}")
}

/// How the change set of an update stands.
pub fn describe(played: &Played, number: usize) -> Result<ChangeSet, CloudFault> {
    let record = &played.record;
    let id = id_of(&record.stack_id, number);
    if record.updates.get(number).is_none_or(|set| set.discarded) {
        return Err(refusal(
            CloudErrorKind::NotFound,
            "ChangeSetNotFound",
            format!("ChangeSet [{id}] does not exist"),
        ));
    }
    let executed = record
        .operations
        .iter()
        .any(|one| one.update == Some(number));
    let (status, reason) = match () {
        () if executed => (ChangeSetStatus::Executed, None),
        () if changes_nothing(played, number)? => {
            (ChangeSetStatus::Empty, Some(NO_CHANGES.to_owned()))
        }
        () => (ChangeSetStatus::Ready, None),
    };
    Ok(ChangeSet {
        id,
        stack_id: record.stack_id.clone(),
        status,
        reason,
    })
}

fn changes_nothing(played: &Played, number: usize) -> Result<bool, CloudFault> {
    let record = &played.record;
    let standing = played
        .story
        .standing
        .and_then(|number| record.updates.get(number));
    let tags = &standing
        .map_or(&record.blueprint, |set| &set.blueprint)
        .tags;
    if record
        .updates
        .get(number)
        .is_some_and(|set| set.blueprint.tags != *tags)
    {
        return Ok(false);
    }
    let before = evaluated(record, played.story.standing).map_err(refused_template)?;
    let after = evaluated(record, Some(number)).map_err(refused_template)?;
    Ok(compare(&before, &after).is_empty())
}

impl PracticeCloud {
    pub(super) async fn create_update_set(
        &self,
        request: &ChangeSetRequest<'_>,
    ) -> Result<ChangeSet, CloudFault> {
        let name = &request.blueprint.stack_name;
        let missing = || {
            refusal(
                CloudErrorKind::Rejected,
                "ValidationError",
                format!("Stack [{name}] does not exist"),
            )
        };
        let played = self.find(name).await?.ok_or_else(missing)?;
        let stack_id = played.record.stack_id.clone();
        let status = self.describe(&played, &stack_id).map(|stack| stack.status);
        let token = request.client_token;
        let known = |record: &Record| {
            record
                .updates
                .iter()
                .position(|set| set.client_token == token)
        };
        if known(&played.record).is_none() && !status.is_some_and(can_be_updated) {
            let status = status.map_or("unknown", Status::as_str);
            return Err(refusal(
                CloudErrorKind::Rejected,
                "ValidationError",
                format!("Stack:{stack_id} is in {status} state and can not be updated."),
            ));
        }
        let set = UpdateSet {
            client_token: token.to_owned(),
            blueprint: request.blueprint.clone(),
            template_base_url: request.template_base_url.to_owned(),
            rehearsal: request.rehearsal.clone(),
            discarded: false,
            keeps: request.options.on_failure == OnFailure::Keep,
        };
        self.change(&stack_id, |record| {
            if known(record).is_none() {
                record.updates.push(set.clone());
            }
        })
        .await?;
        let (_, record) = self.read(&stack_id).await?;
        let number = known(&record).unwrap_or_default();
        evaluated(&record, Some(number)).map_err(refused_template)?;
        describe(&self.play(record)?, number)
    }

    pub(super) async fn update_changes(
        &self,
        stack_id: &str,
        number: usize,
        id: &str,
    ) -> Result<ReportedChanges, CloudFault> {
        let (_, record) = self.read(stack_id).await?;
        let played = self.play(record)?;
        describe(&played, number)?;
        let record = &played.record;
        let before = evaluated(record, played.story.standing).map_err(refused_template)?;
        let after = evaluated(record, Some(number)).map_err(refused_template)?;
        let differences = compare(&before, &after);
        let stage = Stage::new(record, &self.durations).map_err(refused_template)?;
        Ok(changes::of_update(
            &stage,
            id,
            &before,
            &after,
            &differences,
        ))
    }

    pub(super) async fn execute_update(
        &self,
        stack_id: &str,
        number: usize,
        client_token: &str,
    ) -> Result<(), CloudFault> {
        let now = self.clock.now_ms();
        let (_, record) = self.read(stack_id).await?;
        describe(&self.play(record)?, number)?;
        self.change(stack_id, |record| {
            let executed = record
                .operations
                .iter()
                .any(|one| one.update == Some(number));
            if let Some(set) = record.updates.get(number).filter(|_| !executed) {
                let operation = Operation {
                    kind: OperationKind::Update,
                    client_token: client_token.to_owned(),
                    started_ms: now,
                    rehearsal: set.rehearsal.clone(),
                    update: Some(number),
                    skip: Vec::new(),
                    deletion: Deletion::default(),
                };
                record.operations.push(operation);
            }
        })
        .await
    }

    pub(super) async fn roll_back(&self, stack_id: &str, token: &str) -> Result<(), CloudFault> {
        self.follow_up(
            stack_id,
            token,
            OperationKind::CancelUpdate,
            &[],
            |status| {
                (status != Status::UpdateInProgress).then(|| {
                    "CancelUpdateStack cannot be called from current stack status".to_owned()
                })
            },
        )
        .await
    }

    pub(super) async fn go_on_rolling_back(
        &self,
        stack_id: &str,
        skip: &[String],
        token: &str,
    ) -> Result<(), CloudFault> {
        self.follow_up(
            stack_id,
            token,
            OperationKind::ContinueRollback,
            skip,
            |status| {
                (status != Status::UpdateRollbackFailed).then(|| {
                    format!("Stack:{stack_id} is in {status} state and can not continue rollback.")
                })
            },
        )
        .await
    }

    /// Adds an operation that goes on with the last update; the same token adds it once.
    async fn follow_up(
        &self,
        stack_id: &str,
        client_token: &str,
        kind: OperationKind,
        skip: &[String],
        refuses: impl Fn(Status) -> Option<String>,
    ) -> Result<(), CloudFault> {
        let Some(played) = self.find(stack_id).await? else {
            return Ok(());
        };
        let known = |record: &Record| {
            record
                .operations
                .iter()
                .any(|one| one.client_token == client_token)
        };
        if known(&played.record) {
            return Ok(());
        }
        let status = self.describe(&played, stack_id).map(|stack| stack.status);
        if let Some(words) = status.and_then(refuses) {
            return Err(refusal(CloudErrorKind::Rejected, "ValidationError", words));
        }
        let now = self.clock.now_ms();
        let rehearsal = played.rehearsal().clone();
        self.change(stack_id, |record| {
            if !known(record) {
                record.operations.push(Operation {
                    kind,
                    client_token: client_token.to_owned(),
                    started_ms: now,
                    rehearsal: rehearsal.clone(),
                    update: None,
                    skip: skip.to_vec(),
                    deletion: Deletion::default(),
                });
            }
        })
        .await
    }
}

fn can_be_updated(status: Status) -> bool {
    matches!(
        status,
        Status::CreateComplete
            | Status::UpdateComplete
            | Status::UpdateRollbackComplete
            | Status::UpdateFailed
    )
}
