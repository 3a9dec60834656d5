//! Adding an account.

use domain::catalogue;
use domain::environment::{Problem, Severity};
use secrecy::{ExposeSecret, SecretString};

use super::{Account, AssumedRole, Colour, Portal, WayIn, keys_secret};
use crate::environments::PRACTICE;
use crate::{AppError, AppResult, Engine, ErrorCode};

/// Longest name of an account.
const NAME: usize = 40;

/// What a person says of an account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub name: String,
    pub way_in: WayIn,
    /// The secret access key, where the way in is keys.
    pub secret_key: Option<SecretString>,
    pub roles: Vec<AssumedRole>,
    pub region: String,
    pub endpoint: Option<String>,
    pub colour: Colour,
}

/// Remembers an account, and its secret key in the keychain. AWS is not asked: try it afterwards.
///
/// # Errors
/// `InvalidInput` with every problem by field; `AlreadyExists` when the name is taken.
pub async fn add(engine: &Engine, new: NewAccount) -> AppResult<Account> {
    let problems = problems(&new);
    if !problems.is_empty() {
        return Err(AppError::invalid("The account cannot be added.", problems));
    }
    if engine.memory.account(&new.name).await?.is_some() {
        return Err(AppError::new(
            ErrorCode::AlreadyExists,
            format!("There is an account `{}` already.", new.name),
        )
        .hint("Choose another name, or remove that one first."));
    }
    let account = Account {
        name: new.name,
        way_in: new.way_in,
        roles: new.roles,
        region: new.region,
        endpoint: new.endpoint,
        colour: new.colour,
        identity: None,
        added_at_ms: engine.clock.now_ms(),
        used_at_ms: None,
        trouble: None,
    };
    // The secret first: an account without its secret would be of no use.
    if let Some(secret) = &new.secret_key {
        let name = keys_secret(&account.name);
        engine.secrets.keep_secret(&name, secret).await?;
    }
    engine.memory.save_account(&account).await?;
    Ok(account)
}

/// Why nobody can sign in at a portal: its address is none.
pub(super) fn no_start_url(portal: &Portal) -> Option<Problem> {
    let fits = portal.start_url.starts_with("https://") || portal.emulator().is_some();
    (!fits).then(|| {
        problem(
            "startUrl",
            format!("`{}` is no start URL.", portal.start_url),
            "It looks like https://NAME.awsapps.com/start.",
        )
    })
}

fn problem(field: &str, message: String, hint: &str) -> Problem {
    Problem {
        code: "account".to_owned(),
        severity: Severity::Error,
        field: field.to_owned(),
        line: None,
        column: None,
        message,
        hint: Some(hint.to_owned()),
    }
}

fn problems(new: &NewAccount) -> Vec<Problem> {
    let mut found = Vec::new();
    if let WayIn::SingleSignOn(role) = &new.way_in {
        found.extend(no_start_url(&role.portal));
    }
    let mut say = |field: &str, message: String, hint: &str| {
        found.push(problem(field, message, hint));
    };
    let name = new.name.as_str();
    let letters = name
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter));
    if name.is_empty() || name.len() > NAME || !letters {
        say(
            "name",
            format!("`{name}` cannot be an account's name."),
            "Use up to 40 letters, digits, dashes, dots and underscores.",
        );
    }
    if name.eq_ignore_ascii_case(PRACTICE) {
        say(
            "name",
            "The practice account has this name.".to_owned(),
            "Choose another one.",
        );
    }
    if new.endpoint.is_none() && catalogue::region(&new.region).is_none() {
        say(
            "region",
            format!("`{}` is no region that Array Console knows.", new.region),
            "Regions look like us-east-1.",
        );
    }
    if let Some(endpoint) = &new.endpoint
        && !is_endpoint(endpoint)
    {
        say(
            "endpoint",
            format!("`{endpoint}` is no address of an endpoint."),
            "It looks like http://127.0.0.1:4566; unencrypted only on this machine.",
        );
    }
    match &new.way_in {
        WayIn::Profile { profile } if profile.trim().is_empty() => {
            say(
                "profile",
                "The profile has no name.".to_owned(),
                "Give one of `aws configure list-profiles`.",
            );
        }
        WayIn::Keys { key_id } => {
            let fits = (16..=128).contains(&key_id.len())
                && key_id
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
            // An emulator takes any key; its account number is often given as one.
            if !fits && new.endpoint.is_none() {
                say(
                    "keyId",
                    "This is no access key ID.".to_owned(),
                    "It has 20 letters and digits and begins with AKIA or ASIA.",
                );
            }
            let secret = new
                .secret_key
                .as_ref()
                .map(|secret| secret.expose_secret().trim());
            if secret.is_none_or(str::is_empty) {
                say(
                    "secretKey",
                    "The secret access key is missing.".to_owned(),
                    "Paste it beside its ID.",
                );
            }
        }
        WayIn::SingleSignOn(role) => {
            if role.account_id.len() != 12
                || !role.account_id.bytes().all(|digit| digit.is_ascii_digit())
            {
                say(
                    "accountId",
                    "An account number has 12 digits.".to_owned(),
                    "Choose one that the portal offers.",
                );
            }
        }
        WayIn::Profile { .. } => {}
    }
    for (number, role) in new.roles.iter().enumerate() {
        if !role.arn.starts_with("arn:") || !role.arn.contains(":role/") {
            say(
                &format!("roles[{number}].arn"),
                format!("`{}` is no role's ARN.", role.arn),
                "It looks like arn:aws:iam::111122223333:role/Name.",
            );
        }
    }
    found
}

/// `https` anywhere, `http` on this machine only.
fn is_endpoint(text: &str) -> bool {
    let (host, safe) = if let Some(rest) = text.strip_prefix("https://") {
        (rest, true)
    } else if let Some(rest) = text.strip_prefix("http://") {
        (rest, false)
    } else {
        return false;
    };
    let host = host.split(['/', '?']).next().unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    !name.is_empty()
        && !host.contains('@')
        && (safe || ["127.0.0.1", "localhost", "[::1]"].contains(&name))
}
