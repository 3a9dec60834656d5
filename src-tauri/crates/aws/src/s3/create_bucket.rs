//! `s3:CreateBucket`

use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
use engine::ports::CloudError;

use super::Bucket;
use crate::error::refused;

/// Makes it; one that is ours already is no error.
pub(crate) async fn create_bucket(bucket: &Bucket<'_>) -> Result<(), CloudError> {
    let mut call = bucket.client().create_bucket().bucket(&bucket.name);
    // The first region is the one that must not be named.
    if bucket.region != "us-east-1" {
        call = call.create_bucket_configuration(
            CreateBucketConfiguration::builder()
                .location_constraint(BucketLocationConstraint::from(bucket.region))
                .build(),
        );
    }
    match call.send().await.map_err(|error| refused(&error)) {
        Err(error) if error.code == "BucketAlreadyOwnedByYou" => Ok(()),
        answer => answer.map(drop),
    }
}
