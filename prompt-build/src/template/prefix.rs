//! The part of a prompt that is the same in every call. Providers bill it at a fraction where it
//! comes first.

use prompt_core::program::{Message, Op};
use prompt_core::vocabulary::{Api, Role};

use super::checked_template::Template;
use super::syntax::trim;

/// The fixed text before the first value that a call fills in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prefix {
    /// The text of each message, up to the first value. Never blank.
    pub texts: Vec<(Role, String)>,
    /// The message in which it ends, by its place in the file. Blank messages are not counted.
    pub message: usize,
}

impl Prefix {
    /// The length in bytes of UTF-8.
    pub fn bytes(&self) -> usize {
        self.texts.iter().map(|(_, text)| text.len()).sum()
    }

    /// The end: a message, and a length in bytes within its text. `None` if nothing is fixed.
    pub fn end(&self) -> Option<(usize, usize)> {
        let (_, last) = self.texts.last()?;
        Some((self.message, last.len()))
    }

    /// The number of bytes that differ from another prefix: what is behind the first difference.
    pub fn bytes_after_change(&self, other: &Self) -> usize {
        let mut same = 0;
        for (own, others) in self.texts.iter().zip(&other.texts) {
            if own.0 != others.0 {
                break;
            }
            let equal = own.1.bytes().zip(others.1.bytes());
            let equal = equal.take_while(|(one, another)| one == another).count();
            same += equal;
            if equal < own.1.len() || equal < others.1.len() {
                break;
            }
        }
        self.bytes() - same
    }
}

impl Template {
    /// Returns the fixed text before the first value, in the order in which an API reads the
    /// messages.
    pub fn prefix(&self, api: Api) -> Prefix {
        let mut prefix = Prefix::default();
        for (position, message) in in_order(&self.messages, api) {
            let Message::Text { role, ops, .. } = message else {
                break;
            };
            let (text, is_whole) = fixed(ops);
            if trim(&text).is_empty() {
                break;
            }
            prefix.texts.push((*role, text));
            prefix.message = position;
            if !is_whole {
                break;
            }
        }
        prefix
    }
}

/// The messages with their places in the file. Gemini reads all system messages first.
fn in_order(messages: &[Message], api: Api) -> impl Iterator<Item = (usize, &Message)> {
    let is_first = move |message: &Message| {
        api == Api::Gemini
            && matches!(
                message,
                Message::Text {
                    role: Role::System,
                    ..
                }
            )
    };
    let all = || messages.iter().enumerate();
    let first = all().filter(move |(_, message)| is_first(message));
    first.chain(all().filter(move |(_, message)| !is_first(message)))
}

/// The text before the first value, and whether it is all of the message.
fn fixed(ops: &[Op]) -> (String, bool) {
    let mut text = String::new();
    for op in ops {
        match op {
            Op::Text(fixed) => text.push_str(fixed),
            _ => return (text, false),
        }
    }
    (text, true)
}
