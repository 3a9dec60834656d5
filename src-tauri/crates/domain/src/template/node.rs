//! YAML (or JSON) text as a tree of nodes with lines; intrinsic functions in one form.

use std::iter::Peekable;

use indexmap::IndexMap;
use saphyr_parser::{Event, Parser, ScalarStyle, StrInput, Tag};

use super::TemplateError;

/// A node of a template before evaluation.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub kind: Kind,
    /// From 1.
    pub line: u32,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    String(String),
    List(Vec<Node>),
    Map(IndexMap<String, Node>),
    /// An intrinsic function by its short name: `Ref`, `GetAtt`, `Sub`.
    Call(String, Box<Node>),
}

impl Node {
    /// The text of a string, number or boolean.
    pub fn text(&self) -> Option<String> {
        match &self.kind {
            Kind::String(text) => Some(text.clone()),
            Kind::Number(number) => Some(number.to_string()),
            Kind::Bool(flag) => Some(flag.to_string()),
            _ => None,
        }
    }

    /// A mapping's entries.
    pub fn map(&self) -> Option<&IndexMap<String, Node>> {
        match &self.kind {
            Kind::Map(map) => Some(map),
            _ => None,
        }
    }

    /// A sequence's entries.
    pub fn list(&self) -> Option<&[Node]> {
        match &self.kind {
            Kind::List(list) => Some(list),
            _ => None,
        }
    }
}

/// Functions that are evaluated, by their short names.
pub const FUNCTIONS: &[&str] = &[
    "Ref",
    "Condition",
    "GetAtt",
    "Sub",
    "If",
    "Equals",
    "And",
    "Or",
    "Not",
    "Join",
    "Select",
    "Split",
    "FindInMap",
    "Base64",
    "Cidr",
    "GetAZs",
];

/// Reads a text of one document.
pub fn read(file: &str, text: &str) -> Result<Node, TemplateError> {
    let mut reader = Reader {
        file,
        events: Parser::new_from_str(text).peekable(),
    };
    while matches!(
        reader.peek(),
        Some(Event::StreamStart | Event::DocumentStart(_))
    ) {
        reader.next()?;
    }
    if matches!(reader.peek(), Some(Event::StreamEnd)) {
        return Err(reader.fail(1, "The template is empty."));
    }
    let node = reader.node()?;
    while !matches!(reader.peek(), Some(Event::StreamEnd)) {
        let (event, line) = reader.next()?;
        if event != Event::DocumentEnd {
            return Err(reader.fail(
                line,
                "A template is one YAML document; a second begins here.",
            ));
        }
    }
    Ok(node)
}

fn line_of(line: usize) -> u32 {
    u32::try_from(line.max(1)).unwrap_or(u32::MAX)
}

struct Reader<'a> {
    file: &'a str,
    events: Peekable<Parser<'a, StrInput<'a>>>,
}

impl<'a> Reader<'a> {
    /// The next event; `None` where the text goes on with an error, which `next` tells.
    fn peek(&mut self) -> Option<&Event<'a>> {
        match self.events.peek() {
            Some(Ok((event, _))) => Some(event),
            _ => None,
        }
    }

    fn next(&mut self) -> Result<(Event<'a>, u32), TemplateError> {
        match self.events.next() {
            Some(Ok((event, span))) => Ok((event, line_of(span.start.line()))),
            Some(Err(error)) => Err(self.fail(
                line_of(error.marker().line()),
                &format!(
                    "This is not YAML, at column {}: {}.",
                    error.marker().col() + 1,
                    error.info()
                ),
            )),
            None => Err(self.fail(1, "The template ends too early.")),
        }
    }

    fn fail(&self, line: u32, message: &str) -> TemplateError {
        TemplateError {
            file: self.file.to_owned(),
            line,
            message: message.to_owned(),
        }
    }

    fn node(&mut self) -> Result<Node, TemplateError> {
        let (event, line) = self.next()?;
        match event {
            Event::Scalar(text, style, _, tag) => {
                let kind = if style == ScalarStyle::Plain && tag.is_none() {
                    plain(&text)
                } else {
                    Kind::String(text.into_owned())
                };
                Ok(tagged(tag.as_deref(), Node { kind, line }))
            }
            Event::SequenceStart(_, tag) => {
                let mut list = Vec::new();
                while !matches!(self.peek(), Some(Event::SequenceEnd)) {
                    list.push(self.node()?);
                }
                self.next()?;
                let kind = Kind::List(list);
                Ok(tagged(tag.as_deref(), Node { kind, line }))
            }
            Event::MappingStart(_, tag) => {
                let node = self.mapping(line)?;
                Ok(tagged(tag.as_deref(), node))
            }
            Event::Alias(_) => Err(self.fail(line, "YAML aliases are not used in templates.")),
            _ => Err(self.fail(line, "The template ends too early.")),
        }
    }

    fn mapping(&mut self, line: u32) -> Result<Node, TemplateError> {
        let mut map: IndexMap<String, Node> = IndexMap::new();
        while !matches!(self.peek(), Some(Event::MappingEnd)) {
            let key = self.node()?;
            let Some(name) = key.text() else {
                return Err(self.fail(key.line, "A key must be text."));
            };
            let mut value = self.node()?;
            if matches!(value.kind, Kind::Map(_)) {
                // A block's place is where its name stands, which is what people look for.
                value.line = key.line;
            }
            if map.contains_key(&name) {
                let words = format!("The key `{name}` is written twice.");
                return Err(self.fail(key.line, &words));
            }
            map.insert(name, value);
        }
        self.next()?;
        if map.len() > 1
            && let Some((name, node)) = map.iter().find(|(name, _)| name.starts_with("Fn::"))
        {
            let words = format!("`{name}` must stand alone in its mapping.");
            return Err(self.fail(node.line, &words));
        }
        Ok(Node {
            kind: long_form(map),
            line,
        })
    }
}

/// `{Ref: X}` and `{Fn::Sub: X}` are calls; one of an unknown name is refused where it is called.
fn long_form(mut map: IndexMap<String, Node>) -> Kind {
    let call = match map.keys().next() {
        Some(key) if map.len() == 1 => match key.strip_prefix("Fn::") {
            Some(name) => Some(name.to_owned()),
            None if key == "Ref" => Some(key.clone()),
            None => None,
        },
        _ => None,
    };
    match call.and_then(|name| map.pop().map(|(_, argument)| (name, argument))) {
        Some((name, argument)) => Kind::Call(name, Box::new(argument)),
        None => Kind::Map(map),
    }
}

fn tagged(tag: Option<&Tag>, node: Node) -> Node {
    match tag {
        Some(tag) if tag.handle == "!" => Node {
            line: node.line,
            kind: Kind::Call(tag.suffix.clone(), Box::new(node)),
        },
        _ => node,
    }
}

/// YAML's core schema for plain scalars.
fn plain(text: &str) -> Kind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" => Kind::Bool(true),
        "false" | "False" | "FALSE" => Kind::Bool(false),
        _ => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            // `0123456789012` is an account, `1.30` a version that must keep its zero.
            let octal = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
            let integer = digits.bytes().all(|byte| byte.is_ascii_digit());
            if integer
                && !octal
                && let Ok(number) = text.parse::<i64>()
            {
                return Kind::Number(number.into());
            }
            let decimal = digits.contains('.')
                && digits
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b'.');
            if decimal
                && let Ok(number) = text.parse::<f64>()
                && number.to_string() == text
                && let Some(number) = serde_json::Number::from_f64(number)
            {
                return Kind::Number(number);
            }
            Kind::String(text.to_owned())
        }
    }
}
