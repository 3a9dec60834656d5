//! What the window says and hears of accounts. No secret is in any of it: keys are named by a handle,
//! what a sign-in is asked for with stays here.

use domain::accounts::KeyPair;
use engine::AppResult;
use engine::accounts::ports::SignIn;
use engine::accounts::{AssumedRole, Colour, NewAccount, Portal, PortalRole, WayIn};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::desk::Desk;

/// An account as the form has it.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountForm {
    pub name: String,
    pub way: WayForm,
    pub roles: Vec<AssumedRole>,
    pub region: String,
    pub endpoint: Option<String>,
    pub colour: Colour,
}

/// The way in as the form has it.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum WayForm {
    Profile {
        profile: String,
    },
    /// Keys that were read before; nothing where none were.
    Keys {
        handle: Option<String>,
    },
    SingleSignOn(PortalRole),
}

impl AccountForm {
    /// The account to add, with the secret that its handle stands for.
    pub fn filled(self, desk: &Desk) -> AppResult<NewAccount> {
        let mut secret_key = None;
        let way_in = match self.way {
            WayForm::Profile { profile } => WayIn::Profile { profile },
            WayForm::SingleSignOn(role) => WayIn::SingleSignOn(role),
            WayForm::Keys { handle: None } => WayIn::Keys {
                key_id: String::new(),
            },
            WayForm::Keys {
                handle: Some(handle),
            } => {
                let KeyPair { key_id, secret } = desk.keys(&handle)?;
                secret_key = Some(secret);
                WayIn::Keys { key_id }
            }
        };
        Ok(NewAccount {
            name: self.name,
            way_in,
            secret_key,
            roles: self.roles,
            region: self.region,
            endpoint: self.endpoint,
            colour: self.colour,
        })
    }
}

/// A pair of keys that the shell holds until the account is added.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HeldKeys {
    /// Names the pair to the shell, and is of no use to anybody else.
    pub handle: String,
    /// `AKIA…MPLE`
    pub key_id: String,
    /// The file they were read from; nothing for the clipboard.
    pub file: Option<String>,
    /// True when the clipboard holds them no longer.
    pub clipboard_cleared: bool,
}

/// A sign-in that waits for the person in her browser.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignInView {
    pub id: String,
    pub portal: Portal,
    /// To be compared with what the browser shows.
    pub user_code: String,
    pub url: String,
    pub expires_at_ms: i64,
    /// False when the system opened no browser.
    pub opened: bool,
}

impl SignInView {
    /// What the window may know of a sign-in.
    pub fn of(id: String, sign_in: &SignIn, opened: bool) -> Self {
        Self {
            id,
            portal: sign_in.portal.clone(),
            user_code: sign_in.user_code.clone(),
            url: sign_in.url.clone(),
            expires_at_ms: sign_in.expires_at_ms,
            opened,
        }
    }
}

/// AWS wants a code of an MFA device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CodeQuestion {
    pub id: String,
    pub account: String,
    /// ARN or serial number.
    pub device: String,
}
