//! IAM Identity Center: the device's code, the portal's accounts, one sign-in for all of them.

use engine::accounts::ports::{Access, PortalToken, Secrets};
use engine::accounts::{AccessReport, Portal, Session, portal_secret};
use engine::ports::CloudErrorKind;
use secrecy::ExposeSecret;

use crate::desk::{Desk, NOW, account, portal, portal_role};
use crate::replay::Replay;

/// Signs in at the portal and keeps its token.
async fn signed_in(desk: &Desk, aws: &Replay) -> PortalToken {
    let access = desk.access();
    let begun = access.begin_sign_in(&portal(&aws.url)).await.unwrap();
    let token = access.sign_in_answer(&begun).await.unwrap().unwrap();
    let name = portal_secret(&portal(&aws.url));
    desk.keychain
        .keep_secret(&name, &token.sealed())
        .await
        .unwrap();
    token
}

const SIGN_IN: [&str; 3] = [
    "sso-oidc/RegisterClient__public-client",
    "sso-oidc/StartDeviceAuthorization__ok",
    "sso-oidc/CreateToken__success",
];

#[tokio::test]
async fn a_sign_in_waits_for_the_persons_confirmation() {
    let aws = Replay::of(&[
        SIGN_IN[0],
        SIGN_IN[1],
        "sso-oidc/CreateToken__authorization-pending",
        "sso-oidc/CreateToken__slow-down",
        SIGN_IN[2],
    ])
    .await;
    let desk = Desk::new("");
    let access = desk.access();
    let begun = access.begin_sign_in(&portal(&aws.url)).await.unwrap();
    assert_eq!(begun.user_code, "GBXR-QKLM");
    assert!(
        begun.url.contains("GBXR-QKLM"),
        "the code is filled in: {}",
        begun.url
    );
    assert!(
        access.sign_in_answer(&begun).await.unwrap().is_none(),
        "not confirmed yet"
    );
    assert!(
        access.sign_in_answer(&begun).await.unwrap().is_none(),
        "too fast"
    );
    let token = access.sign_in_answer(&begun).await.unwrap().unwrap();
    assert_eq!(
        token.access_token.expose_secret(),
        "aoaAAAAAGExampleAccessToken"
    );
    assert!(token.expires_at_ms >= NOW + 28_800_000);
    let printed = format!("{begun:?} {token:?}");
    assert!(
        !printed.contains("aoaAAAA") && !printed.contains("Xk3v"),
        "{printed}"
    );
}

#[tokio::test]
async fn a_refused_or_late_confirmation_is_told_in_the_portals_words() {
    for (case, kind, words) in [
        (
            "access-denied",
            CloudErrorKind::AccessDenied,
            "User denied access",
        ),
        ("expired-token", CloudErrorKind::ExpiredToken, ""),
        ("client-expired", CloudErrorKind::Rejected, ""),
    ] {
        let case = format!("sso-oidc/CreateToken__{case}");
        let aws = Replay::of(&[SIGN_IN[0], SIGN_IN[1], &case]).await;
        let desk = Desk::new("");
        let access = desk.access();
        let begun = access.begin_sign_in(&portal(&aws.url)).await.unwrap();
        let error = access.sign_in_answer(&begun).await.unwrap_err();
        assert_eq!(error.kind, kind, "{error:?}");
        assert!(error.message.contains(words), "{error:?}");
    }
    let aws = Replay::of(&[
        SIGN_IN[0],
        "sso-oidc/StartDeviceAuthorization__start-url-unknown",
    ])
    .await;
    let desk = Desk::new("");
    let error = desk
        .access()
        .begin_sign_in(&portal(&aws.url))
        .await
        .unwrap_err();
    assert_eq!(error.code, "InvalidRequestException");
}

#[tokio::test]
async fn the_portals_accounts_come_page_by_page_with_their_roles() {
    let aws = Replay::of(&[
        SIGN_IN[0],
        SIGN_IN[1],
        SIGN_IN[2],
        "sso/ListAccounts__page-1",
        "sso/ListAccounts__last-page",
        "sso/ListAccountRoles__two-roles",
    ])
    .await;
    let desk = Desk::new("");
    let token = signed_in(&desk, &aws).await;
    let found = desk
        .access()
        .portal_accounts(&portal(&aws.url), &token)
        .await
        .unwrap();
    let names: Vec<&str> = found.iter().map(|account| account.name.as_str()).collect();
    assert!(
        names.contains(&"crewdesk-prod") && names.contains(&"crewdesk-audit"),
        "{names:?}"
    );
    assert!(
        found
            .iter()
            .all(|account| account.roles == ["ReadOnly", "Release"])
    );
}

