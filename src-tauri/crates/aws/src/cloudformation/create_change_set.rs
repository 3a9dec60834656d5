//! `cloudformation:CreateChangeSet`: asks what a blueprint would change, nested stacks included.

use aws_config::SdkConfig;
use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::types::{Capability, ChangeSetType, OnStackFailure, Parameter, Tag};
use domain::blueprint::TEMPLATE_BASE_URL;
use engine::jobs::OnFailure;
use engine::ports::{ChangeSetKind, ChangeSetRequest, CloudError, CloudErrorKind};

use super::{describe_change_set, sorted};
use crate::error::{empty, refused};

/// ARNs of the change set and of its stack.
///
/// The name follows from the client token, so that asking again after a lost answer finds the first
/// one even when AWS has forgotten the token.
pub(crate) async fn create_change_set(
    config: &SdkConfig,
    request: &ChangeSetRequest<'_>,
) -> Result<(String, String), CloudError> {
    let blueprint = request.blueprint;
    let name = format!("array-{}", request.client_token);
    let root = format!("{}/{}", request.template_base_url, root_key(blueprint));
    let mut call = Client::new(config)
        .create_change_set()
        .stack_name(&blueprint.stack_name)
        .change_set_name(&name)
        .change_set_type(match request.kind {
            ChangeSetKind::Create => ChangeSetType::Create,
            ChangeSetKind::Update => ChangeSetType::Update,
        })
        .on_stack_failure(match request.options.on_failure {
            OnFailure::RollBack => OnStackFailure::Rollback,
            OnFailure::Keep => OnStackFailure::DoNothing,
            OnFailure::Delete => OnStackFailure::Delete,
        })
        .set_role_arn(request.options.service_role.clone())
        .client_token(request.client_token)
        .template_url(root)
        .include_nested_stacks(true)
        .parameters(parameter(TEMPLATE_BASE_URL, request.template_base_url));
    for (key, value) in &blueprint.parameters {
        call = call.parameters(parameter(key, value));
    }
    for (key, value) in &blueprint.tags {
        call = call.tags(Tag::builder().key(key).value(value).build());
    }
    for capability in &blueprint.capabilities {
        call = call.capabilities(Capability::from(capability.as_str()));
    }
    match call.send().await {
        Ok(answer) => match (answer.id, answer.stack_id) {
            (Some(id), Some(stack_id)) => Ok((id, stack_id)),
            _ => Err(empty("CreateChangeSet")),
        },
        Err(error) => {
            let error = sorted(refused(&error));
            if error.kind != CloudErrorKind::AlreadyExists {
                return Err(error);
            }
            // The change set of this very name is ours; a stack that exists is not.
            let found = describe_change_set::named(config, &blueprint.stack_name, &name).await;
            found.map_err(|_| error)
        }
    }
}

/// Where the root template lies below the base, by its content.
pub(crate) fn root_key(blueprint: &domain::blueprint::Blueprint) -> String {
    format!("root-{}.yaml", &blueprint.root.sha256[..16])
}

fn parameter(key: &str, value: &str) -> Parameter {
    Parameter::builder()
        .parameter_key(key)
        .parameter_value(value)
        .build()
}
