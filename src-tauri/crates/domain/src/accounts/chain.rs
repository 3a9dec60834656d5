//! What a profile stands for: where its credentials begin, and the roles assumed one after another.

use secrecy::SecretString;

use super::shared_files::{Place, Section, SharedFiles};

/// Where credentials begin.
#[derive(Debug, Clone)]
pub enum Base {
    /// Access keys in the files.
    Keys {
        key_id: String,
        secret: SecretString,
        session_token: Option<SecretString>,
    },
    SingleSignOn(SingleSignOn),
    /// A program that prints credentials.
    Process {
        command: String,
    },
    /// A token in a file, exchanged for a role.
    WebIdentity {
        role: Role,
        token_file: String,
    },
    /// The machine or its environment.
    Source(CredentialSource),
}

/// An IAM Identity Center portal and the role in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SingleSignOn {
    /// Name of the `[sso-session]`; the older form has none.
    pub session: Option<String>,
    pub start_url: String,
    /// Region of the portal.
    pub region: String,
    /// What the sign-in asks for, in the file's order.
    pub scopes: Vec<String>,
    pub account_id: String,
    pub role_name: String,
}

/// Values of `credential_source`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialSource {
    Environment,
    InstanceMetadata,
    EcsContainer,
}

/// A role to assume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    pub arn: String,
    pub session_name: Option<String>,
    pub external_id: Option<String>,
    /// The MFA device that AWS wants a code of.
    pub mfa_serial: Option<String>,
    /// Seconds.
    pub duration_seconds: Option<u32>,
    pub place: Place,
}

/// A profile, resolved.
#[derive(Debug, Clone)]
pub struct Chain {
    pub base: Base,
    /// In the order in which they are assumed.
    pub roles: Vec<Role>,
    pub region: Option<String>,
}

/// Why a profile cannot be used, and where that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileProblem {
    pub place: Option<Place>,
    pub message: String,
    pub hint: String,
}

/// Scope that a sign-in without any asks for.
const DEFAULT_SCOPE: &str = "sso:account:access";

/// Resolves a profile with the precedence of the AWS CLI: an assumed role, then web identity, single
/// sign-on, keys, a process.
///
/// # Errors
/// The first thing that keeps the profile from being used.
pub fn chain(files: &SharedFiles, name: &str) -> Result<Chain, ProfileProblem> {
    let mut roles = Vec::new();
    let mut visited = vec![name.to_owned()];
    let mut current = name.to_owned();
    let mut section = files
        .profile(name)
        .ok_or_else(|| unknown_profile(files, name))?;
    let region = section.text("region").map(str::to_owned);
    while let Some(arn) = section.text("role_arn") {
        if let Some(source) = section.text("source_profile") {
            if section.has("credential_source") {
                return Err(problem(
                    section.place_of("credential_source"),
                    format!(
                        "The profile `{current}` names both source_profile and credential_source."
                    ),
                    "Keep one of the two lines.",
                ));
            }
            roles.push(role(&current, section, arn)?);
            let next = files.profile(source).ok_or_else(|| {
                problem(
                    section.place_of("source_profile"),
                    format!("The profile `{current}` names source_profile `{source}`, which does not exist."),
                    "Correct the name, or add that profile.",
                )
            })?;
            // A profile may be its own source when it has keys.
            if source == current || (visited.contains(&source.to_owned()) && has_keys(next)) {
                return finish(base_of(files, source, next)?, roles, region);
            }
            if visited.iter().any(|seen| seen == source) {
                visited.push(source.to_owned());
                return Err(problem(
                    section.place_of("source_profile"),
                    format!("The profiles lead in a circle: {}.", visited.join(" → ")),
                    "Let one of them have credentials of its own.",
                ));
            }
            visited.push(source.to_owned());
            current = source.to_owned();
            section = next;
            continue;
        }
        if let Some(source) = section.text("credential_source") {
            roles.push(role(&current, section, arn)?);
            let source = credential_source(&current, section, source)?;
            return finish(Base::Source(source), roles, region);
        }
        if let Some(token_file) = section.text("web_identity_token_file") {
            let base = Base::WebIdentity {
                role: role(&current, section, arn)?,
                token_file: token_file.to_owned(),
            };
            return finish(base, roles, region);
        }
        return Err(problem(
            section.place_of("role_arn"),
            format!(
                "The profile `{current}` assumes a role, but does not say with which credentials."
            ),
            "Add source_profile, credential_source or web_identity_token_file to it.",
        ));
    }
    finish(base_of(files, &current, section)?, roles, region)
}

fn finish(
    base: Base,
    mut roles: Vec<Role>,
    region: Option<String>,
) -> Result<Chain, ProfileProblem> {
    roles.reverse();
    Ok(Chain {
        base,
        roles,
        region,
    })
}

fn base_of(files: &SharedFiles, name: &str, section: &Section) -> Result<Base, ProfileProblem> {
    if section.has("sso_session") || section.has("sso_start_url") {
        return single_sign_on(files, name, section).map(Base::SingleSignOn);
    }
    if section.has("aws_access_key_id") || section.has("aws_secret_access_key") {
        return keys(name, section);
    }
    if let Some(command) = section.text("credential_process") {
        return Ok(Base::Process {
            command: command.to_owned(),
        });
    }
    if section.has("login_session") {
        return Err(problem(
            section.place_of("login_session"),
            format!(
                "The profile `{name}` was made by `aws login`, which Array Console cannot use."
            ),
            "Sign in with IAM Identity Center, or use a profile with a role or access keys.",
        ));
    }
    Err(problem(
        section.place,
        format!("The profile `{name}` has no credentials."),
        "Give it access keys, sso_session, credential_process, or role_arn with source_profile.",
    ))
}

