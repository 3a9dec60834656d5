//! Accounts as the window's tests in a browser are played them: answers of the real engine and the real
//! SDK over recorded answers of AWS.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use array_console::wire::accounts::SignInView;
use async_trait::async_trait;
use aws::{AwsAccess, AwsFiles, Network};
use engine::Engine;
use engine::accounts::ports::{Person, PortalAccount};
use engine::accounts::{
    self, AccessReport, Account, AccountRow, AssumedRole, Colour, NewAccount, Portal, PortalRole,
    Profiles, WayIn,
};
use engine::ports::{Clock, ProgressSink};
use secrecy::SecretString;
use serde::Serialize;
use serde_json::Value;

use crate::recordings::write;
use crate::replay::Replay;

/// 2026-11-23, as the recorded answers of AWS.
const NOW_MS: i64 = 1_795_392_000_000;
const DEVICE: &str = "arn:aws:iam::444455556666:mfa/ava";

const CONFIG: &str = "[sso-session corp]
sso_start_url = https://example-start.awsapps.com/start
sso_region = us-east-1
[profile crew-prod]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Release
region = us-east-1
[profile release]
role_arn = arn:aws:iam::111122223333:role/Release
source_profile = base
external_id = array-7
mfa_serial = arn:aws:iam::444455556666:mfa/ava
region = eu-west-1
[profile vault]
credential_process = /opt/homebrew/bin/vault-helper --profile crew
[profile lost]
role_arn = arn:aws:iam::111122223333:role/Lost
source_profile = nowhere
[old-style]
region = us-east-1
";
const CREDENTIALS: &str =
    "[base]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s3cr3t\n";

struct Still;

#[async_trait]
impl Clock for Still {
    fn now_ms(&self) -> i64 {
        NOW_MS
    }

    async fn sleep(&self, _: Duration) {
        tokio::task::yield_now().await;
    }
}

struct Deaf;

impl ProgressSink for Deaf {
    fn launch_changed(&self, _: &domain::launch::LaunchSnapshot) {}

    fn environments_changed(&self) {}
    fn import_changed(&self, _: &engine::costs::Import) {}
}

