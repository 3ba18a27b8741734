use prompt_build::pins::Settings;
use prompt_core::parameters::TABLE;
use prompt_core::secret::masked;
use serde::Serialize;

use crate::report::output::escape_line;

/// A value that differs, by its name. `None` stands for an unset one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ValueChange {
    pub name: String,
    pub old: Option<String>,
    pub new: Option<String>,
}

impl ValueChange {
    /// The change as a page shows it that more people read than the repository: with keys masked.
    pub fn masked(self) -> Self {
        let shown = |value: Option<String>| value.map(|value| masked(&value).into_owned());
        Self {
            name: masked(&self.name).into_owned(),
            old: shown(self.old),
            new: shown(self.new),
        }
    }
}

/// Those of the values that differ: a name, the old value, and the new one.
pub fn changed_values<'a>(
    values: impl IntoIterator<Item = (&'a str, Option<String>, Option<String>)>,
) -> Vec<ValueChange> {
    let changed = values.into_iter().filter(|(_, old, new)| old != new);
    let changed = changed.map(|(name, old, new)| ValueChange {
        name: name.to_owned(),
        old,
        new,
    });
    changed.collect()
}

/// The settings of the calls that differ.
pub fn changed_settings(old: &Settings, new: &Settings) -> Vec<ValueChange> {
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
    changed_values(others.into_iter().chain(parameters))
}

/// A line for each value.
pub fn lines(changes: &[ValueChange]) -> String {
    let shown = |value: &Option<String>| {
        let value = value.as_deref();
        value.map_or_else(|| "unset".to_owned(), |value| escape_line(value).into())
    };
    let lines = changes.iter().map(|change| {
        let (old, new) = (shown(&change.old), shown(&change.new));
        format!("  setting  {}: {new} instead of {old}\n", change.name)
    });
    lines.collect()
}
