//! ECR, one operation a file.

pub(crate) mod describe_images;
pub(crate) mod describe_repositories;
