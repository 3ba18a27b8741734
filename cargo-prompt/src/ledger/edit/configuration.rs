use prompt_build::config::Config;
use serde_yaml::{Mapping, Value};
use yamlpatch::Op;
use yamlpath::route;

use super::{Fault, mapping, patch, proved, value_of};

const PROMPTS: &str = "prompts";

/// Sets the pin of a prompt in an environment: one scalar changes, or one line is added.
pub fn set_pin(config: &Config, id: &str, environment: &str, pin: &str) -> Result<String, Fault> {
    let text = config.source.text.as_str();
    let expected = with_pin(text, id, environment, pin)?;
    let present = config
        .prompts
        .iter()
        .find(|prompt| prompt.id == id)
        .map(|prompt| prompt.pins.iter().find(|pin| config.environments[pin.environment].name == environment));
    let edited = match present {
        Some(Some(present)) => replace(text, present.mark.span(&config.source), pin),
        Some(None) => patch(text, route!(PROMPTS, id), Op::Add { key: environment.to_owned(), value: pin.into() })?,
        None => add_prompt(text, id, environment, pin)?,
    };
    proved(edited, &expected)
}

/// A scalar keeps the quotes that it has.
fn replace(text: &str, span: std::ops::Range<usize>, pin: &str) -> String {
    let scalar = &text[span.clone()];
    let quote = scalar.chars().next().filter(|first| matches!(first, '"' | '\'')).map(String::from).unwrap_or_default();
    format!("{}{quote}{pin}{quote}{}", &text[..span.start], &text[span.end..])
}

fn add_prompt(text: &str, id: &str, environment: &str, pin: &str) -> Result<String, Fault> {
    let pins = Value::Mapping(mapping([(environment, pin.into())]));
    if value_of(text)?.get(PROMPTS).is_some_and(Value::is_mapping) {
        return patch(text, route!(PROMPTS), Op::Add { key: id.to_owned(), value: pins });
    }
    // Nothing stands under the key yet: below its line there is room.
    let key = format!("{PROMPTS}:");
    let line = text.lines().find(|line| line.starts_with(&key)).ok_or_else(|| Fault::new("it has no `prompts`"))?;
    let (before, after) = text.split_once(line).unwrap_or_default();
    let after = after.strip_prefix('\n').unwrap_or(after);
    Ok(format!("{before}{}\n  {id}:\n    {environment}: {pin}\n{after}", line.trim_end()))
}

fn with_pin(text: &str, id: &str, environment: &str, pin: &str) -> Result<Value, Fault> {
    let mut value = value_of(text)?;
    let no_mapping = || Fault::new("a mapping was expected");
    let prompts = value.get_mut(PROMPTS).ok_or_else(no_mapping)?;
    if prompts.is_null() {
        *prompts = Value::Mapping(Mapping::new());
    }
    let prompts = prompts.as_mapping_mut().ok_or_else(no_mapping)?;
    let pins = prompts.entry(id.into()).or_insert_with(|| Value::Mapping(Mapping::new()));
    pins.as_mapping_mut().ok_or_else(no_mapping)?.insert(environment.into(), pin.into());
    Ok(value)
}
