//! Help that answers what people look it up for.

use crate::arrayctl::Desk;

const COMMANDS: &[&[&str]] = &[
    &[],
    &["env"],
    &["env", "new"],
    &["env", "check"],
    &["env", "plan"],
    &["env", "render"],
    &["env", "policy"],
    &["env", "launch"],
    &["env", "watch"],
    &["env", "status"],
    &["env", "failed-call"],
    &["env", "list"],
    &["env", "teardown"],
    &["env", "delete"],
    &["env", "diff"],
    &["env", "continue"],
    &["env", "cancel"],
    &["env", "secret"],
    &["costs"],
    &["costs", "import"],
    &["costs", "export"],
    &["costs", "exports"],
    &["costs", "sync"],
    &["costs", "spend"],
    &["costs", "report"],
    &["costs", "lines"],
    &["costs", "overview"],
    &["costs", "drivers"],
    &["costs", "compare"],
    &["costs", "forecast"],
    &["costs", "estimate"],
    &["costs", "support"],
    &["costs", "commitments"],
    &["costs", "waste"],
    &["costs", "allocate"],
    &["costs", "units"],
    &["costs", "units", "show"],
    &["costs", "units", "set"],
    &["costs", "units", "remove"],
    &["costs", "budget"],
    &["costs", "budget", "set"],
    &["costs", "budget", "remove"],
    &["costs", "budget", "list"],
    &["costs", "budget", "check"],
    &["costs", "quality"],
    &["costs", "months"],
    &["costs", "delete"],
    &["audit"],
    &["explain"],
    &["doctor"],
];

#[test]
fn every_help_has_an_example_and_its_exit_codes() {
    let desk = Desk::new();
    let words = include_str!("../../contract/CONTRACT.md");
    for command in COMMANDS {
        let help = desk.run(&[*command, &["--help"]].concat()).ends(0).out;
        assert!(help.contains("Examples:\n  a"), "{command:?}: {help}");
        assert!(help.contains("Exit codes: 0 "), "{command:?}: {help}");
        for line in help.lines() {
            assert!(
                line.chars().count() <= 110,
                "a terminal is no wider: {line}"
            );
        }
        let name = command.join(" ");
        assert!(
            words.contains(&name),
            "CONTRACT.md says nothing of `{name}`"
        );
    }
}

#[test]
fn a_command_that_is_missing_prints_the_help() {
    let said = Desk::new().run(&[]).ends(2);
    assert!(said.err.contains("Usage: arrayctl"), "{}", said.err);
}

#[test]
fn the_scripts_of_practice_are_listed_where_they_are_asked_for() {
    let help = Desk::new().run(&["env", "launch", "--help"]).ends(0).out;
    for script in practice::SCRIPTS {
        assert!(help.contains(script.id), "{} in {help}", script.id);
    }
}

#[test]
fn what_can_be_set_and_assumed_is_listed_where_it_is_asked_for() {
    let desk = Desk::new();
    let help = desk.run(&["env", "new", "--help"]).ends(0).out;
    for (field, _) in domain::environment::fields() {
        assert!(help.contains(&format!("  {field} ")), "{field} in {help}");
    }
    let help = desk.run(&["env", "plan", "--help"]).ends(0).out;
    for known in domain::estimate::ASSUMPTIONS {
        assert!(help.contains(known.key), "{} in {help}", known.key);
    }
}
