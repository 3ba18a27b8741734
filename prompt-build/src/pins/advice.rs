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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Findings;
    use crate::source::Source;

    #[test]
    fn the_way_depends_on_the_source_and_the_releases() {
        let text = "environments:\n\
                    \x20 development: { prompt_source: local, model: m, temperature: 0, logging: full, rate_limit: null }\n\
                    \x20 staging: { prompt_source: 'library:draft', model: m, temperature: 0, logging: full, rate_limit: null }\n\
                    prompts: {}\n";
        let source = Source::new("environments.yaml", text.to_owned());
        let config = Config::read(&source, &mut Findings::default()).unwrap();
        let local = "add the line `development: latest` under `note` in environments.yaml";
        let promote = "`cargo prompts promote note --to staging --by WHO --reason WHY`";
        let rows = [
            (0, false, local.to_owned()),
            (0, true, local.to_owned()),
            (1, true, format!("{promote} pins a release")),
            (
                1,
                false,
                format!("`cargo prompts publish note` makes a release, then {promote} pins it"),
            ),
        ];
        for (environment, has_release, expected) in rows {
            assert_eq!(
                way_to_pin(&config, "note", has_release, environment),
                expected
            );
        }
    }
}
