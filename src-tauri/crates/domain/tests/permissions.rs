//! Policies of the presets: what IAM takes, nothing that is not needed, the same bytes every time.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use domain::catalogue::Date;
use domain::environment::{
    EnvironmentFile, EnvironmentKind, EnvironmentSpec, every_preset, largest_preset,
};
use domain::permissions::{
    ATHENA_DOES, MAX_CHARACTERS, OWN_CALLS, Operation, Policy, Variant, actions, calls, needs,
    policy,
};
use domain::plan::AccountFacts;
use serde_json::Value;

const TODAY: Date = Date::new(2026, 11, 24);
const NUMBER: &str = "111122223333";

fn facts() -> AccountFacts {
    AccountFacts::defaults("staging", NUMBER, false)
}

fn spec(file: EnvironmentFile) -> EnvironmentSpec {
    EnvironmentSpec::new(file, TODAY).unwrap()
}

fn of(file: &EnvironmentFile, variant: Variant) -> Policy {
    policy(&spec(file.clone()), &facts(), variant).unwrap()
}

/// Statements of all documents of a policy.
fn statements(policy: &Policy) -> Vec<Value> {
    policy
        .documents
        .iter()
        .flat_map(|document| {
            let json: Value = serde_json::from_str(&document.json).unwrap();
            assert_eq!(json["Version"], "2012-10-17");
            json["Statement"].as_array().unwrap().clone()
        })
        .collect()
}

