//! `ec2:DescribeInstances`.

use aws_config::SdkConfig;
use engine::ports::CloudError;

use crate::signed::Element;

/// Families that share the quota of standard instances.
const STANDARD: [&str; 9] = ["a", "c", "d", "h", "i", "m", "r", "t", "z"];

/// vCPUs that standard instances use of their quotas.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Vcpus {
    pub(crate) on_demand: u32,
    pub(crate) spot: u32,
}

/// vCPUs of what runs or is about to.
pub(crate) async fn running_vcpus(config: &SdkConfig) -> Result<Vcpus, CloudError> {
    let states = [("instance-state-name", "pending,running")];
    let reservations = super::pages(config, "DescribeInstances", "reservationSet", &states).await?;
    let mut sum = Vcpus::default();
    for instance in reservations
        .iter()
        .flat_map(|one| one.items("instancesSet"))
    {
        if !is_standard(instance.text("instanceType")) {
            continue;
        }
        let vcpus = vcpus(instance);
        match instance.text("instanceLifecycle") {
            "spot" => sum.spot += vcpus,
            _ => sum.on_demand += vcpus,
        }
    }
    Ok(sum)
}

fn vcpus(instance: &Element) -> u32 {
    let options = instance.child("cpuOptions");
    let number = |name| options.and_then(|options| options.text(name).parse::<u32>().ok());
    number("coreCount").unwrap_or(0) * number("threadsPerCore").unwrap_or(1)
}

/// `m7g.large`: the letters before the first digit name the family.
fn is_standard(instance_type: &str) -> bool {
    let end = instance_type.find(|letter: char| letter.is_ascii_digit());
    let family = &instance_type[..end.unwrap_or(0)];
    STANDARD.contains(&family) || family == "im" || family == "is"
}

#[cfg(test)]
mod tests {
    use super::is_standard;

    #[test]
    fn families_are_told_by_their_letters() {
        for standard in [
            "t3.medium",
            "m7g.large",
            "c6i.4xlarge",
            "i4i.large",
            "im4gn.large",
        ] {
            assert!(is_standard(standard), "{standard}");
        }
        for other in [
            "g5.xlarge",
            "p5.48xlarge",
            "inf2.xlarge",
            "trn1.2xlarge",
            "x2gd.large",
            "mac1.metal",
            "vt1.3xlarge",
            "f1.2xlarge",
            "hpc7a.12xlarge",
            "dl1.24xlarge",
            "",
        ] {
            assert!(!is_standard(other), "{other}");
        }
    }
}
