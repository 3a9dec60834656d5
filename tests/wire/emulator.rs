//! The emulator as a child of the test: its program, its port, its end.

use std::collections::BTreeSet;
use std::fs::File;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::http;

/// AWS's seconds in a real one: half an hour of a launch takes about four.
pub const SPEED: u32 = 600;
/// A machine that is busy with other tests needs its time to start Python.
const STARTS_WITHIN: Duration = Duration::from_secs(60);

/// A program of one of the emulators' environments, which set-up makes.
///
/// # Panics
/// With what to do when it is not there.
pub fn installed(emulator: &str, program: &str) -> PathBuf {
    let bin = if cfg!(windows) { "Scripts" } else { "bin" };
    let found = cache()
        .join("emulators")
        .join(emulator)
        .join(bin)
        .join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        found.exists(),
        "{} is not there: run cargo xtask setup",
        found.display()
    );
    found
}

#[expect(
    clippy::disallowed_methods,
    reason = "set-up is told by the same variables where to install"
)]
fn cache() -> PathBuf {
    let told = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    told("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| told("HOME").map(|home| PathBuf::from(home).join(".cache")))
        .unwrap_or_else(|| repository().join("target"))
        .join("array-console")
}

pub fn repository() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(3).unwrap().to_owned()
}

/// A loopback port that was free a moment ago.
pub fn free_port() -> u16 {
    let probe = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    probe.local_addr().unwrap().port()
}

/// A child that is gone when this is: its input is closed, which ends it, and what does not end is killed.
pub struct Running {
    child: Child,
    pub port: u16,
    log: PathBuf,
}

impl Running {
    /// Starts a program and waits until it answers `GET healthy`.
    pub fn start(name: &str, mut command: Command, port: u16, healthy: &str) -> Self {
        let log = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("{name}-{}-{port}.log", std::process::id()));
        let file = File::create(&log).unwrap();
        command
            .stdin(Stdio::piped())
            .stdout(file.try_clone().unwrap())
            .stderr(file);
        let child = command.spawn().unwrap();
        let mut running = Self { child, port, log };
        let begun = Instant::now();
        while !http::request(port, &format!("GET {healthy}"), &[], "")
            .is_ok_and(|(status, _)| status == 200)
        {
            let ended = running.child.try_wait().unwrap();
            assert!(
                ended.is_none() && begun.elapsed() < STARTS_WITHIN,
                "{name} does not start ({ended:?}): {}",
                running.said()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        running
    }

    /// What it has written.
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(5) {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        if !std::thread::panicking() {
            let _ = std::fs::remove_file(&self.log);
        }
    }
}

/// The emulator. Tests that run at the same time share one; each has accounts of its own in it.
pub struct Emulator(Running);

impl Emulator {
    pub fn shared() -> Arc<Self> {
        static SHARED: Mutex<Weak<Emulator>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(|broken| broken.into_inner());
        if let Some(running) = shared.upgrade() {
            return running;
        }
        let started = Arc::new(Self::start());
        *shared = Arc::downgrade(&started);
        started
    }