fn texts(value: &Value) -> Vec<String> {
    let list = value.as_array().unwrap();
    list.iter()
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_document_is_one_that_iam_takes() {
    for file in every_preset() {
        for variant in Variant::ALL {
            let policy = of(&file, variant);
            for document in &policy.documents {
                let counted = document.json.chars().filter(|l| !l.is_whitespace()).count();
                assert_eq!(document.characters as usize, counted, "{}", document.name);
                assert!(counted <= MAX_CHARACTERS, "{} has {counted}", document.name);
                let json: Value = serde_json::from_str(&document.json).unwrap();
                let sids: Vec<_> = json["Statement"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|s| s["Sid"].clone())
                    .collect();
                let once: BTreeSet<String> = sids.iter().map(ToString::to_string).collect();
                assert_eq!(
                    once.len(),
                    sids.len(),
                    "a name stands once in {}",
                    document.name
                );
            }
            assert!(
                policy.documents.len() <= 10,
                "a role takes ten: {}",
                policy.documents.len()
            );
            for statement in statements(&policy) {
                assert_eq!(statement["Effect"], "Allow");
                let sid = statement["Sid"].as_str().unwrap();
                assert!(sid.chars().all(|l| l.is_ascii_alphanumeric()), "{sid}");
                for action in texts(&statement["Action"]) {
                    let (service, name) = action.split_once(':').unwrap();
                    assert!(
                        service
                            .chars()
                            .all(|l| l.is_ascii_lowercase() || l.is_ascii_digit() || l == '-'),
                        "{action}"
                    );
                    assert!(
                        !name.is_empty() && name.chars().all(char::is_alphanumeric),
                        "no wildcard: {action}"
                    );
                }
                for arn in texts(&statement["Resource"]) {
                    assert!(
                        arn == "*"
                            || arn.splitn(6, ':').count() == 6 && arn.starts_with("arn:aws:"),
                        "{arn}"
                    );
                }
            }
        }
    }
}

#[test]
fn an_action_on_any_resource_is_held_to_the_region_a_tag_or_is_known_to_be_global() {
    let global = BTreeSet::from([
        "iam:GetAccountSummary",
        "s3:ListAllMyBuckets",
        "servicequotas:GetAWSDefaultServiceQuota",
        "servicequotas:ListServiceQuotas",
        "sts:GetCallerIdentity",
    ]);
    let policy = of(&largest_preset(), Variant::Launch);
    for statement in statements(&policy) {
        if texts(&statement["Resource"]) == ["*"] && statement.get("Condition").is_none() {
            for action in texts(&statement["Action"]) {
                assert!(
                    global.contains(action.as_str()),
                    "{action} may be used anywhere"
                );
            }
        }
    }
}

#[test]
fn roles_are_passed_only_to_the_services_of_the_plan_and_get_only_its_managed_policies() {
    let policy = of(&largest_preset(), Variant::Launch);
    let all = statements(&policy);
    let of_action = |action: &str| {
        let holds =
            |statement: &&Value| texts(&statement["Action"]).iter().any(|one| one == action);
        all.iter().find(holds).unwrap().clone()
    };
    let passed = of_action("iam:PassRole");
    let to = texts(&passed["Condition"]["StringEquals"]["iam:PassedToService"]);
    for service in [
        "eks.amazonaws.com",
        "ec2.amazonaws.com",
        "codebuild.amazonaws.com",
        "lambda.amazonaws.com",
        "pods.eks.amazonaws.com",
    ] {
        assert!(to.iter().any(|one| one == service), "{service} in {to:?}");
    }
    let roles = texts(&passed["Resource"]);
    assert!(
        roles[0].starts_with(&format!("arn:aws:iam::{NUMBER}:role/array-crew-"))
            && roles.len() == 1,
        "{roles:?}"
    );
    let attached =
        texts(&of_action("iam:AttachRolePolicy")["Condition"]["ArnEquals"]["iam:PolicyARN"]);
    assert!(
        attached
            .iter()
            .any(|arn| arn.ends_with("AmazonEKSClusterPolicy")),
        "{attached:?}"
    );
    assert!(
        attached
            .iter()
            .all(|arn| arn.starts_with("arn:aws:iam::aws:policy/")),
        "no policy of the account's own: {attached:?}"
    );
}

#[test]
fn a_smaller_variant_allows_less_and_reading_changes_nothing() {
    for file in every_preset() {
        let names = |variant| -> BTreeSet<String> {
            of(&file, variant)
                .uses
                .into_iter()
                .map(|used| used.action)
                .collect()
        };
        let (launch, operate, read) = (
            names(Variant::Launch),
            names(Variant::Operate),
            names(Variant::ReadOnly),
        );
        assert!(operate.is_subset(&launch) && read.is_subset(&launch));
        assert!(
            !operate.contains("cloudformation:DeleteStack") && !operate.contains("ec2:DeleteVpc")
        );
        assert!(
            !operate.contains("eks:CreateCluster"),
            "operating makes no cluster"
        );
        for action in &read {
            let name = action.split(':').nth(1).unwrap();
            let reads = [
                "Describe", "Get", "List", "BatchGet", "View", "Simulate", "Lookup",
            ];
            assert!(
                reads.iter().any(|verb| name.starts_with(verb)),
                "{action} reads"
            );
        }
        assert!(
            !read.contains("secretsmanager:GetSecretValue"),
            "nobody reads secrets"
        );
    }
}

#[test]
fn every_action_of_the_documents_has_its_reason_and_stands_once() {
    for variant in Variant::ALL {
        let policy = of(&largest_preset(), variant);
        let in_documents: Vec<String> = statements(&policy)
            .iter()
            .flat_map(|statement| texts(&statement["Action"]))
            .collect();
        let once: BTreeSet<&String> = in_documents.iter().collect();
        assert_eq!(once.len(), in_documents.len(), "each once");
        let used: BTreeSet<&String> = policy.uses.iter().map(|used| &used.action).collect();
        assert_eq!(once, used);
        assert!(policy.uses.iter().all(|used| !used.reasons.is_empty()));
    }
}

#[test]
fn the_same_file_gives_the_same_bytes_and_another_account_other_arns() {
    let file = EnvironmentFile::preset("crew", EnvironmentKind::Staging);
    assert_eq!(of(&file, Variant::Launch), of(&file, Variant::Launch));
    let elsewhere = AccountFacts::defaults("other", "444455556666", false);
    let other = policy(&spec(file.clone()), &elsewhere, Variant::Launch).unwrap();
    let text: String = other
        .documents
        .iter()
        .map(|document| document.json.as_str())
        .collect();
    assert!(text.contains("444455556666") && !text.contains(NUMBER));
    let launch = of(&file, Variant::Launch);
    insta::assert_snapshot!(
        "staging_launch",
        launch
            .documents
            .iter()
            .map(|document| format!("{}\n{}\n", document.name, document.json))
            .collect::<String>()
    );
    insta::assert_snapshot!("staging_operate", of(&file, Variant::Operate).explained());
    insta::assert_snapshot!(
        "staging_read_only",
        of(&file, Variant::ReadOnly).documents[0].json
    );
}

#[test]
fn what_is_simulated_is_what_the_launch_policy_allows() {
    let spec = spec(EnvironmentFile::preset("crew", EnvironmentKind::Staging));
    let blueprint = domain::blueprint::render(&spec);
    let tree = domain::plan::tree(&blueprint, &facts()).unwrap();
    let needs = needs(&tree, &blueprint.stack_name, &spec.region, &facts());
    let launch = policy(&spec, &facts(), Variant::Launch).unwrap();
    let mut allowed: BTreeMap<String, Value> = BTreeMap::new();
    for statement in statements(&launch) {
        for action in texts(&statement["Action"]) {
            allowed.insert(action, statement.clone());
        }
    }
    assert_eq!(
        needs.len() + 1,
        allowed.len(),
        "a launch goes well without reading CloudTrail"
    );
    for need in needs {
        let statement = &allowed[&need.action];
        assert!(
            !need.resource.contains('*') || need.resource == "*",
            "{}",
            need.resource
        );
        let covers = |pattern: &String| matches(pattern, &need.resource);
        assert!(
            texts(&statement["Resource"]).iter().any(covers),
            "{} on {}",
            need.action,
            need.resource
        );
        for keys in statement
            .get("Condition")
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(|map| map.values())
        {
            for (key, values) in keys.as_object().unwrap() {
                let asked = &need.context[key];
                assert!(
                    asked.iter().all(|one| texts(values).contains(one)),
                    "{key} of {}",
                    need.action
                );
            }
        }
    }
}

/// `*` for any text, as IAM matches ARNs.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => {
            let Some(after) = text.strip_prefix(start) else {
                return false;
            };
            (0..=after.len()).any(|at| matches(rest, &after[at..]))
        }
    }
}

