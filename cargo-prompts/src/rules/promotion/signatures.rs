use prompt_build::config::{Environment, is_same_signer};
use prompt_build::library::Release;
use prompt_build::pins::approval::{required_sign_offs, signers};
use prompt_build::report::Code;

/// The people who have signed a release for an environment, including the one who promotes it.
/// Each person counts once, so a release that needs two signatures cannot be signed by its
/// publisher alone.
#[derive(Debug, PartialEq, Eq)]
pub struct Signatures {
    pub by: Vec<String>,
    /// The number of required signatures; zero if the environment requires none.
    pub required: usize,
    /// True if this person had not signed before.
    pub is_new: bool,
}

/// The reason why a signature does not count: the code, a sentence, and a help.
type Refusal = (Code, String, String);

impl Signatures {
    /// The signatures of a release, and one more.
    pub fn with(release: &Release, environment: &Environment, who: &str) -> Result<Self, Refusal> {
        let required = required_sign_offs(environment);
        let mut by = signers(release, environment)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>();
        let is_new = required > 0 && !by.iter().any(|known| is_same_signer(known, who));
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
        if is_new {
            by.push(who.to_owned());
        }
        Ok(Self {
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
