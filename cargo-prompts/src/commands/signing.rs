//! The options by which a record is signed.

use std::path::{Path, PathBuf};

use clap::Args;
use prompt_build::config::Config;
use prompt_build::library::STATE;
use prompt_build::payload::NAMESPACE;

use crate::project::session::Session;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::workflows::signing::Signing;

#[derive(Debug, Args)]
#[command(next_help_heading = "Signature")]
pub struct SigningOptions {
    /// Sign the record with `ssh-keygen`; required where an environment asks for signatures
    #[arg(long)]
    sign: bool,
    /// The file of a private key, or of the public key of one in the agent [default: a key in the
    /// agent that `allowed_signers` lists for `--by`, else git's `user.signingkey`]
    #[arg(long, value_name = "FILE", requires = "sign")]
    key: Option<PathBuf>,
    /// Write the payload to sign to this file, and change nothing, not even what was interrupted; with
    /// `--signature`, read the signed payload from this file
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

    /// Opens the library. Where the payload alone is written, what was interrupted stays as it is.
    pub fn session<'a>(&self, workspace: &'a Workspace) -> Result<Session<'a>, Failure> {
        match self.signing() {
            Signing::Elsewhere(file) => {
                let session = Session::open_uninterrupted(workspace)?;
                refuse_within_library(workspace, &session.config, file)?;
                Ok(session)
            }
            _ => Session::open(workspace),
        }
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

/// Refuses a file among those that the library consists of, or that commands keep their state in.
fn refuse_within_library(
    workspace: &Workspace,
    config: &Config,
    file: &Path,
) -> Result<(), Failure> {
    let folder = file.parent().filter(|folder| *folder != Path::new(""));
    // A folder that does not exist is found when the file is written.
    let Ok(folder) = folder.unwrap_or(Path::new(".")).canonicalize() else {
        return Ok(());
    };
    let mut folders = [workspace.library(config), workspace.prompts.clone()].into_iter();
    let is_in_library = folders.any(|library| {
        let library = workspace.disk.resolved(&library);
        let below =
            library.and_then(|library| folder.strip_prefix(library).ok().map(Path::to_owned));
        // The root of a package may be a library as well.
        let is_package =
            |below: &Path| below == Path::new("") && folder.join("Cargo.toml").exists();
        below.is_some_and(|below| !is_package(&below))
    });
    let is_state = folder.components().any(|part| part.as_os_str() == STATE);
    if is_in_library || is_state {
        let message = format!("`{}` would be a file of the library", file.display());
        return Err(Failure::new(message).help("name a file elsewhere; nothing was changed"));
    }
    Ok(())
}
