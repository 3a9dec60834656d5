//! The engine's questions about who we are, answered by AWS.

use std::sync::Arc;

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_credential_types::Credentials;
use domain::accounts::{Base, SharedFile, SingleSignOn, chain};
use engine::accounts::ports::{
    Access, NewKeys, Person, PortalAccount, PortalToken, ProfileFacts, ProfileFiles, Secrets,
    SignIn,
};
use engine::accounts::{AccessReport, Account, Identity, Portal, Session, portal_secret};
use engine::ports::{Clock, CloudError, CloudErrorKind};
use engine::{AppError, AppResult, ErrorCode};
use secrecy::{ExposeSecret, SecretString};

use crate::client::Wire;
use crate::credentials::{Kept, Steps, expiry_ms, told};
use crate::files::AwsFiles;
use crate::oidc::create_token::{Answer, Grant, Token, create_token};
use crate::oidc::register_client::{Client, register_client};
use crate::oidc::start_device_authorization::start_device_authorization;
use crate::{Network, NetworkError, iam, sso, sts};

/// A portal's token with less time left is refreshed.
const REFRESH_MS: i64 = 300_000;

/// Ways into AWS, with what they need of this machine.
pub struct AwsAccess {
    pub(crate) wire: Wire,
    pub(crate) files: AwsFiles,
    pub(crate) secrets: Arc<dyn Secrets>,
    pub(crate) person: Arc<dyn Person>,
    clock: Arc<dyn Clock>,
    kept: Kept,
}

impl AwsAccess {
    /// Builds it; nothing is asked of anybody yet.
    pub fn new(
        network: &Network,
        files: AwsFiles,
        secrets: Arc<dyn Secrets>,
        person: Arc<dyn Person>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, NetworkError> {
        Ok(Self {
            wire: Wire::new(network)?,
            files,
            secrets,
            person,
            clock,
            kept: Kept::default(),
        })
    }

    pub(crate) fn config(&self, account: &Account, credentials: Option<Credentials>) -> SdkConfig {
        self.wire
            .config(&account.region, account.endpoint.as_deref(), credentials)
    }

    /// A portal on this machine is an emulated one, and is asked itself instead of AWS.
    pub(crate) fn portal_config(&self, portal: &Portal) -> SdkConfig {
        self.wire.config(&portal.region, portal.emulator(), None)
    }

    /// The token of a portal, refreshed where it runs out; nothing where a person must sign in.
    pub(crate) async fn portal_token(&self, portal: &Portal) -> AppResult<Option<PortalToken>> {
        let name = portal_secret(portal);
        let kept = self.secrets.secret(&name).await?;
        let Some(token) = kept.as_ref().and_then(PortalToken::unsealed) else {
            return Ok(None);
        };
        let now = self.clock.now_ms();
        if token.expires_at_ms > now + REFRESH_MS {
            return Ok(Some(token));
        }
        let still_good = (token.expires_at_ms > now).then(|| token.clone());
        let Some(refresh) = &token.refresh_token else {
            return Ok(still_good);
        };
        let config = self.portal_config(portal);
        let grant = Grant::Refresh(refresh);
        match create_token(&config, &token.client_id, &token.client_secret, grant).await {
            Ok(Answer::Token(fresh)) => {
                let fresh = self.portal_token_of(fresh, &token);
                self.secrets.keep_secret(&name, &fresh.sealed()).await?;
                Ok(Some(fresh))
            }
            Ok(Answer::Pending | Answer::SlowDown) => Ok(still_good),
            Err(error) if still_good.is_none() && error.kind == CloudErrorKind::Unreachable => {
                Err(AppError::from(error))
            }
            Err(error) => {
                tracing::info!(code = error.code, "the portal does not refresh its token");
                Ok(still_good)
            }
        }
    }

    fn portal_token_of(&self, fresh: Token, known: &PortalToken) -> PortalToken {
        PortalToken {
            access_token: fresh.access,
            expires_at_ms: self.clock.now_ms() + fresh.expires_in_s * 1_000,
            refresh_token: fresh.refresh.or_else(|| known.refresh_token.clone()),
            ..known.clone()
        }
    }

    /// Credentials that are known to work, or why there are none.
    pub(crate) async fn working(&self, account: &Account) -> Result<Credentials, CloudError> {
        if let Some(kept) = self.kept.get(&account.name, self.clock.now_ms()) {
            return Ok(kept);
        }
        let mut steps = Steps::default();
        match self.credentials(account, &mut steps).await {
            Ok(credentials) => {
                self.kept.put(&account.name, &credentials);
                Ok(credentials)
            }
            Err(halt) => Err(halt.told(steps)),
        }
    }

    /// The user whom the keys belong to, before any role.
    async fn config_of_user(&self, account: &Account) -> Result<SdkConfig, CloudError> {
        let mut steps = Steps::default();
        let user = Account {
            roles: Vec::new(),
            ..account.clone()
        };
        match self.credentials(&user, &mut steps).await {
            Ok(credentials) => Ok(self.config(account, Some(credentials))),
            Err(halt) => Err(halt.told(steps)),
        }
    }

    async fn walked(
        &self,
        account: &Account,
        steps: &mut Steps,
    ) -> Option<(Identity, Option<i64>)> {
        self.kept.forget(&account.name);
        let credentials = self.credentials(account, steps).await.ok()?;
        let until = expiry_ms(&credentials);
        let config = self.config(account, Some(credentials.clone()));
        let what = "Ask AWS who we are";
        match sts::get_caller_identity::get_caller_identity(&config).await {
            Ok((account_id, arn)) => {
                steps.worked(what, format!("{arn} in account {account_id}"));
                self.kept.put(&account.name, &credentials);
                let identity = Identity {
                    account_id,
                    arn,
                    as_of_ms: self.clock.now_ms(),
                };
                Some((identity, until))
            }
            Err(error) => {
                let _ = steps.refused(what, &error);
                None
            }
        }
    }
}

#[async_trait]
impl Access for AwsAccess {
    async fn profiles(&self) -> AppResult<ProfileFiles> {
        let files = self.files.read().map_err(unreadable)?;
        let lines = files.unreadable.iter();
        Ok(ProfileFiles {
            names: files.profile_names().map(str::to_owned).collect(),
            files: [SharedFile::Config, SharedFile::Credentials]
                .map(|file| self.files.path(file).display().to_string())
                .to_vec(),
            unreadable: lines
                .map(|(place, why)| format!("{}: {why}", self.files.shown(*place)))
                .collect(),
        })
    }

