use prompt_build::config::{Environment, is_same_signer};
use prompt_build::library::SignOff;
use prompt_build::pins::{Approval, Settings, each_once};
use prompt_build::report::Code;

/// The people who have signed a release for an environment, including the one who promotes it.
/// Each person counts once, so a release that needs two signatures cannot be signed by its
/// publisher alone.
#[derive(Debug, PartialEq, Eq)]
pub struct Signatures {
    pub by: Vec<String>,
    /// The number of required signatures; zero if the environment requires none.
    pub required: usize,
    /// True if this person's signature is to be recorded.
    pub is_new: bool,
    /// True if there were fewer signatures than required, or this person's did not say what it was
    /// for.
    pub is_needed: bool,
}

/// The reason why a signature does not count: the code, a sentence, and a help.
type Refusal = (Code, String, String);

impl Signatures {
    /// The signatures of a release that count with these settings, and one more. It is new as well
    /// if the earlier ones of the same person do not say what they are for.
    pub fn with(approval: Approval<'_>, settings: &Settings, who: &str) -> Result<Self, Refusal> {
        let (release, environment) = (approval.release, approval.environment);
        let required = approval.required_sign_offs();
        let founded = approval.founded(settings);
        let mut by = each_once(founded.iter().copied())
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>();
        let is_by_who = |one: &&&SignOff| {
            let by = one.signature.by.as_deref();
            by.is_some_and(|by| is_same_signer(by, who))
        };
        let has_signed = founded.iter().filter(is_by_who).count() > 0;
        let is_bound = founded.iter().filter(is_by_who).any(|one| one.is_bound());
        let is_new = required > 0 && !is_bound;
        let name = &environment.name;
        if required > 0 && !environment.policy.may_sign(who) {
            return Err((
                Code::NotASigner,
                format!("`{who}` may not sign for `{name}`"),
                others(environment, who),
            ));
        }
        if !is_new && by.len() < required {
            let message = format!(
                "`{who}` has already signed {} for `{name}`; each person counts once",
                release.version
            );
            return Err((Code::AlreadySigned, message, others(environment, who)));
        }
        if is_new && !has_signed {
            by.push(who.to_owned());
        }
        Ok(Self {
            is_needed: is_new && (has_signed || by.len() <= required),
            by,
            required,
            is_new,
        })
    }

    /// Returns true if the pin may move.
    pub fn are_enough(&self) -> bool {
        self.by.len() >= self.required
    }
}

fn others(environment: &Environment, who: &str) -> String {
    let names = environment
        .policy
        .sign_off
        .as_ref()
        .and_then(|policy| policy.by.as_ref());
    if names.is_some_and(Vec::is_empty) {
        return "`by` under `sign_off` is empty: nobody may sign".to_owned();
    }
    let others = names
        .into_iter()
        .flatten()
        .filter(|name| !is_same_signer(name, who))
        .map(String::as_str)
        .collect::<Vec<_>>();
    match others.as_slice() {
        [] => "another person must sign".to_owned(),
        [name] => format!("the allowed signer is `{name}`"),
        names => format!("the allowed signers are `{}`", names.join("`, `")),
    }
}
