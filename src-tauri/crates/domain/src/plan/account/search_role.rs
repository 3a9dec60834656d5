//! OpenSearch's service-linked role.

use super::super::inventory::stacks;
use super::{Check, Question, Severity, failed, passed};
use crate::template::StackTree;

/// Without it OpenSearch makes no domain in a VPC, and CloudFormation does not make it.
pub const SEARCH_ROLE: &str = "AWSServiceRoleForAmazonOpenSearchService";

/// True where a domain of the plan stands in a VPC.
pub fn needs_search_role(tree: &StackTree) -> bool {
    stacks(tree)
        .into_iter()
        .flat_map(|stack| &stack.resources)
        .any(|resource| {
            resource.resource_type == "AWS::OpenSearchService::Domain"
                && resource.properties.get("VPCOptions").is_some()
        })
}

/// Whether it is there.
pub fn search_role(there: bool) -> Check {
    let seen = Some(SEARCH_ROLE.to_owned());
    if there {
        return passed(
            Question::SearchRole,
            "search-role",
            "OpenSearch's service-linked role is there.",
            seen,
        );
    }
    failed(
        Question::SearchRole,
        "search-role",
        Severity::Error,
        "OpenSearch's service-linked role is missing, and without it no search is made in a VPC.",
        seen,
        "Make it once for the account: aws iam create-service-linked-role --aws-service-name opensearchservice.amazonaws.com",
    )
}
