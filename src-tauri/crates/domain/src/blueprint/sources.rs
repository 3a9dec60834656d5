//! The nested templates as they stand in `src-tauri/blueprints`.

use sha2::{Digest, Sha256};

use super::TemplateFile;

macro_rules! sources {
    ($($name:literal),+ $(,)?) => {
        /// Every nested template: name and text.
        pub const SOURCES: &[(&str, &str)] = &[
            $(($name, include_str!(concat!("../../../../blueprints/", $name)))),+
        ];
    };
}

sources![
    "network.yaml",
    "cluster.yaml",
    "nodes.yaml",
    "search.yaml",
    "registry.yaml",
    "delivery.yaml",
    "pipeline.yaml",
    "notifications.yaml",
    "monitoring.yaml",
    "software.yaml",
];

/// A source as it is uploaded: its name carries the hash of its text, so that a template that did not
/// change keeps its address.
pub fn uploaded(source: &str) -> Option<&'static TemplateFile> {
    use std::sync::OnceLock;
    static FILES: OnceLock<Vec<TemplateFile>> = OnceLock::new();
    FILES
        .get_or_init(|| {
            SOURCES
                .iter()
                .map(|(name, body)| {
                    let sha256 = hash(body);
                    let stem = name.trim_end_matches(".yaml");
                    TemplateFile {
                        name: format!("{stem}-{}.yaml", &sha256[..12]),
                        source: (*name).to_owned(),
                        body: (*body).to_owned(),
                        sha256,
                    }
                })
                .collect()
        })
        .iter()
        .find(|file| file.source == source)
}

/// SHA-256 of a text in hexadecimal digits.
pub fn hash(text: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(text)
        .iter()
        .fold(String::with_capacity(64), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        })
}
