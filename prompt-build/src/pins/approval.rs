//! The approval that an environment requires of a release: sign-offs and evidence.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::config::{Environment, People, Trust};
use crate::library::{Evidence, Judge, Moment, Release, Run, SignOff};
use crate::pins::Settings;
use crate::report::quoted;

/// The most sign-offs of a release for an environment of which the signatures are verified.
pub(super) const MOST_SIGN_OFFS: usize = 250;

/// A release of a prompt on its way into an environment.
#[derive(Debug, Clone, Copy)]
pub struct Approval<'a> {
    pub id: &'a str,
    pub release: &'a Release,
    pub environment: &'a Environment,
    pub trust: &'a Trust,
}

impl<'a> Approval<'a> {
    /// The people whose sign-offs count: they are for this text of this prompt, by someone who may
    /// sign, each once. The name is blank if a sign-off has none, which is an error of its own.
    pub fn signers(self) -> Vec<&'a str> {
        each_once(self.sign_offs())
    }

    /// The sign-offs that count, oldest first. A person may have several.
    pub fn sign_offs(self) -> impl Iterator<Item = &'a SignOff> {
        let mut sign_offs = self.release.sign_offs.iter();
        std::iter::from_fn(move || sign_offs.find(|sign_off| self.counts(sign_off)))
    }

    fn counts(self, sign_off: &SignOff) -> bool {
        self.is_for_environment(sign_off) && self.mismatch(sign_off).is_none()
    }

    pub(super) fn is_for_environment(self, sign_off: &SignOff) -> bool {
        sign_off.environment.as_deref() == Some(&self.environment.name)
    }

    /// The reason why a sign-off is none of this text of this prompt by someone who may sign.
    pub(super) fn mismatch(self, sign_off: &SignOff) -> Option<String> {
        let (who, environment) = (name(sign_off), &self.environment.name);
        let is_signer = who.is_empty() || self.environment.policy.may_sign(who);
        let subject = sign_off.other_subject(self.id, self.release.sha256.as_ref());
        subject.or_else(|| {
            (!is_signer).then(|| {
                format!(
                    "{} may not sign off for {}",
                    quoted(who),
                    quoted(environment)
                )
            })
        })
    }

    /// The reason why a sign-off is too early: nobody can have approved what was not run yet.
    pub(super) fn haste(self, sign_off: &SignOff, settings: &Settings) -> Option<&'static str> {
        let mut requires = self.environment.policy.requires.iter();
        let is_late = requires.any(|run| {
            let first = self.first_pass(*run, settings);
            first.is_some_and(|first| !is_since(sign_off, first))
        });
        is_late.then_some("a run that the environment requires passed only later")
    }

    /// The number of sign-offs that the environment requires.
    pub fn required_sign_offs(self) -> usize {
        let policy = &self.environment.policy;
        let source = self.environment.source;
        source.map_or(0, |source| policy.required_sign_offs(source))
    }

    /// Returns `true` if enough people have signed off the release.
    pub fn is_signed_off(self) -> bool {
        self.signers().len() >= self.required_sign_offs()
    }

    /// The first sign-off of a person none of whose sign-offs says which text of which prompt it is
    /// for: it would count for another text, too. `None` where no sign-off is required.
    pub fn unbound(self) -> Option<&'a SignOff> {
        (self.required_sign_offs() > 0).then_some(())?;
        let mut bound = People::default();
        for one in self.sign_offs().filter(|one| one.is_bound()) {
            bound.add(name(one));
        }
        let mut sign_offs = self.sign_offs();
        sign_offs.find(|one| !one.is_bound() && !bound.contains(name(one)))
    }

    /// The runs that passed on this text, oldest first.
    fn passed(self) -> impl Iterator<Item = &'a Evidence> {
        let mut evidence = self.release.evidence.iter();
        std::iter::from_fn(move || {
            evidence.find(|one| one.is_passed() && one.is_of(self.id, self.release.sha256.as_ref()))
        })
    }

    /// Those of them that count where a run is required.
    fn passed_as(self, required: Run) -> impl Iterator<Item = &'a Evidence> {
        let counts = self.counting();
        self.passed().filter(move |one| counts(one, required))
    }

    /// Tells of a run whether it counts where another is required. The labelled cases of a judge count
    /// as golden ones, unless golden ones were run before them: then there are both. Those that are run
    /// later take nothing from what was signed off.
    pub(super) fn counting(self) -> impl Fn(&Evidence, Run) -> bool {
        let first_golden = OnceCell::new();
        move |one, required| match (one.run, required) {
            (Some(Run::Agreement), Run::Golden) => {
                let golden = first_golden.get_or_init(|| self.first_golden_run());
                let is_before =
                    |golden: &Moment| moment(one.at.as_ref()).is_some_and(|at| at < *golden);
                golden.as_ref().is_none_or(is_before)
            }
            (run, required) => run == Some(required),
        }
    }

    /// The time of the first golden run of this text, whether it passed or not.
    fn first_golden_run(self) -> Option<Moment> {
        let is_golden = |one: &&Evidence| {
            one.run == Some(Run::Golden) && one.is_of(self.id, self.release.sha256.as_ref())
        };
        let golden = self.release.evidence.iter().filter(is_golden);
        golden.filter_map(|one| moment(one.at.as_ref())).min()
    }

    /// The required runs that have not passed on this text, with whatever settings.
    pub fn missing_runs(self) -> Vec<Run> {
        let mut missing = self.environment.policy.requires.clone();
        missing.retain(|run| self.passed_as(*run).next().is_none());
        missing
    }

    /// Returns `true` if each required run passed with this model.
    pub fn is_tested_with(self, model: &str) -> bool {
        let mut requires = self.environment.policy.requires.iter();
        requires.all(|run| {
            self.passed_as(*run)
                .any(|one| one.model.as_deref() == Some(model))
        })
    }

    /// The first required run that passed on this text with other settings alone, and the last one
    /// that did.
    pub fn passed_otherwise(self, settings: &Settings) -> Option<(Run, &'a Evidence)> {
        let mut requires = self.environment.policy.requires.iter();
        requires.find_map(|run| {
            let has = self.passed_as(*run).any(|one| is_with(one, settings));
            let last = self.passed_as(*run).last().filter(|_| !has);
            last.map(|last| (*run, last))
        })
    }

    /// The first required run that passed with these settings only after the sign-offs: fewer
    /// people than required have signed since. Sign-offs that are missing altogether are another
    /// matter.
    pub fn passed_late(self, settings: &Settings) -> Option<(Run, &'a Evidence)> {
        self.is_signed_off().then_some(())?;
        let mut requires = self.environment.policy.requires.iter();
        requires.find_map(|run| {
            let first = self.first_pass(*run, settings)?;
            let since = self.sign_offs().filter(|one| is_since(one, first));
            (each_once(since).len() < self.required_sign_offs()).then_some((*run, first))
        })
    }

    /// The sign-offs that count with these settings, oldest first: nobody can have approved what
    /// was not run yet. Where the environment asks for signatures, they carry valid ones.
    pub fn founded(self, settings: &Settings) -> Vec<&'a SignOff> {
        let requires = self.environment.policy.requires.iter();
        let first = requires.filter_map(|run| self.first_pass(*run, settings));
        let first = first.collect::<Vec<_>>();
        let is_founded = |one: &&SignOff| {
            first.iter().all(|pass| is_since(one, pass)) && self.flaw(one, settings).is_none()
        };
        self.latest_sign_offs()
            .into_iter()
            .filter(is_founded)
            .collect()
    }

    /// The sign-offs that are looked at one by one. There are few, unless somebody wants a build to
    /// verify signatures for minutes.
    pub fn latest_sign_offs(self) -> Vec<&'a SignOff> {
        let sign_offs = self.sign_offs().collect::<Vec<_>>();
        let earlier = sign_offs.len().saturating_sub(MOST_SIGN_OFFS);
        sign_offs[earlier..].to_vec()
    }

    /// The time of the last run of a kind that passed on this text with these settings.
    pub(super) fn last_pass(self, run: Run, settings: &Settings) -> Option<Moment> {
        let of_kind = |one: &&Evidence| one.run == Some(run) && is_with(one, settings);
        let passed = self.passed().filter(of_kind);
        passed.filter_map(|one| moment(one.at.as_ref())).max()
    }

    fn first_pass(self, required: Run, settings: &Settings) -> Option<&'a Evidence> {
        let passed = self
            .passed_as(required)
            .filter(|one| is_with(one, settings));
        passed.min_by_key(|one| moment(one.at.as_ref()))
    }
}

