//! Expressions: a value as an argument, a condition, and what is printed.

use minijinja::machinery::Span;
use minijinja::machinery::ast::{
    BinOp, BinOpKind, Compare, CompareOpKind, Expr, GetAttr, GetItem, Test, UnaryOpKind,
};
use prompt_build::report;
use prompt_core::js::Json;
use prompt_core::program::HISTORY;
use syn::Ident;
use syn::ext::IdentExt as _;
use syn::parse::Parser as _;

use super::argument::{Argument, quoted};
use super::translator::{Path, Translator};
use super::uses::{Guess, Step, Usage, Uses};

const IN_RUST: &str = "compute the value in Rust, and pass it as an input";
const OTHER_NAME: &str =
    "give the input another name in a copy of the template; or write `{{history}}` by hand";

impl Translator<'_> {
    /// The value of an expression. `usage` is how it is used where it is a value of the inputs.
    pub(super) fn value(&mut self, expression: &Expr<'_>, usage: Usage) -> Option<Argument> {
        let span = expression.span();
        match expression {
            Expr::UnaryOp(unary) if matches!(unary.op, UnaryOpKind::Not) => {
                let condition = self.condition(&unary.expr)?;
                Some(Argument::Call("not", vec![condition]))
            }
            Expr::Const(_) | Expr::UnaryOp(_) => self.constant(expression),
            Expr::Var(_) if self.constant_value(expression).is_some() => self.constant(expression),
            Expr::Compare(compare) => self.comparisons(compare),
            Expr::BinOp(operation) => self.operation(operation, span),
            Expr::Filter(filter) => self.filter(filter, span, &usage),
            Expr::Test(test) => self.test(test, span),
            Expr::GetAttr(attribute) if is_of_loop(attribute, "index") => {
                let from_zero = self.path(expression)?;
                Some(Argument::Call(
                    "inc",
                    vec![Argument::Path(from_zero.written)],
                ))
            }
            Expr::Var(_) | Expr::GetAttr(_) | Expr::GetItem(_) => {
                let path = self.path(expression)?;
                self.record(&path, usage);
                Some(Argument::Path(path.written))
            }
            Expr::IfExpr(_) => {
                let help = "put the whole tag into `{% if %}` and `{% else %}`, or compute the value in Rust";
                self.refuse(span, "`… if … else …` within another expression", help)
            }
            Expr::Call(_) => self.refuse(span, "a prompt calls no functions", IN_RUST),
            Expr::Slice(_) => self.refuse(span, "a prompt has no slices", IN_RUST),
            Expr::List(_) | Expr::Tuple(_) | Expr::Map(_) => {
                let message = format!("a prompt has no {}", expression.description());
                self.refuse(span, message, IN_RUST)
            }
        }
    }

    fn constant(&mut self, expression: &Expr<'_>) -> Option<Argument> {
        let span = expression.span();
        let Some(json) = self.literal(expression) else {
            return self.refuse(span, "a prompt does not calculate", IN_RUST);
        };
        if let Json::Text(text) = &json
            && quoted(text).is_none()
        {
            let message =
                "an argument cannot hold this text: nothing escapes its backslash or braces";
            return self.refuse(span, message, "pass the text as an input");
        }
        Some(Argument::Literal(json))
    }

    /// A condition, in which each value is true or false.
    pub(super) fn condition(&mut self, expression: &Expr<'_>) -> Option<Argument> {
        match expression {
            Expr::BinOp(operation) => {
                let helper = match operation.op {
                    BinOpKind::ScAnd => "and",
                    BinOpKind::ScOr => "or",
                    _ => return self.value(expression, Usage::Tested),
                };
                let left = self.condition(&operation.left);
                let right = self.condition(&operation.right);
                Some(joined(helper, left?, right?))
            }
            _ => self.value(expression, Usage::Tested),
        }
    }

    fn comparisons(&mut self, compare: &Compare<'_>) -> Option<Argument> {
        let mut left = &compare.expr;
        let mut all = None;
        for operation in &compare.ops {
            let right = &operation.expr;
            let one = self.comparison(operation.op, left, right)?;
            all = Some(match all {
                None => one,
                Some(before) => joined("and", before, one),
            });
            left = right;
        }
        all
    }

    fn operation(&mut self, operation: &BinOp<'_>, span: Span) -> Option<Argument> {
        let (left, right) = (&operation.left, &operation.right);
        let compare = match operation.op {
            BinOpKind::Eq => CompareOpKind::Eq,
            BinOpKind::Ne => CompareOpKind::Ne,
            BinOpKind::Lt => CompareOpKind::Lt,
            BinOpKind::Lte => CompareOpKind::Lte,
            BinOpKind::Gt => CompareOpKind::Gt,
            BinOpKind::Gte => CompareOpKind::Gte,
            BinOpKind::In => CompareOpKind::In,
            BinOpKind::Concat => return self.concatenation(left, right),
            BinOpKind::Add if self.is_text(left) || self.is_text(right) => {
                return self.concatenation(left, right);
            }
            BinOpKind::ScAnd | BinOpKind::ScOr => {
                let message = "`and` and `or` give one of their values in Jinja; in a prompt, `true` or `false`";
                let help = "write `{% if %}` and `{% else %}`";
                return self.refuse(span, message, help);
            }
            _ => return self.refuse(span, "a prompt does not calculate", IN_RUST),
        };
        self.comparison(compare, left, right)
    }

    fn concatenation(&mut self, left: &Expr<'_>, right: &Expr<'_>) -> Option<Argument> {
        let left = self.value(left, Usage::Printed);
        let right = self.value(right, Usage::Printed);
        Some(joined("concat", left?, right?))
    }

    fn comparison(
        &mut self,
        operator: CompareOpKind,
        left: &Expr<'_>,
        right: &Expr<'_>,
    ) -> Option<Argument> {
        let helper = match operator {
            CompareOpKind::Eq => "eq",
            CompareOpKind::Ne => "ne",
            CompareOpKind::Lt => "lt",
            CompareOpKind::Lte => "lte",
            CompareOpKind::Gt => "gt",
            CompareOpKind::Gte => "gte",
            CompareOpKind::In => return self.membership(left, right),
            CompareOpKind::NotIn => {
                let inner = self.membership(left, right)?;
                return Some(Argument::Call("not", vec![inner]));
            }
        };
        let is_order = !matches!(helper, "eq" | "ne");
        let usage = |literal: Option<Json>| match literal {
            Some(Json::Null) => Usage::Null,
            Some(literal) => Usage::Compared(literal),
            None if is_order => Usage::Number,
            None => Usage::Printed,
        };
        let (left_usage, right_usage) = (usage(self.literal(right)), usage(self.literal(left)));
        let left = self.value(left, left_usage);
        let right = self.value(right, right_usage);
        Some(Argument::Call(helper, vec![left?, right?]))
    }

    /// `x in list`, and `x in ["a", "b"]`.
    fn membership(&mut self, item: &Expr<'_>, of: &Expr<'_>) -> Option<Argument> {
        if let Expr::List(list) = of {
            let mut all = None;
            for one in &list.items {
                let one = self.comparison(CompareOpKind::Eq, item, one)?;
                all = Some(match all {
                    None => one,
                    Some(before) => joined("or", before, one),
                });
            }
            return Some(all.unwrap_or(Argument::Literal(Json::Bool(false))));
        }
        let container = self.value(of, Usage::Container);
        let item = self.value(item, Usage::Printed);
        Some(Argument::Call("contains", vec![container?, item?]))
    }

    fn test(&mut self, test: &Test<'_>, span: Span) -> Option<Argument> {
        let (helper, usage) = match test.name {
            "defined" => ("ne", Usage::Optional),
            "undefined" => ("eq", Usage::Optional),
            "none" => ("eq", Usage::Null),
            "true" | "false" => {
                let literal = Json::Bool(test.name == "true");
                let value = self.value(&test.expr, Usage::Compared(literal.clone()))?;
                return Some(Argument::Call(
                    "eq",
                    vec![value, Argument::Literal(literal)],
                ));
            }
            name => {
                let message = format!("a prompt has no test `{name}`");
                return self.refuse(span, message, IN_RUST);
            }
        };
        if let Some(literal) = self.literal(&test.expr) {
            let is_met = match test.name {
                "none" => literal == Json::Null,
                name => name == "defined",
            };
            return Some(Argument::Literal(Json::Bool(is_met)));
        }
        if let Expr::Var(_) | Expr::GetAttr(_) | Expr::GetItem(_) = &test.expr {
            let path = self.path(&test.expr)?;
            self.record(&path, usage);
            return self.presence(helper, path, span);
        }
        self.refuse(span, "a test of a value that is made here", IN_RUST)
    }

    /// The test whether a value is there, or none.
    fn presence(&mut self, helper: &'static str, path: Path, span: Span) -> Option<Argument> {
        let known = path
            .place
            .as_deref()
            .and_then(|place| self.known.get(place));
        let value = Argument::Path(path.written);
        match known.map_or(Guess::Text, Uses::guess) {
            Guess::Text | Guess::Number | Guess::Boolean => Some(Argument::Call(
                helper,
                vec![value, Argument::Literal(Json::Null)],
            )),
            Guess::Object if helper == "ne" => Some(value),
            Guess::Object => Some(Argument::Call("not", vec![value])),
            Guess::Any | Guess::List | Guess::Map => {
                let message = "a prompt does not tell an empty list from one that is missing";
                let help = "write `{% if list %}`, which is false for both";
                self.refuse(span, message, help)
            }
        }
    }

    /// The value of the inputs that an expression names.
    pub(super) fn path(&mut self, expression: &Expr<'_>) -> Option<Path> {
        let span = expression.span();
        match expression {
            Expr::Var(variable) if self.constant_value(expression).is_some() => {
                let message = format!("`{}` is a constant here, which has no parts", variable.id);
                self.refuse(
                    span,
                    message,
                    "write what its value gives, or pass it as an input",
                )
            }
            Expr::Var(variable) => {
                let path = self.variable(variable.id);
                if path.place.as_deref() == Some(&[Step::Field(HISTORY.to_owned())]) {
                    let message = format!(
                        "`{HISTORY}` cannot name an input: a call passes the conversation so far under this name"
                    );
                    return self.refuse(span, message, OTHER_NAME);
                }
                Some(path)
            }
            Expr::GetAttr(attribute) => {
                if is_of_loop(attribute, attribute.name) {
                    return self.loop_value(attribute.name, span);
                }
                let path = self.path(&attribute.expr)?;
                Some(field(&path, attribute.name))
            }
            Expr::GetItem(item) => self.item(item),
            _ => self.refuse(span, "a part of a computed value", IN_RUST),
        }
    }

    fn item(&mut self, item: &GetItem<'_>) -> Option<Path> {
        let path = self.path(&item.expr)?;
        match self.literal(&item.subscript_expr) {
            Some(Json::Text(name)) if Ident::parse_any.parse_str(&name).is_err() => {
                let message = format!("{} cannot name a field", report::quoted(&name));
                let help =
                    "a name has letters, digits and `_`; pass the value as an input of its own";
                self.refuse(item.subscript_expr.span(), message, help)
            }
            Some(Json::Text(name)) => Some(field(&path, &name)),
            Some(Json::Number(number)) if number.to_index().is_some() => {
                self.record(&path, Usage::List);
                let place = path.place.map(|place| extended(place, Step::Item));
                let written = format!("{}.{number}", path.written);
                Some(Path { written, place })
            }
            _ => {
                let message = "an item is named by its number from 0 on, or by a name in quotes";
                self.refuse(item.subscript_expr.span(), message, IN_RUST)
            }
        }
    }

    fn loop_value(&mut self, name: &str, span: Span) -> Option<Path> {
        if self.loops.last().is_some_and(|one| one.is_filtered) {
            let message = format!("`loop.{name}` in a loop with a condition");
            return self.refuse(span, message, "pass a list of the items that are meant");
        }
        let written = match (name, self.loops.last()) {
            ("index0" | "index", Some(_)) => "@index".to_owned(),
            ("first", Some(_)) => "@first".to_owned(),
            ("last", Some(_)) => "@last".to_owned(),
            _ => {
                let message = format!("a prompt has no `loop.{name}`");
                let help = "a loop has `loop.index`, `loop.index0`, `loop.first` and `loop.last`; the length of its list is `list | length`";
                return self.refuse(span, message, help);
            }
        };
        Some(Path {
            written,
            place: None,
        })
    }
}

