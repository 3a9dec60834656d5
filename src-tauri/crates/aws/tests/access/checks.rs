//! What an account is asked before a launch: allowed, denied, throttled, in pages, and unknown.

use std::collections::BTreeMap;
use std::sync::Arc;

use aws::AwsCloud;
use domain::permissions::Need;
use domain::plan::LimitOrigin;
use domain::plan::account::{BucketState, Caller, Claim, Refusal};
use engine::audit::Book;
use engine::checks::ports::Inspection;
use engine::ports::Cloud;
use store::Store;

use crate::desk::{Desk, account, profile};
use crate::replay::Replay;

const KEYS: &str = "[profile base]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s3cr3t-of-base\n";

/// A cloud with its desk, whose files must stay.
struct Office {
    _desk: Desk,
    cloud: AwsCloud,
    aws: Replay,
}

impl Office {
    async fn of(cases: &[&str]) -> Self {
        let aws = Replay::of(cases).await;
        let desk = Desk::new(KEYS);
        let access = Arc::new(desk.access());
        let cloud = AwsCloud::new(
            access,
            account(profile("base"), &aws.url),
            "us-east-1",
            Book::new(
                Arc::new(Store::in_memory().await.unwrap()),
                desk.clock.clone(),
            ),
        );
        Self {
            _desk: desk,
            cloud,
            aws,
        }
    }

    fn ask(&self) -> &dyn Inspection {
        self.cloud.inspection()
    }
}

fn claim(resource_type: &str, name: &str) -> Claim {
    Claim {
        resource_type: resource_type.to_owned(),
        name: name.to_owned(),
        resource: "Part/Thing".to_owned(),
    }
}

#[tokio::test]
async fn networks_come_from_all_pages_with_every_range_and_their_stack() {
    let office = Office::of(&["ec2/DescribeVpcs__page-1", "ec2/DescribeVpcs__page-2"]).await;
    let found = office.ask().networks().await.unwrap();
    let ids: Vec<&str> = found.iter().map(|network| network.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "vpc-0a000000000000001",
            "vpc-0a000000000000002",
            "vpc-0a000000000000003"
        ]
    );
    assert_eq!(found[1].ranges, ["10.0.0.0/16", "10.20.128.0/17"]);
    assert_eq!(found[1].name.as_deref(), Some("shared & old"));
    assert_eq!(
        found[2].stack.as_deref(),
        Some("array-crew-crew-Network-1ABC")
    );
    let seen = office.aws.seen();
    assert!(seen[1].body.contains("NextToken=next"), "{}", seen[1].body);
    assert!(
        seen[0].head.contains("/us-east-1/ec2/aws4_request"),
        "signed for EC2: {}",
        seen[0].head
    );
    assert!(!format!("{seen:?}").contains("s3cr3t"), "no secret is sent");
}

#[tokio::test]
async fn a_denied_read_names_the_permission_that_is_missing() {
    let office = Office::of(&["ec2/DescribeVpcs__unauthorized"]).await;
    let untold = office.ask().networks().await.unwrap_err();
    assert_eq!(untold.permission.as_deref(), Some("ec2:DescribeVpcs"));
    assert!(
        untold.words.starts_with("UnauthorizedOperation: "),
        "{}",
        untold.words
    );
    assert_eq!(
        office.aws.operations().len(),
        1,
        "a refusal is not asked again"
    );
}

#[tokio::test]
async fn a_throttled_read_is_asked_again_as_often_as_the_sdk_would() {
    let office = Office::of(&[
        "ec2/DescribeVpcs__request-limit-exceeded",
        "ec2/DescribeVpcs__page-2",
    ])
    .await;
    assert_eq!(office.ask().networks().await.unwrap().len(), 1);
    assert_eq!(office.aws.operations().len(), 2);

    let always = Office::of(&["ec2/DescribeVpcs__request-limit-exceeded"]).await;
    let untold = always.ask().networks().await.unwrap_err();
    assert_eq!(untold.permission, None, "no permission is missing");
    assert_eq!(always.aws.operations().len(), 3, "three attempts in all");

    let json = Office::of(&["codepipeline/GetPipeline__throttling"]).await;
    let claims = [claim("AWS::CodePipeline::Pipeline", "crew_app-main")];
    assert!(json.ask().taken(&claims).await[0].is_err());
    assert_eq!(json.aws.operations().len(), 3, "throttling by HTTP 400 too");
}

