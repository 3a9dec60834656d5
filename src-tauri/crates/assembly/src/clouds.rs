//! The cloud behind each account: the practice cloud, or AWS.

use std::sync::Arc;

use async_trait::async_trait;
use aws::{AwsAccess, AwsCloud};
use engine::audit::Book;
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
        let known = self.memory.account(account).await?.ok_or_else(|| {
            AppError::not_found("account", account)
                .hint("Add it first; `arrayctl accounts list` shows those that are known.")
        })?;
        let cloud = AwsCloud::new(self.access.clone(), known, region, self.book.clone());
        Ok(Arc::new(cloud))
    }
}
