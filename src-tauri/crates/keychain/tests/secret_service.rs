//! A real Secret Service: gnome-keyring on a session bus of its own, in a home of its own. Where
//! either is not installed, the tests say so and pass.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};

use keychain::{Keychain, KeychainError, STORE_KEY};
use secrecy::{ExposeSecret, SecretString};

const UNLOCKED: &str =
    "printf password | gnome-keyring-daemon --unlock --components=secrets --daemonize";
const LOCKED: &str = "gnome-keyring-daemon --start --daemonize --components=secrets";
const INSIDE: &str = "KEYCHAIN_TEST_INSIDE";

/// Runs one of the tests below that are ignored, on a bus whose keyring was started by `daemon`.
/// Nothing where gnome-keyring or the bus is not installed.
fn on_a_bus(home: &Path, daemon: &str, child: &str) -> Option<Output> {
    for program in ["dbus-run-session", "gnome-keyring-daemon"] {
        if Command::new(program).arg("--version").output().is_err() {
            eprintln!("skipped: {program} is not installed");
            return None;
        }
    }
    let binary = std::env::current_exe().unwrap();
    let script = format!(
        "{daemon} >/dev/null; exec timeout 30 '{}' --exact {child} --ignored --nocapture",
        binary.display()
    );
    let output = own_world(home, "dbus-run-session")
        .args(["--", "sh", "-c", &script])
        .output()
        .unwrap();
    Some(output)
}

/// A command with nothing of the desktop session that may be around.
fn own_world(home: &Path, program: &str) -> Command {
    let runtime = home.join("run");
    std::fs::create_dir_all(&runtime).unwrap();
    let mut command = Command::new(program);
    command
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", &runtime)
        .env(INSIDE, "1")
        .env_remove("XDG_DATA_HOME")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("DBUS_SESSION_BUS_ADDRESS");
    command
}

fn assert_passed(output: &Output) {
    let told = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        output.status.success() && told.contains("1 passed"),
        "{told}"
    );
}

fn inside() -> bool {
    std::env::var_os(INSIDE).is_some()
}

#[test]
#[ignore = "runs inside a_real_keyring_keeps_the_key"]
fn child_makes_the_key() {
    if !inside() {
        return;
    }
    let keychain = Keychain::open().unwrap();
    assert!(
        matches!(keychain.store_key(true), Err(KeychainError::KeyMissing)),
        "no key is made over a store"
    );
    let key = keychain.store_key(false).unwrap();
    let again = Keychain::open().unwrap().store_key(true).unwrap();
    assert_eq!(
        again.expose_secret(),
        key.expose_secret(),
        "another process would find the same"
    );
    for length in [1, 2560, 65_536] {
        let secret = SecretString::from("\u{e9}".repeat(length));
        keychain.set("large", &secret).unwrap();
        let found = keychain.get("large").unwrap().unwrap();
        assert_eq!(found.expose_secret(), secret.expose_secret(), "{length}");
    }
    keychain.delete("large").unwrap();
    keychain.delete("large").unwrap();
    assert!(keychain.get("large").unwrap().is_none(), "deleted");
}

#[test]
#[ignore = "runs inside a_real_keyring_keeps_the_key"]
fn child_finds_the_key() {
    if !inside() {
        return;
    }
    let keychain = Keychain::open().unwrap();
    assert!(keychain.get(STORE_KEY).unwrap().is_some(), "still there");
    keychain.store_key(true).unwrap();
}

#[test]
#[ignore = "runs inside a_real_keyring_keeps_the_key"]
fn child_finds_it_locked() {
    if !inside() {
        return;
    }
    let keychain = Keychain::open().unwrap();
    for refused in [
        keychain.store_key(true).err(),
        keychain.store_key(false).err(),
        keychain.set("other", &SecretString::from("x")).err(),
    ] {
        let refused = refused.unwrap();
        assert!(
            matches!(refused, KeychainError::Locked(_)),
            "a locked keyring is told from one without the key: {refused:?}"
        );
    }
}

#[test]
fn a_real_keyring_keeps_the_key_and_is_told_when_locked() {
    let home = tempfile::tempdir().unwrap();
    let Some(made) = on_a_bus(home.path(), UNLOCKED, "child_makes_the_key") else {
        return;
    };
    assert_passed(&made);
    assert_passed(&on_a_bus(home.path(), UNLOCKED, "child_finds_the_key").unwrap());
    assert_passed(&on_a_bus(home.path(), LOCKED, "child_finds_it_locked").unwrap());
    assert_passed(&on_a_bus(home.path(), UNLOCKED, "child_finds_the_key").unwrap());
}

#[test]
#[ignore = "runs inside the tests below"]
fn child_finds_no_keychain() {
    if !inside() {
        return;
    }
    let refused = Keychain::open().unwrap_err();
    assert!(
        matches!(refused, KeychainError::NoKeychain(_)),
        "{refused:?}"
    );
    assert!(
        refused.hint().contains("install gnome-keyring or KWallet"),
        "{}",
        refused.hint()
    );
}

#[test]
fn without_a_bus_it_says_what_to_install() {
    let home = tempfile::tempdir().unwrap();
    let output = own_world(
        home.path(),
        std::env::current_exe().unwrap().to_str().unwrap(),
    )
    .args([
        "--exact",
        "child_finds_no_keychain",
        "--ignored",
        "--nocapture",
    ])
    .output()
    .unwrap();
    assert_passed(&output);
}

#[test]
fn a_bus_without_a_secret_service_says_what_to_install() {
    if Command::new("dbus-run-session")
        .arg("--version")
        .output()
        .is_err()
    {
        eprintln!("skipped: dbus-run-session is not installed");
        return;
    }
    // A configuration of its own, so that the bus starts no service that happens to be installed.
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("bus.conf");
    std::fs::write(
        &config,
        "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
         <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>
         <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
    )
    .unwrap();
    let output = own_world(home.path(), "dbus-run-session")
        .arg("--config-file")
        .arg(&config)
        .arg("--")
        .arg(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "child_finds_no_keychain",
            "--ignored",
            "--nocapture",
        ])
        .output()
        .unwrap();
    assert_passed(&output);
}
