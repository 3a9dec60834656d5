//! What goes to standard output: text for people, or one JSON document for scripts.

use std::io::{IsTerminal, Write as _};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::costs::Mask;
use engine::AppError;
use serde::Serialize;
use terminal_size::terminal_size_of;

use crate::exit::Exit;

/// Where and how to print.
pub struct Output {
    pub json: bool,
    /// One table as CSV, and nothing else.
    csv: bool,
    /// Shortens account numbers in all that is printed, once it is set.
    mask: OnceLock<Mask>,
    /// Standard error is a terminal: progress may overwrite its line.
    pub terminal: bool,
    /// What could not be printed, other than that the reader has gone away.
    unwritten: AtomicBool,
}

impl Output {
    /// Output to this process's standard streams.
    pub fn new(json: bool, csv: bool) -> Self {
        Self {
            json,
            csv,
            mask: OnceLock::new(),
            terminal: std::io::stderr().is_terminal(),
            unwritten: AtomicBool::new(false),
        }
    }

    /// From now on account numbers are shortened.
    pub fn masked(&self, mask: Mask) {
        // Set once, when a command begins.
        let _ = self.mask.set(mask);
    }

    /// Lines for people, broken at words on a terminal; nothing where a program reads.
    pub fn line(&self, text: impl AsRef<str>) {
        if !self.json && !self.csv {
            let width = terminal_size_of(std::io::stdout()).map(|(width, _)| width.0);
            self.write(&format!("{}\n", wrapped(text.as_ref(), width)));
        }
    }

    /// The one CSV table; nothing in other modes.
    pub fn table(&self, csv: impl FnOnce() -> String) {
        if self.csv {
            self.write(&csv());
        }
    }

    /// Text as it is, without a line's end of our own: a file on standard output.
    pub fn raw(&self, text: &str) {
        self.write(text);
    }

    /// The one JSON document; nothing in text mode.
    pub fn document(&self, document: &impl Serialize) {
        if self.json {
            match serde_json::to_string_pretty(document) {
                Ok(text) => self.write(&format!("{text}\n")),
                Err(error) => eprintln!("the result cannot be written as JSON: {error}"),
            }
        }
    }

    /// How the command ends: what could not be printed was not done.
    pub fn end(&self, exit: Exit) -> Exit {
        if self.unwritten.load(Ordering::Relaxed) {
            Exit::Machine
        } else {
            exit
        }
    }

    /// A reader that has gone away (`| head`) is no error; a full disk is.
    fn write(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        let masked = self.mask.get().map(|mask| mask.text(text));
        let text = masked.as_deref().unwrap_or(text);
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        if let Err(error) = written
            && error.kind() != std::io::ErrorKind::BrokenPipe
            && !self.unwritten.swap(true, Ordering::Relaxed)
        {
            let why = crate::env::plain(&error);
            note(&format!("error: standard output cannot be written: {why}."));
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
        note(&format!("error: {}", error.message));
        for problem in &error.fields {
            let line = problem.line.map(|line| format!("line {line}"));
            let place = match (problem.field.as_str(), line) {
                ("", Some(line)) => format!("{line}: "),
                ("", None) => String::new(),
                (field, Some(line)) => format!("{field} ({line}): "),
                (field, None) => format!("{field}: "),
            };
            note(&format!("  {place}{}", problem.message));
            if let (None, Some(hint)) = (problem.line, &problem.hint) {
                note(&format!("    {hint}"));
            }
        }
        if let Some(hint) = &error.hint {
            note(&format!("  {hint}"));
        }
    }
}

/// A line on standard error, broken at words on a terminal.
pub fn note(text: &str) {
    let width = terminal_size_of(std::io::stderr()).map(|(width, _)| width.0);
    // Nobody is left to be told that nobody listens.
    let _ = writeln!(std::io::stderr().lock(), "{}", wrapped(text, width));
}

/// Narrower than this, breaking at words leaves nothing readable.
const NARROWEST: usize = 24;

/// Lines broken at words; what goes on stands below the beginning of its text.
fn wrapped(text: &str, width: Option<u16>) -> String {
    let Some(width) = width.map(usize::from).filter(|width| *width >= NARROWEST) else {
        return text.to_owned();
    };
    let lines: Vec<String> = text.split('\n').map(|line| broken(line, width)).collect();
    lines.join("\n")
}

fn broken(line: &str, width: usize) -> String {
    if line.chars().count() <= width {
        return line.to_owned();
    }
    let indent = line.len() - line.trim_start().len();
    // A mark or a number in front (`  note  ...`) has a gap behind it.
    let head = line.get(indent..indent + 10).unwrap_or_default();
    let gap = head.find("  ").map_or(0, |at| {
        let text = head[at..].trim_start();
        if text.is_empty() {
            0
        } else {
            head.len() - text.len()
        }
    });
    let hang = (indent + gap).min(width / 2);
    let mut out = String::new();
    let mut column = 0;
    for word in line.split_inclusive(' ') {
        let letters = word.trim_end().chars().count();
        if column + letters > width && column > hang {
            out.truncate(out.trim_end().len());
            out.push('\n');
            out.push_str(&" ".repeat(hang));
            column = hang;
        }
        out.push_str(word);
        column += word.chars().count();
    }
    out
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

/// In UTC: `2026-11-27 09:31:05`
pub fn time(at_ms: i64) -> String {
    let date = domain::catalogue::Date::from_unix_ms(at_ms);
    let seconds = at_ms.div_euclid(1_000).rem_euclid(86_400);
    format!(
        "{date} {:02}:{:02}:{:02}",
        seconds / 3_600,
        seconds / 60 % 60,
        seconds % 60
    )
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_break_at_words_below_their_text() {
        let line = "  note  The GitHub connection starts as pending.";
        assert_eq!(
            wrapped(line, Some(30)),
            "  note  The GitHub connection\n        starts as pending."
        );
        assert_eq!(wrapped(line, None), line, "a file has no width");
        assert_eq!(wrapped(line, Some(10)), line, "nor has a sliver");
        let url = format!("  Endpoint = {}", "x".repeat(60));
        assert_eq!(
            wrapped(&url, Some(40)),
            format!("  Endpoint =\n  {}", "x".repeat(60)),
            "what has no spaces stays whole"
        );
    }
}
