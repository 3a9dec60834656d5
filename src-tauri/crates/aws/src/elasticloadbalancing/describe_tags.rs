//! `elasticloadbalancing:DescribeTags`: twenty load balancers or target groups a call, says AWS.

use aws_config::SdkConfig;
use engine::environments::ports::{DependencyKind, VpcDependency};
use engine::ports::CloudError;

use crate::signed::{Element, query};

const AT_ONCE: usize = 20;

/// Marks those that carry a tag of the cluster.
pub(crate) async fn mark_by_tags(
    config: &SdkConfig,
    found: &mut [VpcDependency],
    of_cluster: impl Fn(&str, &str) -> bool,
) -> Result<(), CloudError> {
    for kind in [
        DependencyKind::LoadBalancer,
        DependencyKind::TargetGroup,
        DependencyKind::ClassicLoadBalancer,
    ] {
        let (version, asks, names) = match kind {
            DependencyKind::ClassicLoadBalancer => {
                (super::CLASSIC, "LoadBalancerNames", "LoadBalancerName")
            }
            _ => (super::VERSION, "ResourceArns", "ResourceArn"),
        };
        let mut of_kind: Vec<&mut VpcDependency> =
            found.iter_mut().filter(|one| one.kind == kind).collect();
        for several in of_kind.chunks_mut(AT_ONCE) {
            let parameters: Vec<(String, String)> = several
                .iter()
                .enumerate()
                .map(|(index, one)| (format!("{asks}.member.{}", index + 1), one.id.clone()))
                .collect();
            let service = "elasticloadbalancing";
            let answer = query(config, service, version, "DescribeTags", &parameters).await?;
            let described = answer.find("TagDescriptions").cloned().unwrap_or_default();
            let tagged = |description: &Element| {
                let mut tags = description.items("Tags").iter();
                tags.any(|tag| of_cluster(tag.text("Key"), tag.text("Value")))
            };
            for description in described.children.iter().filter(|one| tagged(one)) {
                let id = description.text(names);
                for one in several.iter_mut().filter(|one| one.id == id) {
                    one.of_cluster = true;
                }
            }
        }
    }
    Ok(())
}
