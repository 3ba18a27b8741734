//! Each case is judged by this crate and by `ssh-keygen -Y verify`.

mod file;
mod forged;
mod signature;
mod signer;

use crate::forge::{Forged, SoftKey};
use crate::openssh::OpenSsh;

pub(crate) const NAMESPACE: &str = "cargo-prompts-sign-off-v1";
pub(crate) const MESSAGE: &[u8] = b"{\"prompt\":\"visitor-greeting\"}";
const NOON: &str = "20261005120000";

/// The verdict on a case, and the reason where OpenSSH judges otherwise.
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
    /// We accept, for the key on this line, what only some versions of OpenSSH accept.
    Newer(usize, Why),
}

pub(crate) type Why = &'static str;

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
        let key = if forged.touch.is_empty() {
            &self.soft
        } else {
            &self.hardware
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
}
