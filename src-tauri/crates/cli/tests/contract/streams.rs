//! Standard input and output: a file through a pipe, a reader that goes away, a disk that is full.
#![cfg(unix)]

use std::process::Stdio;

use crate::arrayctl::{Desk, answer, command};

#[test]
fn a_file_may_come_through_a_pipe() {
    let desk = Desk::new();
    let new = ["env", "new", "crew", "--preset", "staging", "--out", "-"];
    let text = desk.run(&new).ends(0).out;
    desk.write(
        "piped.toml",
        text.replace("\"10.20.0.0/16\"", "\"10.20.0.0/30\""),
    );
    let mut check = command(desk.folder.path());
    check.args(["env", "check", "-"]);
    check.stdin(std::fs::File::open(desk.path("piped.toml")).unwrap());
    let said = answer(&mut check).ends(2).out;
    assert!(
        said.starts_with("stdin:14:8: error: A /30 has 4 addresses"),
        "{said}"
    );
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let desk = Desk::with_file("staging");
    let mut plan = command(desk.folder.path())
        .args(["env", "plan", "crew.toml"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(plan.stdout.take());
    let output = plan.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "nothing to complain about");
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_cannot_be_written_is_the_machines_fault() {
    let desk = Desk::new();
    let full = || std::fs::File::create("/dev/full").unwrap();
    for json in [false, true] {
        let mut new = command(desk.folder.path());
        if json {
            new.arg("--json");
        }
        new.args(["env", "new", "crew", "--preset", "staging", "--out", "-"]);
        let child = new.stdout(full()).stderr(Stdio::piped()).spawn().unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(4), "half a file is no file");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said.lines().count(), 1, "said once: {said}");
    }
}
