use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use prompt_core::signer::is_same_signer;

use super::allowed_key::AllowedKey;
use super::base64;
use super::field::Field;
use super::key_options::KeyOptions;
use super::mistakes::Mistakes;
use super::named_key::NamedKey;
use super::public_key::PublicKey;
use super::rejection::Rejection;
use super::ssh_signature::SshSignature;
use crate::library::time::Moment;
use crate::report::{Findings, quoted};
use crate::review::merge_conflict;
use crate::source::Source;

/// The people who may sign, each with their keys: the file `allowed_signers`, in OpenSSH's format.
#[derive(Debug, Clone)]
pub struct AllowedSigners {
    path: String,
    /// The keys of each person, by the name in lower case.
    keys: BTreeMap<String, Vec<SignerKey>>,
    is_complete: bool,
}

/// A key of a person.
#[derive(Debug, Clone)]
struct SignerKey {
    line: usize,
    key: PublicKey,
    options: KeyOptions,
}

/// The first place of each key, by its point: one key in two types is one key.
type Owners<'a> = BTreeMap<[u8; 32], (&'a str, Range<usize>)>;

impl AllowedSigners {
    /// Reads the file. What is wrong or not supported is a finding, and its line lets nobody sign.
    pub fn read(source: &Arc<Source>, findings: &mut Findings) -> Self {
        if let Some(conflict) = merge_conflict(source) {
            findings.push(conflict);
            return Self {
                path: source.path.clone(),
                keys: BTreeMap::new(),
                is_complete: false,
            };
        }
        let mut mistakes = Mistakes::new(source, findings);
        let mut owners = Owners::new();
        let mut keys = BTreeMap::<_, Vec<_>>::new();
        for (line, field) in (1..).zip(lines(&source.text)) {
            if mistakes.are_many() {
                break;
            }
            let Some(allowed) = AllowedKey::read(field, &mut mistakes) else {
                continue;
            };
            if check_owner(&allowed, &mut owners, &mut mistakes).is_some() {
                let AllowedKey {
                    signer,
                    key,
                    options,
                    ..
                } = allowed;
                let of_signer = keys.entry(signer.to_ascii_lowercase()).or_default();
                of_signer.push(SignerKey { line, key, options });
            }
        }
        Self {
            path: source.path.clone(),
            keys,
            is_complete: !mistakes.is_any(),
        }
    }

    /// Returns `false` if a line has a mistake. A signature may then be rejected for want of that
    /// line: the mistake is what has to be shown.
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Returns `true` if this person has a key.
    pub fn has_signer(&self, signer: &str) -> bool {
        self.keys.contains_key(&signer.to_ascii_lowercase())
    }

    /// Returns `true` if this key, in the base64 of its public half, is a key of this person.
    pub fn has_key(&self, signer: &str, base64: &str) -> bool {
        let key = base64::decode(base64).and_then(|bytes| PublicKey::read(&bytes).ok());
        let keys = self.keys.get(&signer.to_ascii_lowercase());
        let mut keys = keys.into_iter().flatten();
        key.is_some_and(|key| keys.any(|own| own.key == key))
    }

    /// Verifies the signature of a message, in its text form: that a key of this person made it, in
    /// this namespace, and that the key was valid at this moment. Both bounds of a key's time
    /// belong to it.
    ///
    /// # Errors
    ///
    /// The reason why the signature does not count.
    pub fn verify(
        &self,
        signer: &str,
        namespace: &str,
        message: &[u8],
        text: &str,
        at: &Moment,
    ) -> Result<NamedKey, Rejection> {
        let keys = self.keys_of(signer)?;
        let signature = SshSignature::read(text)?;
        if signature.namespace != namespace {
            return Err(Rejection::WrongNamespace {
                found: signature.namespace,
                expected: namespace.to_owned(),
            });
        }
        let mut rejection = Rejection::ForeignKey {
            signer: signer.to_owned(),
            fingerprint: signature.key.fingerprint(),
            path: self.path.clone(),
        };
        for key in keys.iter().filter(|key| key.key == signature.key) {
            let named = self.named(key);
            match key.check(&named, namespace, at) {
                Ok(()) if signature.matches(message) => return Ok(named),
                Ok(()) => return Err(Rejection::Mismatch),
                Err(reason) => rejection = reason,
            }
        }
        Err(rejection)
    }

