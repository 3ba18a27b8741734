//! Compiles tags that print: a variable, or the result of `json`, `media` or `section`.

use prompt_core::program::{Base, Demand, Format, Function, Op, Operand};

use super::compiler::Compiler;
use super::helper_names::{
    BLOCKS, OUTPUTS, did_you_mean_helper, instead_of_other_language, is_function,
};
use super::scope::{Scope, Shape, Typed, describe};
use super::word_operators::instead_of_words;
use crate::report::{Code, did_you_mean, quoted};
use crate::source::Mark;
use crate::template::schema::Kind;
use crate::template::syntax::{Argument, Call, Path};

/// The maximum indent of `JSON.stringify`.
const WIDEST_INDENT: usize = 10;

impl Call {
    /// Returns whether the tag calls this helper. A block parameter of the same name hides it.
    pub(super) fn is_helper(&self, name: &str, scope: &Scope<'_>) -> bool {
        self.path.simple() == Some(name) && scope.parameter(name).is_none()
    }
}

impl<'a> Compiler<'a> {
    pub(super) fn output(&mut self, call: &Call, scope: &Scope<'a>) -> Option<Vec<Op>> {
        let simple = call.path.simple();
        if let Some(name) = simple.filter(|name| is_function(name) && call.is_helper(name, scope)) {
            self.refuse_shadow(name, call, scope)?;
            return self.function_output(call, scope).map(|op| vec![op]);
        }
        let helper = OUTPUTS.into_iter().find(|name| call.is_helper(name, scope));
        if let Some(name) = helper {
            self.refuse_shadow(name, call, scope)?;
        }
        let op = match helper {
            Some("json") => return self.json(call, scope),
            Some("media") => self.media(call, scope),
            Some("section") => self
                .text_argument(call, scope, "a section", "{{section \"code\"}}")
                .map(Op::Section),
            Some("role") => self.role(call, scope).map(Op::Role),
            Some(name) => {
                let message = format!("`{{{{{name}}}}}` within a block");
                let help =
                    "move it out of the block: a call inserts one conversation, in one place"
                        .to_owned();
                self.report(Code::MessageInBlock, call.mark, message, Some(help));
                None
            }
            None => self.variable(call, scope),
        };
        op.map(|op| vec![op])
    }

    fn variable(&mut self, call: &Call, scope: &Scope<'a>) -> Option<Op> {
        if !call.arguments.is_empty() || !call.named.is_empty() {
            self.unknown_helper(&call.path);
            return None;
        }
        if let Some(name) = call
            .path
            .simple()
            .filter(|name| BLOCKS.contains(name) && scope.parameter(name).is_none())
        {
            let message = format!("`{name}` begins a block");
            self.report(
                Code::UnknownHelper,
                call.path.mark,
                message,
                Some(format!("write `{{{{#{name} …}}}}`")),
            );
            return None;
        }
        let typed = self.path(&call.path, scope)?;
        let value = self.printable(typed, call.path.mark)?;
        Some(Op::Print {
            value,
            format: Format::Plain,
        })
    }

    fn unknown_helper(&mut self, path: &Path) {
        let Some(name) = path.simple() else {
            return self.value_with_arguments(path);
        };
        let help = if BLOCKS.contains(&name) {
            format!("it begins a block: write `{{{{#{name} …}}}}`")
        } else {
            let names = || OUTPUTS.into_iter().chain(Function::names());
            let nearest = || did_you_mean_helper(name, names());
            instead_of_other_language(name)
                .map(str::to_owned)
                .or_else(nearest)
                .unwrap_or_else(|| {
                    format!(
                        "the helpers are `{}`; for a literal `{{{{` write `\\{{{{`",
                        names().collect::<Vec<_>>().join("`, `")
                    )
                })
        };
        self.report(
            Code::UnknownHelper,
            path.mark,
            format!("unknown helper {}", quoted(name)),
            Some(help),
        );
    }

    /// Reports arguments of a path, which names no helper.
    fn value_with_arguments(&mut self, path: &Path) {
        let written = quoted(&self.source.text[path.mark.span()]);
        let message = format!("{written} is the path of a value, which takes no arguments");
        let help = "write the value alone; for a literal `{{` write `\\{{`".to_owned();
        self.report(Code::UnknownHelper, path.mark, message, Some(help));
    }

