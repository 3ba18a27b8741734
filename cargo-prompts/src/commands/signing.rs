//! The options by which a record is signed.

use std::path::{Path, PathBuf};

use clap::Args;
use prompt_build::payload::NAMESPACE;

use crate::workflows::signing::Signing;

#[derive(Debug, Args)]
#[command(next_help_heading = "Signature")]
pub struct SigningOptions {
    /// Sign the record with `ssh-keygen`, where the environment asks for signatures
    #[arg(long)]
    sign: bool,
    /// The private key, or the public one of a key in the agent [default: a key of the agent that
    /// `allowed_signers` has, else the one that git signs with]
    #[arg(long, value_name = "FILE", requires = "sign")]
    key: Option<PathBuf>,
    /// Write what is to be signed to a file, and change nothing; with `--signature`, the file that
    /// was signed
    #[arg(long, value_name = "FILE", conflicts_with = "sign")]
    payload: Option<PathBuf>,
    /// The signature of the payload, as `ssh-keygen -Y sign` writes it
    #[arg(long, value_name = "FILE", requires = "payload")]
    signature: Option<PathBuf>,
}

impl SigningOptions {
    /// Says how a written payload is signed, and how the signature is handed in.
    pub fn next_step(&self) -> String {
        let payload = self.payload.as_deref().unwrap_or(Path::new(""));
        let payload = payload.display();
        format!(
            "`{payload}` is to be signed, and nothing is changed: run `ssh-keygen -Y sign -n {NAMESPACE} -f KEY {payload}`, \
             then this command again with `--signature {payload}.sig`"
        )
    }

    pub fn signing(&self) -> Signing<'_> {
        match (&self.payload, &self.signature) {
            (Some(payload), Some(signature)) => Signing::Made { payload, signature },
            (Some(payload), None) => Signing::Elsewhere(payload),
            _ if self.sign => Signing::Keygen(self.key.as_deref()),
            _ => Signing::Unsigned,
        }
    }
}
