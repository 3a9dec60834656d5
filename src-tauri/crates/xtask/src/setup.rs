//! Installs what is missing: system packages (Debian), node modules, Python tools.

use std::path::Path;
use std::process::Command;

use crate::steps::{Outcome, Steps, answers, run};
use crate::{Place, program};

/// Debian packages that building and testing need.
const PACKAGES: &[&str] = &[
    "build-essential",
    "chromium",
    "dbus",
    "dbus-x11",
    "file",
    "fonts-dejavu-core",
    "gnome-keyring",
    "imagemagick",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
    "libssl-dev",
    "openssl",
    "libwebkit2gtk-4.1-dev",
    "libxdo-dev",
    "pkg-config",
    "procps",
    "python3-venv",
    "webkit2gtk-driver",
    "x11-apps",
    "xclip",
    "xvfb",
];

/// All of it.
pub fn all(place: &Place, steps: &mut Steps) -> Outcome {
    steps.step("set-up: programs", programs)?;
    steps.step("set-up: system packages", system)?;
    steps.step("set-up: node modules", || node(place))?;
    steps.step("set-up: Python tools", || python(place))
}

fn programs() -> Outcome {
    for (program, advice) in [
        ("node", "Install Node.js 20 or newer."),
        ("npm", "Install npm 10 or newer; it comes with Node.js."),
        ("python3", "Install Python 3.11 or newer."),
    ] {
        if !answers(program, "--version") {
            return Err(format!("`{program}` is missing. {advice}"));
        }
    }
    Ok(())
}

fn system() -> Outcome {
    if !cfg!(target_os = "linux") {
        println!(
            "    not Linux: nothing to install (macOS needs Xcode's command line tools, Windows WebView2 and the MSVC build tools)"
        );
        return Ok(());
    }
    if !Path::new("/usr/bin/dpkg-query").exists() {
        println!(
            "    not Debian: make sure that WebKitGTK 4.1 with its driver, OpenSSL's headers, Xvfb, D-Bus, gnome-keyring and Chromium are installed"
        );
        return Ok(());
    }
    let missing: Vec<&str> = PACKAGES
        .iter()
        .copied()
        .filter(|name| !installed(name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("    installing {}", missing.join(" "));
    let advice = format!(
        "Install them by hand: apt-get install {}",
        missing.join(" ")
    );
    run_apt(&["update", "-qq"], &advice)?;
    let mut arguments = vec!["install", "-y", "-qq", "--no-install-recommends"];
    arguments.extend(missing);
    run_apt(&arguments, &advice)
}

fn run_apt(arguments: &[&str], advice: &str) -> Outcome {
    let root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout == b"0\n");
    let mut command = Command::new(if root { "apt-get" } else { "sudo" });
    if !root {
        command.arg("apt-get");
    }
    run(
        command
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive"),
        advice,
    )
}

fn installed(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["-W", "-f=${Status}", package])
        .output()
        .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("ok installed"))
}

/// True when the stamp says that this very text was installed here before.
fn stamped(stamp: &Path, text: &str) -> bool {
    std::fs::read_to_string(stamp).is_ok_and(|known| known == text)
}

fn node(place: &Place) -> Outcome {
    let ui = place.root.join("ui");
    let lock = std::fs::read_to_string(ui.join("package-lock.json"))
        .map_err(|error| format!("ui/package-lock.json cannot be read: {error}"))?;
    let stamp = ui.join("node_modules/.array-console");
    if stamped(&stamp, &lock) {
        return Ok(());
    }
    run(
        Command::new("npm")
            .args(["ci", "--no-fund", "--no-audit"])
            .current_dir(&ui),
        "Look at npm's words above; a lock file that does not fit package.json is mended with `npm install` in ui/.",
    )?;
    std::fs::write(&stamp, lock).map_err(|error| error.to_string())
}

/// The linters of the templates, and the emulators of the wire tests: each in an environment of its own,
/// because their requirements contradict each other.
fn python(place: &Place) -> Outcome {
    environment(
        &place.cache.join("venv"),
        &place.root.join("tests/templates/requirements.txt"),
    )?;
    for emulator in ["ministack", "microburst"] {
        environment(
            &place.cache.join("emulators").join(emulator),
            &place
                .root
                .join("tests/wire")
                .join(format!("{emulator}.txt")),
        )?;
    }
    Ok(())
}

/// A virtual environment with these requirements.
pub fn environment(venv: &Path, requirements: &Path) -> Outcome {
    let wanted = std::fs::read_to_string(requirements)
        .map_err(|error| format!("{} cannot be read: {error}", requirements.display()))?;
    let stamp = venv.join("array-console.txt");
    if stamped(&stamp, &wanted) {
        return Ok(());
    }
    let python = program(venv, "python");
    if !python.exists() {
        run(
            Command::new("python3").args(["-m", "venv"]).arg(venv),
            "Install Python's venv module (Debian: python3-venv).",
        )?;
    }
    run(
        Command::new(python)
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "-r",
            ])
            .arg(requirements),
        "Look at pip's words above.",
    )?;
    std::fs::write(&stamp, wanted).map_err(|error| error.to_string())
}
