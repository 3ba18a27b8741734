//! Checks the types of the arguments of functions.

use prompt_core::js::Json;
use prompt_core::program::{Base, Demand, Function, Operand, Parameter, Step};

use super::compiler::Compiler;
use super::scope::{Scope, Shape, Typed, describe};
use crate::report::Code;
use crate::source::Mark;
use crate::template::schema::{Kind, Schema};

/// An argument with its place.
type Argument<'a> = (Typed<'a>, Mark);

impl<'a> Compiler<'a> {
    /// Returns the values of arguments that have the types which a function takes, and the function
    /// that is meant: `contains` is one of two.
    pub(super) fn checked_arguments(
        &mut self,
        function: Function,
        arguments: &[Argument<'a>],
    ) -> Option<(Function, Vec<Operand>)> {
        let (mut function, mut operands) = (function, Vec::new());
        for (position, argument) in arguments.iter().enumerate() {
            let signature = function.signature();
            let first = &arguments[0].0;
            let operand = match signature.parameter(position)? {
                Parameter::Condition => self.testable(argument.0.clone(), argument.1),
                Parameter::Single => self.single(function, argument),
                Parameter::Number => self.of_kind(function, argument, "number", "a number"),
                Parameter::Text => self.of_kind(function, argument, "string", "a text"),
                Parameter::Alike => self.alike(function, first, argument),
                Parameter::Measurable => self.measurable(function, argument),
                Parameter::Container => {
                    let (chosen, container) = self.container(function, argument)?;
                    function = chosen;
                    Some(container)
                }
                Parameter::Member => self.member(function, first, argument),
                Parameter::List => self.list(function, argument),
                Parameter::Keyed | Parameter::Key => None,
            };
            operands.push(operand?);
        }
        Some((function, operands))
    }

    fn ill_typed(&mut self, function: Function, expected: &str, found: &Argument<'a>) {
        let name = function.signature().name;
        let message = format!(
            "`{name}` takes {expected}, found {}",
            describe(&found.0.shape)
        );
        self.report(Code::IllTypedArgument, found.1, message, None);
    }

    fn single(&mut self, function: Function, argument: &Argument<'a>) -> Option<Operand> {
        if argument.0.is_composite() {
            self.ill_typed(function, "single values", argument);
            return None;
        }
        self.printable(argument.0.clone(), argument.1)
    }

    fn of_kind(
        &mut self,
        function: Function,
        argument: &Argument<'a>,
        kind: &str,
        expected: &str,
    ) -> Option<Operand> {
        let (typed, mark) = argument;
        let is_other = typed.scalar_name().is_some_and(|name| name != kind);
        if is_other || typed.is_composite() || matches!(typed.shape, Shape::Nothing) {
            self.ill_typed(function, expected, argument);
            return None;
        }
        self.printable(typed.clone(), *mark)
    }

    /// The second argument of a comparison, or the value that takes the place of a missing one.
    fn alike(
        &mut self,
        function: Function,
        first: &Typed<'a>,
        argument: &Argument<'a>,
    ) -> Option<Operand> {
        let operand = self.single(function, argument)?;
        if function != Function::Default {
            self.refuse_unequal(first, &argument.0, argument.1)?;
            return Some(operand);
        }
        if let (Some(kind), Some(other)) = (first.scalar_name(), argument.0.scalar_name())
            && kind != other
        {
            let message = format!("a {other} in place of a {kind}");
            let help = "both values of `default` have the same type".to_owned();
            self.report(Code::IllTypedArgument, argument.1, message, Some(help));
            return None;
        }
        Some(operand)
    }

    fn measurable(&mut self, function: Function, argument: &Argument<'a>) -> Option<Operand> {
        let typed = &argument.0;
        let has_length = match &typed.shape {
            Shape::Known(schema) => {
                matches!(schema.kind, Kind::Array(_) | Kind::Map(_) | Kind::Any)
                    || typed.scalar_name() == Some("string")
            }
            Shape::Inferred(id) => {
                if let Some(inferred) = &mut self.inferred {
                    inferred.measure(*id);
                }
                true
            }
            Shape::Text | Shape::Single => true,
            _ => false,
        };
        if !has_length {
            self.ill_typed(function, "a list, a map or a text", argument);
            return None;
        }
        self.demand(typed, Demand::Print);
        Some(typed.value.clone())
    }

    fn container(
        &mut self,
        function: Function,
        argument: &Argument<'a>,
    ) -> Option<(Function, Operand)> {
        let typed = &argument.0;
        let is_list = match &typed.shape {
            Shape::Known(schema) => matches!(schema.kind, Kind::Array(_)),
            Shape::Inferred(id) => {
                let inferred = self.inferred.as_ref();
                inferred.is_some_and(|inferred| !inferred.is_printed(*id))
            }
            _ => false,
        };
        if is_list {
            let list = self.list(function, argument)?;
            return Some((Function::ContainsItem, list));
        }
        let text = self.of_kind(function, argument, "string", "a list or a text")?;
        Some((Function::ContainsText, text))
    }

    fn member(
        &mut self,
        function: Function,
        container: &Typed<'a>,
        argument: &Argument<'a>,
    ) -> Option<Operand> {
        if function == Function::ContainsText {
            return self.of_kind(function, argument, "string", "a part of a text");
        }
        let operand = self.single(function, argument)?;
        if let Some(item) = item_schema(container) {
            let item = Typed {
                value: Operand::Constant(Json::Null),
                shape: Shape::Known(item),
            };
            self.refuse_unequal(&item, &argument.0, argument.1)?;
        }
        Some(operand)
    }

    /// A list whose items can be printed.
    fn list(&mut self, function: Function, argument: &Argument<'a>) -> Option<Operand> {
        let (typed, mark) = argument;
        let is_list = match (&typed.shape, item_schema(typed)) {
            (Shape::Inferred(id), _) => self.inferred.as_mut().is_some_and(|inferred| {
                let item = inferred.item(*id);
                inferred.print(item, &self.source, *mark);
                true
            }),
            (_, Some(item)) => !is_composite(item),
            (_, None) => false,
        };
        if !is_list {
            self.ill_typed(function, "a list of single values", argument);
            return None;
        }
        self.demand(typed, Demand::Print);
        if let Some(path) = typed.value.path() {
            let items = self.full_path(&path).join(Step::Item);
            if matches!(items.base, Base::Input(_)) {
                self.demands.insert((items, Demand::Print));
            }
        }
        Some(typed.value.clone())
    }

    /// `(lookup of key)`
    pub(super) fn lookup(
        &mut self,
        of: &Argument<'a>,
        key: &Argument<'a>,
        scope: &Scope<'a>,
    ) -> Option<Typed<'a>> {
        let (typed, mark) = of;
        // A name that is known here is a step of a path.
        let name = match &key.0.value {
            Operand::Constant(Json::Text(name)) => Some(name.clone()),
            _ => None,
        };
        let (expected, kind, item) = match (&typed.shape, name) {
            (Shape::Known(schema), name) => match (&schema.kind, name) {
                (Kind::Map(_) | Kind::Object(_) | Kind::Array(_), Some(name)) => {
                    return self.field(typed, &name, key.1, scope);
                }
                (Kind::Map(value), None) => ("a text", "string", Shape::Known(value)),
                (Kind::Array(item), None) => ("a number", "number", Shape::Known(item)),
                (Kind::Object(_), None) => return self.unknown_key(key),
                _ => return self.no_parts(of),
            },
            (Shape::Inputs | Shape::Overlay(_) | Shape::Inferred(_), Some(name)) => {
                return self.field(typed, &name, key.1, scope);
            }
            (Shape::Inferred(id), None) if key.0.scalar_name() == Some("number") => {
                let item = self.inferred.as_mut()?.item(*id);
                ("a number", "number", Shape::Inferred(item))
            }
            (Shape::Inferred(_), None) => return self.unknown_type(*mark),
            (Shape::Inputs | Shape::Overlay(_), None) => return self.unknown_key(key),
            _ => return self.no_parts(of),
        };
        let key = self.key(key, kind, expected)?;
        let value = typed.value.clone().part(key);
        Some(Typed { value, shape: item })
    }

