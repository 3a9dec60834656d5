//! Values that fill every field, so that a column that is forgotten is seen.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::blueprint::{Blueprint, TemplateFile};
use domain::environment::{EnvironmentFile, EnvironmentKind};
use domain::estimate::Estimate;
use domain::launch::{
    JobState, LaunchSnapshot, NeedsYou, Operation, PhaseState, PhaseView, ResourceView, StackEvent,
    StackView, Status,
};
use domain::plan::{AccountFacts, LimitOrigin, Plan, PlannedResource, QuotaFact};
use domain::timeline::{Confidence, SecondsRange, Timeline};
use engine::environments::{EnvironmentRecord, EnvironmentState, PRACTICE};
use engine::jobs::{Agreement, Job, JobRequest, LastStep, LaunchOptions, Step};
use engine::ports::Rehearsal;
use secrecy::SecretString;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use store::Store;

pub const STACK_ID: &str = "arn:aws:cloudformation:eu-west-1:123456789012:stack/array-crew-demo/1";

pub fn key() -> SecretString {
    SecretString::from("0123456789abcdef".repeat(4))
}

/// A store file that is deleted with the folder.
pub fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    (folder, path)
}

/// A statement that the store itself does not make.
pub async fn sql(path: &Path, statement: &str) -> sqlx::Result<()> {
    let mut conn = SqliteConnectOptions::new()
        .filename(path)
        .pragma("key", format!("\"x'{}'\"", "0123456789abcdef".repeat(4)))
        .connect()
        .await
        .unwrap();
    let done = conn.execute(AssertSqlSafe(statement.to_owned())).await;
    conn.close().await?;
    done.map(|_| ())
}

/// A store in memory with one running job `job-1` that `me` drives until 1000.
pub async fn with_job() -> Store {
    let store = Store::in_memory().await.unwrap();
    store
        .add_job(&job("job-1", "demo"), &environment("demo"))
        .await
        .unwrap();
    assert!(
        store.lease("job-1", "me", 0, 1000).await.unwrap(),
        "a new job is free to be driven"
    );
    store
}

pub fn plan(environment: &str) -> Plan {
    let file = EnvironmentFile::preset(environment, EnvironmentKind::Staging);
    let body = "Resources: {} # üñí \"quoted\"\n".to_owned();
    Plan {
        environment: environment.to_owned(),
        kind: EnvironmentKind::Staging,
        region: "eu-west-1".to_owned(),
        account: AccountFacts {
            name: PRACTICE.to_owned(),
            number: "123456789012".to_owned(),
            practice: true,
            quotas: vec![QuotaFact {
                code: "L-0263D0A3".to_owned(),
                name: "EC2-VPC Elastic IPs".to_owned(),
                resource_type: "AWS::EC2::EIP".to_owned(),
                limit: 5,
                service: "ec2".to_owned(),
                origin: LimitOrigin::Table,
                used: Some(4),
                untold: None,
            }],
        },
        file,
        blueprint: Blueprint {
            stack_name: format!("array-crew-{environment}"),
            region: "eu-west-1".to_owned(),
            root: TemplateFile {
                name: "root.yaml".to_owned(),
                source: "root.yaml".to_owned(),
                body,
                sha256: "00".repeat(32),
            },
            nested: Vec::new(),
            parameters: BTreeMap::from([("Kind".to_owned(), "staging".to_owned())]),
            tags: BTreeMap::new(),
            capabilities: vec!["CAPABILITY_IAM".to_owned()],
        },
        resources: vec![PlannedResource {
            stack: "Network".to_owned(),
            logical_id: "Vpc".to_owned(),
            resource_type: "AWS::EC2::VPC".to_owned(),
            file: "network.yaml".to_owned(),
            line: 12,
        }],
        checks: Vec::new(),
        estimate: Estimate {
            currency: "USD".to_owned(),
            monthly_micros: serde_json::from_value(serde_json::json!(412_300_000)).unwrap(),
            complete: true,
            parts: Vec::new(),
            items: Vec::new(),
            unpriced: Vec::new(),
            prices_as_of: "2026-11-01".to_owned(),
        },
        timeline: Timeline {
            minutes: 24,
            range: SecondsRange {
                low: 900.0,
                expected: 1440.5,
                high: 2400.0,
            },
            critical_path: Vec::new(),
            sentence: "OpenSearch decides: about 24 min".to_owned(),
            confidence: Confidence::Low,
            rows: Vec::new(),
        },
        limits: Vec::new(),
        digest: "11".repeat(32),
    }
}

