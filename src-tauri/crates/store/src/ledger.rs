//! The store as the engine's ledger of costs: the same verbs, with the engine's error.

use async_trait::async_trait;
use domain::costs::{
    Amount, ColumnName, Grain, ImportedMonth, MonthKey, ResourceRow, Rows, SplitRow,
};
use engine::AppResult;
use engine::costs::Import;
use engine::costs::billing::Listing;
use engine::costs::ports::{Ledger, LedgerMark, StoredMonth};
use engine::costs::spend::Spend;

use crate::Store;

#[async_trait]
impl Ledger for Store {
    async fn mark(&self) -> AppResult<LedgerMark> {
        Ok(self.ledger_mark().await?)
    }

    async fn months(&self) -> AppResult<Vec<StoredMonth>> {
        Ok(self.ledger_months().await?)
    }

    async fn rows(
        &self,
        ids: &[i64],
        grain: Grain,
        columns: &[ColumnName],
    ) -> AppResult<Vec<Rows>> {
        Ok(self.ledger_rows(ids, grain, columns).await?)
    }

    async fn resources(&self, id: i64) -> AppResult<Vec<ResourceRow>> {
        Ok(self.ledger_resources(id).await?)
    }

    async fn splits(&self, id: i64) -> AppResult<Vec<SplitRow>> {
        Ok(self.ledger_splits(id).await?)
    }

    async fn replace_months(
        &self,
        months: &[ImportedMonth],
        import: &Import,
        owner: &str,
        now_ms: i64,
    ) -> AppResult<()> {
        Ok(Store::replace_months(self, months, import, owner, now_ms).await?)
    }

    async fn delete_months(&self, keys: &[MonthKey]) -> AppResult<u64> {
        Ok(Store::delete_months(self, keys).await?)
    }

    async fn add_import(&self, import: &Import) -> AppResult<()> {
        Ok(Store::add_import(self, import).await?)
    }

    async fn save_import(&self, import: &Import, owner: &str) -> AppResult<()> {
        Ok(Store::save_import(self, import, owner).await?)
    }

    async fn import(&self, id: &str) -> AppResult<Option<Import>> {
        Ok(Store::import(self, id).await?)
    }

    async fn imports(&self) -> AppResult<Vec<Import>> {
        Ok(Store::imports(self).await?)
    }

    async fn lease_import(
        &self,
        id: &str,
        owner: &str,
        now_ms: i64,
        until_ms: i64,
    ) -> AppResult<bool> {
        Ok(Store::lease_import(self, id, owner, now_ms, until_ms).await?)
    }

    async fn request_import_cancel(&self, id: &str) -> AppResult<()> {
        Ok(Store::request_import_cancel(self, id).await?)
    }

    async fn import_cancel_requested(&self, id: &str) -> AppResult<bool> {
        Ok(Store::import_cancel_requested(self, id).await?)
    }

    async fn keep_listing(&self, account: &str, export: &str, listing: &Listing) -> AppResult<()> {
        Ok(Store::keep_listing(self, account, export, listing).await?)
    }

    async fn listing(&self, account: &str, export: &str) -> AppResult<Option<Listing>> {
        Ok(Store::listing(self, account, export).await?)
    }

    async fn add_spend(&self, spend: &Spend) -> AppResult<i64> {
        Ok(Store::add_spend(self, spend).await?)
    }

    async fn settle_spend(&self, number: i64, usd: Amount) -> AppResult<()> {
        Ok(Store::settle_spend(self, number, usd).await?)
    }

    async fn spend_since(&self, at_ms: i64) -> AppResult<Vec<Spend>> {
        Ok(Store::spend_since(self, at_ms).await?)
    }
}
