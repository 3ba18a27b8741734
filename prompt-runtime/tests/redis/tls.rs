//! A server behind TLS, with the certificates of an authority of the test's own.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tempfile::TempDir;

use crate::limiter;
use crate::server::Server;

/// An authority, and files with its certificate and those that it has signed.
struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    folder: TempDir,
}

impl Authority {
    fn new() -> Self {
        let mut parameters = CertificateParams::default();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let issuer = CertifiedIssuer::self_signed(parameters, key).unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("authority.pem"), issuer.pem()).unwrap();
        Self { issuer, folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Starts a server whose certificate is for this host. Returns the port that speaks TLS as well.
    fn start(&self, host: &str) -> Option<(Server, u16)> {
        let key = KeyPair::generate().unwrap();
        let parameters = CertificateParams::new([host.to_owned()]).unwrap();
        let certificate = parameters.signed_by(&key, &self.issuer).unwrap();
        let [certificate_file, key_file] =
            ["certificate.pem", "key.pem"].map(|name| self.path(name));
        fs::write(&certificate_file, certificate.pem()).unwrap();
        fs::write(&key_file, key.serialize_pem()).unwrap();
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let server = Server::start_with(&[
            "--tls-port",
            &port.to_string(),
            "--tls-auth-clients",
            "no",
            "--tls-cert-file",
            certificate_file.to_str().unwrap(),
            "--tls-key-file",
            key_file.to_str().unwrap(),
        ])?;
        Some((server, port))
    }
}

/// Asks for a permit in a process that trusts the authorities in a file, and returns what came of it.
fn ask(url: &str, trusted: &Path) -> String {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "tls::one_that_asks", "--ignored", "--nocapture"]);
    let output = command
        .env("LIMIT_URL", url)
        .env("SSL_CERT_FILE", trusted)
        .env_remove("SSL_CERT_DIR")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let answer = text
        .split("answer: ")
        .nth(1)
        .and_then(|rest| rest.lines().next());
    answer.unwrap_or_else(|| panic!("{text}")).to_owned()
}

#[test]
#[ignore = "started by the tests below, as a process of its own"]
fn one_that_asks() {
    let limiter = limiter(&env::var("LIMIT_URL").unwrap(), 10, 5);
    let answer = limiter.try_acquire();
    println!(
        "answer: {}",
        answer.map_or_else(|error| error.to_string(), |()| "permit".to_owned())
    );
}

#[test]
fn a_certificate_of_a_trusted_authority_is_accepted() {
    let authority = Authority::new();
    let Some((server, port)) = authority.start("localhost") else {
        return;
    };
    let trusted = authority.path("authority.pem");
    assert_eq!(
        ask(&format!("rediss://localhost:{port}"), &trusted),
        "permit"
    );
    // It is the same count as without TLS.
    assert_eq!(
        server.run::<Vec<String>>("KEYS *"),
        ["prompt-runtime:limit:staging"]
    );
}

#[test]
fn any_other_certificate_is_refused() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    let Some((server, port)) = authority.start("localhost") else {
        return;
    };
    let url = format!("rediss://localhost:{port}");
    let trusted = authority.path("authority.pem");
    let rows = [
        // Another authority.
        (
            url.clone(),
            stranger.path("authority.pem"),
            "invalid peer certificate: ",
        ),
        // Another host.
        (
            format!("rediss://127.0.0.1:{port}"),
            trusted.clone(),
            "invalid peer certificate: certificate not valid for name",
        ),
        // A URL cannot turn the check off.
        (format!("{url}/#insecure"), trusted.clone(), "insecure"),
    ];
    for (url, trusted, cause) in rows {
        let answer = ask(&url, &trusted);
        assert!(answer.contains(cause), "{url}: {answer}");
    }
    assert!(server.run::<Vec<String>>("KEYS *").is_empty());
}
