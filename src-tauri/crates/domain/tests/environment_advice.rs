//! What a person is told to do: about TOML that is none, keys in the wrong place, and `--set`.
#![allow(clippy::unwrap_used)]

use domain::environment::{EnvironmentFile, EnvironmentKind, Problem, parse, set};

const HEAD: &str = "version = 1\nname = \"x\"\nkind = \"staging\"\nregion = \"us-east-1\"\n";

fn staging() -> EnvironmentFile {
    EnvironmentFile::preset("x", EnvironmentKind::Staging)
}

/// The one problem of a text behind the four fields that every file has.
fn only(text: &str) -> Problem {
    let problems = parse(&format!("{HEAD}{text}")).problems;
    assert_eq!(problems.len(), 1, "{text}: {problems:?}");
    problems.into_iter().next().unwrap()
}

#[test]
fn text_that_is_no_toml_comes_with_advice() {
    for (text, advice) in [
        ("name = \"y\"", "It stands in the file twice: keep one."),
        ("owner: me", "Write key = value; the colon is YAML's."),
        ("owner", "Write it as key = value."),
        ("owner = me", "A text stands in quotes"),
        ("[network]\ncidr = 10.0.0.0/16", "A text stands in quotes."),
        ("[network]\nprivate_gateway = False", "in lower case"),
        ("owner = \"me", "Close the quotes"),
        ("[network", "Close the bracket"),
        (
            "[network]\nzones = [\"us-east-1a\" \"us-east-1b\"]",
            "Put a comma between the entries.",
        ),
        (
            "[budget]\nmonthly_usd = 0100",
            "Write the number without the zero in front.",
        ),
    ] {
        let problem = only(text);
        assert_eq!(problem.code, "not-toml", "{text}");
        assert!(problem.line.unwrap() > 4, "{text}: the line of the fault");
        let hint = problem.hint.unwrap();
        assert!(
            hint.contains(advice),
            "{text}: {hint} ({})",
            problem.message
        );
    }
    let json = parse("{\"version\": 1}").problems.remove(0);
    assert!(json.hint.unwrap().contains("JSON"), "and JSON is named");
}

#[test]
fn a_wrong_type_shows_how_it_is_written() {
    for (text, message, hint) in [
        (
            "[network]\ncidr = 5",
            "`network.cidr` must be a text in quotes, not a whole number.",
            "Write it like cidr = \"10.20.0.0/16\".",
        ),
        (
            "[network]\nzones = \"us-east-1a\"",
            "`network.zones` must be a list, not a text.",
            "Write it like zones = [\"us-east-1a\", \"us-east-1b\"].",
        ),
        (
            "[budget]\nmonthly_usd = 1.5",
            "`budget.monthly_usd` must be a whole number, 0 or more, not a number with a point.",
            "Write it like monthly_usd = 800.",
        ),
        (
            "cluster = \"x\"",
            "`cluster` must be a table, not a text.",
            "Write [cluster] above its fields.",
        ),
    ] {
        let problem = only(text);
        assert_eq!(
            (problem.message.as_str(), problem.hint.as_deref()),
            (message, Some(hint))
        );
    }
}

#[test]
fn a_key_in_the_wrong_place_is_sent_home() {
    for (text, hint) in [
        ("cidr = \"10.0.0.0/16\"", "`cidr` belongs under [network]."),
        ("max_size = 3", "`max_size` belongs under [[node_groups]]."),
        (
            "[network]\nowner = \"me\"",
            "`owner` belongs at the top of the file, above the first table.",
        ),
        (
            "[notifications]\nslack_webhook = \"x\"",
            "A secret never stands in this file; the plan says where it belongs.",
        ),
        (
            "[notifications]\nemail = \"x\"",
            "Did you mean `project_manager_email`?",
        ),
        (
            "[[node_groups]]\nname = \"a\"\nmin = 1",
            "Did you mean `min_size`?",
        ),
        ("[NETWORK]", "Did you mean `network`?"),
    ] {
        let problem = only(text);
        assert_eq!(problem.code, "unknown-key", "{text}");
        assert_eq!(problem.hint.as_deref(), Some(hint), "{text}");
    }
}

#[test]
fn an_entry_without_its_name_is_a_missing_field() {
    let problem = only("[[node_groups]]\nmax_size = 9\n");
    assert_eq!(
        (problem.code.as_str(), problem.field.as_str(), problem.line),
        ("missing-field", "node_groups[0].name", Some(5)),
    );
    let problem = only("[[repositories]]\nbranches = [\"main\"]\n");
    assert_eq!(problem.field, "repositories[0].repository");
}

#[test]
fn null_takes_a_value_back() {
    let mut file = staging();
    for (path, value) in [
        ("tags.Team", "crew"),
        ("tags.CostCenter", "null"),
        ("repositories[0]", "null"),
        ("network.nat", "per-zone"),
        ("network.nat", "null"),
        ("node_groups[0].max_size", "40"),
        ("node_groups[0].max_size", "null"),
        ("cluster.admins[1]", "arn:aws:iam::111122223333:role/A"),
        ("cluster.admins[0]", "null"),
    ] {
        set(&mut file, path, value).unwrap();
    }
    let mut wanted = staging();
    wanted.tags = [("Team".to_owned(), "crew".to_owned())].into();
    wanted.repositories.remove(0);
    wanted.cluster.admins = vec!["arn:aws:iam::111122223333:role/A".to_owned()];
    assert_eq!(file, wanted);
    for path in ["tags.Nobody", "repositories[7]", "network.cdir"] {
        assert!(set(&mut file, path, "null").is_err(), "{path} is not there");
    }
    assert_eq!(file, wanted, "and nothing changed");
}

#[test]
fn lists_and_tags_can_be_emptied() {
    let mut file = staging();
    for path in ["repositories", "node_groups", "tags", "cluster.admins"] {
        let empty = if path == "tags" { "{}" } else { "[]" };
        set(&mut file, path, empty).unwrap();
    }
    assert!(file.repositories.is_empty() && file.node_groups.is_empty());
    assert!(file.tags.is_empty() && file.cluster.admins.is_empty());
    set(&mut file, "repositories[0].repository", "me/app").unwrap();
    assert_eq!(file.repositories[0].branches, ["main"], "from the preset");
}

#[test]
fn what_cannot_be_set_says_what_can() {
    let mut file = staging();
    for (path, value, hint) in [
        (
            "network",
            "x",
            "Set one of them: network.cidr, network.flow_log",
        ),
        (
            "repositories[0]",
            "a/b",
            "Set one of them: repositories[0].approval",
        ),
        (
            "node_groups.0.name",
            "x",
            "Name an entry by its number, from 0: node_groups[0].",
        ),
        ("node_groups[3].name", "x", "Use the index 0; 1 adds one."),
        ("kind", "prod", "Did you mean `production`?"),
        ("network.nat", "none", "Write one of these words."),
        ("search.webhook", "x", "A secret never stands in this file"),
    ] {
        let said = set(&mut file, path, value).unwrap_err().hint.unwrap();
        assert!(said.starts_with(hint), "{path}={value}: {said}");
    }
    set(&mut file, "network.nat", " per-zone ").unwrap();
    set(&mut file, "owner", "'Crew team'").unwrap();
    assert_eq!(file.owner, "Crew team", "quotes are the shell's and TOML's");
    assert!(set(&mut file, "network.cidr]x", "y").is_err());
}
