//! Arguments that a filter takes by name: Tera has no others, and minijinja takes some by place alone.

use minijinja::value::{Kwargs, Rest};
use minijinja::{Environment, Error, ErrorKind, State, Value, filters};

/// The filters with the names of their arguments, in order: those of Jinja2 and of Tera.
const NAMES: [(&str, &[&[&str]]); 3] = [
    ("default", &[&["default_value", "value"], &["boolean"]]),
    ("d", &[&["default_value"], &["boolean"]]),
    ("join", &[&["d", "sep"]]),
];

/// The place of the argument that a filter has under a name.
pub(super) fn position(filter: &str, name: &str) -> Option<usize> {
    let (_, arguments) = NAMES.iter().find(|(known, _)| *known == filter)?;
    arguments.iter().position(|names| names.contains(&name))
}

/// Gives the judge the filters with names for their arguments.
pub(super) fn add_filters(environment: &mut Environment<'_>) {
    // A template cannot write these names.
    environment.add_filter("built-in default", filters::default);
    environment.add_filter("built-in join", filters::join);
    for (filter, built_in) in [
        ("default", "built-in default"),
        ("d", "built-in default"),
        ("join", "built-in join"),
    ] {
        let call =
            move |state: &mut State<'_, '_>, value: Value, by_place: Rest<Value>, named: Kwargs| {
                let arguments = all(filter, value, &by_place, &named)?;
                state.apply_filter(built_in, &arguments)
            };
        environment.add_filter(filter, call);
    }
}

/// The value and the arguments of a filter, each at its place.
fn all(
    filter: &str,
    value: Value,
    by_place: &[Value],
    named: &Kwargs,
) -> Result<Vec<Value>, Error> {
    let mut all = vec![value];
    all.extend_from_slice(by_place);
    // They come in the order of their names.
    let mut keys = named.args().collect::<Vec<_>>();
    keys.sort_by_key(|name| position(filter, name));
    for name in keys {
        // The value stands in front of the arguments.
        if position(filter, name).map(|at| at + 1) != Some(all.len()) {
            return Err(ErrorKind::TooManyArguments.into());
        }
        all.push(named.get(name)?);
    }
    Ok(all)
}
