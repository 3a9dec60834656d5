//! What goes to standard output: text for people, or one JSON document for scripts.

use std::io::{IsTerminal, Write as _};

use engine::AppError;
use serde::Serialize;

/// Where and how to print.
pub struct Output {
    pub json: bool,
    /// Standard error is a terminal: progress may overwrite its line.
    pub terminal: bool,
}

impl Output {
    /// Output to this process's standard streams.
    pub fn new(json: bool) -> Self {
        Self {
            json,
            terminal: std::io::stderr().is_terminal(),
        }
    }

    /// A line for people; nothing in JSON mode.
    pub fn line(&self, text: impl AsRef<str>) {
        if !self.json {
            write_out(text.as_ref());
        }
    }

    /// Text as it is, without a line's end of our own: a file on standard output.
    pub fn raw(&self, text: &str) {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }

    /// The one JSON document; nothing in text mode.
    pub fn document(&self, document: &impl Serialize) {
        if self.json {
            match serde_json::to_string_pretty(document) {
                Ok(text) => write_out(&text),
                Err(error) => eprintln!("the result cannot be written as JSON: {error}"),
            }
        }
    }

    /// An error: what happened and what to do, with every field.
    pub fn error(&self, error: &AppError) {
        if let Some(cause) = &error.cause {
            tracing::error!(code = ?error.code, %cause, "{}", error.message);
        }
        if self.json {
            self.document(&serde_json::json!({
                "error": {
                    "code": error.code,
                    "message": error.message,
                    "hint": error.hint,
                    "fields": error.fields,
                    "retryable": error.retryable,
                    "requestId": error.request_id,
                }
            }));
            return;
        }
        eprintln!("error: {}", error.message);
        for problem in &error.fields {
            let line = problem.line.map(|line| format!("line {line}"));
            let place = match (problem.field.as_str(), line) {
                ("", Some(line)) => format!("{line}: "),
                ("", None) => String::new(),
                (field, Some(line)) => format!("{field} ({line}): "),
                (field, None) => format!("{field}: "),
            };
            eprintln!("  {place}{}", problem.message);
            if let (None, Some(hint)) = (problem.line, &problem.hint) {
                eprintln!("    {hint}");
            }
        }
        if let Some(hint) = &error.hint {
            eprintln!("  {hint}");
        }
    }
}

/// A reader that has gone away (`| head`) is no error.
fn write_out(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Columns aligned by their widest cell; the named ones to the right.
pub fn table(rows: &[Vec<String>], right: &[usize]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut lines = Vec::new();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let pad = " ".repeat(widths[column].saturating_sub(cell.chars().count()));
            if right.contains(&column) {
                line.push_str(&pad);
                line.push_str(cell);
            } else {
                line.push_str(cell);
                line.push_str(&pad);
            }
            line.push_str("  ");
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}
