//! `~/.aws/config` and `~/.aws/credentials` as text, read as the AWS CLI reads them, with the line of
//! everything: a problem in them is said with its place.

use std::collections::BTreeMap;
use std::fmt;

use secrecy::SecretString;

/// Which of the two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SharedFile {
    Config,
    Credentials,
}

impl fmt::Display for SharedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Config => "config",
            Self::Credentials => "credentials",
        })
    }
}

/// A line of one of the files, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub file: SharedFile,
    pub line: u32,
}

/// The value of a key. What must stay secret is wrapped while it is read.
#[derive(Debug, Clone)]
pub enum Value {
    Plain(String),
    Secret(SecretString),
}

/// Keys whose values are secret.
const SECRET_KEYS: &[&str] = &["aws_secret_access_key", "aws_session_token"];

/// A section with its keys in lower case, each with its value and its place.
#[derive(Debug, Clone)]
pub struct Section {
    pub place: Place,
    entries: BTreeMap<String, (Value, Place)>,
}

impl Section {
    fn new(place: Place) -> Self {
        Self {
            place,
            entries: BTreeMap::new(),
        }
    }

    /// A value that is no secret. An empty one counts as not given.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.entries.get(key) {
            Some((Value::Plain(text), _)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// A secret value.
    pub fn secret(&self, key: &str) -> Option<&SecretString> {
        match self.entries.get(key) {
            Some((Value::Secret(secret), _)) => Some(secret),
            _ => None,
        }
    }

    /// Where a key stands; the section's own place when it is not there.
    pub fn place_of(&self, key: &str) -> Place {
        self.entries
            .get(key)
            .map_or(self.place, |(_, place)| *place)
    }

    /// True when the key is there, whatever its value.
    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }
}

/// Both files together. A profile that stands in both has the keys of both; the credentials file wins.
#[derive(Debug, Clone, Default)]
pub struct SharedFiles {
    profiles: BTreeMap<String, Section>,
    sessions: BTreeMap<String, Section>,
    /// Lines that could not be understood, with what is wrong with them.
    pub unreadable: Vec<(Place, String)>,
}

impl SharedFiles {
    /// Reads the texts of both files; a file that does not exist is an empty text. Never fails: a line
    /// that makes no sense is told in [`Self::unreadable`], and the others count.
    pub fn read(config: &str, credentials: &str) -> Self {
        let mut files = Self::default();
        files.add(SharedFile::Config, config);
        files.add(SharedFile::Credentials, credentials);
        files
    }

    /// A profile by its name.
    pub fn profile(&self, name: &str) -> Option<&Section> {
        self.profiles.get(name)
    }

    /// An `[sso-session NAME]`.
    pub fn session(&self, name: &str) -> Option<&Section> {
        self.sessions.get(name)
    }

    /// Names of all profiles, in order.
    pub fn profile_names(&self) -> impl Iterator<Item = &str> {
        self.profiles.keys().map(String::as_str)
    }

    fn add(&mut self, file: SharedFile, text: &str) {
        let mut current: Option<Heading> = None;
        let mut last_key: Option<String> = None;
        for (line, raw) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            let place = Place { file, line };
            let trimmed = raw.trim();
            if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
                continue;
            }
            if trimmed.starts_with('[') {
                last_key = None;
                // What stands in a section that is refused is not told line by line.
                current = Some(self.open(place, trimmed).unwrap_or(Heading::Other));
                continue;
            }
            let Some(heading) = &current else {
                self.refuse(place, "it stands before the first section");
                continue;
            };
            let Some(section) = self.section(heading) else {
                continue;
            };
            if raw.starts_with([' ', '\t']) && last_key.is_some() {
                // Settings of one service, nested below their key; none of them is ours.
                continue;
            }
            let Some((key, value)) = trimmed.split_once('=') else {
                self.refuse(place, "it is neither a section nor `key = value`");
                continue;
            };
            let key = key.trim().to_lowercase();
            let value = without_comment(value).trim();
            let value = if SECRET_KEYS.contains(&key.as_str()) {
                Value::Secret(SecretString::from(value))
            } else {
                Value::Plain(value.to_owned())
            };
            section.entries.insert(key.clone(), (value, place));
            last_key = Some(key);
        }
    }

    /// Begins the section of a heading, or goes on with it where it was begun before.
    fn open(&mut self, place: Place, line: &str) -> Option<Heading> {
        let Some((inside, _)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
            self.refuse(place, "the section's `]` is missing");
            return None;
        };
        let words = inside.trim();
        let (kind, name) = match words.split_once(char::is_whitespace) {
            Some((kind, name)) => (kind, unquoted(name.trim())),
            None => ("", unquoted(words)),
        };
        let heading = match (place.file, kind) {
            (SharedFile::Config, "profile") => Heading::Profile(name.to_owned()),
            (SharedFile::Config, "sso-session") => Heading::Session(name.to_owned()),
            (SharedFile::Config, "") if name == "default" => Heading::Profile(name.to_owned()),
            (SharedFile::Config, "services") => Heading::Other,
            (SharedFile::Config, "") if name == "plugins" || name == "preview" => Heading::Other,
            (SharedFile::Config, _) => {
                self.refuse(
                    place,
                    &format!("in this file a profile begins with `[profile {words}]`"),
                );
                return None;
            }
            (SharedFile::Credentials, "profile") => {
                self.refuse(
                    place,
                    &format!("in this file a profile begins with `[{name}]`, without `profile`"),
                );
                return None;
            }
            (SharedFile::Credentials, _) => Heading::Profile(unquoted(words).to_owned()),
        };
        let fresh = Section::new(place);
        match &heading {
            Heading::Profile(name) => self.profiles.entry(name.clone()).or_insert(fresh),
            Heading::Session(name) => self.sessions.entry(name.clone()).or_insert(fresh),
            Heading::Other => return Some(heading),
        };
        Some(heading)
    }

    fn section(&mut self, heading: &Heading) -> Option<&mut Section> {
        match heading {
            Heading::Profile(name) => self.profiles.get_mut(name),
            Heading::Session(name) => self.sessions.get_mut(name),
            Heading::Other => None,
        }
    }

    fn refuse(&mut self, place: Place, why: &str) {
        self.unreadable.push((place, why.to_owned()));
    }
}

enum Heading {
    Profile(String),
    Session(String),
    /// Understood, and of no use here.
    Other,
}

fn unquoted(name: &str) -> &str {
    let quoted = |mark: char| name.strip_prefix(mark)?.strip_suffix(mark);
    quoted('"').or_else(|| quoted('\'')).unwrap_or(name)
}

/// A comment behind a value begins with a space before its mark; a mark without one belongs to the value.
fn without_comment(value: &str) -> &str {
    let cut = [" #", " ;", "\t#", "\t;"]
        .iter()
        .filter_map(|mark| value.find(mark))
        .min();
    cut.map_or(value, |at| &value[..at])
}
