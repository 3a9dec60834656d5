//! What machines charge: nodes and search instances, and their disks.

use super::charges::{Charge, priced, unpriced};
use super::ledger::{Context, number, target};
use crate::template::{ResourceNode, Value};

/// GB of a node's disk where neither group nor launch template says: EKS's default for Linux.
const DEFAULT_DISK_GB: u64 = 20;

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_text)
}

/// A managed node group: desired nodes of the first instance type, and their disks.
pub fn node_group(resource: &ResourceNode, context: &Context<'_>) -> Vec<Charge> {
    let properties = &resource.properties;
    let template = target(properties.at(&["LaunchTemplate", "Id"]), context.all);
    let data = template.and_then(|template| template.properties.get("LaunchTemplateData"));
    let instance = properties
        .get("InstanceTypes")
        .and_then(Value::first_text)
        .or_else(|| text(data?.get("InstanceType")));
    let count = number(properties.at(&["ScalingConfig", "DesiredSize"]));
    let spot = text(properties.get("CapacityType")).as_deref() == Some("SPOT");
    let disk = Disk::of(data, number(properties.get("DiskSize")));
    machines(instance, count, spot, &disk, context)
}

/// A self-managed group: desired nodes of the first instance type, and their disks.
pub fn scaling_group(resource: &ResourceNode, context: &Context<'_>) -> Vec<Charge> {
    let properties = &resource.properties;
    let mixed = properties.get("MixedInstancesPolicy");
    let specification = properties
        .at(&["LaunchTemplate", "LaunchTemplateId"])
        .or_else(|| {
            mixed?.at(&[
                "LaunchTemplate",
                "LaunchTemplateSpecification",
                "LaunchTemplateId",
            ])
        });
    let data = target(specification, context.all)
        .and_then(|template| template.properties.get("LaunchTemplateData"));
    let overridden = mixed
        .and_then(|mixed| mixed.at(&["LaunchTemplate", "Overrides"]))
        .and_then(Value::list)
        .and_then(|overrides| {
            let first = overrides.first()?;
            let allowed = first.at(&["InstanceRequirements", "AllowedInstanceTypes"]);
            text(first.get("InstanceType")).or_else(|| allowed?.first_text())
        });
    let instance = overridden.or_else(|| text(data?.get("InstanceType")));
    let count =
        number(properties.get("DesiredCapacity")).or_else(|| number(properties.get("MinSize")));
    let distribution = mixed.and_then(|mixed| mixed.get("InstancesDistribution"));
    let share = distribution
        .and_then(|distribution| number(distribution.get("OnDemandPercentageAboveBaseCapacity")));
    let market = text(data.and_then(|data| data.at(&["InstanceMarketOptions", "MarketType"])));
    let spot = share.is_some_and(|share| share < 100) || market.as_deref() == Some("spot");
    machines(instance, count, spot, &Disk::of(data, None), context)
}

/// A node's root disk.
struct Disk {
    gb: u64,
    kind: String,
    iops: u64,
    throughput: u64,
    said: bool,
}

impl Disk {
    fn of(launch_template: Option<&Value>, size: Option<u64>) -> Self {
        let ebs = launch_template
            .and_then(|data| data.get("BlockDeviceMappings"))
            .and_then(Value::list)
            .and_then(|devices| devices.first()?.get("Ebs"));
        let of = |key: &str| number(ebs.and_then(|ebs| ebs.get(key)));
        let said = of("VolumeSize").or(size);
        Self {
            gb: said.unwrap_or(DEFAULT_DISK_GB),
            // Without a launch template EKS makes gp2 or gp3 by version; gp3 is what it makes today.
            kind: text(ebs.and_then(|ebs| ebs.get("VolumeType")))
                .unwrap_or_else(|| "gp3".to_owned()),
            iops: of("Iops").unwrap_or(0),
            throughput: of("Throughput").unwrap_or(0),
            said: said.is_some(),
        }
    }
}

