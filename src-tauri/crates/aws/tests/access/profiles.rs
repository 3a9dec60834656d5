//! Profiles and keys: the walk into an account, and what stops it.

use engine::accounts::ports::{Access, Secrets};
use engine::accounts::{AccessReport, Session, WayIn, keys_secret};
use secrecy::SecretString;

use crate::desk::{Desk, account, profile};
use crate::replay::Replay;

const KEYS: &str = "[profile base]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s3cr3t-of-base\n";
const ROLE: &str = "[profile prod]\nrole_arn = arn:aws:iam::111122223333:role/Release\nsource_profile = base\nmfa_serial = arn:aws:iam::111122223333:mfa/ava\n";

/// The one step that did not work.
#[track_caller]
fn stopped(report: &AccessReport) -> (String, String) {
    let last = report.steps.last().unwrap();
    assert!(!last.worked && report.identity.is_none(), "{report:?}");
    assert_eq!(report.session, Session::SignedOut);
    assert!(
        last.remedy.as_ref().is_some_and(|words| words.len() > 10),
        "{last:?}"
    );
    (last.what.clone(), last.found.clone())
}

#[tokio::test]
async fn a_profile_with_keys_is_asked_who_it_is() {
    let aws = Replay::of(&["sts/GetCallerIdentity__iam-user"]).await;
    let desk = Desk::new(KEYS);
    let report = desk
        .access()
        .walk(&account(profile("base"), &aws.url))
        .await;
    let identity = report.identity.as_ref().unwrap();
    assert_eq!(identity.account_id, "111122223333");
    assert_eq!(
        report.session,
        Session::SignedIn {
            until_ms: None,
            renews: true
        }
    );
    let what: Vec<&str> = report.steps.iter().map(|step| step.what.as_str()).collect();
    assert_eq!(
        what,
        [
            "Read the profile base",
            "Take the access keys of the profile",
            "Ask AWS who we are"
        ]
    );
    let asked = &aws.seen()[0];
    assert!(
        asked.head.contains("AKIAIOSFODNN7EXAMPLE/"),
        "signed with the key: {}",
        asked.head
    );
    let printed = format!("{report:?}{:?}", aws.seen());
    assert!(!printed.contains("s3cr3t"), "no secret is sent or told");
}

#[tokio::test]
async fn a_code_is_asked_only_when_aws_refuses_without_one() {
    let aws = Replay::of(&[
        "sts/AssumeRole__mfa-required",
        "sts/AssumeRole__ok-with-mfa",
        "sts/GetCallerIdentity__iam-user",
    ])
    .await;
    let desk = Desk::new(&format!("{KEYS}{ROLE}"));
    *desk.ava.code.lock().unwrap() = Some("123456".to_owned());
    let report = desk
        .access()
        .walk(&account(profile("prod"), &aws.url))
        .await;
    assert!(report.identity.is_some(), "{report:?}");
    assert_eq!(
        *desk.ava.asked.lock().unwrap(),
        ["arn:aws:iam::111122223333:mfa/ava"]
    );
    let asked = aws.seen();
    assert_eq!(
        aws.operations(),
        ["AssumeRole", "AssumeRole", "GetCallerIdentity"]
    );
    assert!(
        !asked[0].body.contains("TokenCode"),
        "not before AWS wants it"
    );
    assert!(
        asked[1].body.contains("TokenCode=123456"),
        "{}",
        asked[1].body
    );
    assert!(matches!(
        report.session,
        Session::SignedIn {
            until_ms: Some(_),
            ..
        }
    ));

    let open = Replay::of(&[
        "sts/AssumeRole__ok-with-mfa",
        "sts/GetCallerIdentity__iam-user",
    ])
    .await;
    let desk = Desk::new(&format!("{KEYS}{ROLE}"));
    desk.access()
        .walk(&account(profile("prod"), &open.url))
        .await;
    assert!(
        desk.ava.asked.lock().unwrap().is_empty(),
        "AWS did not ask, so nobody is"
    );
}

#[tokio::test]
async fn a_wrong_code_or_none_stops_with_words_of_its_own() {
    let aws = Replay::of(&[
        "sts/AssumeRole__mfa-required",
        "sts/AssumeRole__mfa-wrong-code",
    ])
    .await;
    let desk = Desk::new(&format!("{KEYS}{ROLE}"));
    let report = desk
        .access()
        .walk(&account(profile("prod"), &aws.url))
        .await;
    let (_, found) = stopped(&report);
    assert!(
        found.contains("mfa/ava") && found.contains("nobody gave one"),
        "{found}"
    );

    let aws = Replay::of(&[
        "sts/AssumeRole__mfa-required",
        "sts/AssumeRole__mfa-wrong-code",
    ])
    .await;
    *desk.ava.code.lock().unwrap() = Some("000000".to_owned());
    let report = desk
        .access()
        .walk(&account(profile("prod"), &aws.url))
        .await;
    let (what, found) = stopped(&report);
    assert_eq!(what, "Assume arn:aws:iam::111122223333:role/Release");
    assert!(
        found.contains("invalid MFA one time pass code"),
        "AWS's words: {found}"
    );
    assert!(
        !format!("{report:?}").contains("000000"),
        "a code is a secret"
    );
}

