//! Settings of this machine that AWS is reached by, checked before they are used.

use std::fmt;
use std::time::Duration;

use aws_smithy_http_client::tls::TrustStore;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Setting {
    /// `HTTPS_PROXY`, or `/home/ava/.aws/config:3`.
    pub name: String,
    pub value: String,
}

/// Settings of the machine that AWS is reached by.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// Paths of files with certificates to trust besides the system's.
    pub bundles: Vec<Setting>,
    /// Addresses of proxies, as the environment has them.
    pub proxies: Vec<Setting>,
    /// Longest time for one attempt; tests shorten it.
    pub attempt: Option<Duration>,
    /// Longest wait before the second attempt; tests shorten it.
    pub backoff: Option<Duration>,
}

/// Why the machine's settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    #[error("{name} names the certificates {value}, which cannot be used: {why}.")]
    Bundle {
        name: String,
        value: String,
        why: String,
    },
    #[error("{name} is no address of a proxy: {why}.")]
    Proxy { name: String, why: &'static str },
    #[error("{0}")]
    Tls(String),
}

impl NetworkError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::Bundle { name, .. } => {
                format!("Correct {name}, or remove it: the system's own certificates always count.")
            }
            Self::Proxy { name, .. } => {
                format!("Correct {name} to http://host:port, or remove it.")
            }
            Self::Tls(_) => "Check the system's certificates.".to_owned(),
        }
    }
}

impl Network {
    /// The system's certificates and those of the bundles. The SDK takes none that it cannot read, so
    /// each is looked at before.
    pub(crate) fn trusted(&self) -> Result<TrustStore, NetworkError> {
        let mut trusted = TrustStore::default();
        for bundle in &self.bundles {
            let pem = std::fs::read(&bundle.value).map_err(|error| bundle.refused(&error))?;
            let mut known = RootCertStore::empty();
            for certificate in CertificateDer::pem_slice_iter(&pem) {
                let certificate = certificate.map_err(|error| bundle.refused(&error))?;
                known
                    .add(certificate)
                    .map_err(|error| bundle.refused(&error))?;
            }
            if known.is_empty() {
                return Err(bundle.refused(&"no certificate in PEM form stands in it"));
            }
            trusted = trusted.with_pem_certificate(pem);
        }
        Ok(trusted)
    }

    /// An address that cannot be read would be passed over, and AWS asked without the proxy.
    pub(crate) fn proxies_are_addresses(&self) -> Result<(), NetworkError> {
        for proxy in &self.proxies {
            if let Err(why) = address(&proxy.value) {
                let name = proxy.name.clone();
                return Err(NetworkError::Proxy { name, why });
            }
        }
        Ok(())
    }

    /// What stands between this machine and AWS, for whoever did not get through.
    pub(crate) fn told(&self) -> String {
        let shown = |proxy: &Setting| {
            let value = proxy.value.trim_end_matches('/');
            let address = value.rsplit(['@', '/']).next().unwrap_or_default();
            format!("{} is {address}", proxy.name)
        };
        let proxies: Vec<String> = self.proxies.iter().map(shown).collect();
        match proxies.is_empty() {
            true => "No proxy is set".to_owned(),
            false => proxies.join(", "),
        }
    }
}

impl Setting {
    fn refused(&self, why: &dyn fmt::Display) -> NetworkError {
        NetworkError::Bundle {
            name: self.name.clone(),
            value: self.value.clone(),
            why: why.to_string(),
        }
    }
}

fn address(text: &str) -> Result<(), &'static str> {
    let rest = match text.split_once("://") {
        Some(("http" | "https", rest)) => rest,
        Some(_) => return Err("it begins neither with http:// nor with https://"),
        None => text,
    };
    let authority = rest.split('/').next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port),
        _ => (host, "80"),
    };
    if name.is_empty() || text.contains(char::is_whitespace) {
        return Err("there is no host in it");
    }
    match port.parse::<u16>() {
        Ok(1..) => Ok(()),
        _ => Err("its port is no number from 1 to 65535"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_proxies_are_told_from_what_is_none() {
        for good in [
            "http://proxy:3128",
            "proxy.example.com",
            "https://ava:secret@10.0.0.7:8080/",
            "http://[::1]:3128",
        ] {
            assert_eq!(address(good), Ok(()), "{good}");
        }
        for bad in [
            "http://",
            "socks5://proxy:1080",
            "http://proxy:http",
            "http://proxy:0",
            "my proxy",
            "http://:3128",
        ] {
            assert!(address(bad).is_err(), "{bad}");
        }
    }
}
