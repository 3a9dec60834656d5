//! From a commit to running nodes: repositories, pipelines, registries, the artifact bucket.

use std::collections::BTreeMap;

use super::inventory::{Inventory, Item, worst};
use super::references::{at, holds_text, items, place_of, references, text_at};
use super::{Drawing, EdgeKind, Grouping, NodeKind, Tier, TopologyNode};
use crate::template::Value;

pub(super) fn draw(inventory: &Inventory<'_>, grouping: Grouping, drawing: &mut Drawing) {
    registries(inventory, grouping, drawing);
    let pipelines: Vec<Pipeline<'_>> = inventory
        .of_type(&["AWS::CodePipeline::Pipeline"])
        .map(|item| Pipeline::of(item, inventory))
        .collect();
    bucket(inventory, &pipelines, drawing);
    let mut groups: BTreeMap<String, Vec<&Pipeline<'_>>> = BTreeMap::new();
    for pipeline in &pipelines {
        let key = match grouping {
            Grouping::Each => pipeline.item.id(),
            Grouping::ByRepository => format!("pipelines/{}", pipeline.repository),
            Grouping::ByKind => "pipelines".to_owned(),
        };
        groups.entry(key).or_default().push(pipeline);
    }
    for (id, members) in groups {
        box_for(id, &members, drawing);
    }
}

/// One pipeline and what it says of itself.
struct Pipeline<'a> {
    item: Item<'a>,
    /// `array-crew/web`, or empty.
    repository: String,
    branch: String,
    /// Resources that the pipeline or its build project refers to.
    touches: Vec<(String, String)>,
}

impl<'a> Pipeline<'a> {
    fn of(item: Item<'a>, inventory: &Inventory<'a>) -> Self {
        let source = items(item.properties(), "Stages")
            .iter()
            .flat_map(|stage| items(stage, "Actions"))
            .filter_map(|action| at(action, "Configuration"))
            .find(|configuration| at(configuration, "FullRepositoryId").is_some());
        let said = |name: &str| {
            source
                .and_then(|source| text_at(source, name))
                .unwrap_or_default()
        };
        let mut touches: Vec<_> = references(item.properties())
            .into_iter()
            .map(place_of)
            .collect();
        // What the build writes to stands in the build project.
        let projects: Vec<_> = touches
            .iter()
            .filter_map(|place| inventory.find(place))
            .filter(|found| found.resource.resource_type == "AWS::CodeBuild::Project")
            .collect();
        for project in &projects {
            touches.extend(references(project.properties()).into_iter().map(place_of));
        }
        // A registry may be handed on by its name.
        for registry in inventory.of_type(&["AWS::ECR::Repository"]) {
            let named = text_at(registry.properties(), "RepositoryName").is_some_and(|name| {
                projects
                    .iter()
                    .chain(std::iter::once(&item))
                    .any(|one| holds_text(one.properties(), &name))
            });
            if named {
                touches.push(registry.place());
            }
        }
        Self {
            item,
            repository: said("FullRepositoryId"),
            branch: said("BranchName"),
            touches,
        }
    }

    /// `web` of `array-crew/web`.
    fn short(&self) -> &str {
        self.repository.rsplit('/').next().unwrap_or_default()
    }
}

fn box_for(id: String, members: &[&Pipeline<'_>], drawing: &mut Drawing) {
    let Some(first) = members.first() else { return };
    let one_repository = members
        .iter()
        .all(|member| member.repository == first.repository);
    let branches: Vec<&str> = members
        .iter()
        .map(|member| member.branch.as_str())
        .filter(|branch| !branch.is_empty())
        .collect();
    let (label, sublabel) = if first.repository.is_empty() {
        ("Pipeline".to_owned(), String::new())
    } else if one_repository {
        (first.short().to_owned(), branches.join(", "))
    } else {
        let mut repositories: Vec<&str> = members.iter().map(|member| member.short()).collect();
        repositories.dedup();
        (
            format!("{} pipelines", members.len()),
            format!("of {} repositories", repositories.len()),
        )
    };
    let node = TopologyNode {
        id: id.clone(),
        status: worst(members.iter().map(|member| member.item.status)),
        ..first
            .item
            .node(label, sublabel, NodeKind::Pipeline, Tier::Regional)
    };
    drawing.outside("github", "GitHub", "", NodeKind::GitHub);
    let on = if one_repository && !branches.is_empty() {
        format!("on commit to {}", branches.join(", "))
    } else {
        "on commit".to_owned()
    };
    drawing.connect("github", &id, EdgeKind::Deploy, &on);
    for member in members {
        drawing.boxes.insert(member.item.place(), id.clone());
        for place in &member.touches {
            let Some(target) = drawing.box_of(place).cloned() else {
                continue;
            };
            let kind = drawing
                .nodes
                .iter()
                .find(|node| node.id == target)
                .map(|node| node.kind);
            let label = match kind {
                Some(NodeKind::Registry) => "image",
                Some(NodeKind::Bucket) => "artifacts",
                Some(NodeKind::Cluster) => "deploy",
                _ => continue,
            };
            drawing.connect(&id, &target, EdgeKind::Deploy, label);
        }
    }
    // The native EKS action names the cluster, which need not be a reference.
    for cluster in drawing.of_kind(NodeKind::Cluster) {
        if members
            .iter()
            .any(|member| deploys_to_eks(member.item.properties()))
        {
            drawing.connect(&id, &cluster, EdgeKind::Deploy, "deploy");
        }
    }
    drawing.add(node);
}

fn deploys_to_eks(pipeline: &Value) -> bool {
    items(pipeline, "Stages")
        .iter()
        .flat_map(|stage| items(stage, "Actions"))
        .any(|action| text_at(action, "ActionTypeId.Provider").as_deref() == Some("EKS"))
}

fn registries(inventory: &Inventory<'_>, grouping: Grouping, drawing: &mut Drawing) {
    let all: Vec<Item<'_>> = inventory.of_type(&["AWS::ECR::Repository"]).collect();
    if grouping == Grouping::Each || all.len() < 2 {
        for registry in &all {
            let label = text_at(registry.properties(), "RepositoryName")
                .unwrap_or_else(|| registry.stack.to_owned());
            let node = registry.node(label, "image registry", NodeKind::Registry, Tier::Regional);
            drawing.boxes.insert(registry.place(), node.id.clone());
            drawing.add(node);
        }
        return;
    }
    let id = "registries";
    for registry in &all {
        drawing.boxes.insert(registry.place(), id.to_owned());
    }
    drawing.add(TopologyNode {
        id: id.to_owned(),
        status: worst(all.iter().map(|registry| registry.status)),
        ..all[0].node(
            "Image registries",
            format!("{} repositories", all.len()),
            NodeKind::Registry,
            Tier::Regional,
        )
    });
}

/// Buckets that pipelines keep their artifacts in.
fn bucket(inventory: &Inventory<'_>, pipelines: &[Pipeline<'_>], drawing: &mut Drawing) {
    for bucket in inventory.of_type(&["AWS::S3::Bucket"]) {
        if pipelines
            .iter()
            .any(|pipeline| pipeline.touches.contains(&bucket.place()))
        {
            let node = bucket.node("Artifacts", "S3 bucket", NodeKind::Bucket, Tier::Regional);
            drawing.boxes.insert(bucket.place(), node.id.clone());
            drawing.add(node);
        }
    }
}
