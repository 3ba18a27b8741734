//! Renders a compiled prompt with inputs that are data.
//!
//! The text is the one that the code of `prompt!` writes. Tests hold both against Handlebars.

mod computed;
mod piece;
mod plan;
mod values;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::js::{Data, Json};
use crate::message::{ConversationBuilder, Message, history_index};
use crate::program::{self, Base, Demand, Format};
use crate::text::indented;
use crate::vocabulary::Role;
use piece::{Loop, Piece};
pub use plan::Plan;
use plan::{PlannedMessage, Rendering};
use values::Values;

type Condition = program::Condition<usize>;
type Operand = program::Operand<usize>;
type VariablePath = program::VariablePath<usize>;

/// Operations and bytes of one rendering. A prompt that needs more is a mistake: nested loops over
/// long lists need more than any machine holds.
const BUDGET: usize = 64 * 1024 * 1024;

/// The inputs of a rendering.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a, D> {
    /// An object with the value of each input, defaults included.
    pub values: D,
    /// An object of the same shape, with the JSON of values that `{{json}}` prints in a form of
    /// their own. `Null` stands for no such form.
    pub json: &'a Json,
    /// About the length of the texts in the values, where it is known.
    pub length: usize,
}

impl<'a, D: Data<'a>> Inputs<'a, D> {
    /// Wraps values that `{{json}}` prints as they are.
    #[must_use]
    pub const fn new(values: D) -> Self {
        Self {
            values,
            json: &Json::Null,
            length: 0,
        }
    }
}

/// The error of a rendering that would be too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "with these inputs the prompt is longer than {} MiB",
            BUDGET / (1024 * 1024)
        )
    }
}

impl core::error::Error for TooLong {}

/// The inputs that a log must not show.
#[derive(Clone, Copy)]
pub struct Secrets<'a> {
    pub names: &'a [&'a str],
    /// Takes each text that is made from a secret, and returns the text that a log shows instead.
    pub hide: &'a dyn Fn(&str) -> &'static str,
}

/// Renders messages. Blank messages are left out, and the conversation so far is inserted at
/// `{{history}}`, or at its [default place](history_index).
///
/// # Errors
///
/// Fails where the text would be longer than 64 MiB.
pub fn render<'a>(
    messages: &[program::Message],
    inputs: Inputs<'a, impl Data<'a>>,
    history: Vec<Message>,
) -> Result<Vec<Message>, TooLong> {
    Plan::new(messages, Vec::new()).render(inputs, history)
}

/// Renders a plan.
struct Renderer<'p, 'a, D> {
    values: Values<'p, 'a, D>,
    budget: usize,
    secrets: Option<&'p Secrets<'p>>,
    /// The loops over secret lists that run.
    secret_loops: Vec<usize>,
}

