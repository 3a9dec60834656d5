//! The intrinsic functions.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Value;
use super::evaluate::{Evaluated, Scope};
use super::node::{Kind, Node};
use super::parse::TemplateError;

impl Scope<'_> {
    /// Calls an intrinsic function by its short name.
    pub fn call(&self, name: &str, argument: &Node, line: u32) -> Result<Evaluated, TemplateError> {
        let wrong = |takes: &str| self.fail(line, format!("`{name}` takes {takes}."));
        let value = match name {
            "Ref" => {
                let target = argument.text().ok_or_else(|| wrong("a name"))?;
                return self.by_name(&target, line);
            }
            "If" => {
                let Some([condition, then, otherwise]) = argument.list() else {
                    return Err(wrong("a condition and two values"));
                };
                let condition = condition
                    .text()
                    .ok_or_else(|| wrong("a condition's name"))?;
                let taken = if self.condition(&condition, line)? {
                    then
                } else {
                    otherwise
                };
                return self.evaluate(taken);
            }
            "GetAtt" => self.attribute(argument, line)?,
            "Sub" => self.substitute(argument, line)?,
            "Join" => {
                let Some([separator, parts]) = argument.list() else {
                    return Err(wrong("a separator and a list"));
                };
                let separator = separator
                    .text()
                    .ok_or_else(|| wrong("a text to join with"))?;
                join(&separator, self.value(parts)?).ok_or_else(|| wrong("a list of texts"))?
            }
            "Select" => {
                let Some([index, from]) = argument.list() else {
                    return Err(wrong("an index and a list"));
                };
                let index = self
                    .value(index)?
                    .as_text()
                    .and_then(|text| text.parse::<usize>().ok());
                match (index, self.value(from)?) {
                    (_, Value::Unknown(reference)) => Value::Unknown(reference),
                    (Some(index), Value::List(list)) => {
                        list.get(index).cloned().ok_or_else(|| {
                            self.fail(
                                line,
                                format!("`Select` asks for entry {index} of {}.", list.len()),
                            )
                        })?
                    }
                    _ => return Err(wrong("an index and a list")),
                }
            }
            "Split" => {
                let Some([separator, text]) = argument.list() else {
                    return Err(wrong("a separator and a text"));
                };
                let separator = separator
                    .text()
                    .filter(|text| !text.is_empty())
                    .ok_or_else(|| wrong("a text to split at"))?;
                match self.value(text)? {
                    Value::Unknown(reference) => Value::Unknown(reference),
                    text => {
                        let text = text.as_text().ok_or_else(|| wrong("a text"))?;
                        Value::List(
                            text.split(&separator)
                                .map(|part| Value::String(part.to_owned()))
                                .collect(),
                        )
                    }
                }
            }
            "FindInMap" => self.find_in_map(argument, line)?,
            "Base64" => match self.value(argument)? {
                Value::Unknown(reference) => Value::Unknown(reference),
                text => {
                    let text = text.as_text().ok_or_else(|| wrong("a text"))?;
                    Value::String(STANDARD.encode(text))
                }
            },
            "GetAZs" => {
                let region = match self.value(argument)?.as_text() {
                    Some(text) if !text.is_empty() => text,
                    _ => self.pseudo.region.clone(),
                };
                match crate::catalogue::region(&region) {
                    Some(region) => Value::List(
                        region
                            .zones
                            .iter()
                            .map(|zone| Value::String((*zone).to_owned()))
                            .collect(),
                    ),
                    None => Value::Unknown(self.reference(&format!("zones of {region}"), None)),
                }
            }
            "Cidr" => self.cidr(argument, line)?,
            "Condition" => {
                let name = argument.text().unwrap_or_default();
                Value::Bool(self.condition(&name, line)?)
            }
            "ImportValue" => {
                return Err(self.fail(
                    line,
                    "`ImportValue` reaches outside of the blueprint, which stands alone."
                        .to_owned(),
                ));
            }
            "Equals" | "And" | "Or" | "Not" => Value::Bool(self.decide(&Node {
                kind: Kind::Call(name.to_owned(), Box::new(argument.clone())),
                line,
            })?),
            other => return Err(self.fail(line, format!("There is no function `{other}`."))),
        };
        Ok(Evaluated::Value(value))
    }

    fn attribute(&self, argument: &Node, line: u32) -> Result<Value, TemplateError> {
        let (resource, attribute) = match argument.list() {
            Some([resource, attribute]) => (
                resource.text().unwrap_or_default(),
                self.value(attribute)?.as_text().unwrap_or_default(),
            ),
            Some(_) => {
                return Err(self.fail(
                    line,
                    "`GetAtt` takes a resource and an attribute.".to_owned(),
                ));
            }
            None => {
                let text = argument.text().unwrap_or_default();
                match text.split_once('.') {
                    Some((resource, attribute)) => (resource.to_owned(), attribute.to_owned()),
                    None => {
                        return Err(self.fail(line, format!("`{text}` names no attribute.")));
                    }
                }
            }
        };
        self.of_resource(&resource, Some(&attribute), line)
    }

    fn substitute(&self, argument: &Node, line: u32) -> Result<Value, TemplateError> {
        let (text, variables) = match argument.list() {
            None => (argument.text().unwrap_or_default(), None),
            Some([text, variables]) => (text.text().unwrap_or_default(), variables.map()),
            Some(_) => return Err(self.fail(line, "`Sub` takes a text and variables.".to_owned())),
        };
        let mut out = String::with_capacity(text.len());
        let mut unknown = None;
        let mut rest = text.as_str();
        while let Some(start) = rest.find("${") {
            out.push_str(&rest[..start]);
            let Some(length) = rest[start..].find('}') else {
                return Err(self.fail(line, "`Sub` has a `${` without its `}`.".to_owned()));
            };
            let name = &rest[start + 2..start + length];
            rest = &rest[start + length + 1..];
            if let Some(literal) = name.strip_prefix('!') {
                out.push_str("${");
                out.push_str(literal);
                out.push('}');
                continue;
            }
            let value = match variables.and_then(|variables| variables.get(name)) {
                Some(node) => self.value(node)?,
                None => match name.split_once('.') {
                    Some((resource, attribute)) => {
                        self.of_resource(resource, Some(attribute), line)?
                    }
                    None => match self.by_name(name, line)? {
                        Evaluated::Value(value) => value,
                        Evaluated::Nothing => Value::String(String::new()),
                    },
                },
            };
            match value {
                Value::Unknown(reference) => {
                    unknown.get_or_insert(reference);
                }
                value => match value.as_text() {
                    Some(text) => out.push_str(&text),
                    None => {
                        return Err(self.fail(line, format!("`${{{name}}}` is no text.")));
                    }
                },
            }
        }
        out.push_str(rest);
        Ok(unknown.map_or(Value::String(out), Value::Unknown))
    }

    fn find_in_map(&self, argument: &Node, line: u32) -> Result<Value, TemplateError> {
        let Some([map, first, second]) = argument.list() else {
            return Err(self.fail(line, "`FindInMap` takes a map and two keys.".to_owned()));
        };
        let mut keys = Vec::with_capacity(3);
        for node in [map, first, second] {
            match self.value(node)? {
                Value::Unknown(reference) => return Ok(Value::Unknown(reference)),
                value => keys.push(value.as_text().ok_or_else(|| {
                    self.fail(line, "`FindInMap` takes a map and two keys.".to_owned())
                })?),
            }
        }
        let [map, first, second] = &keys[..] else {
            return Err(self.fail(line, "`FindInMap` takes a map and two keys.".to_owned()));
        };
        let found = self
            .template
            .mappings
            .get(map)
            .and_then(Node::map)
            .and_then(|map| map.get(first))
            .and_then(Node::map)
            .and_then(|map| map.get(second));
        match found {
            Some(node) => self.value(node),
            None => Err(self.fail(
                line,
                format!("The mapping `{map}` has no {first}, {second}."),
            )),
        }
    }

    /// `Fn::Cidr`: consecutive ranges of `2^bits` addresses each.
    fn cidr(&self, argument: &Node, line: u32) -> Result<Value, TemplateError> {
        let wrong = || self.fail(line, "`Cidr` takes a range, a count and bits.".to_owned());
        let (range, count, bits) = match argument.list() {
            Some([range, count, bits]) => (range, count, Some(bits)),
            Some([range, count]) => (range, count, None),
            _ => return Err(wrong()),
        };
        let range = match self.value(range)? {
            Value::Unknown(reference) => return Ok(Value::Unknown(reference)),
            value => value.as_text().ok_or_else(wrong)?,
        };
        let number = |node: &Node| -> Result<u32, TemplateError> {
            self.value(node)?
                .as_text()
                .and_then(|text| text.parse().ok())
                .ok_or_else(wrong)
        };
        let whole: ipnet::IpNet = range.parse().map_err(|_| wrong())?;
        let count = number(count)?;
        let bits = match bits {
            Some(bits) => number(bits)?,
            // AWS's own default, which it only has for the older addresses.
            None => 8,
        };
        let prefix = u32::from(whole.max_prefix_len())
            .checked_sub(bits)
            .and_then(|prefix| u8::try_from(prefix).ok())
            .ok_or_else(wrong)?;
        let subnets: Vec<Value> = whole
            .subnets(prefix)
            .map_err(|_| {
                self.fail(
                    line,
                    format!("{range} is too small for ranges of /{prefix}."),
                )
            })?
            .take(count as usize)
            .map(|subnet| Value::String(subnet.to_string()))
            .collect();
        if subnets.len() < count as usize {
            return Err(self.fail(
                line,
                format!("{range} holds only {} ranges of /{prefix}.", subnets.len()),
            ));
        }
        Ok(Value::List(subnets))
    }
}

fn join(separator: &str, parts: Value) -> Option<Value> {
    let list = match parts {
        Value::List(list) => list,
        Value::Unknown(reference) => return Some(Value::Unknown(reference)),
        _ => return None,
    };
    let mut texts = Vec::with_capacity(list.len());
    for part in list {
        match part {
            Value::Unknown(reference) => return Some(Value::Unknown(reference)),
            part => texts.push(part.as_text()?),
        }
    }
    Some(Value::String(texts.join(separator)))
}
