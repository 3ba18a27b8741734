use std::sync::Arc;

use super::Environment;
use crate::disk::Disk;
use crate::library::Signature;
use crate::report::{Code, Finding, Findings};
use crate::source::{Location, Mark, Source};
#[cfg(feature = "signatures")]
use crate::{library::Moment, payload::NAMESPACE, signatures::AllowedSigners};

/// The file beside the configuration with the public keys of those who sign.
pub const ALLOWED_SIGNERS: &str = "allowed_signers";

/// What signatures are checked with: the keys of people, and the name of the library that they sign
/// for. It is empty where no environment asks for signatures.
#[derive(Debug, Default)]
pub struct Trust {
    /// The name of the library.
    pub library: String,
    /// `None` where no environment asks for signatures, or the file cannot be read.
    #[cfg(feature = "signatures")]
    signers: Option<AllowedSigners>,
}

impl Trust {
    /// Reads the keys, if an environment asks for signatures.
    pub(super) fn read(
        disk: &Disk,
        source: &Arc<Source>,
        environments: &[Environment],
        library_name: Option<&String>,
        findings: &mut Findings,
    ) -> Self {
        let Some((name, mark)) = environments.iter().find_map(asks) else {
            return Self::default();
        };
        let location = Location::new(source, mark);
        if library_name.is_none() {
            let message =
                format!("`{name}` asks for signatures, but the library has no name to sign for");
            let help = "add `library_name: NAME` to the configuration: a signature for one library is none for another";
            let finding = Finding::error(Code::InvalidSignOffPolicy, location.clone(), message);
            findings.push(finding.help(help.to_owned()));
        }
        let library = library_name.cloned().unwrap_or_default();
        let path = beside(&source.path);
        Self::with_keys(disk, &path, (name, location), library, findings)
    }

    /// Warns of people who are to roll back and have no key: they would find out when they have to.
    #[cfg(feature = "signatures")]
    pub(super) fn check_emergency(
        &self,
        source: &Arc<Source>,
        environment: &Environment,
        findings: &mut Findings,
    ) {
        let (Some(signers), Some((name, mark))) = (&self.signers, asks(environment)) else {
            return;
        };
        let policies = environment.policy.sign_off.iter();
        let people = policies.flat_map(|policy| &policy.emergency);
        for who in people.filter(|who| signers.is_complete() && !signers.has_signer(who)) {
            let message = format!(
                "`{who}` may roll back `{name}` in an emergency, but has no key in `{ALLOWED_SIGNERS}`"
            );
            let location = Location::new(source, mark);
            let finding = Finding::warning(Code::InvalidSignOffPolicy, location, message);
            let help = format!("add a line there: `{who} ssh-ed25519 AAAA…`");
            findings.push(finding.help(help));
        }
    }

    #[cfg(feature = "signatures")]
    fn with_keys(
        disk: &Disk,
        path: &str,
        (name, location): (&str, Location),
        library: String,
        findings: &mut Findings,
    ) -> Self {
        let signers = match disk.read_within(folder_of(path), path) {
            Ok(source) => Some(AllowedSigners::read(&source, findings)),
            Err(finding) if finding.code == Code::MissingFile => {
                let message = format!("`{name}` asks for signatures, but there is no `{path}`");
                let help = "it has a line for each key: `sales-lead ssh-ed25519 AAAA…`, the name and the public key";
                findings.push(
                    Finding::error(Code::InvalidAllowedSigners, location, message)
                        .help(help.to_owned()),
                );
                None
            }
            Err(finding) => {
                findings.push(finding);
                None
            }
        };
        Self { library, signers }
    }

    #[cfg(not(feature = "signatures"))]
    fn with_keys(
        _disk: &Disk,
        _path: &str,
        (name, location): (&str, Location),
        library: String,
        findings: &mut Findings,
    ) -> Self {
        let message = format!(
            "`{name}` asks for signatures, but `prompt-build` is built without the feature `signatures`"
        );
        let help =
            "under `[build-dependencies]`, add `features = [\"signatures\"]` to `prompt-build`";
        findings
            .push(Finding::error(Code::MissingFeature, location, message).help(help.to_owned()));
        Self { library }
    }

    /// Returns `true` if this public key, in base64, is one with which a person may sign.
    #[cfg(feature = "signatures")]
    pub fn has_key(&self, who: &str, base64: &str) -> bool {
        let signers = self.signers.as_ref();
        signers.is_some_and(|signers| signers.has_key(who, base64))
    }

    /// Returns `true` if a line of the keys has a mistake: a signature may not count for want of it.
    #[cfg(feature = "signatures")]
    pub fn is_in_doubt(&self) -> bool {
        let signers = self.signers.as_ref();
        signers.is_none_or(|signers| !signers.is_complete())
    }

    /// Without the feature `signatures` there are no keys.
    #[cfg(not(feature = "signatures"))]
    pub fn is_in_doubt(&self) -> bool {
        true
    }

    /// Without the feature `signatures` there are no keys.
    #[cfg(not(feature = "signatures"))]
    pub fn has_key(&self, _who: &str, _base64: &str) -> bool {
        false
    }

    /// Checks that the person signed a payload at the time that the signature has.
    ///
    /// # Errors
    ///
    /// Fails with the reason why the signature does not count.
    #[cfg(feature = "signatures")]
    pub fn verify(&self, payload: &str, signature: &Signature) -> Result<(), String> {
        let at = signature.at.as_deref().and_then(Moment::parse);
        let (Some(who), Some(at)) = (&signature.by, at) else {
            return Err("its name or its time cannot be read".to_owned());
        };
        let Some(signers) = &self.signers else {
            return Err("there are no keys to check it with".to_owned());
        };
        let armored = armored(signature.ssh.as_deref().unwrap_or_default());
        let verified = signers.verify(who, NAMESPACE, payload.as_bytes(), &armored, &at);
        verified
            .map(drop)
            .map_err(|rejection| rejection.to_string())
    }

    /// Without the feature `signatures`, none counts; the configuration has a finding that says so.
    #[cfg(not(feature = "signatures"))]
    pub fn verify(&self, _payload: &str, _signature: &Signature) -> Result<(), String> {
        Err("`prompt-build` is built without the feature `signatures`".to_owned())
    }
}

/// A signature as OpenSSH has it, in lines of seventy characters.
#[cfg(feature = "signatures")]
fn armored(base64: &str) -> String {
    let mut lines = String::from("-----BEGIN SSH SIGNATURE-----\n");
    for (position, character) in base64.chars().enumerate() {
        if position > 0 && position % 70 == 0 {
            lines.push('\n');
        }
        lines.push(character);
    }
    lines + "\n-----END SSH SIGNATURE-----\n"
}

/// The path of the keys: beside the configuration.
fn beside(configuration: &str) -> String {
    match configuration.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{ALLOWED_SIGNERS}"),
        None => ALLOWED_SIGNERS.to_owned(),
    }
}

#[cfg(feature = "signatures")]
fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The name of an environment that asks for signatures, and the place where it does.
fn asks(environment: &Environment) -> Option<(&str, Mark)> {
    let policy = environment.policy.sign_off.as_ref()?;
    Some((&environment.name, policy.signatures?))
}
