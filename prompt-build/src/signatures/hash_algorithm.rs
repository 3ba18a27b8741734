/// The hash of a message that is signed in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HashAlgorithm {
    Sha256,
    Sha512,
}

impl HashAlgorithm {
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Sha256, Self::Sha512]
            .into_iter()
            .find(|algorithm| algorithm.as_str() == name)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }

    pub fn hash(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => hmac_sha256::Hash::hash(message).to_vec(),
            Self::Sha512 => ed25519_compact::sha512::Hash::hash(message).to_vec(),
        }
    }
}
