//! What is depended upon: licences, bans and sources; known weaknesses where their databases can be asked.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::Place;
use crate::steps::{Outcome, Steps, run};
use crate::test::cargo;

/// cargo-deny, built once from its own sources.
const CARGO_DENY: &str = "0.20.2";

/// Puts cargo-deny beside the emulators.
pub fn install(place: &Place) -> Outcome {
    if deny(place).exists() && version(place).contains(CARGO_DENY) {
        return Ok(());
    }
    println!("    building cargo-deny {CARGO_DENY}, once: about five minutes");
    run(
        cargo(place)
            .args(["install", "cargo-deny", "--version", CARGO_DENY, "--locked"])
            .args(["--quiet", "--force", "--root"])
            .arg(tools(place)),
        "Look at the compiler's words above.",
    )
}

/// The steps.
pub fn check(place: &Place, steps: &mut Steps) -> Outcome {
    steps.step("dependencies: licences, bans, sources", || {
        run(
            denying(place)
                .args(["check", "--hide-inclusion-graph"])
                .args(["licenses", "bans", "sources"]),
            "Choose another crate, or say in .cargo/deny.toml why this one may be.",
        )
    })?;
    steps.step("dependencies: advisories of crates", || {
        let fetched = denying(place).args(["fetch", "db"]).stderr(Stdio::null()).status();
        if !fetched.is_ok_and(|status| status.success()) {
            println!("    skipped: the database of advisories cannot be reached from here");
            return Ok(());
        }
        run(
            denying(place).args(["check", "--disable-fetch", "advisories"]),
            "Take the version that the advisory names, or say in .cargo/deny.toml why it does not concern us.",
        )
    })?;
    steps.step("dependencies: advisories of node modules", || {
        npm_audit(place)
    })
}

/// npm says by its exit code both that it found something and that nobody answered; its JSON tells which.
fn npm_audit(place: &Place) -> Outcome {
    let asked = Command::new("npm")
        .args(["audit", "--json", "--audit-level=moderate"])
        .current_dir(place.root.join("ui"))
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("npm could not be started: {error}"))?;
    let said = String::from_utf8_lossy(&asked.stdout);
    if !said.contains("\"auditReportVersion\"") {
        println!("    skipped: npm's registry here answers no audit");
        return Ok(());
    }
    if asked.status.success() {
        return Ok(());
    }
    println!("{said}");
    Err("Take the versions that the report names: npm audit fix in ui/.".to_owned())
}

fn denying(place: &Place) -> Command {
    let mut command = Command::new(deny(place));
    command
        .current_dir(&place.root)
        .args(["--log-level", "error", "--config", ".cargo/deny.toml"]);
    command
}

fn tools(place: &Place) -> PathBuf {
    place.cache.join("tools")
}

fn deny(place: &Place) -> PathBuf {
    let name = format!("cargo-deny{}", std::env::consts::EXE_SUFFIX);
    tools(place).join("bin").join(name)
}

fn version(place: &Place) -> String {
    let asked = Command::new(deny(place)).arg("--version").output();
    asked.map_or_else(
        |_| String::new(),
        |output| String::from_utf8_lossy(&output.stdout).into_owned(),
    )
}
