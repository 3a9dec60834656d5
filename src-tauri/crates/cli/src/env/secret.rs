//! `arrayctl env secret`

use std::io::{BufRead as _, IsTerminal as _, Read as _};

use engine::integrations::{self, Integration};
use engine::{AppError, AppResult, ErrorCode};
use secrecy::SecretString;

use crate::arguments::Service;
use crate::exit::Exit;
use crate::output::Output;
use crate::person::ask_unseen;
use crate::world::World;

/// Longest input that is read: secrets are short.
const LIMIT: u64 = 16_384;

pub async fn run(
    name: &str,
    service: Service,
    forget: bool,
    world: &World,
    output: &Output,
) -> AppResult<Exit> {
    let integration = service.integration();
    let engine = world.quiet().await?;
    if forget {
        integrations::forget(&engine, name, integration).await?;
        output.line(format!(
            "{} of {name} is forgotten here. Secrets Manager keeps its own until the environment is deleted.",
            integration.label()
        ));
    } else {
        let values = values(integration).await?;
        integrations::keep(&engine, name, integration, &values).await?;
        output.line(format!(
            "Kept in the keychain. The next launch or update hands it to Secrets Manager as {}.",
            integration.secret_name(name)
        ));
    }
    let rows = integrations::list(&engine, name).await?;
    output.document(&serde_json::json!({ "environment": name, "integrations": rows }));
    Ok(Exit::Done)
}

/// Asked on a terminal, else one line each from standard input.
async fn values(integration: Integration) -> AppResult<Vec<SecretString>> {
    let mut given = Vec::new();
    if std::io::stdin().is_terminal() {
        for value in integration.values() {
            let question = format!("{} of {} (not shown): ", value.label, integration.label());
            given.extend(ask_unseen(&question).await?);
        }
        return Ok(given);
    }
    for line in std::io::stdin().lock().take(LIMIT).lines() {
        let line = line.map_err(|error| {
            AppError::new(ErrorCode::InvalidInput, "Standard input cannot be read.").because(error)
        })?;
        if !line.trim().is_empty() {
            given.push(SecretString::from(line.trim()));
        }
    }
    Ok(given)
}
