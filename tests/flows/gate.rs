//! AWS as accounts see it: a portal, a user with access keys, and how they behave today.

use std::collections::BTreeMap;
use std::sync::Mutex;

use async_trait::async_trait;
use engine::accounts::ports::{
    Access, NewKeys, PortalAccount, PortalToken, ProfileFacts, ProfileFiles, SignIn,
};
use engine::accounts::{AccessReport, AccessStep, Account, Identity, Portal, Session, WayIn};
use engine::ports::{CloudError, CloudErrorKind};
use engine::{AppError, AppResult, ErrorCode};
use secrecy::SecretString;

/// What AWS knows and how it behaves.
#[derive(Default)]
pub struct Gate {
    /// Key IDs of the one user.
    pub keys: Mutex<Vec<String>>,
    /// How often new keys are not known yet.
    pub slow: Mutex<u32>,
    /// Old keys may not be deleted.
    pub keeps_keys: Mutex<bool>,
    /// How often the portal is asked before the person confirms.
    pub confirms_after: Mutex<u32>,
    /// The person declines.
    pub declines: Mutex<bool>,
    /// Credentials in memory, with their expiry.
    pub held: Mutex<BTreeMap<String, Option<i64>>>,
    /// What was called that changes something.
    pub calls: Mutex<Vec<String>>,
}

impl Gate {
    pub fn calls(&self) -> Vec<String> {
        self.calls.lock().unwrap().clone()
    }

    fn called(&self, what: impl Into<String>) {
        self.calls.lock().unwrap().push(what.into());
    }
}

fn refused(kind: CloudErrorKind, code: &str) -> CloudError {
    CloudError {
        kind,
        code: code.to_owned(),
        message: "said the test".to_owned(),
        request_id: None,
    }
}

#[async_trait]
impl Access for Gate {
    async fn profiles(&self) -> AppResult<ProfileFiles> {
        Ok(ProfileFiles::default())
    }

    async fn profile(&self, name: &str) -> AppResult<ProfileFacts> {
        Err(AppError::not_found("profile", name))
    }

    async fn walk(&self, account: &Account) -> AccessReport {
        let known = match &account.way_in {
            WayIn::Keys { key_id } => self.keys.lock().unwrap().contains(key_id),
            _ => true,
        };
        AccessReport {
            steps: vec![AccessStep {
                what: "Ask AWS who we are".to_owned(),
                worked: known,
                found: String::new(),
                remedy: None,
            }],
            identity: known.then(|| Identity {
                account_id: "111122223333".to_owned(),
                arn: "arn:aws:iam::111122223333:user/ava".to_owned(),
                as_of_ms: 7,
            }),
            session: Session::SignedIn {
                until_ms: None,
                renews: true,
            },
        }
    }

    async fn held_until(&self, account: &str) -> Option<Option<i64>> {
        self.held.lock().unwrap().get(account).copied()
    }

    async fn forget(&self, account: &str) {
        self.held.lock().unwrap().remove(account);
        self.called(format!("forget {account}"));
    }

    async fn begin_sign_in(&self, portal: &Portal) -> Result<SignIn, CloudError> {
        Ok(SignIn {
            portal: portal.clone(),
            user_code: "GBXR-QKLM".to_owned(),
            url: portal.start_url.clone(),
            expires_at_ms: i64::MAX,
            interval_s: 5,
            secret: SecretString::from("device"),
        })
    }

    async fn sign_in_answer(&self, _: &SignIn) -> Result<Option<PortalToken>, CloudError> {
        if *self.declines.lock().unwrap() {
            return Err(refused(
                CloudErrorKind::AccessDenied,
                "AccessDeniedException",
            ));
        }
        let mut left = self.confirms_after.lock().unwrap();
        if *left > 0 {
            *left -= 1;
            return Ok(None);
        }
        Ok(Some(PortalToken {
            access_token: SecretString::from("portal-access"),
            expires_at_ms: i64::MAX,
            refresh_token: None,
            client_id: "client".to_owned(),
            client_secret: SecretString::from("portal-client"),
            client_expires_at_ms: i64::MAX,
        }))
    }

    async fn portal_accounts(
        &self,
        _: &Portal,
        _: &PortalToken,
    ) -> Result<Vec<PortalAccount>, CloudError> {
        Ok(Vec::new())
    }

    async fn sign_out(&self, portal: &Portal, _: &PortalToken) -> Result<(), CloudError> {
        self.called(format!("sign out at {}", portal.start_url));
        Ok(())
    }

    async fn list_keys(&self, _: &Account) -> Result<Vec<String>, CloudError> {
        Ok(self.keys.lock().unwrap().clone())
    }

    async fn create_keys(&self, _: &Account) -> Result<NewKeys, CloudError> {
        let mut keys = self.keys.lock().unwrap();
        if keys.len() == 2 {
            return Err(refused(CloudErrorKind::Rejected, "LimitExceeded"));
        }
        let key_id = format!("AKIANEWEXAMPLE{:06}", self.calls.lock().unwrap().len());
        keys.push(key_id.clone());
        self.called(format!("create {key_id}"));
        Ok(NewKeys {
            key_id,
            secret: SecretString::from("new-secret"),
        })
    }

    async fn delete_keys(&self, _: &Account, key_id: &str) -> Result<(), CloudError> {
        if *self.keeps_keys.lock().unwrap() {
            return Err(refused(CloudErrorKind::AccessDenied, "AccessDenied"));
        }
        self.keys.lock().unwrap().retain(|known| known != key_id);
        self.called(format!("delete {key_id}"));
        Ok(())
    }

    async fn keys_work(&self, _: &Account, keys: &NewKeys) -> Result<bool, CloudError> {
        let mut slow = self.slow.lock().unwrap();
        if *slow > 0 {
            *slow -= 1;
            return Ok(false);
        }
        Ok(self.keys.lock().unwrap().contains(&keys.key_id))
    }
}

/// What an error of the engine is about.
pub fn code<T: std::fmt::Debug>(result: AppResult<T>) -> ErrorCode {
    result.unwrap_err().code
}
