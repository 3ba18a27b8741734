use super::base64;
use super::ed25519;
use super::invalid_key::InvalidKey;
use super::wire::{WireReader, put_string};

/// The kinds of keys that may sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyType {
    Ed25519,
    /// A key on a hardware token.
    SkEd25519,
}

/// The application of all hardware keys that `ssh-keygen` makes, unless it is told another.
pub(super) const APPLICATION: &str = "ssh:";

impl KeyType {
    const ALL: [Self; 2] = [Self::Ed25519, Self::SkEd25519];

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|key_type| key_type.as_str() == name)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ed25519 => "ssh-ed25519",
            Self::SkEd25519 => "sk-ssh-ed25519@openssh.com",
        }
    }
}

/// A public key that may sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PublicKey {
    pub key_type: KeyType,
    pub point: [u8; 32],
}

impl PublicKey {
    /// Reads the binary form of a key.
    pub fn read(bytes: &[u8]) -> Result<Self, InvalidKey> {
        let mut wire = WireReader::new(bytes);
        let name = wire.text().ok_or(InvalidKey::Malformed)?;
        let key_type =
            KeyType::parse(name).ok_or_else(|| InvalidKey::UnsupportedType(name.to_owned()))?;
        let point = wire.string().and_then(|point| point.try_into().ok());
        let point = point.ok_or(InvalidKey::Malformed)?;
        if key_type == KeyType::SkEd25519 {
            let application = wire.text().ok_or(InvalidKey::Malformed)?;
            if application != APPLICATION {
                return Err(InvalidKey::OtherApplication(application.to_owned()));
            }
        }
        wire.end().ok_or(InvalidKey::Malformed)?;
        ed25519::check_key(point)?;
        Ok(Self { key_type, point })
    }

    /// The fingerprint, as `ssh-keygen -l` prints it.
    pub fn fingerprint(&self) -> String {
        let mut bytes = Vec::new();
        put_string(&mut bytes, self.key_type.as_str().as_bytes());
        put_string(&mut bytes, &self.point);
        if self.key_type == KeyType::SkEd25519 {
            put_string(&mut bytes, APPLICATION.as_bytes());
        }
        let hash = hmac_sha256::Hash::hash(&bytes);
        format!("SHA256:{}", base64::encode_unpadded(&hash))
    }
}
