//! The walk into an account, with every step told.

use aws_config::credential_process::CredentialProcessProvider;
use aws_config::ecs::EcsCredentialsProvider;
use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::imds::credentials::ImdsCredentialsProvider;
use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::error::CredentialsError;
use domain::accounts::{Base, Chain, CredentialSource, Place, Role, SharedFile, chain};
use engine::accounts::{
    Account, AssumedRole, NextKeys, PortalRole, WayIn, keys_secret, next_keys_secret,
};
use secrecy::{ExposeSecret, SecretString};

use crate::access::{AwsAccess, portal_of};
use crate::credentials::{Halt, Steps, told, wants_code};
use crate::{sso, sts};

impl AwsAccess {
    /// Credentials of an account, got by every step of its way in.
    pub(crate) async fn credentials(
        &self,
        account: &Account,
        steps: &mut Steps,
    ) -> Result<Credentials, Halt> {
        let mut roles: Vec<Role> = Vec::new();
        let mut credentials = match &account.way_in {
            WayIn::Keys { key_id } => self.typed_keys(account, key_id, steps).await?,
            WayIn::SingleSignOn(role) => self.portal_role(account, role, steps).await?,
            WayIn::Profile { profile } => {
                let chain = self.profile(profile, steps)?;
                roles = chain.roles;
                self.base(account, profile, chain.base, steps).await?
            }
        };
        roles.extend(account.roles.iter().map(role_of));
        for role in &roles {
            credentials = self.assumed(account, credentials, role, steps).await?;
        }
        Ok(credentials)
    }

    async fn typed_keys(
        &self,
        account: &Account,
        key_id: &str,
        steps: &mut Steps,
    ) -> Result<Credentials, Halt> {
        let what = "Read the secret access key from the keychain";
        let mut found = format!("of access key {key_id}");
        let kept = self.secrets.secret(&next_keys_secret(&account.name)).await;
        if let Some(next) = kept.ok().flatten().as_ref().and_then(NextKeys::unsealed) {
            let (new, old) = (&next.keys.key_id, &next.old);
            if new == key_id {
                found.push_str(&format!(
                    "; {old} is left of a rotation and still works, rotate again to delete it"
                ));
                steps.worked(what, found);
                return Ok(keys(key_id, &next.keys.secret, None));
            }
            found.push_str(&format!(
                "; a rotation to {new} was cut off, rotate again to end it"
            ));
        }
        match self.secrets.secret(&keys_secret(&account.name)).await {
            Ok(Some(secret)) => {
                steps.worked(what, found);
                Ok(keys(key_id, &secret, None))
            }
            Ok(None) => Err(steps.halt(
                what,
                "It is not there.",
                "Remove the account and add it again with its keys.",
            )),
            Err(error) => Err(steps.halt(what, error.message, error.hint.unwrap_or_default())),
        }
    }

    fn profile(&self, name: &str, steps: &mut Steps) -> Result<Chain, Halt> {
        let what = format!("Read the profile {name}");
        let files = self.files.read().map_err(|words| {
            steps.halt(
                what.clone(),
                words,
                "Make the file readable, as UTF-8 text.",
            )
        })?;
        match chain(&files, name) {
            Ok(chain) => {
                let place = files.profile(name).map(|section| section.place);
                steps.worked(
                    what,
                    place.map_or_else(String::new, |at| self.files.shown(at)),
                );
                Ok(chain)
            }
            Err(problem) => {
                let found = told(&problem, &self.files);
                Err(steps.halt(what, found, problem.hint))
            }
        }
    }

    async fn base(
        &self,
        account: &Account,
        profile: &str,
        base: Base,
        steps: &mut Steps,
    ) -> Result<Credentials, Halt> {
        match base {
            Base::Keys {
                key_id,
                secret,
                session_token,
            } => {
                steps.worked("Take the access keys of the profile", key_id.clone());
                Ok(keys(&key_id, &secret, session_token.as_ref()))
            }
            Base::SingleSignOn(found) => {
                let role = PortalRole {
                    portal: portal_of(&found),
                    account_id: found.account_id,
                    role_name: found.role_name,
                };
                self.portal_role(account, &role, steps).await
            }
            Base::Process { command } => {
                let what = format!("Run the credential_process of profile {profile}");
                let provider = CredentialProcessProvider::new(with_usual_paths(&command));
                given(provider.provide_credentials().await, what, steps)
            }
            Base::WebIdentity { role, token_file } => {
                let what = format!("Read the token {token_file}");
                let token = std::fs::read_to_string(&token_file).map_err(|error| {
                    steps.halt(what, error.to_string(), "Check web_identity_token_file.")
                })?;
                let token = SecretString::from(token.trim());
                let config = self.config(account, None);
                let what = format!("Exchange the token for {}", role.arn);
                sts::assume_role_with_web_identity::assume_role_with_web_identity(
                    &config, &role, &token,
                )
                .await
                .inspect(|_| steps.worked(what.clone(), "AWS took it"))
                .map_err(|error| steps.refused(what.clone(), &error))
            }
            Base::Source(source) => {
                let what = format!("Take credentials from {source:?}");
                let answer = match source {
                    CredentialSource::Environment => {
                        EnvironmentVariableCredentialsProvider::new()
                            .provide_credentials()
                            .await
                    }
                    CredentialSource::InstanceMetadata => {
                        let provider = ImdsCredentialsProvider::builder().build();
                        provider.provide_credentials().await
                    }
                    CredentialSource::EcsContainer => {
                        let provider = EcsCredentialsProvider::builder().build();
                        provider.provide_credentials().await
                    }
                };
                given(answer, what, steps)
            }
        }
    }

