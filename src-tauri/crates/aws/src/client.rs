//! How AWS is reached: one connection pool for all services, through the proxy and with the
//! certificates that the machine's owner has set.

use std::time::Duration;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext};
use aws_smithy_http_client::{Builder, Connector};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;

use crate::network::{Network, NetworkError};
use crate::reach::telling;
use crate::request_id::noted;

/// No answer for so long is no answer.
const CONNECT: Duration = Duration::from_secs(5);
const ATTEMPT: Duration = Duration::from_secs(30);
const ATTEMPTS: u32 = 3;

/// The way to AWS. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Wire {
    http: SharedHttpClient,
    attempt: Duration,
    retries: RetryConfig,
}

impl Wire {
    pub(crate) fn new(network: &Network) -> Result<Self, NetworkError> {
        let trusted = network.trusted()?;
        network.proxies_are_addresses()?;
        let tls = TlsContext::builder()
            .with_trust_store(trusted)
            .build()
            .map_err(|error| NetworkError::Tls(error.to_string()))?;
        let http = Builder::new().build_with_connector_fn(move |settings, components| {
            let mut connector = Connector::builder().proxy_config(ProxyConfig::from_env());
            connector.set_connector_settings(settings.cloned());
            connector.set_sleep_impl(components.and_then(|known| known.sleep_impl()));
            connector
                .tls_provider(Provider::Rustls(CryptoMode::Ring))
                .tls_context(tls.clone())
                .build()
        });
        let retries = RetryConfig::standard().with_max_attempts(ATTEMPTS);
        Ok(Self {
            http: noted(telling(http, network.told())),
            attempt: network.attempt.unwrap_or(ATTEMPT),
            retries: match network.backoff {
                Some(longest) => retries.with_initial_backoff(longest),
                None => retries,
            },
        })
    }

    /// Configuration of the clients of a region; `endpoint` is asked instead of AWS.
    pub(crate) fn config(
        &self,
        region: &str,
        endpoint: Option<&str>,
        credentials: Option<Credentials>,
    ) -> SdkConfig {
        let mut config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .http_client(self.http.clone())
            .region(Region::new(region.to_owned()))
            .retry_config(self.retries.clone())
            .timeout_config(
                TimeoutConfig::builder()
                    .connect_timeout(CONNECT)
                    .operation_attempt_timeout(self.attempt)
                    .build(),
            );
        config.set_endpoint_url(endpoint.map(str::to_owned));
        config.set_credentials_provider(credentials.map(SharedCredentialsProvider::new));
        config.build()
    }
}
