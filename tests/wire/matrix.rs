//! Every fault of the wire at every call of a launch, an update and a deletion that it can hurt.
//!
//! A job goes through all of them: at each call first what passes by itself (throttling, an error of the
//! server, a reset, no answer, a cut upload), then what a person must mend (an expired session, a wrong
//! clock, a right that lacks), and then an answer that is lost after AWS has done what was asked.
//! All but the clock come from the proxy; the clock is the emulator's, whose date differs. The product
//! speaks no JSON 1.0: its clients of JSON speak 1.1, REST or, CodeConnections, CBOR.

use std::collections::BTreeMap;

use domain::environment::{EnvironmentFile, EnvironmentKind};
use domain::launch::{JobState, LaunchSnapshot};
use engine::Engine;
use engine::audit::{self, Ended, Integrity};
use engine::jobs::{Agreement, LaunchOptions, Wish};
use engine::launches::{self, Answer};
use engine::ports::Rehearsal;
use serde_json::{Value, json};

use crate::emulator::Emulator;
use crate::faults::Faults;
use crate::world::{ACCOUNT, NAME, World};

/// Service as the proxy names it, and operation.
type Call = (&'static str, &'static str);

const CFN: &str = "cloudformation";
const SECRETS: &str = "secretsmanager";

const LAUNCH: &[Call] = &[
    ("sts", "GetCallerIdentity"),
    (SECRETS, "CreateSecret"),
    ("s3", "HeadBucket"),
    ("s3", "CreateBucket"),
    ("s3", "PutBucketPolicy"),
    ("s3", "PutObject"),
    (CFN, "CreateChangeSet"),
    (CFN, "DescribeChangeSet"),
    (CFN, "ExecuteChangeSet"),
    (CFN, "DescribeStackEvents"),
    (CFN, "DescribeStacks"),
    (CFN, "ListStackResources"),
    ("eks", "DescribeCluster"),
    ("eks", "UpdateClusterConfig"),
    (SECRETS, "PutSecretValue"),
    ("codeconnections", "GetConnection"),
    (CFN, "UpdateTerminationProtection"),
];
/// Until the change set is there to be looked at.
const CHANGE: &[Call] = &[
    (SECRETS, "DescribeSecret"),
    ("s3", "GetBucketPolicy"),
    ("s3", "PutObject"),
    (CFN, "CreateChangeSet"),
    (CFN, "DescribeChangeSet"),
];
const UPDATE: &[Call] = &[
    (SECRETS, "CreateSecret"),
    (CFN, "ExecuteChangeSet"),
    (CFN, "DescribeStackEvents"),
    (CFN, "DescribeStacks"),
    ("eks", "UpdateClusterConfig"),
    (SECRETS, "PutSecretValue"),
    (CFN, "UpdateTerminationProtection"),
];
const DELETE: &[Call] = &[
    (CFN, "DescribeStacks"),
    (CFN, "UpdateTerminationProtection"),
    (CFN, "ListStackResources"),
    ("eks", "DescribeCluster"),
    ("eks", "UpdateClusterConfig"),
    (CFN, "DeleteStack"),
    (CFN, "DescribeStackEvents"),
    (SECRETS, "DeleteSecret"),
    ("resourcegroupstaggingapi", "GetResources"),
    ("s3", "ListObjectVersions"),
];

/// What they tell is worth having, but no deletion waits for a right to it.
const LOOKS_BACK: &[Call] = &[
    ("resourcegroupstaggingapi", "GetResources"),
    ("s3", "ListObjectVersions"),
];