    fn key(&mut self, key: &Argument<'a>, kind: &str, expected: &str) -> Option<Operand> {
        let (typed, mark) = key;
        let is_no_index = matches!(&typed.value, Operand::Constant(Json::Number(number)) if number.to_index().is_none());
        let is_other = typed.scalar_name().is_some_and(|name| name != kind);
        if is_no_index || is_other || typed.is_composite() {
            let of = if kind == "number" { "list" } else { "map" };
            let index = if kind == "number" { ", from 0 on" } else { "" };
            let message = format!("unexpected key of a {of}, expected {expected}{index}");
            self.report(Code::IllTypedArgument, *mark, message, None);
            return None;
        }
        self.printable(typed.clone(), *mark)
    }

    fn unknown_key<T>(&mut self, key: &Argument<'a>) -> Option<T> {
        let message = "the fields of an object are looked up by names in quotes";
        let help = "declare the object with any keys: `(*)`".to_owned();
        self.report(Code::IllTypedArgument, key.1, message, Some(help));
        None
    }

    fn unknown_type<T>(&mut self, mark: Mark) -> Option<T> {
        let message = "`lookup` in a value that may be a list or a map";
        let help = "declare its type under `schema` of `input`".to_owned();
        self.report(Code::IllTypedArgument, mark, message, Some(help));
        None
    }

    fn no_parts<T>(&mut self, of: &Argument<'a>) -> Option<T> {
        self.ill_typed(Function::Lookup, "a list, a map or an object", of);
        None
    }
}

fn item_schema<'a>(list: &Typed<'a>) -> Option<&'a Schema> {
    match list.shape {
        Shape::Known(schema) => match &schema.kind {
            Kind::Array(item) => Some(item),
            _ => None,
        },
        _ => None,
    }
}

fn is_composite(schema: &Schema) -> bool {
    matches!(schema.kind, Kind::Array(_) | Kind::Object(_) | Kind::Map(_))
}

impl Typed<'_> {
    /// Returns whether the value is known to be no single one.
    fn is_composite(&self) -> bool {
        match &self.shape {
            Shape::Inputs | Shape::Overlay(_) => true,
            Shape::Known(schema) => is_composite(schema),
            _ => false,
        }
    }
}
