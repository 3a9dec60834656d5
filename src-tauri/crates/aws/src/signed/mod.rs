//! A small client for services whose SDK would cost more to compile than the few reads here are worth:
//! EC2, CloudTrail, CloudWatch, CloudWatch Logs, CodePipeline and CodeBuild. Requests are signed with Signature
//! Version 4; connection, timeouts and attempts are those of the SDK's clients, and so are the errors.

mod xml;

use std::time::SystemTime;

use aws_config::SdkConfig;
use aws_credential_types::provider::ProvideCredentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_runtime::client::orchestrator::operation::Operation;
use aws_smithy_runtime::client::retries::classifiers::{
    HttpStatusCodeClassifier, TransientErrorClassifier,
};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use engine::ports::{CloudError, CloudErrorKind};
use serde_json::Value;

use crate::error::{empty, kind, refused};
pub(crate) use xml::Element;

/// As the SDK's clients begin theirs, so that a log of calls shows whose these are.
const USER_AGENT: &str = concat!(
    "aws-sdk-rust/signed app/ArrayConsole-",
    env!("CARGO_PKG_VERSION")
);

/// A request before it is signed.
#[derive(Debug)]
struct Request {
    /// In host name and signature: `ec2`.
    service: &'static str,
    operation: &'static str,
    content_type: &'static str,
    /// `Logs_20140328.DescribeLogGroups`, for services that speak JSON.
    target: Option<String>,
    body: String,
}

/// Asks a service of the Query protocol, EC2 among them; the answer's outermost element.
pub(crate) async fn query(
    config: &SdkConfig,
    service: &'static str,
    version: &str,
    operation: &'static str,
    parameters: &[(String, String)],
) -> Result<Element, CloudError> {
    let mut body = format!("Action={operation}&Version={version}");
    for (name, value) in parameters {
        body.push_str(&format!("&{name}={}", percent_encoded(value)));
    }
    let request = Request {
        service,
        operation,
        content_type: "application/x-www-form-urlencoded",
        target: None,
        body,
    };
    let text = send(config, request).await?;
    Element::read(&text).ok_or_else(|| empty(operation))
}

/// Asks a service of the JSON 1.1 protocol.
pub(crate) async fn json(
    config: &SdkConfig,
    service: &'static str,
    shape: &str,
    operation: &'static str,
    body: &Value,
) -> Result<Value, CloudError> {
    let request = Request {
        service,
        operation,
        content_type: "application/x-amz-json-1.1",
        target: Some(format!("{shape}.{operation}")),
        body: body.to_string(),
    };
    let text = send(config, request).await?;
    serde_json::from_str(&text).map_err(|_| empty(operation))
}

async fn send(config: &SdkConfig, request: Request) -> Result<String, CloudError> {
    let operation = request.operation;
    let region = config
        .region()
        .map_or("us-east-1", |region| region.as_ref())
        .to_owned();
    let endpoint = match config.endpoint_url() {
        Some(endpoint) => endpoint.to_owned(),
        None => format!("https://{}", host(request.service, &region)),
    };
    let (Some(provider), Some(http)) = (config.credentials_provider(), config.http_client()) else {
        return Err(empty(operation));
    };
    let credentials = provider
        .provide_credentials()
        .await
        .map_err(|error| unsent(&error))?;
    let signed =
        signed(&request, &endpoint, &region, credentials).map_err(|error| unsent(&*error))?;
    let asking = Operation::builder()
        .service_name(request.service)
        .operation_name(operation)
        .http_client(http)
        .endpoint_url(&endpoint)
        .no_auth()
        .standard_retry(
            &config
                .retry_config()
                .cloned()
                .unwrap_or_else(RetryConfig::standard),
        )
        .timeout_config(
            config
                .timeout_config()
                .cloned()
                .unwrap_or_else(TimeoutConfig::disabled),
        )
        .retry_classifier(HttpStatusCodeClassifier::default())
        .retry_classifier(TransientErrorClassifier::<Refused>::new())
        .retry_classifier(Throttling)
        .serializer(|request: HttpRequest| Ok(request))
        .deserializer(answer)
        .build();
    asking.invoke(signed).await.map_err(|error| refused(&error))
}

