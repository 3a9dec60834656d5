//! What the engine asks of a cloud, answered by AWS.

use std::time::Duration;

use async_trait::async_trait;
use aws_config::{Region, SdkConfig};
use domain::blueprint::Blueprint;
use domain::change_set::ReportedChanges;
use domain::failure::{TrailEvent, TrailQuestion};
use domain::launch::StackEvent;
use engine::checks::ports::Inspection;
use engine::environments::ports::{Holding, StackDeletion, VpcDependency};
use engine::ports::{
    ChangeSet, ChangeSetRequest, ChangeSetStatus, Cloud, CloudErrorKind, CloudFault,
    ConnectionStatus, Pace, Protecting, Rehearsal, StackDescription, StackResource,
};

use secrecy::SecretString;

use super::AwsCloud;
use crate::cloudformation::cancel_update_stack::cancel_update_stack;
use crate::cloudformation::continue_update_rollback::continue_update_rollback;
use crate::cloudformation::create_change_set::create_change_set;
use crate::cloudformation::delete_change_set::delete_change_set;
use crate::cloudformation::delete_stack::delete_stack;
use crate::cloudformation::describe_change_set::describe_change_set;
use crate::cloudformation::describe_changes::describe_changes;
use crate::cloudformation::describe_stack_events::describe_stack_events;
use crate::cloudformation::describe_stacks::describe_stacks;
use crate::cloudformation::execute_change_set::execute_change_set;
use crate::cloudformation::list_stack_resources::list_stack_resources;
use crate::cloudformation::update_termination_protection::update_termination_protection;
use crate::cloudtrail::lookup_events::lookup_events;
use crate::codeconnections::get_connection::get_connection;
use crate::eks::describe_cluster::describe_cluster;
use crate::eks::update_cluster_config::set_deletion_protection;
use crate::secretsmanager::create_secret::create_secret;
use crate::secretsmanager::delete_secret::delete_secret;
use crate::secretsmanager::describe_secret::has_secret;
use crate::secretsmanager::put_secret_value::put_secret_value;
use crate::tagging::get_resources::get_resources;

/// Between two looks at a running operation: measured on a launch of 25 minutes in a dozen nested
/// stacks, this keeps within 1,200 questions and shows an event after 4 seconds (median).
const PACE: Pace = Pace {
    busy: Duration::from_secs(3),
    quiet: Duration::from_secs(8),
};

/// Services whose calls CloudTrail keeps in us-east-1, wherever they were made.
const GLOBAL: [&str; 2] = ["iam.amazonaws.com", "budgets.amazonaws.com"];

#[async_trait]
impl Cloud for AwsCloud {
    async fn upload(&self, blueprint: &Blueprint) -> Result<String, CloudFault> {
        self.put_templates(blueprint).await
    }

    async fn create_change_set(
        &self,
        request: ChangeSetRequest<'_>,
    ) -> Result<ChangeSet, CloudFault> {
        let (id, stack_id) = self
            .change(
                "cloudformation:CreateChangeSet",
                &request.blueprint.stack_name,
                async |config| create_change_set(&config, &request).await,
            )
            .await?;
        Ok(ChangeSet {
            id,
            stack_id,
            status: ChangeSetStatus::Preparing,
            reason: None,
        })
    }

    async fn change_set(&self, id: &str) -> Result<ChangeSet, CloudFault> {
        Ok(self
            .ask(async |config| describe_change_set(&config, id).await)
            .await?)
    }

    async fn changes(&self, id: &str) -> Result<ReportedChanges, CloudFault> {
        Ok(self
            .ask(async |config| describe_changes(&config, id).await)
            .await?)
    }

    async fn discard_change_set(&self, id: &str) -> Result<(), CloudFault> {
        self.change("cloudformation:DeleteChangeSet", id, async |config| {
            delete_change_set(&config, id).await
        })
        .await
    }

    async fn execute_change_set(&self, id: &str, client_token: &str) -> Result<(), CloudFault> {
        self.change("cloudformation:ExecuteChangeSet", id, async |config| {
            execute_change_set(&config, id, client_token).await
        })
        .await
    }

    async fn stack(&self, name_or_id: &str) -> Result<Option<StackDescription>, CloudFault> {
        Ok(self
            .ask(async |config| describe_stacks(&config, name_or_id).await)
            .await?)
    }

    async fn events(
        &self,
        stack_id: &str,
        after: Option<&str>,
    ) -> Result<Vec<StackEvent>, CloudFault> {
        Ok(self
            .ask(async |config| describe_stack_events(&config, stack_id, after).await)
            .await?)
    }

    async fn delete_stack(&self, deletion: StackDeletion<'_>) -> Result<(), CloudFault> {
        let stack_id = deletion.stack_id;
        self.change("cloudformation:DeleteStack", stack_id, async |config| {
            delete_stack(&config, &deletion).await
        })
        .await
    }

