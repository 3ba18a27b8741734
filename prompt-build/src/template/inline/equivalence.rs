//! Compares two programs: they are equivalent if they render the same for all inputs.

use std::collections::BTreeMap;

use prompt_core::program::{Base, Format, Loop, Message, Op, Operand, Outcome, Step, VariablePath};

use super::line::Line;
use super::reason::Reason;
use crate::source::Mark;
use crate::template::checked_template::Template;
use crate::template::inputs::Input;
use crate::template::schema::{Field, Kind, Schema};
use crate::template::syntax::trim;

/// Finds a difference between two templates, apart from their locations in the files. Returns
/// `None` if they are equivalent.
pub(super) fn difference(before: &Template, after: &Template) -> Option<Reason> {
    let (old, new) = (normal_messages(before), normal_messages(after));
    if old != new {
        let indented = |messages: &[Normal]| {
            messages
                .iter()
                .flat_map(|(_, ops)| ops)
                .map(count_indented)
                .sum::<usize>()
        };
        return Some(if indented(&old) > indented(&new) {
            Reason::Indented
        } else {
            Reason::Differs
        });
    }
    let (old, new) = (inputs(before), inputs(after));
    if let Some(name) = old.keys().find(|name| old.get(*name) != new.get(*name)) {
        return Some(Reason::Unused((*name).to_owned()));
    }
    let is_same = old.len() == new.len()
        && before.demands == after.demands
        && before.output == after.output
        && before.tools == after.tools
        && before.config == after.config
        && before.is_inferred == after.is_inferred;
    (!is_same).then_some(Reason::Differs)
}

/// Returns the inputs by name. The order of their first use does not matter.
fn inputs(template: &Template) -> BTreeMap<&str, Input> {
    let without_mark = |input: &Input| Input {
        schema: unmarked(&input.schema),
        mark: Mark::at(0, 0),
        ..input.clone()
    };
    template
        .inputs
        .iter()
        .map(|input| (input.name.as_str(), without_mark(input)))
        .collect()
}

fn unmarked(schema: &Schema) -> Schema {
    let kind = match &schema.kind {
        Kind::Array(item) => Kind::Array(Box::new(unmarked(item))),
        Kind::Map(value) => Kind::Map(Box::new(unmarked(value))),
        Kind::Object(fields) => {
            let field = |field: &Field| Field {
                schema: unmarked(&field.schema),
                mark: Mark::at(0, 0),
                ..field.clone()
            };
            let mut fields = fields.iter().map(field).collect::<Vec<_>>();
            fields.sort_by(|a, b| a.name.cmp(&b.name));
            Kind::Object(fields)
        }
        kind => kind.clone(),
    };
    let others = schema
        .others
        .as_ref()
        .map(|others| Box::new(unmarked(others)));
    Schema {
        kind,
        others,
        mark: Mark::at(0, 0),
        ..schema.clone()
    }
}

/// A message: its role, `None` for the history, and its operations in their normal form.
type Normal = (Option<&'static str>, Vec<Op>);

/// Returns the messages in normal form, without those that are blank for all inputs.
fn normal_messages(template: &Template) -> Vec<Normal> {
    let mut normaliser = Normaliser {
        inputs: &template.inputs,
        lists: BTreeMap::new(),
    };
    let normal = template.messages.iter().map(|message| match message {
        Message::History => (None, Vec::new()),
        Message::Text { role, ops, .. } => (Some(role.as_str()), normaliser.ops(ops)),
    });
    let is_blank = |ops: &[Op]| {
        ops.iter()
            .all(|op| matches!(op, Op::Text(text) if trim(text).is_empty()))
    };
    normal
        .filter(|(role, ops)| role.is_none() || !is_blank(ops))
        .collect()
}

fn count_indented(op: &Op) -> usize {
    let count = |ops: &[Op]| ops.iter().map(count_indented).sum::<usize>();
    match op {
        Op::Indented { ops, .. } => 1 + count(ops),
        Op::If {
            then, otherwise, ..
        } => count(then) + count(otherwise),
        Op::Each(each) => count(&each.body) + count(&each.otherwise),
        _ => 0,
    }
}

struct Normaliser<'a> {
    inputs: &'a [Input],
    /// The list of each loop.
    lists: BTreeMap<usize, VariablePath>,
}

