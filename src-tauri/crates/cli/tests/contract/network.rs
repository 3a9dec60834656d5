//! Settings of the machine that AWS is reached by: each that is wrong is named with what to do.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;

use serde_json::Value;

use crate::arrayctl::{Desk, answer, command};

const KEYS: &str = "[profile crew]\nregion = eu-west-1\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s3cr3t\n";
const DAMAGED: &str = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

/// The binary with this AWS config and these variables alone.
fn arrayctl(desk: &Desk, config: &str, set: &[(&str, &str)], arguments: &[&str]) -> Command {
    desk.write("config", config);
    let mut command = command(desk.folder.path());
    for name in ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command
        .arg("--in-memory")
        .args(arguments)
        .env("AWS_CONFIG_FILE", desk.path("config"))
        .env("AWS_SHARED_CREDENTIALS_FILE", desk.path("none"))
        .env_remove("AWS_CA_BUNDLE")
        .envs(set.iter().copied());
    command
}

/// What doctor finds wrong, and its hint.
fn wrong(desk: &Desk, config: &str, set: &[(&str, &str)]) -> String {
    let told = answer(&mut arrayctl(desk, config, set, &["doctor", "--json"])).ends(4);
    let told = told.document("doctor");
    let mut findings = told["findings"].as_array().unwrap().iter();
    let bad = findings.find(|one| one["good"] == false).unwrap();
    let text = |key: &str| bad[key].as_str().unwrap_or_default().to_owned();
    format!("{} {}", text("found"), text("hint"))
}

#[test]
fn certificates_that_cannot_be_used_are_named_with_the_setting_and_its_line() {
    let desk = Desk::new();
    for (file, text, why) in [
        ("empty.pem", "", "no certificate"),
        ("words.pem", "these are words\n", "no certificate"),
        ("damaged.pem", DAMAGED, "cannot be used"),
    ] {
        desk.write(file, text);
        let path = desk.path(file).display().to_string();
        let said = wrong(&desk, "", &[("AWS_CA_BUNDLE", &path)]);
        for word in ["AWS_CA_BUNDLE", file, why] {
            assert!(said.contains(word), "{word}: {said}");
        }
        let config = format!("{KEYS}ca_bundle = {path}\n");
        let said = wrong(&desk, &config, &[]);
        assert!(said.contains("config:5"), "its line: {said}");
        assert!(said.contains(why), "{said}");
    }
    let said = wrong(&desk, "", &[("AWS_CA_BUNDLE", "nowhere.pem")]);
    assert!(said.contains("nowhere.pem"), "{said}");
}

#[test]
fn an_address_of_a_proxy_that_is_none_is_named_and_its_password_is_not() {
    let desk = Desk::new();
    for (name, value) in [
        ("HTTPS_PROXY", "socks5://ava:planted@proxy:1080"),
        ("https_proxy", "http://ava:planted@proxy:http"),
        ("ALL_PROXY", "http://"),
    ] {
        let said = wrong(&desk, "", &[(name, value)]);
        assert!(said.contains(name), "{said}");
        assert!(said.contains("http://host:port"), "what to do: {said}");
        assert!(!said.contains("planted"), "{said}");
    }
}

/// The step that did not work when an account is added that asks at an endpoint.
fn unreached(desk: &Desk, endpoint: &str, set: &[(&str, &str)]) -> String {
    let add = [
        "--json",
        "accounts",
        "add",
        "lab",
        "--profile",
        "crew",
        "--endpoint",
        endpoint,
    ];
    let told = answer(&mut arrayctl(desk, KEYS, set, &add));
    let told: Value = serde_json::from_str(&told.out).unwrap();
    told.to_string()
}

#[test]
fn who_does_not_get_through_is_told_whom_it_was_about_and_what_is_set() {
    let desk = Desk::new();
    let refuses = [("HTTPS_PROXY", "http://ava:planted@127.0.0.1:1")];
    let said = unreached(&desk, "https://sts.nowhere-1.invalid", &refuses);
    for words in [
        "sts.nowhere-1.invalid was not reached",
        "HTTPS_PROXY is 127.0.0.1:1",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!said.contains("planted"), "{said}");

    let said = unreached(&desk, "https://sts.nowhere-1.invalid", &[]);
    for words in ["nobody knows this name", "No proxy is set"] {
        assert!(said.contains(words), "{words}: {said}");
    }

    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(
                b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n",
            );
        }
    });
    let set = [("HTTPS_PROXY", proxy.as_str())];
    let said = unreached(&desk, "https://sts.nowhere-1.invalid", &set);
    for words in ["the proxy asks who you are", "HTTPS_PROXY is 127.0.0.1:"] {
        assert!(said.contains(words), "{words}: {said}");
    }
}
