//! The real program, run in folders of its own: what it prints, what it changes, and what it never
//! loses.

mod accepted;
mod against;
mod anonymise;
mod apis;
mod arguments;
#[allow(dead_code, reason = "the tests of the root package take the rest")]
#[path = "../../../tests/provider_types/check.rs"]
mod body_check;
mod browser;
#[cfg(unix)]
mod calls;
mod cloned;
mod command_reference;
mod compare;
mod completions;
#[allow(dead_code, reason = "the tests of the root package take the rest")]
#[path = "../../../tests/e2e/consumer.rs"]
mod consumer;
mod datasets;
mod desk;
mod emergency;
mod endpoint;
mod every_command;
mod folder;
mod freeze;
mod git;
mod golden;
mod hidden;
mod histories;
#[allow(dead_code, reason = "the tests of the module take the rest")]
#[path = "../../src/workflows/binary/images.rs"]
mod images;
mod import;
mod init;
mod inspect;
mod interruptions;
mod jobs;
mod judge;
mod leaks;
mod library;
#[cfg(unix)]
mod life;
mod loopback;
mod many_findings;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(unix)]
mod named_schemas;
mod output_schemas;
mod outside;
#[allow(dead_code, reason = "the tests of the root package take the rest")]
#[path = "../../../tests/e2e/page.rs"]
mod page;
mod parameters;
#[cfg(unix)]
mod patterns;
mod permissions;
mod pins;
mod pipe;
mod promptfoo;
mod publish;
#[cfg(unix)]
mod read_only;
mod refusals;
mod replay_file;
mod resolve;
mod review;
mod review_page;
mod sales;
mod sample;
mod saved_answers;
mod shipped;
#[cfg(unix)]
mod signed;
mod skips;
#[cfg(unix)]
mod snapshot;
#[cfg(unix)]
mod state_links;
#[cfg(unix)]
mod story;
mod terminal;
#[cfg(unix)]
mod tool_calls;
mod tools;
mod transcripts;
mod unpublished;
mod validate;
mod ways_out;
