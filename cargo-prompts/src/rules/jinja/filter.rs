use minijinja::machinery::Span;
use minijinja::machinery::ast::{CallArg, Expr, Filter};
use prompt_core::js::Json;

use super::argument::Argument;
use super::json::is_json;
use super::named_argument;
use super::translator::Translator;
use super::uses::Usage;

const KNOWN: &str = "the filters of a prompt are `default`, `join`, `length`, `lower`, `tojson`, `trim` \
                     and `upper`; compute other values in Rust, and pass them as inputs";

/// Returns true for a filter that is translated with some arguments.
fn is_known(filter: &str) -> bool {
    matches!(
        filter,
        "default" | "d" | "join" | "upper" | "lower" | "trim" | "length" | "count"
    )
}

fn no_filter(name: &str) -> String {
    format!("a prompt has no filter `{name}`")
}

impl Translator<'_> {
    /// The value of a filter. `usage` is that of a filter which changes nothing.
    pub(super) fn filter(
        &mut self,
        filter: &Filter<'_>,
        span: Span,
        usage: &Usage,
    ) -> Option<Argument> {
        let Some(value) = &filter.expr else {
            return self.refuse(span, "a prompt has no filters of blocks", KNOWN);
        };
        if is_json(filter.name) {
            let message = format!("`{}` within another expression", filter.name);
            return self.refuse(span, message, "print it by a tag of its own");
        }
        let arguments = self.positional(filter, span)?;
        match (filter.name, arguments.as_slice()) {
            ("safe" | "string", []) => self.value(value, usage.clone()),
            ("upper", []) => self.helper("upper", value, Usage::Text),
            ("lower", []) => self.helper("lower", value, Usage::Text),
            ("trim", []) => self.helper("trim", value, Usage::Text),
            ("length" | "count", []) => self.helper("len", value, Usage::Container),
            ("join", between @ ([] | [_])) => self.join(value, between.first().copied()),
            ("default" | "d", [other]) => self.default(value, other),
            (name @ ("default" | "d"), [_, _]) => {
                let message =
                    format!("`{name}` for a value that is false, within another expression");
                let help = "write `{% if %}` and `{% else %}`";
                self.refuse(span, message, help)
            }
            ("escape" | "e", _) => {
                let message = "a prompt escapes nothing";
                self.refuse(span, message, "remove the filter")
            }
            (name, _) if is_known(name) => {
                let message = format!("`{name}` with these arguments");
                self.refuse(span, message, KNOWN)
            }
            (name, _) => self.refuse(span, no_filter(name), KNOWN),
        }
    }

    /// The arguments of a filter. Lists of arguments are refused, and names at other places than those
    /// that they stand for.
    pub(super) fn positional<'f, 'a>(
        &mut self,
        filter: &'f Filter<'a>,
        span: Span,
    ) -> Option<Vec<&'f Expr<'a>>> {
        let arguments = filter.args.iter().enumerate();
        let arguments = arguments.map(|(at, argument)| match argument {
            CallArg::Pos(value) => Some(value),
            CallArg::Kwarg(name, value) => {
                (named_argument::position(filter.name, name) == Some(at)).then_some(value)
            }
            _ => None,
        });
        let arguments = arguments.collect::<Option<Vec<_>>>();
        if arguments.is_none() {
            let message = if is_known(filter.name) {
                format!("`{}` with these arguments", filter.name)
            } else {
                no_filter(filter.name)
            };
            return self.refuse(span, message, KNOWN);
        }
        arguments
    }

    fn helper(&mut self, helper: &'static str, of: &Expr<'_>, usage: Usage) -> Option<Argument> {
        Some(Argument::Call(helper, vec![self.value(of, usage)?]))
    }

    fn join(&mut self, list: &Expr<'_>, between: Option<&Expr<'_>>) -> Option<Argument> {
        let list = self.value(list, Usage::List);
        let between = match between {
            Some(between) => self.value(between, Usage::Text),
            None => Some(Argument::Literal(Json::text(""))),
        };
        Some(Argument::Call("join", vec![list?, between?]))
    }

    fn default(&mut self, value: &Expr<'_>, other: &Expr<'_>) -> Option<Argument> {
        let usage = match self.literal(other) {
            Some(literal) => Usage::Compared(literal),
            None => Usage::Printed,
        };
        let is_constant = self.constant_value(value).is_some();
        if let Expr::Var(_) | Expr::GetAttr(_) | Expr::GetItem(_) = value
            && !is_constant
        {
            let path = self.path(value)?;
            self.record(&path, Usage::Optional);
        }
        let value = self.value(value, usage);
        let other = self.value(other, Usage::Printed);
        Some(Argument::Call("default", vec![value?, other?]))
    }
}
