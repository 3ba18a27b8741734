//! Ed25519, as `ed25519-compact` has it: strict about the form of keys and signatures. Like RFC
//! 8032 it multiplies by the cofactor, which OpenSSH does not. That makes a difference only for
//! keys that their owners made on purpose with a component of small order.

use ed25519_compact::{Error, PublicKey, Signature};

use super::invalid_key::InvalidKey;

/// Refuses what is no point of the curve, a second form of one, and points of small order.
pub(super) fn check_key(point: [u8; 32]) -> Result<(), InvalidKey> {
    PublicKey::new(point)
        .validate()
        .map_err(|error| match error {
            Error::WeakPublicKey => InvalidKey::Weak,
            _ => InvalidKey::Malformed,
        })
}

pub(super) fn is_signed(point: [u8; 32], message: &[u8], signature: [u8; 64]) -> bool {
    PublicKey::new(point)
        .verify(message, &Signature::new(signature))
        .is_ok()
}
