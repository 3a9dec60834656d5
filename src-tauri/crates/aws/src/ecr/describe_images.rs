//! `ecr:DescribeImages`: what is in a repository, its first thousand images.

use aws_config::SdkConfig;
use aws_sdk_ecr::Client;
use engine::environments::ports::Holding;
use engine::ports::{CloudError, CloudErrorKind};

use crate::error::refused;

const PAGE: i32 = 1000;

/// Nothing where there is no such repository.
pub(crate) async fn describe_images(
    config: &SdkConfig,
    repository: &str,
) -> Result<Holding, CloudError> {
    let answer = Client::new(config)
        .describe_images()
        .repository_name(repository)
        .max_results(PAGE)
        .send()
        .await;
    let answer = match answer.map_err(|error| refused(&error)) {
        Err(error)
            if error.kind == CloudErrorKind::NotFound
                || error.code == "RepositoryNotFoundException" =>
        {
            return Ok(Holding::default());
        }
        answer => answer?,
    };
    let images = answer.image_details();
    let sizes = images.iter().filter_map(|one| one.image_size_in_bytes);
    Ok(Holding {
        bytes: sizes.filter_map(|size| u64::try_from(size).ok()).sum(),
        things: images.len() as u64,
        more: answer.next_token.is_some(),
        protected: false,
    })
}
