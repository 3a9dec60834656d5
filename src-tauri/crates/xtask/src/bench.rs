//! `cargo xtask bench`: the figures that the project holds itself to, measured on release builds.

use std::process::Command;

use crate::steps::{Outcome, Steps, run};
use crate::test::{cargo, npm};
use crate::{Place, program, setup, window};

/// All of it.
pub fn all(place: &Place, steps: &mut Steps) -> Outcome {
    setup::all(place, steps)?;
    steps.step("plan and ledger of the largest preset", || {
        bench(place, "domain", "plan")
    })?;
    steps.step("reports over 36 months of costs", || {
        bench(place, "store", "reports")
    })?;
    steps.step("import of costs beside DuckDB and Polars", || costs(place))?;
    steps.step("practice launch of the largest preset", || {
        bench(place, "assembly", "launch")
    })?;
    steps.step("watching: event to screen, catch-up, memory", || {
        watching(place)
    })?;
    steps.step("release build", || {
        run(&mut npm(place, &["build"]), "Look at vite's words above.")?;
        run(
            cargo(place).args([
                "build",
                "--release",
                "--features",
                "custom-protocol",
                "-p",
                "array-console",
                "-p",
                "cli",
                "--bins",
                "--examples",
            ]),
            "Look at the compiler's words above.",
        )
    })?;
    steps.step("reports over 36 months on screen", || on_screen(place))?;
    steps.step("start and memory beside an empty window", || beside(place))
}

fn bench(place: &Place, package: &str, name: &str) -> Outcome {
    run(
        cargo(place).args(["bench", "--quiet", "-p", package, "--bench", name]),
        "A benchmark must run to its end.",
    )
}

/// Each in a process of its own, so that none is measured with the memory of another.
fn watching(place: &Place) -> Outcome {
    for figure in [
        "pace::a_launch_is_watched_within_its_budget_of_calls",
        "figures::catching_up_after_two_hours",
        "figures::memory_of_a_watch_of_four_hours",
    ] {
        run(
            cargo(place).args([
                "test",
                "--quiet",
                "--release",
                "--workspace",
                "--test",
                "flows",
                "--",
                "--include-ignored",
                "--nocapture",
                "--exact",
                figure,
            ]),
            "A watch must be followed to its end.",
        )?;
    }
    Ok(())
}

/// The importer in the release profile, in turn with its peers from PyPI.
fn costs(place: &Place) -> Outcome {
    run(
        cargo(place).args([
            "build",
            "--quiet",
            "--release",
            "-p",
            "store",
            "--example",
            "costs",
        ]),
        "Look at the compiler's words above.",
    )?;
    run(
        peers(place)?
            .arg(place.root.join("tests/bench/costs.py"))
            .arg(place.target.join("release/examples/costs")),
        "The import takes more than its share, or finds other totals: look at the table above.",
    )
}

/// Python with the peers and what their data is made with.
fn peers(place: &Place) -> Result<Command, String> {
    let venv = place.cache.join("peers");
    setup::environment(&venv, &place.root.join("tests/bench/requirements.txt"))?;
    Ok(Command::new(program(&venv, "python")))
}

/// Reports over 36 months, from the click to the picture.
fn on_screen(place: &Place) -> Outcome {
    if !cfg!(target_os = "linux") {
        println!("    skipped: the window is driven on Linux only");
        return Ok(());
    }
    let months = place.target.join("bench-months");
    std::fs::create_dir_all(&months).map_err(|error| error.to_string())?;
    run(
        peers(place)?
            .arg(place.root.join("tests/bench/focus.py"))
            .arg(&months)
            .args(["100000", "36"]),
        "Look at Python's words above.",
    )?;
    let release = place.target.join("release");
    run(
        window::session(place)
            .arg("node")
            .arg(place.root.join("tests/bench/reports.mjs"))
            .env("ARRAY_APP", release.join("array-console"))
            .env("ARRAY_CTL", release.join("arrayctl"))
            .env("ARRAY_MONTHS", months),
        "A report takes longer than it may: look at the table above.",
    )
}

fn beside(place: &Place) -> Outcome {
    if !cfg!(target_os = "linux") {
        println!("    skipped: processes are measured on Linux only");
        return Ok(());
    }
    let release = place.target.join("release");
    let mut command: Command = window::session(place);
    run(
        command
            .arg("node")
            .arg(place.root.join("tests/bench/window.mjs"))
            .env("ARRAY_APP", release.join("array-console"))
            .env("ARRAY_CTL", release.join("arrayctl"))
            .env("ARRAY_EMPTY", release.join("examples/empty-window")),
        "Both windows must start.",
    )
}
