//! `cloudformation:DescribeStacks`: one stack by name or ARN.

use aws_config::SdkConfig;
use aws_sdk_cloudformation::Client;
use engine::ports::{CloudError, CloudErrorKind, StackDescription};

use super::{sorted, status};
use crate::error::refused;

/// Nothing where there is none; deleted ones are found by ARN only.
pub(crate) async fn describe_stacks(
    config: &SdkConfig,
    name_or_id: &str,
) -> Result<Option<StackDescription>, CloudError> {
    let answer = Client::new(config)
        .describe_stacks()
        .stack_name(name_or_id)
        .send()
        .await;
    let answer = match answer.map_err(|error| sorted(refused(&error))) {
        Err(error) if error.kind == CloudErrorKind::NotFound => return Ok(None),
        answer => answer?,
    };
    let Some(stack) = answer.stacks.unwrap_or_default().into_iter().next() else {
        return Ok(None);
    };
    let word = stack.stack_status.as_ref().map_or("", |word| word.as_str());
    let Some(status) = status(word) else {
        return Err(CloudError {
            kind: CloudErrorKind::Rejected,
            code: "UnknownStatus".to_owned(),
            message: format!("The stack is in `{word}`, which this version does not know."),
            request_id: None,
        });
    };
    let outputs = stack.outputs.unwrap_or_default();
    Ok(Some(StackDescription {
        stack_id: stack.stack_id.unwrap_or_default(),
        name: stack.stack_name.unwrap_or_default(),
        status,
        reason: stack.stack_status_reason,
        protected: stack.enable_termination_protection.unwrap_or_default(),
        outputs: outputs
            .into_iter()
            .filter_map(|output| Some((output.output_key?, output.output_value?)))
            .collect(),
    }))
}
