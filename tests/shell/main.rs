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

use std::collections::BTreeMap;
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

fn configuration(path: &str) -> serde_json::Value {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join(path)).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_window_may_ask_for_nothing_but_its_own_commands() {
    let capability = configuration("src-tauri/capabilities/main.json");
    // Our own commands need no permission; beside them the page only listens to our events.
    assert_eq!(
        capability["permissions"],
        serde_json::json!(["core:event:allow-listen", "core:event:allow-unlisten"]),
        "the web view has no file system, shell, network, window or menu"
    );
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert!(
        capability.get("remote").is_none(),
        "no page from elsewhere is let in"
    );
}

#[test]
fn the_window_runs_its_own_scripts_and_loads_nothing_from_elsewhere() {
    let security = &configuration("tauri.conf.json")["app"]["security"];
    let policy = security["csp"].as_str().unwrap();
    let sources: BTreeMap<&str, Vec<&str>> = policy
        .split(';')
        .filter_map(|directive| {
            let mut words = directive.split_whitespace();
            Some((words.next()?, words.collect()))
        })
        .collect();
    assert_eq!(sources["default-src"], ["'self'"]);
    assert_eq!(
        sources["script-src"],
        ["'self'"],
        "no inline script, no eval"
    );
    // Cloudscape and the diagrams set styles through the DOM's own properties, which no policy keeps from
    // them: they need nothing inline. Every page is shown in Chromium under this very policy.
    assert_eq!(sources["style-src"], ["'self'"], "no inline style");
    for nowhere in ["object-src", "base-uri", "form-action"] {
        assert_eq!(sources[nowhere], ["'none'"], "{nowhere}");
    }
    assert_eq!(
        sources["connect-src"],
        ["ipc:", "http://ipc.localhost"],
        "the page speaks to the shell alone"
    );
    for (directive, allowed) in &sources {
        for source in allowed {
            let elsewhere = source.contains('*')
                || source.starts_with("https")
                || source.contains("//") && *source != "http://ipc.localhost";
            assert!(!elsewhere, "{directive} allows {source}");
            assert!(!source.contains("unsafe"), "{directive} allows {source}");
        }
    }
    for switch in ["dangerousDisableAssetCspModification", "assetProtocol"] {
        assert!(security.get(switch).is_none(), "{switch} is not touched");
    }
}