    async fn profile(&self, name: &str) -> AppResult<ProfileFacts> {
        let files = self.files.read().map_err(unreadable)?;
        let chain = chain(&files, name).map_err(|problem| {
            AppError::new(ErrorCode::InvalidInput, told(&problem, &self.files)).hint(problem.hint)
        })?;
        let place = files.profile(name).map(|section| section.place);
        Ok(ProfileFacts {
            place: place.map_or_else(String::new, |place| self.files.shown(place)),
            steps: chain.told(),
            asks_code: chain.roles.iter().any(|role| role.mfa_serial.is_some()),
            region: chain.region,
            portal: match chain.base {
                Base::SingleSignOn(found) => Some(portal_of(&found)),
                _ => None,
            },
        })
    }

    async fn walk(&self, account: &Account) -> AccessReport {
        let mut steps = Steps::default();
        let found = self.walked(account, &mut steps).await;
        let session = match &found {
            Some((_, until_ms)) => Session::SignedIn {
                until_ms: *until_ms,
                renews: until_ms.is_none(),
            },
            None => Session::SignedOut,
        };
        AccessReport {
            steps: steps.0,
            identity: found.map(|(identity, _)| identity),
            session,
        }
    }

    async fn held_until(&self, account: &str) -> Option<Option<i64>> {
        let held = self.kept.get(account, self.clock.now_ms())?;
        Some(expiry_ms(&held))
    }

    async fn forget(&self, account: &str) {
        self.kept.forget(account);
    }

    async fn begin_sign_in(&self, portal: &Portal) -> Result<SignIn, CloudError> {
        let config = self.portal_config(portal);
        let client = register_client(&config, &portal.scopes).await?;
        let device = start_device_authorization(&config, &client, &portal.start_url).await?;
        Ok(SignIn {
            portal: portal.clone(),
            user_code: device.user_code,
            url: device.url,
            expires_at_ms: self.clock.now_ms() + device.expires_in_s * 1_000,
            interval_s: device.interval_s,
            secret: sealed(&client, &device.code),
        })
    }

