use super::armor;
use super::ed25519;
use super::hash_algorithm::HashAlgorithm;
use super::public_key::{APPLICATION, KeyType, PublicKey};
use super::rejection::Rejection;
use super::wire::{WireReader, put_string};

const MAGIC: &[u8] = b"SSHSIG";
const VERSION: u32 = 1;
/// The flag of a hardware key's signature that says that somebody touched the key.
const TOUCHED: u8 = 1;

/// A signature in OpenSSH's format SSHSIG.
#[derive(Debug, Clone)]
pub struct SshSignature {
    pub(super) key: PublicKey,
    pub(super) namespace: String,
    hash_algorithm: HashAlgorithm,
    signature: [u8; 64],
    touch: Option<Touch>,
}

/// The part of a hardware key's signature that the key adds.
#[derive(Debug, Clone, Copy)]
struct Touch {
    flags: u8,
    counter: u32,
}

impl SshSignature {
    /// Reads the text form. All of it has to be understood: OpenSSH ignores the reserved field and
    /// takes version 0 as well.
    ///
    /// # Errors
    ///
    /// A text that is no such signature, or one whose key may not sign, is rejected.
    pub fn read(text: &str) -> Result<Self, Rejection> {
        let bytes = armor::decode(text).map_err(|reason| Rejection::NotASignature { reason })?;
        let Envelope {
            key,
            namespace,
            hash_algorithm,
            signature,
        } = Envelope::read(&bytes).ok_or(invalid("it is damaged"))?;
        let key = PublicKey::read(key)?;
        let hash_algorithm =
            HashAlgorithm::parse(hash_algorithm).ok_or_else(|| Rejection::UnsupportedHash {
                name: hash_algorithm.to_owned(),
            })?;
        let (signature, touch) = read_signature(key.key_type, signature)
            .ok_or(invalid("its signature is not one of its key"))?;
        if touch.is_some_and(|touch| touch.flags & TOUCHED == 0) {
            return Err(Rejection::NotTouched);
        }
        Ok(Self {
            key,
            namespace: namespace.to_owned(),
            hash_algorithm,
            signature,
            touch,
        })
    }

    /// Returns `true` if the key of the signature signed this message.
    #[must_use]
    pub fn matches(&self, message: &[u8]) -> bool {
        let mut signed = self.signed(message);
        if let Some(Touch { flags, counter }) = self.touch {
            let hash = hmac_sha256::Hash::hash(&signed);
            signed = hmac_sha256::Hash::hash(APPLICATION.as_bytes()).to_vec();
            signed.push(flags);
            signed.extend_from_slice(&counter.to_be_bytes());
            signed.extend_from_slice(&hash);
        }
        ed25519::is_signed(self.key.point, &signed, self.signature)
    }

    /// The bytes that a key signs in place of a message.
    fn signed(&self, message: &[u8]) -> Vec<u8> {
        let mut signed = MAGIC.to_vec();
        put_string(&mut signed, self.namespace.as_bytes());
        put_string(&mut signed, b"");
        put_string(&mut signed, self.hash_algorithm.as_str().as_bytes());
        put_string(&mut signed, &self.hash_algorithm.hash(message));
        signed
    }
}

/// The fields of a signature, as far as they are the same for all keys.
struct Envelope<'a> {
    key: &'a [u8],
    namespace: &'a str,
    hash_algorithm: &'a str,
    signature: &'a [u8],
}

impl<'a> Envelope<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut wire = WireReader::new(bytes);
        let is_known = wire.bytes(MAGIC.len())? == MAGIC && wire.number()? == VERSION;
        is_known.then_some(())?;
        let key = wire.string()?;
        let namespace = wire.text()?;
        let reserved = wire.string()?;
        let hash_algorithm = wire.text()?;
        let signature = wire.string()?;
        wire.end()?;
        (reserved.is_empty() && !namespace.is_empty()).then_some(Self {
            key,
            namespace,
            hash_algorithm,
            signature,
        })
    }
}

fn read_signature(key_type: KeyType, bytes: &[u8]) -> Option<([u8; 64], Option<Touch>)> {
    let mut wire = WireReader::new(bytes);
    (wire.text()? == key_type.as_str()).then_some(())?;
    let signature = wire.string()?.try_into().ok()?;
    let touch = match key_type {
        KeyType::Ed25519 => None,
        KeyType::SkEd25519 => Some(Touch {
            flags: u8::from_be_bytes(wire.array()?),
            counter: wire.number()?,
        }),
    };
    wire.end()?;
    Some((signature, touch))
}

fn invalid(reason: &'static str) -> Rejection {
    Rejection::NotASignature { reason }
}
