use prompt_build::config::Config;
use prompt_build::library::{Release, SignOff};
use prompt_build::pins::Approval;

/// A person who signed a version off for an environment, and whether a signature proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedBy {
    pub who: String,
    pub proof: Proof,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The sign-off has no signature.
    None,
    /// The signature is by this person, over this sign-off, and the runs that it rests on are in the
    /// ledger as they were.
    Valid,
    /// The sign-off has a signature, and a build does not count it.
    Invalid,
}

impl Proof {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Valid => "valid",
            Self::Invalid => "invalid",
        }
    }
}

/// The people who signed a release off for an environment, oldest first.
pub fn signed_by(config: &Config, id: &str, release: &Release, environment: &str) -> Vec<SignedBy> {
    let mut environments = config.environments.iter();
    let Some(environment) = environments.find(|one| one.name == environment) else {
        return Vec::new();
    };
    let approval = Approval {
        id,
        release,
        environment,
        trust: &config.trust,
    };
    let signed = |sign_off: &SignOff| SignedBy {
        who: sign_off.signature.by.clone().unwrap_or_default(),
        proof: match (&sign_off.signature.ssh, approval.defect(sign_off)) {
            (None, _) => Proof::None,
            (Some(_), None) => Proof::Valid,
            (Some(_), Some(_)) => Proof::Invalid,
        },
    };
    approval.sign_offs().map(signed).collect()
}
