//! EKS, one operation a file.

pub(crate) mod describe_cluster;
pub(crate) mod update_cluster_config;
