//! Accounts: added, tried, signed in to, rotated, and gone without a trace.

use engine::accounts::{
    self, Colour, NewAccount, Portal, PortalRole, RotationStep, WayIn, begin_sign_in,
    finish_sign_in, keys_secret, portal_secret,
};
use engine::ports::Rehearsal;
use engine::{Engine, ErrorCode};
use secrecy::{ExposeSecret, SecretString};

use crate::gate::code;
use crate::world::World;
use RotationStep::{Create, DeleteOld, Switch, Verify};

const KEY: &str = "AKIAIOSFODNN7EXAMPLE";

fn new(name: &str, way_in: WayIn) -> NewAccount {
    let keys = matches!(way_in, WayIn::Keys { .. });
    NewAccount {
        name: name.to_owned(),
        way_in,
        secret_key: keys.then(|| SecretString::from("s3cr3t")),
        roles: Vec::new(),
        region: "us-east-1".to_owned(),
        endpoint: None,
        colour: Colour::Red,
    }
}

fn keys() -> WayIn {
    WayIn::Keys {
        key_id: KEY.to_owned(),
    }
}

fn corp() -> Portal {
    Portal {
        start_url: "https://corp.awsapps.com/start".to_owned(),
        region: "us-east-1".to_owned(),
        scopes: vec![Portal::ACCESS.to_owned()],
    }
}

fn behind_corp(account_id: &str) -> WayIn {
    WayIn::SingleSignOn(PortalRole {
        portal: corp(),
        account_id: account_id.to_owned(),
        role_name: "Admin".to_owned(),
    })
}

async fn secret(engine: &Engine, name: &str) -> Option<String> {
    let found = engine.secrets.secret(name).await.unwrap();
    found.map(|secret| secret.expose_secret().to_owned())
}

#[tokio::test]
async fn an_account_is_added_tried_and_gone_without_a_trace() {
    let world = World::new().await;
    let engine = world.engine();
    world.gate.keys.lock().unwrap().push(KEY.to_owned());
    accounts::add(&engine, new("prod", keys())).await.unwrap();
    assert_eq!(
        secret(&engine, &keys_secret("prod")).await.as_deref(),
        Some("s3cr3t")
    );
    let stored = serde_json::to_string(&accounts::get(&engine, "prod").await.unwrap()).unwrap();
    assert!(
        !stored.contains("s3cr3t"),
        "the store holds no secret: {stored}"
    );
    let again = accounts::add(&engine, new("PROD", keys())).await;
    assert_eq!(
        code(again),
        ErrorCode::AlreadyExists,
        "capitals do not make another account"
    );

    let report = accounts::check(&engine, "prod").await.unwrap();
    assert!(report.identity.is_some());
    let known = accounts::get(&engine, "prod").await.unwrap();
    assert_eq!(
        known.identity.unwrap().account_id,
        "111122223333",
        "AWS's answer is remembered"
    );

    let gone = accounts::forget(&engine, "prod").await.unwrap();
    assert_eq!(
        gone,
        [
            "The secret access key in the keychain.",
            "The account `prod` in the local store."
        ],
        "what went is said"
    );
    assert!(
        secret(&engine, &keys_secret("prod")).await.is_none(),
        "nor is its secret there"
    );
    assert!(accounts::list(&engine).await.unwrap().is_empty());
    assert_eq!(
        code(accounts::get(&engine, "prod").await),
        ErrorCode::NotFound
    );
}

#[tokio::test]
async fn every_mistake_in_an_account_is_said_at_once() {
    let world = World::new().await;
    let engine = world.engine();
    let mut wrong = new(
        "Practice",
        WayIn::Keys {
            key_id: "AKIA".to_owned(),
        },
    );
    wrong.secret_key = None;
    wrong.region = "us-esat-1".to_owned();
    let error = accounts::add(&engine, wrong).await.unwrap_err();
    let fields: Vec<&str> = error
        .fields
        .iter()
        .map(|field| field.field.as_str())
        .collect();
    assert_eq!(
        fields,
        ["name", "region", "keyId", "secretKey"],
        "{error:?}"
    );
    for bad in [
        "http://aws.example.com",
        "127.0.0.1:4566",
        "http://127.0.0.1.example.com",
        "https://me@host",
    ] {
        let mut lab = new("lab", keys());
        lab.endpoint = Some(bad.to_owned());
        let error = accounts::add(&engine, lab).await.unwrap_err();
        assert_eq!(error.fields[0].field, "endpoint", "{bad}");
    }
    assert!(
        accounts::list(&engine).await.unwrap().is_empty(),
        "nothing was remembered"
    );
}

