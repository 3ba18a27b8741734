//! The part of a prompt that is the same in every call. Providers bill it at a fraction where it
//! comes first.

use std::fmt;

use prompt_core::digest::digest;
use prompt_core::program::{Message, Op};
use prompt_core::vocabulary::{Api, Role};

use super::checked_template::Template;
use super::syntax::trim;

/// What is fixed before the first value that a call fills in: the tools, and then text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prefix {
    /// The definitions of the tools, which each API reads first.
    pub tools: String,
    /// The text of each message, up to the first value. Never blank.
    pub texts: Vec<(Role, String)>,
}

/// The end of a part of the prefix. The run time marks it if the text before it is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheMark {
    /// The message, by its place among those that are sent.
    pub message: usize,
    /// The length in bytes of its text up to the mark.
    pub bytes: usize,
    pub digest: u64,
}

impl fmt::Display for CacheMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            message,
            bytes,
            digest,
        } = self;
        write!(f, "{message} {bytes} {digest:016x}")
    }
}

impl Prefix {
    /// The length in bytes of UTF-8.
    pub fn bytes(&self) -> usize {
        let texts = self.texts.iter().map(|(_, text)| text.len());
        self.tools.len() + texts.sum::<usize>()
    }

    /// The places where a provider's cache can be marked: the end, and the end of the message
    /// before, in case that a conversation is inserted between the two. A message that takes no mark
    /// is passed over.
    pub fn marks(&self, api: Api) -> Vec<CacheMark> {
        let texts = self.texts.iter().enumerate().rev();
        let markable = texts.filter(|(_, (role, _))| takes_mark(api, *role));
        let marks = markable.take(2).map(|(message, (_, text))| CacheMark {
            message,
            bytes: text.len(),
            digest: digest(text.as_bytes()),
        });
        marks.collect()
    }

    /// The number of bytes that differ from another prefix: what is behind the first difference, and
    /// all of it if the tools differ.
    pub fn bytes_after_change(&self, other: &Self) -> usize {
        if self.tools != other.tools {
            return self.bytes();
        }
        let mut same = self.tools.len();
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
    /// Returns the tools, and the fixed text before the first value, in the order in which an API reads the
    /// messages.
    pub fn prefix(&self, api: Api) -> Prefix {
        let definitions = self.tools.iter().map(|tool| tool.definition().to_string());
        let mut prefix = Prefix {
            tools: definitions.collect(),
            ..Prefix::default()
        };
        for message in in_order(&self.messages, api) {
            let Message::Text { role, ops, .. } = message else {
                break;
            };
            let (text, is_whole) = fixed(ops);
            if trim(&text).is_empty() {
                break;
            }
            prefix.texts.push((*role, text));
            if !is_whole {
                break;
            }
        }
        prefix
    }
}

/// Responses have no mark for what the model said.
fn takes_mark(api: Api, role: Role) -> bool {
    !(api == Api::Responses && role == Role::Model)
}

/// The messages. Gemini reads all system messages first. Where one of them depends on a call, the
/// messages behind them are not fixed.
fn in_order(messages: &[Message], api: Api) -> impl Iterator<Item = &Message> {
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
    let begins_in_block = |message: &Message| {
        message
            .roles()
            .iter()
            .skip(1)
            .any(|role| *role == Role::System)
    };
    let are_all_known = api != Api::Gemini || !messages.iter().any(begins_in_block);
    let first = messages.iter().filter(move |message| is_first(message));
    let rest = messages.iter().filter(move |message| !is_first(message));
    first.chain(rest.filter(move |_| are_all_known))
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
