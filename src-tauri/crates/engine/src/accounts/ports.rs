//! What accounts ask of the world.

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::{AccessReport, Account, Portal};
use crate::AppResult;
use crate::ports::CloudError;

/// The keychain. Names are the engine's: `keys/NAME`, `portal/DIGEST`.
#[async_trait]
pub trait Secrets: Send + Sync {
    async fn secret(&self, name: &str) -> AppResult<Option<SecretString>>;
    /// Sets or replaces one.
    async fn keep_secret(&self, name: &str, secret: &SecretString) -> AppResult<()>;
    /// Removes one; one that is gone already is no error.
    async fn forget_secret(&self, name: &str) -> AppResult<()>;
}

/// The person at the screen or the terminal.
#[async_trait]
pub trait Person: Send + Sync {
    /// The code that an MFA device shows; nothing when the person is not there or declines.
    async fn mfa_code(&self, account: &str, device: &str) -> Option<SecretString>;
}

/// A sign-in that waits for a person in a browser.
#[derive(Debug, Clone)]
pub struct SignIn {
    pub portal: Portal,
    /// To be compared with what the browser shows.
    pub user_code: String,
    /// Opens the portal with the code filled in.
    pub url: String,
    pub expires_at_ms: i64,
    /// Seconds between two questions.
    pub interval_s: u64,
    /// What the answer is asked for with: the client's registration and the device code.
    pub secret: SecretString,
}

/// What a portal gave for a sign-in. It is kept in the keychain, in the form of [`Self::sealed`].
#[derive(Debug, Clone)]
pub struct PortalToken {
    pub access_token: SecretString,
    pub expires_at_ms: i64,
    pub refresh_token: Option<SecretString>,
    /// The client that the tokens were given to, needed to refresh them.
    pub client_id: String,
    pub client_secret: SecretString,
    pub client_expires_at_ms: i64,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    access_token: String,
    expires_at_ms: i64,
    refresh_token: Option<String>,
    client_id: String,
    client_secret: String,
    client_expires_at_ms: i64,
}

impl PortalToken {
    /// All of it as one secret.
    pub fn sealed(&self) -> SecretString {
        let open = |secret: &SecretString| secret.expose_secret().to_owned();
        let sealed = Sealed {
            access_token: open(&self.access_token),
            expires_at_ms: self.expires_at_ms,
            refresh_token: self.refresh_token.as_ref().map(open),
            client_id: self.client_id.clone(),
            client_secret: open(&self.client_secret),
            client_expires_at_ms: self.client_expires_at_ms,
        };
        // Strings and numbers always become JSON.
        SecretString::from(serde_json::to_string(&sealed).unwrap_or_default())
    }

    /// Back from [`Self::sealed`]; nothing when it is another form, for a person can sign in again.
    pub fn unsealed(secret: &SecretString) -> Option<Self> {
        let sealed: Sealed = serde_json::from_str(secret.expose_secret()).ok()?;
        Some(Self {
            access_token: SecretString::from(sealed.access_token),
            expires_at_ms: sealed.expires_at_ms,
            refresh_token: sealed.refresh_token.map(SecretString::from),
            client_id: sealed.client_id,
            client_secret: SecretString::from(sealed.client_secret),
            client_expires_at_ms: sealed.client_expires_at_ms,
        })
    }
}

/// An account that a portal offers, with the roles in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PortalAccount {
    pub account_id: String,
    pub name: String,
    pub email: Option<String>,
    pub roles: Vec<String>,
}

/// A pair of access keys as IAM made it.
#[derive(Debug, Clone)]
pub struct NewKeys {
    pub key_id: String,
    pub secret: SecretString,
}

/// The user's own AWS files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileFiles {
    /// Names of the profiles, in order.
    pub names: Vec<String>,
    /// Paths of the files, whether they are there or not.
    pub files: Vec<String>,
    /// Lines that could not be understood, with their places.
    pub unreadable: Vec<String>,
}

/// What a profile of the user's own AWS files says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileFacts {
    pub region: Option<String>,
    /// The portal that it begins at.
    pub portal: Option<Portal>,
    /// True when a role in it names an MFA device.
    pub asks_code: bool,
    /// Where it stands: `/home/ava/.aws/config:12`.
    pub place: String,
    /// Its steps in words, from the first credentials to the last role.
    pub steps: Vec<String>,
}

/// AWS's answers about who we are.
#[async_trait]
pub trait Access: Send + Sync {
    /// The profiles in the user's own AWS files.
    async fn profiles(&self) -> AppResult<ProfileFiles>;
    /// One of them; `InvalidInput` with its place where it cannot be used.
    async fn profile(&self, name: &str) -> AppResult<ProfileFacts>;
    /// Goes the way into an account step by step and asks AWS who we are. A step that does not work
    /// is told in the report; the others after it are not tried.
    async fn walk(&self, account: &Account) -> AccessReport;
    /// When the credentials that this process holds for an account run out: nothing while it holds
    /// none, no time where they do not expire.
    async fn held_until(&self, account: &str) -> Option<Option<i64>>;
    /// Forgets credentials that were got for an account in this process.
    async fn forget(&self, account: &str);
    /// Begins a sign-in at a portal.
    async fn begin_sign_in(&self, portal: &Portal) -> Result<SignIn, CloudError>;
    /// Asks once whether the person has confirmed the sign-in; nothing while she has not.
    async fn sign_in_answer(&self, sign_in: &SignIn) -> Result<Option<PortalToken>, CloudError>;
    /// Accounts and roles that a portal offers to whoever signed in.
    async fn portal_accounts(
        &self,
        portal: &Portal,
        token: &PortalToken,
    ) -> Result<Vec<PortalAccount>, CloudError>;
    /// Tells the portal that the token is no longer used.
    async fn sign_out(&self, portal: &Portal, token: &PortalToken) -> Result<(), CloudError>;
    /// IDs of all keys of the user of an account, two at most.
    async fn list_keys(&self, account: &Account) -> Result<Vec<String>, CloudError>;
    /// Makes a second pair of keys for the user of an account.
    async fn create_keys(&self, account: &Account) -> Result<NewKeys, CloudError>;
    /// Deletes a pair of keys of the user of an account.
    async fn delete_keys(&self, account: &Account, key_id: &str) -> Result<(), CloudError>;
    /// True when AWS answers to a pair of keys with the same user.
    async fn keys_work(&self, account: &Account, keys: &NewKeys) -> Result<bool, CloudError>;
}
