//! The person at the terminal.

use std::io::{IsTerminal, Write as _};

use async_trait::async_trait;
use engine::accounts::ports::Person;
use engine::{AppError, AppResult, ErrorCode};
use secrecy::SecretString;

use crate::output::Output;

/// Asks without echo, and only where somebody can answer.
pub struct Terminal;

#[async_trait]
impl Person for Terminal {
    async fn mfa_code(&self, account: &str, device: &str) -> Option<SecretString> {
        let question = format!("Code of {device} for {account}: ");
        ask_unseen(&question).await.ok().flatten()
    }
}

/// A line that is not shown while it is typed; nothing where there is no terminal.
pub async fn ask_unseen(question: &str) -> AppResult<Option<SecretString>> {
    if !std::io::stdin().is_terminal() {
        return Ok(None);
    }
    let question = question.to_owned();
    let typed = tokio::task::spawn_blocking(move || rpassword::prompt_password(question))
        .await
        .map_err(|error| AppError::internal("The terminal did not answer.").because(error))?
        .map_err(|error| {
            AppError::new(ErrorCode::InvalidInput, "The terminal cannot be read.").because(error)
        })?;
    let typed = typed.trim();
    Ok((!typed.is_empty()).then(|| SecretString::from(typed)))
}

/// One line from the terminal; a script is told what to add instead.
pub fn ask(question: &str, output: &Output) -> AppResult<String> {
    if output.json || !std::io::stdin().is_terminal() {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            "This has to be confirmed, and there is nobody to ask.",
        )
        .hint("Add --yes to go on without being asked."));
    }
    eprint!("{question}");
    let _ = std::io::stderr().flush();
    let mut answer = String::new();
    std::io::stdin()
        .read_line(&mut answer)
        .map_err(|error| AppError::internal("The terminal cannot be read.").because(error))?;
    Ok(answer.trim().to_owned())
}
