//! Environment files: presets, positions, every rule, and that nothing panics.
#![allow(clippy::unwrap_used)]

use domain::catalogue::Date;
use domain::environment::{
    EnvironmentFile, EnvironmentKind, EnvironmentSpec, Severity, every_preset, parse, parse_bytes,
    set, validate,
};
use proptest::prelude::*;

const TODAY: Date = Date::new(2026, 11, 24);

#[test]
fn presets_are_complete_and_valid_as_they_stand() {
    for file in every_preset() {
        let spec = EnvironmentSpec::new(file.clone(), TODAY);
        assert!(spec.is_ok(), "{}: {spec:?}", file.kind);
        let warned = spec.unwrap().warnings().to_vec();
        assert!(
            warned
                .iter()
                .any(|problem| problem.code == "placeholder-value"),
            "the examples ask to be replaced"
        );
    }
}

#[test]
fn what_is_written_is_read_back() {
    for file in every_preset() {
        let parsed = parse(&file.to_toml());
        assert_eq!(parsed.problems, vec![], "nothing to say about our own text");
        assert_eq!(parsed.file, Some(file), "the same file comes back");
    }
}

#[test]
fn every_problem_is_reported_at_once_with_its_place() {
    let text = "version = 1\nname = \"crew\"\nkind = \"stagin\"\nregion = \"us-east-1\"\n[network]\ncidrr = \"10.0.0.0/16\"\nzones = [1, \"us-east-1b\"]\n[cluster]\nversion = 1.36\n";
    let parsed = parse(text);
    let seen: Vec<(&str, Option<u32>, Option<u32>)> = parsed
        .problems
        .iter()
        .map(|problem| (problem.code.as_str(), problem.line, problem.column))
        .collect();
    assert_eq!(
        seen,
        vec![
            ("unknown-choice", Some(3), Some(8)),
            ("unknown-key", Some(6), Some(1)),
            ("wrong-type", Some(7), Some(10)),
            ("wrong-type", Some(9), Some(11)),
        ],
        "each at the line and column of its value, unknown keys at the key"
    );
    assert_eq!(
        parsed.problems[1].hint.as_deref(),
        Some("Did you mean `cidr`?"),
        "a near key is named"
    );
    assert!(parsed.file.is_none(), "a file with wrong types is no file");
}

#[test]
fn a_field_that_cannot_be_read_hides_no_other() {
    let text = "version = 1\nname = \"Crew!\"\nkind = \"staging\"\n\
        [network]\ncidr = \"10.0.0.1/16\"\nnat = \"double\"\nzones = [\"eu-west-1a\", 2]\n\
        [search]\ninstance_count = \"two\"\nvolume_gib = 1\n";
    let parsed = parse(text);
    assert!(parsed.file.is_none(), "it cannot be launched");
    let found: Vec<(String, String, Option<u32>)> = parsed
        .problems
        .clone()
        .into_iter()
        .chain(parsed.validate(TODAY))
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| (problem.code, problem.field, problem.line))
        .collect();
    let expected = [
        ("missing-field", "region", 1),
        ("unknown-choice", "network.nat", 6),
        ("wrong-type", "network.zones[1]", 7),
        ("wrong-type", "search.instance_count", 9),
        ("invalid-name", "name", 2),
        ("cidr-host-bits", "network.cidr", 5),
        ("search-volume", "search.volume_gib", 10),
    ]
    .map(|(code, field, line)| (code.to_owned(), field.to_owned(), Some(line)));
    assert_eq!(
        found, expected,
        "everything at once; nothing is said about zones, since no region is known"
    );
}

