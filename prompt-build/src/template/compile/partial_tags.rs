//! Compiles tags that call partials.

use std::sync::Arc;

use prompt_core::program::Op;

use super::compiler::Compiler;
use super::ops::has_parts;
use super::scope::Scope;
use crate::report::{Code, did_you_mean, quoted};
use crate::source::{Location, Mark};
use crate::template::partials;
use crate::template::shared_files::SharedKind;
use crate::template::syntax::{Call, Tree};

impl<'a> Compiler<'a> {
    /// A partial within a block, or one with arguments.
    pub(super) fn partial(&mut self, name: &str, call: &Call, scope: &Scope<'a>) -> Vec<Op> {
        let Some(scope) = self.partial_scope(call, scope) else {
            return Vec::new();
        };
        let mut ops = Vec::new();
        self.in_partial(name, call, |compiler, tree| {
            ops = compiler.tree(tree, &scope);
        });
        ops
    }

    /// Returns the scope in a partial: that of its tag, with its context argument entered and its
    /// named arguments on top.
    fn partial_scope(&mut self, call: &Call, scope: &Scope<'a>) -> Option<Scope<'a>> {
        let mut inner = scope.without_parameters();
        if let Some(context) = call.arguments.first() {
            let place = context.mark();
            let context = self.argument(context, scope)?;
            self.expect_path(&context, "the context of a partial", place)?;
            inner = inner.entered(context);
        }
        if call.arguments.len() > 1 {
            self.report(
                Code::InvalidTag,
                call.mark,
                "a partial takes one context at most",
                None,
            );
            return None;
        }
        let mut given = Vec::new();
        for (name, _, argument) in &call.named {
            given.push((name.clone(), self.argument(argument, scope)?));
        }
        Some(if given.is_empty() {
            inner
        } else {
            inner.overlaid(given)
        })
    }

    /// Opens a partial, and runs `work` on its tree.
    pub(super) fn in_partial(
        &mut self,
        name: &str,
        call: &Call,
        work: impl FnOnce(&mut Self, &Tree),
    ) {
        if self.shared.refuses(SharedKind::Partial) {
            let help =
                "`cargo prompts publish` puts the partial's text in its place; do so by hand"
                    .to_owned();
            self.report(
                Code::PartialInRelease,
                call.mark,
                "a released version stands alone, without partials",
                Some(help),
            );
            return;
        }
        if self.open_partials.iter().any(|(open, _)| open == name) {
            let message = format!("the partial {} contains itself", quoted(name));
            let help = "move the text that both need to a third partial".to_owned();
            self.report(Code::RecursivePartial, call.path.mark, message, Some(help));
            return;
        }
        let partial = match partials::load(self.shared, name, self.findings) {
            Ok(Some(partial)) => partial,
            Ok(None) => return,
            Err(finding) => {
                let known = if finding.code == Code::MissingPartial {
                    self.shared.known(SharedKind::Partial)
                } else {
                    Vec::new()
                };
                let help = did_you_mean(name, known.iter().map(String::as_str))
                    .or(finding.help.first().cloned());
                self.report(finding.code, call.path.mark, finding.message, help);
                return;
            }
        };
        let Some(tree) = &partial.tree else { return };
        let source = Arc::clone(&partial.source);
        self.open_partials
            .push((name.to_owned(), Location::new(&self.source, call.mark)));
        if self.charge_bytes(source.text.len()).is_some() {
            self.nest(call.mark, |compiler| {
                let outer = std::mem::replace(&mut compiler.source, source);
                work(compiler, tree);
                compiler.source = outer;
            });
        }
        self.open_partials.pop();
    }

    /// A text that does not depend on any input is indented here and now.
    pub(super) fn indented(&mut self, indent: String, ops: Vec<Op>, tag: Mark) -> Option<Op> {
        match ops.as_slice() {
            [] => None,
            ops if has_parts(ops) => {
                let help = "call it at the beginning of its line".to_owned();
                let message = "a partial with `{{media}}`, `{{role}}` or `{{section}}` in it cannot be indented";
                self.report(Code::UnsupportedTag, tag, message, Some(help));
                None
            }
            [Op::Text(text)] => {
                self.charge_bytes(indent.len() * text.split_inclusive('\n').count())?;
                let lines = text
                    .split_inclusive('\n')
                    .map(|line| format!("{indent}{line}"));
                Some(Op::Text(lines.collect()))
            }
            _ => Some(Op::Indented { indent, ops }),
        }
    }
}
