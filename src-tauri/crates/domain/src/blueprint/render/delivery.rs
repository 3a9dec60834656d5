//! The root's part from GitHub to the cluster, and its outputs.

use super::super::emit::{attribute, quoted, reference};
use super::super::sources::hash;
use super::{Root, flag, logical_id, stack_name};
use crate::environment::{DeployMethod, RepositorySection, slug};

impl Root<'_> {
    pub(super) fn delivery(&mut self) {
        let parameters = [
            ("ClusterName", attribute("Cluster", "ClusterName")),
            ("ClusterArn", attribute("Cluster", "ClusterArn")),
            ("Namespaces", quoted(&self.namespaces())),
            ("LogRetentionDays", self.log_days()),
        ];
        self.emitter.section("From GitHub to the cluster");
        self.stack("Delivery", "delivery.yaml", "delivery", &[], &parameters);
    }

    pub(super) fn registry(&mut self, repository: &RepositorySection) {
        let parameters = [("Slug", quoted(&slug(&repository.repository)))];
        let id = logical_id("Registry", name_of(repository));
        self.stack(&id, "registry.yaml", "registry", &[], &parameters);
    }

    pub(super) fn pipeline(&mut self, repository: &RepositorySection, branch: &str) {
        let registry = logical_id("Registry", name_of(repository));
        let name = pipeline_name(&self.spec.name, repository, branch);
        let helm = repository.deploy == DeployMethod::Helm;
        let parameters = [
            ("PipelineName", quoted(&name)),
            ("Repository", quoted(&repository.repository)),
            ("Branch", quoted(branch)),
            ("Dockerfile", quoted(&repository.dockerfile)),
            (
                "DeployMethod",
                if helm { "helm" } else { "manifests" }.to_owned(),
            ),
            ("DeployPath", quoted(&repository.deploy_path)),
            ("Namespace", quoted(&repository.namespace)),
            ("ReleaseName", quoted(&release_name(repository, branch))),
            ("Approval", flag(repository.approval)),
            ("Platforms", quoted(self.platforms())),
            ("RepositoryUri", attribute(&registry, "RepositoryUri")),
            ("ClusterName", attribute("Cluster", "ClusterName")),
            (
                "ClusterSecurityGroup",
                attribute("Cluster", "SecurityGroup"),
            ),
            ("NodeSubnets", attribute("Network", "NodeSubnets")),
            ("ConnectionArn", attribute("Delivery", "ConnectionArn")),
            ("ArtifactBucket", attribute("Delivery", "ArtifactBucket")),
            ("ArtifactKeyArn", attribute("Delivery", "ArtifactKeyArn")),
            ("PipelineRoleArn", attribute("Delivery", "PipelineRoleArn")),
            ("BuildRoleArn", attribute("Delivery", "BuildRoleArn")),
            ("AlarmTopicArn", self.alarm_topic()),
            ("LogRetentionDays", self.log_days()),
        ];
        let id = logical_id("Pipeline", &format!("{}/{branch}", name_of(repository)));
        // Nothing can be deployed before the software of the cluster is there.
        self.stack(
            &id,
            "pipeline.yaml",
            "delivery",
            &["Software".to_owned()],
            &parameters,
        );
    }

    pub(super) fn outputs(&mut self) {
        let region = reference("AWS::Region");
        let mut outputs: Vec<(String, String, String)> = vec![
            (
                "VpcId".into(),
                "The VPC".into(),
                attribute("Network", "VpcId"),
            ),
            (
                "ClusterName".into(),
                "The EKS cluster".into(),
                attribute("Cluster", "ClusterName"),
            ),
            (
                "ClusterEndpoint".into(),
                "Its API endpoint".into(),
                attribute("Cluster", "Endpoint"),
            ),
            (
                "SearchEndpoint".into(),
                "Crew search, from inside of the VPC".into(),
                attribute("Search", "Endpoint"),
            ),
            (
                "TopicArn".into(),
                "Topic of pipeline events".into(),
                attribute("Notifications", "TopicArn"),
            ),
            (
                "DashboardUrl".into(),
                "The dashboard".into(),
                attribute("Monitoring", "DashboardUrl"),
            ),
            (
                "KubeconfigCommand".into(),
                "Connects kubectl".into(),
                quoted(&format!(
                    "aws eks update-kubeconfig --name {} --region {}",
                    stack_name(&self.spec.name),
                    self.spec.region
                )),
            ),
            ("Region".into(), "Where it runs".into(), region),
        ];
        if !self.spec.repositories.is_empty() {
            outputs.push((
                "ConnectionArn".into(),
                "Connection to GitHub; a person confirms it once".into(),
                attribute("Delivery", "ConnectionArn"),
            ));
        }
        // CloudFormation takes 200 outputs; image repositories beyond that are found in ECR.
        for repository in self.spec.repositories.iter().take(150) {
            let id = logical_id("Registry", name_of(repository));
            outputs.push((
                format!("{id}Uri"),
                format!("Images of {}", repository.repository),
                attribute(&id, "RepositoryUri"),
            ));
        }
        self.emitter.outputs(&outputs);
    }
}

/// The part of `owner/name` that tells repositories of one owner apart; the whole where it is needed.
fn name_of(repository: &RepositorySection) -> &str {
    &repository.repository
}

/// `staging_crew-web-main-1f0c`, at most 100 characters, told apart by a hash where it had to be cut.
fn pipeline_name(environment: &str, repository: &RepositorySection, branch: &str) -> String {
    let name = repository
        .repository
        .split('/')
        .next_back()
        .unwrap_or_default();
    // The underscore, which no environment has in its name, keeps `crew` apart from `crew-eu` where
    // rights and events are held to a beginning.
    let full = format!("{environment}_{}-{}", slug(name), slug(branch));
    let exact = hash(&format!("{}#{branch}", repository.repository));
    if full.len() <= 80 {
        // Repositories of two owners may have one name.
        format!("{full}-{}", &exact[..4])
    } else {
        format!("{}-{}", full[..80].trim_end_matches('-'), &exact[..8])
    }
}

/// Helm takes 53 characters, Kubernetes at most 63 for a name made of it. As a pipeline's, it is told
/// apart by a hash: two owners' repositories of one name may share a namespace.
fn release_name(repository: &RepositorySection, branch: &str) -> String {
    let name = repository
        .repository
        .split('/')
        .next_back()
        .unwrap_or_default();
    let full = format!("{}-{}", slug(name), slug(branch));
    let exact = hash(&format!("{}#{branch}", repository.repository));
    let short = full[..full.len().min(44)].trim_end_matches('-');
    format!("{short}-{}", &exact[..if short == full { 4 } else { 8 }])
}
