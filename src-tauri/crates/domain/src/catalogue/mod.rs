//! Dated tables that forms choose from and checks look things up in.

mod date;
mod eks;
mod instances;
mod regions;
mod search;

pub use date::Date;
pub use eks::{EKS_AS_OF, EKS_VERSIONS, EksVersion, SupportState, eks_version};
pub use instances::{INSTANCE_TYPES, InstanceType, instance_type};
pub use regions::{REGIONS, Region, region};
pub use search::{
    SEARCH_INSTANCE_TYPES, SEARCH_VERSIONS, SearchInstanceType, search_instance_type,
};

/// CloudWatch Logs' retention steps in days (API reference, PutRetentionPolicy).
pub const LOG_RETENTION_DAYS: &[u32] = &[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
];

/// Datadog's sites (docs.datadoghq.com, Getting started, Datadog sites).
pub const DATADOG_SITES: &[&str] = &[
    "datadoghq.com",
    "us3.datadoghq.com",
    "us5.datadoghq.com",
    "datadoghq.eu",
    "ap1.datadoghq.com",
    "ap2.datadoghq.com",
    "ddog-gov.com",
];