/// An admin who gives her code, or declines.
#[derive(Default)]
struct Ava(Mutex<Option<&'static str>>);

#[async_trait]
impl Person for Ava {
    async fn mfa_code(&self, _: &str, _: &str) -> Option<SecretString> {
        self.0.lock().unwrap().map(SecretString::from)
    }
}

#[derive(Serialize)]
struct Reports {
    worked: AccessReport,
    refused: AccessReport,
    declined: AccessReport,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Recorded {
    rows: Vec<AccountRow>,
    profiles: Profiles,
    reports: Reports,
    sign_in: SignInView,
    offers: Vec<PortalAccount>,
    gone: Vec<String>,
}

async fn world(home: &Path, ava: Arc<Ava>) -> Engine {
    std::fs::create_dir(home.join(".aws")).unwrap();
    std::fs::write(home.join(".aws/config"), CONFIG).unwrap();
    std::fs::write(home.join(".aws/credentials"), CREDENTIALS).unwrap();
    let opened = assembly::in_memory(assembly::Surroundings::unattended(Arc::new(Deaf)))
        .await
        .unwrap();
    let mut engine = opened.engine;
    engine.clock = Arc::new(Still);
    let access = AwsAccess::new(
        &Network::default(),
        AwsFiles::in_home(home),
        engine.secrets.clone(),
        ava,
        engine.clock.clone(),
    );
    engine.access = Arc::new(access.unwrap());
    engine
}

async fn add(
    engine: &Engine,
    name: &str,
    way_in: WayIn,
    colour: Colour,
    endpoint: &str,
) -> Account {
    let keys = matches!(way_in, WayIn::Keys { .. });
    let new = NewAccount {
        name: name.to_owned(),
        way_in,
        secret_key: keys.then(|| SecretString::from("s3cr3t")),
        roles: Vec::new(),
        region: "us-east-1".to_owned(),
        endpoint: Some(endpoint.to_owned()),
        colour,
    };
    accounts::add(engine, new).await.unwrap()
}

fn keys() -> WayIn {
    WayIn::Keys {
        key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
    }
}

#[tokio::test]
#[ignore = "writes ui/src/testing/recorded/accounts.json anew"]
async fn record_accounts() {
    let aws = Replay::of(&[
        "sso-oidc/RegisterClient__public-client",
        "sso-oidc/StartDeviceAuthorization__ok",
        "sso-oidc/CreateToken__success",
        "sso/ListAccounts__page-1",
        "sso/ListAccounts__last-page",
        "sso/ListAccountRoles__two-roles",
        "sso/GetRoleCredentials__ok",
        "sso/Logout__ok",
        "sts/AssumeRole__mfa-required",
        "sts/GetCallerIdentity__sso-role",
        "sts/GetCallerIdentity__iam-user",
        "sts/GetCallerIdentity__signature-mismatch",
    ])
    .await;
    let home = tempfile::tempdir().unwrap();
    let ava = Arc::new(Ava::default());
    let engine = &world(home.path(), ava).await;
    let portal = Portal::at(&format!("{}/start", aws.url), "us-east-1");
    let sign_in = accounts::begin_sign_in(engine, &portal).await.unwrap();
    accounts::finish_sign_in(engine, &sign_in).await.unwrap();
    let role = PortalRole {
        portal: portal.clone(),
        account_id: "111122223333".to_owned(),
        role_name: "Release".to_owned(),
    };
    add(
        engine,
        "prod",
        WayIn::SingleSignOn(role),
        Colour::Red,
        &aws.url,
    )
    .await;
    add(engine, "dev", keys(), Colour::Green, &aws.url).await;
    add(engine, "audit", keys(), Colour::Orange, &aws.url).await;
    let profile = WayIn::Profile {
        profile: "release".to_owned(),
    };
    let mut release = add(engine, "release", profile, Colour::Violet, &aws.url).await;
    let partner = WayIn::Profile {
        profile: "crew-prod".to_owned(),
    };
    add(engine, "partner", partner, Colour::Blue, &aws.url).await;
    let mut reports = Vec::new();
    for name in ["prod", "dev", "audit", "release"] {
        reports.push(accounts::check(engine, name).await.unwrap());
    }
    let declined = reports.pop().unwrap();
    let refused = reports.pop().unwrap();
    let worked = reports.pop().unwrap();
    // A role of her own behind the profile, so that the page has one to ask a code for.
    release.roles.push(AssumedRole {
        arn: "arn:aws:iam::111122223333:role/Operate".to_owned(),
        external_id: None,
        mfa_serial: Some(DEVICE.to_owned()),
        duration_seconds: None,
    });
    engine.memory.save_account(&release).await.unwrap();
    let recorded = Recorded {
        rows: accounts::list(engine).await.unwrap(),
        profiles: accounts::profiles(engine).await.unwrap(),
        reports: Reports {
            worked,
            refused,
            declined,
        },
        sign_in: SignInView::of("sign-in".to_owned(), &sign_in, true),
        offers: accounts::portal_roles(engine, &portal).await.unwrap(),
        gone: accounts::sign_out(engine, "prod").await.unwrap(),
    };
    let text = serde_json::to_string(&recorded).unwrap();
    assert!(!text.contains("s3cr3t"), "no secret comes to the window");
    // Neither this machine's folders nor the stand-in's address belong into a recording.
    let text = text
        .replace(&home.path().display().to_string(), "/home/ada")
        .replace(
            &format!("\"endpoint\":\"{}\"", aws.url),
            "\"endpoint\":null",
        )
        .replace(&aws.url, "https://example-start.awsapps.com");
    write(
        "accounts.json",
        &serde_json::from_str::<Value>(&text).unwrap(),
    );
}

/// The recording was made of what crosses today: the rows and reports can be read as such.
#[test]
fn recorded_accounts_have_the_shapes_of_today() {
    let text = std::fs::read_to_string(crate::recordings::folder().join("accounts.json")).unwrap();
    let recorded: Value = serde_json::from_str(&text).unwrap();
    let advice = "ui/src/testing/recorded is stale: cargo test -p array-console --test shell record -- --ignored";
    for row in recorded["rows"].as_array().unwrap() {
        let account: Account = serde_json::from_value(row["account"].clone())
            .unwrap_or_else(|error| panic!("{error}. {advice}"));
        let again = serde_json::to_value(account).unwrap();
        assert!(again == row["account"], "{advice}");
    }
}