    async fn sign_in_answer(&self, sign_in: &SignIn) -> Result<Option<PortalToken>, CloudError> {
        let config = self.portal_config(&sign_in.portal);
        let Some((client, code)) = unsealed(&sign_in.secret) else {
            return Err(crate::error::empty("StartDeviceAuthorization"));
        };
        match create_token(&config, &client.id, &client.secret, Grant::Device(&code)).await? {
            Answer::Token(token) => Ok(Some(PortalToken {
                access_token: token.access,
                expires_at_ms: self.clock.now_ms() + token.expires_in_s * 1_000,
                refresh_token: token.refresh,
                client_id: client.id,
                client_secret: client.secret,
                client_expires_at_ms: client.expires_at_ms,
            })),
            Answer::Pending => Ok(None),
            Answer::SlowDown => {
                self.clock.sleep(std::time::Duration::from_secs(5)).await;
                Ok(None)
            }
        }
    }

    async fn portal_accounts(
        &self,
        portal: &Portal,
        token: &PortalToken,
    ) -> Result<Vec<PortalAccount>, CloudError> {
        let config = self.portal_config(portal);
        let mut accounts = sso::list_accounts::list_accounts(&config, &token.access_token).await?;
        for account in &mut accounts {
            account.roles = sso::list_account_roles::list_account_roles(
                &config,
                &token.access_token,
                &account.account_id,
            )
            .await?;
        }
        Ok(accounts)
    }

    async fn sign_out(&self, portal: &Portal, token: &PortalToken) -> Result<(), CloudError> {
        sso::logout::logout(&self.portal_config(portal), &token.access_token).await
    }

    async fn list_keys(&self, account: &Account) -> Result<Vec<String>, CloudError> {
        let config = self.config_of_user(account).await?;
        iam::list_access_keys::list_access_keys(&config).await
    }

    async fn create_keys(&self, account: &Account) -> Result<NewKeys, CloudError> {
        let config = self.config_of_user(account).await?;
        iam::create_access_key::create_access_key(&config).await
    }

    async fn delete_keys(&self, account: &Account, key_id: &str) -> Result<(), CloudError> {
        let config = self.config_of_user(account).await?;
        iam::delete_access_key::delete_access_key(&config, key_id).await
    }

    async fn keys_work(&self, account: &Account, keys: &NewKeys) -> Result<bool, CloudError> {
        let credentials = Credentials::new(
            keys.key_id.clone(),
            keys.secret.expose_secret(),
            None,
            None,
            "Array Console",
        );
        let config = self.config(account, Some(credentials));
        match sts::get_caller_identity::get_caller_identity(&config).await {
            Ok(_) => Ok(true),
            Err(error) if error.kind == CloudErrorKind::AccessDenied => Ok(false),
            Err(error) => Err(error),
        }
    }
}

fn unreadable(words: String) -> AppError {
    AppError::new(ErrorCode::InvalidInput, words).hint("Make the file readable, as UTF-8 text.")
}

/// The portal that a profile names.
pub(crate) fn portal_of(found: &SingleSignOn) -> Portal {
    Portal {
        start_url: found.start_url.clone(),
        region: found.region.clone(),
        scopes: found.scopes.clone(),
    }
}

/// The client and the device code as one secret, each on a line of its own.
fn sealed(client: &Client, code: &SecretString) -> SecretString {
    SecretString::from(format!(
        "{}\n{}\n{}\n{}",
        client.id,
        client.secret.expose_secret(),
        client.expires_at_ms,
        code.expose_secret()
    ))
}

fn unsealed(secret: &SecretString) -> Option<(Client, SecretString)> {
    let mut lines = secret.expose_secret().split('\n');
    let client = Client {
        id: lines.next()?.to_owned(),
        secret: SecretString::from(lines.next()?),
        expires_at_ms: lines.next()?.parse().ok()?,
    };
    Some((client, SecretString::from(lines.next()?)))
}
