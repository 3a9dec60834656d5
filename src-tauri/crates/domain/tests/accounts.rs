//! The user's own AWS files: read as the AWS CLI reads them, and every problem said with its line.
#![allow(clippy::unwrap_used)]

use domain::accounts::{
    Base, Chain, CredentialSource, Place, ProfileProblem, SharedFile, SharedFiles, chain,
};
use secrecy::ExposeSecret;

fn config(text: &str) -> SharedFiles {
    SharedFiles::read(text, "")
}

fn resolved(text: &str, name: &str) -> Chain {
    chain(&config(text), name).unwrap_or_else(|problem| panic!("{problem:?}"))
}

fn refused(text: &str, name: &str) -> ProfileProblem {
    chain(&config(text), name).unwrap_err()
}

fn at(line: u32) -> Option<Place> {
    Some(Place {
        file: SharedFile::Config,
        line,
    })
}

#[test]
fn keys_of_the_credentials_file_win_and_the_region_is_the_configs() {
    let files = SharedFiles::read(
        "[default]\nregion = eu-west-1\naws_access_key_id = OLD\naws_secret_access_key = old\n",
        "[default]\naws_access_key_id = NEW\naws_secret_access_key = new\naws_session_token = t\n",
    );
    let found = chain(&files, "default").unwrap();
    let Base::Keys {
        key_id,
        secret,
        session_token,
    } = found.base
    else {
        panic!("keys: {:?}", found.base)
    };
    assert_eq!(key_id, "NEW");
    assert_eq!(secret.expose_secret(), "new");
    assert_eq!(session_token.unwrap().expose_secret(), "t");
    assert_eq!(found.region.as_deref(), Some("eu-west-1"));
}

#[test]
fn what_is_printed_for_debugging_has_no_secret() {
    let files = SharedFiles::read(
        "",
        "[a]\naws_access_key_id = AKIA\naws_secret_access_key = hunter2\naws_session_token = hunter3\n",
    );
    let printed = format!("{files:?} {:?}", chain(&files, "a"));
    assert!(!printed.contains("hunter"), "{printed}");
}

