//! From bytes to TOML: what is no text, or no TOML, is said in one error with its place.

use toml_edit::{Document, TomlError};

use super::Problem;
use super::places::Places;
use super::shape::error;

/// Largest file that is read. A real one has a few kilobytes.
pub const MAX_FILE_BYTES: usize = 1_048_576;

/// The text of a file; a byte order mark is left out.
///
/// # Errors
/// Too large, or in another encoding than UTF-8.
pub fn text_of(bytes: &[u8]) -> Result<&str, Problem> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(error(
            "file-too-large",
            "",
            "The file has more than 1 MiB; an environment file has a few kilobytes.",
            "Is this really an environment file?",
        ));
    }
    let place = |at: usize| {
        let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = bytes[..at]
            .iter()
            .rev()
            .take_while(|byte| **byte != b'\n')
            .count()
            + 1;
        (u32::try_from(line).ok(), u32::try_from(column).ok())
    };
    let wrong = |at: usize, message: String| {
        let (line, column) = place(at);
        Problem {
            line,
            column,
            ..error("wrong-encoding", "", message, "Save the file as UTF-8.")
        }
    };
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let message = "The file is UTF-16; an environment file is UTF-8.";
        return Err(wrong(0, message.to_owned()));
    }
    // No text of UTF-8 has a zero byte; UTF-16 without its mark has one in every other place.
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let message = format!("Byte {} is zero: this is UTF-16 or no text at all.", at + 1);
        return Err(wrong(at, message));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.trim_start_matches('\u{feff}')),
        Err(error) => {
            let at = error.valid_up_to();
            Err(wrong(at, format!("Byte {} is not UTF-8.", at + 1)))
        }
    }
}

/// The document of a text.
///
/// # Errors
/// What TOML does not allow, at its place.
pub fn document_of(text: &str) -> Result<Document<&str>, Problem> {
    Document::parse(text).map_err(|wrong| {
        let at = wrong.span().map_or(0, |span| span.start);
        let (line, column) = Places::of(text).at(at);
        let said = said(&wrong);
        Problem {
            line: Some(line),
            column: Some(column),
            ..error(
                "not-toml",
                "",
                format!("This is not TOML: {said}."),
                advice(&said, text, line),
            )
        }
    })
}

fn said(wrong: &TomlError) -> String {
    let words: Vec<&str> = wrong.message().split_whitespace().collect();
    words.join(" ").replace(", expected nothing", "")
}

/// What to do, by the parser's words; they come from the library, so an unknown one gets the plain advice.
fn advice(said: &str, text: &str, line: u32) -> &'static str {
    let line = text.lines().nth(line as usize - 1).unwrap_or_default();
    let known = [
        ("duplicate key", "It stands in the file twice: keep one."),
        (
            "leading zero",
            "Write the number without the zero in front.",
        ),
        ("missing comma", "Put a comma between the entries."),
        (
            "recur",
            "Nothing in an environment file is nested that deeply.",
        ),
        (
            "invalid bool",
            "A text stands in quotes; true and false are written in lower case.",
        ),
        ("invalid float", "A text stands in quotes."),
        ("invalid integer", "A text stands in quotes."),
        ("invalid datetime", "A text stands in quotes."),
        ("string values must be quoted", "A text stands in quotes."),
        ("string", "Close the quotes on the same line."),
        ("unclosed", "Close the bracket on the same line."),
    ];
    if text.trim_start().starts_with('{') {
        return "This looks like JSON; an environment file is TOML: key = value.";
    }
    if said.contains("key with no value") {
        return match line.contains(':') && !line.contains('=') {
            true => "Write key = value; the colon is YAML's.",
            false => "Write it as key = value.",
        };
    }
    known
        .iter()
        .find(|(words, _)| said.contains(words))
        .map_or("Correct the line that is named.", |(_, advice)| advice)
}
