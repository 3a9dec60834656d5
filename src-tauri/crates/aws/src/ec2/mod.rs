//! Amazon EC2, read through the small signed client.

pub(crate) mod describe_addresses;
pub(crate) mod describe_availability_zones;
pub(crate) mod describe_instances;
pub(crate) mod describe_internet_gateways;
pub(crate) mod describe_nat_gateways;
pub(crate) mod describe_network_interfaces;
pub(crate) mod describe_regions;
pub(crate) mod describe_security_groups;
pub(crate) mod describe_subnets;
pub(crate) mod describe_vpcs;
pub(crate) mod describe_vpn_gateways;

use aws_config::SdkConfig;
use engine::ports::CloudError;

use crate::signed::{Element, query};

const VERSION: &str = "2016-11-15";
/// Entries asked for at once.
const PAGE: &str = "1000";
/// Pages that are read of one answer at most: a loop in an answer must end.
const PAGES: usize = 200;

/// One answer.
async fn ask(
    config: &SdkConfig,
    operation: &'static str,
    parameters: &[(String, String)],
) -> Result<Element, CloudError> {
    query(config, "ec2", VERSION, operation, parameters).await
}

/// The entries of a set over all pages.
async fn pages(
    config: &SdkConfig,
    operation: &'static str,
    set: &str,
    filters: &[(&str, &str)],
) -> Result<Vec<Element>, CloudError> {
    let mut parameters = vec![("MaxResults".to_owned(), PAGE.to_owned())];
    parameters.extend(filtered(filters));
    let mut found = Vec::new();
    for _ in 0..PAGES {
        let answer = ask(config, operation, &parameters).await?;
        found.extend(answer.items(set).iter().cloned());
        let next = answer.text("nextToken").to_owned();
        parameters.retain(|(name, _)| name != "NextToken");
        if next.is_empty() {
            break;
        }
        parameters.push(("NextToken".to_owned(), next));
    }
    Ok(found)
}

/// `Filter.1.Name=state&Filter.1.Value.1=available`; several values stand behind each other with commas.
fn filtered(filters: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (index, (name, values)) in filters.iter().enumerate() {
        let filter = format!("Filter.{}", index + 1);
        out.push((format!("{filter}.Name"), (*name).to_owned()));
        for (index, value) in values.split(',').enumerate() {
            out.push((format!("{filter}.Value.{}", index + 1), value.to_owned()));
        }
    }
    out
}

/// The value of a tag.
fn tag(element: &Element, key: &str) -> Option<String> {
    let tag = element
        .items("tagSet")
        .iter()
        .find(|tag| tag.text("key") == key)?;
    Some(tag.text("value").to_owned()).filter(|value| !value.is_empty())
}
