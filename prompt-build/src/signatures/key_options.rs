use super::field::Field;
use super::mistakes::Mistakes;
use super::time_bound::{InvalidTimeBound, TimeBound};
use crate::report::{did_you_mean, quoted};

const NAMES: &[&str] = &["namespaces", "valid-after", "valid-before"];
const SUPPORTED: &str = "the options are `namespaces`, `valid-after` and `valid-before`";

/// The options of a key: what it may sign, and when.
#[derive(Debug, Clone, Default)]
pub(super) struct KeyOptions {
    namespaces: Option<Vec<String>>,
    pub valid_after: Option<TimeBound>,
    pub valid_before: Option<TimeBound>,
}

impl KeyOptions {
    /// Reads the options of a line, which commas part. An option that is not known could restrict
    /// the key, so none is ignored.
    pub fn read(list: Field<'_>, mistakes: &mut Mistakes<'_>) -> Option<Self> {
        let mut options = Self::default();
        let mut is_valid = true;
        for option in list.split_commas() {
            is_valid &= options.add(option, mistakes).is_some();
            if mistakes.are_many() {
                break;
            }
        }
        is_valid &= options.check_order(list, mistakes).is_some();
        is_valid.then_some(options)
    }

    /// Returns `true` if the key may sign in a namespace.
    pub fn allows(&self, namespace: &str) -> bool {
        let Some(namespaces) = &self.namespaces else {
            return true;
        };
        namespaces.iter().any(|allowed| allowed == namespace)
    }

    fn add(&mut self, option: Field<'_>, mistakes: &mut Mistakes<'_>) -> Option<()> {
        let end = option.text.find('=').unwrap_or(option.text.len());
        let name = option.part(0..end);
        let value = (end < option.text.len()).then(|| option.part(end + 1..option.text.len()));
        // OpenSSH ignores the case of these names.
        match name.text.to_ascii_lowercase().as_str() {
            "namespaces" => {
                check_first(self.namespaces.is_some(), name, mistakes)?;
                let list = unquoted(name, value, mistakes)?;
                self.namespaces = Some(read_namespaces(option, &list, mistakes)?);
            }
            "valid-after" => {
                check_first(self.valid_after.is_some(), name, mistakes)?;
                self.valid_after = Some(read_time(name, value, mistakes)?);
            }
            "valid-before" => {
                check_first(self.valid_before.is_some(), name, mistakes)?;
                self.valid_before = Some(read_time(name, value, mistakes)?);
            }
            "cert-authority" => {
                let message =
                    "`cert-authority` is not supported: certificates cannot sign".to_owned();
                let help = "list the key of each person who signs";
                return mistakes.add(name.range(), message, help);
            }
            _ => return refuse_unknown(name, mistakes),
        }
        Some(())
    }

    fn check_order(&self, list: Field<'_>, mistakes: &mut Mistakes<'_>) -> Option<()> {
        let (Some(after), Some(before)) = (&self.valid_after, &self.valid_before) else {
            return Some(());
        };
        if after.moment <= before.moment {
            return Some(());
        }
        let message = format!(
            "the key is never valid: {} is later than {}",
            after.text, before.text
        );
        let help = "`valid-after` is the first moment, `valid-before` the last";
        mistakes.add(list.range(), message, help)
    }
}

fn check_first(is_given: bool, name: Field<'_>, mistakes: &mut Mistakes<'_>) -> Option<()> {
    if !is_given {
        return Some(());
    }
    let message = format!("the option `{}` is given twice", name.text);
    mistakes.add(name.range(), message, "give it once")
}

fn refuse_unknown(name: Field<'_>, mistakes: &mut Mistakes<'_>) -> Option<()> {
    let message = if name.text.is_empty() {
        "an option is missing before or after a comma".to_owned()
    } else {
        format!("the option {} is not supported", quoted(name.text))
    };
    let near = did_you_mean(name.text, NAMES.iter().copied());
    mistakes.add(name.range(), message, near.as_deref().unwrap_or(SUPPORTED))
}

/// Takes the quotes from a value. Within them, a quote stands behind a backslash.
fn unquoted(
    name: Field<'_>,
    value: Option<Field<'_>>,
    mistakes: &mut Mistakes<'_>,
) -> Option<String> {
    let text = value.map_or("", |value| value.text);
    let inner = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let inner = inner.map(|inner| inner.replace("\\\"", "\0"));
    if let Some(inner) = inner.filter(|inner| !inner.contains('"') && !inner.ends_with('\\')) {
        return Some(inner.replace('\0', "\""));
    }
    let range = value.unwrap_or(name).range();
    let message = format!("the value of `{}` is not in quotes", name.text);
    let help = format!("write `{}=\"…\"`", name.text);
    mistakes.add(range, message, &help)
}

fn read_namespaces(
    option: Field<'_>,
    list: &str,
    mistakes: &mut Mistakes<'_>,
) -> Option<Vec<String>> {
    let is_odd = |character: char| "*?!".contains(character) || character.is_whitespace();
    let is_plain = |namespace: &&str| !namespace.is_empty() && !namespace.contains(is_odd);
    if let Some(odd) = list.split(',').find(|namespace| !is_plain(namespace)) {
        let message = format!(
            "the namespace {} is not supported, expected a name without blanks and without `*`, `?` and `!`",
            quoted(odd)
        );
        let help = "list each namespace by its name, with commas between them";
        return mistakes.add(option.range(), message, help);
    }
    Some(list.split(',').map(str::to_owned).collect())
}

fn read_time(
    name: Field<'_>,
    value: Option<Field<'_>>,
    mistakes: &mut Mistakes<'_>,
) -> Option<TimeBound> {
    let text = unquoted(name, value, mistakes)?;
    let range = value.unwrap_or(name).range();
    match TimeBound::read(&text) {
        Ok(time) => Some(time),
        Err(InvalidTimeBound::Local) => {
            let message = format!("the time `{text}` has no time zone");
            let help = format!("write `{text}Z`, in UTC: without `Z`, it depends on the computer");
            mistakes.add(range, message, &help)
        }
        Err(InvalidTimeBound::NoTime) => {
            let message = format!("invalid time {}", quoted(&text));
            let help = "write `YYYYMMDDZ`, `YYYYMMDDHHMMZ` or `YYYYMMDDHHMMSSZ`, in UTC";
            mistakes.add(range, message, help)
        }
    }
}