impl<'p, 'a, D: Data<'a>> Renderer<'p, 'a, D> {
    fn new(inputs: Inputs<'a, D>, names: &'p [String], budget: usize) -> Self {
        Self {
            values: Values::new(inputs, names, budget),
            budget,
            secrets: None,
            secret_loops: Vec::new(),
        }
    }

    fn messages<M: Rendering>(
        mut self,
        messages: &[PlannedMessage],
        history: Vec<Message>,
    ) -> Result<M, TooLong> {
        let mut conversation = ConversationBuilder::new(Role::User);
        let mut history_at = None;
        for message in messages {
            match message {
                PlannedMessage::History => history_at = Some(conversation.end()),
                PlannedMessage::Text {
                    role,
                    pieces,
                    length,
                } => {
                    let room = length.saturating_add(self.values.length());
                    conversation.begin_with_room(*role, room.min(self.budget));
                    self.pieces(pieces, &mut conversation)?;
                }
            }
        }
        if history.is_empty() {
            return Ok(conversation.finish_as());
        }
        let mut done = conversation.finish();
        let at = history_at.unwrap_or_else(|| history_index(&done));
        done.splice(at..at, history);
        Ok(M::from(done))
    }

    fn pieces(
        &mut self,
        pieces: &[Piece],
        message: &mut ConversationBuilder,
    ) -> Result<(), TooLong> {
        for piece in pieces {
            match piece {
                // Most of a prompt is these two.
                Piece::Text(text) => {
                    self.charge(1 + text.len())?;
                    message.push_text(text);
                }
                Piece::Print { quick, .. }
                    if self.secrets.is_none()
                        && let Some(text) = self.values.quick(*quick) =>
                {
                    self.charge(1 + text.len())?;
                    message.push_text(text);
                }
                piece => self.piece(piece, message)?,
            }
        }
        Ok(())
    }

    #[inline(never)]
    fn piece(&mut self, piece: &Piece, message: &mut ConversationBuilder) -> Result<(), TooLong> {
        self.charge(1)?;
        match piece {
            Piece::Text(text) => {
                self.charge(text.len())?;
                message.push_text(text);
            }
            Piece::Print { value, format, .. } => {
                let before = message.text().len();
                self.print(value, *format, message.text_mut());
                self.charge(self.values.take_spent())?;
                self.charge(message.text().len() - before)?;
            }
            Piece::If {
                condition,
                then,
                otherwise,
            } => {
                let branch = if self.values.holds(condition) {
                    then
                } else {
                    otherwise
                };
                self.charge(self.values.take_spent())?;
                self.pieces(branch, message)?;
            }
            Piece::Each(each) => self.each(each, message)?,
            Piece::Media { url, content_type } => {
                let (mut address, mut kind) = (String::new(), String::new());
                self.print(url, Format::Plain, &mut address);
                if let Some(content_type) = content_type {
                    self.print(content_type, Format::Plain, &mut kind);
                }
                self.charge(self.values.take_spent())?;
                self.charge(address.len() + kind.len())?;
                message.push_media(&address, &kind);
            }
            Piece::Section(name) => message.push_section(name.clone()),
            Piece::Role(role) => message.begin(*role),
            Piece::Indented { indent, pieces } => self.indented(indent, pieces, message)?,
        }
        Ok(())
    }

    /// Appends a value. JSON of its own takes the place of the value.
    fn print(&self, value: &Operand, format: Format, text: &mut String) {
        if let Some(secrets) = self.secrets
            && value.any_variable(|path| self.is_secret(path))
        {
            let mut secret = String::new();
            self.print_value(value, format, &mut secret);
            text.push_str((secrets.hide)(&secret));
        } else {
            self.print_value(value, format, text);
        }
    }

    /// Returns whether a value must not be in a log. The number of iterations is not part of a value.
    fn is_secret(&self, path: &VariablePath) -> bool {
        match &path.base {
            Base::Input(position) => {
                let name = self.values.name(*position);
                self.secrets
                    .is_some_and(|secrets| secrets.names.contains(&name))
            }
            Base::Item(id) | Base::Key(id) => self.secret_loops.contains(id),
            Base::Index(_) | Base::First(_) | Base::Last(_) => false,
        }
    }

    fn print_value(&self, value: &Operand, format: Format, text: &mut String) {
        let own_json = match format.demand() {
            Demand::Serialize => self.values.own_json(value),
            Demand::Print | Demand::Test => &Json::Null,
        };
        if *own_json == Json::Null {
            self.values.get(value).write(format, text);
        } else {
            format.write(own_json, text);
        }
    }

    fn each(&mut self, each: &Loop, message: &mut ConversationBuilder) -> Result<(), TooLong> {
        let (count, iterations) = self.values.iterations(&each.list);
        if count == 0 {
            return self.pieces(&each.otherwise, message);
        }
        let is_secret = self.is_secret(&each.list);
        if is_secret {
            self.secret_loops.push(each.id);
        }
        for iteration in iterations {
            self.charge(1)?;
            self.values.begin(each.id, iteration);
            let result = self.pieces(&each.body, message);
            self.values.end();
            result?;
        }
        if is_secret {
            self.secret_loops.pop();
        }
        Ok(())
    }

    fn indented(
        &mut self,
        indent: &str,
        pieces: &[Piece],
        message: &mut ConversationBuilder,
    ) -> Result<(), TooLong> {
        // A partial that is indented begins no message: the role is of no account.
        let mut partial = ConversationBuilder::new(Role::User);
        self.pieces(pieces, &mut partial)?;
        let lines = partial.text().split_inclusive('\n').count();
        self.charge(lines * indent.len() + partial.text().len())?;
        message.push_text(&indented(indent, partial.text()));
        Ok(())
    }

    fn charge(&mut self, amount: usize) -> Result<(), TooLong> {
        self.budget = self.budget.checked_sub(amount).ok_or(TooLong)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
