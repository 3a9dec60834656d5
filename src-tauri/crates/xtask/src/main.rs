//! `cargo xtask`: set-up, demo, test. No dependency, so that it starts in seconds on a fresh machine.

mod bench;
mod demo;
mod dependencies;
mod house;
mod setup;
mod steps;
mod test;
mod window;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use steps::Steps;

/// What every step needs to know.
pub struct Place {
    /// Top of the checkout.
    pub root: PathBuf,
    /// Where cargo builds; outside of the checkout unless said otherwise.
    pub target: PathBuf,
    /// Where the Python environments and stamps live.
    pub cache: PathBuf,
}

impl Place {
    fn find() -> Self {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(3)
            .map(PathBuf::from)
            .unwrap_or_default();
        let cache = variable("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .or_else(|| variable("HOME").map(|home| PathBuf::from(home).join(".cache")))
            .unwrap_or_else(|| root.join("target"))
            .join("array-console");
        let target =
            variable("CARGO_TARGET_DIR").map_or_else(|| cache.join("target"), PathBuf::from);
        Self {
            root,
            target,
            cache,
        }
    }

    /// A program of the Python environment.
    pub fn python(&self, program: &str) -> PathBuf {
        self::program(&self.cache.join("venv"), program)
    }
}

/// A program of a Python environment.
pub fn program(venv: &Path, name: &str) -> PathBuf {
    venv.join(if cfg!(windows) { "Scripts" } else { "bin" })
        .join(name)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a build tool is told by its environment"
)]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn main() -> ExitCode {
    let place = Place::find();
    let command = std::env::args().nth(1).unwrap_or_default();
    let mut steps = Steps::new();
    let outcome = match command.as_str() {
        "setup" => setup::all(&place, &mut steps),
        "test" => test::all(&place, &mut steps),
        "demo" => demo::all(&place, &mut steps),
        "bench" => bench::all(&place, &mut steps),
        "house" => house::step(&place, &mut steps),
        _ => {
            eprintln!(
                "cargo xtask test    install what is missing, build, run every check\ncargo xtask demo    install, build and open the app in the practice account\ncargo xtask bench   measure what the project holds itself to\ncargo xtask setup   only install what is missing\ncargo xtask house   only check the rules of the house"
            );
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => {
            steps.summary();
            ExitCode::SUCCESS
        }
        Err(words) => {
            eprintln!("\nstopped: {words}");
            ExitCode::FAILURE
        }
    }
}