fn host(service: &str, region: &str) -> String {
    if service == "bcm-data-exports" {
        return format!("{service}.{region}.api.aws");
    }
    match region.starts_with("cn-") {
        true => format!("{service}.{region}.amazonaws.com.cn"),
        false => format!("{service}.{region}.amazonaws.com"),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a signature carries the machine's time, which AWS compares with its own"
)]
fn signed(
    request: &Request,
    endpoint: &str,
    region: &str,
    credentials: aws_credential_types::Credentials,
) -> Result<HttpRequest, BoxError> {
    let url = format!("{}/", endpoint.trim_end_matches('/'));
    let mut headers = vec![("content-type", request.content_type)];
    headers.extend(
        request
            .target
            .as_deref()
            .map(|target| ("x-amz-target", target)),
    );
    let identity = credentials.into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name(request.service)
        .time(SystemTime::now())
        .settings(SigningSettings::default())
        .build()?
        .into();
    let signable = SignableRequest::new(
        "POST",
        &url,
        headers.iter().copied(),
        SignableBody::Bytes(request.body.as_bytes()),
    )?;
    let (instructions, _) = sign(signable, &parameters)?.into_parts();
    let mut out = HttpRequest::new(SdkBody::from(request.body.clone()));
    out.set_method("POST")?;
    // The host comes from the endpoint.
    out.set_uri("/")?;
    out.headers_mut().insert("user-agent", USER_AGENT);
    for (name, value) in headers {
        out.headers_mut().insert(name.to_owned(), value.to_owned());
    }
    let (signature, _) = instructions.into_parts();
    for header in signature {
        out.headers_mut()
            .insert(header.name().to_owned(), header.value().to_owned());
    }
    Ok(out)
}

/// A refusal in the service's own words.
#[derive(Debug)]
struct Refused(ErrorMetadata);

impl std::fmt::Display for Refused {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "{}", self.0)
    }
}

impl std::error::Error for Refused {}

impl ProvideErrorMetadata for Refused {
    fn meta(&self) -> &ErrorMetadata {
        &self.0
    }
}

fn answer(response: &HttpResponse) -> Result<String, OrchestratorError<Refused>> {
    let bytes = response.body().bytes().unwrap_or_default();
    let text = String::from_utf8_lossy(bytes).into_owned();
    if response.status().is_success() {
        return Ok(text);
    }
    let mut meta = ErrorMetadata::builder();
    let mut said = |code: Option<String>, message: Option<String>, id: Option<String>| {
        // `com.amazon.coral.service#Name:http://…`
        let code = code.map(|code| {
            let code = code.rsplit('#').next().unwrap_or_default().to_owned();
            code.split(':').next().unwrap_or_default().to_owned()
        });
        meta = std::mem::take(&mut meta)
            .code(code.unwrap_or_else(|| format!("HTTP {}", response.status().as_u16())))
            .message(message.unwrap_or_else(|| "AWS gave no reason.".to_owned()));
        if let Some(id) = id {
            meta = std::mem::take(&mut meta).custom("aws_request_id", id);
        }
    };
    if let Ok(body) = serde_json::from_str::<Value>(&text) {
        let words = |name: &str| body[name].as_str().map(str::to_owned);
        said(
            words("__type"),
            words("message").or_else(|| words("Message")),
            None,
        );
    } else {
        let body = Element::read(&text).unwrap_or_default();
        let find = |name: &str| body.find(name).map(|found| found.text.clone());
        said(
            find("Code"),
            find("Message"),
            find("RequestId").or_else(|| find("RequestID")),
        );
    }
    Err(OrchestratorError::operation(Refused(meta.build())))
}

/// Services of the JSON protocol say that they throttle with HTTP 400.
#[derive(Debug)]
struct Throttling;

impl ClassifyRetry for Throttling {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let Some(Err(error)) = context.output_or_error() else {
            return RetryAction::NoActionIndicated;
        };
        let code = error
            .as_operation_error()
            .and_then(|error| error.downcast_ref::<Refused>())
            .and_then(|refused| refused.code().map(|code| kind(code, 400)));
        match code {
            Some(CloudErrorKind::Throttled) => RetryAction::throttling_error(),
            _ => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "throttling by the code"
    }
}

fn unsent(error: &(dyn std::error::Error + '_)) -> CloudError {
    CloudError {
        kind: CloudErrorKind::Unreachable,
        code: "NotSent".to_owned(),
        message: error.to_string(),
        request_id: None,
    }
}

/// As Signature Version 4 wants it: everything but letters, digits and `-_.~`.
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
