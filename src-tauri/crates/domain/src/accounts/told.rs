//! A profile's chain as people read it.

use super::chain::{Base, Chain, CredentialSource, Role};

impl Chain {
    /// One sentence for each step, from the first credentials to the last role. No secret is in them,
    /// and of a program only its name: its arguments may hold one.
    pub fn told(&self) -> Vec<String> {
        let mut steps = vec![begins(&self.base)];
        steps.extend(self.roles.iter().map(assumes));
        steps
    }
}

fn begins(base: &Base) -> String {
    match base {
        Base::Keys {
            key_id,
            session_token: None,
            ..
        } => format!("Takes the access key {key_id} of the files."),
        Base::Keys { key_id, .. } => {
            format!("Takes the temporary access key {key_id} of the files, which runs out.")
        }
        Base::SingleSignOn(portal) => format!(
            "Signs in at {} as {} in account {}.",
            portal.start_url, portal.role_name, portal.account_id
        ),
        Base::Process { command } => format!(
            "Asks the program {} for credentials.",
            command.split_whitespace().next().unwrap_or_default()
        ),
        Base::WebIdentity { role, token_file } => {
            format!("Exchanges the token in {token_file} for {}.", role.arn)
        }
        Base::Source(CredentialSource::Environment) => {
            "Takes the credentials of the environment, which a program started from the desktop has not."
                .to_owned()
        }
        Base::Source(CredentialSource::InstanceMetadata) => {
            "Takes the credentials of the EC2 instance that this runs on.".to_owned()
        }
        Base::Source(CredentialSource::EcsContainer) => {
            "Takes the credentials of the container that this runs in.".to_owned()
        }
    }
}

fn assumes(role: &Role) -> String {
    let mut words = format!("Assumes {}", role.arn);
    if role.external_id.is_some() {
        words.push_str(" with an external ID");
    }
    if let Some(device) = &role.mfa_serial {
        words.push_str(&format!(
            "; asks for a code of {device} where AWS wants one"
        ));
    }
    words.push('.');
    words
}
