//! The approval that an environment requires of a release: sign-offs and evidence.

use crate::config::{Environment, PromptSource, is_same_signer};
use crate::library::{Release, Run, SignOff};

/// The people whose sign-offs of a release count for an environment: they are for this text, by
/// someone who may sign, each once. The name is blank if a sign-off has none, which is an error of
/// its own.
pub fn signers<'a>(release: &'a Release, environment: &Environment) -> Vec<&'a str> {
    let mut signers = Vec::<&str>::new();
    for sign_off in release
        .sign_offs
        .iter()
        .filter(|sign_off| is_for(sign_off, release, environment))
    {
        let who = sign_off.signature.by.as_deref().unwrap_or_default();
        let may_sign = who.is_empty() || environment.policy.may_sign(who);
        if may_sign && !signers.iter().any(|known| is_same_signer(known, who)) {
            signers.push(who);
        }
    }
    signers
}

fn is_for(sign_off: &SignOff, release: &Release, environment: &Environment) -> bool {
    let is_this_text = sign_off.sha256.is_none() || sign_off.sha256 == release.sha256;
    is_this_text && sign_off.environment.as_deref() == Some(&environment.name)
}

/// The number of sign-offs that the environment requires of a release.
pub fn required_sign_offs(environment: &Environment) -> usize {
    environment.source.map_or(0, |source: PromptSource| {
        environment.policy.required_sign_offs(source)
    })
}

/// Returns `true` if enough people have signed off the release for the environment.
pub fn is_signed_off(release: &Release, environment: &Environment) -> bool {
    signers(release, environment).len() >= required_sign_offs(environment)
}

/// The first required run that passed on this text with other models alone, and the last of those
/// models.
pub fn runs_with_another_model<'a>(
    release: &'a Release,
    environment: &Environment,
    model: &str,
) -> Option<(Run, &'a str)> {
    let of = |run: Run| {
        release.evidence.iter().filter(move |one| {
            one.run == Some(run) && one.is_complete() && one.sha256 == release.sha256
        })
    };
    environment.policy.requires.iter().find_map(|run| {
        let has = of(*run).any(|one| one.model.as_deref() == Some(model));
        let other = of(*run)
            .next_back()
            .and_then(|one| one.model.as_deref())
            .filter(|_| !has);
        other.map(|other| (*run, other))
    })
}

/// The required runs that have no evidence for this text.
pub fn missing_runs(release: &Release, environment: &Environment) -> Vec<Run> {
    let has = |run: Run| {
        let mut evidence = release.evidence.iter();
        evidence
            .any(|one| one.run == Some(run) && one.is_complete() && one.sha256 == release.sha256)
    };
    environment
        .policy
        .requires
        .iter()
        .copied()
        .filter(|run| !has(*run))
        .collect()
}
