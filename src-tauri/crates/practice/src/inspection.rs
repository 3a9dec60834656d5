//! What the practice account answers before a launch: an account that has run for a while, in which
//! everything is allowed.

use async_trait::async_trait;
use domain::catalogue::{Date, EKS_VERSIONS, REGIONS, SupportState};
use domain::launch::Status;
use domain::permissions::Need;
use domain::plan::account::{
    BucketState, Caller, Claim, Network, OfferedVersion, RegionFacts, Simulated, Untold,
};
use domain::plan::{AccountFacts, QuotaFact, stacks, tree};
use engine::checks::ports::{Inspection, Told};
use engine::environments::PRACTICE;
use engine::ports::CloudFault;

use crate::ACCOUNT;
use crate::cloud::PracticeCloud;

/// The network that every account of AWS begins with.
const DEFAULT_VPC: &str = "172.31.0.0/16";

#[async_trait]
impl Inspection for PracticeCloud {
    async fn caller(&self) -> Told<Caller> {
        Ok(Caller {
            number: ACCOUNT.to_owned(),
            arn: format!("arn:aws:sts::{ACCOUNT}:assumed-role/PracticeAdmin/you"),
        })
    }

    async fn region(&self) -> Told<RegionFacts> {
        Ok(RegionFacts {
            enabled: true,
            zones: REGIONS
                .iter()
                .flat_map(|region| region.zones)
                .map(|zone| (*zone).to_owned())
                .collect(),
        })
    }

    async fn simulate(&self, _: &Caller, needs: &[Need]) -> Told<Simulated> {
        Ok(Simulated {
            principal: format!("arn:aws:iam::{ACCOUNT}:role/PracticeAdmin"),
            asked: needs.len(),
            refused: Vec::new(),
        })
    }

    async fn quotas(&self) -> Vec<QuotaFact> {
        AccountFacts::defaults(PRACTICE, ACCOUNT, true).quotas
    }

    async fn taken(&self, claims: &[Claim]) -> Vec<Told<Option<String>>> {
        let standing = match self.standing().await {
            Ok(standing) => standing,
            Err(fault) => return claims.iter().map(|_| Err(untold(&fault))).collect(),
        };
        let by = |claim: &Claim| {
            let mut records = standing.iter();
            let record = records.find(|record| record.name == claim.name)?;
            Some(record.stack_id.clone())
        };
        claims.iter().map(|claim| Ok(by(claim))).collect()
    }

    async fn networks(&self) -> Told<Vec<Network>> {
        let mut all = vec![Network {
            id: "vpc-0practice".to_owned(),
            name: Some("default".to_owned()),
            stack: None,
            ranges: vec![DEFAULT_VPC.to_owned()],
        }];
        let facts = AccountFacts::defaults(PRACTICE, ACCOUNT, true);
        for record in self.standing().await.map_err(|fault| untold(&fault))? {
            let Ok(tree) = tree(&record.blueprint, &facts) else {
                continue;
            };
            let ranges = stacks(&tree)
                .into_iter()
                .flat_map(|stack| &stack.resources)
                .filter(|resource| resource.resource_type == "AWS::EC2::VPC")
                .filter_map(|vpc| vpc.properties.get("CidrBlock")?.as_text())
                .collect();
            all.push(Network {
                id: "vpc-0simulated".to_owned(),
                name: None,
                stack: Some(record.name),
                ranges,
            });
        }
        Ok(all)
    }

    async fn kubernetes_versions(&self) -> Told<Vec<OfferedVersion>> {
        let today = Date::from_unix_ms(self.clock.now_ms());
        Ok(EKS_VERSIONS
            .iter()
            .filter(|version| version.state_on(today) != SupportState::Gone)
            .map(|version| OfferedVersion {
                version: version.version.to_owned(),
                extended: version.state_on(today) == SupportState::Extended,
                standard_until: Some(version.standard_until),
                extended_until: Some(version.extended_until),
            })
            .collect())
    }

    async fn search_role(&self) -> Told<bool> {
        Ok(true)
    }

    async fn bucket(&self, _: &str, _: &str) -> Told<BucketState> {
        Ok(match self.standing().await {
            Ok(standing) if standing.is_empty() => BucketState::Free,
            Ok(_) => BucketState::Ours,
            Err(fault) => return Err(untold(&fault)),
        })
    }
}

impl PracticeCloud {
    /// Root stacks that are there, or on their way.
    async fn standing(&self) -> Result<Vec<crate::record::Record>, CloudFault> {
        let mut all = Vec::new();
        for (id, version) in self.memory.practice_records().await? {
            let played = self.load(&id, version).await?;
            let status = self.describe(&played, &id).map(|stack| stack.status);
            if status != Some(Status::DeleteComplete) {
                all.push(played.record.clone());
            }
        }
        Ok(all)
    }
}

fn untold(fault: &CloudFault) -> Untold {
    Untold {
        permission: None,
        words: fault.to_string(),
    }
}
