use std::fmt;

use crate::report::quoted;

/// The reason why bytes are no key that may sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvalidKey {
    /// The bytes are no key at all.
    Malformed,
    /// A key of a type that is not supported, such as `ssh-rsa`.
    UnsupportedType(String),
    /// A hardware key that was made for something else than SSH.
    OtherApplication(String),
    /// A key for which anybody can make signatures.
    Weak,
}

impl fmt::Display for InvalidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("the key is damaged"),
            Self::UnsupportedType(name) => write!(
                f,
                "the key type {} is not supported, expected `ssh-ed25519` or `sk-ssh-ed25519@openssh.com`",
                quoted(name)
            ),
            Self::OtherApplication(application) => write!(
                f,
                "the hardware key has the application {}, expected `ssh:`",
                quoted(application)
            ),
            Self::Weak => f.write_str("the key is weak: anybody can make signatures for it"),
        }
    }
}