#[tokio::test]
async fn one_sign_in_serves_an_account_and_a_profile_of_the_same_portal() {
    let aws = Replay::of(&[
        SIGN_IN[0],
        SIGN_IN[1],
        SIGN_IN[2],
        "sso/GetRoleCredentials__ok",
        "sts/GetCallerIdentity__sso-role",
    ])
    .await;
    let desk = Desk::new(&format!(
        "[sso-session corp]\nsso_start_url = {}/start/\nsso_region = us-east-1\n\
         [profile p]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Release\n",
        aws.url
    ));
    signed_in(&desk, &aws).await;
    let access = desk.access();
    for way in [portal_role(&aws.url), crate::desk::profile("p")] {
        let report = access.walk(&account(way, &aws.url)).await;
        assert!(report.identity.is_some(), "{report:?}");
    }
    let registered = aws
        .operations()
        .iter()
        .filter(|name| *name == "RegisterClient")
        .count();
    assert_eq!(registered, 1, "nobody had to sign in twice");
    assert_eq!(desk.keychain.names().len(), 1, "one entry for the portal");
}

#[tokio::test]
async fn a_token_is_reused_only_where_portal_region_and_scopes_match() {
    let address = "https://corp.awsapps.com";
    let mine = portal_secret(&portal(address));
    let other = |change: fn(&mut Portal)| {
        let mut other = portal(address);
        change(&mut other);
        portal_secret(&other)
    };
    assert_eq!(
        mine,
        other(|portal| portal.start_url.push('/')),
        "the same portal"
    );
    assert_ne!(mine, other(|portal| portal.start_url.push('2')));
    assert_ne!(mine, other(|portal| portal.region = "eu-west-1".to_owned()));
    assert_ne!(
        mine,
        other(|portal| portal.scopes.push("codewhisperer:completions".to_owned()))
    );
}

#[track_caller]
fn must_sign_in(report: &AccessReport) {
    assert_eq!(report.session, Session::SignedOut, "{report:?}");
    let last = report.steps.last().unwrap();
    assert!(last.remedy.as_ref().unwrap().contains("ign in"), "{last:?}");
}

#[tokio::test]
async fn nobody_signed_in_and_a_revoked_session_ask_for_a_sign_in() {
    let aws = Replay::of(&[
        SIGN_IN[0],
        SIGN_IN[1],
        SIGN_IN[2],
        "sso/GetRoleCredentials__unauthorized",
    ])
    .await;
    let desk = Desk::new("");
    let mine = account(portal_role(&aws.url), &aws.url);
    must_sign_in(&desk.access().walk(&mine).await);
    signed_in(&desk, &aws).await;
    must_sign_in(&desk.access().walk(&mine).await);
}

#[tokio::test]
async fn a_token_that_runs_out_is_refreshed_and_one_that_cannot_be_asks_for_a_sign_in() {
    let aws = Replay::of(&[
        SIGN_IN[0],
        SIGN_IN[1],
        SIGN_IN[2],
        "sso-oidc/CreateToken__refreshed",
        "sso-oidc/CreateToken__refresh-invalid-grant",
        "sso/GetRoleCredentials__ok",
        "sts/GetCallerIdentity__sso-role",
    ])
    .await;
    let desk = Desk::new("");
    let first = signed_in(&desk, &aws).await;
    let mine = account(portal_role(&aws.url), &aws.url);
    *desk.clock.0.lock().unwrap() = first.expires_at_ms - 60_000;
    let report = desk.access().walk(&mine).await;
    assert!(report.identity.is_some(), "{report:?}");
    let name = portal_secret(&portal(&aws.url));
    let kept = desk.keychain.secret(&name).await.unwrap().unwrap();
    let second = PortalToken::unsealed(&kept).unwrap();
    assert_eq!(
        second.access_token.expose_secret(),
        "aoaAAAAAGExampleAccessToken3"
    );
    assert!(second.expires_at_ms > first.expires_at_ms);
    *desk.clock.0.lock().unwrap() = second.expires_at_ms + 1;
    must_sign_in(&desk.access().walk(&mine).await);
}

#[tokio::test]
async fn signing_out_tells_the_portal() {
    let aws = Replay::of(&[SIGN_IN[0], SIGN_IN[1], SIGN_IN[2], "sso/Logout__ok"]).await;
    let desk = Desk::new("");
    let token = signed_in(&desk, &aws).await;
    desk.access()
        .sign_out(&portal(&aws.url), &token)
        .await
        .unwrap();
    assert_eq!(aws.operations().last().unwrap(), "Logout");
}
