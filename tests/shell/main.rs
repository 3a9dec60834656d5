//! The contract between window and shell: the committed bindings are those of the commands.
#![allow(clippy::unwrap_used)]

mod accounts;
mod recordings;
/// The stand-in for AWS of the crate that speaks to it.
#[expect(
    dead_code,
    reason = "the window's tests look at answers, not at what was asked"
)]
#[path = "../../src-tauri/crates/aws/tests/access/replay.rs"]
mod replay;

use std::path::PathBuf;

use specta_typescript::Typescript;

fn bindings() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("ui/src/ipc/bindings.ts")
}

#[test]
fn bindings_are_fresh() {
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("bindings.ts");
    array_console::contract()
        .export(Typescript::default(), &made)
        .unwrap();
    let made = std::fs::read_to_string(made).unwrap();
    let known = std::fs::read_to_string(bindings()).unwrap_or_default();
    if made != known {
        std::fs::write(bindings(), made).unwrap();
        panic!("ui/src/ipc/bindings.ts was stale and is written anew: look at it and commit it");
    }
}

#[test]
fn the_window_may_ask_for_nothing_but_its_own_commands() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("src-tauri/capabilities/main.json")).unwrap();
    let capability: serde_json::Value = serde_json::from_str(&text).unwrap();
    for permission in capability["permissions"].as_array().unwrap() {
        let name = permission.as_str().unwrap();
        assert!(
            ["fs:", "shell:", "http:", "opener:", "dialog:"]
                .iter()
                .all(|plugin| !name.starts_with(plugin)),
            "{name}: the web view has no file system, shell or network"
        );
    }
}
