//! The last steps of a deletion: what stopped it can be left behind, and what is left is listed.
#![cfg(target_os = "linux")]

use serde_json::Value;

use crate::store::{Kept, state, with_a_keyring};

#[test]
fn what_stops_a_deletion_is_left_and_listed() {
    with_a_keyring("deletion::child_leaves_something");
}

fn checklist(kept: &Kept) -> Value {
    let asked = kept.run(&["--json", "env", "teardown", "crew"]).ends(0);
    asked.document("teardown")
}

#[test]
#[ignore = "runs inside what_stops_a_deletion_is_left_and_listed"]
fn child_leaves_something() {
    let Some(kept) = Kept::new() else { return };
    kept.launch(0, &[]);
    let before = checklist(&kept);
    assert_eq!(before["lastStep"], serde_json::json!([]));
    let delete = ["env", "delete", "crew", "--yes", "--speed", "max"];
    let json = [&["--json"], &delete[..]].concat();
    let retained = ["--retain", "Network.NodeSubnetA"];
    for last in [&retained[..], &["--force"]] {
        let refused = kept.run(&[&json, last].concat()).ends(2);
        let error = refused.error("invalid_input");
        let hint = error["hint"].as_str().unwrap();
        assert!(hint.contains("Delete it as a whole first"), "{error}");
    }
    kept.run(&[&json, &retained[..], &["--force"]].concat())
        .ends(2);

    kept.json(1, &[&delete[..], &["--fail", "stuck-delete"]].concat());
    let after = checklist(&kept);
    let codes: Vec<&str> = after["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item["fate"] == "blocks")
        .map(|item| item["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["delete-failed", "network-interface"]);
    let words = kept.run(&["env", "teardown", "crew"]).ends(0).out;
    for told in [
        "It is held by the network interface eni-",
        "To remove it: aws ec2 delete-network-interface",
        "Network.NodeSubnetA AWS::EC2::Subnet subnet-",
        "($0.00 a month)",
    ] {
        assert!(words.contains(told), "{told} in {words}");
    }
    let unknown = [&json, &["--retain", "Network.Nothing"][..]].concat();
    let error = kept.run(&unknown).ends(2).error("invalid_input");
    assert!(
        error["hint"]
            .as_str()
            .unwrap()
            .contains("Network.NodeSubnetA"),
        "it names what can be left: {error}"
    );

    let again = kept.json(1, &[&delete[..], &retained].concat());
    assert_eq!(again["rootCause"]["logicalId"], "Vpc", "{again}");
    let gone = kept.json(0, &[&delete[..], &["--force"]].concat());
    assert_eq!(state(&gone), ("deleted", "done"));
    let orphans = gone["orphans"]["items"].as_array().unwrap();
    let origins: Vec<&str> = orphans
        .iter()
        .map(|one| one["origin"].as_str().unwrap())
        .collect();
    for origin in ["retained", "cluster", "shared"] {
        assert!(origins.contains(&origin), "{origin} in {origins:?}");
    }
    assert_eq!(
        kept.json(0, &["env", "status", "crew"])["orphans"],
        gone["orphans"],
        "it can be read afterwards"
    );
    let said = kept.run(&["env", "status", "crew"]).ends(0).out;
    assert!(said.contains("Still there: AWS::EC2::VPC vpc-"), "{said}");
    assert!(said.contains("To remove it: aws ec2 delete-vpc"), "{said}");
}