pub fn resource(number: u32) -> ResourceView {
    ResourceView {
        stack: "Network".to_owned(),
        logical_id: format!("Resource{number}"),
        resource_type: "AWS::EC2::Subnet".to_owned(),
        physical_id: Some(format!("subnet-{number:017x}")),
        status: Some(Status::CreateComplete),
        reason: None,
        started_at_ms: Some(1_000),
        finished_at_ms: Some(2_000),
        predicted_start_s: Some(0.5),
        predicted_end_s: Some(12.25),
        critical: number == 0,
    }
}

/// A snapshot of a running job with so many resources.
pub fn snapshot(job: &str, environment: &str, resources: u32, revision: u64) -> LaunchSnapshot {
    LaunchSnapshot {
        job_id: job.to_owned(),
        environment: environment.to_owned(),
        account: PRACTICE.to_owned(),
        region: "eu-west-1".to_owned(),
        operation: Operation::Create,
        state: JobState::Running,
        phases: vec![PhaseView {
            label: "Create".to_owned(),
            state: PhaseState::Active,
        }],
        sentence: "Creating nodes: 2 of 3 ready. About 6 min left.".to_owned(),
        percent: 37.5,
        seconds_left: Some(360.0),
        speed: 60.0,
        started_at_ms: 1_000,
        finished_at_ms: None,
        stacks: vec![StackView {
            stack: "root".to_owned(),
            stack_id: Some(STACK_ID.to_owned()),
            status: Some(Status::CreateInProgress),
            complete: 1,
            total: resources,
        }],
        resources: (0..resources).map(resource).collect(),
        event_count: 0,
        outputs: BTreeMap::from([("ClusterName".to_owned(), "demo".to_owned())]),
        root_cause: None,
        needs_you: None,
        change_set: None,
        orphans: None,
        watched: false,
        revision,
    }
}

pub fn ended(mut snapshot: LaunchSnapshot, state: JobState) -> LaunchSnapshot {
    snapshot.state = state;
    snapshot.finished_at_ms = Some(9_000);
    snapshot
}

pub fn event(id: &str, at_ms: i64) -> StackEvent {
    StackEvent {
        id: id.to_owned(),
        at_ms,
        stack_id: STACK_ID.to_owned(),
        stack_name: "array-crew-demo".to_owned(),
        logical_id: "NatGateway".to_owned(),
        physical_id: Some("nat-0123".to_owned()),
        resource_type: "AWS::EC2::NatGateway".to_owned(),
        status: Status::CreateFailed,
        reason: Some(
            "The maximum number of addresses has been \"reached\" \u{2013} é\n".to_owned(),
        ),
        configuration_complete: false,
    }
}

/// So many events as pairs with the plan's name of their stack, numbered from `first`.
pub fn events(first: u32, count: u32) -> Vec<(String, StackEvent)> {
    (first..first + count)
        .map(|number| {
            (
                "Network".to_owned(),
                event(&format!("event-{number}"), i64::from(number)),
            )
        })
        .collect()
}

pub fn watching() -> Step {
    Step::Watching {
        behind: None,
        stack_id: STACK_ID.to_owned(),
    }
}

pub fn job(id: &str, environment: &str) -> Job {
    Job {
        id: id.to_owned(),
        environment: environment.to_owned(),
        account: PRACTICE.to_owned(),
        operation: Operation::Create,
        request: JobRequest {
            plan: plan(environment),
            rehearsal: Rehearsal {
                speed: 600.0,
                failure: Some("elastic-ip-limit".to_owned()),
            },
            existing_stack_id: Some(STACK_ID.to_owned()),
            options: LaunchOptions::default(),
            agreed: Agreement::default(),
            last_step: LastStep::default(),
        },
        step: Step::Prepared,
        snapshot: snapshot(id, environment, 3, 1),
        created_at_ms: 1_000,
    }
}

pub fn environment(name: &str) -> EnvironmentRecord {
    let plan = plan(name);
    EnvironmentRecord {
        name: name.to_owned(),
        account: PRACTICE.to_owned(),
        state: EnvironmentState::NeedsYou,
        file: plan.file.clone(),
        plan,
        stack_id: Some(STACK_ID.to_owned()),
        outputs: BTreeMap::from([("ClusterName".to_owned(), name.to_owned())]),
        resources: vec![resource(0), resource(1)],
        job_id: "job-1".to_owned(),
        needs_you: Some(NeedsYou {
            code: "finish-github-handshake".to_owned(),
            message: "GitHub waits for you.".to_owned(),
            steps: vec!["Open the console".to_owned()],
            skippable: Vec::new(),
            url: Some("https://console.aws.amazon.com".to_owned()),
        }),
        changed_at_ms: 5_000,
        as_of_ms: 6_000,
    }
}