    async fn portal_role(
        &self,
        account: &Account,
        role: &PortalRole,
        steps: &mut Steps,
    ) -> Result<Credentials, Halt> {
        let what = format!("Use the sign-in at {}", role.portal.start_url);
        let token = match self.portal_token(&role.portal).await {
            Ok(Some(token)) => token,
            Ok(None) => {
                return Err(steps.halt(
                    what,
                    "Nobody is signed in there.",
                    format!(
                        "Sign in again, here or with `arrayctl accounts login {}`.",
                        account.name
                    ),
                ));
            }
            Err(error) => {
                return Err(steps.halt(what, error.message, error.hint.unwrap_or_default()));
            }
        };
        steps.worked(what, "signed in");
        let what = format!("Get the role {} in {}", role.role_name, role.account_id);
        let config = self.portal_config(&role.portal);
        sso::get_role_credentials::get_role_credentials(
            &config,
            &token.access_token,
            &role.account_id,
            &role.role_name,
        )
        .await
        .inspect(|_| steps.worked(what.clone(), "the portal gave it"))
        .map_err(|error| steps.refused(what.clone(), &error))
    }

    async fn assumed(
        &self,
        account: &Account,
        credentials: Credentials,
        role: &Role,
        steps: &mut Steps,
    ) -> Result<Credentials, Halt> {
        let what = format!("Assume {}", role.arn);
        let config = self.config(account, Some(credentials));
        let refusal = match sts::assume_role::assume_role(&config, role, None).await {
            Ok(credentials) => {
                steps.worked(what, "AWS gave it");
                return Ok(credentials);
            }
            Err(error) => error,
        };
        let Some(device) = role
            .mfa_serial
            .as_deref()
            .filter(|_| wants_code(&refusal, role))
        else {
            return Err(steps.refused(what, &refusal));
        };
        let Some(code) = self.person.mfa_code(&account.name, device).await else {
            return Err(steps.halt(
                what,
                format!("It needs a code of the MFA device {device}, and nobody gave one."),
                "Try again and enter the code that the device shows.",
            ));
        };
        sts::assume_role::assume_role(&config, role, Some(&code))
            .await
            .inspect(|_| steps.worked(what.clone(), "AWS gave it for the MFA code"))
            .map_err(|error| steps.refused(what.clone(), &error))
    }
}

fn keys(id: &str, secret: &SecretString, token: Option<&SecretString>) -> Credentials {
    let token = token.map(|token| token.expose_secret().to_owned());
    Credentials::new(id, secret.expose_secret(), token, None, "Array Console")
}

fn role_of(role: &AssumedRole) -> Role {
    Role {
        arn: role.arn.clone(),
        session_name: None,
        external_id: role.external_id.clone(),
        mfa_serial: role.mfa_serial.clone(),
        duration_seconds: role.duration_seconds,
        place: Place {
            file: SharedFile::Config,
            line: 0,
        },
    }
}

fn given(
    answer: Result<Credentials, CredentialsError>,
    what: String,
    steps: &mut Steps,
) -> Result<Credentials, Halt> {
    match answer {
        Ok(credentials) => {
            steps.worked(what, credentials.access_key_id().to_owned());
            Ok(credentials)
        }
        Err(error) => {
            let words = std::error::Error::source(&error)
                .map_or_else(|| error.to_string(), ToString::to_string);
            Err(steps.halt(
                what,
                words,
                "Run it in a terminal and correct what it says.",
            ))
        }
    }
}

/// Started from the Dock, a program has not the shell's PATH: the usual places are added behind it.
fn with_usual_paths(command: &str) -> String {
    if cfg!(windows) {
        return command.to_owned();
    }
    format!(
        "PATH=\"$PATH:/usr/local/bin:/opt/homebrew/bin:$HOME/.local/bin:$HOME/bin\"; export PATH; {command}"
    )
}