#[test]
fn four_fields_are_a_file_in_every_region() {
    for region in domain::catalogue::REGIONS {
        let text = format!(
            "version = 1\r\nname = \"crew\"\r\nkind = \"production\"\r\nregion = \"{}\"\r\n",
            region.code
        );
        let parsed = parse_bytes(format!("\u{feff}{text}").as_bytes());
        let file = parsed.file.unwrap();
        assert_eq!(
            file.network.zones,
            region.zones[..2],
            "zones that are left out are those of the region"
        );
        assert!(EnvironmentSpec::new(file, TODAY).is_ok(), "{}", region.code);

        let mut file = EnvironmentFile::preset("crew", EnvironmentKind::Staging);
        set(&mut file, "region", region.code).unwrap();
        assert!(
            EnvironmentSpec::new(file, TODAY).is_ok(),
            "`env new --set region={}` moves the zones along",
            region.code
        );
    }
    let mut chosen = EnvironmentFile::preset("crew", EnvironmentKind::Staging);
    set(&mut chosen, "network.zones", "us-east-1c,us-east-1d").unwrap();
    set(&mut chosen, "region", "us-east-2").unwrap();
    assert_eq!(
        chosen.network.zones,
        ["us-east-1c", "us-east-1d"],
        "what a person chose is hers to change"
    );
}

#[test]
fn what_is_no_environment_file_is_said_in_one_error() {
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("not-toml", b"name = ".to_vec()),
        ("newer-version", b"version = 2\nname = \"x\"".to_vec()),
        ("wrong-encoding", vec![0xff, 0xfe, b'a', 0]),
        ("wrong-encoding", b"name = \"\xe4\"".to_vec()),
        ("wrong-encoding", b"n\0a\0m\0e\0 \0=\0".to_vec()),
        ("file-too-large", vec![b'#'; 50_000_000]),
    ];
    for (code, bytes) in cases {
        let parsed = parse_bytes(&bytes);
        assert!(parsed.file.is_none(), "{code}: nothing is taken from it");
        let codes: Vec<_> = parsed.problems.iter().map(|p| p.code.as_str()).collect();
        assert_eq!(codes, vec![code], "one clear error");
    }
}

#[test]
fn branches_with_slashes_work_and_five_hundred_is_enough() {
    let mut file = EnvironmentFile::preset("crew", EnvironmentKind::Staging);
    set(
        &mut file,
        "repositories[0].branches",
        "main,feature/search/v2,release/1.0",
    )
    .unwrap();
    assert!(
        EnvironmentSpec::new(file.clone(), TODAY).is_ok(),
        "slashes are fine"
    );
    file.repositories[0].branches = (0..600).map(|n| format!("feature/{n}")).collect();
    let problems = validate(&file, TODAY);
    assert!(
        problems
            .iter()
            .any(|problem| problem.code == "too-many-resources"),
        "CloudFormation takes 500 resources in one template"
    );
}

#[test]
fn unknown_paths_are_refused_with_a_suggestion() {
    let mut file = EnvironmentFile::preset("crew", EnvironmentKind::Staging);
    let before = file.clone();
    let refused = set(&mut file, "node_groups[0].max_sizes", "3").unwrap_err();
    assert_eq!(refused.hint.as_deref(), Some("Did you mean `max_size`?"));
    assert_eq!(refused.severity, Severity::Error);
    assert!(
        set(&mut file, "network.nat", "double").is_err(),
        "not a choice"
    );
    assert_eq!(file, before, "nothing changed");
    set(&mut file, "node_groups[1].name", "batch").unwrap();
    assert_eq!(
        file.node_groups.len(),
        2,
        "an index one behind the last adds an entry"
    );
}

proptest! {
    #[test]
    fn reading_never_panics(text in ".{0,400}") {
        let _ = parse(&text);
    }

    #[test]
    fn reading_bytes_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = parse_bytes(&bytes);
    }

    #[test]
    fn any_tag_and_branch_comes_back(key in "[A-Za-z0-9 _.:/=+@-]{1,40}", value in ".{0,60}", branch in ".{0,40}") {
        let mut file = EnvironmentFile::preset("crew", EnvironmentKind::Production);
        file.tags.insert(key, value);
        file.repositories[0].branches.push(branch);
        let parsed = parse(&file.to_toml());
        prop_assert_eq!(parsed.file, Some(file));
    }
}
