//! `arrayctl accounts add`

use std::io::IsTerminal;

use domain::accounts::KeyPair;
use engine::accounts::{self, AssumedRole, Colour, NewAccount, Portal, PortalRole, WayIn};
use engine::{AppError, AppResult, Engine, ErrorCode};
use secrecy::SecretString;

use super::arguments::Add;
use super::{login, test};
use crate::exit::Exit;
use crate::output::Output;
use crate::person::{ask, ask_unseen};
use crate::world::World;

const REGION: &str = "us-east-1";

pub async fn run(add: &Add, world: &World, output: &Output) -> AppResult<Exit> {
    let engine = world.quiet().await?;
    let region = match (&add.region, &add.profile) {
        (Some(region), _) => region.clone(),
        (None, Some(profile)) => accounts::profile_region(&engine, profile)
            .await?
            .unwrap_or_else(|| REGION.to_owned()),
        (None, None) => REGION.to_owned(),
    };
    let (way_in, secret_key) = way_in(add, &region, &engine, output).await?;
    let roles = add.assume.iter().enumerate();
    let new = NewAccount {
        name: add.name.clone(),
        way_in,
        secret_key,
        roles: roles
            .map(|(number, arn)| AssumedRole {
                arn: arn.clone(),
                external_id: add.external_id.clone(),
                mfa_serial: add.mfa_serial.clone().filter(|_| number == 0),
                duration_seconds: None,
            })
            .collect(),
        region,
        endpoint: add.endpoint.clone(),
        colour: Colour::Blue,
    };
    let account = accounts::add(&engine, new).await?;
    output.line(format!("Added {}.", account.name));
    test::tell(&engine, &account.name, output).await
}

async fn way_in(
    add: &Add,
    region: &str,
    engine: &Engine,
    output: &Output,
) -> AppResult<(WayIn, Option<SecretString>)> {
    if let Some(profile) = &add.profile {
        let profile = profile.clone();
        return Ok((WayIn::Profile { profile }, None));
    }
    if let Some(start_url) = &add.sso {
        let portal = Portal::at(start_url, add.sso_region.as_deref().unwrap_or(region));
        return Ok((
            WayIn::SingleSignOn(chosen(add, portal, engine, output).await?),
            None,
        ));
    }
    let (key_id, secret) = keys().await?;
    Ok((WayIn::Keys { key_id }, Some(secret)))
}

/// Key ID and secret: asked on a terminal, else read from standard input in any form that AWS gives
/// them in. Never arguments, which every process can read.
async fn keys() -> AppResult<(String, SecretString)> {
    if std::io::stdin().is_terminal() {
        let id = ask_unseen("Access key ID (not shown): ").await?;
        let secret = ask_unseen("Secret access key (not shown): ").await?;
        return match (id, secret) {
            (Some(id), Some(secret)) => {
                Ok((secrecy::ExposeSecret::expose_secret(&id).to_owned(), secret))
            }
            _ => Err(AppError::new(
                ErrorCode::InvalidInput,
                "No keys were given.",
            )),
        };
    }
    let bytes = engine::environments::read_bounded_from(std::io::stdin().lock())
        .map_err(|error| AppError::new(ErrorCode::InvalidInput, error.to_string()))?;
    let pair = KeyPair::read(&String::from_utf8_lossy(&bytes)).map_err(|problem| {
        let (words, hint) = problem.words();
        AppError::new(ErrorCode::InvalidInput, format!("Standard input: {words}")).hint(hint)
    })?;
    Ok((pair.key_id, pair.secret))
}

/// The account and role behind a portal: as named, or chosen from what it offers after a sign-in.
async fn chosen(
    add: &Add,
    portal: Portal,
    engine: &Engine,
    output: &Output,
) -> AppResult<PortalRole> {
    if let (Some(account_id), Some(role_name)) = (&add.account_id, &add.role) {
        return Ok(PortalRole {
            portal,
            account_id: account_id.clone(),
            role_name: role_name.clone(),
        });
    }
    login::at(engine, &portal, output).await?;
    let offered = accounts::portal_roles(engine, &portal).await?;
    let pairs: Vec<(String, String, String)> = offered
        .into_iter()
        .filter(|one| {
            add.account_id
                .as_ref()
                .is_none_or(|wanted| *wanted == one.account_id)
        })
        .flat_map(|one| {
            let (id, name) = (one.account_id, one.name);
            one.roles
                .into_iter()
                .map(move |role| (id.clone(), name.clone(), role))
        })
        .filter(|(_, _, role)| add.role.as_ref().is_none_or(|wanted| wanted == role))
        .collect();
    let number = match pairs.len() {
        0 => {
            return Err(AppError::new(
                ErrorCode::NotFound,
                "The portal offers no such account and role.",
            )
            .hint("Ask whoever runs the portal to assign you one."));
        }
        1 => 0,
        _ => pick(&pairs, output)?,
    };
    let (account_id, _, role_name) = pairs.into_iter().nth(number).unwrap_or_default();
    Ok(PortalRole {
        portal,
        account_id,
        role_name,
    })
}

fn pick(pairs: &[(String, String, String)], output: &Output) -> AppResult<usize> {
    let listed: Vec<String> = pairs
        .iter()
        .zip(1..)
        .map(|((id, name, role), number)| format!("  {number:2}  {id}  {name}  {role}"))
        .collect();
    let list = listed.join("\n");
    output.line(&list);
    let answer = ask("Which one? ", output)
        .map_err(|error| error.hint(format!("Name one with --account-id and --role:\n{list}")))?;
    match answer.parse::<usize>() {
        Ok(number) if (1..=pairs.len()).contains(&number) => Ok(number - 1),
        _ => Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("`{answer}` is none of them."),
        )),
    }
}
