use std::error::Error;
use std::fmt;

use super::invalid_key::InvalidKey;
use super::named_key::NamedKey;
use crate::report::quoted;

/// The reason why a signature does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejection {
    /// The file has no key of this person.
    UnknownSigner { signer: String, path: String },
    /// The signature was made with a key that is none of the person's.
    ForeignKey {
        signer: String,
        fingerprint: String,
        path: String,
    },
    /// The key is not yet valid at the time. `valid_after` is its first moment.
    NotYetValid { key: NamedKey, valid_after: String },
    /// The key is no longer valid at the time. `valid_before` is its last moment.
    Expired { key: NamedKey, valid_before: String },
    /// The key may sign, but not in this namespace.
    NamespaceNotAllowed { key: NamedKey, namespace: String },
    /// The signature was made for another purpose.
    WrongNamespace { found: String, expected: String },
    /// The text is no SSH signature.
    NotASignature { reason: &'static str },
    /// The signature has a key that may not sign.
    InvalidKey(InvalidKey),
    /// The message was hashed with something else than SHA-256 or SHA-512.
    UnsupportedHash { name: String },
    /// Nobody touched the hardware key.
    NotTouched,
    /// The signature is one of another message, or of another key, or damaged.
    Mismatch,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownSigner { signer, path } => {
                write!(f, "no key of {} in `{path}`", quoted(signer))
            }
            Self::ForeignKey {
                signer,
                fingerprint,
                path,
            } => write!(
                f,
                "the key `{fingerprint}` is none of the keys of {} in `{path}`",
                quoted(signer)
            ),
            Self::NotYetValid { key, valid_after } => {
                write!(f, "{key} is not valid yet: it is valid from {valid_after}")
            }
            Self::Expired { key, valid_before } => {
                write!(
                    f,
                    "{key} is no longer valid: it was valid until {valid_before}"
                )
            }
            Self::NamespaceNotAllowed { key, namespace } => {
                write!(
                    f,
                    "{key} may not sign in the namespace {}",
                    quoted(namespace)
                )
            }
            Self::WrongNamespace { found, expected } => write!(
                f,
                "the signature has the namespace {}, expected {}",
                quoted(found),
                quoted(expected)
            ),
            Self::NotASignature { reason } => write!(f, "not an SSH signature: {reason}"),
            Self::InvalidKey(reason) => reason.fmt(f),
            Self::UnsupportedHash { name } => write!(
                f,
                "the hash algorithm {} is not supported, expected `sha512` or `sha256`",
                quoted(name)
            ),
            Self::NotTouched => f.write_str("the hardware key signed without being touched"),
            Self::Mismatch => f.write_str("the signature does not match the payload"),
        }
    }
}

impl Error for Rejection {}

impl From<InvalidKey> for Rejection {
    fn from(reason: InvalidKey) -> Self {
        Self::InvalidKey(reason)
    }
}
