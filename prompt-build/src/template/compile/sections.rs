//! Compiles sections: blocks that begin with the name of a value, as `{{#lead}}` and `{{^lead}}`.

use prompt_core::js::Json;
use prompt_core::program::{Condition, Op, Operand};

use super::compiler::Compiler;
use super::helper_names::{BLOCKS, OUTPUTS, is_function};
use super::scope::{Scope, Shape};
use crate::report::{Code, quoted};
use crate::template::schema::{Kind, Schema};
use crate::template::syntax::{Block, Path};

/// The form of a section, which the type of its value decides.
pub(in crate::template) enum SectionForm {
    /// As `#each`.
    List,
    /// As `#with`.
    Object,
    /// As `#if`: the value of `this` stays.
    Boolean,
    /// A value that is given, be it empty or 0, is `this`.
    Single,
}

impl SectionForm {
    /// Returns the form for a type. `None` if values of the type may have several.
    pub(in crate::template) fn of(schema: &Schema) -> Option<Self> {
        match &schema.kind {
            Kind::Any => None,
            Kind::Array(_) => Some(Self::List),
            Kind::Object(_) | Kind::Map(_) => Some(Self::Object),
            Kind::Boolean => Some(Self::Boolean),
            Kind::Null | Kind::Integer | Kind::Number | Kind::String => Some(Self::Single),
            Kind::Enum(choices) => {
                let is_boolean = |choice: &Json| matches!(choice, Json::Bool(_));
                match choices.iter().filter(|choice| is_boolean(choice)).count() {
                    0 => Some(Self::Single),
                    booleans if booleans == choices.len() => Some(Self::Boolean),
                    _ => None,
                }
            }
        }
    }
}

/// Returns whether a block begins with the path of a value, and not with the name of a helper.
fn begins_with_value(path: &Path) -> bool {
    path.simple().is_none_or(|name| {
        !(BLOCKS.contains(&name) || OUTPUTS.contains(&name) || is_function(name))
    })
}

impl Block {
    /// Returns whether the block is a section.
    pub(super) fn is_section(&self, scope: &Scope<'_>) -> bool {
        let call = &self.call;
        let is_parameter = |name| scope.parameter(name).is_some();
        call.arguments.is_empty()
            && call.named.is_empty()
            && (begins_with_value(&call.path) || call.path.simple().is_some_and(is_parameter))
    }
}

impl<'a> Compiler<'a> {
    pub(super) fn section(&mut self, block: &Block, scope: &Scope<'a>, ops: &mut Vec<Op>) {
        let path = &block.call.path;
        let Some(typed) = self.path(path, scope) else {
            return;
        };
        let Some(form) = self.section_form(&typed.shape) else {
            return self.refuse_section(path);
        };
        self.refuse_section_parameters(block, &form);
        let mark = path.mark;
        match form {
            SectionForm::List => ops.extend(self.each_of(block, typed, mark, scope)),
            SectionForm::Object => self.with_value(block, typed, mark, scope, ops),
            SectionForm::Boolean => {
                let (then, otherwise) = self.branches(block, scope, scope);
                if let Some(value) = self.testable(typed, mark) {
                    ops.push(Op::If {
                        condition: Condition::True(value),
                        then,
                        otherwise,
                    });
                }
            }
            SectionForm::Single => {
                let inner = scope.entered(typed.clone());
                let (then, otherwise) = self.branches(block, &inner, scope);
                if let Some(value) = self.testable(typed, mark) {
                    let nothing = Operand::Constant(Json::Null);
                    ops.push(Op::If {
                        condition: Condition::Equal(value, nothing),
                        then: otherwise,
                        otherwise: then,
                    });
                }
            }
        }
    }

    /// Returns the form for a value. `None` if its type is not known.
    fn section_form(&self, shape: &Shape<'a>) -> Option<SectionForm> {
        match shape {
            Shape::Inputs | Shape::Overlay(_) => Some(SectionForm::Object),
            Shape::Known(schema) => SectionForm::of(schema),
            Shape::Inferred(id) => {
                let inferred = self.inferred.as_ref()?;
                if inferred.has_items(*id) {
                    Some(SectionForm::List)
                } else {
                    inferred.has_fields(*id).then_some(SectionForm::Object)
                }
            }
            Shape::Boolean => Some(SectionForm::Boolean),
            Shape::Number | Shape::Text | Shape::Nothing => Some(SectionForm::Single),
            Shape::Single => None,
        }
    }

    fn refuse_section(&mut self, path: &Path) {
        let name = self.source.text[path.mark.span()].to_owned();
        let message = format!("a section of {}, whose type is not known", quoted(&name));
        let help = format!(
            "write `{{{{#if {name}}}}}`, `{{{{#each {name}}}}}` or `{{{{#with {name}}}}}`, or declare its type under `schema` of `input`"
        );
        self.report(Code::UnsupportedTag, path.mark, message, Some(help));
    }

    /// Refuses block parameters: in Handlebars, only those of a list have a value.
    fn refuse_section_parameters(&mut self, block: &Block, form: &SectionForm) {
        let most = if matches!(form, SectionForm::List) {
            2
        } else {
            0
        };
        if let Some((parameter, mark)) = block.parameters.get(most) {
            let message = format!(
                "unexpected block parameter {}, this section has {most}",
                quoted(parameter)
            );
            let help = "write `{{#with … as |name|}}`".to_owned();
            let help = (most == 0).then_some(help);
            self.report(Code::InvalidTag, *mark, message, help);
        }
    }
}
