//! What the user's own AWS files say of a profile.

use super::Portal;
use crate::{AppResult, Engine};

/// The region of a profile, where it names one.
pub async fn profile_region(engine: &Engine, profile: &str) -> AppResult<Option<String>> {
    Ok(engine.access.profile(profile).await?.region)
}

/// The portal that a profile begins at, where it begins at one.
pub async fn profile_portal(engine: &Engine, profile: &str) -> AppResult<Option<Portal>> {
    Ok(engine.access.profile(profile).await?.portal)
}

/// Names of all profiles.
pub async fn profiles(engine: &Engine) -> AppResult<Vec<String>> {
    engine.access.profiles().await
}
