//! Signatures put together by hand, for what `ssh-keygen` does not make: those of hardware keys,
//! and damaged ones.

use ed25519_compact::{KeyPair, Seed};
use sha2::{Digest as _, Sha256, Sha512};

/// The order of the curve's group, in little-endian bytes.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// A signature of `cases::MESSAGE` by `SoftKey::plain(3)`, to whose R its owner added a point of
/// order 8: with a for the secret scalar, R is 42 B + T, and S is 42 + H(R, A, M) a.
const WITH_A_SMALL_COMPONENT: [u8; 64] = [
    0x46, 0x49, 0xfb, 0xbf, 0x68, 0xc1, 0x62, 0xd1, 0xd9, 0x4e, 0x2f, 0x3c, 0x56, 0x98, 0xbe, 0x66,
    0xde, 0x4e, 0xd9, 0x84, 0x50, 0x1c, 0x27, 0xd8, 0xed, 0x7e, 0xc1, 0x47, 0xa0, 0x70, 0xd8, 0x5d,
    0x2b, 0x63, 0x0f, 0x7a, 0xd4, 0xab, 0x8e, 0xc7, 0x02, 0x05, 0x5f, 0xd5, 0x40, 0xb1, 0x9d, 0x3c,
    0xd3, 0x66, 0x69, 0xbc, 0x9f, 0x33, 0x13, 0xdf, 0x82, 0x5b, 0x72, 0x71, 0xfb, 0x25, 0x4b, 0x04,
];

/// A key in software, of either type.
#[derive(Clone)]
pub(crate) struct SoftKey {
    pub key_type: &'static str,
    pub application: &'static str,
    pair: KeyPair,
}

/// The fields of a signature, each of which a test may change.
#[derive(Clone)]
pub(crate) struct Forged {
    pub version: u32,
    pub key: Vec<u8>,
    pub namespace: String,
    pub reserved: Vec<u8>,
    pub hash_algorithm: &'static str,
    pub signature_type: &'static str,
    pub signature: Vec<u8>,
    /// What a hardware key adds: its flags and its counter.
    pub touch: Vec<u8>,
    pub rest: Vec<u8>,
}

impl SoftKey {
    pub(crate) fn plain(seed: u8) -> Self {
        Self {
            key_type: "ssh-ed25519",
            application: "",
            pair: KeyPair::from_seed(Seed::new([seed; 32])),
        }
    }

    pub(crate) fn hardware(seed: u8, application: &'static str) -> Self {
        Self {
            key_type: "sk-ssh-ed25519@openssh.com",
            application,
            ..Self::plain(seed)
        }
    }

    /// The key as a line of a file `*.pub`.
    pub(crate) fn line(&self) -> String {
        key_line(self.key_type, &self.bytes())
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        key_bytes(self.key_type, self.pair.pk.as_slice(), self.application)
    }

    /// Signs a message with the default hash.
    pub(crate) fn sign(&self, namespace: &str, message: &[u8], flags: u8) -> Forged {
        self.sign_hashed(namespace, message, flags, "sha512")
    }

    pub(crate) fn sign_hashed(
        &self,
        namespace: &str,
        message: &[u8],
        flags: u8,
        hash_algorithm: &'static str,
    ) -> Forged {
        let mut signed = signed_bytes(namespace, message, hash_algorithm);
        let mut touch = Vec::new();
        if !self.application.is_empty() {
            touch = [&[flags][..], &7_u32.to_be_bytes()].concat();
            let application = Sha256::digest(self.application).to_vec();
            signed = [application, touch.clone(), Sha256::digest(&signed).to_vec()].concat();
        }
        Forged {
            version: 1,
            key: self.bytes(),
            namespace: namespace.to_owned(),
            reserved: Vec::new(),
            hash_algorithm,
            signature_type: self.key_type,
            signature: self.pair.sk.sign(&signed, None).to_vec(),
            touch,
            rest: Vec::new(),
        }
    }
}

impl Forged {
    /// A signature by a point of small order, which is one of any message.
    pub(crate) fn by_the_identity(namespace: &str) -> Self {
        let mut identity = [0; 32];
        identity[0] = 1;
        Self {
            key: key_bytes("ssh-ed25519", &identity, ""),
            signature: [identity, [0; 32]].concat(),
            ..SoftKey::plain(1).sign(namespace, b"", 0)
        }
    }

    /// The same with another signature, which only the owner of the key can make.
    #[must_use]
    pub(crate) fn with_small_component(self) -> Self {
        let signature = WITH_A_SMALL_COMPONENT.to_vec();
        Self { signature, ..self }
    }

    pub(crate) fn key_line(&self) -> String {
        key_line(self.signature_type, &self.key)
    }

    /// The other form of the same signature: S plus the order of the group.
    #[must_use]
    pub(crate) fn with_large_scalar(mut self) -> Self {
        let mut carry = 0;
        for (byte, added) in self.signature[32..].iter_mut().zip(ORDER) {
            let sum = u16::from(*byte) + u16::from(added) + carry;
            *byte = sum.to_le_bytes()[0];
            carry = sum >> 8;
        }
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut signature = Vec::new();
        put(&mut signature, self.signature_type.as_bytes());
        put(&mut signature, &self.signature);
        signature.extend(&self.touch);
        let mut bytes = b"SSHSIG".to_vec();
        bytes.extend(self.version.to_be_bytes());
        put(&mut bytes, &self.key);
        put(&mut bytes, self.namespace.as_bytes());
        put(&mut bytes, &self.reserved);
        put(&mut bytes, self.hash_algorithm.as_bytes());
        put(&mut bytes, &signature);
        bytes.extend(&self.rest);
        bytes
    }

    pub(crate) fn armored(&self) -> String {
        armored(&self.bytes())
    }
}

/// The text form of a signature, as `ssh-keygen` writes it.
pub(crate) fn armored(bytes: &[u8]) -> String {
    let digits = base64(bytes);
    let lines = digits.as_bytes().chunks(70);
    let lines = lines.map(|line| std::str::from_utf8(line).unwrap());
    let body = lines.collect::<Vec<_>>().join("\n");
    format!("-----BEGIN SSH SIGNATURE-----\n{body}\n-----END SSH SIGNATURE-----\n")
}

pub(crate) fn key_line(key_type: &str, bytes: &[u8]) -> String {
    format!("{key_type} {}", base64(bytes))
}

/// The binary form of a key. Only hardware keys have an application.
pub(crate) fn key_bytes(key_type: &str, point: &[u8], application: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    put(&mut bytes, key_type.as_bytes());
    put(&mut bytes, point);
    if !application.is_empty() {
        put(&mut bytes, application.as_bytes());
    }
    bytes
}

fn signed_bytes(namespace: &str, message: &[u8], hash_algorithm: &str) -> Vec<u8> {
    let hash = match hash_algorithm {
        "sha256" => Sha256::digest(message).to_vec(),
        _ => Sha512::digest(message).to_vec(),
    };
    let mut signed = b"SSHSIG".to_vec();
    for part in [namespace.as_bytes(), b"", hash_algorithm.as_bytes(), &hash] {
        put(&mut signed, part);
    }
    signed
}

fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend(u32::try_from(bytes.len()).unwrap().to_be_bytes());
    out.extend(bytes);
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let mut padded = [0; 3];
        padded[..group.len()].copy_from_slice(group);
        let bits = padded
            .iter()
            .fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        for digit in 0..4 {
            let index = bits >> (18 - 6 * digit) & 63;
            let is_padding = digit > group.len();
            text.push(if is_padding {
                '='
            } else {
                char::from(ALPHABET[index])
            });
        }
    }
    text
}
