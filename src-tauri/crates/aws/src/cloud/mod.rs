//! One account's cloud in one region, over the wire.

mod artifacts;
mod billing;
mod holding;
mod port;

use std::sync::Arc;

use aws_config::SdkConfig;
use engine::accounts::Account;
use engine::accounts::ports::Access as _;
use engine::audit::Book;
use engine::ports::{CloudError, CloudErrorKind, CloudFault};
use tokio::sync::OnceCell;

use crate::AwsAccess;
use crate::inspection::AwsInspection;
use crate::request_id::noting;
use crate::sts::get_caller_identity::get_caller_identity;

/// An account as the engine asks it.
pub struct AwsCloud {
    access: Arc<AwsAccess>,
    account: Account,
    region: String,
    inspection: AwsInspection,
    book: Book,
    /// Account number and ARN, as AWS said.
    caller: OnceCell<(String, String)>,
}

impl AwsCloud {
    /// Nothing is asked of anybody yet.
    pub fn new(access: Arc<AwsAccess>, account: Account, region: &str, book: Book) -> Self {
        Self {
            inspection: AwsInspection::new(access.clone(), account.clone(), region),
            access,
            account,
            region: region.to_owned(),
            book,
            caller: OnceCell::new(),
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

    /// As [`Self::ask`], for what changes something: it is written down before and after.
    async fn change<T, Asked>(
        &self,
        action: &str,
        target: &str,
        question: impl Fn(SdkConfig) -> Asked,
    ) -> Result<T, CloudFault>
    where
        Asked: Future<Output = Result<T, CloudError>>,
    {
        let (_, identity) = self.caller().await?;
        let asked = self
            .book
            .asked(&self.account.name, identity, action, target)
            .await?;
        let (answer, request_id) = noting(self.ask(question)).await;
        self.book.answered(asked, &answer, request_id).await?;
        Ok(answer?)
    }

    async fn number(&self) -> Result<&str, CloudError> {
        Ok(&self.caller().await?.0)
    }

    async fn caller(&self) -> Result<&(String, String), CloudError> {
        let ask = async || {
            self.ask(async |config| get_caller_identity(&config).await)
                .await
        };
        self.caller.get_or_try_init(ask).await
    }

    fn partition(&self) -> &'static str {
        domain::partition::of(&self.region)
    }
}
