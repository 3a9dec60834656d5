//! The real window: built with the UI inside, driven through WebDriver under a virtual display.

use std::path::PathBuf;
use std::process::Command;

use crate::Place;
use crate::steps::{Outcome, Steps, run};
use crate::test::{cargo, npm};

/// Builds the application with ui/dist inside, and arrayctl.
pub fn build(place: &Place, steps: &mut Steps) -> Outcome {
    steps.step("window: build", || {
        if !place.root.join("ui/dist/index.html").exists() {
            run(&mut npm(place, &["build"]), "Look at vite's words above.")?;
        }
        run(
            cargo(place).args([
                "build",
                "--quiet",
                "--features",
                "custom-protocol",
                "-p",
                "array-console",
                "-p",
                "cli",
            ]),
            "Look at the compiler's words above.",
        )?;
        // Kept in the checkout: another build in the same folder must not change what is being tested.
        std::fs::create_dir_all(place.root.join("target/app"))
            .map_err(|error| error.to_string())?;
        for name in ["array-console", "arrayctl"] {
            let built = place.target.join("debug").join(program(name));
            let kept = binary(place, name);
            let _ = std::fs::remove_file(&kept);
            std::fs::hard_link(&built, &kept)
                .or_else(|_| std::fs::copy(&built, &kept).map(|_| ()))
                .map_err(|error| format!("{} cannot be kept: {error}", built.display()))?;
        }
        Ok(())
    })
}

fn program(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

/// The suite that asserts.
pub fn test(place: &Place, steps: &mut Steps) -> Outcome {
    steps.step("window: through WebDriver", || {
        drive(place, "test.mjs", &place.target.join("window-test"))
    })?;
    steps.step("window: changing what runs", || {
        drive(place, "updates.mjs", &place.target.join("window-test"))
    })?;
    steps.step("window: costs, with the figures of arrayctl", || {
        drive(place, "costs.mjs", &place.target.join("window-test"))
    })?;
    steps.step("window: files dropped and chosen", || {
        drive(place, "files.mjs", &place.target.join("window-test"))
    })?;
    steps.step("window: accounts, and where their secrets are", || {
        drive(place, "accounts.mjs", &place.target.join("window-test"))
    })?;
    steps.step("window: a real account, in the emulator", || {
        drive(place, "emulator.mjs", &place.target.join("window-test"))
    })?;
    steps.step("window: the guided tour of the demo", || {
        drive(place, "tour.mjs", &place.target.join("window-tour"))
    })
}

/// Runs a script of tests/e2e/window with a display, a session bus and an unlocked keychain.
pub fn drive(place: &Place, script: &str, out: &std::path::Path) -> Outcome {
    if !cfg!(target_os = "linux") {
        println!("    skipped: WebDriver drives the window on Linux only (WebKitGTK's driver)");
        return Ok(());
    }
    let advice = format!("Screenshots and the log are in {}.", out.display());
    run(
        session(place)
            .arg("node")
            .arg(place.root.join("tests/e2e/window").join(script))
            .env("ARRAY_APP", binary(place, "array-console"))
            .env("ARRAY_CTL", binary(place, "arrayctl"))
            .env("ARRAY_CACHE", &place.cache)
            .env("ARRAY_OUT", out),
        &advice,
    )
}

/// Runs what is given to it with a virtual display, a session bus and an unlocked keychain.
pub fn session(place: &Place) -> Command {
    let mut command = Command::new("xvfb-run");
    command
        .args([
            "--auto-servernum",
            "--server-args=-screen 0 1280x800x24",
            "dbus-run-session",
            "--",
            "bash",
        ])
        .arg(place.root.join("tests/e2e/window/session.sh"))
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
        .env("GDK_BACKEND", "x11");
    command
}

/// A program that was built with the UI inside.
pub fn binary(place: &Place, name: &str) -> PathBuf {
    place.root.join("target/app").join(program(name))
}
