//! Launches in the practice account, without a store.

use serde_json::Value;

use crate::arrayctl::Desk;

fn launch(desk: &Desk, more: &[&str]) -> crate::arrayctl::Answer {
    let fixed = ["env", "launch", "crew.toml", "--yes", "--speed", "max"];
    desk.practise(&[&fixed[..], more].concat())
}

#[test]
fn a_launch_ends_with_everything_made() {
    let desk = Desk::with_file("staging");
    let plan = desk
        .run(&["--json", "env", "plan", "crew.toml"])
        .ends(0)
        .document("plan");
    let answer = launch(&desk, &["--json"]).ends(0);
    let done = answer.document("status");
    assert_eq!(
        (done["state"].as_str(), done["jobState"].as_str()),
        (Some("running"), Some("done"))
    );
    let made = done["resources"].as_array().unwrap();
    assert_eq!(
        made.len(),
        plan["resources"].as_array().unwrap().len(),
        "what was planned"
    );
    for one in made {
        assert_eq!(one["status"], "CREATE_COMPLETE", "{one}");
        assert!(
            one["finishedAtMs"].as_i64() >= one["startedAtMs"].as_i64(),
            "{one}"
        );
    }
    assert!(
        done["outputs"]["ClusterName"].is_string(),
        "{}",
        done["outputs"]
    );
    assert_eq!(done["rootCause"], Value::Null);
    assert!(
        answer.err.lines().count() > 1,
        "progress stands on standard error: {}",
        answer.err
    );
}

#[test]
fn the_elastic_ip_limit_fails_in_the_cloud_with_its_cause() {
    let desk = Desk::with_file("staging");
    let failed = launch(&desk, &["--fail", "elastic-ip-limit", "--json"])
        .ends(1)
        .document("status");
    assert_eq!(
        (failed["state"].as_str(), failed["jobState"].as_str()),
        (Some("failed"), Some("failed"))
    );
    let cause = &failed["rootCause"];
    assert_eq!(cause["code"], "ARR-1042", "{cause}");
    assert_eq!(
        (cause["stack"].as_str(), cause["type"].as_str()),
        (Some("Network"), Some("AWS::EC2::EIP"))
    );
    assert!(
        cause["awsMessage"]
            .as_str()
            .unwrap()
            .contains("maximum number of addresses")
    );
    // The line is the resource's, in the template as an engineer has it before her.
    let template = concat!(env!("CARGO_MANIFEST_DIR"), "/../../blueprints/");
    let text =
        std::fs::read_to_string(format!("{template}{}", cause["file"].as_str().unwrap())).unwrap();
    let line = cause["line"].as_u64().unwrap() as usize;
    let named = text.lines().nth(line - 1).unwrap();
    assert!(
        named.contains(cause["logicalId"].as_str().unwrap()),
        "line {line} is `{named}`"
    );
}

#[test]
fn every_failure_script_ends_as_it_says() {
    let desk = Desk::with_file("staging");
    for (script, exit, code, asks) in [
        ("no-instance-capacity", 1, Some("capacity"), None),
        (
            "missing-service-linked-role",
            1,
            Some("missing-prerequisite"),
            None,
        ),
        (
            "pending-github-connection",
            3,
            None,
            Some("finish-github-handshake"),
        ),
        ("expired-token", 3, None, Some("sign-in-again")),
        ("throttling", 0, None, None),
    ] {
        let end = launch(&desk, &["--fail", script, "--json"])
            .ends(exit)
            .document("status");
        assert_eq!(
            end["rootCause"]["class"].as_str(),
            code,
            "{script}: {}",
            end["rootCause"]
        );
        assert_eq!(
            end["needsYou"]["code"].as_str(),
            asks,
            "{script}: {}",
            end["needsYou"]
        );
    }
}

#[test]
fn a_failure_reads_well_without_json() {
    let desk = Desk::with_file("staging");
    let said = launch(&desk, &["--fail", "elastic-ip-limit"]).ends(1).out;
    for words in [
        "ARR-1042",
        "Network/NatAddressA AWS::EC2::EIP (network.yaml:",
        "What to do:",
        "AWS's words:",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    let said = launch(&desk, &["--fail", "pending-github-connection"])
        .ends(3)
        .out;
    assert!(said.contains("\n  1. "), "the steps are numbered: {said}");
}

#[test]
fn the_log_goes_to_standard_error() {
    let desk = Desk::with_file("staging");
    let answer = launch(&desk, &["-v", "--fail", "throttling", "--json"]).ends(0);
    answer.document("status");
    assert!(answer.err.contains(" WARN "), "{}", answer.err);
}
