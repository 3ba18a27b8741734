use prompt_build::config::Config;
use prompt_build::library::Status;
use prompt_build::pins::Settings;
use prompt_build::report::Findings;
use prompt_build::source::Source;
use prompt_build::template::Config as FileConfig;
use prompt_core::vocabulary::Api;
use semver::Version;

use super::{CatalogueEntry, EnvironmentState, Newest, PinState, WorkingCopy, table};

const CONFIGURATION: &str = include_str!("../../../tests/fixtures/ready/prompts/environments.yaml");

#[test]
fn what_is_wider_than_the_terminal_stands_in_lines() {
    let config = Config::read(
        &Source::new("environments.yaml", CONFIGURATION),
        &mut Findings::default(),
    )
    .unwrap();
    let version = Version::new(1, 0, 0);
    let released = PinState::Release {
        version: version.clone(),
        status: Status::Active,
        behind: 0,
    };
    let mut settings = Settings::of(&config.environments[2], None, &FileConfig::default());
    settings.api = Api::Gemini;
    settings.model.value = "kimi-k3".to_owned();
    let entries = [CatalogueEntry {
        id: "visitor-greeting".to_owned(),
        newest: Newest::Version(version),
        working_copy: WorkingCopy::Differs,
        states: vec![
            EnvironmentState::without_text(PinState::WorkingCopy),
            EnvironmentState::without_text(PinState::Nothing),
            EnvironmentState {
                settings: Some(settings),
                has_own_model: true,
                prefix: Some(412),
                ..EnvironmentState::without_text(released)
            },
        ],
    }];
    let shown =
        |columns| anstream::adapter::strip_str(&table(&config, &entries, columns)).to_string();
    let wide = "\
prompt            newest  working copy  prefix  development   staging  production
visitor-greeting  1.0.0   differs       412 B   working copy  -        1.0.0 active, api gemini, kimi-k3
";
    assert_eq!(shown(wide.lines().last().unwrap().len()), wide);
    let narrow = "\
visitor-greeting
  newest        1.0.0
  working copy  differs
  prefix        412 B
  development   working copy
  staging       -
  production    1.0.0 active, api gemini, kimi-k3
";
    assert_eq!(shown(wide.lines().last().unwrap().len() - 1), narrow);
}
