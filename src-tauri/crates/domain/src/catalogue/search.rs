//! OpenSearch Service versions and instance types.
//!
//! Sources: endoflife-date `amazon-opensearch.md` (versions, read 2026-11-23); Amazon OpenSearch
//! Service developer guide, "EBS volume size quotas" (limits for gp3), as tabulated by the OpenSearch
//! project's sizing calculator (read 2026-11-24).

/// Engine versions in standard support, newest first.
pub const SEARCH_VERSIONS: &[&str] = &[
    "OpenSearch_3.5",
    "OpenSearch_3.3",
    "OpenSearch_3.1",
    "OpenSearch_2.19",
];

/// One instance type of a search domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchInstanceType {
    pub name: &'static str,
    pub vcpu: u32,
    pub memory_gib: u32,
    /// Smallest EBS volume, GiB.
    pub min_volume_gib: u32,
    /// Largest EBS volume, GiB.
    pub max_volume_gib: u32,
}

const fn kind(
    name: &'static str,
    vcpu: u32,
    memory_gib: u32,
    min_volume_gib: u32,
    max_volume_gib: u32,
) -> SearchInstanceType {
    SearchInstanceType {
        name,
        vcpu,
        memory_gib,
        min_volume_gib,
        max_volume_gib,
    }
}

/// Every offered type.
pub const SEARCH_INSTANCE_TYPES: &[SearchInstanceType] = &[
    kind("t3.small.search", 2, 2, 10, 100),
    kind("t3.medium.search", 2, 4, 10, 200),
    kind("m6g.large.search", 2, 8, 10, 1024),
    kind("m6g.xlarge.search", 4, 16, 10, 2048),
    kind("m6g.2xlarge.search", 8, 32, 10, 3072),
    kind("m7g.large.search", 2, 8, 10, 768),
    kind("r6g.large.search", 2, 16, 10, 2048),
    kind("r6g.xlarge.search", 4, 32, 10, 3072),
    kind("r6g.2xlarge.search", 8, 64, 10, 6144),
    kind("r7g.large.search", 2, 16, 10, 1536),
    kind("r7g.xlarge.search", 4, 32, 10, 3072),
    kind("or1.medium.search", 1, 8, 20, 768),
    kind("or1.large.search", 2, 16, 20, 1536),
    kind("or1.xlarge.search", 4, 32, 20, 3072),
    kind("or1.2xlarge.search", 8, 64, 20, 6144),
];

/// A type by its name.
pub fn search_instance_type(name: &str) -> Option<&'static SearchInstanceType> {
    SEARCH_INSTANCE_TYPES.iter().find(|kind| kind.name == name)
}
