//! SSH signatures of sign-offs: the file that says who signs with which key, and the check of a
//! signature. `ssh-keygen -Y sign` makes such signatures, in OpenSSH's format SSHSIG.

mod allowed_key;
mod allowed_signers;
mod armor;
mod base64;
mod ed25519;
mod field;
mod hash_algorithm;
mod invalid_key;
mod key_options;
mod mistakes;
mod named_key;
mod principals;
mod public_key;
mod rejection;
mod ssh_signature;
mod time_bound;
mod wire;

pub use allowed_signers::AllowedSigners;
pub use invalid_key::InvalidKey;
pub use named_key::NamedKey;
pub use rejection::Rejection;
pub use ssh_signature::SshSignature;
