//! An admin's desk: her AWS files, a keychain in memory, and herself.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use aws::{AwsAccess, AwsFiles, Network};
use engine::AppResult;
use engine::accounts::ports::{Person, Secrets};
use engine::accounts::{Account, Colour, Portal, PortalRole, WayIn};
use engine::ports::Clock;
use secrecy::{ExposeSecret, SecretString};

/// 2026-11-23, as the recorded answers.
pub const NOW: i64 = 1_795_392_000_000;

pub struct Desk {
    pub home: tempfile::TempDir,
    pub keychain: Arc<Keychain>,
    pub ava: Arc<Ava>,
    pub clock: Arc<Watch>,
}

impl Desk {
    pub fn new(config: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join(".aws")).unwrap();
        std::fs::write(home.path().join(".aws/config"), config).unwrap();
        Self {
            home,
            keychain: Arc::default(),
            ava: Arc::default(),
            clock: Arc::new(Watch(Mutex::new(NOW))),
        }
    }

    pub fn access(&self) -> AwsAccess {
        let network = Network {
            attempt: Some(Duration::from_secs(2)),
            ..Network::default()
        };
        AwsAccess::new(
            &network,
            AwsFiles::in_home(self.home.path()),
            self.keychain.clone(),
            self.ava.clone(),
            self.clock.clone(),
        )
        .unwrap()
    }
}

pub fn account(way_in: WayIn, endpoint: &str) -> Account {
    Account {
        name: "staging".to_owned(),
        way_in,
        roles: Vec::new(),
        region: "us-east-1".to_owned(),
        endpoint: Some(endpoint.to_owned()),
        colour: Colour::Blue,
        identity: None,
        added_at_ms: NOW,
        used_at_ms: None,
        trouble: None,
    }
}

pub fn profile(name: &str) -> WayIn {
    WayIn::Profile {
        profile: name.to_owned(),
    }
}

/// A portal that is emulated at this address.
pub fn portal(address: &str) -> Portal {
    Portal {
        start_url: format!("{address}/start"),
        region: "us-east-1".to_owned(),
        scopes: vec![Portal::ACCESS.to_owned()],
    }
}

pub fn portal_role(address: &str) -> WayIn {
    WayIn::SingleSignOn(PortalRole {
        portal: portal(address),
        account_id: "111122223333".to_owned(),
        role_name: "Release".to_owned(),
    })
}

/// A keychain in memory.
#[derive(Default)]
pub struct Keychain(Mutex<BTreeMap<String, String>>);

impl Keychain {
    pub fn names(&self) -> Vec<String> {
        self.0.lock().unwrap().keys().cloned().collect()
    }
}

#[async_trait]
impl Secrets for Keychain {
    async fn secret(&self, name: &str) -> AppResult<Option<SecretString>> {
        let found = self.0.lock().unwrap().get(name).cloned();
        Ok(found.map(SecretString::from))
    }

    async fn keep_secret(&self, name: &str, secret: &SecretString) -> AppResult<()> {
        let open = secret.expose_secret().to_owned();
        self.0.lock().unwrap().insert(name.to_owned(), open);
        Ok(())
    }

    async fn forget_secret(&self, name: &str) -> AppResult<()> {
        self.0.lock().unwrap().remove(name);
        Ok(())
    }
}

/// An admin with an MFA device, who is asked for its code.
#[derive(Default)]
pub struct Ava {
    pub code: Mutex<Option<String>>,
    pub asked: Mutex<Vec<String>>,
}

#[async_trait]
impl Person for Ava {
    async fn mfa_code(&self, _: &str, device: &str) -> Option<SecretString> {
        self.asked.lock().unwrap().push(device.to_owned());
        self.code.lock().unwrap().clone().map(SecretString::from)
    }
}

/// A clock that only moves when someone waits.
pub struct Watch(pub Mutex<i64>);

#[async_trait]
impl Clock for Watch {
    fn now_ms(&self) -> i64 {
        *self.0.lock().unwrap()
    }

    async fn sleep(&self, time: Duration) {
        *self.0.lock().unwrap() += i64::try_from(time.as_millis()).unwrap();
    }
}
