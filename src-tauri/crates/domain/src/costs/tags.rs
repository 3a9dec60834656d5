//! Tags: their keys in one spelling, and what environments are meant by their values.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Which tags say where a cost belongs. The first key that a line has counts; keys are compared in their
/// normalised spelling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TagKeys {
    pub environment: Vec<String>,
    pub component: Vec<String>,
    pub team: Vec<String>,
}

impl Default for TagKeys {
    /// The blueprint's own tags first, then what people commonly write.
    fn default() -> Self {
        let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        Self {
            environment: keys(&["environment", "env", "stage"]),
            component: keys(&["component", "app", "application", "service"]),
            team: keys(&["team", "owner", "business_unit"]),
        }
    }
}

/// A tag's key in one spelling: without the prefix that an export put in front of it, and in small
/// letters. FOCUS and CUR 2.0 write `user_env`, legacy CUR `resourceTags/user:env`, Cost Explorer
/// `user:env`; AWS's own tags keep their `aws:`, however it is written.
pub fn normalised_key(raw: &str) -> String {
    let lower = raw.to_ascii_lowercase();
    let key = lower.strip_prefix("resourcetags/").unwrap_or(&lower);
    let key = key.strip_prefix("resource_tags_").unwrap_or(key);
    if let Some(rest) = key
        .strip_prefix("user:")
        .or_else(|| key.strip_prefix("user_"))
    {
        return rest.to_owned();
    }
    if let Some(rest) = key
        .strip_prefix("aws:")
        .or_else(|| key.strip_prefix("aws_"))
    {
        return format!("aws:{rest}");
    }
    key.to_owned()
}

/// Which environment is meant by a tag's value. What no rule names is itself, in small letters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct EnvironmentRules {
    /// A value in small letters, `prd`, to an environment, `production`.
    pub meant: BTreeMap<String, String>,
}

impl EnvironmentRules {
    /// The environment that a tag's value means; nothing for a line without the tag.
    pub fn environment(&self, raw: &str) -> Option<String> {
        let value = raw.trim().to_lowercase();
        if value.is_empty() {
            return None;
        }
        Some(self.meant.get(&value).cloned().unwrap_or(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_one_spelling_whatever_export_they_are_of() {
        for (raw, key) in [
            ("user_env", "env"),
            ("user:Env", "env"),
            ("resourceTags/user:environment", "environment"),
            ("resource_tags_user_team", "team"),
            ("resourceTags/aws:createdBy", "aws:createdby"),
            (
                "aws_cloudformation_stack_name",
                "aws:cloudformation_stack_name",
            ),
            ("application", "application"),
        ] {
            assert_eq!(normalised_key(raw), key, "{raw}");
        }
    }

    #[test]
    fn a_rule_says_what_a_misspelt_environment_means() {
        let rules = EnvironmentRules {
            meant: BTreeMap::from([("prd".to_owned(), "production".to_owned())]),
        };
        assert_eq!(rules.environment("PRD ").as_deref(), Some("production"));
        assert_eq!(rules.environment("Staging").as_deref(), Some("staging"));
        assert_eq!(rules.environment(" "), None);
    }
}