    fn keys_of(&self, signer: &str) -> Result<&[SignerKey], Rejection> {
        let keys = self.keys.get(&signer.to_ascii_lowercase());
        keys.map(Vec::as_slice)
            .ok_or_else(|| Rejection::UnknownSigner {
                signer: signer.to_owned(),
                path: self.path.clone(),
            })
    }

    fn named(&self, key: &SignerKey) -> NamedKey {
        NamedKey {
            fingerprint: key.key.fingerprint(),
            path: self.path.clone(),
            line: key.line,
        }
    }
}

impl SignerKey {
    /// Checks that the key may sign in a namespace at a moment.
    fn check(&self, named: &NamedKey, namespace: &str, at: &Moment) -> Result<(), Rejection> {
        if !self.options.allows(namespace) {
            return Err(Rejection::NamespaceNotAllowed {
                key: named.clone(),
                namespace: namespace.to_owned(),
            });
        }
        let after = self.options.valid_after.as_ref();
        if let Some(after) = after.filter(|after| *at < after.moment) {
            return Err(Rejection::NotYetValid {
                key: named.clone(),
                valid_after: after.text.clone(),
            });
        }
        let before = self.options.valid_before.as_ref();
        if let Some(before) = before.filter(|before| *at > before.moment) {
            return Err(Rejection::Expired {
                key: named.clone(),
                valid_before: before.text.clone(),
            });
        }
        Ok(())
    }
}

/// The lines of a file, each without its end.
fn lines(text: &str) -> impl Iterator<Item = Field<'_>> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let field = Field {
            text: line.strip_suffix('\r').unwrap_or(line),
            start,
        };
        start += line.len() + 1;
        field
    })
}

/// Checks that a key is no other person's.
fn check_owner<'a>(
    allowed: &AllowedKey<'a>,
    owners: &mut Owners<'a>,
    mistakes: &mut Mistakes<'_>,
) -> Option<()> {
    let here = (allowed.signer, allowed.field.range());
    let (owner, first) = owners.entry(allowed.key.point).or_insert(here);
    if is_same_signer(owner, allowed.signer) {
        return Some(());
    }
    let message = format!(
        "the key of {} is also one of {}",
        quoted(owner),
        quoted(allowed.signer)
    );
    let second = (
        allowed.field.range(),
        message,
        "give each person a key of their own: one key must not sign as two people",
    );
    mistakes.add_second(second, (first.clone(), "the same key"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "ssh-ed25519 \
                       AAAAC3NzaC1lZDI1NTE5AAAAILw4KuMdFtZaKoQZlNm0uPyoXNYfBT6gMl0vIs7qSIWW";
    /// The names and the options of a key, and whether it lets `lead` sign.
    const LINES: &[(&str, bool)] = &[
        ("lead", true),
        ("lead,Lead", true),
        ("lead,owner", false),
        ("lead,le*", false),
        ("*,lead", false),
        ("lead namespaces=\"a\"", true),
        (
            "lead valid-after=\"20260101Z\",valid-before=\"20270101Z\"",
            true,
        ),
        ("lead namespace=\"a\"", false),
        ("lead namespace=\"a\",namespaces=\"a\"", false),
        ("lead namespaces=\"a\",cert-authority", false),
        ("lead namespaces=\"a*\"", false),
        ("lead namespaces=\"a\"\"b\"", false),
        (
            "lead valid-after=\"20270101Z\",valid-before=\"20260101Z\"",
            false,
        ),
        (
            "lead valid-after=\"20270101\",valid-before=\"20280101Z\"",
            false,
        ),
    ];

    /// An option that is not understood could have restricted the key.
    #[test]
    fn the_key_of_a_line_with_a_mistake_lets_nobody_sign() {
        for (line, may_sign) in LINES {
            let text = format!("{line} {KEY}\n");
            let mut findings = Findings::default();
            let source = Source::new("allowed_signers", text);
            let signers = AllowedSigners::read(&source, &mut findings);
            let verdicts = (signers.has_signer("lead"), signers.is_complete());
            assert_eq!(verdicts, (*may_sign, *may_sign), "{line}");
        }
    }
}
