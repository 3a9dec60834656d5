//! AWS's request IDs, caught where every answer comes in: the operations' outputs are long gone when
//! the audit trail asks.

use std::cell::RefCell;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

tokio::task_local! {
    static LAST: RefCell<Option<String>>;
}

/// A question's answer with the request ID of its last attempt.
pub(crate) async fn noting<T>(question: impl Future<Output = T>) -> (T, Option<String>) {
    let noted = async {
        let answer = question.await;
        (answer, LAST.with(RefCell::take))
    };
    LAST.scope(RefCell::new(None), noted).await
}

/// A client that notes the request ID of every answer.
pub(crate) fn noted(client: SharedHttpClient) -> SharedHttpClient {
    SharedHttpClient::new(Noting(client))
}

#[derive(Debug)]
struct Noting<T>(T);

impl HttpClient for Noting<SharedHttpClient> {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Noting(self.0.http_connector(settings, components)))
    }
}

impl HttpConnector for Noting<SharedHttpConnector> {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let answer = self.0.call(request);
        HttpConnectorFuture::new(async move {
            let answer = answer.await;
            if let Ok(response) = &answer {
                let headers = response.headers();
                let id = headers
                    .get("x-amzn-requestid")
                    .or(headers.get("x-amz-request-id"));
                // Outside of a noted question nobody asks for it.
                let _ = LAST.try_with(|last| *last.borrow_mut() = id.map(str::to_owned));
            }
            answer
        })
    }
}
