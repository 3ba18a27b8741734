//! Compiles blocks: `#if`, `#unless`, `#each`, `#with`, `#ifEquals`, `#unlessEquals`, and their
//! inverted forms, as `{{^if}}`.

use std::sync::Arc;

use prompt_core::js::Json;
use prompt_core::program::{Base, Condition, Loop, Op, Operand, Step, VariablePath};

use super::compiler::Compiler;
use super::helper_names::{
    BLOCKS, OUTPUTS, did_you_mean_helper, instead_of_other_language, is_function,
};
use super::ops::push;
use super::scope::{Scope, Shape, Typed, describe};
use crate::report::{Code, quoted};
use crate::source::Mark;
use crate::template::schema::{Kind, nearest_choice};
use crate::template::syntax::{Argument, Block, Call, Tree};

impl<'a> Compiler<'a> {
    pub(super) fn block(&mut self, block: &Block, scope: &Scope<'a>, ops: &mut Vec<Op>) {
        let name = block.call.path.simple().unwrap_or_default();
        if !BLOCKS.contains(&name) || scope.parameter(name).is_some() {
            if block.is_section(scope) {
                self.section(block, scope, ops);
            } else {
                self.unknown_block(&block.call);
            }
            return;
        }
        self.refuse_parameters(block, name);
        match name {
            "each" => ops.extend(self.each(block, scope)),
            "with" => self.with(block, scope, ops),
            _ => {
                let condition = self.condition(&block.call, name, scope);
                let (then, otherwise) = self.branches(block, scope, scope);
                if let Some(condition) = condition {
                    ops.push(Op::If {
                        condition,
                        then,
                        otherwise,
                    });
                }
            }
        }
    }

    fn condition(&mut self, call: &Call, name: &str, scope: &Scope<'a>) -> Option<Condition> {
        let (condition, is_negative) = match name {
            "if" => (self.truth(call, scope)?, false),
            "unless" => (self.truth(call, scope)?, true),
            name => (self.equality(call, scope)?, name == "unlessEquals"),
        };
        Some(if is_negative {
            Condition::Not(Box::new(condition))
        } else {
            condition
        })
    }

    /// Compiles the condition of `#if`. With `includeZero=true`, zero passes.
    fn truth(&mut self, call: &Call, scope: &Scope<'a>) -> Option<Condition> {
        self.expect_arguments(call, 1, &["includeZero"], "a condition")?;
        let typed = self.argument(&call.arguments[0], scope)?;
        let value = self.testable(typed, call.arguments[0].mark())?;
        match call.named.first() {
            None | Some((_, _, Argument::Bool(false, _))) => Some(Condition::True(value)),
            Some((_, _, Argument::Bool(true, _))) => Some(Condition::Given(value)),
            Some((_, _, argument)) => {
                self.report(
                    Code::InvalidTag,
                    argument.mark(),
                    "unexpected value of `includeZero`, expected `true`",
                    None,
                );
                None
            }
        }
    }

    fn equality(&mut self, call: &Call, scope: &Scope<'a>) -> Option<Condition> {
        self.expect_arguments(call, 2, &[], "a comparison")?;
        let a = self.argument(&call.arguments[0], scope)?;
        let b = self.argument(&call.arguments[1], scope)?;
        self.refuse_unequal(&a, &b, call.arguments[1].mark())?;
        let a = self.printable(a, call.arguments[0].mark())?;
        let b = self.printable(b, call.arguments[1].mark())?;
        Some(Condition::Equal(a, b))
    }

    /// Refuses a comparison of values that are never equal, because it is a mistake.
    pub(super) fn refuse_unequal(
        &mut self,
        a: &Typed<'a>,
        b: &Typed<'a>,
        mark: Mark,
    ) -> Option<()> {
        let (Some(kind), Some(other)) = (a.scalar_name(), b.scalar_name()) else {
            return Some(());
        };
        if kind != other {
            let message = format!("a {kind} is never equal to a {other}");
            let help = match (kind, other) {
                ("boolean", _) | (_, "boolean") => "test a boolean with `{{#if …}}`",
                ("number", _) => "write a number without quotes",
                _ => "write a text in quotes",
            };
            self.report(Code::NeverEqual, mark, message, Some(help.to_owned()));
            return None;
        }
        for (one, other) in [(a, b), (b, a)] {
            let (Shape::Known(schema), Operand::Constant(Json::Text(text))) =
                (&one.shape, &other.value)
            else {
                continue;
            };
            let Kind::Enum(choices) = &schema.kind else {
                continue;
            };
            if !choices.contains(&Json::text(text.as_str())) {
                let help = nearest_choice(text, choices);
                self.report(
                    Code::NeverEqual,
                    mark,
                    format!("{} is not one of the choices", quoted(text)),
                    Some(help),
                );
                return None;
            }
        }
        Some(())
    }

    fn each(&mut self, block: &Block, scope: &Scope<'a>) -> Option<Op> {
        self.expect_arguments(&block.call, 1, &[], "`#each`")?;
        let argument = &block.call.arguments[0];
        let typed = self.argument(argument, scope)?;
        self.each_of(block, typed, argument.mark(), scope)
    }

