//! The completions, in the shells that complete with them.

use std::process::{Command, Stdio};

const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

#[test]
fn every_shell_has_its_script() {
    for shell in SHELLS {
        let script = script(shell);
        for word in ["check", "explain", "deny-warnings"] {
            assert!(script.contains(word), "{shell} does not know `{word}`");
        }
    }
}

/// A command line, and the words that bash offers: ours for `cargo prompts`, and those that cargo's
/// own completion offers for the rest.
const TYPED: &[(&str, &str)] = &[
    ("cargo prompts expl", "explain"),
    ("cargo prompts check --deny", "--deny-warnings"),
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
        let output = Command::new("bash")
            .args(["--norc", "-c", &script])
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let offered = String::from_utf8(output.stdout).unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        let expected = TYPED
            .iter()
            .map(|(words, offered)| format!("{words} => {offered}\n"));
        assert_eq!(offered, expected.collect::<String>(), "{before}");
    }
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

/// fish adds what is declared to what is known already. Where it is not installed, there is nothing
/// to see.
#[test]
fn fish_completes_beside_cargo() {
    let script = format!(
        "{}\ncomplete -C 'cargo prompts expl'\ncomplete -C 'cargo prompts check --deny'\n",
        script("fish")
    );
    let Ok(output) = Command::new("fish")
        .args(["--no-config", "-c", &script])
        .output()
    else {
        return;
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
