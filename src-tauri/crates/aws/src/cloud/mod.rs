//! One account's cloud in one region, over the wire.

mod artifacts;
mod port;

use std::sync::Arc;

use aws_config::SdkConfig;
use engine::accounts::Account;
use engine::accounts::ports::Access as _;
use engine::ports::{CloudError, CloudErrorKind};
use tokio::sync::OnceCell;

use crate::AwsAccess;
use crate::sts::get_caller_identity::get_caller_identity;

/// An account as the engine asks it.
pub struct AwsCloud {
    access: Arc<AwsAccess>,
    account: Account,
    region: String,
    /// 12 digits, as AWS said.
    number: OnceCell<String>,
}

impl AwsCloud {
    /// Nothing is asked of anybody yet.
    pub fn new(access: Arc<AwsAccess>, account: Account, region: &str) -> Self {
        Self {
            access,
            account,
            region: region.to_owned(),
            number: OnceCell::new(),
        }
    }

    /// Asks with credentials that work. Those that AWS calls expired before their time are got anew
    /// once: a session may have been revoked, or a laptop slept.
    async fn ask<T, Asked>(&self, question: impl Fn(SdkConfig) -> Asked) -> Result<T, CloudError>
    where
        Asked: Future<Output = Result<T, CloudError>>,
    {
        match question(self.config().await?).await {
            Err(error) if error.kind == CloudErrorKind::ExpiredToken => {
                tracing::info!(
                    account = self.account.name,
                    code = error.code,
                    "the credentials have expired"
                );
                self.access.forget(&self.account.name).await;
                question(self.config().await?).await
            }
            answer => answer,
        }
    }

    async fn config(&self) -> Result<SdkConfig, CloudError> {
        let credentials = self.access.working(&self.account).await?;
        Ok(self.access.wire.config(
            &self.region,
            self.account.endpoint.as_deref(),
            Some(credentials),
        ))
    }

    async fn number(&self) -> Result<&str, CloudError> {
        let number = self.number.get_or_try_init(async || {
            let (number, _) = self
                .ask(async |config| get_caller_identity(&config).await)
                .await?;
            Ok(number)
        });
        number.await.map(String::as_str)
    }

    fn partition(&self) -> &'static str {
        match self.region.as_str() {
            region if region.starts_with("cn-") => "aws-cn",
            region if region.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        }
    }
}
