//! AWS's partitions: parts of AWS that know nothing of each other, each with its own names and hosts.

/// `aws`, `aws-cn` or `aws-us-gov`, by a region's name.
pub fn of(region: &str) -> &'static str {
    match region {
        _ if region.starts_with("cn-") => "aws-cn",
        _ if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}

/// The page of the AWS console on which a person confirms a connection to GitHub, for a region.
///
/// Source: AWS Copilot's `pipeline deploy` for the path, the AWS GovCloud (US) User Guide, *Configuring
/// Your Account*, and the Amazon Web Services China console for the hosts.
pub fn connections_page(region: &str) -> String {
    let host = match of(region) {
        "aws-cn" => "console.amazonaws.cn",
        "aws-us-gov" => "console.amazonaws-us-gov.com",
        _ => "console.aws.amazon.com",
    };
    format!("https://{host}/codesuite/settings/connections?region={region}")
}

#[cfg(test)]
mod tests {
    use super::connections_page;

    #[test]
    fn each_partition_has_a_console_of_its_own() {
        for (region, page) in [
            (
                "eu-central-1",
                "https://console.aws.amazon.com/codesuite/settings/connections?region=eu-central-1",
            ),
            (
                "cn-north-1",
                "https://console.amazonaws.cn/codesuite/settings/connections?region=cn-north-1",
            ),
            (
                "us-gov-west-1",
                "https://console.amazonaws-us-gov.com/codesuite/settings/connections?region=us-gov-west-1",
            ),
        ] {
            assert_eq!(connections_page(region), page);
        }
    }
}
