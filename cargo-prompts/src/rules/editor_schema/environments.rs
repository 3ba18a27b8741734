use prompt_build::config::{
    Allowance, Config, Environment, EnvironmentPin, Freeze, Logging, PersonalPattern, PromptSource,
    SignOffPolicy,
};
use prompt_build::library::Run;
use prompt_core::code::Code;
use prompt_core::vocabulary::OutputTokensKey;
use serde_json::{Value, json};

use super::parts::{
    api, boolean, choice, described, list, named, object, or_null, signer, text, words,
};

/// The names of environments, and of the features of cargo that choose them.
const ENVIRONMENT_NAME: &str = "^[a-z][a-z0-9_-]{0,63}$";
/// The ids of prompts.
const PROMPT_ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
const FLAG_NAME: &str = "^[A-Za-z0-9_.-]+$";

pub fn schema() -> Value {
    object(
        Config::KEYS.iter().copied(),
        &["environments", "prompts"],
        property,
    )
}

fn property(key: &str) -> Option<Value> {
    match key {
        "allow" => described(
            or_null(&list(&allowance())),
            "Findings that released texts may have, with the reason.",
        ),
        "default_environment" => described(
            text(),
            "The environment of a build that names none. A release build has to name one.",
        ),
        "environments" => {
            let mut environments = named(ENVIRONMENT_NAME, &environment());
            environments["minProperties"] = 1.into();
            described(environments, "The environments by their names.")
        }
        "library" => described(
            words(),
            "The folder of a library that several applications share, relative to this file.",
        ),
        "library_name" => described(
            json!({ "type": "string", "pattern": PROMPT_ID }),
            "The name of the library, which signatures are for.",
        ),
        "personal_data" => described(
            or_null(&personal_data()),
            "The personal data that `anonymise`, `sample` and `validate` look for.",
        ),
        "prompts" => {
            let pins = named(ENVIRONMENT_NAME, &pin());
            let prompts = or_null(&named(PROMPT_ID, &pins));
            described(
                prompts,
                "The pins: of each prompt, one for each environment that has it.",
            )
        }
        _ => None,
    }
}

fn allowance() -> Value {
    let codes = || Allowance::CODES.map(Code::as_str);
    object(
        Allowance::KEYS.iter().copied(),
        Allowance::KEYS,
        |key| match key {
            // A code that cannot be allowed is a warning.
            "finding" => described(
                json!({ "anyOf": [choice(codes()), text()] }),
                "The code of the finding.",
            ),
            "prompt" => described(text(), "The id of the prompt."),
            "version" => described(text(), "The version, or `local` for the working copy."),
            "reason" => described(words(), "Why the text needs it."),
            _ => None,
        },
    )
}

fn environment() -> Value {
    let required = ["prompt_source", "model", "logging", "rate_limit"];
    object(Environment::keys(), &required, |key| match key {
        "prompt_source" => described(
            choice(PromptSource::ALL.iter().map(|source| source.as_str())),
            "The texts that the environment takes: working copies, drafts, or signed-off releases.",
        ),
        "output_tokens_key" => described(
            choice(OutputTokensKey::ALL.iter().map(|key| key.as_str())),
            "The key of chat completions for `max_output_tokens`.",
        ),
        "logging" => described(
            choice(Logging::ALL.iter().map(|level| level.as_str())),
            "How much of each call is logged.",
        ),
        "rate_limit" => described(
            or_null(&json!({ "type": "integer", "minimum": 1, "maximum": u32::MAX })),
            "The most calls in an hour. `null` is no limit.",
        ),
        "feature_flags" => described(
            or_null(&named(FLAG_NAME, &boolean())),
            "The flags of `flag!`: the same names in each environment.",
        ),
        "requires" => described(
            list(&choice(Run::REQUIRABLE.map(Run::as_str))),
            "The runs that must have passed on the pinned text. A build asks for their evidence.",
        ),
        "evidence_days" => described(
            json!({ "type": "integer", "minimum": 1 }),
            "The days after which a run is old.",
        ),
        "freeze" => described(freeze(), "The time until which promotions are refused."),
        "sign_off" => described(sign_off(), "The sign-offs that a release needs."),
        key => setting(key),
    })
}

/// A setting of an environment and of a pin.
fn setting(key: &str) -> Option<Value> {
    match key {
        "model" => described(words(), "The model, as its API names it."),
        "api" => described(api(), "The API of the calls."),
        _ => None,
    }
}

fn pin() -> Value {
    let version = "A version, a range as in `^2.3`, or `latest`.";
    let mapping = object(EnvironmentPin::keys(), &["version"], |key| match key {
        "version" => described(text(), version),
        key => setting(key),
    });
    json!({ "anyOf": [described(text(), version), mapping] })
}

fn sign_off() -> Value {
    object(SignOffPolicy::KEYS.iter().copied(), &[], |key| match key {
        "by" => described(list(&signer()), "The people who may sign."),
        "required" => described(
            json!({ "type": "integer", "minimum": 1 }),
            "The number of people who must sign.",
        ),
        "signatures" => described(
            choice([SignOffPolicy::SIGNATURES]),
            "The signatures that sign-offs must carry.",
        ),
        "emergency" => described(
            emergency(),
            "Others, who may roll back to versions that are signed off.",
        ),
        _ => None,
    })
}

fn freeze() -> Value {
    let keys = Freeze::KEYS;
    object(keys.iter().copied(), keys, |key| match key {
        "until" => described(
            text(),
            "A date, as in `2027-01-04`, or a time, as in `2027-01-04T08:00:00Z`.",
        ),
        "reason" => described(words(), "Why, for whoever is refused."),
        _ => None,
    })
}

fn personal_data() -> Value {
    let keys = PersonalPattern::SECTION_KEYS;
    object(keys.iter().copied(), &[], |key| match key {
        "patterns" => described(
            or_null(&list(&personal_pattern())),
            "Forms beside email addresses, phone numbers, card numbers and IBANs.",
        ),
        _ => None,
    })
}

fn personal_pattern() -> Value {
    let keys = PersonalPattern::KEYS;
    object(keys.iter().copied(), keys, |key| match key {
        "name" => described(
            json!({ "type": "string", "pattern": PROMPT_ID }),
            "The word in a placeholder, as in `<customer-number-1>`.",
        ),
        "regex" => described(words(), "A regular expression, as of the crate `regex`."),
        _ => None,
    })
}

fn emergency() -> Value {
    let keys = SignOffPolicy::EMERGENCY_KEYS;
    object(keys.iter().copied(), keys, |key| match key {
        "by" => described(list(&signer()), "Their names."),
        _ => None,
    })
}
