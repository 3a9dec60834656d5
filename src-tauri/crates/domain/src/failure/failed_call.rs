//! The API call behind a failure, found among the events that CloudTrail keeps.

use serde::{Deserialize, Serialize};

use super::{RootCause, unwrap};

/// How long CloudTrail may take until a call can be looked up: "typically within 15 minutes" by its documentation.
pub const LATEST_MS: i64 = 15 * 60_000;
/// How long before its event a call may have failed: CloudFormation tries some of them again for a while.
pub const BEFORE_MS: i64 = 5 * 60_000;
/// CloudFormation tells at once; services and clocks differ by a little.
pub const AFTER_MS: i64 = 60_000;

/// What CloudTrail is asked for: calls that were refused, by one service where it is known.
#[derive(Debug, Clone, Copy)]
pub struct TrailQuestion<'a> {
    /// Root stack by ARN, in whose operation they were made.
    pub stack_id: &'a str,
    /// `ec2.amazonaws.com`; without it, whatever changes something.
    pub source: Option<&'static str>,
    /// Milliseconds since 1970 UTC.
    pub from_ms: i64,
    pub until_ms: i64,
}

/// One call as CloudTrail tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TrailEvent {
    /// CloudTrail's own ID of the event.
    pub id: String,
    /// Milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// `ec2.amazonaws.com`
    pub source: String,
    /// `AllocateAddress`
    pub name: String,
    /// `AddressLimitExceeded`; nothing where the call succeeded.
    pub error_code: Option<String>,
    /// The service's words.
    pub error_message: Option<String>,
    /// ARN of who called.
    pub who: Option<String>,
    /// The service that called in that name: `cloudformation.amazonaws.com`.
    pub on_behalf_by: Option<String>,
    /// What the service's own answer carried.
    pub request_id: Option<String>,
    /// Whatever the call was made with and made, as JSON text: only searched, never shown.
    #[serde(skip)]
    pub details: String,
}

/// What is known of the call behind a failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "answer")]
pub enum FailedCall {
    /// This is it, or at least the likeliest.
    Found {
        call: TrailEvent,
        /// What it was recognised by.
        by: Recognised,
    },
    /// CloudTrail may still get to know it.
    NotThereYet {
        /// Milliseconds since 1970 UTC: from then on it is no longer late.
        #[serde(rename = "untilMs")]
        until_ms: i64,
    },
    /// CloudTrail has nothing that fits.
    NotThere,
    /// The account does not let us look.
    CannotTell {
        /// What is missing: `cloudtrail:LookupEvents`.
        permission: String,
        /// AWS's words.
        words: String,
    },
}

/// The same with the sentence that says it to a person, in the window as in `arrayctl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CallAnswer {
    #[serde(flatten)]
    pub call: FailedCall,
    /// One or two sentences; times are left to who shows them.
    pub sentence: String,
}

impl From<FailedCall> for CallAnswer {
    fn from(call: FailedCall) -> Self {
        Self {
            sentence: call.sentence(),
            call,
        }
    }
}

/// What a call was recognised by, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Recognised {
    /// The ID of the request stands in CloudFormation's words.
    RequestId,
    /// The same words.
    Words,
    /// The same resource and the same error code.
    Resource,
    /// The same error code at about the same time.
    ErrorCode,
    /// It names the resource, failed, and did so at about the same time.
    Time,
}

impl FailedCall {
    fn sentence(&self) -> String {
        match self {
            Self::Found { call, by } => {
                let sure = match by {
                    Recognised::RequestId | Recognised::Words | Recognised::Resource => "",
                    Recognised::ErrorCode | Recognised::Time => " This is the likeliest, not a certain one.",
                };
                let code = call.error_code.as_deref().unwrap_or("no error code");
                let service = call.source.split('.').next().unwrap_or_default();
                format!("{service}:{} was refused with {code}.{sure}", call.name)
            }
            Self::NotThereYet { .. } => {
                "CloudTrail does not know of the call yet; it may take 15 minutes. Look again later."
                    .to_owned()
            }
            Self::NotThere => "CloudTrail has no failed call that fits. Calls that a service makes for itself, and waiting, are not in it."
                .to_owned(),
            Self::CannotTell { permission, .. } => format!(
                "Cannot tell: the account does not let us read CloudTrail. Ask an administrator for {permission}."
            ),
        }
    }
}