fn has_keys(section: &Section) -> bool {
    section.text("aws_access_key_id").is_some() && section.secret("aws_secret_access_key").is_some()
}

fn keys(name: &str, section: &Section) -> Result<Base, ProfileProblem> {
    let missing = |key: &str, other: &str| {
        problem(
            section.place_of(other),
            format!("The profile `{name}` has {other}, but no {key}."),
            "Add it beside the other, or remove both.",
        )
    };
    let key_id = section
        .text("aws_access_key_id")
        .ok_or_else(|| missing("aws_access_key_id", "aws_secret_access_key"))?;
    let secret = section
        .secret("aws_secret_access_key")
        .ok_or_else(|| missing("aws_secret_access_key", "aws_access_key_id"))?;
    Ok(Base::Keys {
        key_id: key_id.to_owned(),
        secret: secret.clone(),
        session_token: section.secret("aws_session_token").cloned(),
    })
}

fn single_sign_on(
    files: &SharedFiles,
    name: &str,
    section: &Section,
) -> Result<SingleSignOn, ProfileProblem> {
    let session_name = section.text("sso_session");
    let portal = match session_name {
        None => section,
        Some(session) => files.session(session).ok_or_else(|| {
            problem(
                section.place_of("sso_session"),
                format!(
                    "The profile `{name}` names sso_session `{session}`, which does not exist."
                ),
                &format!("Add `[sso-session {session}]` with sso_start_url and sso_region."),
            )
        })?,
    };
    let needed = |of: &Section, key: &str| {
        of.text(key).map(str::to_owned).ok_or_else(|| {
            problem(
                of.place,
                format!("The single sign-on of profile `{name}` has no {key}."),
                "`aws configure sso` writes a complete one.",
            )
        })
    };
    if let (Some(session), Some(own)) = (session_name, section.text("sso_start_url"))
        && portal.text("sso_start_url") != Some(own)
    {
        return Err(problem(
            section.place_of("sso_start_url"),
            format!("The profile `{name}` and its sso_session `{session}` name different portals."),
            "Remove sso_start_url from the profile.",
        ));
    }
    let scopes = portal
        .text("sso_registration_scopes")
        .unwrap_or(DEFAULT_SCOPE);
    Ok(SingleSignOn {
        session: session_name.map(str::to_owned),
        start_url: needed(portal, "sso_start_url")?,
        region: needed(portal, "sso_region")?,
        scopes: scopes
            .split(',')
            .map(|scope| scope.trim().to_owned())
            .collect(),
        account_id: needed(section, "sso_account_id")?,
        role_name: needed(section, "sso_role_name")?,
    })
}

fn role(name: &str, section: &Section, arn: &str) -> Result<Role, ProfileProblem> {
    let text = |key: &str| section.text(key).map(str::to_owned);
    let duration_seconds = match section.text("duration_seconds") {
        None => None,
        Some(written) => match written.parse::<u32>() {
            Ok(seconds) if (900..=43_200).contains(&seconds) => Some(seconds),
            _ => {
                return Err(problem(
                    section.place_of("duration_seconds"),
                    format!("duration_seconds of profile `{name}` is `{written}`."),
                    "It is a number of seconds from 900 to 43200.",
                ));
            }
        },
    };
    if !arn.starts_with("arn:") || !arn.contains(":role/") {
        return Err(problem(
            section.place_of("role_arn"),
            format!("role_arn of profile `{name}` is `{arn}`, which is no role's ARN."),
            "It looks like arn:aws:iam::111122223333:role/Name.",
        ));
    }
    Ok(Role {
        arn: arn.to_owned(),
        session_name: text("role_session_name"),
        external_id: text("external_id"),
        mfa_serial: text("mfa_serial"),
        duration_seconds,
        place: section.place_of("role_arn"),
    })
}

fn credential_source(
    name: &str,
    section: &Section,
    source: &str,
) -> Result<CredentialSource, ProfileProblem> {
    match source.to_lowercase().as_str() {
        "environment" => Ok(CredentialSource::Environment),
        "ec2instancemetadata" => Ok(CredentialSource::InstanceMetadata),
        "ecscontainer" => Ok(CredentialSource::EcsContainer),
        _ => Err(problem(
            section.place_of("credential_source"),
            format!("credential_source of profile `{name}` is `{source}`."),
            "It is Environment, Ec2InstanceMetadata or EcsContainer.",
        )),
    }
}

fn unknown_profile(files: &SharedFiles, name: &str) -> ProfileProblem {
    let near = files
        .profile_names()
        .map(|known| (strsim::damerau_levenshtein(known, name), known))
        .filter(|(distance, _)| *distance <= 2)
        .min();
    let hint = match near {
        Some((_, known)) => format!("Did you mean `{known}`?"),
        None => "`aws configure list-profiles` lists those there are.".to_owned(),
    };
    ProfileProblem {
        place: None,
        message: format!("There is no profile `{name}`."),
        hint,
    }
}

fn problem(place: Place, message: String, hint: &str) -> ProfileProblem {
    ProfileProblem {
        place: Some(place),
        message,
        hint: hint.to_owned(),
    }
}
