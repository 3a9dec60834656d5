//! Amazon OpenSearch Service.

pub(crate) mod list_domain_names;
