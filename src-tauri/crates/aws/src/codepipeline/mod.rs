//! AWS CodePipeline, read through the small signed client.

pub(crate) mod get_pipeline;