#[tokio::test]
async fn one_sign_in_serves_every_account_of_a_portal_and_goes_with_the_last() {
    let world = World::new().await;
    let engine = world.engine();
    *world.gate.confirms_after.lock().unwrap() = 3;
    for (name, number) in [("prod", "111122223333"), ("staging", "444455556666")] {
        accounts::add(&engine, new(name, behind_corp(number)))
            .await
            .unwrap();
    }
    let sessions = async || {
        let rows = accounts::list(&engine).await.unwrap();
        rows.into_iter().map(|row| row.session).collect::<Vec<_>>()
    };
    assert_eq!(
        sessions().await,
        [accounts::Session::SignedOut, accounts::Session::SignedOut]
    );
    let begun = begin_sign_in(&engine, &corp()).await.unwrap();
    finish_sign_in(&engine, &begun).await.unwrap();
    for session in sessions().await {
        assert!(matches!(
            session,
            accounts::Session::SignedIn {
                until_ms: Some(_),
                ..
            }
        ));
    }
    accounts::forget(&engine, "prod").await.unwrap();
    assert!(
        secret(&engine, &portal_secret(&corp())).await.is_some(),
        "staging still uses it"
    );
    accounts::forget(&engine, "staging").await.unwrap();
    assert!(secret(&engine, &portal_secret(&corp())).await.is_none());
    assert!(
        world
            .gate
            .calls()
            .contains(&"sign out at https://corp.awsapps.com/start".to_owned()),
        "the portal was told"
    );
}

#[tokio::test]
async fn a_declined_or_late_sign_in_changes_nothing() {
    let world = World::new().await;
    let engine = world.engine();
    accounts::add(&engine, new("prod", behind_corp("111122223333")))
        .await
        .unwrap();
    *world.gate.declines.lock().unwrap() = true;
    let begun = begin_sign_in(&engine, &corp()).await.unwrap();
    assert_eq!(
        code(finish_sign_in(&engine, &begun).await),
        ErrorCode::AccessDenied
    );
    *world.gate.declines.lock().unwrap() = false;
    *world.gate.confirms_after.lock().unwrap() = u32::MAX;
    let mut late = begin_sign_in(&engine, &corp()).await.unwrap();
    late.expires_at_ms = engine.clock.now_ms() + 600_000;
    assert_eq!(
        code(finish_sign_in(&engine, &late).await),
        ErrorCode::ExpiredToken
    );
    assert!(secret(&engine, &portal_secret(&corp())).await.is_none());
    assert_eq!(
        code(accounts::portal_roles(&engine, &corp()).await),
        ErrorCode::ExpiredToken
    );
}

#[tokio::test]
async fn keys_are_rotated_and_the_old_pair_works_until_the_new_one_does() {
    let world = World::new().await;
    let engine = world.engine();
    world.gate.keys.lock().unwrap().push(KEY.to_owned());
    accounts::add(&engine, new("prod", keys())).await.unwrap();
    *world.gate.slow.lock().unwrap() = 3;
    let steps = std::sync::Mutex::new(Vec::new());
    let done = accounts::rotate(&engine, "prod", &|step| steps.lock().unwrap().push(step))
        .await
        .unwrap();
    assert_eq!(
        *steps.lock().unwrap(),
        [Create, Verify, Switch, DeleteOld],
        "each step is told as it begins"
    );
    assert!(done.old_deleted);
    assert_eq!(
        *world.gate.keys.lock().unwrap(),
        std::slice::from_ref(&done.new_key_id)
    );
    assert_eq!(
        secret(&engine, &keys_secret("prod")).await.as_deref(),
        Some("new-secret")
    );
    let account = accounts::get(&engine, "prod").await.unwrap();
    assert_eq!(
        account.way_in,
        WayIn::Keys {
            key_id: done.new_key_id
        }
    );

    // New keys that AWS does not take leave the old ones in use, and the next try goes on with them.
    *world.gate.slow.lock().unwrap() = u32::MAX;
    assert_eq!(
        code(accounts::rotate(&engine, "prod", &|_| ()).await),
        ErrorCode::CloudRejected
    );
    assert_eq!(
        secret(&engine, &keys_secret("prod")).await.as_deref(),
        Some("new-secret")
    );
    *world.gate.slow.lock().unwrap() = 0;
    *world.gate.keeps_keys.lock().unwrap() = true;
    let third = accounts::rotate(&engine, "prod", &|_| ()).await.unwrap();
    assert!(
        !third.old_deleted,
        "somebody must delete the old pair, and is told"
    );
    let made = world
        .gate
        .calls()
        .iter()
        .filter(|call| call.starts_with("create"))
        .count();
    assert_eq!(made, 2, "no third pair was made on the way");
    let trail = engine::audit::trail(&engine).await.unwrap();
    let calls = engine::audit::calls(&trail.lines);
    let told: Vec<_> = calls
        .iter()
        .map(|call| {
            let done = matches!(call.ended, engine::audit::Ended::Done { .. });
            (call.action.as_str(), call.target.as_str(), done)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("iam:CreateAccessKey", KEY, true),
            ("iam:DeleteAccessKey", KEY, true),
            ("iam:CreateAccessKey", "AKIANEWEXAMPLE000000", true),
            ("iam:DeleteAccessKey", "AKIANEWEXAMPLE000000", false),
        ],
        "who changed the keys can be read"
    );
}

