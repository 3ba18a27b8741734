//! The guide's command reference says what `--help` says.

use std::process::{Command, Stdio};

use crate::accepted::check;
use crate::page::read;

const PATH: &str = "docs/src/commands.md";
const HEAD: &str = "\
<!-- Made from `--help`: `ACCEPT_DOCS=1 cargo test -p cargo-prompts --test cli command_reference`. -->

# Commands

Every command has `--help`, and `-h` for a short form. Exit codes: 0 success; 1 there are errors, each
with a code in brackets; 2 the command could not run.

";

#[test]
fn command_reference() {
    let mut page = HEAD.to_owned();
    describe(&[], &mut page);
    check(PATH, &read(PATH), &page);
}

/// Adds the help of a command and of its subcommands.
fn describe(command: &[&str], page: &mut String) {
    let help = help(command);
    let heading = ["cargo prompts"].iter().chain(command);
    let heading = heading.copied().collect::<Vec<_>>().join(" ");
    page.extend(["## ", &heading, "\n\n```text\n", &help, "```\n"]);
    for name in subcommands(&help) {
        page.push('\n');
        describe(&[command, &[name]].concat(), page);
    }
}

/// The help of a command, without colours.
pub fn help(command: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-prompts"))
        .arg("prompts")
        .args(command)
        .arg("--help")
        .stdin(Stdio::null())
        .env("COLUMNS", "100")
        .env_remove("CARGO_PROMPTS_FOLDER")
        .env_remove("OPENAI_BASE_URL")
        .output()
        .unwrap();
    assert!(output.status.success(), "{command:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .flat_map(|line| [line.trim_end(), "\n"])
        .collect()
}

/// The names below `Commands:`, without `help`.
pub fn subcommands(help: &str) -> Vec<&str> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names = lines
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").collect()
}
