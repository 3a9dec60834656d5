//! Running the binary as a script would: no terminal, a folder of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::schema;

/// What a command said and how it ended.
#[derive(Debug)]
pub struct Answer {
    pub exit: i32,
    pub out: String,
    pub err: String,
}

impl Answer {
    /// The exit code, with everything that was said where it is another.
    #[track_caller]
    pub fn ends(self, exit: i32) -> Self {
        assert_eq!(self.exit, exit, "{}\n{}", self.out, self.err);
        self
    }

    /// The one document on standard output, after it was held against its schema.
    #[track_caller]
    pub fn document(&self, name: &str) -> Value {
        let document: Value = serde_json::from_str(&self.out).unwrap_or_else(|error| {
            panic!("standard output is one document: {error}\n{}", self.out)
        });
        schema::hold(name, &document);
        document
    }

    /// The error's document, with the code it has.
    #[track_caller]
    pub fn error(&self, code: &str) -> Value {
        let error = self.document("error")["error"].clone();
        assert_eq!(error["code"], code, "{error}");
        error
    }
}

/// A folder in which commands run, without a keychain and with no store but the one in memory.
pub struct Desk {
    pub folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A desk with `crew.toml` of the preset on it.
    pub fn with_file(preset: &str) -> Self {
        let desk = Self::new();
        desk.run(&[
            "env",
            "new",
            "crew",
            "--preset",
            preset,
            "--out",
            "crew.toml",
        ])
        .ends(0);
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// `crew.toml` with one piece of text replaced.
    pub fn edit(&self, from: &str, to: &str) {
        let text = self.read("crew.toml");
        assert!(text.contains(from), "the preset has `{from}`");
        self.write("crew.toml", text.replacen(from, to, 1));
    }

    /// Runs it with `--data-dir` in this folder; a keychain is out of reach.
    pub fn run(&self, arguments: &[&str]) -> Answer {
        let mut command = command(self.folder.path());
        command.args(arguments);
        // A bus that is not there: the same on every machine, with a desktop or without one.
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
        answer(&mut command)
    }

    /// As [`Self::run`], forgetting everything.
    pub fn practise(&self, arguments: &[&str]) -> Answer {
        self.run(&[&["--in-memory"], arguments].concat())
    }
}

/// The binary in a folder, with its data folder inside.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_arrayctl"));
    command
        .current_dir(folder)
        .arg("--data-dir")
        .arg(folder.join("data"))
        .stdin(Stdio::null());
    command
}

/// Runs it to its end. Nothing here has a terminal, so nothing may hold a control code.
pub fn answer(command: &mut Command) -> Answer {
    let output = command.output().unwrap();
    let answer = Answer {
        exit: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    for stream in [&answer.out, &answer.err] {
        assert!(
            !stream.contains(['\x1b', '\r', '\x07']),
            "control codes belong on a terminal only: {stream:?}"
        );
    }
    assert!(!answer.err.contains("panicked"), "{}", answer.err);
    answer
}