#[tokio::test]
async fn quotas_have_the_accounts_limits_and_counts_and_say_what_is_not_told() {
    let office = Office::of(&[
        "ec2/DescribeVpcs__page-2",
        "ec2/DescribeAddresses__five",
        "ec2/DescribeInternetGateways__two",
        "ec2/DescribeVpnGateways__none",
        "ec2/DescribeSecurityGroups__two",
        "ec2/DescribeSubnets__three",
        "ec2/DescribeNatGateways__three",
        "ec2/DescribeInstances__mixed",
        "eks/ListClusters__two",
        "opensearch/ListDomainNames__one",
        "cloudformation/ListStacks__two",
        "ecr/DescribeRepositories__one",
        "s3/ListBuckets__two",
        "iam/GetAccountSummary__roles",
        "service-quotas/ListServiceQuotas__vpc-page-2",
        "service-quotas/GetAWSDefaultServiceQuota__vpcs",
    ])
    .await;
    let quotas = office.ask().quotas().await;
    let of = |code: &str| quotas.iter().find(|quota| quota.code == code).unwrap();
    for (code, used) in [
        ("L-F678F1CE", 1),
        ("L-0263D0A3", 5),
        ("L-A4707A72", 2),
        ("L-7029FAB6", 0),
        ("L-E79EC296", 2),
        ("L-FE5A380F", 2),
        ("L-1194D53C", 2),
        ("L-076D529E", 1),
        ("L-0485CB21", 1),
        ("L-CFEB8E8D", 1),
        ("L-DC2B2D3D", 2),
        ("L-FE177D64", 41),
        ("L-1216C47A", 8),
        ("L-34B43A08", 2),
    ] {
        assert_eq!(of(code).used, Some(used), "{code} {}", of(code).name);
        assert_eq!(of(code).untold, None);
    }
    assert_eq!(
        (of("L-A4707A72").limit, of("L-A4707A72").origin),
        (20, LimitOrigin::Applied)
    );
    assert_eq!(
        (of("L-0263D0A3").limit, of("L-0263D0A3").origin),
        (7, LimitOrigin::Default)
    );
    assert_eq!(
        of("L-78D200AD").used,
        None,
        "pipelines are not counted, and that is said"
    );
}

#[tokio::test]
async fn quotas_that_are_denied_keep_the_tables_limit_and_name_each_permission() {
    let office = Office::of(&[
        "ec2/DescribeInstances__unauthorized",
        "ec2/DescribeVpcs__unauthorized",
        "service-quotas/ListServiceQuotas__access-denied",
    ])
    .await;
    let quotas = office.ask().quotas().await;
    let of = |code: &str| quotas.iter().find(|quota| quota.code == code).unwrap();
    for (code, permission) in [
        ("L-1216C47A", "ec2:DescribeInstances"),
        ("L-34B43A08", "ec2:DescribeInstances"),
        ("L-F678F1CE", "ec2:DescribeVpcs"),
    ] {
        let quota = of(code);
        let untold = quota.untold.as_ref().unwrap();
        assert_eq!(
            (quota.used, untold.permission.as_deref()),
            (None, Some(permission))
        );
        assert_eq!(quota.origin, LimitOrigin::Table);
    }
}

#[tokio::test]
async fn limits_are_read_over_all_pages_and_throttling_leaves_the_tables() {
    let office = Office::of(&[
        "service-quotas/ListServiceQuotas__vpc-page-1",
        "service-quotas/ListServiceQuotas__vpc-page-2",
    ])
    .await;
    let quotas = office.ask().quotas().await;
    let asked = office.aws.operations();
    assert!(
        asked
            .iter()
            .filter(|one| *one == "ListServiceQuotas")
            .count()
            >= 2
    );
    assert!(
        quotas
            .iter()
            .any(|quota| quota.origin == LimitOrigin::Applied)
    );

    let office = Office::of(&["service-quotas/ListServiceQuotas__throttled"]).await;
    let quotas = office.ask().quotas().await;
    assert!(
        quotas
            .iter()
            .all(|quota| quota.origin == LimitOrigin::Table)
    );
}

