//! The filters that print JSON: Jinja's `tojson` and Tera's `json_encode`.

use minijinja::machinery::Span;
use minijinja::machinery::ast::{CallArg, Expr, Filter};
use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Value};
use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};

use super::translator::Translator;
use super::uses::Usage;

const FILTERS: [&str; 2] = ["tojson", "json_encode"];

/// The indent of `pretty=true`.
const PRETTY: usize = 2;

/// A note on the translation, for the user.
pub const NOTE: &str = "`{{json …}}` needs the feature `json` of `prompt-runtime`; it escapes nothing for \
                        HTML, as Jinja does with `<`, `>`, `&` and `'`, and puts no blanks behind `,` and \
                        `:`, as Python does";

pub(super) fn is_json(filter: &str) -> bool {
    FILTERS.contains(&filter)
}

impl Translator<'_> {
    /// The tag that prints a value as JSON.
    pub(super) fn json(&mut self, filter: &Filter<'_>, span: Span) -> Option<String> {
        let Some(value) = &filter.expr else {
            return self.refuse(span, "a prompt has no filters of blocks", "print a value");
        };
        let Some(indent) = indent(filter) else {
            let message = format!("`{}` with these arguments", filter.name);
            return self.refuse(
                span,
                message,
                "the only argument is `indent=2`, or `pretty=true`",
            );
        };
        let value = self.value(value, Usage::Json)?.written();
        self.prints_json = true;
        Some(match indent {
            0 => format!("json {value}"),
            indent => format!("json {value} indent={indent}"),
        })
    }
}

/// The number of blanks that the arguments ask for; 0 for JSON on one line. `None` if there is another
/// argument.
fn indent(filter: &Filter<'_>) -> Option<usize> {
    let argument = match filter.args.as_slice() {
        [] => return Some(0),
        [CallArg::Pos(value) | CallArg::Kwarg("indent", value)] if filter.name == "tojson" => value,
        [CallArg::Kwarg("pretty", value)] if filter.name == "json_encode" => value,
        _ => return None,
    };
    let Expr::Const(constant) = argument else {
        return None;
    };
    blanks(&constant.value)
}

/// The number of blanks, or whether there are two.
fn blanks(value: &Value) -> Option<usize> {
    if value.kind() == ValueKind::Bool {
        return Some(if value.is_true() { PRETTY } else { 0 });
    }
    let blanks = usize::try_from(value.clone()).ok()?;
    (blanks <= MOST_BLANKS).then_some(blanks)
}

/// JavaScript indents by no more.
const MOST_BLANKS: usize = 10;

/// Gives the judge the filters without escapes for HTML, which a prompt has none of.
pub(super) fn add_filters(environment: &mut Environment<'_>) {
    for filter in FILTERS {
        environment.add_filter(filter, encoded);
    }
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "minijinja passes named arguments by value"
)]
fn encoded(value: &Value, argument: Option<Value>, named: Kwargs) -> Result<String, Error> {
    let argument = match named.args().next() {
        Some(name) => Some(named.get::<Value>(name)?),
        None => argument,
    };
    let indent = argument.and_then(|argument| blanks(&argument));
    let fail = |error| Error::new(ErrorKind::BadSerialization, "no JSON").with_source(error);
    let mut written = Vec::new();
    match indent.unwrap_or_default() {
        0 => value.serialize(&mut Serializer::new(&mut written)),
        indent => {
            let indent = " ".repeat(indent);
            let formatter = PrettyFormatter::with_indent(indent.as_bytes());
            value.serialize(&mut Serializer::with_formatter(&mut written, formatter))
        }
    }
    .map_err(fail)?;
    Ok(String::from_utf8_lossy(&written).into_owned())
}
