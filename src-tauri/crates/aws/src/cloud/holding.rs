//! What a deletion meets in a resource.

use aws_config::SdkConfig;
use engine::ports::{CloudFault, Holding, StackResource};

use super::AwsCloud;
use crate::ecr::describe_images::describe_images;
use crate::eks::describe_cluster::describe_cluster;
use crate::s3::Bucket;
use crate::s3::list_object_versions::list_object_versions;

impl AwsCloud {
    pub(super) async fn held(&self, resource: &StackResource) -> Result<Holding, CloudFault> {
        let Some(id) = resource.physical_id.as_deref() else {
            return Ok(Holding::default());
        };
        let owner = self.number().await?;
        let held = match resource.resource_type.as_str() {
            "AWS::S3::Bucket" => {
                let list = async |config: SdkConfig| {
                    let bucket = Bucket {
                        config,
                        name: id.to_owned(),
                        owner,
                        region: &self.region,
                    };
                    list_object_versions(&bucket).await
                };
                self.ask(list).await?
            }
            "AWS::ECR::Repository" => {
                self.ask(async |config| describe_images(&config, id).await)
                    .await?
            }
            "AWS::EKS::Cluster" => {
                let asked = self.ask(async |config| describe_cluster(&config, id).await);
                Holding {
                    protected: asked.await?.is_some_and(|cluster| cluster.protected),
                    ..Holding::default()
                }
            }
            _ => Holding::default(),
        };
        Ok(held)
    }
}
