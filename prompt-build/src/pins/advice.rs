//! The way to a pin that is missing.

use crate::config::{Config, PromptSource};

/// Says what to type so that an environment, which is given by its index, pins a prompt.
pub fn way_to_pin(config: &Config, id: &str, has_release: bool, environment: usize) -> String {
    let environment = &config.environments[environment];
    let name = &environment.name;
    if environment.source == Some(PromptSource::Local) {
        let file = &config.source.path;
        return format!("add the line `{name}: latest` under `{id}` in {file}");
    }
    let promote = format!("`cargo prompts promote {id} --to {name} --by WHO --reason WHY`");
    if has_release {
        format!("{promote} pins a release")
    } else {
        format!("`cargo prompts publish {id}` makes a release, then {promote} pins it")
    }
}
