//! Whether two programs render the same, whatever is passed.

use std::collections::BTreeMap;

use super::Reason;
use super::line::Line;
use crate::source::Mark;
use crate::template::syntax::trim;
use crate::template::{
    Base, Field, Format, Input, Kind, Loop, Message, Op, Operand, Schema, Step, Template,
    VariablePath,
};

/// Why two templates are not the same, places in their files aside; `None` where they are.
pub(super) fn same(before: &Template, after: &Template) -> Option<Reason> {
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
        && before.config == after.config
        && before.is_inferred == after.is_inferred;
    (!is_same).then_some(Reason::Differs)
}

/// The inputs by their names. In what order they are first used does not matter.
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

/// The messages without those that are blank whatever is passed.
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
    /// What each loop runs over.
    lists: BTreeMap<usize, VariablePath>,
}

impl Normaliser<'_> {
    /// Texts side by side are one, a literal that is printed is text, and indents are dissolved
    /// where they can be.
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

    /// The operations with the indent in their texts. `None` where it depends on what is passed
    /// which lines there are.
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

    /// The body must end as it began: another turn begins where this one ended.
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

    /// Whether it prints one line that is not empty, whatever is passed.
    fn is_one_line(&self, op: &Op) -> bool {
        let place = match op {
            Op::Print {
                format: Format::Json { indent },
                ..
            } => return *indent == 0,
            Op::Print {
                value: Operand::Variable(place),
                format: Format::Plain,
            } => place,
            _ => return false,
        };
        match place.base {
            Base::Index(_) | Base::First(_) | Base::Last(_) => true,
            Base::Key(_) => false,
            Base::Input(_) | Base::Item(_) => self.schema(place).is_some_and(is_one_line),
        }
    }

    /// The type of the value at a place, if there is always one.
    fn schema(&self, place: &VariablePath) -> Option<&Schema> {
        let mut schema = match &place.base {
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
        for step in &place.steps {
            let Step::Field(name) = step else { return None };
            schema = &schema
                .field(name)
                .filter(|field| field.is_required && !schema.is_nullable)?
                .schema;
        }
        Some(schema)
    }
}

/// A text may have line ends in it; the choices of an enum do not bind what a call works out when
/// it runs.
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
