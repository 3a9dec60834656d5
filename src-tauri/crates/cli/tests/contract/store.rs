//! With the store: what is remembered, two commands on one job, sudden death, damaged files. They
//! run on a session bus of their own with a real keyring; where there is none they say so and pass.
#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::arrayctl::{Answer, answer, command};

pub const INSIDE: &str = "ARRAYCTL_TEST_INSIDE";
/// On a busy machine the daemon is back before its name is on the bus.
const KEYRING: &str = "printf password | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null; \
    for _ in $(seq 100); do dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
    org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q true && break; sleep 0.1; done";
const BUS: &str = "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
    <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>
    <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>";

/// Runs one of the ignored tests below in a home and on a bus of its own, with an unlocked keyring.
pub fn with_a_keyring(child: &str) {
    for program in ["dbus-run-session", "gnome-keyring-daemon"] {
        if Command::new(program).arg("--version").output().is_err() {
            eprintln!("skipped: {program} is not installed");
            return;
        }
    }
    let home = tempfile::tempdir().unwrap();
    let runtime = home.path().join("run");
    std::fs::create_dir(&runtime).unwrap();
    let config = home.path().join("bus.conf");
    std::fs::write(&config, BUS).unwrap();
    let binary = std::env::current_exe().unwrap();
    let script = format!(
        "{KEYRING}; exec timeout 240 '{}' --exact {child} --ignored --nocapture",
        binary.display()
    );
    let output = Command::new("dbus-run-session")
        .arg("--config-file")
        .arg(&config)
        .args(["--", "sh", "-c", &script])
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", &runtime)
        .env(INSIDE, "1")
        .env_remove("XDG_DATA_HOME")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .output()
        .unwrap();
    let told = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        output.status.success() && told.contains("1 passed"),
        "{told}"
    );
}

/// A folder inside the session, with `crew.toml` in it.
pub struct Kept(tempfile::TempDir);

impl Kept {
    pub fn new() -> Option<Self> {
        std::env::var_os(INSIDE)?;
        let kept = Self(tempfile::tempdir().unwrap());
        kept.run(&[
            "env",
            "new",
            "crew",
            "--preset",
            "staging",
            "--out",
            "crew.toml",
        ])
        .ends(0);
        Some(kept)
    }

    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    pub fn run(&self, arguments: &[&str]) -> Answer {
        answer(command(self.folder()).args(arguments))
    }

    pub fn json(&self, exit: i32, arguments: &[&str]) -> Value {
        let arguments = [&["--json"], arguments].concat();
        self.run(&arguments).ends(exit).document("status")
    }

    pub fn launch(&self, exit: i32, more: &[&str]) -> Value {
        let fixed = ["env", "launch", "crew.toml", "--yes", "--speed", "max"];
        self.json(exit, &[&fixed[..], more].concat())
    }

