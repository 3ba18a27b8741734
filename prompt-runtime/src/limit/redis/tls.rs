//! TLS, by rustls.

use rustls::crypto::{CryptoProvider, ring};

/// Sets the cryptography of the process, unless the program has. The client of Redis has no setting
/// for it, and panics where there is none or where the program's features leave a choice.
pub(super) fn provide() {
    if CryptoProvider::get_default().is_none() {
        // Somebody else may be faster, and then theirs is used.
        _ = ring::default_provider().install_default();
    }
}
