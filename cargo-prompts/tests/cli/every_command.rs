//! The commands, with arguments for the fixture `ready`: those that only read, and those that write.

use std::collections::BTreeSet;
use std::fs;

use crate::command_reference::{help, subcommands};
use crate::desk::Desk;
use crate::git::begin;
use crate::images::{elf, marker};
use crate::interruptions::SCENARIOS;

/// Commands that write nothing.
pub const READERS: &[&str] = &[
    "check",
    "completions bash",
    "diff visitor-greeting",
    "explain draft-not-allowed",
    "export promptfoo visitor-greeting --version 1.1.0 --env staging",
    "history",
    "import badge-notice.j2 --dry-run",
    "inspect program",
    "list",
    "list --format json",
    "promote visitor-greeting --to production --by front-desk-lead --reason 'hosts are named' --dry-run",
    "recover --dry-run",
    "recover --discard --dry-run",
    "render visitor-greeting",
    "render visitor-greeting --env staging --case 2 --request",
    "review --base HEAD",
    "sample calls.jsonl --dry-run",
    "schema environments",
    "show visitor-greeting",
    "show visitor-greeting --env staging --text",
    "test visitor-greeting --render-only",
];

/// Commands that work in the state folder.
pub const WRITERS: &[&str] = &[
    "anonymise visitor-greeting --from sample.jsonl --force",
    "compare visitor-greeting 1.0.0 1.1.0 --env staging --save",
    "deprecate visitor-greeting 1.0.0 --by prompt-owner --reason 'hosts are named since'",
    "import badge-notice.j2",
    "new badge-return",
    "promote visitor-greeting --to production --by front-desk-lead --reason 'hosts are named'",
    "publish visitor-greeting --by prompt-owner",
    "recover",
    "recover --discard",
    "resolve visitor-greeting",
    "rollback visitor-greeting --in staging --by prompt-owner --reason 'too long'",
    "sample calls.jsonl",
    "test visitor-greeting --version 1.1.0 --env staging",
    "validate visitor-greeting --env staging",
    "withdraw visitor-greeting 1.1.0 --by prompt-owner --reason 'names the wrong host'",
];

/// Calls of a program, as its sampler writes them.
pub const CALLS: &str = concat!(
    r#"{"prompt":"visitor-greeting","vars":{"visitor":"Visitor five, visitor@nordlicht.de"}}"#,
    "\n",
);

/// The fixture `ready` in a repository, with the files that some of the commands read.
pub fn equip(desk: &Desk) {
    desk.write("sample.jsonl", "{\"visitor\": \"Visitor four\"}\n");
    desk.write("calls.jsonl", CALLS);
    desk.write("badge-notice.j2", "{{ visitor }}, bring your badge back.\n");
    let fields = "front-desk\nvisitor-greeting\n1.0.0\nactive\nproduction\nc9eacb1f4380a74d854c159ecbca2955125c35f4b227d7a45db27da370bdf8fa";
    fs::write(desk.root().join("program"), elf(&marker(fields))).unwrap();
    begin(desk.root());
}

fn words<'a>(commands: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let words = commands.into_iter().map(|command| command.split(' '));
    words.filter_map(|mut words| words.next()).collect()
}

/// A command that is new has to be put into one of the lists, and its writes into the table of the
/// interruptions.
#[test]
fn every_command_is_known_to_read_or_to_write() {
    let help = help(&[]);
    let interrupted = words(SCENARIOS.iter().map(|scenario| scenario.command));
    let (readers, writers) = (
        words(READERS.iter().copied()),
        words(WRITERS.iter().copied()),
    );
    let known = readers.union(&interrupted).copied();
    let commands = subcommands(&help).into_iter().collect::<BTreeSet<_>>();
    assert_eq!(known.collect::<BTreeSet<_>>(), commands);
    let missing = writers.difference(&interrupted).collect::<Vec<_>>();
    assert!(missing.is_empty(), "not interrupted: {missing:?}");
    // They write without the state folder.
    let others = interrupted.difference(&writers).copied();
    assert_eq!(others.collect::<Vec<_>>(), ["export", "init"]);
}
