//! Replacing access keys: create, verify, switch, delete. Cut off anywhere, it goes on from there.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::ports::NewKeys;
use super::{Account, WayIn, get, keys_secret, next_keys_secret};
use crate::audit::Book;
use crate::ports::{CloudError, CloudErrorKind};
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
    /// False when AWS did not let the old pair be deleted: rotating again tries it once more.
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

/// A rotation under way, kept in the keychain until the old pair is deleted.
#[derive(Debug, Clone)]
pub struct NextKeys {
    pub keys: NewKeys,
    /// ID of the pair that goes.
    pub old: String,
}

impl NextKeys {
    /// All of it as one secret.
    pub fn sealed(&self) -> SecretString {
        let secret = self.keys.secret.expose_secret();
        SecretString::from(format!("{}\n{secret}\n{}", self.keys.key_id, self.old))
    }

    /// Back from [`Self::sealed`]; nothing where it is another form.
    pub fn unsealed(secret: &SecretString) -> Option<Self> {
        let mut lines = secret.expose_secret().split('\n');
        Some(Self {
            keys: NewKeys {
                key_id: lines.next()?.to_owned(),
                secret: SecretString::from(lines.next()?),
            },
            old: lines.next()?.to_owned(),
        })
    }
}

/// Replaces the access keys of an account. The old pair works until the new one has been seen to.
///
/// The new pair is kept with the ID of the old one from its making until the old one is deleted. In
/// between the account names one of the two, and both have their secret in the keychain.
pub async fn rotate(engine: &Engine, name: &str, heard: Heard<'_>) -> AppResult<Rotation> {
    let mut account = get(engine, name).await?;
    let WayIn::Keys { key_id: current } = account.way_in.clone() else {
        return Err(AppError::new(
            ErrorCode::Conflict,
            format!("The account `{name}` has no access keys of its own."),
        )
        .hint("Keys of a profile are rotated where the profile has them; a sign-in has none."));
    };
    heard(RotationStep::Create);
    let kept = engine.secrets.secret(&next_keys_secret(name)).await?;
    let NextKeys { keys, old } = match kept.as_ref().and_then(NextKeys::unsealed) {
        Some(begun) => begun,
        None => begin(engine, &account, &current).await?,
    };
    if current != keys.key_id {
        heard(RotationStep::Verify);
        verify(engine, &account, &keys).await?;
        heard(RotationStep::Switch);
        account.way_in = WayIn::Keys {
            key_id: keys.key_id.clone(),
        };
        engine.memory.save_account(&account).await?;
    }
    engine
        .secrets
        .keep_secret(&keys_secret(name), &keys.secret)
        .await?;
    engine.access.forget(name).await;
    heard(RotationStep::DeleteOld);
    let deleted = noted(
        engine,
        &account,
        &keys.key_id,
        "iam:DeleteAccessKey",
        &old,
        async || delete_old(engine, &account, &old).await,
    )
    .await?;
    match &deleted {
        Ok(()) => {
            let name = next_keys_secret(name);
            engine.secrets.forget_secret(&name).await?;
        }
        Err(error) => tracing::warn!(code = error.code, "the old keys could not be deleted"),
    }
    Ok(Rotation {
        old_key_id: old,
        new_key_id: keys.key_id,
        old_deleted: deleted.is_ok(),
    })
}

/// Makes the new pair and keeps it before anything else happens.
async fn begin(engine: &Engine, account: &Account, current: &str) -> AppResult<NextKeys> {
    match other_key(engine, account, current).await {
        Ok(Some(other)) => return Err(second_key(account, current, &other)),
        Err(error) if error.kind != CloudErrorKind::AccessDenied => return Err(error.into()),
        // Whoever may not list keys learns from AWS whether there is room.
        Ok(None) | Err(_) => {}
    }
    let answer = noted(
        engine,
        account,
        current,
        "iam:CreateAccessKey",
        current,
        async || engine.access.create_keys(account).await,
    );
    let keys = match answer.await? {
        Ok(keys) => keys,
        Err(error) if error.kind == CloudErrorKind::Unreachable => {
            let made = other_key(engine, account, current).await;
            return Err(lost_answer(error, made.ok().flatten(), current));
        }
        Err(error) if error.code == "LimitExceeded" => {
            return Err(second_key(account, current, "which AWS does not tell"));
        }
        Err(error) => return Err(error.into()),
    };
    let next = NextKeys {
        keys,
        old: current.to_owned(),
    };
    let name = next_keys_secret(&account.name);
    engine.secrets.keep_secret(&name, &next.sealed()).await?;
    Ok(next)
}

