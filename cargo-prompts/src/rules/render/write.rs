//! The operations of a program, one after the other.

use prompt_build::template::{Json, Loop, Op};

use super::evaluate::{Round, Values};
use super::message::{Part, Parts};
use super::{Fault, json};

/// A prompt that takes more operations than this, or comes to more bytes, is a mistake: loops
/// within loops over long lists come to more than any machine holds.
const MOST: usize = 64 * 1024 * 1024;

pub(super) struct Writer<'a> {
    values: Values<'a>,
    /// Operations and bytes so far.
    spent: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(values: Values<'a>) -> Self {
        Self { values, spent: 0 }
    }

    pub(super) fn ops(&mut self, ops: &[Op], parts: &mut Parts) -> Result<(), Fault> {
        ops.iter().try_for_each(|op| self.op(op, parts))
    }

    fn op(&mut self, op: &Op, parts: &mut Parts) -> Result<(), Fault> {
        match op {
            Op::Text(text) => self.push(text, parts),
            Op::Print(value) => self.push(&printed(&self.values.value(value)), parts),
            Op::Json { value, indent } => {
                self.push(&json::print(&self.values.value(value), *indent), parts)
            }
            Op::If {
                condition,
                then,
                otherwise,
            } => {
                self.spend(1)?;
                let branch = if self.values.holds(condition) {
                    then
                } else {
                    otherwise
                };
                self.ops(branch, parts)
            }
            Op::Each(each) => self.each(each, parts),
            Op::Media { url, content_type } => {
                let url = printed(&self.values.value(url));
                let content_type = content_type
                    .as_ref()
                    .map(|value| printed(&self.values.value(value)));
                self.spend(url.len() + 1)?;
                parts.part(Part::Media {
                    url,
                    content_type: content_type.filter(|text| !text.is_empty()),
                });
                Ok(())
            }
            Op::Section(name) => {
                self.spend(1)?;
                parts.part(Part::Section(name.clone()));
                Ok(())
            }
            Op::Indented { indent, ops } => {
                let mut partial = Parts::default();
                self.ops(ops, &mut partial)?;
                // Each line has the indent before it, as in Handlebars; an empty last line has
                // none.
                partial.text().split_inclusive('\n').try_for_each(|line| {
                    self.push(indent, parts)?;
                    self.push(line, parts)
                })
            }
        }
    }

    fn each(&mut self, each: &Loop, parts: &mut Parts) -> Result<(), Fault> {
        let list = self.values.at(&each.list);
        let entries: Vec<(Option<&'a str>, &'a Json)> = match list {
            Json::List(items) => items.iter().map(|item| (None, item)).collect(),
            Json::Object(entries) => entries
                .iter()
                .map(|(key, value)| (Some(key.as_str()), value))
                .collect(),
            _ => Vec::new(),
        };
        if entries.is_empty() {
            return self.ops(&each.otherwise, parts);
        }
        let length = entries.len();
        for (index, (key, item)) in entries.into_iter().enumerate() {
            self.spend(1)?;
            self.values.begin(
                each.id,
                Round {
                    item,
                    key,
                    index,
                    length,
                },
            );
            self.ops(&each.body, parts)?;
        }
        self.values.end(each.id);
        Ok(())
    }

    fn push(&mut self, text: &str, parts: &mut Parts) -> Result<(), Fault> {
        self.spend(text.len() + 1)?;
        parts.push(text);
        Ok(())
    }

    fn spend(&mut self, amount: usize) -> Result<(), Fault> {
        self.spent = self.spent.saturating_add(amount);
        if self.spent > MOST {
            let most = MOST / (1024 * 1024);
            return Err(Fault::whole(format!(
                "with these inputs the prompt comes to more than {most} MiB"
            )));
        }
        Ok(())
    }
}

/// A single value as a tag prints it.
fn printed(json: &Json) -> String {
    match json {
        Json::Bool(value) => value.to_string(),
        Json::Number(text) | Json::Text(text) => text.clone(),
        Json::Null | Json::List(_) | Json::Object(_) => String::new(),
    }
}
