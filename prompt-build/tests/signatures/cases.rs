//! Each case is judged by this crate and by `ssh-keygen -Y verify`.

use crate::forge::{Forged, SoftKey, armored};
use crate::openssh::OpenSsh;

pub(crate) const NAMESPACE: &str = "cargo-prompts-sign-off-v1";
pub(crate) const MESSAGE: &[u8] = b"{\"prompt\":\"visitor-greeting\"}";
const NOON: &str = "20261005120000";

/// The verdict on a case.
#[derive(Clone, Copy)]
pub(crate) enum Verdict {
    /// Both accept, for the key on this line.
    Accepted(usize),
    /// Both reject. This is part of what we say.
    Rejected(&'static str),
    /// We reject, with these words, what OpenSSH accepts.
    Stricter(&'static str, Why),
    /// We accept, for the key on this line, what OpenSSH rejects.
    Wider(usize, Why),
}

/// The reason why OpenSSH judges otherwise.
#[derive(Clone, Copy)]
pub(crate) struct Why(#[expect(dead_code, reason = "for the reader of the table")] &'static str);

pub(crate) struct Case {
    pub name: &'static str,
    pub allowed: String,
    pub signer: &'static str,
    pub namespace: &'static str,
    pub message: Vec<u8>,
    pub signature: String,
    /// `YYYYMMDDHHMMSS`, in UTC.
    pub time: &'static str,
    pub verdict: Verdict,
}

use Verdict::{Accepted, Rejected, Stricter, Wider};

/// The keys and signatures that the cases are made of.
pub(crate) struct Material {
    mara: String,
    ben: String,
    by_mara: String,
    by_ben: String,
    soft: SoftKey,
    hardware: SoftKey,
}

impl Material {
    pub(crate) fn make(openssh: &OpenSsh) -> Self {
        Self {
            mara: openssh.make_key("mara", "ed25519"),
            ben: openssh.make_key("ben", "ed25519"),
            by_mara: openssh.sign("mara", NAMESPACE, MESSAGE, &[]),
            by_ben: openssh.sign("ben", NAMESPACE, MESSAGE, &[]),
            soft: SoftKey::plain(3),
            hardware: SoftKey::hardware(4, "ssh:"),
        }
    }

    /// A good signature by mara at noon, with a verdict.
    fn case(&self, name: &'static str, verdict: Verdict) -> Case {
        Case {
            name,
            allowed: format!("mara {}\nben {}\n", self.mara, self.ben),
            signer: "mara",
            namespace: NAMESPACE,
            message: MESSAGE.to_vec(),
            signature: self.by_mara.clone(),
            time: NOON,
            verdict,
        }
    }

    /// A file of allowed signers, in which `{mara}` and `{ben}` stand for keys.
    fn file(&self, name: &'static str, verdict: Verdict, text: &str) -> Case {
        let keys = [("{mara}", &self.mara), ("{ben}", &self.ben)];
        let allowed = keys
            .iter()
            .fold(text.to_owned(), |text, (name, key)| text.replace(name, key));
        Case {
            allowed,
            ..self.case(name, verdict)
        }
    }

    /// A text form of mara's signature.
    fn text(&self, name: &'static str, verdict: Verdict, text: impl Into<String>) -> Case {
        Case {
            signature: text.into(),
            ..self.case(name, verdict)
        }
    }

    /// A signature by a key in software.
    fn forged(&self, name: &'static str, verdict: Verdict, forged: &Forged) -> Case {
        let key = match forged.touch.is_empty() {
            true => &self.soft,
            false => &self.hardware,
        };
        Case {
            allowed: format!("mara {}\n", key.line()),
            signature: forged.armored(),
            ..self.case(name, verdict)
        }
    }

    pub(crate) fn cases(&self, openssh: &OpenSsh) -> Vec<Case> {
        let mut cases = self.people();
        cases.extend(self.times());
        cases.extend(self.files());
        cases.extend(self.texts());
        cases.extend(self.other_keys(openssh));
        cases.extend(self.hardware());
        cases.extend(self.damaged());
        cases
    }

    fn people(&self) -> Vec<Case> {
        let good = |name, verdict| self.case(name, verdict);
        vec![
            good("mara's own signature", Accepted(1)),
            Case {
                signer: "ben",
                ..good(
                    "mara's signature as ben's",
                    Rejected("none of the keys of `ben`"),
                )
            },
            Case {
                signer: "ben",
                signature: self.by_ben.clone(),
                ..good("ben's own signature", Accepted(2))
            },
            Case {
                signer: "eve",
                ..good("nobody of the name", Rejected("no key of `eve`"))
            },
            Case {
                signer: "MARA",
                ..good(
                    "in capitals",
                    Wider(1, Why("capitals do not count in our names")),
                )
            },
            Case {
                message: b"{\"prompt\":\"visitor-greetinG\"}".to_vec(),
                ..good("an altered message", Rejected("does not match"))
            },
            Case {
                message: Vec::new(),
                ..good("an empty message", Rejected("does not match"))
            },
            Case {
                message: [MESSAGE, b"\n"].concat(),
                ..good("one more line end", Rejected("does not match"))
            },
            Case {
                namespace: "git",
                ..good("asked for another namespace", Rejected("has the namespace"))
            },
            Case {
                allowed: String::new(),
                ..good("an empty file", Rejected("no key of `mara`"))
            },
        ]
    }

    fn times(&self) -> Vec<Case> {
        let line = "mara valid-after=\"20261005115959Z\",valid-before=\"20261005120001Z\" {mara}\n";
        let at = |time, name, verdict| Case {
            time,
            ..self.file(name, verdict, line)
        };
        vec![
            at(
                "20261005115958",
                "a second too early",
                Rejected("valid from 2026-10-05T11:59:59Z"),
            ),
            at("20261005115959", "the first second", Accepted(1)),
            at("20261005120000", "in between", Accepted(1)),
            at("20261005120001", "the last second", Accepted(1)),
            at(
                "20261005120002",
                "a second too late",
                Rejected("valid until 2026-10-05T12:00:01Z"),
            ),
            self.file(
                "days: before",
                Rejected("valid from 2026-10-06T00:00:00Z"),
                "mara valid-after=\"20261006Z\" {mara}\n",
            ),
            self.file(
                "days: after",
                Accepted(1),
                "mara valid-after=\"20261005Z\" {mara}\n",
            ),
            self.file(
                "the last day is over at its beginning",
                Rejected("valid until 2026-10-05T00:00:00Z"),
                "mara valid-before=\"20261005Z\" {mara}\n",
            ),
            self.file(
                "minutes",
                Accepted(1),
                "mara valid-before=\"202610051200Z\" {mara}\n",
            ),
            self.file(
                "a key that was renewed",
                Accepted(2),
                "mara valid-before=\"20260101Z\" {mara}\nmara valid-after=\"20260101Z\" {mara}\n",
            ),
            self.file(
                "never valid",
                Rejected("later than"),
                "mara valid-after=\"20270101Z\",valid-before=\"20260101Z\" {mara}\n",
            ),
            self.file(
                "local time",
                Stricter(
                    "has no time zone",
                    Why("OpenSSH takes the time zone of the computer"),
                ),
                "mara valid-after=\"20260101\" {mara}\n",
            ),
            self.file(
                "February 30",
                Stricter("invalid time", Why("OpenSSH takes it for March 2")),
                "mara valid-after=\"20260230Z\" {mara}\n",
            ),
            self.file(
                "UTC in letters",
                Stricter("invalid time", Why("there is one way to write a time")),
                "mara valid-after=\"20260101UTC\" {mara}\n",
            ),
            self.file(
                "the year 1970",
                Rejected("invalid time"),
                "mara valid-after=\"19700101Z\" {mara}\n",
            ),
            self.file(
                "a time without quotes",
                Rejected("not in quotes"),
                "mara valid-after=20260101Z {mara}\n",
            ),
            self.file(
                "a time given twice",
                Rejected("given twice"),
                "mara valid-after=\"20260101Z\",valid-after=\"20250101Z\" {mara}\n",
            ),
        ]
    }

    fn files(&self) -> Vec<Case> {
        const PATTERN: Why = Why("our names and namespaces are no patterns");
        let file = |name, verdict, text| self.file(name, verdict, text);
        vec![
            file(
                "comments, blank lines, tabs",
                Accepted(4),
                "# mara\n\n \t \n\tmara\t \t{mara}\t laptop \"of\" mara\n",
            ),
            file("no line end at the end", Accepted(1), "mara {mara}"),
            file(
                "CRLF",
                Accepted(3),
                "# keys\r\n\r\nmara {mara}\r\nben {ben}\r\n",
            ),
            file("CRLF and a comment", Accepted(1), "mara {mara} laptop\r\n"),
            file(
                "two keys of one person",
                Accepted(2),
                "mara {ben}\nmara {mara}\n",
            ),
            file(
                "options in capitals",
                Accepted(1),
                "mara NAMESPACES=\"cargo-prompts-sign-off-v1\" {mara}\n",
            ),
            file(
                "two namespaces",
                Accepted(1),
                "mara namespaces=\"git,cargo-prompts-sign-off-v1\" {mara}\n",
            ),
            file("two spellings of a name", Accepted(1), "Mara,mara {mara}\n"),
            file(
                "other namespaces alone",
                Rejected("may not sign in the namespace"),
                "mara namespaces=\"git,file\" {mara}\n",
            ),
            file(
                "a longer namespace",
                Rejected("may not sign in the namespace"),
                "mara namespaces=\"cargo-prompts-sign-off-v11\" {mara}\n",
            ),
            file(
                "a namespace with a quote",
                Rejected("may not sign in the namespace"),
                "mara namespaces=\"a\\\"b\" {mara}\n",
            ),
            file(
                "a namespace in capitals",
                Rejected("may not sign in the namespace"),
                "mara namespaces=\"CARGO-PROMPTS-SIGN-OFF-V1\" {mara}\n",
            ),
            file(
                "a namespace without quotes",
                Rejected("not in quotes"),
                "mara namespaces=git {mara}\n",
            ),
            file(
                "an open quote",
                Rejected("a quote is not closed"),
                "mara namespaces=\"git {mara}\n",
            ),
            file(
                "an unknown option",
                Rejected("the option `no-touch-required` is not supported"),
                "mara no-touch-required {mara}\n",
            ),
            file(
                "an option misspelt",
                Rejected("the option `valid-befor` is not supported"),
                "mara valid-befor=\"20260101Z\" {mara}\n",
            ),
            file(
                "a comma too many",
                Rejected("an option is missing"),
                "mara valid-after=\"20260101Z\", {mara}\n",
            ),
            file(
                "a certificate authority",
                Rejected("`cert-authority` is not supported"),
                "mara cert-authority {mara}\n",
            ),
            file("no key", Rejected("the key is missing"), "mara\n"),
            file(
                "no key after the type",
                Rejected("the key is missing"),
                "mara ssh-ed25519\n",
            ),
            file(
                "a pattern of names",
                Stricter("the pattern `*` is not supported", PATTERN),
                "* {mara}\n",
            ),
            file(
                "a pattern with a question mark",
                Stricter("the pattern `mar?` is not supported", PATTERN),
                "mar? {mara}\n",
            ),
            file(
                "a name that is excluded",
                Stricter("the pattern `!ben` is not supported", PATTERN),
                "!ben,mara {mara}\n",
            ),
            file(
                "a pattern of namespaces",
                Stricter("the namespace `cargo-*` is not supported", PATTERN),
                "mara namespaces=\"cargo-*\" {mara}\n",
            ),
            file(
                "two people with one key",
                Stricter(
                    "one key for two people",
                    Why("one key must not sign as two people"),
                ),
                "mara,ben {mara}\n",
            ),
            file(
                "the same key on two lines",
                Stricter(
                    "the key of `mara` is also one of `ben`",
                    Why("one key must not sign as two people"),
                ),
                "mara {mara}\nben {mara}\n",
            ),
            file(
                "a name in quotes",
                Stricter(
                    "invalid name",
                    Why("our names have no blanks, so they need no quotes"),
                ),
                "\"mara\" {mara}\n",
            ),
            file(
                "NUL after the key",
                Stricter(
                    "control character",
                    Why("OpenSSH ignores what follows on the line"),
                ),
                "mara {mara}\0 x\n",
            ),
            file(
                "a mistake on another line",
                Stricter(
                    "the key is missing",
                    Why("OpenSSH passes over lines that it cannot read"),
                ),
                "mara {mara}\nben\n",
            ),
        ]
    }

    fn texts(&self) -> Vec<Case> {
        let good = &self.by_mara;
        let half = &good[..good.len() / 2];
        const BLANKS: Why = Why("OpenSSH ignores blanks between the digits");
        const REST: Why = Why("OpenSSH ignores what follows the last line");
        vec![
            self.text("a text with CRLF", Accepted(1), good.replace('\n', "\r\n")),
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

    fn other_keys(&self, openssh: &OpenSsh) -> Vec<Case> {
        const TYPES: Why = Why("ed25519 is the only kind of key that we take");
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
            Why("certificates cannot sign"),
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

    fn hardware(&self) -> Vec<Case> {
        let good = self.hardware.sign(NAMESPACE, MESSAGE, 1);
        let forged = |name, verdict, forged: &Forged| self.forged(name, verdict, forged);
        let changed = |change: fn(&mut Forged)| {
            let mut forged = good.clone();
            change(&mut forged);
            forged
        };
        let other = SoftKey::hardware(4, "ssh:other");
        let as_other = Case {
            allowed: format!("mara {}\n", other.line()),
            ..forged(
                "a hardware key of another application",
                Stricter(
                    "has the application `ssh:other`",
                    Why("`ssh-keygen` makes keys for `ssh:`"),
                ),
                &other.sign(NAMESPACE, MESSAGE, 1),
            )
        };
        vec![
            forged("a hardware key", Accepted(1), &good),
            forged(
                "a hardware key that asked for a PIN",
                Accepted(1),
                &self.hardware.sign(NAMESPACE, MESSAGE, 5),
            ),
            forged(
                "a hardware key with SHA-256",
                Accepted(1),
                &self.hardware.sign_hashed(NAMESPACE, MESSAGE, 1, "sha256"),
            ),
            forged(
                "a hardware key that nobody touched",
                Stricter(
                    "without being touched",
                    Why("`ssh-keygen -Y verify` does not look at the flags"),
                ),
                &self.hardware.sign(NAMESPACE, MESSAGE, 0),
            ),
            forged(
                "an altered flag",
                Rejected("does not match"),
                &changed(|it| it.touch[0] = 5),
            ),
            forged(
                "an altered counter",
                Rejected("does not match"),
                &changed(|it| it.touch[4] ^= 1),
            ),
            forged(
                "no counter",
                Rejected("not one of its key"),
                &changed(|it| it.touch.truncate(1)),
            ),
            forged(
                "a byte after the counter",
                Rejected("not one of its key"),
                &changed(|it| it.touch.push(0)),
            ),
            forged(
                "a hardware key's signature as a plain one",
                Rejected("not one of its key"),
                &changed(|it| it.signature_type = "ssh-ed25519"),
            ),
            as_other,
        ]
    }

    fn damaged(&self) -> Vec<Case> {
        let good = self.soft.sign(NAMESPACE, MESSAGE, 0);
        let case = |name, verdict, change: fn(&mut Forged)| {
            let mut forged = good.clone();
            change(&mut forged);
            self.forged(name, verdict, &forged)
        };
        const COFACTOR: Why =
            Why("we multiply by the cofactor; only the key's owner can make such a signature");
        let identity = Forged::by_the_identity(NAMESPACE);
        let weak = Stricter("the key is weak", Why("OpenSSH takes keys of small order"));
        let by_weak = self.forged("a key of small order", weak, &identity);
        let large = Stricter(
            "does not match",
            Why("OpenSSH takes a second form of each signature"),
        );
        vec![
            self.forged("a key in software", Accepted(1), &good),
            self.forged(
                "S is not below the order",
                large,
                &good.clone().with_large_scalar(),
            ),
            self.forged(
                "R has a component of small order",
                Wider(1, COFACTOR),
                &good.clone().with_small_component(),
            ),
            Case {
                allowed: format!("mara {}\n", identity.key_line()),
                ..by_weak
            },
            case("version 2", Rejected("damaged"), |it| it.version = 2),
            case(
                "version 0",
                Stricter("damaged", Why("OpenSSH takes all versions up to 1")),
                |it| it.version = 0,
            ),
            case(
                "a reserved field",
                Stricter("damaged", Why("OpenSSH ignores the field")),
                |it| it.reserved.push(1),
            ),
            case("a byte at the end", Rejected("damaged"), |it| {
                it.rest.push(0)
            }),
            case("no namespace", Rejected("damaged"), |it| {
                it.namespace.clear()
            }),
            case(
                "a namespace that was replaced",
                Rejected("has the namespace `git`"),
                |it| it.namespace = "git".to_owned(),
            ),
            case(
                "a hash that was replaced",
                Rejected("does not match"),
                |it| it.hash_algorithm = "sha256",
            ),
            case(
                "an unknown hash",
                Rejected("the hash algorithm `sha1` is not supported"),
                |it| it.hash_algorithm = "sha1",
            ),
            case("a short signature", Rejected("not one of its key"), |it| {
                it.signature.truncate(63)
            }),
            case("a long signature", Rejected("not one of its key"), |it| {
                it.signature.push(0)
            }),
            case("an altered signature", Rejected("does not match"), |it| {
                it.signature[0] ^= 1
            }),
            case(
                "a byte after the key",
                Rejected("the key is damaged"),
                |it| it.key.push(0),
            ),
            case(
                "a signature of another type",
                Rejected("not one of its key"),
                |it| it.signature_type = "ssh-rsa",
            ),
        ]
    }
}
