//! Handing an integration's values from the keychain to Secrets Manager, within a job.

use domain::environment::EnvironmentFile;

use super::{Integration, kept_name};
use crate::Engine;
use crate::ports::{Cloud, CloudFault};

/// Which of the kept values go to Secrets Manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Handing {
    /// Those that are not there yet: whoever only looks at a change set changes nothing that runs.
    Missing,
    /// All of them: they may be newer.
    All,
}

/// Before the templates are read: what they refer to must be there. Gives the integrations whose
/// values are neither kept here nor in Secrets Manager yet.
pub(crate) async fn give_before(
    engine: &Engine,
    cloud: &dyn Cloud,
    file: &EnvironmentFile,
    handing: Handing,
) -> Result<Vec<Integration>, CloudFault> {
    let mut missing = Vec::new();
    for integration in wanted(file).filter(|one| one.before_launch()) {
        let name = integration.secret_name(&file.name);
        if handing == Handing::Missing && cloud.has_secret(&name).await? {
            continue;
        }
        match engine
            .secrets
            .secret(&kept_name(&file.name, integration))
            .await?
        {
            Some(value) => cloud.put_secret(&name, &value).await?,
            None if cloud.has_secret(&name).await? => {}
            None => missing.push(integration),
        }
    }
    Ok(missing)
}

/// After the launch: fills what it has made empty.
pub(crate) async fn give_after(
    engine: &Engine,
    cloud: &dyn Cloud,
    file: &EnvironmentFile,
) -> Result<(), CloudFault> {
    for integration in wanted(file).filter(|one| !one.before_launch()) {
        if let Some(value) = engine
            .secrets
            .secret(&kept_name(&file.name, integration))
            .await?
        {
            cloud
                .put_secret(&integration.secret_name(&file.name), &value)
                .await?;
        }
    }
    Ok(())
}

/// After a deletion: removes the secrets that no stack owned. They stay in the keychain, so that the
/// environment can be launched again.
pub(crate) async fn take_back(cloud: &dyn Cloud, file: &EnvironmentFile) -> Result<(), CloudFault> {
    for integration in wanted(file).filter(|one| one.before_launch()) {
        cloud
            .delete_secret(&integration.secret_name(&file.name))
            .await?;
    }
    Ok(())
}

fn wanted(file: &EnvironmentFile) -> impl Iterator<Item = Integration> {
    Integration::ALL.into_iter().filter(|one| one.wanted(file))
}
