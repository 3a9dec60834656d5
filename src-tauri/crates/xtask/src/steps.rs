//! Numbered steps with their time; the first failure stops with words to act on.

use std::process::{Command, Stdio};
use std::time::Instant;

/// Result of a step: nothing, or why it stopped.
pub type Outcome = Result<(), String>;

/// Steps of one command.
pub struct Steps {
    number: u32,
    begun: Instant,
    done: Vec<(String, f64)>,
}

impl Steps {
    pub fn new() -> Self {
        Self {
            number: 0,
            begun: Instant::now(),
            done: Vec::new(),
        }
    }

    /// Runs one step and prints its time.
    pub fn step(&mut self, name: &str, work: impl FnOnce() -> Outcome) -> Outcome {
        self.number += 1;
        println!("[{}] {name} ...", self.number);
        let begun = Instant::now();
        let outcome = work();
        let seconds = begun.elapsed().as_secs_f64();
        match &outcome {
            Ok(()) => println!("[{}] {name}: done in {seconds:.1} s", self.number),
            Err(_) => println!("[{}] {name}: failed after {seconds:.1} s", self.number),
        }
        self.done.push((name.to_owned(), seconds));
        outcome
    }

    /// Every step with its time.
    pub fn summary(&self) {
        println!();
        for (name, seconds) in &self.done {
            println!("{seconds:>8.1} s  {name}");
        }
        println!("{:>8.1} s  in all", self.begun.elapsed().as_secs_f64());
    }
}

/// Runs a program; its failure carries the words that say what to do.
pub fn run(command: &mut Command, advice: &str) -> Outcome {
    let shown = format!("{command:?}").replace('"', "");
    match command.stdin(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` ended with {status}.\n{advice}")),
        Err(error) => Err(format!(
            "`{shown}` could not be started: {error}.\n{advice}"
        )),
    }
}

/// True when a program answers.
pub fn answers(program: &str, argument: &str) -> bool {
    Command::new(program)
        .arg(argument)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
