//! The choice of the environment that a build is for: a row for each case.

use crate::config::{Config, Request, choose};
use crate::report::Findings;
use crate::source::Source;

/// The variables, the enabled features and `release` for a release build; then the environments, or
/// the message with its helps.
type Row = (&'static str, &'static str, &'static [&'static str]);

const WAYS: &str = "choose one of `development`, `staging`, `production`: set the variable, as in `PROMPT_ENV=production`, or enable the package's feature for it, as in `--features env-production`";

/// Choices where the default environment is `staging`.
const WITH_DEFAULT: &[Row] = &[
    ("", "", &["staging"]),
    ("PROMPT_ENV=production", "", &["production"]),
    ("", "env-production", &["production"]),
    ("", "env-production release", &["production"]),
    ("PROMPT_ENV=development", "release", &["development"]),
    ("PROMPT_ENV=production", "env-production", &["production"]),
    // Other features choose nothing.
    ("", "production serde", &["staging"]),
    // The variable decides among several, and names no other.
    (
        "PROMPT_ENV=production",
        "env-staging env-production",
        &["production"],
    ),
    (
        "PROMPT_ENV=development",
        "env-staging env-production",
        &[
            "the variable `PROMPT_ENV` names `development`, but the features `env-staging`, `env-production` are enabled",
            "set `PROMPT_ENV` to decide among them, as in `PROMPT_ENV=staging`",
            "build without the features `env-staging`, `env-production` to build for `development`",
        ],
    ),
    (
        "PROMPT_ENV=production",
        "env-staging",
        &[
            "the variable `PROMPT_ENV` names `production`, but the feature `env-staging` is enabled",
            "unset `PROMPT_ENV` to build for `staging`",
            "build without the feature `env-staging` to build for `production`",
        ],
    ),
    (
        "",
        "env-production env-staging",
        &[
            "several environments are enabled as features: `env-staging`, `env-production`",
            "set `PROMPT_ENV` to decide among them, as in `PROMPT_ENV=staging`",
            "enable only one of the features",
            "set `PROMPT_ENVS=staging,production` to build for all, and let the program choose",
        ],
    ),
    (
        "PROMPT_ENV=prodution",
        "",
        &[
            "the variable `PROMPT_ENV` is `prodution`, which is no environment of this file",
            "the environments are `development`, `staging`, `production`",
            "did you mean `PROMPT_ENV=production`?",
        ],
    ),
    (
        "PROMPT_ENV=qa",
        "",
        &[
            "the variable `PROMPT_ENV` is `qa`, which is no environment of this file",
            "the environments are `development`, `staging`, `production`",
            "set it to one of them, as in `PROMPT_ENV=development`",
        ],
    ),
    (
        "",
        "release",
        &[
            "a release build would fall back on the default environment, `staging`",
            WAYS,
        ],
    ),
];

#[test]
fn a_choice_is_by_the_variable_else_by_a_feature_else_by_default() {
    for (variable, words, expected) in WITH_DEFAULT {
        let choice = chosen("default_environment: staging\n", variable, words);
        assert_eq!(choice, *expected, "{variable} {words}");
    }
}

#[test]
fn without_a_default_something_has_to_choose() {
    let nothing = [
        "no environment is chosen, and the configuration has no default",
        WAYS,
        "add `default_environment: development` to environments.yaml",
    ];
    assert_eq!(chosen("", "", ""), nothing);
    assert_eq!(chosen("", "", "release"), nothing);
    assert_eq!(chosen("", "", "env-staging"), ["staging"]);
}

#[test]
fn a_default_that_cannot_be_read_is_reported_once() {
    for key in [
        "default_environment: stagin\n",
        "defualt_environment: staging\n",
    ] {
        assert_eq!(chosen(key, "", ""), [""; 0], "{key}");
        assert_eq!(chosen(key, "", "env-production"), ["production"], "{key}");
    }
}