    /// Refuses a helper without arguments if a field of that name is in scope: Handlebars would
    /// call the helper, and the field is probably meant.
    fn refuse_shadow(&mut self, name: &str, call: &Call, scope: &Scope<'a>) -> Option<()> {
        let has_field = match &scope.this().shape {
            Shape::Known(schema) => schema.field(name).is_some(),
            Shape::Inputs => self.inputs.iter().any(|input| input.name == name),
            _ => false,
        };
        if !has_field || !call.arguments.is_empty() || !call.named.is_empty() {
            return Some(());
        }
        let help = format!("for the value write `{{{{this.{name}}}}}`");
        self.report(
            Code::InvalidTag,
            call.mark,
            format!("`{name}` is a helper here"),
            Some(help),
        );
        None
    }

    /// `{{json value indent=2}}`
    fn json(&mut self, call: &Call, scope: &Scope<'a>) -> Option<Vec<Op>> {
        self.expect_arguments(call, 1, &["indent"], "`json`")?;
        let indent = match call.named.first() {
            None => 0,
            Some((_, _, Argument::Number(number, mark))) => {
                let Some(indent) = number.to_index() else {
                    self.report(
                        Code::InvalidTag,
                        *mark,
                        "unexpected indent, expected a number of blanks",
                        None,
                    );
                    return None;
                };
                indent.min(WIDEST_INDENT)
            }
            Some((_, _, argument)) => {
                let mark = argument.mark();
                self.report(
                    Code::InvalidTag,
                    mark,
                    "unexpected indent, expected a number of blanks",
                    None,
                );
                return None;
            }
        };
        let typed = self.argument(&call.arguments[0], scope)?;
        match typed.shape {
            Shape::Inputs => return self.all_inputs(indent, call.mark, scope),
            Shape::Overlay(_) => {
                let message = "all inputs at once cannot be printed where a partial has arguments";
                let help = "print one value after the other: `{{json name}}`".to_owned();
                self.report(Code::NotPrintable, call.mark, message, Some(help));
                return None;
            }
            _ => {}
        }
        Some(vec![self.json_of(typed, indent)])
    }

    /// The JSON of a value.
    pub(super) fn json_of(&mut self, typed: Typed<'a>, indent: usize) -> Op {
        self.demand(&typed, Demand::Serialize);
        Op::Print {
            value: typed.value,
            format: Format::Json { indent },
        }
    }

    /// `{{media url=photo contentType="image/png"}}`
    fn media(&mut self, call: &Call, scope: &Scope<'a>) -> Option<Op> {
        self.expect_arguments(call, 0, &["url", "contentType"], "`media`")?;
        let mut value = |name: &str| {
            let (_, _, argument) = call.named.iter().find(|(given, _, _)| given == name)?;
            let typed = self.argument(argument, scope)?;
            self.printable(typed, argument.mark())
        };
        let (url, content_type) = (value("url"), value("contentType"));
        if !call.named.iter().any(|(name, _, _)| name == "url") {
            let help = "write `{{media url=photo}}`".to_owned();
            self.report(
                Code::InvalidTag,
                call.mark,
                "`media` without a `url`",
                Some(help),
            );
        }
        Some(Op::Media {
            url: url?,
            content_type,
        })
    }

    /// The one argument of a helper that must be a name in quotes.
    pub(super) fn text_argument(
        &mut self,
        call: &Call,
        scope: &Scope<'a>,
        what: &str,
        example: &str,
    ) -> Option<String> {
        let name = call.path.simple().unwrap_or_default();
        self.refuse_shadow(name, call, scope)?;
        let is_sound = call.named.is_empty() || (name == "role" && has_metadata(call));
        if let [Argument::Text(text, _)] = call.arguments.as_slice()
            && is_sound
        {
            for (key, mark, _) in &call.named {
                let message = format!(
                    "{} has no effect: no API takes metadata of a message",
                    quoted(key)
                );
                self.warn(Code::IgnoredKey, *mark, message);
            }
            Some(text.clone())
        } else {
            let message = format!("expected one text in quotes as the name of {what}");
            let is_alone = call.arguments.is_empty() && call.named.is_empty();
            let help = if is_alone {
                format!(
                    "write it as in `{example}`, or for a value of that name `{{{{this.{name}}}}}`"
                )
            } else {
                format!("write it as in `{example}`")
            };
            self.report(Code::InvalidTag, call.mark, message, Some(help));
            None
        }
    }

