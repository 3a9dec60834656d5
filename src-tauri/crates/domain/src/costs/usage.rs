//! Usage types in words: `USE1-NatGateway-Bytes` is NAT data.

/// A usage type without the region in front of it: `NatGateway-Bytes`, in every region.
pub fn without_region(usage_type: &str) -> &str {
    match usage_type.split_once('-') {
        Some((prefix, rest)) if is_region(prefix) => rest,
        _ => usage_type,
    }
}

/// `USE1`, `USW2`, `EU`, `EUC1`, `APN1`, `CAN1`; `EU-` is Ireland's old prefix.
fn is_region(prefix: &str) -> bool {
    let letters = prefix.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = prefix.len() - letters.len();
    prefix == "EU"
        || ((2..=4).contains(&letters.len())
            && digits == 1
            && letters.bytes().all(|letter| letter.is_ascii_uppercase()))
}

/// What a usage type is, for sentences: `NAT data`, `m6i.large instances`. What is not known stays as it
/// is written, with its service.
pub fn usage_words(service: &str, usage_type: &str) -> String {
    let plain = without_region(usage_type);
    if plain.is_empty() {
        return service.to_owned();
    }
    let known = KNOWN
        .iter()
        .find(|(written, _)| plain.starts_with(written))
        .map(|(_, words)| *words);
    if let Some(words) = known {
        return words.to_owned();
    }
    let (kind, what) = plain.split_once(':').unwrap_or((plain, ""));
    match kind {
        "BoxUsage" | "HeavyUsage" if !what.is_empty() => format!("{what} instances"),
        "BoxUsage" => "EC2 instances".to_owned(),
        "SpotUsage" if !what.is_empty() => format!("{what} spot instances"),
        "SpotUsage" => "spot instances".to_owned(),
        "UnusedBox" => format!("unused reservations of {what}"),
        "ESInstance" | "OpenSearchInstance" => format!("{what} search nodes"),
        "Build-Min" => "build minutes".to_owned(),
        _ if kind.ends_with("VolumeUsage") && !what.is_empty() => volumes(plain),
        "EBS" if what.starts_with("VolumeUsage") => volumes(plain),
        _ if service.is_empty() => plain.to_owned(),
        _ => format!("{plain} of {service}"),
    }
}

fn volumes(plain: &str) -> String {
    match plain.rsplit_once('.') {
        Some((_, kind)) => format!("{kind} volumes"),
        None => "volumes".to_owned(),
    }
}

/// Beginnings of usage types, the longer before the shorter.
const KNOWN: &[(&str, &str)] = &[
    ("NatGateway-Bytes", "NAT data"),
    ("NatGateway-Hours", "NAT gateway hours"),
    ("NatGateway-Prvd-Bytes", "NAT data"),
    ("LoadBalancerUsage", "load balancer hours"),
    ("LCUUsage", "load balancer capacity"),
    ("AmazonEKS-Hours:extendedSupport", "EKS extended support"),
    ("AmazonEKS-Hours:perCluster", "EKS cluster hours"),
    ("AmazonEKS-Hours", "EKS cluster hours"),
    ("EBS:SnapshotUsage", "snapshots"),
    ("DataTransfer-Regional-Bytes", "data between zones"),
    ("DataTransfer-Out-Bytes", "data to the internet"),
    ("DataTransfer-In-Bytes", "data from the internet"),
    ("ES:GP3-Storage", "search storage"),
    ("ES:GP3-", "search storage"),
    ("CW:MetricMonitorUsage", "metrics"),
    ("CW:GMD-Metrics", "metric requests"),
    ("DataProcessing-Bytes", "log data"),
    ("Lambda-GB-Second", "Lambda compute"),
    ("PublicIPv4:InUseAddress", "public addresses"),
    ("PublicIPv4:IdleAddress", "idle public addresses"),
    ("ElasticIP:IdleAddress", "idle public addresses"),
    ("VpcEndpoint-Hours", "VPC endpoint hours"),
    ("VpcEndpoint-Bytes", "VPC endpoint data"),
    ("actionExecutionMinute", "pipeline minutes"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_types_are_told_in_words_in_every_region() {
        for (written, words) in [
            ("USE1-NatGateway-Bytes", "NAT data"),
            ("NatGateway-Bytes", "NAT data"),
            ("EU-NatGateway-Hours", "NAT gateway hours"),
            ("EUC1-BoxUsage:m6i.large", "m6i.large instances"),
            ("SpotUsage:c6g.xlarge", "c6g.xlarge spot instances"),
            ("USW2-EBS:VolumeUsage.gp3", "gp3 volumes"),
            (
                "USE1-AmazonEKS-Hours:extendedSupport",
                "EKS extended support",
            ),
            ("USE1-ESInstance:r6g.large", "r6g.large search nodes"),
            ("USE1-Requests-Tier1", "Requests-Tier1 of Amazon S3"),
            ("", "Amazon S3"),
        ] {
            assert_eq!(usage_words("Amazon S3", written), words, "{written}");
        }
        assert_eq!(without_region("HeavyUsage-x"), "HeavyUsage-x");
    }
}