    /// Compiles a loop over a value.
    pub(super) fn each_of(
        &mut self,
        block: &Block,
        list: Typed<'a>,
        mark: Mark,
        scope: &Scope<'a>,
    ) -> Option<Op> {
        self.expect_path(&list, "`#each`", mark)?;
        let (list, item) = self.items(list, mark)?;
        let id = self.loops.len();
        let path = |base| VariablePath {
            base,
            steps: Vec::new(),
        };
        self.loops.push(self.full_path(&list).join(Step::Item));
        let is_map = matches!(&item, (_, true));
        self.maps.extend(is_map.then_some(id));
        let item = Typed {
            value: Operand::Variable(path(Base::Item(id))),
            shape: item.0,
        };
        let key = if is_map {
            (Base::Key(id), Shape::Text)
        } else {
            (Base::Index(id), Shape::Number)
        };
        let key = Typed {
            value: Operand::Variable(path(key.0)),
            shape: key.1,
        };
        let mut inner = scope.in_loop(id, item.clone());
        for ((name, _), value) in block.parameters.iter().zip([item, key]) {
            inner = inner.with_parameter(name, value);
        }
        let (body, otherwise) = self.branches(block, &inner, scope);
        Some(Op::Each(Loop {
            id,
            list,
            body,
            otherwise,
        }))
    }

    /// Returns the path of a list or map, the shape of its items, and whether it is a map.
    fn items(&mut self, list: Typed<'a>, mark: Mark) -> Option<(VariablePath, (Shape<'a>, bool))> {
        let item = match &list.shape {
            Shape::Known(schema) => match &schema.kind {
                Kind::Array(item) => Some((Shape::Known(item), false)),
                Kind::Map(value) => Some((Shape::Known(value), true)),
                _ => None,
            },
            Shape::Inferred(id) => self
                .inferred
                .as_mut()
                .map(|inferred| (Shape::Inferred(inferred.item(*id)), false)),
            _ => None,
        };
        let (Some(item), Operand::Variable(path)) = (item, list.value) else {
            let is_any = matches!(&list.shape, Shape::Known(schema) if schema.kind == Kind::Any);
            let known = if is_any {
                "known to be a list"
            } else {
                "a list"
            };
            let message = format!("{} is not {known}", describe(&list.shape));
            let help = "declare it as a list: `name(array): …`, or in JSON Schema `type: array`"
                .to_owned();
            self.report(Code::NotAList, mark, message, Some(help));
            return None;
        };
        Some((path, item))
    }

    fn with(&mut self, block: &Block, scope: &Scope<'a>, ops: &mut Vec<Op>) {
        if self
            .expect_arguments(&block.call, 1, &[], "`#with`")
            .is_none()
        {
            return;
        }
        let argument = &block.call.arguments[0];
        let Some(typed) = self.argument(argument, scope) else {
            return;
        };
        self.with_value(block, typed, argument.mark(), scope, ops);
    }

    /// Compiles a block within a value.
    pub(super) fn with_value(
        &mut self,
        block: &Block,
        typed: Typed<'a>,
        mark: Mark,
        scope: &Scope<'a>,
        ops: &mut Vec<Op>,
    ) {
        let mut inner = scope.entered(typed.clone());
        if let Some((name, _)) = block.parameters.first() {
            inner = inner.with_parameter(name, typed.clone());
        }
        let (then, otherwise) = self.branches(block, &inner, scope);
        if matches!(typed.shape, Shape::Inputs | Shape::Overlay(_)) {
            for op in then {
                push(ops, op);
            }
        } else if let Some(value) = self.testable(typed, mark) {
            ops.push(Op::If {
                condition: Condition::Given(value),
                then,
                otherwise,
            });
        }
    }

    /// Compiles the branches of a true and of a false condition, each in its scope.
    pub(super) fn branches(
        &mut self,
        block: &Block,
        inner: &Scope<'a>,
        outer: &Scope<'a>,
    ) -> (Vec<Op>, Vec<Op>) {
        let (then, otherwise) = block.branches();
        let mut tree = |tree: Option<&Tree>, scope| {
            tree.map(|tree| self.tree(tree, scope)).unwrap_or_default()
        };
        (tree(then, inner), tree(otherwise, outer))
    }

    fn refuse_parameters(&mut self, block: &Block, name: &str) {
        let most = match name {
            "each" => 2,
            "with" => 1,
            _ => 0,
        };
        if let Some((parameter, mark)) = block.parameters.get(most) {
            let message = format!(
                "unexpected block parameter {}, `#{name}` has {most}",
                quoted(parameter)
            );
            self.report(Code::InvalidTag, *mark, message, None);
        }
    }

    fn unknown_block(&mut self, call: &Call) {
        let source = Arc::clone(&self.source);
        // `this` and `../` have no segment.
        let name = match call.path.segments.last() {
            Some((name, _)) => name.as_str(),
            None => &source.text[call.path.mark.span()],
        };
        let help = if OUTPUTS.contains(&name) || is_function(name) {
            format!("it has no body: write `{{{{{name} …}}}}`")
        } else if let Some(instead) = instead_of_other_language(name) {
            instead.to_owned()
        } else if let Some(nearest) = did_you_mean_helper(name, BLOCKS.into_iter()) {
            nearest
        } else {
            format!("the block helpers are `{}`", BLOCKS.join("`, `"))
        };
        self.report(
            Code::UnknownHelper,
            call.path.mark,
            format!("unknown block helper {}", quoted(name)),
            Some(help),
        );
    }
}
