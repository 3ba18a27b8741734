//! What a change does to the environments themselves.

use prompt_build::config::{Config, Environment, Freeze, SignOffPolicy};
use prompt_build::parameters::values_of;

use super::model::Presence;
use crate::workflows::difference::{ValueChange, changed_values};

/// The names of all environments: those that there are, and those that there were.
pub fn names<'a>(old: Option<&'a Config>, new: &'a Config) -> Vec<&'a str> {
    let removed = old.into_iter().flat_map(Config::environment_names);
    let removed = removed.filter(|name| new.position(name).is_none());
    new.environment_names().chain(removed).collect()
}

pub fn find<'a>(config: &'a Config, name: &str) -> Option<&'a Environment> {
    config
        .position(name)
        .map(|position| &config.environments[position])
}

pub fn presence(old: Option<&Environment>, new: Option<&Environment>) -> Presence {
    match (old, new) {
        (None, _) => Presence::Added,
        (Some(_), None) => Presence::Removed,
        (Some(_), Some(_)) => Presence::Kept,
    }
}

/// The settings that differ. All of them, where an environment was added or removed.
pub fn changed(old: Option<&Environment>, new: Option<&Environment>) -> Vec<ValueChange> {
    let (old, new) = (old.map(values), new.map(values));
    let mut names = Vec::new();
    for (name, _) in new.iter().chain(&old).flatten() {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    let value = |values: &Option<Values>, name: &String| {
        let mut values = values.iter().flatten();
        let found = values.find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    };
    let values = names
        .iter()
        .map(|name| (name.as_str(), value(&old, name), value(&new, name)));
    changed_values(values.collect::<Vec<_>>())
}

/// The settings of an environment as a reader of the configuration knows them, without those that are
/// not set.
type Values = Vec<(String, String)>;

fn values(environment: &Environment) -> Values {
    let source = environment.source.map_or("?", |source| source.as_str());
    let limit = environment.rate_limit;
    let limit = limit.map_or_else(|| "no limit".to_owned(), |limit| limit.to_string());
    let mut values = vec![
        ("prompt_source".to_owned(), source.to_owned()),
        ("api".to_owned(), environment.api.api().to_string()),
        ("model".to_owned(), environment.model.clone()),
    ];
    for (parameter, value) in values_of(&environment.parameters).iter() {
        values.push((parameter.name.to_owned(), value.to_string()));
    }
    values.push((
        "logging".to_owned(),
        environment.logging.as_str().to_owned(),
    ));
    values.push(("rate_limit".to_owned(), limit));
    for (flag, is_on) in &environment.feature_flags {
        values.push((format!("feature_flags.{flag}"), is_on.to_string()));
    }
    let requires = environment.policy.requires.iter();
    let requires = requires.map(|run| run.as_str()).collect::<Vec<_>>();
    if !requires.is_empty() {
        values.push(("requires".to_owned(), requires.join(", ")));
    }
    if let Some(days) = environment.policy.evidence_days {
        values.push(("evidence_days".to_owned(), days.to_string()));
    }
    if let Some(Freeze { until, reason, .. }) = &environment.freeze {
        values.push(("freeze".to_owned(), format!("until {until}: {reason}")));
    }
    if let Some(sign_off) = &environment.policy.sign_off {
        values.extend(sign_off_values(sign_off));
    }
    values
}

fn sign_off_values(policy: &SignOffPolicy) -> Values {
    let by = policy.by.as_ref();
    let by = by.map_or_else(|| "anybody".to_owned(), |by| by.names().join(", "));
    let mut values = vec![
        ("sign_off.required".to_owned(), policy.required.to_string()),
        ("sign_off.by".to_owned(), by),
    ];
    if policy.signatures.is_some() {
        values.push(("sign_off.signatures".to_owned(), "ssh".to_owned()));
    }
    let emergency = policy.emergency.names();
    if !emergency.is_empty() {
        values.push(("sign_off.emergency".to_owned(), emergency.join(", ")));
    }
    values
}
