//! `cargo xtask test`: every check, in the order in which a failure is cheapest.

use std::path::Path;
use std::process::Command;

use crate::steps::{Outcome, Steps, run};
use crate::{Place, dependencies, house, setup, variable, window};

/// All of it.
pub fn all(place: &Place, steps: &mut Steps) -> Outcome {
    setup::all(place, steps)?;
    steps.step("formatting", || {
        run(
            cargo(place).args(["fmt", "--all", "--check"]),
            "Format with `cargo fmt --all`.",
        )
    })?;
    house::step(place, steps)?;
    steps.step("set-up: cargo-deny", || dependencies::install(place))?;
    dependencies::check(place, steps)?;
    ui(place, steps)?;
    steps.step("clippy", || {
        run(
            cargo(place).args([
                "clippy",
                "--quiet",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]),
            "Mend what clippy names; every suppression says why.",
        )
    })?;
    steps.step("tests: unit, property, flow, wire, shell", || {
        run(
            cargo(place).args(["test", "--workspace"]),
            "Run the failing test alone: cargo test -p CRATE NAME.",
        )
    })?;
    steps.step("Lambda functions and buildspecs", || python_tests(place))?;
    templates(place, steps)?;
    window::build(place, steps)?;
    window::test(place, steps)
}

/// cargo in the checkout, building outside of it.
pub fn cargo(place: &Place) -> Command {
    let mut command = Command::new("cargo");
    command
        .current_dir(&place.root)
        .env("CARGO_TARGET_DIR", &place.target);
    command
}

/// npm in ui/.
pub fn npm(place: &Place, arguments: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command
        .current_dir(place.root.join("ui"))
        .arg("run")
        .arg("--silent")
        .args(arguments);
    command
}

fn ui(place: &Place, steps: &mut Steps) -> Outcome {
    steps.step("ui: types", || {
        run(
            &mut npm(place, &["typecheck"]),
            "Mend the types that are named.",
        )
    })?;
    steps.step("ui: lint", || {
        run(&mut npm(place, &["lint"]), "Mend what eslint names.")
    })?;
    steps.step("ui: tests", || {
        run(
            &mut npm(place, &["test"]),
            "Run one: npx vitest run FILE in ui/.",
        )
    })?;
    steps.step("ui: build", || {
        run(&mut npm(place, &["build"]), "Look at vite's words above.")
    })?;
    steps.step("ui: in Chromium, with accessibility", || chromium(place))
}

/// Every page over recorded answers of the engine, in a browser without the shell.
fn chromium(place: &Place) -> Outcome {
    if !cfg!(target_os = "linux") && variable("ARRAY_CHROMIUM").is_none() {
        println!("    skipped: name a Chromium or Chrome in ARRAY_CHROMIUM to run it here");
        return Ok(());
    }
    let built = place.target.join("ui-fake");
    let out = place.target.join("ui-test");
    let mut build = npm(place, &["build:fake", "--", "--outDir"]);
    run(
        build.arg(&built).arg("--emptyOutDir"),
        "Look at vite's words above.",
    )?;
    run(
        Command::new("node")
            .arg(place.root.join("tests/e2e/ui/test.mjs"))
            .env("ARRAY_UI_FAKE", &built)
            .env("ARRAY_OUT", &out),
        &format!(
            "Each line that begins with FAIL names the page and what is wrong with it; pictures are in {}. One page alone: node tests/e2e/ui/test.mjs NAME, with ARRAY_UI_FAKE={} and ARRAY_OUT=FOLDER.",
            out.display(),
            built.display()
        ),
    )
}

/// Each folder by itself: every function is a module `index`.
fn python_tests(place: &Place) -> Outcome {
    for folder in [
        "src-tauri/blueprints/slack_notifier",
        "src-tauri/blueprints/cluster_software",
        "src-tauri/blueprints/bucket_emptier",
        "tests/templates",
    ] {
        run(
            Command::new(place.python("python"))
                .args(["-m", "pytest", "-q", "-p", "no:cacheprovider"])
                .arg(place.root.join(folder)),
            "The test's name says what is expected.",
        )?;
    }
    Ok(())
}

/// What is rendered for the linters: name, preset, and what is set otherwise.
const RENDERED: [(&str, &str, &[&str]); 4] = [
    ("development", "development", &[]),
    ("staging", "staging", &[]),
    ("production", "production", &[]),
    (
        "other-choices",
        "staging",
        &[
            "cluster.endpoint_access=public",
            "network.nat=per-zone",
            "network.private_gateway=true",
            "network.route_propagation=true",
            "node_groups[0].mode=self-managed",
            "node_groups[0].capacity_type=spot",
            "repositories[0].deploy=helm",
            "repositories[0].branches=main,release/2026-11",
            "repositories[0].approval=true",
            "notifications.slack=false",
            "monitoring.datadog=true",
        ],
    ),
];

fn templates(place: &Place, steps: &mut Steps) -> Outcome {
    let rendered = place.target.join("rendered");
    steps.step("templates: render the presets", || {
        let _ = std::fs::remove_dir_all(&rendered);
        // arrayctl is the one that the tests have just built: another selection of packages would
        // compile the SDK once more.
        for (name, preset, set) in RENDERED {
            render(place, &rendered, (name, preset, set))?;
        }
        Ok(())
    })?;
    steps.step("templates: cfn-lint, Checkov, cfn-guard", || {
        let mut command = Command::new(place.python("python"));
        command
            .arg(place.root.join("tests/templates/lint.py"))
            .arg(place.root.join("src-tauri/blueprints"));
        for (name, ..) in RENDERED {
            command.arg(rendered.join(name));
        }
        run(
            &mut command,
            "Mend the template, or suppress the finding in it with a reason.",
        )
    })
}

fn render(place: &Place, rendered: &Path, (name, preset, set): (&str, &str, &[&str])) -> Outcome {
    let arrayctl = place
        .target
        .join("debug")
        .join(format!("arrayctl{}", std::env::consts::EXE_SUFFIX));
    let file = rendered.join(format!("{name}.toml"));
    std::fs::create_dir_all(rendered).map_err(|error| error.to_string())?;
    let advice = "arrayctl says why.";
    let mut new = Command::new(&arrayctl);
    new.args([
        "--json", "env", "new", "crew", "--preset", preset, "--force", "--out",
    ])
    .arg(&file);
    for choice in set {
        new.args(["--set", choice]);
    }
    quiet(&mut new, advice)?;
    let mut render = Command::new(&arrayctl);
    render
        .args(["--json", "env", "render"])
        .arg(&file)
        .arg("--out")
        .arg(rendered.join(name));
    quiet(&mut render, advice)
}

fn quiet(command: &mut Command, advice: &str) -> Outcome {
    run(command.stdout(std::process::Stdio::null()), advice)
}
