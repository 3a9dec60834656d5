//! What holds for any valid environment, and for any damage to the file of one.
#![allow(clippy::unwrap_used)]

use domain::blueprint::render;
use domain::environment::testing::{VALID_ON, any_valid_environment};
use domain::environment::{
    CODES, EnvironmentKind, EnvironmentSpec, parse, parse_bytes, root_resources, set,
};
use domain::template::structure;
use proptest::prelude::*;
use proptest::sample::Index;

proptest! {
    #[test]
    fn it_is_valid_and_its_file_says_the_same(file in any_valid_environment()) {
        let text = file.to_toml();
        let parsed = parse(&text);
        prop_assert_eq!(&parsed.problems, &vec![], "nothing to say about our own text:\n{}", text);
        prop_assert_eq!(parsed.file.as_ref(), Some(&file), "the same comes back from:\n{}", text);
        prop_assert_eq!(file.to_toml(), text, "the same file has the same text");
        let spec = EnvironmentSpec::new(file, VALID_ON);
        prop_assert!(spec.is_ok(), "{spec:#?}");
    }

    #[test]
    fn refilling_from_another_kind_keeps_it_valid(
        file in any_valid_environment(),
        kind in proptest::sample::select(EnvironmentKind::ALL),
    ) {
        let filled = file.refill(kind);
        prop_assert_eq!(filled.kind, kind);
        prop_assert_eq!((&filled.name, &filled.region, &filled.owner), (&file.name, &file.region, &file.owner));
        let spec = EnvironmentSpec::new(filled, VALID_ON);
        prop_assert!(spec.is_ok(), "{spec:#?}");
    }

    #[test]
    fn a_damaged_file_is_answered_at_places_that_it_has(
        file in any_valid_environment(),
        cuts in proptest::collection::vec((any::<Index>(), 0..6_usize, "[\\[\\]{}=\",.a-z0-9\n#-]{0,4}"), 1..6),
    ) {
        let mut text = file.to_toml();
        for (at, length, with) in cuts {
            let mut from = at.index(text.len());
            while !text.is_char_boundary(from) { from -= 1; }
            let mut to = (from + length).min(text.len());
            while !text.is_char_boundary(to) { to += 1; }
            text.replace_range(from..to, &with);
        }
        let parsed = parse_bytes(text.as_bytes());
        let lines: Vec<&str> = text.split('\n').collect();
        for problem in parsed.problems.iter().chain(&parsed.validate(VALID_ON)) {
            prop_assert!(CODES.iter().any(|(code, ..)| *code == problem.code), "{} is listed", problem.code);
            let (Some(line), Some(column)) = (problem.line, problem.column) else { continue };
            let length = lines.get(line as usize - 1).map(|line| line.chars().count());
            prop_assert!(
                length.is_some_and(|length| column as usize <= length + 1),
                "{}:{} lies in the file: {:?}", line, column, problem
            );
        }
    }

    #[test]
    fn any_path_and_value_is_set_or_refused(
        path in "[a-z_.\\[\\]0-9]{0,24}|node_groups\\[[0-9]{1,20}\\](\\.[a-z_]{1,14})?|tags\\..{0,9}",
        value in ".{0,24}",
    ) {
        let mut file = domain::environment::EnvironmentFile::preset("crew", EnvironmentKind::Staging);
        let before = file.clone();
        if set(&mut file, &path, &value).is_err() {
            prop_assert_eq!(file, before, "what is refused changes nothing");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn it_renders_soundly_and_is_as_large_as_was_said(file in any_valid_environment()) {
        let spec = EnvironmentSpec::new(file, VALID_ON).unwrap();
        let blueprint = render(&spec);
        let findings = structure(&blueprint);
        prop_assert!(findings.is_empty(), "references resolve and limits hold: {findings:#?}");
        let resources = blueprint.root.body.lines().filter(|line| line.starts_with("    Type: AWS::")).count();
        let delivery = usize::from(spec.repositories.is_empty());
        prop_assert_eq!(
            resources + delivery,
            root_resources(&spec),
            "the rule of 500 resources counts what is rendered"
        );
    }
}
