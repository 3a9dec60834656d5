//! The rules of the house (design and ARCHITECTURE.md), checked on the files themselves.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::Place;
use crate::steps::{Outcome, Steps};

/// What may stand at the top.
const TOP: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "icons",
    "src-tauri",
    "tauri.conf.json",
    "tests",
    "ui",
    // Made by building, never committed.
    "gen",
    "target",
];

/// Words that only certain folders may say: word, where it may stand, files that are looked at.
const ONLY: &[(&str, &[&str], &[&str])] = &[
    (
        "tauri",
        &[
            "src-tauri/src/",
            "src-tauri/build.rs",
            "Cargo.toml",
            // The empty window that start and memory are measured beside.
            "tests/bench/empty/",
        ],
        &["rs-use", "toml"],
    ),
    ("aws_sdk_", &["src-tauri/crates/aws/"], &["rs-use"]),
    ("aws-sdk-", &["src-tauri/crates/aws/"], &["toml"]),
    (
        "sqlx",
        &["src-tauri/crates/store/", "Cargo.toml"],
        &["rs-use", "toml"],
    ),
    (
        "keyring",
        &["src-tauri/crates/keychain/", "Cargo.toml"],
        &["rs-use", "toml"],
    ),
    ("@tauri-apps", &["ui/src/ipc/", "ui/src/testing/"], &["ts"]),
];

/// Longest file, in lines; longer ones are split by verb.
const MOST_LINES: usize = 430;

/// The step.
pub fn step(place: &Place, steps: &mut Steps) -> Outcome {
    steps.step("rules of the house", || {
        let broken = check(&place.root);
        if broken.is_empty() {
            Ok(())
        } else {
            Err(format!(
                "{}\nsrc-tauri/ARCHITECTURE.md says why each rule is there.",
                broken.join("\n")
            ))
        }
    })
}

/// Every broken rule.
pub fn check(root: &Path) -> Vec<String> {
    let mut broken = Vec::new();
    for entry in std::fs::read_dir(root).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && !TOP.contains(&name.as_str()) {
            broken.push(format!("{name}: nothing else may stand at the top"));
        }
    }
    let mut styles = BTreeMap::new();
    for path in files(root) {
        let Ok(text) = std::fs::read_to_string(root.join(&path)) else {
            continue;
        };
        let shown = path.to_string_lossy().replace('\\', "/");
        broken.extend(rules(&shown, &text));
        broken.extend(styled_twice(&mut styles, &shown, &text));
    }
    broken
}

/// A class belongs to one style sheet: all of them are loaded together, whatever page asked for them.
fn styled_twice(known: &mut BTreeMap<String, String>, path: &str, text: &str) -> Vec<String> {
    let mut broken = Vec::new();
    if !path.ends_with(".css") {
        return broken;
    }
    let selectors = text
        .lines()
        .filter_map(|line| line.split_once('{'))
        .flat_map(|(selectors, _)| selectors.split(','));
    for class in selectors
        .map(str::trim)
        .filter(|one| one.starts_with(".ac-"))
    {
        // What is said inside of another class, or of a state, belongs to that.
        if class[1..].contains([' ', '.', ':', '[', '>']) {
            continue;
        }
        let first = known
            .entry(class.to_owned())
            .or_insert_with(|| path.to_owned());
        if first != path {
            broken.push(format!("{path}: `{class}` is styled in {first} already"));
        }
    }
    broken
}

/// Rules on one file.
fn rules(path: &str, text: &str) -> Vec<String> {
    let mut broken = Vec::new();
    let kind = match path.rsplit('.').next() {
        Some("rs") => "rs-use",
        Some("toml") => "toml",
        Some("ts" | "tsx" | "mts") => "ts",
        Some("yaml") => "yaml",
        _ => return broken,
    };
    for (word, places, kinds) in ONLY {
        if !kinds.contains(&kind) || places.iter().any(|place| path.starts_with(place)) {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            if says(kind, line, word) {
                broken.push(format!(
                    "{path}:{}: `{word}` may only be said in {}",
                    number + 1,
                    places.join(", ")
                ));
            }
        }
    }
    if path.starts_with("src-tauri/crates/domain/src/") {
        for word in [
            "std::fs",
            "TcpStream",
            "std::env",
            "std::process",
            "SystemTime",
            "Instant::now",
            "tokio::",
            "HashMap",
        ] {
            if let Some(number) = text
                .lines()
                .position(|line| line.contains(word) && !line.trim_start().starts_with("//"))
            {
                broken.push(format!(
                    "{path}:{}: domain is pure; `{word}` has no place in it",
                    number + 1
                ));
            }
        }
    }
    if let Some(feature) = feature_of(path) {
        for (number, line) in text.lines().enumerate() {
            let imported = line.split_once("features/").map(|(_, rest)| rest);
            let other = imported
                .or_else(|| line.split_once("from \"../../").map(|(_, rest)| rest))
                .and_then(|rest| rest.split('/').next())
                .is_some_and(|name| name != feature && is_feature(name));
            if other && line.contains("from ") {
                broken.push(format!(
                    "{path}:{}: a feature never imports another",
                    number + 1
                ));
            }
        }
    }
    let template = path.starts_with("src-tauri/blueprints/");
    if template && (text.contains("\nTransform:") || text.contains("Fn::Transform")) {
        broken.push(format!("{path}: blueprints carry no transforms"));
    }
    let generated = path.ends_with("bindings.ts");
    let lines = text.lines().count();
    let test = path.contains("/tests/") || path.starts_with("tests/");
    if !template && !generated && !test && lines > MOST_LINES {
        broken.push(format!(
            "{path}: {lines} lines; split it by verb ({MOST_LINES} at most)"
        ));
    }
    broken
}

