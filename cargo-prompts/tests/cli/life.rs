//! The README's transcripts, from `init` to `rollback`: every command is run, in a package of its
//! own, and prints what the README says.

use std::fs;

use crate::consumer::{Consumer, repository};
use crate::loopback::{Reply, Server};

/// Set to have the README say what the commands print: to be read before it is committed.
const ACCEPT: &str = "ACCEPT_README";

#[test]
fn from_draft_to_production_and_back() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let (before, rest) = readme.split_once("## Use it").unwrap();
    let (section, after) = rest.split_once("## Which environment").unwrap();
    let front_desk = Player::new();
    let played = front_desk.play(section);
    if std::env::var_os(ACCEPT).is_some() {
        let text = format!("{before}## Use it{played}## Which environment{after}");
        fs::write(repository().join("README.md"), text).unwrap();
        return;
    }
    for (line, (said, found)) in without_times(section)
        .lines()
        .zip(without_times(&played).lines())
        .enumerate()
    {
        assert_eq!(
            found, said,
            "in line {line} of the section; the whole:\n{played}"
        );
    }
    assert_eq!(played.lines().count(), section.lines().count(), "{played}");
}

/// Follows the README in a package.
struct Player {
    front_desk: Consumer,
    endpoint: Server,
}

impl Player {
    fn new() -> Self {
        // A model that says again what it is asked keeps to every golden case here.
        let endpoint = Server::start(|request, _| Reply::answer(request.last_message()));
        Self {
            front_desk: Consumer::empty("front-desk"),
            endpoint,
        }
    }

    /// The section with its files made, and its commands run: what they print stands where the
    /// README says it.
    fn play(&self, section: &str) -> String {
        let mut played = String::new();
        let mut path = None;
        let mut lines = section.lines();
        while let Some(line) = lines.next() {
            played.extend([line, "\n"]);
            let Some(kind) = line.strip_prefix("```") else {
                path = if line.is_empty() {
                    path
                } else {
                    path_before_block(line)
                };
                continue;
            };
            let block = lines
                .by_ref()
                .take_while(|line| *line != "```")
                .collect::<Vec<_>>();
            match (kind, path.take()) {
                ("console", _) => played.push_str(&self.run_all(&block)),
                (_, path) => {
                    let text = block
                        .iter()
                        .flat_map(|line| [line, "\n"])
                        .collect::<String>();
                    self.file(
                        path.unwrap_or_else(|| panic!("a block without a path:\n{text}")),
                        &text,
                    );
                    played.push_str(&text);
                }
            }
            played.push_str("```\n");
        }
        played
    }

    /// A file that `init` is said to make, and has made, is as the README has it; any other is
    /// made.
    fn file(&self, path: &str, text: &str) {
        let file = self.front_desk.path(path);
        if path == "Cargo.toml" {
            self.front_desk.write(path, with_siblings(text));
            self.run("cargo prompts init");
        } else if file.exists() && path != "src/main.rs" {
            assert_eq!(self.front_desk.read(path), text, "{path}");
        } else {
            self.front_desk.write(path, text);
        }
    }

    fn run_all(&self, block: &[&str]) -> String {
        let commands = block.iter().filter_map(|line| line.strip_prefix("$ "));
        commands
            .flat_map(|command| {
                [
                    "$ ".to_owned(),
                    command.to_owned(),
                    "\n".to_owned(),
                    self.run(command),
                ]
            })
            .collect()
    }

    /// What a command prints, as a terminal shows it.
    fn run(&self, command: &str) -> String {
        if command.starts_with("export ") {
            return String::new();
        }
        let program = env!("CARGO_BIN_EXE_cargo-prompts");
        let is_ours = command.starts_with("cargo prompts ");
        let line = command.replacen("cargo prompts ", &format!("{program} prompts "), 1);
        let run = self
            .front_desk
            .run(&format!("OPENAI_BASE_URL={} {line}", self.endpoint.url()));
        if is_ours {
            return format!("{}{}", run.stdout, run.stderr);
        }
        // Of cargo's own words only those about what went wrong are the README's matter.
        let messages = if run.success {
            String::new()
        } else {
            run.messages() + "\n"
        };
        format!("{}{messages}", run.stdout)
    }
}

/// A paragraph that ends in a path names the block after it.
fn path_before_block(line: &str) -> Option<&str> {
    line.strip_suffix("`:")?
        .rsplit_once('`')
        .map(|(_, path)| path)
}

fn with_siblings(manifest: &str) -> String {
    let patches = ["prompt-runtime", "prompt-build", "prompt-macros"].map(|name| {
        format!(
            "{name} = {{ path = \"{}/{name}\" }}\n",
            repository().display()
        )
    });
    format!(
        "{manifest}\n[workspace]\n\n[patch.crates-io]\n{}",
        patches.concat()
    )
}

/// The text with every time of today as the same word.
fn without_times(text: &str) -> String {
    let is_time =
        |word: &str| word.len() >= 20 && word.starts_with("20") && word.as_bytes()[10] == b'T';
    let words = text.split_inclusive([' ', '\n', ')', ',']).map(|word| {
        if is_time(word) {
            format!("TIME{}", &word[20..])
        } else {
            word.to_owned()
        }
    });
    words.collect()
}
