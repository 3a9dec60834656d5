//! The dated tables that forms choose from.

use domain::catalogue::{
    DATADOG_SITES, Date, EKS_AS_OF, EKS_VERSIONS, INSTANCE_TYPES, LOG_RETENTION_DAYS, REGIONS,
    SEARCH_INSTANCE_TYPES, SEARCH_VERSIONS, SupportState,
};
use domain::environment::Architecture;
use domain::estimate::{ASSUMPTIONS, PriceBook};
use serde::Serialize;
use specta::Type;

/// Everything a form offers.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Catalogue {
    /// Day of the version calendar.
    pub as_of: String,
    pub regions: Vec<RegionChoice>,
    pub eks_versions: Vec<EksChoice>,
    pub instance_types: Vec<InstanceChoice>,
    pub search_versions: Vec<String>,
    pub search_instance_types: Vec<SearchChoice>,
    pub log_retention_days: Vec<u32>,
    pub datadog_sites: Vec<String>,
    pub assumptions: Vec<AssumptionWords>,
}

/// What an estimate takes for granted, in words.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AssumptionWords {
    /// Field of `Assumptions`: `natGb`.
    pub key: String,
    /// `GB a month, each NAT gateway`.
    pub unit: String,
    pub default: u32,
    /// Why the default was chosen.
    pub why: String,
}

/// A region with its zones.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RegionChoice {
    pub code: String,
    pub name: String,
    pub zones: Vec<String>,
}

/// A Kubernetes version and how long it is supported.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EksChoice {
    pub version: String,
    pub standard_until: String,
    pub extended_until: String,
    pub state: EksState,
}

/// Where a version stands today.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum EksState {
    Standard,
    Leaving,
    Extended,
    Gone,
}

impl From<SupportState> for EksState {
    fn from(state: SupportState) -> Self {
        match state {
            SupportState::Standard => Self::Standard,
            SupportState::Leaving => Self::Leaving,
            SupportState::Extended => Self::Extended,
            SupportState::Gone => Self::Gone,
        }
    }
}

/// An instance type of nodes.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InstanceChoice {
    pub name: String,
    pub vcpu: u32,
    pub memory_gib: u32,
    pub architecture: Architecture,
    pub prices: Vec<HourlyPrice>,
}

/// An instance type of search domains.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchChoice {
    pub name: String,
    pub vcpu: u32,
    pub memory_gib: u32,
    pub min_volume_gib: u32,
    pub max_volume_gib: u32,
    pub prices: Vec<HourlyPrice>,
}

/// An hour's price in one region.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HourlyPrice {
    pub region: String,
    /// Decimal US dollars.
    pub hourly_usd: String,
    /// ISO date of the price.
    pub as_of: String,
}

impl Catalogue {
    /// The tables of this build, as they stand on a day.
    pub fn on(today: Date) -> Self {
        let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        Self {
            as_of: EKS_AS_OF.to_string(),
            regions: REGIONS
                .iter()
                .map(|region| RegionChoice {
                    code: region.code.to_owned(),
                    name: region.name.to_owned(),
                    zones: texts(region.zones),
                })
                .collect(),
            eks_versions: EKS_VERSIONS
                .iter()
                .map(|version| EksChoice {
                    version: version.version.to_owned(),
                    standard_until: version.standard_until.to_string(),
                    extended_until: version.extended_until.to_string(),
                    state: version.state_on(today).into(),
                })
                .collect(),
            instance_types: INSTANCE_TYPES
                .iter()
                .map(|kind| InstanceChoice {
                    name: kind.name.to_owned(),
                    vcpu: kind.vcpu,
                    memory_gib: kind.memory_gib,
                    architecture: kind.architecture,
                    prices: prices("EC2", kind.name),
                })
                .collect(),
            search_versions: texts(SEARCH_VERSIONS),
            search_instance_types: SEARCH_INSTANCE_TYPES
                .iter()
                .map(|kind| SearchChoice {
                    name: kind.name.to_owned(),
                    vcpu: kind.vcpu,
                    memory_gib: kind.memory_gib,
                    min_volume_gib: kind.min_volume_gib,
                    max_volume_gib: kind.max_volume_gib,
                    prices: prices("OpenSearch", kind.name),
                })
                .collect(),
            log_retention_days: LOG_RETENTION_DAYS.to_vec(),
            datadog_sites: texts(DATADOG_SITES),
            assumptions: ASSUMPTIONS
                .iter()
                .map(|one| AssumptionWords {
                    key: one.key.to_owned(),
                    unit: one.unit.to_owned(),
                    default: one.default,
                    why: one.why.to_owned(),
                })
                .collect(),
        }
    }
}

fn prices(service: &str, item: &str) -> Vec<HourlyPrice> {
    let book = PriceBook::builtin();
    REGIONS
        .iter()
        .filter_map(|region| {
            let price = book.price(service, item, region.code)?;
            Some(HourlyPrice {
                region: region.code.to_owned(),
                hourly_usd: price.usd.clone(),
                as_of: price.as_of.clone(),
            })
        })
        .collect()
}
