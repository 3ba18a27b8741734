use std::sync::Arc;

use super::Environment;
use crate::disk::Disk;
use crate::library::Signature;
use crate::report::{Code, Finding, Findings};
#[cfg(feature = "signatures")]
use crate::signatures::{AllowedSigners, Rejection};
use crate::source::{Location, Mark, Source};
#[cfg(feature = "signatures")]
use crate::{library::Moment, payload::NAMESPACE, review::hidden_characters};

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
        Self::with_keys(disk, &source.path, (name, location), library, findings)
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
        let people = policies.flat_map(|policy| policy.emergency.names());
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
        configuration: &str,
        (name, location): (&str, Location),
        library: String,
        findings: &mut Findings,
    ) -> Self {
        let signers = match read_allowed_signers(disk, configuration) {
            Ok(source) => {
                findings.append(hidden_characters(&source));
                Some(AllowedSigners::read(&source, findings))
            }
            Err(finding) if finding.code == Code::MissingFile => {
                let path = beside(configuration);
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
        _configuration: &str,
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
        let base64 = signature.ssh.as_deref().unwrap_or_default();
        if base64.contains(['\r', '\n']) {
            let reason = "its base64 is not on one line";
            return Err(Rejection::NotASignature { reason }.to_string());
        }
        let armored = armored(base64);
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

/// The text form of a signature, which has its base64 on one line.
#[cfg(feature = "signatures")]
fn armored(base64: &str) -> String {
    format!("-----BEGIN SSH SIGNATURE-----\n{base64}\n-----END SSH SIGNATURE-----\n")
}

/// Reads the file with the keys of those who sign, unless a symbolic link leads out of the folder of the
/// configuration.
pub fn read_allowed_signers(disk: &Disk, configuration: &str) -> Result<Arc<Source>, Finding> {
    let folder = configuration.rsplit_once('/');
    let folder = folder.map_or("", |(folder, _)| folder);
    disk.read_within(folder, &beside(configuration))
}

/// The path of the keys: beside the configuration.
fn beside(configuration: &str) -> String {
    match configuration.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{ALLOWED_SIGNERS}"),
        None => ALLOWED_SIGNERS.to_owned(),
    }
}

/// The name of an environment that asks for signatures, and the place where it does.
fn asks(environment: &Environment) -> Option<(&str, Mark)> {
    let policy = environment.policy.sign_off.as_ref()?;
    Some((&environment.name, policy.signatures?))
}

#[cfg(test)]
#[cfg(feature = "signatures")]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::report::Severity;

    const KEY: &str = "AAAAC3NzaC1lZDI1NTE5AAAAILw4KuMdFtZaKoQZlNm0uPyoXNYfBT6gMl0vIs7qSIWW";
    /// `sign_off` of the environment, whether the library has a name, the keys, and the findings:
    /// the environment's place, or the file of the keys.
    const ROWS: &[(&str, bool, Option<&str>, &[&str])] = &[
        ("required: 1", false, None, &[]),
        ("signatures: ssh", true, Some("lead ssh-ed25519 KEY"), &[]),
        (
            "signatures: ssh",
            false,
            Some("lead ssh-ed25519 KEY"),
            &["`live` asks for signatures, but the library has no name to sign for"],
        ),
        (
            "signatures: ssh",
            true,
            None,
            &["`live` asks for signatures, but there is no `prompts/allowed_signers`"],
        ),
        (
            "by: [lead], emergency: { by: [on-call, Lead] }, signatures: ssh",
            true,
            Some("lead ssh-ed25519 KEY"),
            &[
                "`on-call` may roll back `live` in an emergency, but has no key in `allowed_signers`",
            ],
        ),
        // Without signatures nobody needs a key.
        (
            "by: [lead], emergency: { by: [on-call] }",
            true,
            Some("lead ssh-ed25519 KEY"),
            &[],
        ),
        // The line with the mistake can be that of the person.
        (
            "by: [lead], emergency: { by: [on-call] }, signatures: ssh",
            true,
            Some("on-call ssh-ed25519"),
            &["the key is missing"],
        ),
    ];

    #[test]
    fn keys_are_read_where_signatures_are_asked_for() {
        for (sign_off, is_named, keys, expected) in ROWS {
            let (_, findings) = opened(sign_off, *is_named, *keys);
            let messages = findings.iter().map(|finding| finding.message.as_str());
            assert_eq!(messages.collect::<Vec<_>>(), *expected, "{sign_off}");
            let warns = |finding: &&Finding| finding.severity == Severity::Warning;
            let has_warning = findings.iter().any(|finding| warns(&finding));
            assert_eq!(has_warning, sign_off.contains("Lead"), "{sign_off}");
        }
    }

    #[test]
    fn keys_that_cannot_be_read_are_reported_as_that() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("prompts/allowed_signers")).unwrap();
        let (trust, findings) = opened_in(folder.path(), "signatures: ssh", true);
        assert_eq!(findings[0].code, Code::UnreadableFile);
        assert_eq!(findings.len(), 1);
        assert!(trust.is_in_doubt());
    }

    #[cfg(unix)]
    #[test]
    fn keys_outside_of_the_folder_of_the_configuration_do_not_count() {
        let folder = tempfile::tempdir().unwrap();
        let prompts = folder.path().join("prompts");
        std::fs::create_dir(&prompts).unwrap();
        std::fs::write(
            folder.path().join("keys"),
            format!("lead ssh-ed25519 {KEY}\n"),
        )
        .unwrap();
        std::os::unix::fs::symlink("../keys", prompts.join(ALLOWED_SIGNERS)).unwrap();
        let (trust, findings) = opened_in(folder.path(), "signatures: ssh", true);
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.contains("leads out of the library"));
        assert!(!trust.has_key("lead", KEY));
        // Within the folder, a link is as good as a file.
        std::fs::rename(folder.path().join("keys"), prompts.join("keys")).unwrap();
        std::fs::remove_file(prompts.join(ALLOWED_SIGNERS)).unwrap();
        std::os::unix::fs::symlink("keys", prompts.join(ALLOWED_SIGNERS)).unwrap();
        let (trust, findings) = opened_in(folder.path(), "signatures: ssh", true);
        assert!(findings.is_empty() && trust.has_key("lead", KEY));
    }

    #[test]
    fn a_key_is_one_of_a_person() {
        let (trust, _) = opened("signatures: ssh", true, Some("lead ssh-ed25519 KEY"));
        assert!(trust.has_key("lead", KEY) && trust.has_key("Lead", KEY));
        assert!(!trust.has_key("owner", KEY));
        assert!(!trust.has_key("lead", &KEY.replace('W', "X")));
        assert!(!trust.is_in_doubt());
        assert_eq!(trust.library, "desk");
    }

    #[test]
    fn a_line_with_a_mistake_leaves_doubt() {
        let keys = "lead ssh-ed25519 KEY\nowner ssh-ed25519";
        assert!(opened("signatures: ssh", true, Some(keys)).0.is_in_doubt());
        let none = opened("required: 1", true, Some("lead ssh-ed25519 KEY")).0;
        assert!(none.is_in_doubt() && !none.has_key("lead", KEY));
    }

    fn opened(sign_off: &str, is_named: bool, keys: Option<&str>) -> (Trust, Vec<Finding>) {
        let folder = tempfile::tempdir().unwrap();
        if let Some(keys) = keys {
            let path = folder.path().join("prompts");
            std::fs::create_dir(&path).unwrap();
            let keys = format!("{}\n", keys.replace("KEY", KEY));
            std::fs::write(path.join(ALLOWED_SIGNERS), keys).unwrap();
        }
        opened_in(folder.path(), sign_off, is_named)
    }

    fn opened_in(
        folder: &std::path::Path,
        sign_off: &str,
        is_named: bool,
    ) -> (Trust, Vec<Finding>) {
        let name = if is_named { "library_name: desk\n" } else { "" };
        let text = format!(
            "environments: {{ live: {{ prompt_source: 'library:active', model: m, temperature: 0, logging: full, \
             rate_limit: null, sign_off: {{ {sign_off} }} }} }}\n{name}prompts: {{}}\n"
        );
        let mut findings = Findings::default();
        let source = Source::new("prompts/environments.yaml", text);
        let disk = Disk::new(folder.to_owned());
        let config = Config::open(&disk, &source, &mut findings).unwrap();
        let findings = findings.sorted().into_iter().cloned().collect();
        (config.trust, findings)
    }
}