/// Code and status of a refusal, by the service's protocol.
fn refusal(call: Call, kind: &str, message: &str) -> Value {
    let (service, operation) = call;
    let (code, status) = match (kind, service) {
        ("throttled", "s3") => ("SlowDown", 503),
        ("throttled", "eks") => ("ThrottlingException", 429),
        ("throttled", CFN | "sts") => ("Throttling", 400),
        ("throttled", _) => ("ThrottlingException", 400),
        ("failing", "s3") => ("InternalError", 500),
        ("failing", CFN | "sts") => ("InternalFailure", 500),
        ("failing", "eks") => ("ServerException", 500),
        ("failing", _) => ("InternalServiceError", 500),
        // S3's status for it is another one.
        ("expired", "s3") => ("ExpiredToken", 400),
        ("expired", CFN | "sts") => ("ExpiredToken", 403),
        ("expired", "eks") => ("ExpiredTokenException", 403),
        ("expired", _) => ("ExpiredTokenException", 400),
        ("denied", "s3" | CFN | "sts") => ("AccessDenied", 403),
        ("denied", "eks") => ("AccessDeniedException", 403),
        ("denied", _) => ("AccessDeniedException", 400),
        (other, _) => panic!("{other} is no kind of refusal"),
    };
    let error = json!({"code": code, "status": status, "message": message});
    json!({"service": service, "operation": operation, "error": error})
}

fn with(mut rule: Value, key: &str, value: Value) -> Value {
    rule[key] = value;
    rule
}

fn writes(operation: &str) -> bool {
    let reads = ["Describe", "Get", "Head", "List"];
    !reads.iter().any(|word| operation.starts_with(word))
}

/// What passes by itself, in this order: more often than the SDK asks again, so that the job must too.
fn passing(call: Call) -> Vec<Value> {
    let (service, operation) = call;
    let broken = |key: &str, value: Value, times: u32| json!({"service": service, "operation": operation, "times": times, key: value});
    let mut rules = vec![
        with(
            refusal(call, "throttled", "Rate exceeded"),
            "times",
            json!(4),
        ),
        with(refusal(call, "failing", "We are sorry"), "times", json!(4)),
        broken("reset", json!(true), 4),
    ];
    if writes(operation) || operation == "DescribeStackEvents" {
        rules.push(broken("timeout_ms", json!(9_000), 1));
    }
    if operation == "PutObject" {
        let cut = json!({"cut_upload": {"after_bytes": 200}});
        rules.push(broken("request", cut, 4));
    }
    rules
}

fn expired(call: Call) -> Value {
    refusal(
        call,
        "expired",
        "The security token included in the request is expired",
    )
}

/// AWS does what was asked, and its answer is cut in the middle.
fn lost(call: Call) -> Value {
    let (service, operation) = call;
    json!({"service": service, "operation": operation, "times": 1, "response": {"abort_bytes": 20}})
}

/// A refused HEAD has no words, which the product gets from a call that is refused with it.
fn with_words(call: Call, refused: impl Fn(Call) -> Value) -> Vec<Value> {
    let words = call
        .1
        .starts_with("Head")
        .then_some(("s3", "GetBucketPolicy"));
    [Some(call), words]
        .into_iter()
        .flatten()
        .map(refused)
        .collect()
}

/// What the sentence names where an operation is not allowed.
fn right(operation: &str) -> &str {
    match operation {
        "HeadBucket" => "s3:ListBucket",
        other => other,
    }
}

/// A small environment in trouble.
struct Trouble {
    world: World,
    /// Drives the jobs.
    engine: Engine,
    faults: Faults,
    /// Whose answer is lost next.
    behind: Option<Call>,
}

impl Trouble {
    async fn new() -> Self {
        let emulator = Emulator::shared();
        let faults = Faults::before(&emulator);
        let world = World::behind(emulator, &faults.endpoint()).await;
        world.emulator.handshake(&world.number, "AVAILABLE");
        Self {
            engine: world.impatient().await,
            world,
            faults,
            behind: None,
        }
    }

    /// The smallest preset with what each step has a call for.
    fn file() -> EnvironmentFile {
        let mut file = EnvironmentFile::preset(NAME, EnvironmentKind::Development);
        file.cluster.deletion_protection = true;
        file.monitoring.alarms = true;
        file.monitoring.pagerduty = true;
        file
    }