    async fn cancel_update(&self, stack_id: &str, client_token: &str) -> Result<(), CloudFault> {
        self.change(
            "cloudformation:CancelUpdateStack",
            stack_id,
            async |config| cancel_update_stack(&config, stack_id, client_token).await,
        )
        .await
    }

    async fn continue_rollback(
        &self,
        stack_id: &str,
        skip: &[String],
        client_token: &str,
    ) -> Result<(), CloudFault> {
        let ask =
            async |config| continue_update_rollback(&config, stack_id, skip, client_token).await;
        self.change("cloudformation:ContinueUpdateRollback", stack_id, ask)
            .await
    }

    async fn protect(&self, stack_id: &str, on: bool) -> Result<(), CloudFault> {
        self.change(
            "cloudformation:UpdateTerminationProtection",
            stack_id,
            async |config| update_termination_protection(&config, stack_id, on).await,
        )
        .await
    }

    async fn resources(&self, stack_id: &str) -> Result<Vec<StackResource>, CloudFault> {
        Ok(self
            .ask(async |config| list_stack_resources(&config, stack_id).await)
            .await?)
    }

    async fn holding(&self, _: &str, resource: &StackResource) -> Result<Holding, CloudFault> {
        self.held(resource).await
    }

    async fn dependencies(
        &self,
        _: &str,
        vpc: &str,
        cluster: &str,
    ) -> Result<Vec<VpcDependency>, CloudFault> {
        self.using(vpc, cluster).await
    }

    async fn tagged(&self, tags: &[(&str, &str)]) -> Result<Vec<String>, CloudFault> {
        Ok(self
            .ask(async |config| get_resources(&config, tags).await)
            .await?)
    }

    async fn template_bucket(&self) -> Result<Option<(String, Holding)>, CloudFault> {
        self.bucket_of_templates().await
    }

    async fn protect_cluster(
        &self,
        _: &str,
        cluster: &str,
        on: bool,
        client_token: &str,
    ) -> Result<Protecting, CloudFault> {
        let known = self.ask(async |config| describe_cluster(&config, cluster).await);
        let Some(known) = known.await? else {
            return Ok(Protecting::Set);
        };
        if known.updating {
            return Ok(Protecting::UnderWay);
        }
        if known.protected == on {
            return Ok(Protecting::Set);
        }
        let set = async |config: SdkConfig| {
            set_deletion_protection(&config, cluster, on, client_token).await
        };
        match self.change("eks:UpdateClusterConfig", cluster, set).await {
            // Another change has begun since, or it is this one, of which the answer was lost.
            Err(CloudFault::Refused(error)) if error.code == "ResourceInUseException" => {
                Ok(Protecting::UnderWay)
            }
            answer => answer.map(|()| Protecting::Asked),
        }
    }

    async fn put_secret(&self, name: &str, value: &SecretString) -> Result<(), CloudFault> {
        let put = async |config: SdkConfig| {
            if create_secret(&config, name, value).await? {
                return Ok(());
            }
            put_secret_value(&config, name, value).await
        };
        self.change("secretsmanager:PutSecretValue", name, put)
            .await
    }

    async fn has_secret(&self, name: &str) -> Result<bool, CloudFault> {
        Ok(self
            .ask(async |config| has_secret(&config, name).await)
            .await?)
    }

    async fn delete_secret(&self, name: &str) -> Result<(), CloudFault> {
        self.change("secretsmanager:DeleteSecret", name, async |config| {
            delete_secret(&config, name).await
        })
        .await
    }

    async fn trail(&self, question: &TrailQuestion<'_>) -> Result<Vec<TrailEvent>, CloudFault> {
        // Services without a region of their own leave their trail in one.
        let global = question
            .source
            .is_some_and(|source| GLOBAL.contains(&source));
        let look = async |config: SdkConfig| {
            let config = match global {
                true => config
                    .into_builder()
                    .region(Region::new("us-east-1"))
                    .build(),
                false => config,
            };
            lookup_events(&config, question).await
        };
        Ok(self.ask(look).await?)
    }

    async fn connection_status(&self, arn: &str) -> Result<ConnectionStatus, CloudFault> {
        let asked = self.ask(async |config| get_connection(&config, arn).await);
        match asked.await {
            // Deleted by hand: nothing will ever come of it.
            Err(error) if error.kind == CloudErrorKind::NotFound => Ok(ConnectionStatus::Error),
            answer => Ok(answer?),
        }
    }

    async fn person_acted(&self, _: &str, _: &str) -> Result<(), CloudFault> {
        Ok(())
    }

    fn inspection(&self) -> &dyn Inspection {
        &self.inspection
    }

    fn pace(&self, _: &Rehearsal) -> Pace {
        PACE
    }
}
