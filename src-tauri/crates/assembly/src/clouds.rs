//! The cloud behind each account: the practice cloud, or AWS.

use std::sync::Arc;

use async_trait::async_trait;
use aws::{AwsAccess, AwsCloud};
use engine::audit::Book;
use engine::costs::billing::Billing;
use engine::environments::PRACTICE;
use engine::ports::{Cloud, Clouds, Memory};
use engine::{AppError, AppResult};
use practice::PracticeClouds;

/// Practice by its name, every other account as it is remembered.
pub(crate) struct AllClouds {
    pub practice: PracticeClouds,
    pub access: Arc<AwsAccess>,
    pub memory: Arc<dyn Memory>,
    pub book: Book,
}

#[async_trait]
impl Clouds for AllClouds {
    async fn open(&self, account: &str, region: &str) -> AppResult<Arc<dyn Cloud>> {
        if account == PRACTICE {
            return self.practice.open(account, region).await;
        }
        Ok(Arc::new(self.aws(account, Some(region)).await?))
    }

    async fn billing(&self, account: &str) -> AppResult<Arc<dyn Billing>> {
        if account == PRACTICE {
            return self.practice.billing(account).await;
        }
        Ok(Arc::new(self.aws(account, None).await?))
    }
}

impl AllClouds {
    /// In its own region where none is named.
    async fn aws(&self, account: &str, region: Option<&str>) -> AppResult<AwsCloud> {
        let known = self.memory.account(account).await?.ok_or_else(|| {
            AppError::not_found("account", account)
                .hint("Add it first; `arrayctl accounts list` shows those that are known.")
        })?;
        let region = region.map_or_else(|| known.region.clone(), str::to_owned);
        Ok(AwsCloud::new(
            self.access.clone(),
            known,
            &region,
            self.book.clone(),
        ))
    }
}
