//! The text form of a signature, and the keys that `ssh-keygen` makes.

use super::Verdict::{Accepted, Newer, Rejected, Stricter};
use super::{Case, MESSAGE, Material, NAMESPACE, Verdict, Why};
use crate::forge::armored;
use crate::openssh::OpenSsh;

const BLANKS: Why = "OpenSSH ignores blanks between the digits";
const REST: Why = "OpenSSH ignores what follows the last line";

/// A name, a verdict, and what is done to the text of a good signature.
type Change = (&'static str, Verdict, fn(&str) -> String);

const TEXTS: &[Change] = &[
    (
        "a text with CRLF",
        Newer(1, "OpenSSH 9.2 takes LF alone"),
        |good| good.replace('\n', "\r\n"),
    ),
    ("no line end after the last line", Accepted(1), |good| {
        good.trim_end().to_owned()
    }),
    ("cut off", Rejected("its last line"), |good| {
        half(good).to_owned()
    }),
    ("cut off within", Rejected("not base64"), |good| {
        format!("{}\n-----END SSH SIGNATURE-----\n", half(good))
    }),
    ("words before", Rejected("its first line"), |good| {
        format!("signed:\n{good}")
    }),
    ("a blank before", Rejected("its first line"), |good| {
        format!(" {good}")
    }),
    ("words after", Stricter("its last line", REST), |good| {
        format!("{good}signed\n")
    }),
    ("twice", Stricter("not base64", REST), |good| {
        format!("{good}{good}")
    }),
    ("an empty line", Stricter("an empty line", BLANKS), |good| {
        good.replacen('\n', "\n\n", 1)
    }),
    (
        "a blank in a line",
        Stricter("not base64", BLANKS),
        |good| good.replacen("\nU1", "\nU 1", 1),
    ),
    ("no text", Rejected("its first line"), |_| String::new()),
    ("no digits", Rejected("damaged"), |_| {
        "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n".to_owned()
    }),
    ("another armor", Rejected("its first line"), |good| {
        good.replace("SSH SIGNATURE", "PGP SIGNATURE")
    }),
    ("a digit too few", Rejected("not base64"), |good| {
        good.replacen("\nU1", "\nU", 1)
    }),
    ("other bytes", Rejected("damaged"), |_| armored(b"SSHSIG")),
];

fn half(text: &str) -> &str {
    &text[..text.len() / 2]
}

impl Material {
    pub(super) fn texts(&self) -> impl Iterator<Item = Case> {
        TEXTS
            .iter()
            .map(|(name, verdict, change)| self.text(name, *verdict, change(&self.by_mara)))
    }

    pub(super) fn other_keys(&self, openssh: &OpenSsh) -> Vec<Case> {
        const TYPES: Why = "ed25519 is the only kind of key that we take";
        let mut cases = Vec::new();
        for (name, key_type, message) in [
            (
                "an RSA key",
                "rsa",
                "the key type `ssh-rsa` is not supported",
            ),
            (
                "an ECDSA key",
                "ecdsa",
                "the key type `ecdsa-sha2-nistp256` is not supported",
            ),
        ] {
            let line = openssh.make_key(key_type, key_type);
            let signature = openssh.sign(key_type, NAMESPACE, MESSAGE, &[]);
            let in_file = self.text(name, Stricter(message, TYPES), signature.clone());
            cases.push(Case {
                allowed: format!("mara {line}\n"),
                ..in_file
            });
            cases.push(self.text(name, Rejected(message), signature));
        }
        openssh.keygen(&["-q", "-s", "ben", "-I", "mara", "-n", "mara", "mara.pub"]);
        let certified = openssh.sign("mara-cert.pub", NAMESPACE, MESSAGE, &[]);
        let message = "the key type `ssh-ed25519-cert-v01@openssh.com` is not supported";
        cases.push(self.text("a certificate", Rejected(message), certified.clone()));
        let authority = format!("mara cert-authority {}\n", self.ben);
        let verdict = Stricter(
            "`cert-authority` is not supported",
            "certificates cannot sign",
        );
        let case = self.text("a certificate and its authority", verdict, certified);
        cases.push(Case {
            allowed: authority,
            ..case
        });
        let sha256 = openssh.sign("mara", NAMESPACE, MESSAGE, &["-O", "hashalg=sha256"]);
        cases.push(self.text("SHA-256", Accepted(1), sha256));
        cases
    }
}
