use prompt_build::config::{Environment, People, is_same_signer};
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
    /// if the earlier ones of the same person do not say what they are for. A pin that moves where
    /// signatures are asked for needs a new one in any case: it stands for the move.
    pub fn with(
        approval: Approval<'_>,
        settings: &Settings,
        who: &str,
        is_move: bool,
    ) -> Result<Self, Refusal> {
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
        let is_signed_move =
            is_move && environment.policy.asks_for_signatures() && by.len() >= required;
        let is_new = required > 0 && (!is_bound || is_signed_move);
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
        .and_then(|policy| policy.by.as_ref())
        .map(People::names);
    if names.is_some_and(<[String]>::is_empty) {
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

#[cfg(test)]
mod tests {
    use prompt_build::config::Config;
    use prompt_build::library::Ledger;
    use prompt_build::report::{Code, Findings};
    use prompt_build::source::Source;
    use prompt_build::template::Config as FileConfig;

    use super::*;

    const CONFIGURATION: &str = "environments:\n  live:\n    prompt_source: library:active\n    model: m\n    \
        temperature: 0\n    logging: full\n    rate_limit: null\n    sign_off: { required: 2, by: SIGNERS }\nprompts: {}\n";
    const LEDGER: &str = "- version: 1.0.0\n  status: draft\n  sha256: HASH\n  sign_offs:\n    - { prompt: note, \
        environment: live, by: ana, at: 2026-10-05T14:00:00Z, reason: good, sha256: HASH }\n";

    /// Who may sign, who wants to, and the way out of the refusal.
    const REFUSED: &[(&str, &str, Code, &str)] = &[
        (
            "[ana, ben]",
            "ana",
            Code::AlreadySigned,
            "the allowed signer is `ben`",
        ),
        (
            "[ana, ben, cem]",
            "ANA",
            Code::AlreadySigned,
            "the allowed signers are `ben`, `cem`",
        ),
        (
            "[ana, ben]",
            "dua",
            Code::NotASigner,
            "the allowed signers are `ana`, `ben`",
        ),
    ];

    /// The source and the policy of the environment, the sign-offs so far, who promotes, and who has
    /// signed then: `+` if that is recorded, `!` if it was needed, `enough` if the pin may move.
    const SIGNED: &[(&str, &str, &[&str], &str, &str)] = &[
        ("active", "required: 2", &[], "ben", "ben + !"),
        (
            "active",
            "required: 2",
            &["ana"],
            "ben",
            "ana, ben + ! enough",
        ),
        ("active", "required: 1", &[], "ben", "ben + ! enough"),
        (
            "active",
            "required: 1",
            &["ana"],
            "ben",
            "ana, ben + enough",
        ),
        ("active", "required: 1", &["ana"], "ana", "ana enough"),
        ("active", "required: 1", &["ana"], "Ana", "ana enough"),
        (
            "active",
            "required: 1",
            &["ana unbound"],
            "ana",
            "ana + ! enough",
        ),
        (
            "active",
            "required: 1",
            &["ana", "ana unbound"],
            "ana",
            "ana enough",
        ),
        (
            "active",
            "required: 2",
            &["ana", "ben"],
            "ana",
            "ana, ben enough",
        ),
        ("draft", "", &[], "ben", " enough"),
        ("draft", "", &["ana"], "ana", "ana enough"),
    ];

    #[test]
    fn each_person_signs_once() {
        for (source, policy, sign_offs, who, expected) in SIGNED {
            let mut findings = Findings::default();
            let sign_off = |one: &&str| {
                let (by, bound) = match one.split_once(' ') {
                    Some((by, _)) => (by, ""),
                    None => (*one, "prompt: note, sha256: HASH, "),
                };
                format!(
                    "    - {{ {bound}environment: live, by: {by}, at: 2026-10-05T14:00:00Z, reason: good }}\n"
                )
            };
            let sign_offs = sign_offs.iter().map(sign_off).collect::<String>();
            let ledger = format!(
                "- version: 1.0.0\n  status: draft\n  sha256: HASH\n  sign_offs:\n{sign_offs}"
            );
            let ledger = ledger.replace("HASH", &"a".repeat(64));
            let ledger =
                Ledger::read(&Source::new("releases.yaml", ledger), &mut findings).unwrap();
            let release = ledger.releases(&mut findings)[0];
            let text = CONFIGURATION
                .replace("library:active", &format!("library:{source}"))
                .replace("required: 2, by: SIGNERS", policy)
                .replace("    sign_off: {  }\n", "");
            let config = Config::read(&Source::new("environments.yaml", text), &mut findings);
            let config = config.unwrap();
            let environment = &config.environments[0];
            let approval = Approval {
                id: "note",
                release,
                environment,
                trust: &config.trust,
            };
            let settings = Settings::of(environment, None, &FileConfig::default());
            let signed = Signatures::with(approval, &settings, who, true).unwrap();
            let shown = [
                (signed.is_new, " +"),
                (signed.is_needed, " !"),
                (signed.are_enough(), " enough"),
            ];
            let shown = shown.map(|(is_shown, mark)| if is_shown { mark } else { "" });
            let found = signed.by.join(", ") + &shown.concat();
            assert_eq!(found, *expected, "{source} {policy} {sign_offs} {who}");
            assert!(!findings.has_errors(), "{findings:?}");
        }
    }

    #[test]
    fn nobody_is_named_as_the_other_who_must_sign() {
        let mut findings = Findings::default();
        let ledger = LEDGER.replace("HASH", &"a".repeat(64));
        let ledger = Ledger::read(&Source::new("releases.yaml", ledger), &mut findings).unwrap();
        let release = ledger.releases(&mut findings)[0];
        for (by, who, code, way_out) in REFUSED {
            let text = CONFIGURATION.replace("SIGNERS", by);
            let source = Source::new("environments.yaml", text);
            let config = Config::read(&source, &mut findings).unwrap();
            let environment = &config.environments[0];
            let approval = Approval {
                id: "note",
                release,
                environment,
                trust: &config.trust,
            };
            let settings = Settings::of(environment, None, &FileConfig::default());
            let (found, _, help) = Signatures::with(approval, &settings, who, true).unwrap_err();
            assert_eq!((found, help.as_str()), (*code, *way_out), "{who}");
        }
        assert!(!findings.has_errors(), "{findings:?}");
    }
}
