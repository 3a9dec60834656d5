//! Words for whoever does not get through to AWS: whom it was about, and what stands in between.

use std::error::Error;
use std::sync::Arc;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

/// A client whose errors of connecting name the host and these settings.
pub(crate) fn telling(client: SharedHttpClient, settings: String) -> SharedHttpClient {
    SharedHttpClient::new(Telling(client, Arc::from(settings)))
}

#[derive(Debug)]
struct Telling<T>(T, Arc<str>);

impl HttpClient for Telling<SharedHttpClient> {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let connector = self.0.http_connector(settings, components);
        SharedHttpConnector::new(Telling(connector, self.1.clone()))
    }
}

impl HttpConnector for Telling<SharedHttpConnector> {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let uri = request.uri().to_owned();
        let settings = self.1.clone();
        let answer = self.0.call(request);
        HttpConnectorFuture::new(async move {
            answer.await.map_err(|error| told(error, &uri, &settings))
        })
    }
}

/// Not reached, with what is known of why.
#[derive(Debug, thiserror::Error)]
#[error("{words}")]
struct NotReached {
    words: String,
    source: ConnectorError,
}

fn told(error: ConnectorError, uri: &str, settings: &str) -> ConnectorError {
    // What broke after a connection stood has nothing to do with settings.
    if !error.is_io() && !error.is_timeout() && !chain(&error).contains("(Connect)") {
        return error;
    }
    let after = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    let host = after.split(['/', '?']).next().unwrap_or(after);
    let why = reason(&chain(&error));
    let words = format!("{host} was not reached{why} ({settings})");
    let (timeout, user, kind) = (error.is_timeout(), error.is_user(), error.as_other());
    let io = error.is_io();
    let boxed = Box::new(NotReached {
        words,
        source: error,
    });
    match (timeout, user, io) {
        (true, ..) => ConnectorError::timeout(boxed),
        (_, true, _) => ConnectorError::user(boxed),
        (_, _, true) => ConnectorError::io(boxed),
        _ => ConnectorError::other(boxed, kind),
    }
}

fn reason(chain: &str) -> &'static str {
    if chain.contains("dns error") {
        ": nobody knows this name. The region may not exist or not have the service, or this machine is offline"
    } else if chain.contains("UnknownIssuer") {
        ": its certificate comes from an authority that is not known here. Name the file of your proxy's or endpoint's authority in AWS_CA_BUNDLE, or as ca_bundle in the AWS config"
    } else if chain.contains("407") || chain.to_lowercase().contains("proxy authorization") {
        ": the proxy asks who you are. Give user and password in its address, http://user:password@host:port"
    } else {
        ""
    }
}

/// All causes as one text.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
