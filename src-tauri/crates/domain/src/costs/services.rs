//! Services that were renamed: a month under an old name and one under the new are the same service.

/// Old names and codes, each with the name that AWS's FOCUS exports use now. AWS announced: Elasticsearch
/// Service 2021-09-08, Kinesis Data Firehose 2024-02-09, Kinesis Data Analytics 2023-08-30, SSO
/// 2022-07-26; CUR's product codes from the CUR user guide. Read 2026-11.
const RENAMED: &[(&str, &str)] = &[
    ("Amazon Elasticsearch Service", "Amazon OpenSearch Service"),
    ("AmazonES", "Amazon OpenSearch Service"),
    ("Amazon Kinesis Firehose", "Amazon Data Firehose"),
    ("Amazon Kinesis Data Firehose", "Amazon Data Firehose"),
    (
        "Amazon Kinesis Analytics",
        "Amazon Managed Service for Apache Flink",
    ),
    (
        "Amazon Kinesis Data Analytics",
        "Amazon Managed Service for Apache Flink",
    ),
    ("AWS Single Sign-On", "AWS IAM Identity Center"),
    ("AWS SSO", "AWS IAM Identity Center"),
    (
        "Amazon Elastic Container Service for Kubernetes",
        "Amazon Elastic Kubernetes Service",
    ),
    (
        "Amazon EC2 Container Registry (ECR)",
        "Amazon Elastic Container Registry",
    ),
    (
        "Amazon EC2 Container Service",
        "Amazon Elastic Container Service",
    ),
    ("Amazon CloudWatch", "AmazonCloudWatch"),
    ("CodeBuild", "AWS CodeBuild"),
    ("AmazonEC2", "Amazon Elastic Compute Cloud"),
    ("AmazonS3", "Amazon Simple Storage Service"),
    ("AmazonEKS", "Amazon Elastic Kubernetes Service"),
    ("AmazonECS", "Amazon Elastic Container Service"),
    ("AmazonECR", "Amazon Elastic Container Registry"),
    ("AmazonVPC", "Amazon Virtual Private Cloud"),
    ("AmazonRDS", "Amazon Relational Database Service"),
    ("AmazonDynamoDB", "Amazon DynamoDB"),
    ("AmazonSNS", "Amazon Simple Notification Service"),
    ("AWSQueueService", "Amazon Simple Queue Service"),
    ("AWSLambda", "AWS Lambda"),
    ("AWSELB", "Elastic Load Balancing"),
    ("AmazonRoute53", "Amazon Route 53"),
    ("AWSCodePipeline", "AWS CodePipeline"),
    ("awskms", "AWS Key Management Service"),
    ("AWSSecretsManager", "AWS Secrets Manager"),
    ("AWSCloudTrail", "AWS CloudTrail"),
    ("AmazonGuardDuty", "Amazon GuardDuty"),
];

/// The newest name of a service.
pub fn newest_service(name: &str) -> &str {
    RENAMED
        .iter()
        .find(|(old, _)| *old == name)
        .map_or(name, |(_, new)| new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_name_leads_to_the_newest_at_once() {
        assert_eq!(
            newest_service("Amazon Elasticsearch Service"),
            "Amazon OpenSearch Service"
        );
        assert_eq!(newest_service("Acme"), "Acme");
        for (_, new) in RENAMED {
            assert_eq!(newest_service(new), *new, "{new} is not renamed again");
        }
    }
}
