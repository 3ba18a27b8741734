//! `cargo prompts completions`.

use clap::Args;
use clap_complete::{Shell, generate};

use crate::report::exit_status::ExitStatus;
use crate::report::failure::CommandResult;
use crate::report::output;

/// Prints what a shell needs to complete `cargo prompts`
#[derive(Debug, Args)]
#[command(after_help = WHERE_TO)]
pub struct Completions {
    /// The shell
    shell: Shell,
}

const WHERE_TO: &str = "\
The file for each shell:
  bash        cargo prompts completions bash >> ~/.bash_completion
  zsh         cargo prompts completions zsh > ~/.zfunc/_cargo-prompts
              with `fpath+=~/.zfunc` before `compinit` in ~/.zshrc
  fish        cargo prompts completions fish > ~/.config/fish/conf.d/cargo-prompts.fish
  PowerShell  cargo prompts completions powershell >> $PROFILE
  elvish      cargo prompts completions elvish >> ~/.config/elvish/rc.elv

In bash, zsh and fish, cargo's own completions stay. PowerShell and elvish allow one completer
for each command: there, this one replaces any other for `cargo`.";

/// bash has one completer for each command. Ours passes all that is not about `prompts` to the
/// completer that was there before, which bash may load when it is first needed.
const BESIDE_CARGO: &str = r#"
_cargo_prompts_others() {
    if [[ -z "${__cargo_prompts_others}" ]]; then
        local ours; ours=$(complete -p cargo)
        complete -r cargo
        { _comp_load cargo || _completion_loader cargo; } &>/dev/null
        __cargo_prompts_others=$(complete -p cargo 2>/dev/null | sed -n 's/.* -F \([^ ]*\).*/\1/p')
        eval "${ours}"
    fi
    if [[ -n "${__cargo_prompts_others}" ]]; then
        "${__cargo_prompts_others}" "$@"
    fi
}

_cargo_prompts_or_others() {
    if [[ "${COMP_CWORD}" -ge 2 && "${COMP_WORDS[1]}" == prompts ]]; then
        _cargo_prompts "$@"
    else
        _cargo_prompts_others "$@"
    fi
}

if [[ "$(complete -p cargo 2>/dev/null)" != *_cargo_prompts_or_others* ]]; then
    __cargo_prompts_others=$(complete -p cargo 2>/dev/null | sed -n 's/.* -F \([^ ]*\).*/\1/p')
fi
complete -F _cargo_prompts_or_others -o bashdefault -o default cargo
"#;

impl Completions {
    /// Prints the script for `cargo`, the whole command line.
    pub fn run(&self, cargo: &clap::Command) -> CommandResult {
        output::print_as_is(&script(self.shell, cargo))?;
        Ok(ExitStatus::Success)
    }
}

fn script(shell: Shell, cargo: &clap::Command) -> String {
    match shell {
        Shell::Bash => bash(&generated(shell, cargo.clone(), "cargo")),
        // cargo's own completion calls a function of this name, with the words after `cargo`.
        Shell::Zsh => generated(shell, prompts(cargo), "cargo-prompts"),
        // These declarations add to those of others, because the helpers have names of their own.
        Shell::Fish => generated(shell, cargo.clone(), "cargo")
            .replace("__fish_cargo_", "__fish_cargo_prompts_"),
        shell => generated(shell, cargo.clone(), "cargo"),
    }
}

/// Renames the function, and registers it in our own way.
fn bash(script: &str) -> String {
    let (function, _registered) = script.split_once("\n}\n").unwrap_or((script, ""));
    format!(
        "{}\n}}\n{BESIDE_CARGO}",
        function.replacen("_cargo()", "_cargo_prompts()", 1)
    )
}

/// The command without the `cargo` before it.
fn prompts(cargo: &clap::Command) -> clap::Command {
    cargo.find_subcommand("prompts").unwrap_or(cargo).clone()
}

fn generated(shell: Shell, mut command: clap::Command, name: &str) -> String {
    let mut script = Vec::new();
    generate(shell, &mut command, name, &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
