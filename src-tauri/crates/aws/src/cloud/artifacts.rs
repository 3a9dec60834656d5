//! Templates on their way: a bucket for each account and region, keys by content.

use aws_config::SdkConfig;
use domain::blueprint::Blueprint;
use engine::ports::CloudError;

use super::AwsCloud;
use crate::cloudformation::create_change_set::root_key;
use crate::s3::Bucket;
use crate::s3::create_bucket::create_bucket;
use crate::s3::get_bucket_policy::has_bucket_policy;
use crate::s3::head_bucket::head_bucket;
use crate::s3::head_object::head_object;
use crate::s3::put_bucket_encryption::put_bucket_encryption;
use crate::s3::put_bucket_policy::put_bucket_policy;
use crate::s3::put_object::put_object;
use crate::s3::put_public_access_block::put_public_access_block;

/// Folder of the templates in the bucket.
const FOLDER: &str = "templates";

/// Name of the bucket of an account in a region.
pub(crate) fn bucket_name(account_id: &str, region: &str) -> String {
    format!("array-console-{account_id}-{region}")
}

impl AwsCloud {
    /// Puts every template that is not there yet; gives the base of their URLs.
    pub(super) async fn put_templates(&self, blueprint: &Blueprint) -> Result<String, CloudError> {
        let number = self.number().await?;
        self.ask(async |config| {
            let bucket = Bucket {
                config: &config,
                name: bucket_name(number, &self.region),
                owner: number,
                region: &self.region,
            };
            self.furnished(&bucket).await?;
            for file in blueprint.files() {
                let name = if file.name == blueprint.root.name {
                    root_key(blueprint)
                } else {
                    file.name.clone()
                };
                let key = format!("{FOLDER}/{name}");
                if !head_object(&bucket, &key).await? {
                    put_object(&bucket, &key, &file.body).await?;
                }
            }
            Ok(self.base_url(&config, &bucket.name))
        })
        .await
    }

    /// The bucket as it must be. Its policy is set last, so one without was left half made.
    async fn furnished(&self, bucket: &Bucket<'_>) -> Result<(), CloudError> {
        if head_bucket(bucket).await? && has_bucket_policy(bucket).await? {
            return Ok(());
        }
        create_bucket(bucket).await?;
        put_public_access_block(bucket).await?;
        put_bucket_encryption(bucket).await?;
        put_bucket_policy(bucket, self.partition()).await
    }

    fn base_url(&self, config: &SdkConfig, bucket: &str) -> String {
        let suffix = match self.partition() {
            "aws-cn" => "amazonaws.com.cn",
            _ => "amazonaws.com",
        };
        match config.endpoint_url() {
            Some(endpoint) => format!("{}/{bucket}/{FOLDER}", endpoint.trim_end_matches('/')),
            None => format!("https://{bucket}.s3.{}.{suffix}/{FOLDER}", self.region),
        }
    }
}