/// The user's key that is not this one; IAM allows two.
async fn other_key(
    engine: &Engine,
    account: &Account,
    current: &str,
) -> Result<Option<String>, CloudError> {
    let keys = engine.access.list_keys(account).await?;
    Ok(keys.into_iter().find(|key| key != current))
}

fn second_key(account: &Account, current: &str, other: &str) -> AppError {
    AppError::new(
        ErrorCode::Conflict,
        format!(
            "The user of `{}` has a second access key, {other}, and IAM allows no third. Its secret is not here: \
             something else uses it, or it is left of a rotation that was cut off.",
            account.name
        ),
    )
    .hint(format!(
        "Look in the IAM console when it was last used. Where nothing uses it, delete it there and rotate again. \
         {current} stays in use."
    ))
}

/// Each call that arrives makes a pair, and its secret is told once only.
fn lost_answer(error: CloudError, made: Option<String>, current: &str) -> AppError {
    let words = match &made {
        Some(made) => format!(
            "AWS made the access key {made}, but its answer was lost, and with it the secret."
        ),
        None => format!(
            "AWS did not answer, and may have made an access key all the same: {}",
            error.message
        ),
    };
    let other = made.map_or_else(|| format!("any but {current}"), |made| made.clone());
    AppError::new(ErrorCode::CloudRejected, words)
        .hint(format!(
            "Delete it ({other}) in the IAM console if it is there, and rotate again. {current} stays in use."
        ))
        .because(error)
}

async fn verify(engine: &Engine, account: &Account, keys: &NewKeys) -> AppResult<()> {
    for _ in 0..TRIES {
        if engine.access.keys_work(account, keys).await? {
            return Ok(());
        }
        engine.clock.sleep(PAUSE).await;
    }
    let listed = engine.access.list_keys(account).await;
    if listed.is_ok_and(|known| !known.contains(&keys.key_id)) {
        let name = next_keys_secret(&account.name);
        engine.secrets.forget_secret(&name).await?;
        return Err(AppError::new(
            ErrorCode::CloudRejected,
            format!(
                "The new key {} was deleted outside of Array Console; the old one is still used.",
                keys.key_id
            ),
        )
        .hint("Rotate again: another one is made."));
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

/// Makes a call with a key of the user's own, written down in the audit trail before and after.
async fn noted<T>(
    engine: &Engine,
    account: &Account,
    key_id: &str,
    action: &str,
    target: &str,
    call: impl AsyncFnOnce() -> Result<T, CloudError>,
) -> AppResult<Result<T, CloudError>> {
    let book = Book::new(engine.memory.clone(), engine.clock.clone());
    // Behind a role, the account's identity is the role's.
    let user = account
        .identity
        .as_ref()
        .filter(|_| account.roles.is_empty());
    let who = user.map_or_else(|| format!("access key {key_id}"), |one| one.arn.clone());
    let asked = book.asked(&account.name, &who, action, target).await?;
    let answer = call().await;
    book.answered(asked, &answer, None).await?;
    Ok(answer)
}

/// Deletes the old pair with the new one, which IAM may know later than others do.
async fn delete_old(engine: &Engine, account: &Account, old: &str) -> Result<(), CloudError> {
    for _ in 1..TRIES {
        match engine.access.delete_keys(account, old).await {
            Err(error) if error.code == "InvalidClientTokenId" => {
                engine.clock.sleep(PAUSE).await;
            }
            answer => return answer,
        }
    }
    engine.access.delete_keys(account, old).await
}
