//! The completions, in the shells that complete with them.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use crate::command_reference::{help, subcommands};

const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

/// A command with its options, as its help has them.
struct Described {
    /// The words after `cargo prompts`.
    words: Vec<String>,
    /// The options, without the hyphens before them.
    options: Vec<String>,
    subcommands: Vec<String>,
}

/// `cargo prompts` and all commands below it.
fn described() -> Vec<Described> {
    let mut all = Vec::new();
    let mut open = vec![Vec::<String>::new()];
    while let Some(words) = open.pop() {
        let help = help(&words.iter().map(String::as_str).collect::<Vec<_>>());
        let below = subcommands(&help)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>();
        open.extend(below.iter().map(|name| {
            let mut words = words.clone();
            words.push(name.clone());
            words
        }));
        all.push(Described {
            words,
            options: options(&help),
            subcommands: below,
        });
    }
    assert!(all.len() > 20, "{}", all.len());
    all
}

/// The long options that a help text defines.
fn options(help: &str) -> Vec<String> {
    let lines = help
        .lines()
        .filter(|line| line.starts_with("  -") || line.starts_with("      --"));
    let names = lines.filter_map(|line| {
        let (_, name) = line.split_once("--")?;
        let end = name.find(|c: char| c != '-' && !c.is_ascii_lowercase());
        Some(name[..end.unwrap_or(name.len())].to_owned())
    });
    names.collect()
}

/// The part of a script that is about a command.
fn part(shell: &str, script: &str, words: &[String]) -> String {
    let path = ["cargo", "prompts"].map(str::to_owned);
    let path = path.iter().chain(words).cloned().collect::<Vec<_>>();
    let last = words.last().map_or("prompts", String::as_str);
    let between = |start: String, end: &str| {
        let (_, rest) = script
            .split_once(&start)
            .unwrap_or_else(|| panic!("{shell} has no `{start}`"));
        rest.split(end).next().unwrap_or_default().to_owned()
    };
    match shell {
        "bash" => between(
            format!("        {})\n            opts=\"", path.join("__subcmd__")),
            "\"\n",
        ),
        "elvish" => between(format!("&'{}'= {{", path.join(";")), "\n        }"),
        "powershell" => between(format!("'{}' {{", path.join(";")), "break"),
        "zsh" if words.is_empty() => {
            between("_arguments".to_owned(), "case $state")
                + &between("_commands() {".to_owned(), "}")
        }
        "zsh" => {
            let own = between(format!("({last})\n_arguments"), ";;");
            let listed = format!(
                "_cargo-prompts__subcmd__{}_commands() {{",
                words.join("__subcmd__")
            );
            own + script
                .split_once(&listed)
                .and_then(|(_, rest)| rest.split("\n}").next())
                .unwrap_or_default()
        }
        _ => {
            let condition = match words {
                [] => "using_subcommand prompts; and not __fish_seen".to_owned(),
                _ => format!("prompts; and __fish_seen_subcommand_from {last}\""),
            };
            let lines = script.lines().filter(|line| line.contains(&condition));
            lines.flat_map(|line| [line, "\n"]).collect()
        }
    }
}

#[test]
fn every_script_has_every_command_and_option() {
    for shell in SHELLS {
        let script = script(shell);
        for command in described() {
            // Its generator goes no deeper.
            if shell == "fish" && command.words.len() > 1 {
                continue;
            }
            let part = part(shell, &script, &command.words);
            let words = part
                .split(|c: char| c != '-' && !c.is_ascii_alphanumeric())
                .collect::<Vec<_>>();
            for option in &command.options {
                let is_offered = if shell == "fish" {
                    part.contains(&format!(" -l {option} "))
                } else {
                    words.contains(&format!("--{option}").as_str())
                };
                assert!(
                    is_offered,
                    "{shell}, {:?}: --{option} in\n{part}",
                    command.words
                );
            }
            for name in &command.subcommands {
                assert!(words.contains(&name.as_str()), "{shell}: {name} in\n{part}");
            }
        }
    }
}

/// A command line, and the words that bash offers: ours for `cargo prompts`, and those that cargo's
/// own completion offers for the rest.
const TYPED: &[(&str, &str)] = &[
    ("cargo prompts expl", "explain"),
    ("cargo prompts check --deny-", "--deny-warnings"),
    ("cargo prompts check --format s", "sarif"),
    ("cargo prompts completions z", "zsh"),
    ("cargo bui", "build-by-cargo"),
    ("cargo prom", "build-by-cargo"),
    ("cargo build --rel", "build-by-cargo"),
];

/// Cargo's own completion: there before ours, or loaded when it is first needed.
const BEFORE: &[&str] = &[
    "complete -F _cargo cargo",
    "_comp_load() { complete -F _cargo cargo; }",
];