    /// A launch that goes on by itself; it must be waited for.
    fn begin(&self, speed: &str) -> Child {
        command(self.folder())
            .args(["env", "launch", "crew.toml", "--yes", "--speed", speed])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Waits until the job's document is as wanted.
    fn until(&self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        loop {
            let seen = self.run(&["--json", "env", "status", "crew"]);
            if seen.exit == 0 {
                let document = seen.document("status");
                if wanted(&document) {
                    return document;
                }
            }
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "{what}: {seen:?}"
            );
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

pub fn state(document: &Value) -> (&str, &str) {
    (
        document["state"].as_str().unwrap(),
        document["jobState"].as_str().unwrap(),
    )
}

/// Some of it stands, and some of it does not yet.
fn halfway(document: &Value) -> bool {
    let rows = document["resources"].as_array().unwrap();
    let made = rows
        .iter()
        .filter(|one| one["status"] == "CREATE_COMPLETE")
        .count();
    made > 10 && made < rows.len()
}

#[test]
fn a_life_of_an_environment() {
    with_a_keyring("store::child_lives_a_life");
}

#[test]
#[ignore = "runs inside a_life_of_an_environment"]
fn child_lives_a_life() {
    let Some(kept) = Kept::new() else { return };
    let list = || {
        kept.run(&["--json", "env", "list"])
            .ends(0)
            .document("list")["environments"]
            .clone()
    };
    assert_eq!(list(), serde_json::json!([]), "nothing yet");

    let failed = kept.launch(1, &["--fail", "elastic-ip-limit"]);
    assert_eq!(state(&failed), ("failed", "failed"));
    assert_eq!(
        kept.json(0, &["env", "status", "crew"]),
        failed,
        "status says what the launch said"
    );
    assert_eq!(
        kept.json(1, &["env", "watch", "crew"]),
        failed,
        "watching it ends as it did"
    );

    let call = kept.run(&["--json", "env", "failed-call", "crew"]).ends(0);
    let call = call.document("failed-call");
    assert_eq!(
        (call["answer"].as_str(), call["call"]["name"].as_str()),
        (Some("found"), Some("AllocateAddress")),
        "{call}"
    );
    let said = kept.run(&["env", "failed-call", "crew"]).ends(0).out;
    assert!(said.contains("Request ID: "), "{said}");

    let waits = kept.launch(3, &["--fail", "pending-github-connection"]);
    assert_eq!(state(&waits), ("needsYou", "needsYou"));
    assert_eq!(list()[0]["needsYou"]["code"], "finish-github-handshake");
    assert_eq!(kept.json(3, &["env", "watch", "crew"]), waits);
    assert_eq!(
        state(&kept.json(0, &["env", "continue", "crew"])),
        ("running", "done")
    );
    for command in ["continue", "cancel"] {
        kept.run(&["--json", "env", command, "crew"])
            .ends(2)
            .error("conflict");
    }
    kept.run(&["--json", "env", "failed-call", "crew"])
        .ends(2)
        .error("conflict");
    // The same file again changes nothing; another size of the nodes is an update.
    assert_eq!(state(&kept.launch(0, &[])), ("running", "done"));
    let smaller = "node_groups[0].max_size=9";
    let preset = [
        "env", "new", "crew", "--preset", "staging", "--set", smaller,
    ];
    kept.run(&[&preset[..], &["--out", "crew.toml", "--force"]].concat())
        .ends(0);
    let diff = ["--json", "env", "diff", "crew.toml", "--speed", "max"];
    let tree = &kept.run(&diff).ends(0).document("diff")["changes"];
    assert!(tree["totals"]["modified"].as_u64().unwrap() >= 1, "{tree}");
    assert_eq!(tree["totals"]["replaced"], 0);
    assert_eq!(list()[0]["state"], "running", "a diff leaves it as it is");
    let updated = kept.launch(0, &[]);
    assert_eq!(state(&updated), ("running", "done"));
    assert_eq!(updated["operation"], "update");

    let delete = ["--json", "env", "delete", "crew"];
    kept.run(&delete).ends(2).error("invalid_input");
    kept.run(&[&delete[..], &["--confirm", "crw"]].concat())
        .ends(2)
        .error("invalid_input");
    let fast = [
        "env",
        "delete",
        "crew",
        "--confirm",
        "crew",
        "--speed",
        "max",
    ];
    let stuck = kept.json(1, &[&fast[..], &["--fail", "stuck-delete"]].concat());
    assert_eq!(state(&stuck), ("deleteFailed", "failed"));
    assert_eq!(
        stuck["rootCause"]["class"], "in-use-on-delete",
        "{}",
        stuck["rootCause"]
    );
    let checklist = kept.run(&["--json", "env", "teardown", "crew"]).ends(0);
    let checklist = checklist.document("teardown");
    assert_eq!(
        checklist["items"][0]["code"], "delete-failed",
        "{checklist}"
    );
    let gone = kept.json(0, &fast);
    assert_eq!(state(&gone), ("deleted", "done"));
    assert_eq!(kept.json(0, &["env", "status", "crew"]), gone);
    assert_eq!(list(), serde_json::json!([]), "nothing is left");
    let doctor = kept.run(&["--json", "doctor"]).ends(0).document("doctor");
    assert_eq!(
        doctor["findings"][3]["found"], "0 environments, 6 jobs",
        "{doctor}"
    );
}

#[test]
fn killed_in_the_middle_it_goes_on_from_the_truth() {
    with_a_keyring("store::child_is_killed");
}

#[test]
#[ignore = "runs inside killed_in_the_middle_it_goes_on_from_the_truth"]
fn child_is_killed() {
    let Some(kept) = Kept::new() else { return };
    let mut driver = kept.begin("120");
    let before = kept.until("halfway", halfway);
    let second = kept
        .run(&["--json", "env", "launch", "crew.toml", "--yes"])
        .ends(2);
    second.error("conflict");
    driver.kill().unwrap();
    driver.wait().unwrap();
    let left = kept.json(0, &["env", "status", "crew"]);
    assert_eq!(
        state(&left),
        ("launching", "running"),
        "it is never assumed to have failed"
    );
    let end = kept.json(0, &["env", "watch", "crew"]);
    assert_eq!(state(&end), ("running", "done"));
    assert_eq!(end["jobId"], before["jobId"], "the same job");
    for (old, new) in rows(&before).zip(rows(&end)) {
        assert_eq!(new["status"], "CREATE_COMPLETE", "{new}");
        for kept in ["physicalId", "startedAtMs", "finishedAtMs"] {
            assert!(
                old[kept].is_null() || old[kept] == new[kept],
                "repeated: {old} {new}"
            );
        }
    }
}

fn rows(document: &Value) -> impl Iterator<Item = &Value> {
    document["resources"].as_array().unwrap().iter()
}

#[test]
fn interrupted_it_says_that_the_job_goes_on() {
    with_a_keyring("store::child_is_interrupted");
}

#[test]
#[ignore = "runs inside interrupted_it_says_that_the_job_goes_on"]
fn child_is_interrupted() {
    let Some(kept) = Kept::new() else { return };
    let driver = command(kept.folder())
        .args(["--json", "env", "launch", "crew.toml", "--yes"])
        .args(["--speed", "120"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    kept.until("halfway", halfway);
    let mut interrupt = Command::new("kill");
    interrupt.args(["-INT", &driver.id().to_string()]);
    assert!(interrupt.status().unwrap().success());
    let output = driver.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "as shells expect it");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("arrayctl env watch crew"), "{said}");
    let left: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(state(&left), ("launching", "running"), "one document still");
    let cancelled = kept.json(0, &["env", "cancel", "crew"]);
    assert_eq!(cancelled["jobId"], left["jobId"], "the same job, at once");
}

#[test]
fn one_drives_the_other_watches_and_either_may_cancel() {
    with_a_keyring("store::child_watches_and_cancels");
}

#[test]
#[ignore = "runs inside one_drives_the_other_watches_and_either_may_cancel"]
fn child_watches_and_cancels() {
    let Some(kept) = Kept::new() else { return };
    let mut driver = kept.begin("120");
    kept.until("halfway", halfway);
    let watched = kept.run(&["--json", "env", "watch", "crew"]).ends(0);
    assert!(watched.err.contains("driven elsewhere"), "{}", watched.err);
    assert_eq!(state(&watched.document("status")), ("running", "done"));
    assert_eq!(driver.wait().unwrap().code(), Some(0));
    kept.json(0, &["env", "delete", "crew", "--yes", "--speed", "max"]);

    let mut driver = kept.begin("120");
    kept.until("halfway", halfway);
    let cancelled = kept.json(0, &["env", "cancel", "crew"]);
    assert_eq!(state(&cancelled), ("deleted", "cancelled"));
    assert_eq!(
        driver.wait().unwrap().code(),
        Some(1),
        "the launch did not come to its end"
    );
}

#[test]
fn a_damaged_store_is_said_and_left_as_it_is() {
    with_a_keyring("store::child_finds_damage");
}

#[test]
#[ignore = "runs inside a_damaged_store_is_said_and_left_as_it_is"]
fn child_finds_damage() {
    let Some(kept) = Kept::new() else { return };
    kept.launch(0, &[]);
    let file = kept.folder().join("data/console.db");
    let good = std::fs::read(&file).unwrap();
    // What was written last may still lie in the write-ahead log: it belongs to the store.
    let log = kept.folder().join("data/console.db-wal");
    let good_log = std::fs::read(&log).ok();
    let noise: Vec<u8> = (0..65_536_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    for (what, content) in [
        ("truncated", &good[..good.len() / 2]),
        ("a stump", &good[..100]),
        ("another key, or no store at all", &noise[..]),
    ] {
        remove_logs(&kept);
        std::fs::write(&file, content).unwrap();
        let refused = kept
            .run(&["--json", "env", "list"])
            .ends(4)
            .document("error");
        let code = refused["error"]["code"].as_str().unwrap();
        assert!(
            ["store_damaged", "store_locked"].contains(&code),
            "{what}: {refused}"
        );
        let hint = refused["error"]["hint"].as_str().unwrap();
        assert!(
            hint.contains("--in-memory"),
            "{what} has a way out: {refused}"
        );
        assert_eq!(
            std::fs::read(&file).unwrap(),
            content,
            "{what}: nothing is overwritten"
        );
        kept.run(&["--json", "doctor"]).ends(4).document("doctor");
    }
    remove_logs(&kept);
    std::fs::write(&file, &good).unwrap();
    if let Some(content) = good_log {
        std::fs::write(&log, content).unwrap();
    }
    let list = kept
        .run(&["--json", "env", "list"])
        .ends(0)
        .document("list");
    assert_eq!(
        list["environments"][0]["name"], "crew",
        "put back, it is all there"
    );
}

fn remove_logs(kept: &Kept) {
    for name in ["console.db-wal", "console.db-shm"] {
        let _ = std::fs::remove_file(kept.folder().join("data").join(name));
    }
}
