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

/// Answers `sts:GetCallerIdentity` over TLS, with the certificate and key that it is given; prints its port.
const TLS_SERVER: &str = r#"
import http.server, ssl, sys, threading
class Sts(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        body = b"""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/ava</Arn><UserId>AIDAEXAMPLE</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"""
        self.send_response(200)
        self.send_header("content-type", "text/xml")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Sts)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1], sys.argv[2])
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
"#;

/// A certificate for 127.0.0.1 of an authority of its own: `ca.pem`, `server.pem` and their keys on the desk.
fn authority(desk: &Desk) {
    desk.write("names", "subjectAltName=IP:127.0.0.1\n");
    let days = [
        "-days",
        "2",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
    ];
    let openssl = |arguments: &[&str]| {
        let made = Command::new("openssl")
            .args(arguments)
            .current_dir(desk.folder.path())
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
    };
    let mut own = vec![
        "req",
        "-x509",
        "-subj",
        "/CN=Company",
        "-keyout",
        "ca.key",
        "-out",
        "ca.pem",
    ];
    own.extend(days);
    openssl(&own);
    let mut asked = vec![
        "req",
        "-subj",
        "/CN=sts",
        "-keyout",
        "server.key",
        "-out",
        "server.csr",
    ];
    asked.extend(&days[2..]);
    openssl(&asked);
    openssl(&[
        "x509",
        "-req",
        "-in",
        "server.csr",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-days",
        "2",
        "-extfile",
        "names",
        "-out",
        "server.pem",
    ]);
}

#[test]
fn a_companys_own_authority_is_trusted_where_it_is_named_and_nowhere_else() {
    let desk = Desk::new();
    authority(&desk);
    let mut server = Command::new("python3")
        .args(["-c", TLS_SERVER, "server.pem", "server.key"])
        .current_dir(desk.folder.path())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut port = String::new();
    let mut told = std::io::BufReader::new(server.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut told, &mut port).unwrap();
    let endpoint = format!("https://127.0.0.1:{}", port.trim());

    let said = unreached(&desk, &endpoint, &[]);
    for words in ["an authority that is not known here", "AWS_CA_BUNDLE"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let bundle = desk.path("ca.pem").display().to_string();
    let said = unreached(&desk, &endpoint, &[("AWS_CA_BUNDLE", &bundle)]);
    assert!(
        said.contains("arn:aws:iam::111122223333:user/ava"),
        "{said}"
    );

    // It ends with its standard input.
    drop(server.stdin.take());
    server.wait().unwrap();
}
