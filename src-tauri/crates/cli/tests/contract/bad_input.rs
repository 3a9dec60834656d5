//! Bad input ends with 2, says where, and changes nothing.

use crate::arrayctl::{Answer, Desk};

/// Everything that reads a file says the same of it; nothing is launched.
#[track_caller]
fn refused(desk: &Desk, code: &str) -> serde_json::Value {
    let checked = desk.run(&["env", "check", "crew.toml", "--json"]).ends(2);
    let problems = checked.document("check")["problems"].clone();
    let first = problems[0].clone();
    assert_eq!(first["code"], code, "{problems}");
    for command in ["plan", "launch", "render"] {
        let more: &[&str] = match command {
            "launch" => &["--yes"],
            "render" => &["--out", "templates"],
            _ => &[],
        };
        let arguments = [&["env", command, "crew.toml", "--json"], more].concat();
        let error = desk.practise(&arguments).ends(2).error("invalid_input");
        assert_eq!(error["fields"][0]["code"], code, "{command}: {error}");
    }
    assert!(!desk.path("templates").exists(), "nothing was rendered");
    first
}

#[test]
fn a_file_that_is_no_environment_file_is_one_clear_error_with_its_place() {
    let desk = Desk::with_file("staging");
    let good = desk.read("crew.toml");
    desk.write(
        "crew.toml",
        good.replacen("region = \"us-east-1\"", "region = \"us-east-1", 1),
    );
    assert_eq!(
        refused(&desk, "not-toml")["line"],
        6,
        "the line of the missing quote"
    );
    desk.write("crew.toml", good.replacen("version = 1", "version = 99", 1));
    assert_eq!(refused(&desk, "newer-version")["field"], "version");
    let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    desk.write("crew.toml", [&[0xff, 0xfe], utf16.as_slice()].concat());
    refused(&desk, "wrong-encoding");
    desk.write("crew.toml", [good.as_bytes(), b"# caf\xe9\n"].concat());
    let last = good.lines().count() + 1;
    assert_eq!(
        refused(&desk, "wrong-encoding")["line"],
        last,
        "the line of the byte"
    );
    desk.write("crew.toml", vec![b'#'; 50 * 1024 * 1024]);
    refused(&desk, "file-too-large");
}

#[test]
fn every_problem_is_told_at_once_in_the_order_of_the_file() {
    let desk = Desk::with_file("staging");
    for (from, to) in [
        ("name = \"crew\"", "name = \"Bad Name\""),
        ("region = \"us-east-1\"", "region = \"mars-1\""),
        ("10.20.0.0/16", "10.20.0.0/27"),
        ("\"single\"", "\"many\""),
        ("min_size = 2", "min_size = 9"),
        ("OpenSearch_3.5", "OpenSearch_0.1"),
        ("slack_channel", "slak_channel"),
        ("alert_percent = 80", "alert_percent = \"x\""),
    ] {
        desk.edit(from, to);
    }
    let checked = desk.run(&["env", "check", "crew.toml", "--json"]).ends(2);
    let problems = checked.document("check")["problems"].clone();
    let errors: Vec<_> = problems
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["severity"] == "error")
        .collect();
    let codes: Vec<_> = errors
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect();
    for code in [
        "invalid-name",
        "unknown-region",
        "cidr-too-small",
        "unknown-choice",
        "size-order",
        "unknown-search-version",
        "unknown-key",
        "wrong-type",
    ] {
        assert!(codes.contains(&code), "{code} is among {codes:?}");
    }
    let lines: Vec<_> = errors.iter().map(|one| one["line"].as_u64()).collect();
    assert!(lines.is_sorted(), "down the file: {lines:?}");
    let unknown = errors
        .iter()
        .find(|one| one["code"] == "unknown-key")
        .unwrap();
    assert!(
        unknown["hint"].as_str().unwrap().contains("slack_channel"),
        "{unknown}"
    );
    let said = desk.run(&["env", "check", "crew.toml"]).ends(2).out;
    assert!(
        said.starts_with("crew.toml:4:8: error: "),
        "as compilers say it: {said}"
    );
}

#[test]
fn a_name_or_a_field_that_cannot_be_writes_nothing() {
    let desk = Desk::new();
    let new = |name: &str, more: &[&str]| -> Answer {
        let fixed = [
            "--json",
            "env",
            "new",
            name,
            "--preset",
            "staging",
            "--out",
            "crew.toml",
        ];
        desk.run(&[&fixed[..], more].concat())
    };
    new("Bad Name", &[]).ends(2).error("invalid_input");
    let both = new(
        "crew",
        &["--set", "network.nat=many", "--set", "colour=red"],
    )
    .ends(2);
    let fields = both.error("invalid_input")["fields"].clone();
    assert_eq!(
        fields.as_array().unwrap().len(),
        2,
        "both at once: {fields}"
    );
    new("crew", &["--set", "network.nat"])
        .ends(2)
        .error("invalid_input");
    assert!(!desk.path("crew.toml").exists(), "nothing was written");
}

