//! The person's own browser.

use std::io::{Error, ErrorKind};
use std::process::{Command, Stdio};

/// Opens an address in the browser: `https`, or `http` on this machine, where an emulator answers. No
/// shell is between, so nothing in the address is more than an address.
///
/// # Errors
/// `InvalidInput` for any other address; what the system said when it opens none.
pub fn open_in_browser(url: &str) -> std::io::Result<()> {
    if !may_open(url) {
        return Err(Error::new(
            ErrorKind::InvalidInput,
            "only https addresses are opened",
        ));
    }
    let (program, before): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    Command::new(program)
        .args(before)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map(|_| ())
}

fn may_open(url: &str) -> bool {
    let clean = !url
        .chars()
        .any(|letter| letter.is_control() || letter == ' ');
    let local = ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"];
    clean && (url.starts_with("https://") || local.iter().any(|start| url.starts_with(start)))
}

#[cfg(test)]
mod tests {
    use super::may_open;

    #[test]
    fn only_web_addresses_are_opened() {
        for good in [
            "https://corp.awsapps.com/start/#/device?user_code=GBXR-QKLM",
            "http://127.0.0.1:4566/device",
        ] {
            assert!(may_open(good), "{good}");
        }
        for bad in [
            "http://corp.awsapps.com/start",
            "file:///etc/passwd",
            "calc.exe",
            "--help",
            "http://127.0.0.1.example.com/",
            "https://example.com/ --flag",
            "javascript:alert(1)",
        ] {
            assert!(!may_open(bad), "{bad}");
        }
    }
}
