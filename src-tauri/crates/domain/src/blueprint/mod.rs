//! The blueprint: a root template rendered from the spec, and the nested templates as they stand in
//! `src-tauri/blueprints`.

mod emit;
mod render;
mod sources;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use render::{TEMPLATE_BASE_URL, render, stack_name};
pub use sources::SOURCES;

/// One template file as it is uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TemplateFile {
    /// `root.yaml`, or the source's name with its content hash: `network-1f0c2a9b3c4d.yaml`.
    pub name: String,
    /// Name of the source in `src-tauri/blueprints`, the same as `name` for the root.
    pub source: String,
    /// The YAML text.
    pub body: String,
    /// SHA-256 of the body, hex.
    pub sha256: String,
}

/// A root template with its nested templates and the root's parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Blueprint {
    /// Stack name of the root: `array-crew-staging`.
    pub stack_name: String,
    /// Region it is rendered for.
    pub region: String,
    /// The rendered root.
    pub root: TemplateFile,
    /// Every nested template that the root uses, by name, each once.
    pub nested: Vec<TemplateFile>,
    /// Parameters of the root with their values, except those only known when files are uploaded.
    pub parameters: BTreeMap<String, String>,
    /// Stack tags, which CloudFormation hands on to everything that can carry them.
    pub tags: BTreeMap<String, String>,
    /// `CAPABILITY_IAM`, `CAPABILITY_NAMED_IAM`.
    pub capabilities: Vec<String>,
}

impl Blueprint {
    /// The root and every nested template, as they are uploaded.
    pub fn files(&self) -> impl Iterator<Item = &TemplateFile> {
        std::iter::once(&self.root).chain(&self.nested)
    }
}