#[tokio::test]
async fn an_account_with_an_environment_in_it_stays() {
    let world = World::new().await;
    let launched = world.launch(Rehearsal::default()).await;
    let engine = world.engine();
    accounts::add(&engine, new("prod", keys())).await.unwrap();
    let mut job = engine.memory.job(&launched.job_id).await.unwrap().unwrap();
    let mut environment = engine.memory.environments().await.unwrap().remove(0);
    job.id = "in-prod".to_owned();
    environment.account = "prod".to_owned();
    environment.job_id.clone_from(&job.id);
    world.store.add_job(&job, &environment).await.unwrap();
    let error = accounts::forget(&engine, "prod").await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Conflict);
    assert!(
        error.message.contains(&environment.name),
        "it says which: {error:?}"
    );
    let kept = secret(&engine, &keys_secret("prod")).await;
    assert!(kept.is_some(), "nothing of it was forgotten");
}

#[tokio::test]
async fn a_try_that_does_not_get_in_is_remembered_until_one_does() {
    let world = World::new().await;
    let engine = world.engine();
    accounts::add(&engine, new("prod", keys())).await.unwrap();
    accounts::check(&engine, "prod").await.unwrap();
    let trouble = accounts::get(&engine, "prod").await.unwrap().trouble;
    assert_eq!(trouble.unwrap().what, "Ask AWS who we are");
    world.gate.keys.lock().unwrap().push(KEY.to_owned());
    accounts::check(&engine, "prod").await.unwrap();
    assert_eq!(accounts::get(&engine, "prod").await.unwrap().trouble, None);
}

#[tokio::test]
async fn credentials_that_a_code_was_given_for_run_out_and_can_be_given_back() {
    let world = World::new().await;
    let engine = world.engine();
    world.gate.keys.lock().unwrap().push(KEY.to_owned());
    let mut with_code = new("prod", keys());
    with_code.roles = vec![accounts::AssumedRole {
        arn: "arn:aws:iam::111122223333:role/Release".to_owned(),
        external_id: None,
        mfa_serial: Some("arn:aws:iam::111122223333:mfa/ava".to_owned()),
        duration_seconds: None,
    }];
    accounts::add(&engine, with_code).await.unwrap();
    let session = async || accounts::list(&engine).await.unwrap().remove(0).session;
    assert_eq!(session().await, accounts::Session::Untried);
    accounts::check(&engine, "prod").await.unwrap();
    world
        .gate
        .held
        .lock()
        .unwrap()
        .insert("prod".to_owned(), Some(9));
    assert_eq!(
        session().await,
        accounts::Session::SignedIn {
            until_ms: Some(9),
            renews: false
        },
        "the next one needs another code"
    );
    let gone = accounts::sign_out(&engine, "prod").await.unwrap();
    assert_eq!(gone, ["Temporary credentials in memory of prod."]);
    assert_eq!(session().await, accounts::Session::SignedOut);
    assert_eq!(
        code(accounts::sign_out(&engine, "prod").await),
        ErrorCode::Conflict,
        "there is nothing left to end"
    );
}