impl Normaliser<'_> {
    /// Normalises operations: merges adjacent texts, turns printed literals into text, and applies
    /// indents where possible.
    fn ops(&mut self, ops: &[Op]) -> Vec<Op> {
        let mut normal = Vec::new();
        for op in ops {
            self.op(op, &mut normal);
        }
        normal
    }

    fn op(&mut self, op: &Op, normal: &mut Vec<Op>) {
        match op {
            Op::Text(text) => push_text(normal, text),
            Op::Print {
                value: Operand::Constant(value),
                format,
            } => {
                let mut text = String::new();
                format.write(value, &mut text);
                push_text(normal, &text);
            }
            Op::If {
                condition,
                then,
                otherwise,
            } => {
                let (then, otherwise) = (self.ops(then), self.ops(otherwise));
                normal.push(Op::If {
                    condition: condition.clone(),
                    then,
                    otherwise,
                });
            }
            Op::Each(each) => {
                self.lists.insert(each.id, each.list.clone());
                let (body, otherwise) = (self.ops(&each.body), self.ops(&each.otherwise));
                normal.push(Op::Each(Loop {
                    id: each.id,
                    list: each.list.clone(),
                    body,
                    otherwise,
                }));
            }
            Op::Indented { indent, ops } => {
                let ops = self.ops(ops);
                match self.indented(&ops, indent, &mut Line::Start) {
                    Some(indented) => indented.iter().for_each(|op| self.op(op, normal)),
                    None => normal.push(Op::Indented {
                        indent: indent.clone(),
                        ops,
                    }),
                }
            }
            op => normal.push(op.clone()),
        }
    }

    /// Puts the indent into the texts of operations. Returns `None` if the lines depend on the
    /// inputs.
    fn indented(&self, ops: &[Op], indent: &str, line: &mut Line) -> Option<Vec<Op>> {
        let mut indented = Vec::new();
        for op in ops {
            match op {
                Op::Text(text) => indented.push(Op::Text(line.indent(text, indent)?)),
                Op::Print { .. } if self.is_one_line(op) => {
                    indented.push(Op::Text(line.begin(indent)?.to_owned()));
                    indented.push(op.clone());
                }
                Op::If {
                    condition,
                    then,
                    otherwise,
                } => {
                    let mut other = *line;
                    let then = self.indented(then, indent, line)?;
                    let otherwise = self.indented(otherwise, indent, &mut other)?;
                    *line = line.or(other);
                    indented.push(Op::If {
                        condition: condition.clone(),
                        then,
                        otherwise,
                    });
                }
                Op::Each(each) => indented.push(Op::Each(self.indented_loop(each, indent, line)?)),
                _ => return None,
            }
        }
        Some(indented)
    }

    /// Indents a loop. The body must end as it began, since the next item begins where it ended.
    fn indented_loop(&self, each: &Loop, indent: &str, line: &mut Line) -> Option<Loop> {
        let (before, mut other) = (*line, *line);
        let body = self.indented(&each.body, indent, line)?;
        if *line != before {
            return None;
        }
        let otherwise = self.indented(&each.otherwise, indent, &mut other)?;
        *line = line.or(other);
        Some(Loop {
            id: each.id,
            list: each.list.clone(),
            body,
            otherwise,
        })
    }

    /// Returns whether an operation prints one line that is not empty, for all inputs.
    fn is_one_line(&self, op: &Op) -> bool {
        let path = match op {
            Op::Print {
                format: Format::Json { indent },
                ..
            } => return *indent == 0,
            // The other formats print the text of a single value, which has as many lines as it.
            Op::Print {
                value: Operand::Variable(path),
                ..
            } => path,
            Op::Print {
                value: Operand::Call(call),
                ..
            } => {
                let outcome = call.function.signature().outcome;
                return matches!(outcome, Outcome::Boolean | Outcome::Number);
            }
            _ => return false,
        };
        match path.base {
            Base::Index(_) | Base::First(_) | Base::Last(_) => true,
            Base::Key(_) => false,
            Base::Input(_) | Base::Item(_) => self.schema(path).is_some_and(is_one_line),
        }
    }

    /// Returns the type of the value at a path, if there is always a value.
    fn schema(&self, path: &VariablePath) -> Option<&Schema> {
        let mut schema = match &path.base {
            Base::Input(name) => {
                let input = self.inputs.iter().find(|input| input.name == *name)?;
                Some(&input.schema).filter(|_| input.is_required || input.default.is_some())?
            }
            Base::Item(id) => match &self.schema(self.lists.get(id)?)?.kind {
                Kind::Array(item) | Kind::Map(item) => item,
                _ => return None,
            },
            _ => return None,
        };
        for step in &path.steps {
            let Step::Field(name) = step else { return None };
            schema = &schema
                .field(name)
                .filter(|field| field.is_required && !schema.is_nullable)?
                .schema;
        }
        Some(schema)
    }
}

/// Returns whether all values of a type print one line. A text may contain line ends, and so may an
/// enum: its choices are not checked at run time.
fn is_one_line(schema: &Schema) -> bool {
    !schema.is_nullable && matches!(schema.kind, Kind::Boolean | Kind::Integer | Kind::Number)
}

fn push_text(ops: &mut Vec<Op>, text: &str) {
    match ops.last_mut() {
        _ if text.is_empty() => {}
        Some(Op::Text(last)) => last.push_str(text),
        _ => ops.push(Op::Text(text.to_owned())),
    }
}
