//! Resolves paths to values, by the names in scope.

use prompt_core::js::Json;
use prompt_core::program::{Base, Operand, Step, VariablePath};

use super::compiler::Compiler;
use super::scope::{Scope, Shape, Typed};
use crate::report::{Code, did_you_mean, quoted};
use crate::source::Mark;
use crate::template::input_name::{HISTORY, HISTORY_IS_NO_INPUT, fault};
use crate::template::schema::{Kind, Schema};
use crate::template::syntax::{Argument, MAX_DEPTH, Path};

/// Variables of Dotprompt that its callers fill in from the session of a user.
const SESSION: [&str; 2] = ["state", "auth"];
const OF_SESSION: &str = "a prompt knows its inputs alone: pass the value as an input";

impl<'a> Compiler<'a> {
    /// Resolves an argument.
    pub(super) fn argument(&mut self, argument: &Argument, scope: &Scope<'a>) -> Option<Typed<'a>> {
        let (value, shape) = match argument {
            Argument::Path(path) => return self.path(path, scope),
            Argument::Call(call) => return self.function(call, scope),
            Argument::Text(text, _) => (Operand::Constant(Json::Text(text.clone())), Shape::Text),
            Argument::Number(number, _) => {
                (Operand::Constant(Json::Number(*number)), Shape::Number)
            }
            Argument::Bool(value, _) => (Operand::Constant(Json::Bool(*value)), Shape::Boolean),
            Argument::Nothing(_) => (Operand::Constant(Json::Null), Shape::Nothing),
        };
        Some(Typed { value, shape })
    }

    /// Resolves a path.
    pub(super) fn path(&mut self, path: &Path, scope: &Scope<'a>) -> Option<Typed<'a>> {
        if path.is_data {
            return self.data(path, scope);
        }
        let mut segments = path.segments.as_slice();
        let parameter = match segments {
            [(name, _), ..] if !path.is_scoped => scope.parameter(name).cloned(),
            _ => None,
        };
        let mut typed = if let Some(parameter) = parameter {
            segments = &segments[1..];
            parameter
        } else {
            let Some(context) = scope.context(path.depth) else {
                let message = format!(
                    "{} leads out of the prompt",
                    quoted(&"../".repeat(path.depth))
                );
                let help = "each `#each` and `#with` adds a level; `#if` does not".to_owned();
                self.report(Code::UndeclaredVariable, path.mark, message, Some(help));
                return None;
            };
            context.clone()
        };
        for (name, mark) in segments {
            typed = self.field(&typed, name, *mark, scope)?;
        }
        self.charge_expression(&typed.value, path.mark)?;
        Some(typed)
    }

    /// Resolves `@index`, `@key`, `@first`, `@last` and `@root`.
    fn data(&mut self, path: &Path, scope: &Scope<'a>) -> Option<Typed<'a>> {
        const KNOWN: [&str; 5] = ["index", "key", "first", "last", "root"];
        // `@..` and the like have no name at all.
        let (name, rest) = match path.segments.split_first() {
            Some(((name, _), rest)) => (name.as_str(), rest),
            None => ("", [].as_slice()),
        };
        if name == "root" {
            let mut typed = Scope::root().this().clone();
            for (name, mark) in rest {
                typed = self.field(&typed, name, *mark, scope)?;
            }
            return Some(typed);
        }
        if !KNOWN.contains(&name) || !rest.is_empty() {
            let message = format!(
                "unknown variable {}, expected `@{}`",
                quoted(&format!("@{name}")),
                KNOWN.join("`, `@")
            );
            let nearest = did_you_mean(name, KNOWN).filter(|_| !SESSION.contains(&name));
            let help = match nearest {
                Some(nearest) => Some(nearest.replacen('`', "`@", 1)),
                None => Some(OF_SESSION.to_owned()),
            };
            self.report(Code::UndeclaredVariable, path.mark, message, help);
            return None;
        }
        let Some(id) = scope.enclosing_loop(path.depth) else {
            let message = format!("`@{name}` outside of a loop");
            let help = "use it between `{{#each …}}` and `{{/each}}`".to_owned();
            self.report(Code::UndeclaredVariable, path.mark, message, Some(help));
            return None;
        };
        let is_map = self.is_map(id);
        let (base, shape) = match name {
            "first" => (Base::First(id), Shape::Boolean),
            "last" => (Base::Last(id), Shape::Boolean),
            // The keys of a list are the indices.
            "key" if is_map => (Base::Key(id), Shape::Text),
            _ => (Base::Index(id), Shape::Number),
        };
        Some(Typed {
            value: Operand::Variable(VariablePath {
                base,
                steps: Vec::new(),
            }),
            shape,
        })
    }

    /// The field of a value.
    pub(super) fn field(
        &mut self,
        of: &Typed<'a>,
        name: &str,
        mark: Mark,
        scope: &Scope<'a>,
    ) -> Option<Typed<'a>> {
        match &of.shape {
            Shape::Inputs => self.input(name, mark, scope),
            Shape::Overlay(overlay) => match overlay.0.iter().find(|(given, _)| given == name) {
                Some((_, typed)) => Some(typed.clone()),
                None => self.field(&overlay.1, name, mark, scope),
            },
            Shape::Known(schema) => self.known_field(of, schema, name, mark, scope),
            Shape::Inferred(id) => {
                let depth = self.inferred.as_ref()?.depth(*id);
                if depth < MAX_DEPTH
                    && let Some(item) = self.inferred_item(of, *id, name)
                {
                    return Some(item);
                }
                self.check_rust_name(name, mark)?;
                if depth >= MAX_DEPTH {
                    self.report(
                        Code::NestedTooDeep,
                        mark,
                        format!("fields are nested more than {MAX_DEPTH} deep"),
                        None,
                    );
                    return None;
                }
                let inferred = self.inferred.as_mut()?;
                let id = inferred.field(*id, name, &self.source, mark);
                Some(Typed {
                    value: field(&of.value, name),
                    shape: Shape::Inferred(id),
                })
            }
            Shape::Boolean | Shape::Number | Shape::Text | Shape::Single | Shape::Nothing => {
                self.report(
                    Code::UnknownField,
                    mark,
                    format!("no field {} in a single value", quoted(name)),
                    None,
                );
                None
            }
        }
    }

    fn known_field(
        &mut self,
        of: &Typed<'a>,
        schema: &'a Schema,
        name: &str,
        mark: Mark,
        scope: &Scope<'a>,
    ) -> Option<Typed<'a>> {
        if let Kind::Array(item) = &schema.kind
            && let Some(part) = self.list_part(of, Shape::Known(item), name)
        {
            return Some(part);
        }
        let found = match &schema.kind {
            Kind::Object(_) => schema.field(name).map(|field| &field.schema),
            Kind::Map(value) => Some(&**value),
            _ => None,
        };
        if let Some(found) = found {
            return Some(Typed {
                value: field(&of.value, name),
                shape: Shape::Known(found),
            });
        }
        let (message, help) = no_field(schema, name);
        let outer = self.outer(name, scope);
        self.report(Code::UnknownField, mark, message, outer.or(help));
        None
    }

    /// Returns the path to a name that is not in `this`, but further out.
    fn outer(&self, name: &str, scope: &Scope<'a>) -> Option<String> {
        let (level, _) = scope
            .outer_contexts()
            .enumerate()
            .find(|(_, context)| match &context.shape {
                Shape::Inputs => self.inputs.iter().any(|input| input.name == name),
                Shape::Known(schema) => schema.field(name).is_some(),
                _ => false,
            })?;
        Some(format!(
            "it is in an outer scope: write `{{{{{}{name}}}}}`",
            "../".repeat(level + 1)
        ))
    }

    fn input(&mut self, name: &str, mark: Mark, scope: &Scope<'a>) -> Option<Typed<'a>> {
        let value = Operand::Variable(VariablePath {
            base: Base::Input(name.to_owned()),
            steps: Vec::new(),
        });
        if self.inferred.is_some() {
            if name == HISTORY {
                self.report(Code::InvalidName, mark, HISTORY_IS_NO_INPUT, None);
                return None;
            }
            self.check_rust_name(name, mark)?;
            let id = self.inferred.as_mut()?.input(name, mark);
            return Some(Typed {
                value,
                shape: Shape::Inferred(id),
            });
        }
        let inputs = self.inputs;
        if let Some(input) = inputs.iter().find(|input| input.name == name) {
            self.used.insert(name.to_owned());
            return Some(Typed {
                value,
                shape: Shape::Known(&input.schema),
            });
        }
        if self.reported.insert(name.to_owned()) {
            let nearest = did_you_mean(name, inputs.iter().map(|input| input.name.as_str()));
            let help = nearest
                .or_else(|| self.outer(name, scope))
                .unwrap_or_else(|| {
                    "declare it under `schema` of `input`; for a literal `{{` write `\\{{`"
                        .to_owned()
                });
            self.report(
                Code::UndeclaredVariable,
                mark,
                format!("{} is not declared", quoted(name)),
                Some(help),
            );
        }
        None
    }

    fn check_rust_name(&mut self, name: &str, mark: Mark) -> Option<()> {
        let Some((message, help)) = fault(name, "an input") else {
            return Some(());
        };
        self.report(Code::InvalidName, mark, message, Some(help.to_owned()));
        None
    }
}

/// Returns the field of a value.
fn field(value: &Operand, name: &str) -> Operand {
    match value {
        Operand::Variable(path) => Operand::Variable(path.join(Step::Field(name.to_owned()))),
        Operand::Constant(_) => value.clone(),
        Operand::Call(_) => value.clone().part(Operand::Constant(Json::text(name))),
    }
}

/// The sentence about a field that a type does not have, and the way out.
fn no_field(schema: &Schema, name: &str) -> (String, Option<String>) {
    match &schema.kind {
        Kind::Object(fields) => {
            let names = fields
                .iter()
                .map(|field| field.name.as_str())
                .collect::<Vec<_>>();
            let nearest = did_you_mean(name, names.iter().copied());
            let help =
                nearest.unwrap_or_else(|| format!("the fields are `{}`", names.join("`, `")));
            (
                format!("no field {} in this object", quoted(name)),
                Some(help),
            )
        }
        Kind::Any => {
            let help =
                "declare its fields: in place of `any`, a mapping of names to types".to_owned();
            (
                format!(
                    "no field {} is declared in a value of type `any`",
                    quoted(name)
                ),
                Some(help),
            )
        }
        Kind::Array(_) => {
            let help =
                "loop over the list with `{{#each …}}`, or write the number of an item, from 0 on"
                    .to_owned();
            (format!("no field {} in a list", quoted(name)), Some(help))
        }
        Kind::String if name == "length" => {
            let help = "write `len`, which counts the characters: `{{len …}}`".to_owned();
            ("no field `length` in a text".to_owned(), Some(help))
        }
        _ => (
            format!(
                "no field {} in a value of type `{}`",
                quoted(name),
                schema.name()
            ),
            None,
        ),
    }
}