#[test]
fn bash_completes_beside_cargo() {
    for before in BEFORE {
        let typed = TYPED
            .iter()
            .map(|(words, _)| format!("try {words}"))
            .collect::<Vec<_>>()
            .join("\n");
        // Read twice, as a profile is that reads another which reads it, too.
        let script = format!(
            "_cargo() {{ COMPREPLY=(build-by-cargo); }}\n{before}\n{0}\n{0}\n{TRY}\n{typed}",
            script("bash")
        );
        let output = bash(&script);
        let offered = String::from_utf8(output.stdout).unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        let expected = TYPED
            .iter()
            .map(|(words, offered)| format!("{words} => {offered}\n"));
        assert_eq!(offered, expected.collect::<String>(), "{before}");
    }
}

/// Runs a script, which is longer than an argument may be.
fn bash(script: &str) -> Output {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(script.as_bytes()).unwrap();
    Command::new("bash")
        .arg("--norc")
        .arg(file.path())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// Calls what bash would call for these words, the last of which is being typed.
const TRY: &str = r#"
try() {
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    COMPREPLY=()
    local function
    function=$(complete -p cargo | sed -n 's/.* -F \([^ ]*\).*/\1/p')
    "$function" cargo "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
    echo "$* => ${COMPREPLY[*]}"
}
"#;

/// After each command, bash offers all of its options.
#[test]
fn bash_completes_every_option() {
    let commands = described();
    let typed = commands
        .iter()
        .map(|command| format!("try cargo prompts {} --", command.words.join(" ")))
        .collect::<Vec<_>>()
        .join("\n");
    let output = bash(&format!("{}\n{TRY}\n{typed}", script("bash")));
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.lines().count(), commands.len(), "{said}");
    for (line, command) in said.lines().zip(&commands) {
        let (_, offered) = line.split_once(" => ").unwrap();
        let offered = offered.split(' ').map(str::to_owned);
        let expected = command.options.iter().map(|option| format!("--{option}"));
        let expected = expected.collect::<BTreeSet<_>>();
        assert_eq!(
            offered.collect::<BTreeSet<_>>(),
            expected,
            "{:?}",
            command.words
        );
    }
}

/// zsh's own functions print what they are given, and lead to the command in `asked`.
const ZSH: &str = r#"
compdef() { }
_describe() { print -rl -- "${(@P)4}" }
_arguments() {
    print -rl -- "$@"
    if (( $#asked > 1 )); then
        shift asked
        state=${${(M)@:#*->*}##*->} line=($asked[1])
    elif (( $#asked == 1 )); then
        asked=()
        _describe_commands "$@"
    fi
}
_describe_commands() {
    local name
    for name in "$@"; do
        [[ $name == :*:_*_commands ]] && ${name##*:}
    done
}
"#;

/// In continuous integration every shell is there. Elsewhere the script of one that is missing is
/// only read.
fn without(shell: &str) {
    assert!(std::env::var_os("CI").is_none(), "{shell} is not installed");
    eprintln!("{shell} is not installed: its script is not run");
}

#[test]
fn zsh_completes_every_option() {
    for command in described() {
        let asked = command.words.join(" ");
        let script = format!(
            "{ZSH}\n{}\nasked=(cargo-prompts {asked})\n_cargo-prompts",
            script("zsh")
        );
        let Ok(output) = Command::new("zsh").args(["-f", "-c", &script]).output() else {
            return without("zsh");
        };
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{asked}");
        let offered = String::from_utf8(output.stdout).unwrap();
        for option in &command.options {
            let is_offered = offered.contains(&format!("--{option}["))
                || offered.contains(&format!("--{option}="));
            assert!(is_offered, "{asked}: --{option} in\n{offered}");
        }
        for name in &command.subcommands {
            let start = format!("{name}:");
            assert!(
                offered.lines().any(|line| line.starts_with(&start)),
                "{name} in\n{offered}"
            );
        }
    }
}

/// fish adds what is declared to what is known already.
#[test]
fn fish_completes_beside_cargo() {
    let script = format!(
        "{}\ncomplete -C 'cargo prompts expl'\ncomplete -C 'cargo prompts check --deny-'\n",
        script("fish")
    );
    let Ok(output) = Command::new("fish")
        .args(["--no-config", "-c", &script])
        .output()
    else {
        return without("fish");
    };
    let offered = String::from_utf8(output.stdout).unwrap();
    let words = offered
        .lines()
        .filter_map(|line| line.split('\t').next())
        .collect::<Vec<_>>();
    assert_eq!(
        words,
        ["explain", "--deny-warnings"],
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn script(shell: &str) -> String {
    let binary = env!("CARGO_BIN_EXE_cargo-prompts");
    let output = Command::new(binary)
        .args(["prompts", "completions", shell])
        .output()
        .unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}
