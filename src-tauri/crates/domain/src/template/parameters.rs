//! Parameters: how they are declared, and whether what is given fits.

use indexmap::IndexMap;
use regex_lite::Regex;

use super::Value;
use super::evaluate::{Evaluated, Scope};
use super::node::Node;
use super::parse::TemplateError;

/// A declared parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// `String`, `Number`, `CommaDelimitedList`, `AWS::SSM::Parameter::Value<String>`.
    pub kind: String,
    pub default: Option<Node>,
    /// Nothing else is taken, when there are any.
    pub allowed: Vec<String>,
    pub pattern: Option<Pattern>,
    pub min_length: Option<usize>,
    pub max_length: Option<usize>,
    pub min_value: Option<f64>,
    pub max_value: Option<f64>,
    /// `ConstraintDescription`: the template's own words for what fits.
    pub words: Option<String>,
    pub line: u32,
}

/// An `AllowedPattern`; two are the same when they are written the same.
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
    whole: Regex,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// Fields that a parameter may have.
const FIELDS: &[&str] = &[
    "Type",
    "Default",
    "AllowedValues",
    "AllowedPattern",
    "MinLength",
    "MaxLength",
    "MinValue",
    "MaxValue",
    "NoEcho",
    "Description",
    "ConstraintDescription",
];

/// Reads a declaration.
pub fn parameter(file: &str, name: &str, node: &Node) -> Result<Parameter, TemplateError> {
    let fail = |line: u32, message: String| TemplateError {
        file: file.to_owned(),
        line,
        message,
    };
    let Some(map) = node.map() else {
        return Err(fail(
            node.line,
            format!("The parameter `{name}` must be a mapping."),
        ));
    };
    if let Some((key, node)) = map.iter().find(|(key, _)| !FIELDS.contains(&key.as_str())) {
        return Err(fail(
            node.line,
            format!("The parameter `{name}` has a `{key}`, which no parameter has."),
        ));
    }
    let text = |key: &str| map.get(key).and_then(Node::text);
    let number = |key: &str| match map.get(key) {
        None => Ok(None),
        Some(node) => match node.text().and_then(|text| text.parse::<f64>().ok()) {
            Some(number) => Ok(Some(number)),
            None => Err(fail(
                node.line,
                format!("`{key}` of the parameter `{name}` must be a number."),
            )),
        },
    };
    let length = |key: &str| number(key).map(|value| value.map(|value| value as usize));
    let kind = text("Type").unwrap_or_default();
    let known = matches!(kind.as_str(), "String" | "Number" | "CommaDelimitedList")
        || kind.starts_with("List<")
        || kind.starts_with("AWS::");
    if !known {
        return Err(fail(
            node.line,
            format!("The parameter `{name}` has no type that CloudFormation knows: `{kind}`."),
        ));
    }
    let pattern = match text("AllowedPattern") {
        None => None,
        // AWS wants the whole value to match.
        Some(text) => match Regex::new(&format!("^(?:{text})$")) {
            Ok(whole) => Some(Pattern { text, whole }),
            Err(error) => {
                return Err(fail(
                    node.line,
                    format!("The pattern of the parameter `{name}` cannot be read: {error}."),
                ));
            }
        },
    };
    Ok(Parameter {
        kind,
        default: map.get("Default").cloned(),
        allowed: map
            .get("AllowedValues")
            .and_then(Node::list)
            .map(|list| list.iter().filter_map(Node::text).collect())
            .unwrap_or_default(),
        pattern,
        min_length: length("MinLength")?,
        max_length: length("MaxLength")?,
        min_value: number("MinValue")?,
        max_value: number("MaxValue")?,
        words: text("ConstraintDescription"),
        line: node.line,
    })
}

impl Parameter {
    /// `a,b` is two values.
    pub fn is_list(&self) -> bool {
        self.kind == "CommaDelimitedList"
            || self.kind.starts_with("List<")
            || self.kind.starts_with("AWS::SSM::Parameter::Value<List<")
    }

    /// Why one value does not fit.
    fn refuses(&self, text: &str) -> Option<String> {
        if !self.allowed.is_empty() && !self.allowed.iter().any(|allowed| allowed == text) {
            return Some(format!("it must be one of {}", self.allowed.join(", ")));
        }
        if let Some(pattern) = &self.pattern
            && !pattern.whole.is_match(text)
        {
            return Some(match &self.words {
                Some(words) => words.trim_end_matches('.').to_owned(),
                None => format!("it must match {}", pattern.text),
            });
        }
        let length = text.chars().count();
        if self.min_length.is_some_and(|least| length < least) {
            return Some(format!("it has {length} characters, too few"));
        }
        if self.max_length.is_some_and(|most| length > most) {
            return Some(format!("it has {length} characters, too many"));
        }
        if self.kind == "Number" || self.kind == "List<Number>" {
            let Ok(number) = text.parse::<f64>() else {
                return Some("it must be a number".to_owned());
            };
            if self.min_value.is_some_and(|least| number < least) {
                return Some("it is too small".to_owned());
            }
            if self.max_value.is_some_and(|most| number > most) {
                return Some("it is too large".to_owned());
            }
        }
        None
    }
}

impl Scope<'_> {
    /// Checks what was given against what is declared; lists become lists.
    pub fn receive(
        &self,
        mut given: IndexMap<String, Value>,
    ) -> Result<IndexMap<String, Value>, TemplateError> {
        let mut out = IndexMap::new();
        for (name, declared) in &self.template.parameters {
            let open = || Value::Unknown(self.reference(&format!("parameter {name}"), None));
            let value = match given.shift_remove(name) {
                Some(value) => value,
                None => match &declared.default {
                    Some(node) => match self.evaluate(node)? {
                        Evaluated::Value(value) => value,
                        Evaluated::Nothing => Value::Null,
                    },
                    // Only the root may leave one open: it is given when files are uploaded.
                    None if self.path == "root" => open(),
                    None => {
                        return Err(self.fail(
                            declared.line,
                            format!("The parameter `{name}` is not given."),
                        ));
                    }
                },
            };
            out.insert(name.clone(), self.fitting(name, declared, value)?);
        }
        match given.keys().next() {
            None => Ok(out),
            Some(extra) => Err(self.fail(
                1,
                format!("The template has no parameter `{extra}`, but one is given."),
            )),
        }
    }

    /// A value as the template sees it, when it fits its declaration.
    fn fitting(
        &self,
        name: &str,
        declared: &Parameter,
        value: Value,
    ) -> Result<Value, TemplateError> {
        if value.is_unknown() {
            return Ok(value);
        }
        if declared.kind.starts_with("AWS::SSM::Parameter::Value") {
            // What is given is the name under which AWS looks the value up.
            return Ok(Value::Unknown(
                self.reference(&format!("parameter {name}"), None),
            ));
        }
        let Some(text) = value.as_text() else {
            return Err(self.fail(
                declared.line,
                format!("The parameter `{name}` takes text; `Join` makes text of a list."),
            ));
        };
        let parts: Vec<&str> = match declared.is_list() {
            true if text.is_empty() => Vec::new(),
            true => text.split(',').map(str::trim).collect(),
            false => vec![&text],
        };
        for part in &parts {
            if let Some(why) = declared.refuses(part) {
                return Err(self.fail(
                    declared.line,
                    format!("`{part}` does not fit the parameter `{name}`: {why}."),
                ));
            }
        }
        if declared.is_list() {
            return Ok(Value::List(
                parts
                    .into_iter()
                    .map(|part| Value::String(part.to_owned()))
                    .collect(),
            ));
        }
        Ok(value)
    }
}