/// Returns `true` if a run used exactly these settings.
pub fn is_with(evidence: &Evidence, settings: &Settings) -> bool {
    evidence.api == settings.api
        && evidence.model.as_ref() == Some(&settings.model.value)
        && settings.has_values(&evidence.parameters)
}

/// Returns `true` if the verdicts of a run are those of a judge with exactly these settings.
pub fn is_judge_with(judge: &Judge, settings: &Settings) -> bool {
    judge.api == settings.api
        && judge.model == settings.model.value
        && settings.has_values(&judge.parameters)
}

fn is_since(sign_off: &SignOff, pass: &Evidence) -> bool {
    moment(pass.at.as_ref()) <= moment(sign_off.signature.at.as_ref())
}

/// The people who made sign-offs, each once.
pub fn each_once<'a>(sign_offs: impl Iterator<Item = &'a SignOff>) -> Vec<&'a str> {
    let mut known = BTreeSet::new();
    let names = sign_offs.map(name);
    names
        .filter(|who| known.insert(who.to_ascii_lowercase()))
        .collect()
}

fn name(sign_off: &SignOff) -> &str {
    sign_off.signature.by.as_deref().unwrap_or_default()
}

fn moment(at: Option<&String>) -> Option<Moment> {
    at.and_then(|at| Moment::parse(at))
}