#[test]
fn a_file_that_is_there_is_overwritten_only_by_force() {
    let desk = Desk::new();
    desk.write("crew.toml", "mine");
    let new = [
        "--json",
        "env",
        "new",
        "crew",
        "--preset",
        "staging",
        "--out",
        "crew.toml",
    ];
    desk.run(&new).ends(2).error("already_exists");
    assert_eq!(desk.read("crew.toml"), "mine");
    desk.run(&[&new[..], &["--force"]].concat()).ends(0);
    assert!(desk.read("crew.toml").contains("name = \"crew\""));
    let left: Vec<_> = std::fs::read_dir(desk.folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing is left beside it: {left:?}");
}

#[test]
fn paths_that_lead_nowhere_are_bad_input() {
    let desk = Desk::with_file("staging");
    for arguments in [
        &["env", "check", "nope.toml"][..],
        &["env", "plan", "nope.toml"],
        &["env", "launch", "nope.toml", "--yes"],
        &["env", "check", "."],
        &["explain", "nope.json"],
        &["explain", "crew.toml"],
        &[
            "env",
            "new",
            "x",
            "--preset",
            "staging",
            "--out",
            "no/such/folder.toml",
        ],
        &["env", "render", "crew.toml", "--out", "crew.toml"],
    ] {
        let answer = desk.practise(&[&["--json"], arguments].concat()).ends(2);
        let error = answer.error("invalid_input");
        assert!(
            error["hint"].is_string() || arguments[0] == "explain",
            "{arguments:?}: {error}"
        );
    }
}

#[test]
fn what_cannot_be_understood_is_bad_input_too_as_json_where_that_was_asked() {
    let desk = Desk::with_file("staging");
    for arguments in [
        &[
            "env",
            "launch",
            "crew.toml",
            "--yes",
            "--fail",
            "no-such-script",
        ][..],
        &["env", "launch", "crew.toml", "--yes", "--speed", "0"],
        &["env", "launch", "crew.toml", "--yes", "--speed", "fast"],
        &["env", "plan", "crew.toml", "--assume", "natGb=much"],
        &["env", "plan", "crew.toml", "--assume", "moons=1"],
        &["env", "new", "crew", "--preset", "huge", "--out", "x.toml"],
        &["env", "fly", "crew"],
        &["explain"],
        &["explain", "--operation", "create"],
    ] {
        let said = desk.practise(arguments).ends(2);
        assert!(
            said.out.is_empty() && said.err.starts_with("error: "),
            "{arguments:?}: {said:?}"
        );
        desk.practise(&[arguments, &["--json"]].concat())
            .ends(2)
            .error("invalid_input");
    }
}

#[test]
fn nobody_is_asked_where_there_is_nobody() {
    let desk = Desk::with_file("staging");
    let error = desk
        .practise(&["env", "launch", "crew.toml", "--json"])
        .ends(2)
        .error("invalid_input");
    assert!(error["hint"].as_str().unwrap().contains("--yes"), "{error}");
    for command in [
        "watch", "status", "teardown", "delete", "continue", "cancel",
    ] {
        desk.practise(&["--json", "env", command, "nope"])
            .ends(2)
            .error("not_found");
    }
}

#[test]
fn too_much_is_refused_and_nearly_too_much_is_noted() {
    let desk = Desk::with_file("staging");
    let many = |count: u32| {
        let branches: Vec<String> = (0..count).map(|n| format!("\"feature/{n}\"")).collect();
        desk.edit(
            "branches = [\"main\"]",
            &format!("branches = [{}]", branches.join(",")),
        );
    };
    many(392);
    let plan = desk
        .run(&["--json", "env", "plan", "crew.toml"])
        .ends(0)
        .document("plan");
    let checks = plan["checks"].as_array().unwrap();
    let near = checks.iter().find(|check| check["code"] == "limit-near");
    assert!(
        near.is_some_and(|check| check["evidence"].is_string()),
        "{checks:?}"
    );
    desk.run(&[
        "env",
        "new",
        "crew",
        "--preset",
        "staging",
        "--out",
        "crew.toml",
        "--force",
    ])
    .ends(0);
    many(520);
    refused(&desk, "too-many-resources");
}

#[test]
fn a_data_folder_that_is_a_file_is_bad_input() {
    let desk = Desk::new();
    desk.write("data", "mine");
    desk.run(&["--json", "env", "list"])
        .ends(2)
        .error("invalid_input");
    assert_eq!(desk.read("data"), "mine");
}