#[test]
fn windows_line_ends_a_byte_order_mark_comments_and_quotes_are_understood() {
    let files = config(
        "\u{feff}# made by hand\r\n[profile \"my team\"]\r\nregion=us-west-2 ; here\r\n\
         credential_process = \"C:\\tools\\get.exe\" --id a#b\r\ns3 =\r\n    max_queue_size = 1000\r\n\
         output = json\r\n",
    );
    assert!(files.unreadable.is_empty(), "{:?}", files.unreadable);
    let found = chain(&files, "my team").unwrap();
    assert_eq!(found.region.as_deref(), Some("us-west-2"));
    let Base::Process { command } = found.base else {
        panic!("a process: {:?}", found.base)
    };
    assert_eq!(command, r#""C:\tools\get.exe" --id a#b"#);
}

#[test]
fn roles_are_assumed_from_the_source_outwards() {
    let found = resolved(
        "[profile base]\naws_access_key_id = A\naws_secret_access_key = s\n\
         [profile hub]\nrole_arn = arn:aws:iam::111122223333:role/Hub\nsource_profile = base\n\
         [profile prod]\nrole_arn = arn:aws:iam::444455556666:role/team/Prod\nsource_profile = hub\n\
         mfa_serial = arn:aws:iam::111122223333:mfa/ava\nexternal_id = xyz\nduration_seconds = 3600\n\
         role_session_name = ava\n",
        "prod",
    );
    let arns: Vec<&str> = found.roles.iter().map(|role| role.arn.as_str()).collect();
    assert_eq!(
        arns,
        [
            "arn:aws:iam::111122223333:role/Hub",
            "arn:aws:iam::444455556666:role/team/Prod"
        ]
    );
    let prod = &found.roles[1];
    assert_eq!(prod.external_id.as_deref(), Some("xyz"));
    assert_eq!(prod.duration_seconds, Some(3600));
    assert!(prod.mfa_serial.is_some() && prod.session_name.is_some());
    assert!(matches!(found.base, Base::Keys { .. }));
}

#[test]
fn a_profile_may_be_its_own_source() {
    let found = resolved(
        "[profile me]\naws_access_key_id = A\naws_secret_access_key = s\n\
         role_arn = arn:aws:iam::111122223333:role/R\nsource_profile = me\n",
        "me",
    );
    assert!(matches!(found.base, Base::Keys { .. }));
    assert_eq!(found.roles.len(), 1);
}

#[test]
fn single_sign_on_in_both_forms() {
    let text = "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = us-east-1\n\
                sso_registration_scopes = sso:account:access, codewhisperer:completions\n\
                [profile new]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n\
                [profile old]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n\
                sso_account_id = 111122223333\nsso_role_name = ReadOnly\n";
    let Base::SingleSignOn(new) = resolved(text, "new").base else {
        panic!("single sign-on")
    };
    assert_eq!(new.session.as_deref(), Some("corp"));
    assert_eq!(
        new.scopes,
        ["sso:account:access", "codewhisperer:completions"]
    );
    let Base::SingleSignOn(old) = resolved(text, "old").base else {
        panic!("single sign-on")
    };
    assert_eq!((old.session, old.region.as_str()), (None, "eu-west-1"));
}

#[test]
fn sources_outside_of_the_files() {
    for (source, wanted) in [
        ("Environment", CredentialSource::Environment),
        ("Ec2InstanceMetadata", CredentialSource::InstanceMetadata),
        ("EcsContainer", CredentialSource::EcsContainer),
    ] {
        let text = format!(
            "[profile p]\nrole_arn = arn:aws:iam::111122223333:role/R\ncredential_source = {source}\n"
        );
        let Base::Source(found) = resolved(&text, "p").base else {
            panic!("a source")
        };
        assert_eq!(found, wanted);
    }
    let web = resolved(
        "[profile w]\nrole_arn = arn:aws:iam::111122223333:role/R\nweb_identity_token_file = /t\n",
        "w",
    );
    assert!(matches!(web.base, Base::WebIdentity { .. }) && web.roles.is_empty());
}

#[test]
fn every_mistake_is_said_with_its_line() {
    let role = "role_arn = arn:aws:iam::111122223333:role/R\n";
    let cases = [
        (
            format!("[profile p]\n{role}source_profile = base\n"),
            3,
            "does not exist",
        ),
        (
            format!(
                "[profile p]\n{role}source_profile = q\n[profile q]\n{role}source_profile = p\n"
            ),
            6,
            "in a circle: p → q → p",
        ),
        (format!("[profile p]\n{role}"), 2, "with which credentials"),
        (
            format!("[profile p]\n{role}source_profile = p\ncredential_source = Environment\n"),
            4,
            "both source_profile and credential_source",
        ),
        (
            format!("[profile p]\n{role}credential_source = Cloud\n"),
            3,
            "is `Cloud`",
        ),
        (
            format!("[profile p]\n{role}source_profile = p\nduration_seconds = 1h\n"),
            4,
            "is `1h`",
        ),
        (
            "[profile p]\nrole_arn = R\nsource_profile = p\n".to_owned(),
            2,
            "no role's ARN",
        ),
        (
            "[profile p]\naws_access_key_id = A\n".to_owned(),
            2,
            "no aws_secret_access_key",
        ),
        (
            "[profile p]\naws_secret_access_key = A\n".to_owned(),
            2,
            "no aws_access_key_id",
        ),
        (
            "[profile p]\nsso_session = corp\n".to_owned(),
            2,
            "names sso_session `corp`",
        ),
        (
            "[profile p]\nsso_start_url = https://x\nsso_region = us-east-1\n".to_owned(),
            1,
            "has no sso_account_id",
        ),
        (
            "[profile p]\nregion = us-east-1\n".to_owned(),
            1,
            "has no credentials",
        ),
        (
            "[profile p]\nlogin_session = arn:x\n".to_owned(),
            2,
            "`aws login`",
        ),
    ];
    for (text, line, words) in cases {
        let found = refused(&text, "p");
        assert_eq!(found.place, at(line), "{text}{found:?}");
        assert!(found.message.contains(words), "{text}{found:?}");
        assert!(!found.hint.is_empty(), "it says what to do: {found:?}");
    }
}

#[test]
fn an_unknown_profile_is_met_with_a_near_one() {
    let found = refused("[profile staging]\nregion = x\n", "stagin");
    assert!(found.hint.contains("`staging`"), "{found:?}");
}

#[test]
fn lines_that_make_no_sense_are_told_and_the_others_count() {
    let files = SharedFiles::read(
        "lost = 1\n[profile a\n[b]\nregion = x\n[profile ok]\nnonsense\nregion = eu-west-1\n",
        "[profile c]\naws_access_key_id = A\n",
    );
    let told: Vec<(SharedFile, u32)> = files
        .unreadable
        .iter()
        .map(|(place, _)| (place.file, place.line))
        .collect();
    assert_eq!(
        told,
        [
            (SharedFile::Config, 1),
            (SharedFile::Config, 2),
            (SharedFile::Config, 3),
            (SharedFile::Config, 6),
            (SharedFile::Credentials, 1),
        ],
        "{:?}",
        files.unreadable
    );
    assert_eq!(
        files.profile("ok").unwrap().text("region"),
        Some("eu-west-1")
    );
}

#[test]
fn a_chain_is_told_step_by_step_and_holds_no_secret() {
    let chain = resolved(
        "[profile prod]\nrole_arn = arn:aws:iam::111122223333:role/Release\nsource_profile = base\n\
         external_id = x-7\nmfa_serial = arn:aws:iam::444455556666:mfa/ava\n\
         [profile base]\ncredential_process = /opt/vault --token hunter2\n",
        "prod",
    );
    assert_eq!(
        chain.told(),
        [
            "Asks the program /opt/vault for credentials.",
            "Assumes arn:aws:iam::111122223333:role/Release with an external ID; asks for a code of \
             arn:aws:iam::444455556666:mfa/ava where AWS wants one.",
        ]
    );
}
