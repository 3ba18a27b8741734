//! Compiles expressions: `(eq tier "gold")`, and tags that print one, `{{upper name}}`.

use std::borrow::Cow;

use prompt_core::js::Json;
use prompt_core::program::{
    Call as FunctionCall, Format, Function, Op, Operand, Outcome, Signature,
};

use super::compiler::Compiler;
use super::helper_names::{BLOCKS, OUTPUTS, did_you_mean_helper};
use super::scope::{Scope, Shape, Typed};
use crate::report::{Code, quoted};
use crate::source::Mark;
use crate::template::syntax::Call;

impl<'a> Compiler<'a> {
    /// `{{upper name}}`
    pub(super) fn function_output(&mut self, call: &Call, scope: &Scope<'a>) -> Option<Op> {
        let typed = self.function(call, scope)?;
        let value = self.printable(typed, call.mark)?;
        let format = Format::Plain;
        let Operand::Constant(value) = value else {
            return Some(Op::Print { value, format });
        };
        let mut text = String::new();
        format.write(&value, &mut text);
        Some(Op::Text(text))
    }

    /// Resolves an expression.
    pub(super) fn function(&mut self, call: &Call, scope: &Scope<'a>) -> Option<Typed<'a>> {
        let name = call
            .path
            .simple()
            .filter(|name| scope.parameter(name).is_none());
        let Some(function) = name.and_then(|name| Function::named(name).next()) else {
            self.unknown_function(call);
            return None;
        };
        self.expect_signature(call, function.signature())?;
        let mut arguments = Vec::new();
        for argument in &call.arguments {
            arguments.push((self.argument(argument, scope), argument.mark()));
        }
        let arguments = arguments
            .into_iter()
            .map(|(typed, mark)| Some((typed?, mark)));
        let arguments = arguments.collect::<Option<Vec<_>>>()?;
        let typed = if let (Function::Lookup, [of, key]) = (function, arguments.as_slice()) {
            self.lookup(of, key, scope)?
        } else {
            self.typed_call(function, &arguments)?
        };
        self.charge_call(&typed.value, call.mark)?;
        Some(typed)
    }

    /// Checks the types of arguments, and returns the call with its type.
    fn typed_call(
        &mut self,
        function: Function,
        arguments: &[(Typed<'a>, Mark)],
    ) -> Option<Typed<'a>> {
        let (function, operands) = self.checked_arguments(function, arguments)?;
        let shape = match function.signature().outcome {
            Outcome::Boolean => Shape::Boolean,
            Outcome::Number => Shape::Number,
            Outcome::Text => Shape::Text,
            Outcome::First | Outcome::Part => match arguments[0].0.scalar_name() {
                Some("boolean") => Shape::Boolean,
                Some("number") => Shape::Number,
                Some("string") => Shape::Text,
                _ => Shape::Single,
            },
        };
        let value = self.folded(FunctionCall {
            function,
            arguments: operands,
        })?;
        Some(Typed { value, shape })
    }

    /// Returns the value of a call, if all its arguments are known here, or the call.
    fn folded(&mut self, call: FunctionCall) -> Option<Operand> {
        let known = call.arguments.iter().map(|argument| match argument {
            Operand::Constant(value) => Some(Cow::Borrowed(value)),
            Operand::Variable(_) | Operand::Call(_) => None,
        });
        let Some(known) = known.collect::<Option<Vec<_>>>() else {
            return Some(Operand::Call(call));
        };
        let lengths = known.iter().map(|value| match &**value {
            Json::Text(text) => text.len(),
            _ => 0,
        });
        self.charge_bytes(lengths.sum())?;
        Some(Operand::Constant(call.function.apply(&known)))
    }

    fn expect_signature(&mut self, call: &Call, signature: &Signature) -> Option<()> {
        let name = signature.name;
        if let Some((given, mark, _)) = call.named.first() {
            let message = format!("unexpected argument {} of `{name}`", quoted(given));
            self.report(Code::InvalidTag, *mark, message, None);
            return None;
        }
        if signature.takes(call.arguments.len()) {
            return Some(());
        }
        let least = match signature.parameters.len() {
            1 => "one argument",
            _ => "two arguments",
        };
        let or_more = if signature.is_variadic {
            " or more"
        } else {
            ""
        };
        let message = format!(
            "`{name}` takes {least}{or_more}, found {}",
            call.arguments.len()
        );
        let help = call
            .arguments
            .is_empty()
            .then(|| format!("for a value of that name write `this.{name}`"));
        self.report(Code::InvalidTag, call.mark, message, help);
        None
    }

    fn unknown_function(&mut self, call: &Call) {
        let segments = call.path.segments.last();
        let name = segments.map_or("", |(name, _)| name.as_str());
        let message = format!("unknown helper {} in an expression", quoted(name));
        let help = if OUTPUTS.contains(&name) || BLOCKS.contains(&name) {
            format!("`{name}` is a tag of its own, and has no value")
        } else if name == "flag" {
            "a text has no feature flags: decide in Rust with `flag!`, and pass the result as an input"
                .to_owned()
        } else {
            did_you_mean_helper(name, Function::names()).unwrap_or_else(|| {
                let names = Function::names().collect::<Vec<_>>().join("`, `");
                format!("the helpers are `{names}`")
            })
        };
        self.report(Code::UnknownHelper, call.path.mark, message, Some(help));
    }

    /// Refuses an expression where a path has to stand.
    pub(super) fn expect_path(&mut self, typed: &Typed<'a>, what: &str, mark: Mark) -> Option<()> {
        if !matches!(typed.value, Operand::Call(_)) {
            return Some(());
        }
        let is_expression = self.source.text[mark.span()].starts_with('(');
        let found = if is_expression {
            "an expression"
        } else {
            "an item by its number"
        };
        let message = format!("{what} takes a value by its path, found {found}");
        let help = "pass the value as an input of its own: calls are checked by the paths that a prompt uses".to_owned();
        self.report(Code::UnsupportedTag, mark, message, Some(help));
        None
    }
}