#[tokio::test]
async fn each_refusal_stops_with_awss_code_and_a_remedy() {
    for (case, code) in [
        ("sts/AssumeRole__trust-denied", "AccessDenied"),
        (
            "sts/AssumeRole__invalid-client-token",
            "InvalidClientTokenId",
        ),
        ("sts/AssumeRole__region-disabled", "RegionDisabledException"),
        ("sts/AssumeRole__duration-too-long", "ValidationError"),
        ("sts/AssumeRole__throttling", "Throttling"),
    ] {
        let aws = Replay::of(&[case]).await;
        let desk = Desk::new(&format!(
            "{KEYS}{}",
            ROLE.replace("mfa_serial", "x_mfa_serial")
        ));
        let report = desk
            .access()
            .walk(&account(profile("prod"), &aws.url))
            .await;
        let (_, found) = stopped(&report);
        assert!(found.starts_with(code), "{case}: {found}");
    }
    for (case, code) in [
        ("sts/GetCallerIdentity__expired-token", "ExpiredToken"),
        (
            "sts/GetCallerIdentity__signature-mismatch",
            "SignatureDoesNotMatch",
        ),
    ] {
        let aws = Replay::of(&[case]).await;
        let desk = Desk::new(KEYS);
        let report = desk
            .access()
            .walk(&account(profile("base"), &aws.url))
            .await;
        let (what, found) = stopped(&report);
        assert_eq!(what, "Ask AWS who we are");
        assert!(found.starts_with(code), "{case}: {found}");
    }
}

#[tokio::test]
async fn a_problem_of_the_files_is_told_with_path_and_line() {
    let aws = Replay::of(&[]).await;
    let desk = Desk::new(ROLE);
    let report = desk
        .access()
        .walk(&account(profile("prod"), &aws.url))
        .await;
    let (_, found) = stopped(&report);
    let config = desk.home.path().join(".aws/config");
    assert!(found.contains("names source_profile `base`"), "{found}");
    assert!(
        found.ends_with(&format!("({}:3)", config.display())),
        "{found}"
    );
    std::fs::write(&config, b"[profile prod]\nregion = caf\xe9\n").unwrap();
    let report = desk
        .access()
        .walk(&account(profile("prod"), &aws.url))
        .await;
    assert!(stopped(&report).1.contains("no UTF-8"), "{report:?}");
    assert!(aws.seen().is_empty(), "AWS is not asked for that");
}

#[tokio::test]
async fn an_endpoint_that_does_not_answer_is_told_as_such() {
    let desk = Desk::new(KEYS);
    let nobody = "http://127.0.0.1:9";
    let report = desk.access().walk(&account(profile("base"), nobody)).await;
    let (_, found) = stopped(&report);
    assert!(found.starts_with("ConnectionFailed"), "{found}");
}

#[tokio::test]
async fn typed_keys_come_from_the_keychain() {
    let aws = Replay::of(&["sts/GetCallerIdentity__iam-user"]).await;
    let desk = Desk::new("");
    let way = WayIn::Keys {
        key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
    };
    let mine = account(way, &aws.url);
    let report = desk.access().walk(&mine).await;
    assert_eq!(stopped(&report).1, "It is not there.");
    let secret = SecretString::from("s3cr3t");
    desk.keychain
        .keep_secret(&keys_secret(&mine.name), &secret)
        .await
        .unwrap();
    let report = desk.access().walk(&mine).await;
    assert!(report.identity.is_some(), "{report:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_credential_process_is_run_and_its_failure_told() {
    let aws = Replay::of(&["sts/GetCallerIdentity__iam-user"]).await;
    let answer =
        r#"{"Version":1,"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"s","SessionToken":"t"}"#;
    let desk = Desk::new(&format!(
        "[profile good]\ncredential_process = echo '{answer}'\n[profile bad]\ncredential_process = echo vault is sealed >&2; exit 3\n"
    ));
    let report = desk
        .access()
        .walk(&account(profile("good"), &aws.url))
        .await;
    assert!(report.identity.is_some(), "{report:?}");
    assert!(aws.seen()[0].head.contains("ASIAPROCESS/"));
    let report = desk.access().walk(&account(profile("bad"), &aws.url)).await;
    assert!(stopped(&report).1.contains("vault is sealed"), "{report:?}");
}