    /// Checks how many arguments there are, and that those with names have these.
    pub(super) fn expect_arguments(
        &mut self,
        call: &Call,
        count: usize,
        names: &[&str],
        what: &str,
    ) -> Option<()> {
        if call.arguments.len() != count {
            let number = ["no argument", "one argument", "two arguments"][count];
            let message = format!("{what} takes {number}, found {}", call.arguments.len());
            let help = if count == 0 && !names.is_empty() {
                Some(format!("write `{}=…`", names.join("=… ")))
            } else {
                instead_of_words(call)
            };
            self.report(Code::InvalidTag, call.mark, message, help);
            return None;
        }
        for (position, (name, mark, _)) in call.named.iter().enumerate() {
            let is_second = call.named[..position]
                .iter()
                .any(|(earlier, _, _)| earlier == name);
            if !names.contains(&name.as_str()) || is_second {
                let word = if is_second { "second" } else { "unexpected" };
                let help = did_you_mean(name, names.iter().copied()).filter(|_| !is_second);
                self.report(
                    Code::InvalidTag,
                    *mark,
                    format!("{word} argument {} of {what}", quoted(name)),
                    help,
                );
                return None;
            }
        }
        Some(())
    }

    /// The value, if it can be printed: a list and an object cannot.
    pub(super) fn printable(&mut self, typed: Typed<'a>, mark: Mark) -> Option<Operand> {
        let is_composite = match &typed.shape {
            Shape::Inputs | Shape::Overlay(_) => true,
            Shape::Known(schema) => {
                matches!(schema.kind, Kind::Array(_) | Kind::Object(_) | Kind::Map(_))
            }
            Shape::Inferred(id) => {
                if let Some(inferred) = &mut self.inferred {
                    inferred.print(*id, &self.source, mark);
                }
                false
            }
            _ => false,
        };
        if is_composite {
            let help = match &typed.shape {
                Shape::Known(schema) if matches!(schema.kind, Kind::Object(_)) => {
                    "print one of its fields, or `{{json …}}`"
                }
                Shape::Known(_) => "loop over it with `{{#each …}}`, or print `{{json …}}`",
                _ => "print one input after the other",
            };
            let message = format!("{} cannot be printed", describe(&typed.shape));
            self.report(Code::NotPrintable, mark, message, Some(help.to_owned()));
            return None;
        }
        self.demand(&typed, Demand::Print);
        Some(typed.value)
    }

    /// The value, if it can be tested: all that there are of inputs cannot.
    pub(super) fn testable(&mut self, typed: Typed<'a>, mark: Mark) -> Option<Operand> {
        if matches!(typed.shape, Shape::Inputs | Shape::Overlay(_)) {
            self.report(
                Code::NotPrintable,
                mark,
                "all inputs at once cannot be tested",
                None,
            );
            return None;
        }
        let is_any = match &typed.shape {
            Shape::Known(schema) => schema.kind == Kind::Any,
            shape => matches!(shape, Shape::Inferred(_)),
        };
        let demand = if is_any { Demand::Test } else { Demand::Print };
        self.demand(&typed, demand);
        Some(typed.value)
    }

    /// Records the demand on a value.
    pub(super) fn demand(&mut self, typed: &Typed<'a>, demand: Demand) {
        let Some(path) = typed.value.path() else {
            return;
        };
        let path = self.full_path(&path);
        if matches!(path.base, Base::Input(_)) {
            self.demands.insert((path, demand));
        }
    }
}

/// Returns whether the named arguments are constants, as Dotprompt's metadata of a message are.
fn has_metadata(call: &Call) -> bool {
    let mut values = call.named.iter().map(|(_, _, value)| value);
    values.all(|value| !matches!(value, Argument::Path(_) | Argument::Call(_)))
}