/// The service whose calls make resources of a type, as CloudTrail calls it; nothing for types of others.
pub fn trail_source(resource_type: &str) -> Option<&'static str> {
    let service = resource_type.strip_prefix("AWS::")?.split("::").next()?;
    Some(match service {
        "AutoScaling" => "autoscaling.amazonaws.com",
        "Budgets" => "budgets.amazonaws.com",
        "CloudFormation" => "cloudformation.amazonaws.com",
        "CloudWatch" => "monitoring.amazonaws.com",
        "CodeBuild" => "codebuild.amazonaws.com",
        "CodeConnections" => "codeconnections.amazonaws.com",
        "CodePipeline" => "codepipeline.amazonaws.com",
        "CodeStarConnections" => "codestar-connections.amazonaws.com",
        "EC2" => "ec2.amazonaws.com",
        "ECR" => "ecr.amazonaws.com",
        "EKS" => "eks.amazonaws.com",
        "ElasticLoadBalancingV2" => "elasticloadbalancing.amazonaws.com",
        "Elasticsearch" | "OpenSearchService" => "es.amazonaws.com",
        "Events" => "events.amazonaws.com",
        "IAM" => "iam.amazonaws.com",
        "KMS" => "kms.amazonaws.com",
        "Lambda" => "lambda.amazonaws.com",
        "Logs" => "logs.amazonaws.com",
        "S3" => "s3.amazonaws.com",
        "SNS" => "sns.amazonaws.com",
        "SQS" => "sqs.amazonaws.com",
        "SSM" => "ssm.amazonaws.com",
        "SecretsManager" => "secretsmanager.amazonaws.com",
        _ => return None,
    })
}

/// The call that a cause tells of, among those that CloudTrail knows around its time.
pub fn failed_call(
    cause: &RootCause,
    failed_at_ms: i64,
    trail: &[TrailEvent],
) -> Option<(TrailEvent, Recognised)> {
    let said = unwrap(&cause.aws_message);
    let names = [Some(&cause.logical_id), cause.physical_id.as_ref()];
    let named = |event: &TrailEvent| {
        names
            .into_iter()
            .flatten()
            .any(|name| !name.is_empty() && event.details.contains(name.as_str()))
    };
    let recognised = |event: &TrailEvent| -> Option<Recognised> {
        let code = event.error_code.as_deref()?;
        let same_code = said
            .error_code
            .as_deref()
            .is_some_and(|said| same(said, code));
        let same_words = event
            .error_message
            .as_deref()
            .is_some_and(|words| !words.trim().is_empty() && said.text.contains(words.trim()));
        match &event.request_id {
            Some(id) if said.request_id.as_ref() == Some(id) => Some(Recognised::RequestId),
            _ if same_words => Some(Recognised::Words),
            _ if named(event) && (same_code || said.error_code.is_none()) => {
                Some(Recognised::Resource)
            }
            _ if same_code => Some(Recognised::ErrorCode),
            _ if named(event) => Some(Recognised::Time),
            _ => None,
        }
    };
    let near = |event: &TrailEvent| {
        (failed_at_ms - BEFORE_MS..=failed_at_ms + AFTER_MS).contains(&event.at_ms)
    };
    trail
        .iter()
        .filter(|event| near(event))
        .filter_map(|event| Some((event, recognised(event)?)))
        .min_by_key(|(event, by)| (*by, (event.at_ms - failed_at_ms).abs(), event.id.as_str()))
        .map(|(event, by)| (event.clone(), by))
}

