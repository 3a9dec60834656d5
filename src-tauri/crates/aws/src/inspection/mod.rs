//! What an account answers before a launch, read from AWS.

mod names;
mod permissions;
mod quotas;

use std::sync::Arc;

use async_trait::async_trait;
use aws_config::SdkConfig;
use domain::permissions::Need;
use domain::plan::QuotaFact;
use domain::plan::account::{
    BucketState, Caller, Claim, Network, OfferedVersion, RegionFacts, SEARCH_ROLE, Simulated,
    Untold,
};
use engine::accounts::Account;
use engine::accounts::ports::Access as _;
use engine::checks::ports::{Inspection, Told};
use engine::ports::{CloudError, CloudErrorKind};

use crate::AwsAccess;
use crate::ec2::describe_availability_zones::describe_availability_zones;
use crate::ec2::describe_regions::region_is_enabled;
use crate::ec2::describe_vpcs::describe_vpcs;
use crate::eks::describe_cluster_versions::describe_cluster_versions;
use crate::iam::get_role::role_arn;
use crate::s3::Bucket;
use crate::s3::head_bucket::head_bucket;
use crate::s3::list_buckets::list_buckets;
use crate::sts::get_caller_identity::get_caller_identity;

/// An account in one region, as it is asked before a launch.
pub(crate) struct AwsInspection {
    access: Arc<AwsAccess>,
    account: Account,
    region: String,
}

impl AwsInspection {
    /// Nothing is asked of anybody yet.
    pub(crate) fn new(access: Arc<AwsAccess>, account: Account, region: &str) -> Self {
        Self {
            access,
            account,
            region: region.to_owned(),
        }
    }

    /// Clients of the region, with credentials that work.
    async fn config(&self) -> Told<SdkConfig> {
        self.config_in(&self.region).await
    }

    async fn config_in(&self, region: &str) -> Told<SdkConfig> {
        let credentials = self
            .access
            .working(&self.account)
            .await
            .map_err(|error| untold("", &error))?;
        let endpoint = self.account.endpoint.as_deref();
        Ok(self.access.wire.config(region, endpoint, Some(credentials)))
    }
}

/// Why AWS did not tell; `permission` is what the call needs.
fn untold(permission: &str, error: &CloudError) -> Untold {
    let unknown_key = matches!(
        error.code.as_str(),
        "AuthFailure"
            | "InvalidClientTokenId"
            | "SignatureDoesNotMatch"
            | "UnrecognizedClientException"
    );
    let missing = error.kind == CloudErrorKind::AccessDenied && !unknown_key;
    Untold {
        permission: (missing && !permission.is_empty()).then(|| permission.to_owned()),
        words: format!("{}: {}", error.code, error.message),
    }
}

#[async_trait]
impl Inspection for AwsInspection {
    async fn caller(&self) -> Told<Caller> {
        let ask = async || {
            let config = self.config().await?;
            Ok(get_caller_identity(&config).await)
        };
        let answer = match ask().await? {
            // A session may have been revoked, or a laptop slept: the credentials are got anew once.
            Err(error) if error.kind == CloudErrorKind::ExpiredToken => {
                self.access.forget(&self.account.name).await;
                ask().await?
            }
            answer => answer,
        };
        let (number, arn) = answer.map_err(|error| untold("", &error))?;
        Ok(Caller { number, arn })
    }

    async fn region(&self) -> Told<RegionFacts> {
        // A region that is not enabled does not answer, so another one is asked about it.
        let config = self.config_in(&self.account.region).await?;
        let enabled = region_is_enabled(&config, &self.region)
            .await
            .map_err(|error| untold("ec2:DescribeRegions", &error))?;
        let zones = match enabled {
            true => describe_availability_zones(&self.config().await?)
                .await
                .map_err(|error| untold("ec2:DescribeAvailabilityZones", &error))?,
            false => Vec::new(),
        };
        Ok(RegionFacts { enabled, zones })
    }

    async fn simulate(&self, caller: &Caller, needs: &[Need]) -> Told<Simulated> {
        permissions::simulate(&self.config().await?, caller, needs).await
    }

    async fn quotas(&self) -> Vec<QuotaFact> {
        quotas::quotas(self).await
    }

    async fn taken(&self, claims: &[Claim]) -> Vec<Told<Option<String>>> {
        match self.config().await {
            Ok(config) => names::taken(&config, claims).await,
            Err(untold) => claims.iter().map(|_| Err(untold.clone())).collect(),
        }
    }

    async fn networks(&self) -> Told<Vec<Network>> {
        describe_vpcs(&self.config().await?)
            .await
            .map_err(|error| untold("ec2:DescribeVpcs", &error))
    }

    async fn kubernetes_versions(&self) -> Told<Vec<OfferedVersion>> {
        describe_cluster_versions(&self.config().await?)
            .await
            .map_err(|error| untold("eks:DescribeClusterVersions", &error))
    }

    async fn search_role(&self) -> Told<bool> {
        let found = role_arn(&self.config().await?, SEARCH_ROLE).await;
        Ok(found
            .map_err(|error| untold("iam:GetRole", &error))?
            .is_some())
    }

    async fn bucket(&self, name: &str, number: &str) -> Told<BucketState> {
        let config = self.config().await?;
        let bucket = Bucket {
            config: config.clone(),
            name: name.to_owned(),
            owner: number,
            region: &self.region,
        };
        match head_bucket(&bucket).await {
            Ok(true) => Ok(BucketState::Ours),
            Ok(false) => Ok(BucketState::Free),
            // It is somebody else's, or ours and we may not look: the list of our own tells.
            Err(error) if error.kind == CloudErrorKind::AccessDenied => {
                let own = list_buckets(&config)
                    .await
                    .map_err(|error| untold("s3:ListAllMyBuckets", &error))?;
                match own.iter().any(|own| own == name) {
                    true => Err(untold("s3:ListBucket", &error)),
                    false => Ok(BucketState::SomebodyElses),
                }
            }
            Err(error) => Err(untold("s3:ListBucket", &error)),
        }
    }
}
