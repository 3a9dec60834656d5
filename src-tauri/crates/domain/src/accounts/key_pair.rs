//! A pair of access keys in whatever text a person has of it: what she copied, or a file of AWS's.

use secrecy::SecretString;

use super::shared_files::SharedFiles;

/// An access key and its secret.
#[derive(Debug, Clone)]
pub struct KeyPair {
    pub key_id: String,
    pub secret: SecretString,
}

/// Why a text gives no pair of keys. Never holds anything of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPairProblem {
    Empty,
    /// Neither of the forms that are known.
    Unknown,
    /// Keys that run out in hours, of a role or a sign-in.
    Temporary,
    /// So many pairs, and nobody said which.
    Several(usize),
}

impl KeyPairProblem {
    /// What the text is, and what to do instead.
    pub fn words(self) -> (String, &'static str) {
        match self {
            Self::Empty => (
                "There is no text in it.".to_owned(),
                "Copy the access key ID and the secret access key together, then try again.",
            ),
            Self::Unknown => (
                "No access keys are in it.".to_owned(),
                "Give the key ID and its secret on two lines, AWS's accessKeys.csv, lines of a credentials file, or export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
            ),
            Self::Temporary => (
                "These keys are temporary: they run out within hours.".to_owned(),
                "Sign in with IAM Identity Center instead; such a sign-in is renewed here. Or make a key for an IAM user.",
            ),
            Self::Several(count) => (
                format!("There are {count} pairs of keys in it."),
                "Copy the one that is meant. A file of profiles is better added profile by profile.",
            ),
        }
    }
}

/// Longest thing that can be an access key ID or a secret of IAM.
const LONGEST: usize = 256;

impl KeyPair {
    /// Reads the pair out of two lines, of `accessKeys.csv`, of `key = value` lines with or without
    /// `export`, `set` or `$Env:`, or of a section of a credentials file; with or without a byte order
    /// mark, with either end of lines.
    ///
    /// # Errors
    /// Why there is not exactly one pair of lasting keys.
    pub fn read(text: &str) -> Result<Self, KeyPairProblem> {
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            return Err(KeyPairProblem::Empty);
        }
        let found = csv(text)
            .or_else(|| sections(text))
            .or_else(|| assignments(text))
            .or_else(|| two_words(text))
            .ok_or(KeyPairProblem::Unknown)?;
        let mut found = found.into_iter();
        match (found.next(), found.len()) {
            (None, _) => Err(KeyPairProblem::Unknown),
            (Some(only), 0) => only,
            (Some(_), more) => Err(KeyPairProblem::Several(more + 1)),
        }
    }
}

type Found = Vec<Result<KeyPair, KeyPairProblem>>;

/// Keys with a session token, or of a kind that has one, run out.
fn pair(key_id: &str, secret: SecretString, temporary: bool) -> Result<KeyPair, KeyPairProblem> {
    if temporary || key_id.starts_with("ASIA") {
        return Err(KeyPairProblem::Temporary);
    }
    Ok(KeyPair {
        key_id: key_id.to_owned(),
        secret,
    })
}

/// AWS's downloads: `Access key ID,Secret access key`, in older ones among other columns.
fn csv(text: &str) -> Option<Found> {
    let mut lines = text.lines();
    let heads = cells(lines.next()?);
    let column = |name: &str| {
        heads
            .iter()
            .position(|head| head.eq_ignore_ascii_case(name))
    };
    let (id, secret) = (column("Access key ID")?, column("Secret access key")?);
    let rows = lines.map(cells).filter_map(|row| {
        let (id, secret) = (row.get(id)?, row.get(secret)?);
        (!id.is_empty() && !secret.is_empty())
            .then(|| pair(id, SecretString::from(secret.as_str()), false))
    });
    Some(rows.collect())
}

/// The cells of a line; a quoted one may hold a comma.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in line.trim().chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => {
                if let Some(cell) = cells.last_mut() {
                    cell.push(other);
                }
            }
        }
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn sections(text: &str) -> Option<Found> {
    if !text.lines().any(|line| line.trim_start().starts_with('[')) {
        return None;
    }
    let files = SharedFiles::read("", text);
    let pairs = files.profile_names().filter_map(|name| {
        let section = files.profile(name)?;
        let secret = section.secret("aws_secret_access_key")?.clone();
        let temporary = section.has("aws_session_token");
        Some(pair(section.text("aws_access_key_id")?, secret, temporary))
    });
    Some(pairs.collect())
}

fn assignments(text: &str) -> Option<Found> {
    let value_of = |wanted: &str| {
        let mut values = text.lines().filter_map(|line| {
            let (key, value) = line.split_once('=')?;
            let key = key.trim();
            let key = ["export ", "set ", "$Env:", "$env:"]
                .iter()
                .find_map(|before| key.strip_prefix(before))
                .unwrap_or(key);
            let value = value.trim().trim_end_matches(';').trim_matches(['"', '\'']);
            (key.trim().eq_ignore_ascii_case(wanted) && !value.is_empty()).then_some(value)
        });
        let first = values.next();
        (first, values.count() + 1)
    };
    let (id, count) = value_of("aws_access_key_id");
    let (secret, _) = value_of("aws_secret_access_key");
    let (id, secret) = (id?, secret?);
    if count > 1 {
        return Some(
            (0..count)
                .map(|_| Err(KeyPairProblem::Several(count)))
                .collect(),
        );
    }
    let temporary = value_of("aws_session_token").0.is_some();
    Some(vec![pair(id, SecretString::from(secret), temporary)])
}

/// The ID and the secret, on two lines or beside each other.
fn two_words(text: &str) -> Option<Found> {
    let words: Vec<&str> = text
        .split([' ', '\t', '\r', '\n', ','])
        .filter(|word| !word.is_empty())
        .collect();
    let [id, secret] = words.as_slice() else {
        return None;
    };
    // An emulator takes any ID: whether it is one of AWS's is judged where the endpoint is known.
    let id_fits = id.bytes().all(|letter| letter.is_ascii_alphanumeric());
    let fits = id_fits && id.len() <= LONGEST && secret.len() <= LONGEST && secret.is_ascii();
    fits.then(|| vec![pair(id, SecretString::from(*secret), false)])
}