    fn larger() -> EnvironmentFile {
        let mut file = Self::file();
        file.monitoring.log_retention_days = 180;
        file.cluster.deletion_protection = false;
        file
    }

    fn wish(agreed: Agreement) -> Wish {
        Wish {
            rehearsal: Rehearsal::real(),
            options: LaunchOptions {
                termination_protection: true,
                ..LaunchOptions::default()
            },
            agreed,
        }
    }

    async fn launch(&self) -> String {
        let wish = Self::wish(Agreement::NothingLost);
        let begun = launches::start(&self.world.engine, Self::file(), ACCOUNT, wish);
        begun.await.unwrap().job_id
    }

    /// Launches without trouble.
    async fn stands(&self) {
        let job = self.launch().await;
        let done = self.on(&job, Vec::new()).await;
        assert_eq!(done.state, JobState::Done, "{}", done.sentence);
    }

    async fn update(&self) -> String {
        let wish = Self::wish(Agreement::Nothing);
        let begun = launches::start_update(&self.world.engine, Self::larger(), wish);
        begun.await.unwrap().expect("something changes").job_id
    }

    /// Goes on with a job under these rules until it stops.
    async fn on(&self, job: &str, rules: Vec<Value>) -> LaunchSnapshot {
        self.faults.set(&json!(rules));
        let engine = &self.engine;
        let known = launches::get(engine, job).await.unwrap();
        if known.state == JobState::NeedsYou {
            let answer = Answer {
                typed: Some(NAME.to_owned()),
                ..Answer::default()
            };
            launches::proceed(engine, job, &answer).await.unwrap();
        }
        launches::drive(engine, job).await.unwrap()
    }

    /// Every fault at each of these calls.
    async fn through(&mut self, job: &str, calls: &[Call]) {
        for &call in calls {
            let operation = call.1;
            let mut rules: Vec<Value> = self.behind.take().map(lost).into_iter().collect();
            let passes = passing(call);
            let hits: u64 = rules
                .iter()
                .chain(&passes)
                .map(|rule| rule["times"].as_u64().unwrap())
                .sum();
            rules.extend(passes);
            rules.extend(with_words(call, expired));
            let waits = self.on(job, rules).await;
            asks(&waits, launches::SIGN_IN, call);
            let fired = self.faults.fired();
            assert!(
                fired.len() as u64 > hits,
                "{operation}: {hits} and the last: {fired:?}"
            );

            let (emulator, number) = (&self.world.emulator, &self.world.number);
            emulator.clock_behind(number, &[operation, "GetBucketPolicy"], 60);
            let waits = self.on(job, Vec::new()).await;
            emulator.clock_behind(number, &[operation, "GetBucketPolicy"], 0);
            asks(&waits, launches::CLOCK, call);
            assert!(
                waits.sentence.contains("60 minutes behind"),
                "{operation}: {}",
                waits.sentence
            );

            self.behind = Some(call);
            if LOOKS_BACK.contains(&call) {
                continue;
            }
            let denied = |call: Call| {
                let words = format!("User: dana is not authorized to perform: {}", call.1);
                refusal(call, "denied", &words)
            };
            let waits = self.on(job, with_words(call, denied)).await;
            asks(&waits, launches::PERMISSION, call);
            assert!(
                waits.sentence.contains(right(operation)),
                "{operation}: {}",
                waits.sentence
            );
        }
    }

    /// The last answer is lost; nothing else is in the way any more.
    async fn end(&mut self, job: &str) -> LaunchSnapshot {
        let rules = self.behind.take().map(lost).into_iter().collect();
        self.on(job, rules).await
    }

