//! Progress of a job: one line that is overwritten on a terminal, plain lines otherwise.

use std::io::Write as _;
use std::sync::{Mutex, PoisonError};

use domain::launch::LaunchSnapshot;
use engine::costs::{Import, ImportState};
use engine::ports::ProgressSink;
use terminal_size::terminal_size_of;

/// Says nothing.
pub struct Silent;

impl ProgressSink for Silent {
    fn launch_changed(&self, _: &LaunchSnapshot) {}
    fn environments_changed(&self) {}
    fn import_changed(&self, _: &Import) {}
}

/// Writes to standard error, so that standard output holds only the result.
pub struct Lines {
    terminal: bool,
    last: Mutex<String>,
}

impl Lines {
    /// Lines for a terminal, or for a log.
    pub fn new(terminal: bool) -> Self {
        Self {
            terminal,
            last: Mutex::new(String::new()),
        }
    }

    /// Whether a mark is another one than the last.
    fn is_new(&self, mark: &str) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if *last == mark {
            return false;
        }
        mark.clone_into(&mut last);
        true
    }

    /// Whether a log takes a line for how an import stands: one for every tenth and every month, not for
    /// every quarter of a second.
    fn is_due(&self, import: &Import) -> bool {
        let tenth = (percent(import) / 10.0) as u32;
        self.is_new(&format!("{tenth} {}", import.stored.len()))
    }

    /// Writes a text, unless the last one had the same mark.
    fn say(&self, mark: &str, text: &str, percent: f64) {
        if self.is_new(mark) {
            self.write(text, percent);
        }
    }

    fn write(&self, text: &str, percent: f64) {
        let mut out = std::io::stderr().lock();
        let _ = if self.terminal {
            write!(out, "\r\x1b[2K{text}").and_then(|()| out.flush())
        } else {
            writeln!(out, "{percent:>3.0} %  {text}")
        };
    }
}

impl ProgressSink for Lines {
    fn launch_changed(&self, snapshot: &LaunchSnapshot) {
        let watched = if snapshot.watched {
            " (driven elsewhere)"
        } else {
            ""
        };
        // On a terminal every change counts; a log takes a line when the sentence changes.
        let text = if self.terminal {
            cut(&format!(
                "{:>3.0} %  {}{watched}",
                snapshot.percent, snapshot.sentence
            ))
        } else {
            format!("{}{watched}", snapshot.sentence)
        };
        self.say(&text, &text, snapshot.percent);
    }

    fn environments_changed(&self) {}

    fn import_changed(&self, import: &Import) {
        // The end stands on standard output.
        if import.state != ImportState::Running {
            return;
        }
        if self.terminal {
            let text = cut(&import.sentence);
            self.say(&text, &text, percent(import));
        } else if self.is_due(import) {
            self.write(&import.sentence, percent(import));
        }
    }
}

/// How much of an import's bytes is read, from 0 to 100.
fn percent(import: &Import) -> f64 {
    let done = import.bytes_done as f64 / import.bytes_total.max(1) as f64;
    (done * 100.0).min(100.0)
}

/// Takes the overwritten line away, so that what follows stands at a line's beginning.
pub fn clear(terminal: bool) {
    if terminal {
        let _ = write!(std::io::stderr().lock(), "\r\x1b[2K");
    }
}

/// A line that wraps cannot be overwritten: it is cut to the terminal's width.
fn cut(text: &str) -> String {
    let columns = terminal_size_of(std::io::stderr()).map_or(80, |(width, _)| width.0);
    let most = usize::from(columns).max(2) - 1;
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most - 1).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use engine::costs::ImportSource;

    use super::*;

    #[test]
    fn a_log_takes_a_line_for_every_tenth_and_every_month_of_an_import() {
        let lines = Lines::new(false);
        let source = ImportSource::Files { paths: Vec::new() };
        let mut import = Import::begun("1".to_owned(), source, "here", 0);
        import.bytes_total = 1_000;
        let mut told = Vec::new();
        for bytes in 0..=1_000 {
            import.bytes_done = bytes;
            // Heard of several times at each byte.
            for _ in 0..3 {
                if lines.is_due(&import) {
                    told.push(bytes);
                }
            }
        }
        let tenths: Vec<u64> = (0..=10).map(|tenth| tenth * 100).collect();
        assert_eq!(told, tenths);
        import.stored.push("2026-09".to_owned());
        assert!(lines.is_due(&import), "a month that is stored");
        assert!(!lines.is_due(&import));
    }
}
