//! Accounts: the ways into AWS. What is remembered of one holds no secret; secrets are asked of
//! [`ports::Secrets`], which is the keychain.

mod add;
mod check;
mod forget;
mod list;
pub mod ports;
mod profile;
mod rotate;
mod sign_in;

pub use add::{NewAccount, add};
pub use check::check;
pub use forget::{forget, sign_out};
pub(crate) use list::answers_alone;
pub use list::{AccountRow, get, list};
pub use profile::{ProfileChoice, Profiles, portal, profile_region, profiles};
pub use rotate::{NextKeys, Rotation, RotationStep, rotate};
pub use sign_in::{begin_sign_in, finish_sign_in, portal_roles};

use serde::{Deserialize, Serialize};

/// One way into AWS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// What people call it; unique.
    pub name: String,
    pub way_in: WayIn,
    /// Roles assumed one after another behind the way in.
    pub roles: Vec<AssumedRole>,
    pub region: String,
    /// Where AWS is asked instead of at AWS: an emulator.
    pub endpoint: Option<String>,
    pub colour: Colour,
    /// Who we are there, as AWS last answered.
    pub identity: Option<Identity>,
    pub added_at_ms: i64,
    /// When AWS last answered through it.
    pub used_at_ms: Option<i64>,
    /// Why the last try did not get in; nothing when it did.
    pub trouble: Option<Trouble>,
}

/// The step that a try did not get past, in its own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Trouble {
    pub what: String,
    pub found: String,
    pub at_ms: i64,
}

/// Where the first credentials come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum WayIn {
    /// A profile of the user's own AWS files, read anew each time.
    Profile { profile: String },
    /// Access keys; the secret one is in the keychain.
    #[serde(rename_all = "camelCase")]
    Keys { key_id: String },
    /// A role of an IAM Identity Center portal.
    SingleSignOn(PortalRole),
}

/// An account and a role in it, behind a portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PortalRole {
    pub portal: Portal,
    /// 12 digits.
    pub account_id: String,
    pub role_name: String,
}

/// An IAM Identity Center portal and what a sign-in asks of it. One sign-in serves all accounts of
/// the same portal, region and scopes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Portal {
    /// `https://NAME.awsapps.com/start`
    pub start_url: String,
    pub region: String,
    pub scopes: Vec<String>,
}

impl Portal {
    /// Scope of a sign-in that only wants credentials.
    pub const ACCESS: &str = "sso:account:access";

    /// The portal of a start URL as people copy it out of a browser: what stands behind `#` is the
    /// page they were on.
    pub fn at(start_url: &str, region: &str) -> Self {
        let url = start_url.split('#').next().unwrap_or_default();
        Self {
            start_url: url.trim().trim_end_matches('/').to_owned(),
            region: region.trim().to_owned(),
            scopes: vec![Self::ACCESS.to_owned()],
        }
    }

    /// The address of a portal that runs on this machine: an emulator.
    pub fn emulator(&self) -> Option<&str> {
        let host = self.start_url.strip_prefix("http://")?;
        let end = host.find('/').unwrap_or(host.len());
        let local = ["127.0.0.1:", "localhost:", "[::1]:"];
        local
            .iter()
            .any(|name| host.starts_with(name))
            .then(|| &self.start_url[.."http://".len() + end])
    }
}

/// A role to assume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AssumedRole {
    pub arn: String,
    pub external_id: Option<String>,
    /// Asked for its code when AWS refuses without one.
    pub mfa_serial: Option<String>,
    /// Seconds; AWS's hour without it.
    pub duration_seconds: Option<u32>,
}

/// Who we are, in AWS's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// 12 digits.
    pub account_id: String,
    pub arn: String,
    pub as_of_ms: i64,
}

/// How an account is marked, so that production is not taken for staging.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Colour {
    Blue,
    Green,
    Orange,
    Red,
    Violet,
}

/// Whether an account can be used now. It comes from AWS's answers and their expiry alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Session {
    /// Nobody has asked AWS yet.
    Untried,
    #[serde(rename_all = "camelCase")]
    SignedIn {
        /// Absent where credentials do not expire.
        until_ms: Option<i64>,
        /// True when nobody has to do anything for it to go on.
        renews: bool,
    },
    /// A person must sign in.
    SignedOut,
}

/// One thing that was tried on the way into an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AccessStep {
    /// `Read the profile prod`
    pub what: String,
    pub worked: bool,
    /// What was found, or why it did not work.
    pub found: String,
    /// What to do where it did not work.
    pub remedy: Option<String>,
}

/// What trying an account has shown, in the order of the way in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AccessReport {
    pub steps: Vec<AccessStep>,
    pub identity: Option<Identity>,
    pub session: Session,
}

/// Name of an account's secret access key in the keychain.
pub fn keys_secret(account: &str) -> String {
    format!("keys/{account}")
}

/// Name of the rotation that is under way.
pub fn next_keys_secret(account: &str) -> String {
    format!("next-keys/{account}")
}

/// Name of a portal's tokens: the same for the same portal, region and scopes, and for nothing else.
pub fn portal_secret(portal: &Portal) -> String {
    let mut scopes = portal.scopes.clone();
    scopes.sort();
    format!(
        "portal/{} {} {}",
        portal.start_url.trim_end_matches(['/', '#']),
        portal.region,
        scopes.join(",")
    )
}
