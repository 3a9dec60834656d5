//! What the user's own AWS files say.

use serde::Serialize;

use super::{Account, Portal, WayIn};
use crate::{AppError, AppResult, Engine};

/// The profiles that an account can be made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Profiles {
    pub choices: Vec<ProfileChoice>,
    /// Where they were looked for.
    pub files: Vec<String>,
    /// Lines that could not be understood, with their places.
    pub unreadable: Vec<String>,
}

/// A profile, and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ProfileChoice {
    pub name: String,
    pub region: Option<String>,
    /// Where it stands: `/home/ava/.aws/config:12`.
    pub place: Option<String>,
    /// Its steps in words, from the first credentials to the last role.
    pub steps: Vec<String>,
    /// The portal that it begins at.
    pub portal: Option<Portal>,
    /// Why it cannot be used, with the place, and what to do.
    pub problem: Option<String>,
}

/// Every profile with what it stands for; one that cannot be used says why.
pub async fn profiles(engine: &Engine) -> AppResult<Profiles> {
    let found = engine.access.profiles().await?;
    let mut choices = Vec::new();
    for name in found.names {
        choices.push(match engine.access.profile(&name).await {
            Ok(facts) => ProfileChoice {
                name,
                region: facts.region,
                place: Some(facts.place),
                steps: facts.steps,
                portal: facts.portal,
                problem: None,
            },
            Err(error) => broken(name, error),
        });
    }
    Ok(Profiles {
        choices,
        files: found.files,
        unreadable: found.unreadable,
    })
}

fn broken(name: String, error: AppError) -> ProfileChoice {
    let hint = error.hint.unwrap_or_default();
    ProfileChoice {
        name,
        region: None,
        place: None,
        steps: Vec::new(),
        portal: None,
        problem: Some(format!("{} {hint}", error.message)),
    }
}

/// The region of a profile, where it names one.
pub async fn profile_region(engine: &Engine, profile: &str) -> AppResult<Option<String>> {
    Ok(engine.access.profile(profile).await?.region)
}

/// The portal that an account is signed in to at, where it is.
pub async fn portal(engine: &Engine, account: &Account) -> AppResult<Option<Portal>> {
    Ok(match &account.way_in {
        WayIn::Keys { .. } => None,
        WayIn::SingleSignOn(role) => Some(role.portal.clone()),
        WayIn::Profile { profile } => engine.access.profile(profile).await?.portal,
    })
}
