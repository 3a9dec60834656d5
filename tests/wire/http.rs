//! One request and its answer, for the emulators' own addresses.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Status and body; an error when nobody answers within ten seconds.
pub fn request(
    port: u16,
    head: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> std::io::Result<(u16, String)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let more: String = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let length = body.len();
    // 1.0: the answer ends where the connection does, and never comes in chunks.
    let text = format!(
        "{head} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n{more}Content-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(text.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (top, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = top.split(' ').nth(1).and_then(|word| word.parse().ok());
    let status = status.ok_or_else(|| std::io::Error::other(format!("no HTTP: {top}")))?;
    Ok((status, body.to_owned()))
}

/// JSON to JSON; anything but 200 is a mistake of the test.
pub fn json(port: u16, head: &str, body: &serde_json::Value) -> serde_json::Value {
    let kind = [("Content-Type", "application/json")];
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let (status, answer) = request(port, head, &kind, &body).unwrap();
    assert_eq!(status, 200, "{head}: {answer}");
    serde_json::from_str(&answer).unwrap_or_default()
}
