//! Elastic Load Balancing of both kinds, read through the small signed client.

pub(crate) mod describe_classic_load_balancers;
pub(crate) mod describe_load_balancers;
pub(crate) mod describe_tags;
pub(crate) mod describe_target_groups;

use aws_config::SdkConfig;
use engine::ports::CloudError;

use crate::signed::{Element, query};

/// Application, network and gateway load balancers.
const VERSION: &str = "2015-12-01";
/// The older kind, under the same name and address.
const CLASSIC: &str = "2012-06-01";
/// Pages that are read of one answer at most: a loop in an answer must end.
const PAGES: usize = 200;

/// The members of a list over all pages.
async fn pages(
    config: &SdkConfig,
    version: &str,
    operation: &'static str,
    list: &str,
) -> Result<Vec<Element>, CloudError> {
    let mut parameters = vec![("PageSize".to_owned(), "400".to_owned())];
    let mut found = Vec::new();
    for _ in 0..PAGES {
        let answer = query(
            config,
            "elasticloadbalancing",
            version,
            operation,
            &parameters,
        )
        .await?;
        found.extend(
            answer
                .find(list)
                .into_iter()
                .flat_map(|list| list.children.clone()),
        );
        let next = answer.find("NextMarker").map(|marker| marker.text.clone());
        parameters.truncate(1);
        match next.filter(|marker| !marker.is_empty()) {
            Some(marker) => parameters.push(("Marker".to_owned(), marker)),
            None => break,
        }
    }
    Ok(found)
}

/// The texts of a list of plain members.
fn texts(element: &Element, list: &str) -> Vec<String> {
    let members = element.items(list).iter();
    members.map(|member| member.text.clone()).collect()
}