/// Services call one error `AddressLimitExceeded`, `Client.AddressLimitExceeded` and `…Exception`.
fn same(one: &str, other: &str) -> bool {
    let bare = |code: &str| {
        let code = code.rsplit('.').next().unwrap_or_default().to_lowercase();
        code.strip_suffix("exception").unwrap_or(&code).to_owned()
    };
    bare(one) == bare(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::CauseClass;

    const ADDRESSES: &str = "Resource handler returned message: \"The maximum number of addresses has been reached. (Service: Ec2, Status Code: 400, Request ID: 6b8cf3d3-1afc-40de-91d7-4ac4c55bfc32)\" (RequestToken: 5f2495db-493f-e12b-ebf1-187d26148fde, HandlerErrorCode: GeneralServiceException)";

    fn cause(words: &str) -> RootCause {
        RootCause {
            code: "ARR-1042".into(),
            class: CauseClass::Quota,
            title: String::new(),
            stack: "Network".into(),
            logical_id: "NatAddressA".into(),
            resource_type: "AWS::EC2::EIP".into(),
            physical_id: None,
            aws_message: words.into(),
            explanation: String::new(),
            remedy: String::new(),
            file: None,
            line: None,
            others: Vec::new(),
            rollback: None,
        }
    }

    fn event(id: &str, at_ms: i64, code: Option<&str>) -> TrailEvent {
        TrailEvent {
            id: id.into(),
            at_ms,
            source: "ec2.amazonaws.com".into(),
            name: "AllocateAddress".into(),
            error_code: code.map(str::to_owned),
            error_message: None,
            who: None,
            on_behalf_by: None,
            request_id: None,
            details: String::new(),
        }
    }

    #[test]
    fn the_request_s_own_id_is_surer_than_words_and_words_than_time() {
        let now = 1_000_000;
        let by_code = event("a", now, Some("Client.AddressLimitExceeded"));
        let by_words = TrailEvent {
            error_message: Some("The maximum number of addresses has been reached.".into()),
            ..event("b", now - 9_000, Some("Client.AddressLimitExceeded"))
        };
        let by_id = TrailEvent {
            request_id: Some("6b8cf3d3-1afc-40de-91d7-4ac4c55bfc32".into()),
            ..event("c", now - 100_000, Some("Client.AddressLimitExceeded"))
        };
        let all = [by_code.clone(), by_words.clone(), by_id.clone()];
        let found = |trail: &[TrailEvent]| {
            failed_call(&cause(ADDRESSES), now, trail).map(|(call, by)| (call.id, by))
        };
        assert_eq!(found(&all), Some(("c".into(), Recognised::RequestId)));
        assert_eq!(found(&all[..2]), Some(("b".into(), Recognised::Words)));
        assert_eq!(
            found(&all[..1]),
            None,
            "the new wrapping carries no error code, so a code alone proves nothing"
        );
    }

    #[test]
    fn an_error_code_counts_at_its_time_only_and_what_succeeded_never() {
        let now = 10_000_000;
        let words = "The maximum number of addresses has been reached. (Service: AmazonEC2; Status Code: 400; Error Code: AddressLimitExceeded; Request ID: 4eab21b1-72d3-43af-ba83-aa3a479414a4)";
        let found = |event: TrailEvent| failed_call(&cause(words), now, &[event]).map(|(_, by)| by);
        let code = Some("Client.AddressLimitExceeded");
        assert_eq!(
            found(event("a", now - 1, code)),
            Some(Recognised::ErrorCode)
        );
        assert_eq!(
            found(event("a", now - BEFORE_MS - 1, code)),
            None,
            "long before"
        );
        assert_eq!(
            found(event("a", now + AFTER_MS + 1, code)),
            None,
            "long after"
        );
        assert_eq!(found(event("a", now, None)), None, "it succeeded");
        assert_eq!(
            found(event("a", now, Some("VpcLimitExceeded"))),
            None,
            "another one"
        );
        let named = TrailEvent {
            details: "{\"tag\":\"NatAddressA\"}".into(),
            ..event("a", now, code)
        };
        assert_eq!(found(named), Some(Recognised::Resource));
    }
}
