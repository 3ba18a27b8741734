//! The text form of a signature, and the keys that `ssh-keygen` makes.

use super::Verdict::{Accepted, Newer, Rejected, Stricter};
use super::{Case, MESSAGE, Material, NAMESPACE, Why};
use crate::forge::armored;
use crate::openssh::OpenSsh;

impl Material {
    pub(super) fn texts(&self) -> Vec<Case> {
        let good = &self.by_mara;
        let half = &good[..good.len() / 2];
        const BLANKS: Why = "OpenSSH ignores blanks between the digits";
        const REST: Why = "OpenSSH ignores what follows the last line";
        vec![
            self.text(
                "a text with CRLF",
                Newer(1, "OpenSSH 9.2 takes LF alone"),
                good.replace('\n', "\r\n"),
            ),
            self.text(
                "no line end after the last line",
                Accepted(1),
                good.trim_end(),
            ),
            self.text("cut off", Rejected("its last line"), half),
            self.text(
                "cut off within",
                Rejected("not base64"),
                format!("{half}\n-----END SSH SIGNATURE-----\n"),
            ),
            self.text(
                "words before",
                Rejected("its first line"),
                format!("signed:\n{good}"),
            ),
            self.text(
                "a blank before",
                Rejected("its first line"),
                format!(" {good}"),
            ),
            self.text(
                "words after",
                Stricter("its last line", REST),
                format!("{good}signed\n"),
            ),
            self.text(
                "twice",
                Stricter("not base64", REST),
                format!("{good}{good}"),
            ),
            self.text(
                "an empty line",
                Stricter("an empty line", BLANKS),
                good.replacen('\n', "\n\n", 1),
            ),
            self.text(
                "a blank in a line",
                Stricter("not base64", BLANKS),
                good.replacen("\nU1", "\nU 1", 1),
            ),
            self.text("no text", Rejected("its first line"), ""),
            self.text(
                "no digits",
                Rejected("damaged"),
                "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n",
            ),
            self.text(
                "another armor",
                Rejected("its first line"),
                good.replace("SSH SIGNATURE", "PGP SIGNATURE"),
            ),
            self.text(
                "a digit too few",
                Rejected("not base64"),
                good.replacen("\nU1", "\nU", 1),
            ),
            self.text("other bytes", Rejected("damaged"), armored(b"SSHSIG")),
        ]
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
