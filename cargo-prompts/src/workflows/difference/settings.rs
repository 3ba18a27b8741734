use prompt_build::pins::Settings;
use prompt_core::parameters::TABLE;

use crate::report::output::escape_line;

/// The name of a setting, with its old and its new value.
type Differing = (&'static str, Option<String>, Option<String>);

/// The settings of the calls that differ.
pub fn differing_settings(old: &Settings, new: &Settings) -> Vec<Differing> {
    let parameter = |settings: &Settings, name: &str| {
        let setting = settings.parameters.get(name);
        setting.map(|setting| setting.value.to_string())
    };
    let parameters = TABLE
        .iter()
        .map(|row| (row.name, parameter(old, row.name), parameter(new, row.name)));
    let model = |settings: &Settings| Some(settings.model.value.clone());
    let api = |settings: &Settings| Some(settings.api.as_str().to_owned());
    let others = [
        ("api", api(old), api(new)),
        ("model", model(old), model(new)),
    ];
    let changed = others.into_iter().chain(parameters);
    changed.filter(|(_, old, new)| old != new).collect()
}

/// A line for each setting of the calls that differs, or nothing.
pub fn changed_settings(old: &Settings, new: &Settings) -> String {
    let changed = differing_settings(old, new).into_iter();
    let lines = changed.map(|(name, old, new)| {
        let shown = |value: Option<String>| {
            value.map_or_else(|| "unset".to_owned(), |value| escape_line(&value).into())
        };
        format!(
            "  setting  {name}: {} instead of {}\n",
            shown(new),
            shown(old)
        )
    });
    lines.collect()
}