#[test]
fn the_apps_own_calls_can_be_compared_with_the_wire() {
    for call in OWN_CALLS {
        for name in [call.call, call.action] {
            let (service, operation) = name.split_once(':').unwrap();
            assert!(
                service
                    .chars()
                    .all(|l| l.is_ascii_lowercase() || l.is_ascii_digit() || l == '-'),
                "{name}"
            );
            assert!(operation.chars().all(char::is_alphanumeric), "{name}");
        }
        assert!(
            !call.operations.is_empty() && call.why.len() > 5,
            "{call:?}"
        );
    }
    assert!(calls(Operation::Launch).contains("s3:HeadBucket"));
    assert!(actions(Operation::Launch).contains("s3:ListBucket"));
    assert!(
        !calls(Operation::Watch)
            .iter()
            .any(|call| call.contains("Create") || call.contains("Delete"))
    );
}

/// Actions of a managed policy of the template that people switch a Data Export on with.
fn export_policy(logical_id: &str) -> BTreeSet<String> {
    let text = include_str!("../data/data-export.yaml");
    let head = format!("\n  {logical_id}:\n    Type: AWS::IAM::ManagedPolicy\n");
    let policy = text.split(&head).nth(1).unwrap().lines();
    policy
        .take_while(|line| line.starts_with("    "))
        .map(|line| line.trim().trim_start_matches("- "))
        .map(|line| line.trim_start_matches("Action: "))
        .filter(|action| {
            let service = action.split_once(':').map_or("", |(service, _)| service);
            matches!(
                service,
                "s3" | "ce" | "athena" | "glue" | "bcm-data-exports"
            )
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_export_template_allows_what_costs_are_asked_with_and_no_more() {
    // Asking who is signed in needs no permission.
    let of = |operation| -> BTreeSet<String> {
        let actions = actions(operation).into_iter();
        let actions = actions.filter(|action| *action != "sts:GetCallerIdentity");
        actions.map(str::to_owned).collect()
    };
    let reads = export_policy("Reader");
    assert_eq!(reads, of(Operation::Sync));
    let mut both = of(Operation::RollUp);
    both.extend(ATHENA_DOES.iter().map(|action| (*action).to_owned()));
    let mut allowed = export_policy("RollUp");
    allowed.extend(reads);
    let more: Vec<&String> = both.difference(&allowed).collect();
    assert!(more.is_empty(), "not allowed: {more:?}");
    both.extend(of(Operation::Sync));
    assert_eq!(allowed, both, "and nothing that is never used");
}