    fn start() -> Self {
        let port = free_port();
        let durations = repository().join("src-tauri/crates/domain/data/durations.json");
        let mut command = Command::new(installed("ministack", "python"));
        command
            .arg("-B")
            .arg(repository().join("tests/wire/overlay"))
            .env("GATEWAY_PORT", port.to_string())
            .env("ARRAY_DURATIONS", durations)
            .env("ARRAY_SPEED", SPEED.to_string())
            .env("LOG_LEVEL", "WARNING");
        Self(Running::start("emulator", command, port, "/_array/health"))
    }

    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.0.port)
    }

    /// Lets what fits fail with AWS's words; see `overlay/control.py`.
    pub fn fail(&self, account: &str, mut wish: Value) {
        wish["account"] = json!(account);
        http::json(self.0.port, "POST /_array/fail", &wish);
    }

    /// Plays the next stack of an account from what people saw; see `overlay/played.py`.
    pub fn play(&self, account: &str, mut wish: Value) {
        wish["account"] = json!(account);
        http::json(self.0.port, "POST /_array/play", &wish);
    }

    /// What becomes of an account's GitHub connections.
    pub fn handshake(&self, account: &str, status: &str) {
        let wish = json!({"account": account, "status": status});
        http::json(self.0.port, "POST /_array/handshake", &wish);
    }

    /// A limit of the account's own.
    pub fn quota(&self, account: &str, code: &str, value: u32) {
        let wish = json!({"account": account, "code": code, "value": value});
        http::json(self.0.port, "POST /_array/quota", &wish);
    }

    /// How many minutes this computer's clock is behind AWS's when it asks for some operations.
    pub fn clock_behind(&self, account: &str, actions: &[&str], minutes: u32) {
        for action in actions {
            let wish = json!({"account": account, "action": action, "minutes": minutes});
            http::json(self.0.port, "POST /_array/clock", &wish);
        }
    }

    /// The product's own calls in an account so far: service, action, token, status, ms. Those of
    /// the blueprint's functions, which run too, come from another SDK.
    pub fn calls(&self, account: &str) -> Vec<Value> {
        let all = http::json(self.0.port, "GET /_array/calls", &Value::Null);
        let mut calls = all.as_array().unwrap().clone();
        let ours = |call: &Value| {
            let agent = call["agent"].as_str().unwrap_or_default();
            call["account"] == account && agent.starts_with("aws-sdk-rust")
        };
        calls.retain(ours);
        calls
    }

    /// Every event of a stack, by its id, as the account itself tells them.
    pub fn events(&self, account: &str, stack: &str) -> BTreeSet<String> {
        let mut events = BTreeSet::new();
        let mut next = String::new();
        loop {
            let call = format!("DescribeStackEvents&StackName={}{next}", encoded(stack));
            let page = self.query_by_hand(account, "cloudformation", &call);
            events.extend(texts(&page, "EventId"));
            match texts(&page, "NextToken").pop() {
                Some(token) => next = format!("&NextToken={}", encoded(&token)),
                None => return events,
            }
        }
    }

    /// Names and statuses of an account's stacks, the first page of them.
    pub fn stacks(&self, account: &str) -> Vec<(String, String)> {
        let credential = credential(account, "cloudformation");
        let headers = [("Authorization", credential.as_str())];
        let (status, answer) =
            http::request(self.0.port, "GET /?Action=ListStacks", &headers, "").unwrap();
        assert_eq!(status, 200, "ListStacks: {answer}");
        texts(&answer, "StackName")
            .into_iter()
            .zip(texts(&answer, "StackStatus"))
            .collect()
    }

    /// OpenSearch's role, which an account has not from the start.
    pub fn link_search_role(&self, account: &str) {
        let service = [("AWSServiceName", "opensearchservice.amazonaws.com")];
        self.iam(account, "CreateServiceLinkedRole", &service);
    }

    /// A role that may do what these policies allow; its ARN.
    pub fn role(&self, account: &str, name: &str, policies: &[&str]) -> String {
        let role = ("RoleName", name);
        let trust = json!({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {"AWS": format!("arn:aws:iam::{account}:root")}
        }]});
        let trust = trust.to_string();
        self.iam(
            account,
            "CreateRole",
            &[role, ("AssumeRolePolicyDocument", &trust)],
        );
        for (number, document) in policies.iter().enumerate() {
            let policy = format!("{name}-{number}");
            let asked = [
                ("PolicyName", policy.as_str()),
                ("PolicyDocument", document),
            ];
            self.iam(account, "CreatePolicy", &asked);
            let arn = format!("arn:aws:iam::{account}:policy/{policy}");
            self.iam(account, "AttachRolePolicy", &[role, ("PolicyArn", &arn)]);
        }
        format!("arn:aws:iam::{account}:role/{name}")
    }

    fn iam(&self, account: &str, action: &str, fields: &[(&str, &str)]) -> String {
        let fields = [("Version", "2010-05-08")]
            .into_iter()
            .chain(fields.iter().copied());
        let form: Vec<String> = fields
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        self.query_by_hand(account, "iam", &format!("{action}&{}", form.join("&")))
    }

    /// A call of a service that speaks XML: `CreateNetworkInterface&SubnetId=subnet-1`.
    pub fn query_by_hand(&self, account: &str, service: &str, call: &str) -> String {
        let credential = credential(account, service);
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Authorization", credential.as_str()),
        ];
        let form = format!("Action={call}");
        let (status, answer) = http::request(self.0.port, "POST /", &headers, &form).unwrap();
        assert_eq!(status, 200, "{call}: {answer}");
        answer
    }

    /// A JSON call of a service, as an administrator would make it by hand.
    pub fn by_hand(&self, account: &str, service: &str, target: &str, body: &Value) -> Value {
        let credential = credential(account, service);
        let headers = [
            ("Content-Type", "application/x-amz-json-1.1"),
            ("X-Amz-Target", target),
            ("Authorization", credential.as_str()),
        ];
        let (status, answer) =
            http::request(self.0.port, "POST /", &headers, &body.to_string()).unwrap();
        assert!(status < 500, "{target}: {answer}");
        serde_json::from_str(&answer).unwrap_or_default()
    }
}

/// What stands in each element of a name.
fn texts(answer: &str, tag: &str) -> Vec<String> {
    let opening = format!("<{tag}>");
    let parts = answer.split(opening.as_str()).skip(1);
    let texts = parts.filter_map(|part| part.split('<').next());
    texts.map(str::to_owned).collect()
}

fn encoded(value: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    value.bytes().map(byte).collect()
}

/// A signature that names the account; the emulator does not check the rest.
fn credential(account: &str, service: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential={account}/20261127/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=none"
    )
}
