//! The text form of a program, for the file that the build script writes and the macros read.
//!
//! A program is nested lists in parentheses, with words and texts in them. A text is its length in
//! bytes, a colon, and its bytes: so a reader needs one pass, and no text has to be escaped.
//!
//! ```text
//! (inputs (8:customer (text -) (production 2.3.0) -))
//! (checks)
//! (messages (user 0 40 9:Write to  (print 0 (input 8:customer))))
//! ```

mod answers;
mod inputs;
mod operations;
pub mod path;
mod tools;
mod tree;

use alloc::string::String;
use alloc::vec::Vec;

use crate::program::{Check, Input, Message, PinnedAnswer, PinnedTools, Program};
use tree::{Node, Writer};

/// The number of the format of all files that the build script writes. It changes with each change
/// of a file.
pub const FORMAT: &str = "8";

/// Appends the parts of a program.
pub fn write(inputs: &[Input], checks: &[Check], messages: &[Message], file: &mut String) {
    write_all(file, "inputs", inputs, inputs::write_input);
    write_all(file, "checks", checks, inputs::write_check);
    write_all(file, "messages", messages, operations::write_message);
}

fn write_all<T>(file: &mut String, name: &str, items: &[T], write: fn(&mut Writer<'_>, &T)) {
    Writer::new(file).list(name, |list| items.iter().for_each(|item| write(list, item)));
    file.push('\n');
}

/// Reads a program. Returns `None` where the text is not one.
#[must_use]
pub fn read(text: &str) -> Option<Program> {
    let nodes = tree::read(text)?;
    let [inputs, checks, messages] = nodes.as_slice() else {
        return None;
    };
    Some(Program {
        inputs: all(inputs.named("inputs")?, inputs::read_input)?,
        checks: all(checks.named("checks")?, inputs::read_check)?,
        messages: all(messages.named("messages")?, operations::read_message)?,
    })
}

/// Returns the text form of the answers of all pinned versions.
#[must_use]
pub fn write_answers(answers: &[PinnedAnswer]) -> String {
    let mut file = String::new();
    write_all(&mut file, "answers", answers, answers::write_answer);
    file
}

/// Reads the answers of all pinned versions. Returns `None` where the text is something else.
#[must_use]
pub fn read_answers(text: &str) -> Option<Vec<PinnedAnswer>> {
    let nodes = tree::read(text)?;
    let [answers] = nodes.as_slice() else {
        return None;
    };
    all(answers.named("answers")?, answers::read_answer)
}

/// Returns the text form of the tools of all pinned versions.
#[must_use]
pub fn write_tools(tools: &[PinnedTools]) -> String {
    let mut file = String::new();
    write_all(&mut file, "tools", tools, tools::write_tools);
    file
}

/// Reads the tools of all pinned versions. Returns `None` where the text is something else.
#[must_use]
pub fn read_tools(text: &str) -> Option<Vec<PinnedTools>> {
    let nodes = tree::read(text)?;
    let [tools] = nodes.as_slice() else {
        return None;
    };
    all(tools.named("tools")?, tools::read_tools)
}

/// Reads each node, or none of them.
fn all<T>(nodes: &[Node<'_>], read: fn(&Node<'_>) -> Option<T>) -> Option<Vec<T>> {
    nodes.iter().map(read).collect()
}
