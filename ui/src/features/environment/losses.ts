// What a deletion destroys, in words that tell what is gone for good.
import type { ResourceView } from "../../ipc/client";

export interface Loss {
  what: string;
  count: number;
  means: string;
}

const KINDS: [type: string, one: string, many: string, means: string][] = [
  ["AWS::EKS::Cluster", "cluster", "clusters", "and everything that runs in it, with its volumes"],
  [
    "AWS::OpenSearchService::Domain",
    "search domain",
    "search domains",
    "the crew index is lost; profiles must be indexed again",
  ],
  ["AWS::ECR::Repository", "image registry", "image registries", "with every container image in it"],
  ["AWS::S3::Bucket", "bucket", "buckets", "with the artifacts of the pipelines"],
  ["AWS::CodePipeline::Pipeline", "pipeline", "pipelines", "commits are no longer built and deployed"],
  ["AWS::Logs::LogGroup", "log group", "log groups", "with their logs"],
  ["AWS::SecretsManager::Secret", "secret", "secrets", "such as Slack's webhook"],
  ["AWS::KMS::Key", "key", "keys", "scheduled for deletion; what it encrypted cannot be read afterwards"],
  ["AWS::CloudWatch::Alarm", "alarm", "alarms", "nobody is told any more"],
];

export const standing = (resources: ResourceView[]) =>
  resources.filter((one) => one.status && one.status !== "DELETE_COMPLETE" && one.status !== "DELETE_SKIPPED");

export function losses(resources: ResourceView[]): Loss[] {
  const stands = standing(resources);
  return KINDS.flatMap(([type, one, many, means]) => {
    const count = stands.filter((resource) => resource.type === type).length;
    return count === 0 ? [] : [{ what: count === 1 ? one : many, count, means }];
  });
}
