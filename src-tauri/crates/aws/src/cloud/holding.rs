//! What a deletion meets in a resource.

use aws_config::SdkConfig;
use domain::plan::account::artifact_bucket;
use engine::environments::ports::{Holding, VpcDependency};
use engine::ports::{CloudFault, StackResource};

use super::AwsCloud;
use crate::ec2::describe_network_interfaces::describe_network_interfaces;
use crate::ecr::describe_images::describe_images;
use crate::eks::describe_cluster::describe_cluster;
use crate::elasticloadbalancing::describe_classic_load_balancers::describe_classic_load_balancers;
use crate::elasticloadbalancing::describe_load_balancers::describe_load_balancers;
use crate::elasticloadbalancing::describe_tags::mark_by_tags;
use crate::elasticloadbalancing::describe_target_groups::describe_target_groups;
use crate::s3::Bucket;
use crate::s3::head_bucket::head_bucket;
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

    /// What uses a VPC, with whose it is by the tags of the load balancer controller, of Kubernetes'
    /// own and of the VPC CNI.
    pub(super) async fn using(
        &self,
        vpc: &str,
        cluster: &str,
    ) -> Result<Vec<VpcDependency>, CloudFault> {
        let owned = format!("kubernetes.io/cluster/{cluster}");
        let of_cluster = |key: &str, value: &str| {
            key == owned
                || (key == "elbv2.k8s.aws/cluster" && value == cluster)
                || (key == "cluster.k8s.amazonaws.com/name" && value == cluster)
        };
        let balancers = async |config: SdkConfig| {
            let mut found = describe_load_balancers(&config, vpc).await?;
            found.extend(describe_classic_load_balancers(&config, vpc).await?);
            found.extend(describe_target_groups(&config, vpc).await?);
            mark_by_tags(&config, &mut found, of_cluster).await?;
            Ok(found)
        };
        let interfaces =
            async |config: SdkConfig| describe_network_interfaces(&config, vpc, of_cluster).await;
        let mut found = self.ask(balancers).await?;
        found.extend(self.ask(interfaces).await?);
        Ok(found)
    }

    /// The bucket that templates go through, where it is there.
    pub(super) async fn bucket_of_templates(
        &self,
    ) -> Result<Option<(String, Holding)>, CloudFault> {
        let owner = self.number().await?;
        let name = artifact_bucket(owner, &self.region);
        let look = async |config: SdkConfig| {
            let bucket = Bucket {
                config,
                name: name.clone(),
                owner,
                region: &self.region,
            };
            match head_bucket(&bucket).await? {
                true => list_object_versions(&bucket).await.map(Some),
                false => Ok(None),
            }
        };
        let held = self.ask(look).await?;
        Ok(held.map(|held| (name.clone(), held)))
    }
}