fn machines(
    instance: Option<String>,
    count: Option<u64>,
    spot: bool,
    disk: &Disk,
    context: &Context<'_>,
) -> Vec<Charge> {
    let Some(count) = count else {
        return vec![unpriced(
            "Nodes",
            "How many nodes the group starts with is not known before the launch.",
        )];
    };
    if count == 0 {
        return Vec::new();
    }
    let hours = u64::from(context.assumptions.hours);
    let mut all = Vec::new();
    match instance {
        Some(instance) if spot => all.push(unpriced(
            format!("{count} x {instance} on spot"),
            match on_demand(&instance, count * hours, context) {
                Some(sum) => format!("Spot prices move; on demand it would be {sum} a month."),
                None => {
                    "Spot prices move, and the price book has no price on demand either.".to_owned()
                }
            },
        )),
        Some(instance) => all.push(priced(
            "EC2",
            instance.clone(),
            count * hours,
            format!("{instance} nodes, on demand"),
            format!("{count} desired, {hours} hours each"),
            "desired_size",
        )),
        None => all.push(unpriced(
            format!("{count} nodes"),
            "Their instance type is not known before the launch.",
        )),
    }
    let default = if disk.said { "" } else { ", the default size" };
    all.push(priced(
        "EBS",
        format!("{} storage", disk.kind),
        count * disk.gb,
        format!("Node disks, {}", disk.kind),
        format!("{} of {} GB{default}", counted(count, "disk"), disk.gb),
        "disk_gib",
    ));
    if disk.kind == "gp3" {
        all.push(priced(
            "EBS",
            "gp3 provisioned IOPS above 3000",
            count * disk.iops.saturating_sub(3000),
            "Node disks, extra IOPS",
            format!("{} IOPS each, 3,000 are free", disk.iops),
            "disk_gib",
        ));
        all.push(priced(
            "EBS",
            "gp3 throughput above 125 MB/s",
            count * disk.throughput.saturating_sub(125),
            "Node disks, extra throughput",
            format!("{} MB/s each, 125 are free", disk.throughput),
            "disk_gib",
        ));
    }
    all
}

/// `1 disk`, `2 disks`.
fn counted(count: u64, word: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {word}{plural}")
}

fn on_demand(instance: &str, hours: u64, context: &Context<'_>) -> Option<String> {
    let price = context.book.price("EC2", instance, context.region)?;
    Some(price.times(hours)?.to_string())
}

/// An OpenSearch domain: data and manager instances, and a volume for each data instance.
pub fn search_domain(resource: &ResourceNode, hours: u64) -> Vec<Charge> {
    let properties = &resource.properties;
    let config = properties.get("ClusterConfig");
    let of = |key: &str| config.and_then(|config| config.get(key));
    let mut all = Vec::new();
    let count = number(of("InstanceCount")).unwrap_or(1);
    match text(of("InstanceType")) {
        Some(kind) => all.push(priced(
            "OpenSearch",
            kind.clone(),
            count * hours,
            format!("{kind} instances"),
            format!("{}, {hours} hours each", counted(count, "instance")),
            "instance_count",
        )),
        None => all.push(unpriced(
            "OpenSearch instances",
            "Their type is not known before the launch.",
        )),
    }
    if text(of("DedicatedMasterEnabled")).as_deref() == Some("true") {
        let managers = number(of("DedicatedMasterCount")).unwrap_or(3);
        match text(of("DedicatedMasterType")) {
            Some(kind) => all.push(priced(
                "OpenSearch",
                kind.clone(),
                managers * hours,
                format!("{kind} cluster managers"),
                format!("{managers} instances, {hours} hours each"),
                "",
            )),
            None => all.push(unpriced(
                "OpenSearch cluster managers",
                "Their type is not known before the launch.",
            )),
        }
    }
    for warm in ["WarmEnabled", "ColdStorageOptions"] {
        if text(of(warm)).as_deref() == Some("true") {
            all.push(unpriced(
                "OpenSearch warm storage",
                "The price book has no price for it.",
            ));
        }
    }
    let ebs = properties.get("EBSOptions");
    if text(ebs.and_then(|ebs| ebs.get("EBSEnabled"))).as_deref() == Some("true") {
        let kind =
            text(ebs.and_then(|ebs| ebs.get("VolumeType"))).unwrap_or_else(|| "gp3".to_owned());
        match number(ebs.and_then(|ebs| ebs.get("VolumeSize"))) {
            Some(gb) => all.push(priced(
                "OpenSearch",
                format!("{kind} storage"),
                count * gb,
                format!("Search volumes, {kind}"),
                format!("{} of {gb} GB", counted(count, "volume")),
                "volume_gib",
            )),
            None => all.push(unpriced(
                "Search volumes",
                "Their size is not known before the launch.",
            )),
        }
    }
    all
}
