//! EKS, one operation a file.

pub(crate) mod describe_cluster;
pub(crate) mod describe_cluster_versions;
pub(crate) mod list_clusters;
pub(crate) mod update_cluster_config;