const FEATURES: &[&str] = &[
    "start",
    "overview",
    "environments",
    "plan",
    "launches",
    "environment",
    "settings",
    "accounts",
];

fn is_feature(name: &str) -> bool {
    FEATURES.contains(&name)
}

fn feature_of(path: &str) -> Option<&str> {
    path.strip_prefix("ui/src/features/")?.split('/').next()
}

/// A use of the word, not a mention in a comment or a text.
fn says(kind: &str, line: &str, word: &str) -> bool {
    let line = line.trim_start();
    match kind {
        "rs-use" => {
            !line.starts_with("//")
                && ["use ", "pub use ", "extern crate "].iter().any(|start| {
                    line.strip_prefix(start)
                        .is_some_and(|rest| rest.starts_with(word))
                })
                || (!line.starts_with("//")
                    && line.contains(&format!("{word}::"))
                    && !line.contains('"'))
        }
        "toml" => line.starts_with(word),
        _ => {
            (line.starts_with("import") || line.contains("from \"") || line.contains("import("))
                && line.contains(word)
        }
    }
}

/// Source files below the top, without what is made or fetched.
fn files(root: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(root.join(&folder))
            .into_iter()
            .flatten()
            .flatten()
        {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.')
                || ["node_modules", "target", "dist", "gen", "snapshots"].contains(&name.as_str())
            {
                continue;
            }
            let path = folder.join(&name);
            if entry.path().is_dir() {
                waiting.push(path);
            } else {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{rules, styled_twice};

    #[test]
    fn a_class_of_two_style_sheets_is_found() {
        let mut known = BTreeMap::new();
        assert!(
            styled_twice(&mut known, "a.css", ".ac-x, .ac-y { }\n.ac-x:hover { }\n").is_empty()
        );
        assert!(styled_twice(&mut known, "b.css", ".ac-z > .ac-x { }\n").is_empty());
        assert_eq!(
            styled_twice(&mut known, "b.css", ".ac-w,\n.ac-y {\n").len(),
            1
        );
    }

    #[test]
    fn each_broken_rule_is_found() {
        let cases = [
            ("src-tauri/crates/engine/src/x.rs", "use tauri::App;\n"),
            ("src-tauri/crates/engine/Cargo.toml", "tauri = \"2\"\n"),
            (
                "src-tauri/crates/engine/src/x.rs",
                "use aws_sdk_eks::Client;\n",
            ),
            (
                "src-tauri/crates/practice/src/x.rs",
                "let p = sqlx::query(q);\n",
            ),
            ("src-tauri/crates/store/src/x.rs", "use keyring::Entry;\n"),
            (
                "ui/src/features/plan/x.tsx",
                "import { invoke } from \"@tauri-apps/api/core\";\n",
            ),
            (
                "ui/src/features/plan/x.tsx",
                "import { Row } from \"../../features/overview/row\";\n",
            ),
            (
                "src-tauri/crates/domain/src/x.rs",
                "let t = std::time::SystemTime::now();\n",
            ),
            (
                "src-tauri/blueprints/x.yaml",
                "A: 1\nTransform: AWS::Serverless\n",
            ),
        ];
        for (path, text) in cases {
            assert_eq!(rules(path, text).len(), 1, "{path}: {text}");
        }
        assert_eq!(
            rules("ui/src/app/x.ts", &"x\n".repeat(500)).len(),
            1,
            "long files"
        );
        let fine = "// tauri is not used here\nuse domain::plan::Plan;\n";
        assert!(rules("src-tauri/crates/engine/src/x.rs", fine).is_empty());
    }
}
