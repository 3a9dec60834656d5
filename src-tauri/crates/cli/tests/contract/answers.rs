//! Commands that need no store: new, check, plan, render, explain, doctor.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::estimate::Assumptions;
use engine::environments::{self, PRACTICE};
use engine::ports::ProgressSink;
use serde_json::Value;

use crate::arrayctl::Desk;

struct Silent;

impl ProgressSink for Silent {
    fn launch_changed(&self, _: &domain::launch::LaunchSnapshot) {}
    fn environments_changed(&self) {}
    fn import_changed(&self, _: &engine::costs::Import) {}
}

#[test]
fn a_new_file_is_complete_valid_and_the_same_in_every_form() {
    for preset in ["development", "staging", "production"] {
        let desk = Desk::new();
        let new = ["env", "new", "crew", "--preset", preset, "--out"];
        let written = desk.run(&[&["--json"], &new[..], &["crew.toml"]].concat());
        let document = written.ends(0).document("new");
        let text = desk.read("crew.toml");
        assert_eq!(document["toml"], text, "the document is the file");
        let shown = desk.run(&[&new[..], &["-"]].concat()).ends(0);
        assert_eq!(shown.out, text, "`--out -` prints nothing but the file");
        let shown = desk.run(&[&["--json"], &new[..], &["-"]].concat()).ends(0);
        assert_eq!(shown.document("new")["path"], Value::Null);

        let checked = desk.run(&["--json", "env", "check", "crew.toml"]).ends(0);
        let problems = checked.document("check")["problems"].clone();
        for problem in problems.as_array().unwrap() {
            assert_eq!(
                problem["severity"], "warning",
                "valid as it stands: {problem}"
            );
            assert_eq!(problem["code"], "placeholder-value", "{problem}");
            assert!(
                problem["line"].is_u64() && problem["column"].is_u64(),
                "{problem}"
            );
        }
    }
}

#[test]
fn set_changes_a_field_and_the_file_says_so() {
    let desk = Desk::new();
    desk.run(&[
        "env",
        "new",
        "crew",
        "--preset",
        "staging",
        "--out",
        "crew.toml",
        "--set",
        "network.nat=per-zone",
        "--set",
        "node_groups[0].max_size=6",
        "--set",
        "repositories[0].branches=[\"feature/new-search\"]",
    ])
    .ends(0);
    let text = desk.read("crew.toml");
    for expected in ["nat = \"per-zone\"", "max_size = 6", "feature/new-search"] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    let plan = desk
        .run(&["--json", "env", "plan", "crew.toml"])
        .ends(0)
        .document("plan");
    let gateways = of_type(&plan, "AWS::EC2::NatGateway");
    assert_eq!(gateways, 2, "one gateway a zone is what was set");
}

fn of_type(plan: &Value, kind: &str) -> usize {
    let resources = plan["resources"].as_array().unwrap();
    resources.iter().filter(|one| one["type"] == kind).count()
}

#[test]
fn a_plan_adds_up() {
    for preset in ["development", "staging", "production"] {
        let desk = Desk::with_file(preset);
        let plan = desk
            .run(&["--json", "env", "plan", "crew.toml"])
            .ends(0)
            .document("plan");
        let sum = |field: &str| -> i64 {
            let rows = plan["estimate"][field].as_array().unwrap();
            rows.iter()
                .map(|row| row["monthlyMicros"].as_i64().unwrap())
                .sum()
        };
        let total = plan["estimate"]["monthlyMicros"].as_i64().unwrap();
        assert_eq!(
            (sum("items"), sum("parts")),
            (total, total),
            "items and parts add up"
        );
        let unpriced = plan["estimate"]["unpriced"].as_array().unwrap();
        assert_eq!(
            plan["estimate"]["complete"],
            unpriced.is_empty(),
            "with something unpriced the sum is `at least`"
        );
        let known: BTreeSet<String> = plan["resources"]
            .as_array()
            .unwrap()
            .iter()
            .map(place)
            .collect();
        assert_eq!(
            known.len(),
            plan["resources"].as_array().unwrap().len(),
            "each once"
        );
        for step in plan["timeline"]["criticalPath"].as_array().unwrap() {
            assert!(
                known.contains(&place(step)),
                "{step} is a resource of the plan"
            );
        }
        assert_eq!(
            plan["timeline"]["rows"].as_array().unwrap().len(),
            known.len(),
            "every resource stands on the timeline"
        );
    }
}

fn place(row: &Value) -> String {
    format!("{}/{}", row["stack"], row["logicalId"])
}

#[test]
fn an_assumption_changes_the_estimate_only() {
    let desk = Desk::with_file("staging");
    let plan = |more: &[&str]| {
        let arguments = [&["--json", "env", "plan", "crew.toml"], more].concat();
        desk.run(&arguments).ends(0).document("plan")
    };
    let (plain, more) = (plan(&[]), plan(&["--assume", "natGb=5000"]));
    let assumed = |plan: &Value| plan["assumptions"]["natGb"].clone();
    assert_eq!((assumed(&plain), assumed(&more)), (100.into(), 5000.into()));
    assert!(
        more["estimate"]["monthlyMicros"].as_i64() > plain["estimate"]["monthlyMicros"].as_i64(),
        "more traffic costs more"
    );
    assert_eq!(
        plain["digest"], more["digest"],
        "what is launched stays the same"
    );
}