/// Choices of several environments, where the default environment is `staging`.
const OF_SEVERAL: &[Row] = &[
    (
        "PROMPT_ENVS=production,staging",
        "release",
        &["staging", "production"],
    ),
    (
        "PROMPT_ENVS= staging , production",
        "",
        &["staging", "production"],
    ),
    // A list of one is a build for one.
    ("PROMPT_ENVS=production", "", &["production"]),
    // Variables come before a feature, a feature before the build script, and that before the default.
    (
        "build.rs=staging production",
        "release",
        &["staging", "production"],
    ),
    ("build.rs=production", "", &["production"]),
    (
        "build.rs=staging production",
        "env-development",
        &["development"],
    ),
    (
        "PROMPT_ENV=development build.rs=staging,production",
        "",
        &["development"],
    ),
    (
        "PROMPT_ENVS=staging,production",
        "env-development env-staging env-production",
        &["staging", "production"],
    ),
    (
        "PROMPT_ENVS=staging,production",
        "env-production",
        &[
            "the variable `PROMPT_ENVS` names `staging`, but the feature `env-production` is enabled",
            "unset `PROMPT_ENVS` to build for `production`",
            "build without the feature `env-production` to build for `staging`",
        ],
    ),
    (
        "PROMPT_ENV=staging PROMPT_ENVS=staging,production",
        "",
        &[
            "the variables `PROMPT_ENV` and `PROMPT_ENVS` are both set",
            "unset `PROMPT_ENVS` to build for `staging` alone",
            "unset `PROMPT_ENV` to build for `staging,production`, among which the program chooses",
        ],
    ),
    (
        "PROMPT_ENVS=staging,prodution",
        "",
        &[
            "the variable `PROMPT_ENVS` names `prodution`, which is no environment of this file",
            "the environments are `development`, `staging`, `production`",
            "did you mean `production`?",
        ],
    ),
    (
        "build.rs=qa",
        "",
        &[
            "`Build::environments` names `qa`, which is no environment of this file",
            "the environments are `development`, `staging`, `production`",
        ],
    ),
    (
        "PROMPT_ENVS=staging,,production",
        "",
        &[
            "the variable `PROMPT_ENVS` has an empty name",
            "separate the names by one comma each, as in `staging,production`",
        ],
    ),
    (
        "PROMPT_ENVS=staging,production,staging",
        "",
        &["the variable `PROMPT_ENVS` names `staging` twice"],
    ),
    (
        "build.rs=",
        "",
        &["`Build::environments` names no environment"],
    ),
    (
        "PROMPT_ENV=staging,production",
        "",
        &[
            "the variable `PROMPT_ENV` is `staging,production`, which is no environment of this file",
            "the environments are `development`, `staging`, `production`",
            "for several environments in one build, set `PROMPT_ENVS`",
        ],
    ),
];

#[test]
fn several_environments_are_chosen_by_a_variable_or_by_the_build_script() {
    for (settings, words, expected) in OF_SEVERAL {
        let choice = chosen("default_environment: staging\n", settings, words);
        assert_eq!(choice, *expected, "{settings} {words}");
    }
}

/// A running program compares numbers that are made from the names.
#[test]
fn environments_with_the_same_number_are_in_no_build_together() {
    let names = ["region-95911", "region-132917"];
    let expected = [
        "`region-95911` and `region-132917` cannot be in one build",
        "their names have the same checksum: rename one of them",
    ];
    let list = format!("PROMPT_ENVS={}", names.join(","));
    assert_eq!(chosen_of(&names, "", &list, ""), expected);
}

fn chosen(key: &str, settings: &str, words: &str) -> Vec<String> {
    chosen_of(
        &["development", "staging", "production"],
        key,
        settings,
        words,
    )
}

/// The environments, or the message with its helps; nothing if the reader has reported it. The
/// settings are those of the variables and of `build.rs`.
fn chosen_of(names: &[&str], key: &str, settings: &str, words: &str) -> Vec<String> {
    let rest = "prompt_source: local, model: m, temperature: 0, logging: full, rate_limit: null";
    let environments = names.iter().map(|name| format!("  {name}: {{ {rest} }}\n"));
    let environments = environments.collect::<String>();
    let text = format!("{key}environments:\n{environments}prompts: {{}}\n");
    let source = Source::new("environments.yaml", text);
    let config = Config::read(&source, &mut Findings::default()).unwrap();
    let words = words.split_whitespace().map(str::to_owned);
    let (release, features) = words.partition::<Vec<_>, _>(|word| word == "release");
    let request = Request {
        variable: setting(settings, "PROMPT_ENV"),
        variable_of_several: setting(settings, "PROMPT_ENVS"),
        of_build_script: setting(settings, "build.rs").map(|names| {
            let names = names.split_whitespace();
            names.map(str::to_owned).collect()
        }),
        features: features.into_iter().collect(),
        feature_prefix: "env-".to_owned(),
        release: !release.is_empty(),
    };
    let mut findings = Findings::default();
    let chosen = choose(&config, &request, &mut findings);
    if !chosen.is_empty() {
        assert_eq!(findings.iter().count(), 0);
        let names = chosen
            .iter()
            .map(|position| &config.environments[*position].name);
        return names.cloned().collect();
    }
    let findings = findings.sorted();
    let lines = findings
        .iter()
        .flat_map(|finding| std::iter::once(&finding.message).chain(&finding.help));
    lines.cloned().collect()
}

/// Returns the value of one of `NAME=value NAME=value`, in which there may be blanks.
fn setting(settings: &str, name: &str) -> Option<String> {
    let begins = |text: &str| {
        ["PROMPT_ENV=", "PROMPT_ENVS=", "build.rs="]
            .iter()
            .any(|one| text.starts_with(one))
    };
    let mut words = settings
        .split(' ')
        .skip_while(|word| !word.starts_with(&format!("{name}=")));
    let first = words.next()?.split_once('=')?.1;
    let rest = words.take_while(|word| !begins(word));
    Some(
        std::iter::once(first)
            .chain(rest)
            .collect::<Vec<_>>()
            .join(" "),
    )
}
