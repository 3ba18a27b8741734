//! Types and rules that the build script, the macros, the run time and the command share.
//!
//! The build script compiles a prompt to a [`program::Program`] and writes it to a file. The macros
//! read that file and turn the program into Rust code. Hot reload and `cargo prompts` render the
//! same program with the [`interpret`] module.
//!
//! This crate is an implementation detail of `prompt-runtime`. Its API may change in any release.
//!
//! | module | content |
//! |---|---|
//! | [`bytes`] | a search for bytes |
//! | [`choice`] | the number of an environment that a running program chooses |
//! | [`code`] | the codes of findings |
//! | [`vocabulary`] | roles, statuses, prompt sources and log levels, with their spellings |
//! | [`js`] | numbers, JSON, whitespace and truthiness, as JavaScript has them |
//! | [`parameters`] | the settings of a model, in one table |
//! | [`media`], [`data_text`] | media parts of messages, and the content of `data:` URLs |
//! | [`message`] | the messages that a prompt renders to |
//! | [`tool_call`], [`turn`] | calls of tools and their results, and a model's turn as its API sent it |
//! | [`program`] | a compiled prompt, and a visitor for it |
//! | [`text`] | functions on texts that tags call |
//! | [`digest`] | a digest that tells texts apart |
//! | [`wire`] | the text form of a program |
//! | [`header`] | the `key value` lines that describe a prompt or an environment |
//! | [`marker`] | the bytes that each call leaves in a binary |
//! | [`interpret`] | renders a program with inputs that are data |
//! | [`signer`] | the names under which people sign |
//! | [`hidden`] | characters that a reader does not see, and how output shows them |
//! | [`secret`] | keys in a text, and the text with asterisks in their place |
//! | [`suggest`] | "did you mean …?" |

#![no_std]
#![allow(
    missing_docs,
    reason = "a field or variant whose name explains it has no documentation"
)]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod bytes;
pub mod choice;
pub mod code;
pub mod data_text;
pub mod digest;
pub mod header;
pub mod hidden;
pub mod interpret;
pub mod js;
pub mod marker;
pub mod media;
pub mod message;
pub mod message_limits;
pub mod parameters;
pub mod program;
pub mod secret;
pub mod signer;
pub mod suggest;
pub mod text;
pub mod tool_call;
pub mod turn;
pub mod vocabulary;
pub mod wire;
