//! Compiles `{{json this}}` of all inputs: the object of those that have a value.

use prompt_core::js::Json;
use prompt_core::program::{Condition, Op, Operand};

use super::compiler::Compiler;
use super::ops::{push, push_text};
use super::scope::Scope;
use crate::report::Code;
use crate::source::Mark;
use crate::template::inputs::Input;

/// An input in the object.
struct Member {
    name: String,
    value: Operand,
    json: Op,
    may_be_absent: bool,
}

impl<'a> Compiler<'a> {
    /// The object of all inputs, in the order of the schema.
    pub(super) fn all_inputs(
        &mut self,
        indent: usize,
        mark: Mark,
        scope: &Scope<'a>,
    ) -> Option<Vec<Op>> {
        if self.inferred.is_some() {
            let help = "declare the inputs under `schema` of `input`, or print one after the other: \
                        `{{json name}}`";
            let message = "all inputs at once cannot be printed without a schema";
            self.report(Code::NotPrintable, mark, message, Some(help.to_owned()));
            return None;
        }
        let inputs = self.inputs;
        let members = inputs.iter();
        let members = members.map(|input| self.input_member(input, indent, mark, scope));
        let members = members.collect::<Option<Vec<_>>>()?;
        self.charge_values(count(&members), mark)?;
        Some(object(members, indent))
    }

    fn input_member(
        &mut self,
        input: &Input,
        indent: usize,
        mark: Mark,
        scope: &Scope<'a>,
    ) -> Option<Member> {
        let this = Scope::root().this().clone();
        let typed = self.field(&this, &input.name, mark, scope)?;
        Some(Member {
            name: input.name.clone(),
            value: typed.value.clone(),
            json: self.json_of(typed, indent),
            may_be_absent: !input.is_required && input.default.is_none(),
        })
    }
}

/// Returns the number of values in the operations of an object.
fn count(members: &[Member]) -> usize {
    let certain = members.iter().position(|member| !member.may_be_absent);
    let leading = certain.unwrap_or(members.len());
    // The comma of a member depends on all before it.
    2 * members.len() + leading * leading / 2
}

fn object(members: Vec<Member>, indent: usize) -> Vec<Op> {
    if members.is_empty() {
        return vec![Op::Text("{}".to_owned())];
    }
    if indent == 0 {
        let mut ops = vec![Op::Text("{".to_owned())];
        append(members, ",", ":", &mut ops);
        push_text(&mut ops, "}");
        return ops;
    }
    let may_be_empty = members.iter().all(|member| member.may_be_absent);
    let values = members.iter().map(|member| member.value.clone());
    let any_present = Condition::AnyPresent(values.collect());
    let mut ops = Vec::new();
    append(members, ",\n", ": ", &mut ops);
    let lines = vec![
        Op::Text("{\n".to_owned()),
        Op::Indented {
            indent: " ".repeat(indent),
            ops,
        },
        Op::Text("\n}".to_owned()),
    ];
    if !may_be_empty {
        return lines;
    }
    vec![Op::If {
        condition: any_present,
        then: lines,
        otherwise: vec![Op::Text("{}".to_owned())],
    }]
}

/// Appends the members. The separator stands before each but the first that is present.
fn append(members: Vec<Member>, separator: &str, colon: &str, ops: &mut Vec<Op>) {
    let mut before = Vec::new();
    let mut has_certain = false;
    for member in members {
        let mut own = Vec::new();
        if has_certain {
            push_text(&mut own, separator);
        } else if !before.is_empty() {
            own.push(Op::If {
                condition: Condition::AnyPresent(before.clone()),
                then: vec![Op::Text(separator.to_owned())],
                otherwise: Vec::new(),
            });
        }
        push_text(&mut own, &format!("{}{colon}", Json::text(member.name)));
        own.push(member.json);
        if member.may_be_absent {
            ops.push(Op::If {
                condition: Condition::AnyPresent(vec![member.value.clone()]),
                then: own,
                otherwise: Vec::new(),
            });
        } else {
            for op in own {
                push(ops, op);
            }
        }
        has_certain |= !member.may_be_absent;
        before.push(member.value);
    }
}