impl Translator<'_> {
    fn is_text(&self, expression: &Expr<'_>) -> bool {
        match expression {
            Expr::BinOp(operation) if matches!(operation.op, BinOpKind::Add) => {
                self.is_text(&operation.left) || self.is_text(&operation.right)
            }
            Expr::BinOp(operation) => matches!(operation.op, BinOpKind::Concat),
            _ => matches!(self.literal(expression), Some(Json::Text(_))),
        }
    }
}

/// A call with two arguments. What is a call of the same helper already gets one more.
fn joined(helper: &'static str, left: Argument, right: Argument) -> Argument {
    match left {
        Argument::Call(known, mut arguments) if known == helper => {
            arguments.push(right);
            Argument::Call(helper, arguments)
        }
        left => Argument::Call(helper, vec![left, right]),
    }
}

fn field(path: &Path, name: &str) -> Path {
    let step = Step::Field(name.to_owned());
    Path {
        written: format!("{}.{name}", path.written),
        place: path.place.clone().map(|place| extended(place, step)),
    }
}

fn extended(mut place: Vec<Step>, step: Step) -> Vec<Step> {
    place.push(step);
    place
}

/// Returns whether an expression is `loop` with this name.
fn is_of_loop(attribute: &GetAttr<'_>, name: &str) -> bool {
    let is_loop = matches!(&attribute.expr, Expr::Var(variable) if variable.id == "loop");
    is_loop && attribute.name == name
}
