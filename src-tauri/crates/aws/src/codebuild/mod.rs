//! AWS CodeBuild, read through the small signed client.

pub(crate) mod batch_get_projects;
