//! What an account is asked before a launch. An adapter answers for one account in one region.

use async_trait::async_trait;
use domain::permissions::Need;
use domain::plan::QuotaFact;
use domain::plan::account::{
    BucketState, Caller, Claim, Network, OfferedVersion, RegionFacts, Simulated, Untold,
};

/// An answer, or why there is none.
pub type Told<T> = Result<T, Untold>;

/// One question for each thing that can keep a launch from working. Nothing here changes anything.
#[async_trait]
pub trait Inspection: Send + Sync {
    /// Who are we?
    async fn caller(&self) -> Told<Caller>;
    /// Can the region be used, and which zones are there?
    async fn region(&self) -> Told<RegionFacts>;
    /// Which of these needs would be refused?
    async fn simulate(&self, caller: &Caller, needs: &[Need]) -> Told<Simulated>;
    /// Every quota that a plan can draw on, with what is used. One that cannot be counted says why.
    async fn quotas(&self) -> Vec<QuotaFact>;
    /// Who has these names: nothing where one is free. In the order of the claims.
    async fn taken(&self, claims: &[Claim]) -> Vec<Told<Option<String>>>;
    /// VPCs of the region.
    async fn networks(&self) -> Told<Vec<Network>>;
    /// Kubernetes versions that EKS makes clusters of.
    async fn kubernetes_versions(&self) -> Told<Vec<OfferedVersion>>;
    /// Is OpenSearch's service-linked role there?
    async fn search_role(&self) -> Told<bool>;
    /// Who has the bucket of this name?
    async fn bucket(&self, name: &str, number: &str) -> Told<BucketState>;
}