#[tokio::test]
async fn the_role_behind_a_session_is_simulated_with_its_path_over_all_pages() {
    let office = Office::of(&[
        "sts/GetCallerIdentity__sso-role",
        "iam/GetRole__sso-path",
        "iam/SimulatePrincipalPolicy__page-1",
        "iam/SimulatePrincipalPolicy__page-2",
    ])
    .await;
    let caller = office.ask().caller().await.unwrap();
    assert_eq!(caller.number, "111122223333");
    let needs: Vec<Need> = [
        "ec2:CreateVpc",
        "ec2:DeleteVpc",
        "eks:CreateCluster",
        "kms:CreateKey",
    ]
    .map(|action| Need {
        action: action.to_owned(),
        resource: "*".to_owned(),
        context: BTreeMap::from([(
            "aws:RequestedRegion".to_owned(),
            vec!["us-east-1".to_owned()],
        )]),
    })
    .to_vec();
    let simulated = office.ask().simulate(&caller, &needs).await.unwrap();
    assert_eq!(
        simulated.principal,
        "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Release_0123456789abcdef"
    );
    assert_eq!(simulated.asked, 4);
    let refused = |action: &str, why: &str| Refusal {
        action: action.to_owned(),
        why: why.to_owned(),
    };
    assert_eq!(
        simulated.refused,
        [
            refused("ec2:DeleteVpc", "no policy allows it"),
            refused("eks:CreateCluster", "a policy denies it (NoClusters)"),
            refused(
                "kms:CreateKey",
                "a policy of the organization does not allow it"
            ),
        ]
    );
    let asked = &office.aws.seen()[2].body;
    assert!(
        asked.contains("ContextKeyName=aws%3ARequestedRegion"),
        "{asked}"
    );
}

#[tokio::test]
async fn whoever_may_not_simulate_is_told_so_and_the_root_user_may_do_everything() {
    let needs = [Need {
        action: "ec2:CreateVpc".to_owned(),
        resource: "*".to_owned(),
        context: BTreeMap::new(),
    }];
    let who = |arn: &str| Caller {
        number: "111122223333".to_owned(),
        arn: arn.to_owned(),
    };
    let user = who("arn:aws:iam::111122223333:user/ci/dana");
    let office = Office::of(&["iam/SimulatePrincipalPolicy__access-denied"]).await;
    let untold = office.ask().simulate(&user, &needs).await.unwrap_err();
    assert_eq!(
        untold.permission.as_deref(),
        Some("iam:SimulatePrincipalPolicy")
    );

    let session = who("arn:aws:sts::111122223333:assumed-role/Release/dana");
    let office = Office::of(&["iam/GetRole__access-denied"]).await;
    let untold = office.ask().simulate(&session, &needs).await.unwrap_err();
    assert_eq!(untold.permission.as_deref(), Some("iam:GetRole"));

    let office = Office::of(&[]).await;
    let root = who("arn:aws:iam::111122223333:root");
    let simulated = office.ask().simulate(&root, &needs).await.unwrap();
    assert!(simulated.refused.is_empty());
    let federated = who("arn:aws:sts::111122223333:federated-user/dana");
    let untold = office.ask().simulate(&federated, &needs).await.unwrap_err();
    assert!(untold.permission.is_none() && untold.words.contains("federated-user"));
    assert!(
        office.aws.operations().is_empty(),
        "nobody needs to be asked"
    );
}

