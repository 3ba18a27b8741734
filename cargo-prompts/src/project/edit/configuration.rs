use std::ops::Range;

use prompt_build::config::Config;
use serde_yaml::{Mapping, Value};
use yamlpatch::Op;
use yamlpath::Route;

use super::ledger::{flow_mapping, flow_value, scalar};
use super::tree::{entry, fill, is_empty, is_flow, refuse_tag, tree, with_flow_entry};
use super::{EditError, mapping, patch, proved, value_of};

pub(super) const PROMPTS: &str = "prompts";
pub(super) const VERSION: &str = "version";

/// Sets the version of a prompt in an environment, by changing one scalar or adding one line.
/// Other settings in the pin are kept.
pub fn set_pin(
    config: &Config,
    id: &str,
    environment: &str,
    version: &str,
) -> Result<String, EditError> {
    let text = config.source.text.as_str();
    let expected = with_version(text, id, environment, version)?;
    let root = tree(text)?;
    let mut at = Some(&root);
    for key in [PROMPTS, id, environment] {
        let present = at.and_then(|node| entry(node, key));
        present.map_or(Ok(()), |entry| refuse_tag(text, entry))?;
        at = present.map(|entry| &entry.value);
    }
    let present = config
        .prompts
        .iter()
        .find(|prompt| prompt.id == id)
        .map(|prompt| {
            prompt
                .pins
                .iter()
                .find(|pin| config.environments[pin.environment].name == environment)
        });
    let edited = match present {
        Some(Some(present)) => replace(text, present.mark.span(), version),
        Some(None) => add_pin(text, id, environment, version)?,
        None => add_prompt(text, id, environment, version)?,
    };
    proved(edited, &expected)
}

/// A scalar keeps the quotes that it has; where it has none, a version that needs them gets them.
fn replace(text: &str, span: Range<usize>, version: &str) -> String {
    let scalar = &text[span.clone()];
    let is_plain = version
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b".-+^~".contains(&byte));
    let quote = match scalar.chars().next() {
        Some('\'') => "'",
        Some('"') => "\"",
        _ if is_plain => "",
        _ => "\"",
    };
    format!(
        "{}{quote}{version}{quote}{}",
        &text[..span.start],
        &text[span.end..]
    )
}

fn add_pin(text: &str, id: &str, environment: &str, version: &str) -> Result<String, EditError> {
    add(text, &[PROMPTS, id], environment, &version.into())
}

fn add_prompt(text: &str, id: &str, environment: &str, pin: &str) -> Result<String, EditError> {
    let pins = Value::Mapping(mapping([(environment, pin.into())]));
    if value_of(text)?.get(PROMPTS).is_some_and(Value::is_mapping) {
        return add(text, &[PROMPTS], id, &pins);
    }
    let root = tree(text)?;
    let prompts = entry(&root, PROMPTS).ok_or_else(|| EditError::new("it has no `prompts`"))?;
    let name = |name: &str| scalar(&name.into());
    let lines = format!("{}:\n  {}: {}\n", name(id), name(environment), name(pin));
    let flow = flow_mapping(&mapping([(id, pins)]));
    fill(text, prompts, is_flow(text, &root), (&lines, &flow))
}

/// Adds a key to the mapping at a path. A name that is a word or a number of YAML gets quotes.
fn add(text: &str, path: &[&str], key: &str, value: &Value) -> Result<String, EditError> {
    let root = tree(text)?;
    let (mut mappings, mut at) = (None, &root);
    for name in path {
        let found = entry(at, name).ok_or_else(|| EditError::new(format!("it has no `{name}`")))?;
        (mappings, at) = (Some(found), &found.value);
    }
    let added = mapping([(key, value.clone())]);
    if let Some(empty) = mappings.filter(|_| is_flow(text, at) && is_empty(&at.value)) {
        return fill(text, empty, true, ("", &flow_mapping(&added)));
    }
    let key = scalar(&key.into());
    if is_flow(text, at) {
        return with_flow_entry(text, at, &format!("{key}: {}", flow_value(value)));
    }
    let route = path
        .iter()
        .fold(Route::default(), |route, name| route.with_key(*name));
    patch(
        text,
        route,
        Op::Add {
            key,
            value: value.clone(),
        },
    )
}

/// The value of the text with the version in the pin, or in the pin's key `version`.
fn with_version(
    text: &str,
    id: &str,
    environment: &str,
    version: &str,
) -> Result<Value, EditError> {
    let mut value = value_of(text)?;
    let no_mapping = || EditError::new("a mapping was expected");
    let prompts = value.get_mut(PROMPTS).ok_or_else(no_mapping)?;
    if prompts.is_null() {
        *prompts = Value::Mapping(Mapping::new());
    }
    let prompts = prompts.as_mapping_mut().ok_or_else(no_mapping)?;
    let pins = prompts
        .entry(id.into())
        .or_insert_with(|| Value::Mapping(Mapping::new()));
    let pins = pins.as_mapping_mut().ok_or_else(no_mapping)?;
    let (pins, key) = match pins.get_mut(environment) {
        Some(Value::Mapping(pin)) => (pin, VERSION),
        _ => (pins, environment),
    };
    pins.insert(key.into(), version.into());
    Ok(value)
}
