//! Replacing access keys: create, verify, switch, delete. Cut off anywhere, it goes on from there.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::ports::NewKeys;
use super::{Account, WayIn, get, keys_secret, next_keys_secret};
use crate::{AppError, AppResult, Engine, ErrorCode};

/// How often new keys are tried: IAM takes some seconds until every region knows them.
const TRIES: u32 = 12;
const PAUSE: Duration = Duration::from_secs(5);

/// What a rotation did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Rotation {
    pub old_key_id: String,
    pub new_key_id: String,
    /// False when AWS did not let the old pair be deleted: somebody must.
    pub old_deleted: bool,
}

/// Where a rotation is. Each step begins when the one before has worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum RotationStep {
    Create,
    Verify,
    Switch,
    DeleteOld,
}

/// Hears of each step as it begins.
pub type Heard<'a> = &'a (dyn Fn(RotationStep) + Send + Sync);

/// Replaces the access keys of an account. The old pair works until the new one has been seen to.
pub async fn rotate(engine: &Engine, name: &str, heard: Heard<'_>) -> AppResult<Rotation> {
    let mut account = get(engine, name).await?;
    let WayIn::Keys { key_id: old } = account.way_in.clone() else {
        return Err(AppError::new(
            ErrorCode::Conflict,
            format!("The account `{name}` has no access keys of its own."),
        )
        .hint("Keys of a profile are rotated where the profile has them; a sign-in has none."));
    };
    heard(RotationStep::Create);
    let next = next_keys(engine, &account).await?;
    heard(RotationStep::Verify);
    verify(engine, &account, &next).await?;
    heard(RotationStep::Switch);
    engine
        .secrets
        .keep_secret(&keys_secret(name), &next.secret)
        .await?;
    account.way_in = WayIn::Keys {
        key_id: next.key_id.clone(),
    };
    engine.memory.save_account(&account).await?;
    engine.access.forget(name).await;
    engine
        .secrets
        .forget_secret(&next_keys_secret(name))
        .await?;
    heard(RotationStep::DeleteOld);
    let deleted = engine.access.delete_keys(&account, &old).await;
    if let Err(error) = &deleted {
        tracing::warn!(code = error.code, "the old keys could not be deleted");
    }
    Ok(Rotation {
        old_key_id: old,
        new_key_id: next.key_id,
        old_deleted: deleted.is_ok(),
    })
}

/// The new pair: one that an earlier try has left, or a fresh one, kept before anything else happens.
async fn next_keys(engine: &Engine, account: &Account) -> AppResult<NewKeys> {
    let name = next_keys_secret(&account.name);
    if let Some(kept) = engine.secrets.secret(&name).await?
        && let Some((key_id, secret)) = kept.expose_secret().split_once('\n')
    {
        return Ok(NewKeys {
            key_id: key_id.to_owned(),
            secret: SecretString::from(secret),
        });
    }
    let made = engine.access.create_keys(account).await?;
    let sealed = SecretString::from(format!("{}\n{}", made.key_id, made.secret.expose_secret()));
    engine.secrets.keep_secret(&name, &sealed).await?;
    Ok(made)
}

async fn verify(engine: &Engine, account: &Account, keys: &NewKeys) -> AppResult<()> {
    for _ in 0..TRIES {
        if engine.access.keys_work(account, keys).await? {
            return Ok(());
        }
        engine.clock.sleep(PAUSE).await;
    }
    Err(AppError::new(
        ErrorCode::CloudRejected,
        format!(
            "AWS does not accept the new key {} yet; the old one is still used.",
            keys.key_id
        ),
    )
    .hint("Rotate again in a minute: it goes on with this key."))
}
