//! A proxy before the emulator that breaks answers as AWS and networks do.

use std::process::Command;

use serde_json::Value;

use crate::emulator::{Emulator, Running, free_port, installed};
use crate::http;

/// Ends the proxy, which does not do so itself, with its standard input.
const WATCHED: &str = "
import os, sys, threading
threading.Thread(target=lambda: (sys.stdin.buffer.read(), os._exit(0)), daemon=True).start()
from microburst.cli import main
sys.exit(main())
";

/// One proxy; each test has its own, because rules are for the whole of it.
pub struct Faults(Running);

impl Faults {
    pub fn before(emulator: &Emulator) -> Self {
        let port = free_port();
        let mut command = Command::new(installed("microburst", "python"));
        command.args(["-c", WATCHED, "--upstream", &emulator.endpoint()]);
        command.args(["--host", "127.0.0.1", "--port", &port.to_string()]);
        command.arg("--no-resign");
        let running = Running::start("faults", command, port, "/_microburst/health");
        // The first request through it takes three seconds; a test's own must not be that one.
        let _ = http::request(port, "GET /_array/health", &[], "");
        Self(running)
    }

    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.0.port)
    }

    /// Replaces the rules: an array in microburst's own form. What was broken before is forgotten.
    pub fn set(&self, rules: &Value) {
        http::json(self.0.port, "DELETE /_microburst/fired", &Value::Null);
        http::json(self.0.port, "POST /_microburst/rules", rules);
    }

    /// Answers are whole again.
    pub fn clear(&self) {
        self.set(&Value::Array(Vec::new()));
    }

    /// What has been broken under these rules, the last thousand.
    pub fn fired(&self) -> Vec<Value> {
        let fired = http::json(
            self.0.port,
            "GET /_microburst/fired?limit=1000",
            &Value::Null,
        );
        match fired {
            Value::Array(rows) => rows,
            other => other["fired"].as_array().cloned().unwrap_or_default(),
        }
    }
}
