//! Templates on their way: a bucket for each account and region, keys by content.

use aws_config::SdkConfig;
use domain::blueprint::Blueprint;
use domain::plan::account::artifact_bucket;
use engine::ports::{CloudError, CloudFault};

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

impl AwsCloud {
    /// Puts every template that is not there yet; gives the base of their URLs.
    pub(super) async fn put_templates(&self, blueprint: &Blueprint) -> Result<String, CloudFault> {
        let number = self.number().await?;
        let name = artifact_bucket(number, &self.region);
        let named = |config: SdkConfig| Bucket {
            config,
            name: name.clone(),
            owner: number,
            region: &self.region,
        };
        let furnished = async |config: SdkConfig| furnished(&named(config)).await;
        if !self.ask(furnished).await? {
            let furnish = async |config: SdkConfig| furnish(&named(config), self.partition()).await;
            self.change("s3:CreateBucket", &name, furnish).await?;
        }
        for file in blueprint.files() {
            let file_name = if file.name == blueprint.root.name {
                root_key(blueprint)
            } else {
                file.name.clone()
            };
            let key = format!("{FOLDER}/{file_name}");
            let there = async |config: SdkConfig| head_object(&named(config), &key).await;
            if !self.ask(there).await? {
                let put =
                    async |config: SdkConfig| put_object(&named(config), &key, &file.body).await;
                self.change("s3:PutObject", &format!("{name}/{key}"), put)
                    .await?;
            }
        }
        Ok(self.base_url(&name))
    }

    fn base_url(&self, bucket: &str) -> String {
        let suffix = match self.partition() {
            "aws-cn" => "amazonaws.com.cn",
            _ => "amazonaws.com",
        };
        match &self.account.endpoint {
            Some(endpoint) => format!("{}/{bucket}/{FOLDER}", endpoint.trim_end_matches('/')),
            None => format!("https://{bucket}.s3.{}.{suffix}/{FOLDER}", self.region),
        }
    }
}

/// Its policy is set last, so a bucket without one was left half made.
async fn furnished(bucket: &Bucket<'_>) -> Result<bool, CloudError> {
    Ok(head_bucket(bucket).await? && has_bucket_policy(bucket).await?)
}

/// The bucket as it must be: encrypted, closed to the public, over TLS only.
async fn furnish(bucket: &Bucket<'_>, partition: &str) -> Result<(), CloudError> {
    create_bucket(bucket).await?;
    put_public_access_block(bucket).await?;
    put_bucket_encryption(bucket).await?;
    put_bucket_policy(bucket, partition).await
}
