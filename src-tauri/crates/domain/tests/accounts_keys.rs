//! A pair of access keys in every form that people have it in.
#![allow(clippy::unwrap_used)]

use domain::accounts::{KeyPair, KeyPairProblem};
use secrecy::ExposeSecret;

const ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

#[track_caller]
fn gives(text: &str) {
    let pair = KeyPair::read(text).unwrap_or_else(|problem| panic!("{problem:?}: {text}"));
    assert_eq!(pair.key_id, ID, "{text}");
    assert_eq!(pair.secret.expose_secret(), SECRET, "{text}");
    assert!(
        !format!("{pair:?}").contains(SECRET),
        "a secret is not printed"
    );
}

#[test]
fn every_form_gives_the_same_pair() {
    for text in [
        format!("{ID}\n{SECRET}\n"),
        format!("  {ID}\r\n{SECRET}\r\n"),
        format!("{ID}\t{SECRET}"),
        format!("{ID},{SECRET}"),
        format!("Access key ID,Secret access key\n{ID},{SECRET}\n"),
        format!("\u{feff}Access key ID,Secret access key\r\n{ID},{SECRET}\r\n"),
        format!("\"Access key ID\",\"Secret access key\"\r\n\"{ID}\",\"{SECRET}\"\r\n"),
        // The older download of a new user.
        format!(
            "User name,Password,Access key ID,Secret access key,Console login link\r\n\"Doe, Ava\",,{ID},{SECRET},https://1.signin.aws.amazon.com/console\r\n"
        ),
        format!("aws_access_key_id = {ID}\naws_secret_access_key = {SECRET}\n"),
        format!("[default]\r\naws_access_key_id={ID}\r\naws_secret_access_key={SECRET}\r\n"),
        format!("export AWS_ACCESS_KEY_ID={ID}\nexport AWS_SECRET_ACCESS_KEY={SECRET}"),
        format!("export AWS_ACCESS_KEY_ID=\"{ID}\"\nexport AWS_SECRET_ACCESS_KEY=\"{SECRET}\""),
        format!("set AWS_ACCESS_KEY_ID={ID}\r\nset AWS_SECRET_ACCESS_KEY={SECRET}"),
        format!("$Env:AWS_ACCESS_KEY_ID=\"{ID}\"\n$Env:AWS_SECRET_ACCESS_KEY=\"{SECRET}\""),
    ] {
        gives(&text);
    }
}

#[test]
fn what_is_no_pair_says_so_without_a_word_of_it() {
    let temporary = format!(
        "export AWS_ACCESS_KEY_ID=\"ASIAIOSFODNN7EXAMPLE\"\nexport AWS_SECRET_ACCESS_KEY=\"{SECRET}\"\nexport AWS_SESSION_TOKEN=\"IQo\""
    );
    let two = format!(
        "[a]\naws_access_key_id={ID}\naws_secret_access_key={SECRET}\n[b]\naws_access_key_id={ID}\naws_secret_access_key={SECRET}\n"
    );
    for (text, problem) in [
        ("", KeyPairProblem::Empty),
        ("\u{feff} \r\n", KeyPairProblem::Empty),
        (
            "Hello, here is what we talked about.",
            KeyPairProblem::Unknown,
        ),
        ("https://example.com", KeyPairProblem::Unknown),
        (
            "User name,Password,Console sign-in URL\nava,hunter2,https://x",
            KeyPairProblem::Unknown,
        ),
        ("[profile a]\nregion = us-east-1", KeyPairProblem::Unknown),
        (&temporary, KeyPairProblem::Temporary),
        ("ASIAIOSFODNN7EXAMPLE\nsecret", KeyPairProblem::Temporary),
        (&two, KeyPairProblem::Several(2)),
    ] {
        let found = KeyPair::read(text).unwrap_err();
        assert_eq!(found, problem, "{text}");
        let (words, hint) = found.words();
        assert!(words.ends_with('.') && hint.ends_with('.'));
        assert!(!format!("{found:?} {words}").contains("hunter2"));
    }
}
