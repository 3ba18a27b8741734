//! The messages of several environments as one program, where they differ in texts alone. Most
//! versions of a prompt do. So the code of a call is compiled once, and takes such a text from a
//! table.

use proc_macro2::Ident;
use prompt_core::js::is_blank;
use prompt_core::program::{
    Base, Format, Input, Loop, Message, Op, Operand, Program, VariablePath,
};

use super::checks::required_elsewhere;
use super::local;
use super::pieces::Printed;

/// Messages that several environments share.
pub(super) struct SharedMessages {
    /// The texts that differ are variables.
    pub(super) messages: Vec<Message>,
    texts: Vec<SharedText>,
}

/// A text that differs.
struct SharedText {
    /// The name of its variable in the program. No input has such a name.
    name: String,
    /// In the order of the environments.
    versions: Vec<String>,
}

impl SharedMessages {
    /// Merges programs. Returns `None` if they differ in more than texts, or are fewer than two.
    /// `versions` are those of all environments of the build.
    pub(super) fn of(programs: &[&Program], versions: &[&str]) -> Option<Self> {
        let (first, others) = programs.split_first()?;
        let is_alike = |other: &&Program| {
            // What only other environments ask stands in the program of the first.
            let has_no_more = other.checks.is_empty() || other.checks == first.checks;
            let mut inputs = first.inputs.iter().zip(&other.inputs);
            has_no_more
                && first.inputs.len() == other.inputs.len()
                && inputs.all(|(input, other)| is_same_input(input, other, versions))
        };
        if others.is_empty() || !others.iter().all(is_alike) {
            return None;
        }
        let mut shared = Self {
            messages: Vec::new(),
            texts: Vec::new(),
        };
        let versions = programs.iter().map(|program| program.messages.as_slice());
        for messages in columns(&versions.collect::<Vec<_>>())? {
            let message = shared.message(&messages)?;
            shared.messages.push(message);
        }
        Some(shared)
    }

    fn message(&mut self, versions: &[&Message]) -> Option<Message> {
        let Message::Text { role, range, .. } = versions.first()? else {
            let is_history = |message: &&Message| matches!(message, Message::History);
            return versions.iter().all(is_history).then_some(Message::History);
        };
        let all = each(versions, |message| match message {
            Message::Text { role: own, ops, .. } if own == role => Some(ops.as_slice()),
            _ => None,
        })?;
        Some(Message::Text {
            role: *role,
            ops: self.ops(&all)?,
            range: range.clone(),
        })
    }

    fn ops(&mut self, versions: &[&[Op]]) -> Option<Vec<Op>> {
        let columns = columns(versions)?;
        columns.iter().map(|ops| self.op(ops)).collect()
    }

    fn op(&mut self, versions: &[&Op]) -> Option<Op> {
        let first = *versions.first()?;
        match first {
            Op::Text(text) => {
                let texts = each(versions, |op| match op {
                    Op::Text(text) => Some(text),
                    _ => None,
                })?;
                let is_same = texts.iter().all(|other| *other == text);
                Some(if is_same {
                    first.clone()
                } else {
                    self.print(&texts)
                })
            }
            Op::If { condition, .. } => {
                let then = each(versions, |op| match op {
                    Op::If {
                        condition: own,
                        then,
                        ..
                    } if own == condition => Some(then.as_slice()),
                    _ => None,
                })?;
                let otherwise = each(versions, |op| match op {
                    Op::If { otherwise, .. } => Some(otherwise.as_slice()),
                    _ => None,
                })?;
                Some(Op::If {
                    condition: condition.clone(),
                    then: self.ops(&then)?,
                    otherwise: self.ops(&otherwise)?,
                })
            }
            Op::Each(each) => self.each(each, versions),
            Op::Indented { indent, .. } => {
                let ops = each(versions, |op| match op {
                    Op::Indented { indent: own, ops } if own == indent => Some(ops.as_slice()),
                    _ => None,
                })?;
                Some(Op::Indented {
                    indent: indent.clone(),
                    ops: self.ops(&ops)?,
                })
            }
            Op::Print { .. } | Op::Media { .. } | Op::Section(_) | Op::Role(_) => versions
                .iter()
                .all(|op| *op == first)
                .then(|| first.clone()),
        }
    }

    fn each(&mut self, first: &Loop, versions: &[&Op]) -> Option<Op> {
        let loops = each(versions, |op| match op {
            Op::Each(own) if own.id == first.id && own.list == first.list => Some(own),
            _ => None,
        })?;
        let bodies = loops.iter().map(|each| each.body.as_slice());
        let bodies = bodies.collect::<Vec<_>>();
        let otherwise = loops.iter().map(|each| each.otherwise.as_slice());
        let otherwise = otherwise.collect::<Vec<_>>();
        Some(Op::Each(Loop {
            id: first.id,
            list: first.list.clone(),
            body: self.ops(&bodies)?,
            otherwise: self.ops(&otherwise)?,
        }))
    }

    /// Makes the operation that prints a text which differs.
    fn print(&mut self, versions: &[&String]) -> Op {
        let name = format!("\0{}", self.texts.len());
        let path = VariablePath {
            base: Base::Input(name.clone()),
            steps: Vec::new(),
        };
        let versions = versions.iter().copied().cloned().collect();
        self.texts.push(SharedText { name, versions });
        Op::Print {
            value: Operand::Variable(path),
            format: Format::Plain,
        }
    }

    /// Returns the text that differs, if the path is that of its variable.
    pub(super) fn text(&self, path: &VariablePath) -> Option<Printed> {
        let Base::Input(name) = &path.base else {
            return None;
        };
        let mut texts = self.texts.iter().zip(self.variables());
        let (text, name) = texts.find(|(text, _)| text.name == *name)?;
        let is_text = !text.versions.iter().any(|text| is_blank(text));
        Some(Printed::Fixed { name, is_text })
    }

    /// Returns the names of the Rust variables of the texts that differ.
    pub(super) fn variables(&self) -> impl Iterator<Item = Ident> {
        (0..self.texts.len()).map(|number| local(&format!("known_{number}")))
    }

    /// Returns the texts that differ, as an environment has them.
    pub(super) fn texts_of(&self, environment: usize) -> impl Iterator<Item = &str> {
        let texts = self.texts.iter();
        texts.filter_map(move |text| text.versions.get(environment).map(String::as_str))
    }
}

/// Returns whether the code of two inputs is the same. Which version of the build requires an input
/// does not count.
fn is_same_input(input: &Input, other: &Input, versions: &[&str]) -> bool {
    let elsewhere = |input| required_elsewhere(input, versions);
    (&input.name, &input.slot, &input.default) == (&other.name, &other.slot, &other.default)
        && input.required_by.is_some() == other.required_by.is_some()
        && elsewhere(input) == elsewhere(other)
}

/// Returns the items at each place of lists of the same length, or `None` if the lengths differ.
fn columns<'o, T>(lists: &[&'o [T]]) -> Option<Vec<Vec<&'o T>>> {
    let length = lists.first()?.len();
    if lists.iter().any(|list| list.len() != length) {
        return None;
    }
    let column = |place: usize| lists.iter().filter_map(|list| list.get(place)).collect();
    Some((0..length).map(column).collect())
}

/// Applies a function to each version, and returns `None` if one of the results is.
fn each<'o, O, T>(versions: &[&'o O], part: impl Fn(&'o O) -> Option<T>) -> Option<Vec<T>> {
    versions.iter().map(|version| part(version)).collect()
}