#[tokio::test]
async fn names_are_taken_free_or_not_told_each_for_itself() {
    let office = Office::of(&[
        "cloudformation/ListStacks__two",
        "codeconnections/ListConnections__none",
        "ecr/DescribeRepositories__one",
        "opensearch/ListDomainNames__one",
        "eks/DescribeCluster__access-denied",
        "logs/DescribeLogGroups__longer-name",
        "secretsmanager/DescribeSecret__waits-for-deletion",
        "codepipeline/GetPipeline__not-found",
        "codebuild/BatchGetProjects__none",
        "cloudwatch/GetDashboard__not-found",
        "iam/GetRole__no-such-entity",
    ])
    .await;
    let claims = [
        claim("AWS::CloudFormation::Stack", "array-crew-crew"),
        claim("AWS::CloudFormation::Stack", "old"),
        claim("AWS::CodeConnections::Connection", "array-crew"),
        claim("AWS::ECR::Repository", "crew/app"),
        claim("AWS::OpenSearchService::Domain", "crew-crew"),
        claim("AWS::EKS::Cluster", "array-crew-crew"),
        claim("AWS::Logs::LogGroup", "/array/crew/flow-logs"),
        claim("AWS::SecretsManager::Secret", "array/crew/slack-webhook"),
        claim("AWS::CodePipeline::Pipeline", "crew_app-main"),
        claim("AWS::CodeBuild::Project", "crew_app-main"),
        claim("AWS::CloudWatch::Dashboard", "array-crew"),
        claim("AWS::IAM::Role", "array"),
    ];
    let answers = office.ask().taken(&claims).await;
    let by = |index: usize| answers[index].as_ref().unwrap().as_deref();
    assert!(
        by(0)
            .unwrap()
            .ends_with("stack/array-crew-crew/1, UPDATE_COMPLETE")
    );
    assert_eq!(by(1), None, "a deleted stack has no name any more");
    assert_eq!(by(2), None);
    assert_eq!(
        by(3),
        Some("arn:aws:ecr:us-east-1:111122223333:repository/crew/app")
    );
    assert!(by(4).is_some());
    let untold = answers[5].as_ref().unwrap_err();
    assert_eq!(untold.permission.as_deref(), Some("eks:DescribeCluster"));
    assert_eq!(by(6), None, "a longer name is another one");
    assert!(by(7).unwrap().contains("waits for its deletion"));
    assert_eq!([by(8), by(9), by(10), by(11)], [None; 4]);
    let lists = office.aws.operations();
    assert_eq!(
        lists.iter().filter(|one| *one == "ListStacks").count(),
        1,
        "once for all stacks"
    );

    let same = Office::of(&["logs/DescribeLogGroups__same-name"]).await;
    let answers = same.ask().taken(&claims[6..7]).await;
    assert!(
        answers[0]
            .as_ref()
            .unwrap()
            .as_ref()
            .unwrap()
            .contains("log-group")
    );
}

#[tokio::test]
async fn eks_says_which_versions_there_are_and_iam_whether_search_has_its_role() {
    let office = Office::of(&[
        "eks/DescribeClusterVersions__all-supported-2026-11-23",
        "iam/GetRole__no-such-entity",
    ])
    .await;
    let offered = office.ask().kubernetes_versions().await.unwrap();
    let of = |version: &str| offered.iter().find(|one| one.version == version).unwrap();
    assert_eq!(of("1.36").standard_until.unwrap().to_string(), "2027-08-02");
    assert!(!of("1.36").extended && of("1.33").extended);
    assert!(!office.ask().search_role().await.unwrap());
    let denied = Office::of(&["iam/GetRole__access-denied"]).await;
    let untold = denied.ask().search_role().await.unwrap_err();
    assert_eq!(untold.permission.as_deref(), Some("iam:GetRole"));
}

#[tokio::test]
async fn a_region_that_is_not_enabled_is_not_asked_for_its_zones() {
    let office = Office::of(&[
        "ec2/DescribeRegions__enabled",
        "ec2/DescribeAvailabilityZones__two",
    ])
    .await;
    let facts = office.ask().region().await.unwrap();
    assert!(facts.enabled);
    assert_eq!(facts.zones, ["us-east-1a", "us-east-1c"]);
    let off = Office::of(&["ec2/DescribeRegions__not-opted-in"]).await;
    assert!(!off.ask().region().await.unwrap().enabled);
    assert_eq!(off.aws.operations(), ["DescribeRegions"]);
}

#[tokio::test]
async fn the_bucket_is_ours_free_or_somebody_elses() {
    for (case, state) in [
        ("s3/HeadBucket__ours", BucketState::Ours),
        ("s3/HeadBucket__free", BucketState::Free),
        ("s3/HeadBucket__somebody-elses", BucketState::SomebodyElses),
    ] {
        let office = Office::of(&[case, "s3/ListBuckets__two"]).await;
        let name = "array-console-111122223333-us-east-1";
        assert_eq!(
            office.ask().bucket(name, "111122223333").await.unwrap(),
            state,
            "{case}"
        );
        let head = &office.aws.seen()[0].head;
        assert!(
            head.contains("x-amz-expected-bucket-owner: 111122223333"),
            "{head}"
        );
    }
    let office = Office::of(&["s3/HeadBucket__somebody-elses", "s3/ListBuckets__two"]).await;
    let untold = office.ask().bucket("a", "111122223333").await.unwrap_err();
    assert_eq!(
        untold.permission.as_deref(),
        Some("s3:ListBucket"),
        "ours, but closed to us"
    );
}