/// The window plans through the same use case; a colleague's plan must be hers.
#[test]
fn the_plan_is_the_one_of_the_window() {
    let desk = Desk::with_file("production");
    let plan = desk
        .run(&["--json", "env", "plan", "crew.toml"])
        .ends(0)
        .document("plan");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let window = runtime.block_on(async {
        let engine = assembly::in_memory(assembly::Surroundings::unattended(Arc::new(Silent)))
            .await
            .unwrap()
            .engine;
        let file = environments::read(&engine, desk.read("crew.toml").as_bytes())
            .file
            .unwrap();
        let assumptions = Assumptions::default();
        environments::plan(&engine, file, PRACTICE, &assumptions)
            .await
            .unwrap()
    });
    assert_eq!(plan["digest"], window.digest);
    assert_eq!(
        plan["resources"],
        serde_json::to_value(&window.resources).unwrap()
    );
    assert_eq!(
        plan["estimate"],
        serde_json::to_value(&window.estimate).unwrap()
    );
}

#[test]
fn rendering_twice_gives_the_same_bytes() {
    let desk = Desk::with_file("production");
    let render = |folder: &str| {
        let answer = desk
            .run(&["--json", "env", "render", "crew.toml", "--out", folder])
            .ends(0);
        answer.document("render")
    };
    let (first, second) = (render("one"), render("two/deep"));
    assert_eq!(first, second);
    let plan = desk
        .run(&["--json", "env", "plan", "crew.toml"])
        .ends(0)
        .document("plan");
    assert_eq!(
        first["templates"], plan["templates"],
        "what is planned is what is written"
    );
    assert_eq!(first["templates"][0]["name"], "root.yaml");
    for template in first["templates"].as_array().unwrap() {
        let name = template["name"].as_str().unwrap();
        let body = desk.read(&format!("one/{name}"));
        assert_eq!(body, desk.read(&format!("two/deep/{name}")), "{name}");
        assert_eq!(template["bytes"], body.len(), "{name}");
    }
}

#[test]
fn a_reason_is_explained_and_an_unknown_one_never_guessed() {
    let desk = Desk::new();
    let explain = |reason: &str, more: &[&str]| {
        let arguments = [&["--json", "explain", "--reason", reason], more].concat();
        desk.run(&arguments).ends(0).document("explain")
    };
    let known = explain(
        "The maximum number of addresses has been reached.",
        &["--type", "AWS::EC2::EIP", "--operation", "create"],
    );
    assert_eq!(
        (known["code"].as_str(), known["class"].as_str()),
        (Some("ARR-1042"), Some("quota"))
    );
    let unknown = explain("The flux is out of phase.", &[]);
    assert_eq!(unknown["class"], "unknown");
    assert_eq!(
        unknown["awsMessage"], "The flux is out of phase.",
        "verbatim"
    );
}

#[test]
fn events_of_a_launch_that_was_never_ours_are_explained() {
    let desk = Desk::new();
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../domain/tests/fixtures/failures"
    );
    for (file, code, resource) in [
        ("elastic-ip-limit", "ARR-1042", "NatEIP0"),
        ("missing-service-linked-role", "ARR-1121", "Domain"),
        ("delete-two-causes", "ARR-1151", "ArtifactBucket"),
    ] {
        let path = format!("{folder}/{file}.json");
        let cause = desk
            .run(&["explain", &path, "--json"])
            .ends(0)
            .document("explain");
        assert_eq!(cause["code"], code, "{file}: {cause}");
        assert_eq!(cause["logicalId"], resource, "{file}: {cause}");
        let said = desk.run(&["explain", &path]).ends(0).out;
        assert!(
            said.contains(code) && said.contains("What to do:"),
            "{said}"
        );
    }
    let text = std::fs::read_to_string(format!("{folder}/elastic-ip-limit.json")).unwrap();
    let utf16: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    desk.write("powershell.json", utf16);
    let cause = desk
        .run(&["explain", "powershell.json", "--json"])
        .ends(0)
        .document("explain");
    assert_eq!(
        cause["code"], "ARR-1042",
        "what `>` writes in PowerShell is read too"
    );
    desk.write("none.json", r#"{"StackEvents": []}"#);
    let nothing = desk.run(&["explain", "none.json", "--json"]).ends(0);
    assert_eq!(
        nothing.document("explain"),
        Value::Null,
        "nothing failed: nothing to explain"
    );
}

#[test]
fn doctor_tells_what_works() {
    let desk = Desk::new();
    let well = desk
        .practise(&["doctor", "--json"])
        .ends(0)
        .document("doctor");
    assert!(
        well["findings"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["good"] == true),
        "{well}"
    );
}

/// On Linux the bus is put out of reach; elsewhere the keychain cannot be taken away.
#[test]
#[cfg(target_os = "linux")]
fn without_a_keychain_the_machine_is_to_blame_and_a_way_out_named() {
    let desk = Desk::with_file("staging");
    let refused = desk.run(&["env", "list", "--json"]).ends(4);
    let error = refused.error("keychain_unavailable");
    assert!(
        error["hint"].as_str().unwrap().contains("--in-memory"),
        "{error}"
    );
    desk.run(&["env", "launch", "crew.toml", "--yes", "--json"])
        .ends(4)
        .error("keychain_unavailable");
    let findings = desk.run(&["doctor", "--json"]).ends(4).document("doctor");
    assert!(
        findings["findings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["good"] == false)
    );
    assert!(!desk.path("data/console.db").exists(), "nothing was made");
}
