//! Accounts on the real binary: AWS is a server on the loopback with recorded answers.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::arrayctl::{Answer, Desk, answer, command};
use crate::replay::Replay;

const CONFIG: &str = "[profile crew]\nregion = eu-west-1\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s3cr3t-of-crew\n";

/// A server that answers for as long as the test holds it.
struct Aws {
    _runtime: tokio::runtime::Runtime,
    replay: Replay,
}

impl Aws {
    fn of(cases: &[&str]) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let replay = runtime.block_on(Replay::of(cases));
        Self {
            _runtime: runtime,
            replay,
        }
    }

    fn url(&self) -> &str {
        &self.replay.url
    }
}

/// The binary with AWS files of its own, forgetting everything.
fn practising(desk: &Desk, arguments: &[&str]) -> Command {
    desk.write("config", CONFIG);
    let mut command = command(desk.folder.path());
    command
        .arg("--in-memory")
        .args(arguments)
        .env("AWS_CONFIG_FILE", desk.path("config"))
        .env("AWS_SHARED_CREDENTIALS_FILE", desk.path("none"))
        .env("NO_PROXY", "127.0.0.1");
    command
}

fn with_input(command: &mut Command, input: &str) -> Answer {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    Answer {
        exit: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn last_step(document: &Value) -> &Value {
    document["report"]["steps"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
}

#[test]
fn a_profile_is_added_and_tried_at_once() {
    let aws = Aws::of(&["sts/GetCallerIdentity__iam-user"]);
    let desk = Desk::new();
    let add = [
        "--json",
        "accounts",
        "add",
        "prod",
        "--profile",
        "crew",
        "--endpoint",
        aws.url(),
    ];
    let done = answer(&mut practising(&desk, &add)).ends(0);
    let document = done.document("account-report");
    assert_eq!(document["report"]["identity"]["accountId"], "111122223333");
    assert!(
        aws.replay.seen()[0].head.contains("/eu-west-1/sts/"),
        "the profile's region is asked: {}",
        aws.replay.seen()[0].head
    );
    let told = answer(&mut practising(&desk, &add[1..])).ends(0);
    assert!(
        told.out.contains("prod is account 111122223333"),
        "{}",
        told.out
    );
    assert!(
        !format!("{done:?}{told:?}").contains("s3cr3t"),
        "no secret is printed"
    );
}

#[test]
fn what_does_not_work_yet_is_added_and_needs_you() {
    let aws = Aws::of(&["sts/GetCallerIdentity__expired-token"]);
    let desk = Desk::new();
    let add = [
        "--json",
        "accounts",
        "add",
        "prod",
        "--profile",
        "crew",
        "--endpoint",
        aws.url(),
    ];
    let document = answer(&mut practising(&desk, &add))
        .ends(3)
        .document("account-report");
    let step = last_step(&document);
    assert!(
        step["found"].as_str().unwrap().starts_with("ExpiredToken"),
        "{step}"
    );
    assert!(step["remedy"].is_string(), "{step}");
}

#[test]
fn keys_come_from_two_lines_and_never_from_arguments() {
    let aws = Aws::of(&["sts/GetCallerIdentity__iam-user"]);
    let desk = Desk::new();
    let add = [
        "--json",
        "accounts",
        "add",
        "lab",
        "--keys",
        "--endpoint",
        aws.url(),
    ];
    let keys = "AKIAIOSFODNN7EXAMPLE\r\nwJalrXUtnFEMI-planted\r\n";
    let done = with_input(&mut practising(&desk, &add), keys).ends(0);
    assert_eq!(done.document("account-report")["account"], "lab");
    assert!(
        !format!("{done:?}").contains("planted"),
        "the secret is not printed"
    );
    let one_line = with_input(&mut practising(&desk, &add), "AKIAIOSFODNN7EXAMPLE\n");
    one_line.ends(2).error("invalid_input");
    let mut argument = practising(
        &desk,
        &["--json", "accounts", "add", "lab", "--keys=AKIA:secret"],
    );
    answer(&mut argument).ends(2).error("invalid_input");
}

#[test]
fn a_portal_is_signed_in_to_and_offers_its_accounts() {
    let aws = Aws::of(&[
        "sso-oidc/RegisterClient__public-client",
        "sso-oidc/StartDeviceAuthorization__ok",
        "sso-oidc/CreateToken__success",
        "sso/ListAccounts__last-page",
        "sso/ListAccountRoles__two-roles",
        "sso/GetRoleCredentials__ok",
        "sts/GetCallerIdentity__sso-role",
    ]);
    let desk = Desk::new();
    let start = format!("{}/start", aws.url());
    let add = [
        "--json",
        "accounts",
        "add",
        "audit",
        "--sso",
        &start,
        "--endpoint",
        aws.url(),
    ];
    let refused = answer(&mut practising(&desk, &add)).ends(2);
    let hint = refused.error("invalid_input")["hint"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        hint.contains("333344445555") && hint.contains("ReadOnly"),
        "{hint}"
    );
    assert!(
        refused.err.contains("GBXR-QKLM"),
        "the code to compare: {}",
        refused.err
    );
    let named = [&add[..], &["--role", "Release"]].concat();
    let document = answer(&mut practising(&desk, &named))
        .ends(0)
        .document("account-report");
    let arn = document["report"]["identity"]["arn"].as_str().unwrap();
    assert!(arn.contains("assumed-role/AWSReservedSSO"), "{arn}");
}

#[test]
fn mistakes_are_bad_input_with_their_fields() {
    let desk = Desk::new();
    let add = |more: &[&str]| {
        let arguments = [&["--json", "accounts", "add"], more].concat();
        answer(&mut practising(&desk, &arguments))
            .ends(2)
            .error("invalid_input")
    };
    let error = add(&["Practice", "--profile", "crew", "--region", "mars-1"]);
    let fields: Vec<&str> = error["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["name", "region"]);
    let error = add(&["x", "--profile", "crwe"]);
    assert!(
        error["hint"].as_str().unwrap().contains("`crew`"),
        "{error}"
    );
    add(&["x", "--profile", "crew", "--endpoint", "http://example.com"]);
    add(&["x"]);
    add(&["x", "--profile", "crew", "--keys"]);
    let unknown = answer(&mut practising(
        &desk,
        &["--json", "accounts", "test", "nobody"],
    ));
    unknown.ends(2).error("not_found");
    let none = answer(&mut practising(&desk, &["--json", "accounts", "list"])).ends(0);
    assert_eq!(none.document("accounts")["accounts"], serde_json::json!([]));
}

#[test]
fn an_integrations_secret_is_checked_kept_and_never_told() {
    let desk = Desk::new();
    let run = |service: &str, input: &str| {
        let arguments = ["--json", "-v", "env", "secret", "crew", service];
        with_input(&mut practising(&desk, &arguments), input)
    };
    let kept = run("slack", "https://hooks.slack.com/services/T0/B0/planted\n").ends(0);
    let row = &kept.document("integrations")["integrations"][0];
    assert_eq!(row["secretName"], "array/crew/slack-webhook");
    assert_eq!(row["kept"], true);
    let key = "0123456789abcdef0123456789abcdef";
    run("datadog", &format!("{key}\n{key}\n")).ends(0);
    for (service, input) in [
        ("slack", "https://example.com/planted"),
        ("pagerduty", "https://events.pagerduty.com/planted"),
        ("datadog", "planted"),
        ("slack", ""),
    ] {
        let told = run(service, input).ends(2);
        assert!(!format!("{told:?}").contains("planted"), "{told:?}");
        told.error("invalid_input");
    }
}

#[test]
fn a_trail_without_lines_is_whole() {
    let desk = Desk::new();
    let trail = answer(&mut practising(&desk, &["--json", "audit"])).ends(0);
    let trail = trail.document("audit");
    assert_eq!(trail["verdict"]["is"], "whole");
    assert_eq!(trail["lines"], serde_json::json!([]));
}

#[cfg(target_os = "linux")]
#[test]
fn secrets_are_in_the_keychain_and_nowhere_else() {
    crate::store::with_a_keyring("accounts::child_keeps_keys");
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "runs inside secrets_are_in_the_keychain_and_nowhere_else"]
fn child_keeps_keys() {
    if std::env::var_os(crate::store::INSIDE).is_none() {
        return;
    }
    let aws = Aws::of(&["sts/GetCallerIdentity__iam-user"]);
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = command(folder.path());
        command.args(arguments).env("NO_PROXY", "127.0.0.1");
        command
    };
    let add = [
        "-v",
        "--json",
        "accounts",
        "add",
        "lab",
        "--keys",
        "--endpoint",
        aws.url(),
    ];
    let keys = "AKIAIOSFODNN7EXAMPLE\nwJalrXUtnFEMI-planted\n";
    let told = with_input(&mut run(&add), keys).ends(0);
    assert!(
        !format!("{told:?}").contains("planted"),
        "nor in the log on the console"
    );
    // Another process finds the secret in the keychain.
    answer(&mut run(&["--json", "accounts", "test", "lab"]))
        .ends(0)
        .document("account-report");
    let list = answer(&mut run(&["--json", "accounts", "list"]))
        .ends(0)
        .document("accounts");
    assert_eq!(list["accounts"][0]["account"]["name"], "lab");
    works_in_the_account_that_is_named(&folder.path().join("crew.toml"), &run);
    for entry in walk(folder.path()) {
        let bytes = std::fs::read(&entry).unwrap();
        let found = bytes.windows(7).any(|seven| seven == b"planted");
        assert!(!found, "{} holds the secret", entry.display());
    }
    let gone = answer(&mut run(&["--json", "accounts", "remove", "lab"])).ends(0);
    assert_eq!(gone.document("account-change")["done"], "removed");
    with_input(&mut run(&["--json", "accounts", "test", "lab"]), "")
        .ends(2)
        .error("not_found");
    let again = ["--json", "accounts", "logout", "lab"];
    answer(&mut run(&again)).ends(2).error("not_found");
}

/// `--account` on the commands that plan, list and look, with an environment in practice beside.
#[cfg(target_os = "linux")]
fn works_in_the_account_that_is_named(file: &std::path::Path, run: &dyn Fn(&[&str]) -> Command) {
    let file = file.to_str().unwrap();
    let says = |arguments: &[&str]| answer(run(arguments).arg("--json"));
    says(&[
        "env",
        "new",
        "crew",
        "--preset",
        "development",
        "--out",
        file,
    ])
    .ends(0);

    let plan = says(&["env", "plan", file, "--account", "lab"]);
    let told = plan.document("plan");
    assert_eq!(told["account"]["name"], "lab");
    assert_eq!(told["account"]["number"], "111122223333");
    assert_eq!(told["account"]["practice"], false);
    let open: Vec<_> = told["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|check| check["outcome"] == "cannotTell")
        .collect();
    assert!(
        !open.is_empty(),
        "what AWS does not answer is not passed: {told}"
    );
    let policy = says(&["env", "policy", file, "--account", "lab"]).ends(0);
    assert_eq!(policy.document("policy")["accountNumber"], "111122223333");

    says(&["env", "launch", file, "--yes", "--speed", "max"]).ends(0);
    let names = |arguments: &[&str]| {
        let list = says(arguments).ends(0).document("list");
        list["environments"].as_array().unwrap().len()
    };
    assert_eq!(names(&["env", "list"]), 1);
    assert_eq!(names(&["env", "list", "--account", "Practice"]), 1);
    assert_eq!(names(&["env", "list", "--account", "lab"]), 0);
    let elsewhere = says(&["env", "status", "crew", "--account", "lab"]).ends(2);
    let error = elsewhere.error("invalid_input");
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("`Practice`, not in `lab`")
    );
    says(&["audit", "--account", "lab"])
        .ends(0)
        .document("audit");

    for command in [
        &["env", "plan", file][..],
        &["env", "launch", file, "--yes"],
        &["env", "diff", file],
        &["env", "policy", file],
        &["env", "list"],
        &["env", "status", "crew"],
        &["env", "teardown", "crew"],
        &["env", "delete", "crew", "--confirm", "crew"],
        &["audit"],
    ] {
        let mut command = command.to_vec();
        command.extend(["--account", "nowhere"]);
        let error = says(&command).ends(2).error("not_found");
        assert!(
            error["message"].as_str().unwrap().contains("`nowhere`"),
            "{command:?}: {error}"
        );
    }
    assert_eq!(names(&["env", "list"]), 1, "nothing of that was done");
}

/// Every file below a folder.
#[cfg(target_os = "linux")]
fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            found.extend(walk(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found
}
