//! Statements: what is printed, conditions and loops.

use std::sync::Arc;

use minijinja::machinery::Span;
use minijinja::machinery::ast::{
    BinOpKind, Expr, ForLoop, IfCond, IfExpr, Spanned, Stmt, UnaryOpKind,
};

use super::item::{Block, Item};
use super::json::is_json;
use super::translator::{Loop, Translator};
use super::uses::{Place, Step, Usage};

impl Translator<'_> {
    pub(super) fn body(&mut self, statements: &[Stmt<'_>]) -> Vec<Item> {
        let mut items = Vec::new();
        for statement in statements {
            self.statement(statement, &mut items);
        }
        items
    }

    /// Writes the comments in front of an offset.
    pub(super) fn comments_before(&mut self, offset: usize, items: &mut Vec<Item>) {
        let count = self
            .comments
            .partition_point(|comment| comment.start < offset);
        let comments = self.comments.drain(..count);
        items.extend(comments.map(|comment| Item::Comment(comment.text)));
    }

    fn statement(&mut self, statement: &Stmt<'_>, items: &mut Vec<Item>) {
        let span = span(statement);
        self.comments_before(span.start_offset as usize, items);
        match statement {
            Stmt::EmitRaw(raw) => push(items, Item::Text(raw.raw.to_owned())),
            Stmt::EmitExpr(emit) => {
                let printed = self.printed(&emit.expr).unwrap_or_default();
                for item in printed {
                    push(items, item);
                }
            }
            Stmt::IfCond(condition) => items.extend(self.condition_block(condition)),
            Stmt::ForLoop(each) => items.extend(self.each(each)),
            Stmt::Set(set) => _ = self.set(set, span),
            Stmt::Include(include) => {
                let included = self.include(include, span).unwrap_or_default();
                for item in included {
                    push(items, item);
                }
            }
            other => {
                let message = format!("a prompt has no {}", description(other));
                let help = "write what it does at its place, or compute the value in Rust and pass it as an input";
                self.refuse::<()>(span, message, help);
            }
        }
    }

    /// What a tag prints. Some expressions become blocks.
    fn printed(&mut self, expression: &Expr<'_>) -> Option<Vec<Item>> {
        match expression {
            Expr::Const(_) | Expr::Var(_)
                if self
                    .constant_value(expression)
                    .is_some_and(|value| !value.is_none()) =>
            {
                let value = self.constant_value(expression)?;
                Some(vec![Item::Text(value.to_string())])
            }
            Expr::BinOp(operation) => match operation.op {
                BinOpKind::Concat => {
                    let left = self.printed(&operation.left);
                    let right = self.printed(&operation.right);
                    Some([left?, right?].concat())
                }
                BinOpKind::ScOr => {
                    self.choice(&operation.left, &operation.left, Some(&operation.right))
                }
                BinOpKind::ScAnd => {
                    self.choice(&operation.left, &operation.right, Some(&operation.left))
                }
                _ => self.output(expression),
            },
            Expr::IfExpr(choice) => {
                let IfExpr {
                    test_expr,
                    true_expr,
                    false_expr,
                } = &**choice;
                self.choice(test_expr, true_expr, false_expr.as_ref())
            }
            Expr::Filter(filter) if is_json(filter.name) => {
                let tag = self.json(filter, expression.span())?;
                Some(vec![Item::Output(tag)])
            }
            Expr::Filter(filter) => {
                let arguments = self.positional(filter, expression.span())?;
                match (filter.name, &filter.expr, arguments.as_slice()) {
                    ("safe" | "string", Some(value), []) => self.printed(value),
                    ("default" | "d", Some(value), [other, when])
                        if when.as_const().is_some_and(|when| when.is_true()) =>
                    {
                        self.choice(value, value, Some(other))
                    }
                    _ => self.output(expression),
                }
            }
            _ => self.output(expression),
        }
    }

    fn output(&mut self, expression: &Expr<'_>) -> Option<Vec<Item>> {
        if is_boolean(expression) {
            let tag = format!("#if {}", self.condition(expression)?.written());
            let text = |text: &str| vec![Item::Text(text.to_owned())];
            // Jinja prints them as Python does.
            let branches = vec![(tag, text("True")), ("else".to_owned(), text("False"))];
            let helper = "if";
            return Some(vec![Item::Block(Block { helper, branches })]);
        }
        let value = self.value(expression, Usage::Printed)?;
        Some(vec![Item::Output(value.in_tag())])
    }

    /// Prints one of two values.
    fn choice(
        &mut self,
        condition: &Expr<'_>,
        value: &Expr<'_>,
        otherwise: Option<&Expr<'_>>,
    ) -> Option<Vec<Item>> {
        let condition = self.condition(condition);
        let value = self.printed(value);
        let mut branches = vec![(format!("#if {}", condition?.written()), value?)];
        if let Some(otherwise) = otherwise {
            branches.push(("else".to_owned(), self.printed(otherwise)?));
        }
        let helper = "if";
        Some(vec![Item::Block(Block { helper, branches })])
    }

    /// The body of a branch, which is there for some inputs alone.
    fn branch(&mut self, statements: &[Stmt<'_>]) -> Vec<Item> {
        self.branches += 1;
        let items = self.body(statements);
        self.branches -= 1;
        items
    }

    fn condition_block(&mut self, condition: &Spanned<IfCond<'_>>) -> Option<Item> {
        let (helper, tag) = match &condition.expr {
            Expr::UnaryOp(unary) if matches!(unary.op, UnaryOpKind::Not) => {
                ("unless", self.condition(&unary.expr))
            }
            test => ("if", self.condition(test)),
        };
        let tag = tag.map(|tag| format!("#{helper} {}", tag.written()));
        let mut branches = vec![(tag, self.branch(&condition.true_body))];
        let mut rest = &condition.false_body;
        while let [Stmt::IfCond(inner)] = rest.as_slice() {
            let tag = self.condition(&inner.expr);
            let tag = tag.map(|tag| format!("else if {}", tag.written()));
            branches.push((tag, self.branch(&inner.true_body)));
            rest = &inner.false_body;
        }
        if !rest.is_empty() {
            branches.push((Some("else".to_owned()), self.branch(rest)));
        }
        let branches = branches.into_iter().map(|(tag, body)| Some((tag?, body)));
        let branches = branches.collect::<Option<_>>()?;
        Some(Item::Block(Block { helper, branches }))
    }

    fn each(&mut self, each: &Spanned<ForLoop<'_>>) -> Option<Item> {
        if each.recursive {
            let help = "write a loop for each level";
            return self.refuse(each.span(), "a prompt has no recursive loops", help);
        }
        let (written, parameters, inner) = self.loop_over(each)?;
        self.loops.push(inner);
        let body = self.scoped(|translator| translator.loop_body(each));
        self.loops.pop();
        let mut branches = vec![(format!("#each {written} as |{parameters}|"), body?)];
        if !each.else_body.is_empty() {
            branches.push(("else".to_owned(), self.branch(&each.else_body)));
        }
        let helper = "each";
        Some(Item::Block(Block { helper, branches }))
    }

    /// The body of a loop, in a condition if the loop has one.
    fn loop_body(&mut self, each: &Spanned<ForLoop<'_>>) -> Option<Vec<Item>> {
        let Some(filter) = &each.filter_expr else {
            return Some(self.body(&each.body));
        };
        if !each.else_body.is_empty() {
            let message = "a loop with a condition and `{% else %}`";
            let help = "pass a list of the items that are meant";
            return self.refuse(filter.span(), message, help);
        }
        let condition = self.condition(filter);
        let body = self.body(&each.body);
        let branches = vec![(format!("#if {}", condition?.written()), body)];
        let helper = "if";
        Some(vec![Item::Block(Block { helper, branches })])
    }

    /// What a loop goes through: its path, the names as the tag has them, and the scope within.
    fn loop_over(&mut self, each: &ForLoop<'_>) -> Option<(String, String, Loop)> {
        let (over, is_map) = match &each.iter {
            Expr::Filter(filter) if filter.name == "items" && filter.args.is_empty() => {
                (filter.expr.as_ref()?, true)
            }
            Expr::Call(call) if call.args.is_empty() => match &call.expr {
                Expr::GetAttr(method) if method.name == "items" => (&method.expr, true),
                _ => (&each.iter, false),
            },
            iter => (iter, false),
        };
        let path = match over {
            Expr::Var(_) | Expr::GetAttr(_) | Expr::GetItem(_) => self.path(over)?,
            other => {
                let message = "a loop over a computed list";
                let help = "compute the list in Rust, and pass it as an input";
                return self.refuse(other.span(), message, help);
            }
        };
        let pair = match &each.target {
            Expr::Tuple(pair) => pair.items.as_slice(),
            Expr::List(pair) => pair.items.as_slice(),
            _ => &[],
        };
        if pair.len() == 2 && !is_map {
            let source = Arc::clone(&self.source);
            self.pair_loops
                .add(&source, over.span().end_offset as usize);
        }
        let is_map = is_map || pair.len() == 2;
        self.record(&path, if is_map { Usage::Map } else { Usage::List });
        let item = path.place.map(item);
        let names = match (&each.target, pair) {
            (Expr::Var(name), _) if !is_map => vec![(name.id.to_owned(), item)],
            (_, [Expr::Var(key), Expr::Var(value)]) if is_map => {
                vec![(value.id.to_owned(), item), (key.id.to_owned(), None)]
            }
            _ => return self.refuse_target(each),
        };
        let parameters = names.iter().map(|(name, _)| name.as_str());
        let parameters = parameters.collect::<Vec<_>>().join(" ");
        let is_filtered = each.filter_expr.is_some();
        Some((path.written, parameters, Loop { names, is_filtered }))
    }

    fn refuse_target<T>(&mut self, each: &ForLoop<'_>) -> Option<T> {
        let message = "a loop has one name, or the names of key and value";
        let help = "name the item, and write its parts as fields: `item.name`";
        self.refuse(each.target.span(), message, help)
    }
}

fn item(mut place: Place) -> Place {
    place.push(Step::Item);
    place
}

/// Returns true for an expression that is true or false, whatever its values are.
fn is_boolean(expression: &Expr<'_>) -> bool {
    match expression {
        Expr::UnaryOp(unary) => matches!(unary.op, UnaryOpKind::Not),
        Expr::Compare(_) | Expr::Test(_) => true,
        Expr::BinOp(operation) => matches!(
            operation.op,
            BinOpKind::Eq
                | BinOpKind::Ne
                | BinOpKind::Lt
                | BinOpKind::Lte
                | BinOpKind::Gt
                | BinOpKind::Gte
                | BinOpKind::In
        ),
        Expr::GetAttr(attribute) => {
            let of_loop = matches!(&attribute.expr, Expr::Var(name) if name.id == "loop");
            of_loop && matches!(attribute.name, "first" | "last")
        }
        _ => false,
    }
}

/// Adds an item. Adjacent texts are one.
fn push(items: &mut Vec<Item>, item: Item) {
    match (items.last_mut(), item) {
        (Some(Item::Text(last)), Item::Text(text)) => last.push_str(&text),
        (_, Item::Text(text)) if text.is_empty() => {}
        (_, item) => items.push(item),
    }
}

fn span(statement: &Stmt<'_>) -> Span {
    match statement {
        Stmt::Template(one) => one.span(),
        Stmt::EmitExpr(one) => one.span(),
        Stmt::EmitRaw(one) => one.span(),
        Stmt::ForLoop(one) => one.span(),
        Stmt::IfCond(one) => one.span(),
        Stmt::WithBlock(one) => one.span(),
        Stmt::Set(one) => one.span(),
        Stmt::SetBlock(one) => one.span(),
        Stmt::AutoEscape(one) => one.span(),
        Stmt::FilterBlock(one) => one.span(),
        Stmt::Block(one) => one.span(),
        Stmt::Import(one) => one.span(),
        Stmt::FromImport(one) => one.span(),
        Stmt::Extends(one) => one.span(),
        Stmt::Include(one) => one.span(),
        Stmt::Macro(one) => one.span(),
        Stmt::CallBlock(one) => one.span(),
        Stmt::Do(one) => one.span(),
    }
}

fn description(statement: &Stmt<'_>) -> &'static str {
    match statement {
        Stmt::WithBlock(_) => "`{% with %}`",
        Stmt::Set(_) | Stmt::SetBlock(_) => "`{% set %}`",
        Stmt::AutoEscape(_) => "`{% autoescape %}`: nothing is escaped",
        Stmt::FilterBlock(_) => "`{% filter %}`",
        Stmt::Block(_) => "`{% block %}`",
        Stmt::Import(_) | Stmt::FromImport(_) => "`{% import %}`",
        Stmt::Extends(_) => "`{% extends %}`",
        Stmt::Macro(_) => "`{% macro %}`",
        Stmt::CallBlock(_) => "`{% call %}`",
        _ => "statement of this kind",
    }
}
