//! `cargo xtask demo`: the app in the practice account; without a display a guided tour of it.

use std::process::Command;

use crate::steps::{Outcome, Steps, run};
use crate::test::npm;
use crate::{Place, setup, variable, window};

/// Installs, builds and opens the app, or tours it under a virtual display.
pub fn all(place: &Place, steps: &mut Steps) -> Outcome {
    setup::all(place, steps)?;
    steps.step("ui: build", || {
        run(&mut npm(place, &["build"]), "Look at vite's words above.")
    })?;
    window::build(place, steps)?;
    let has_display = !cfg!(target_os = "linux")
        || variable("DISPLAY").is_some()
        || variable("WAYLAND_DISPLAY").is_some();
    if has_display {
        return steps.step("the app", || {
            println!("    practise as you like; close the window to come back");
            run(
                &mut Command::new(window::binary(place, "array-console")),
                "The log is in the data folder, under logs.",
            )
        });
    }
    let out = place.root.join("target/demo");
    steps.step("guided tour without a display", || {
        let _ = std::fs::remove_dir_all(&out);
        std::fs::create_dir_all(&out).map_err(|error| error.to_string())?;
        window::drive(place, "tour.mjs", &out)
    })?;
    println!(
        "\nScreenshots and the transcript of arrayctl are in {}",
        out.display()
    );
    Ok(())
}
