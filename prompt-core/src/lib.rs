//! Types and rules that the build script, the macros, the run time and the command share.
//!
//! A prompt is compiled once, by the build script. The macros, hot reload and `cargo prompts` work
//! on the result: a program. This crate holds that program, the files it travels in, and each
//! fact that more than one crate relies on.
//!
//! This crate is an implementation detail of `prompt-runtime`. Its API may change in any release.

#![no_std]

extern crate alloc;

mod code;

pub use code::Code;