    /// Each of these calls was done as often as a job without trouble does it, and every one that was
    /// made is written down with its end.
    async fn written_down(&self, done: &[(&str, usize)]) {
        let trail = audit::trail(&self.world.engine).await.unwrap();
        assert_eq!(trail.verdict, Integrity::Whole);
        let mut ended: BTreeMap<String, (usize, Vec<String>)> = BTreeMap::new();
        for call in audit::calls(&trail.lines) {
            let of = ended.entry(call.action.clone()).or_default();
            match &call.ended {
                Ended::Done { .. } => of.0 += 1,
                Ended::Refused { words, .. } => of.1.push(words.clone()),
                Ended::Open => panic!("no end is written down: {call:?}"),
            }
        }
        for (action, times) in done {
            let (done, refused) = &ended[*action];
            assert_eq!(done, times, "{action}: {refused:?}");
            for word in ["ExpiredToken", "AccessDenied"] {
                assert!(
                    refused.iter().any(|words| words.contains(word)),
                    "{action} {word}: {refused:?}"
                );
            }
        }
    }
}

fn asks(waits: &LaunchSnapshot, code: &str, (_, operation): Call) {
    let asked = waits.needs_you.as_ref().map(|asks| asks.code.as_str());
    assert_eq!(
        (waits.state, asked),
        (JobState::NeedsYou, Some(code)),
        "{operation}: {} {:?}",
        waits.sentence,
        waits.root_cause
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_goes_through_every_fault_at_every_call() {
    let mut trouble = Trouble::new().await;
    let job = trouble.launch().await;
    trouble.through(&job, LAUNCH).await;
    let done = trouble.end(&job).await;
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);
    let world = &trouble.world;
    assert_eq!(world.stacks_named("array-crew-crew"), 1);
    let (target, all) = ("secretsmanager.ListSecrets", json!({}));
    let secrets = world.emulator.by_hand(&world.number, SECRETS, target, &all);
    let secrets = secrets["SecretList"].as_array().unwrap();
    assert_eq!(secrets.len(), 2, "PagerDuty's and Slack's: {secrets:?}");
    for action in ["CreateChangeSet", "ExecuteChangeSet"] {
        assert_eq!(world.tokens(action).len(), 1, "{action}");
    }
    trouble
        .written_down(&[
            ("cloudformation:CreateChangeSet", 1),
            ("cloudformation:ExecuteChangeSet", 1),
            ("eks:UpdateClusterConfig", 1),
            ("cloudformation:UpdateTerminationProtection", 1),
        ])
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_goes_through_every_fault_at_every_call() {
    let mut trouble = Trouble::new().await;
    trouble.stands().await;
    let job = trouble.update().await;
    trouble.through(&job, CHANGE).await;
    let review = trouble.end(&job).await;
    asks(&review, launches::REVIEW, (CFN, "DescribeChangeSet"));
    trouble.through(&job, UPDATE).await;
    let done = trouble.end(&job).await;
    assert_eq!(done.state, JobState::Done, "{}", done.sentence);
    let world = &trouble.world;
    assert_eq!(world.stacks_named("array-crew-crew"), 1);
    for action in ["CreateChangeSet", "ExecuteChangeSet"] {
        assert_eq!(
            world.tokens(action).len(),
            2,
            "{action}: the launch's and one more"
        );
    }
    trouble
        .written_down(&[
            ("cloudformation:CreateChangeSet", 2),
            ("cloudformation:ExecuteChangeSet", 2),
            ("eks:UpdateClusterConfig", 2),
            ("cloudformation:UpdateTerminationProtection", 2),
        ])
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_goes_through_every_fault_at_every_call() {
    let mut trouble = Trouble::new().await;
    trouble.stands().await;
    let job = trouble.world.begin_delete().await.job_id;
    trouble.through(&job, DELETE).await;
    let gone = trouble.end(&job).await;
    assert_eq!(gone.state, JobState::Done, "{}", gone.sentence);
    let world = &trouble.world;
    assert_eq!(world.stacks_that_stand(), Vec::<String>::new());
    assert_eq!(world.tokens("DeleteStack").len(), 1);
    assert_eq!(world.secret("array/crew/pagerduty"), None);
    trouble
        .written_down(&[
            ("cloudformation:UpdateTerminationProtection", 2),
            ("eks:UpdateClusterConfig", 2),
            ("cloudformation:DeleteStack", 1),
        ])
        .await;
}
