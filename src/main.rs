//! The sales desk: shows which prompts its build carries, and what they say.

mod overview;

use std::process::ExitCode;

use prompt_runtime::prompts;

const USAGE: &str = "usage: sales-desk           show the environment and its prompts
       sales-desk show ID   print a prompt";

fn main() -> ExitCode {
    let arguments = std::env::args().skip(1).collect::<Vec<_>>();
    let arguments = arguments.iter().map(String::as_str).collect::<Vec<_>>();
    match arguments[..] {
        [] => overview::print(),
        ["show", id] => return show(id),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn show(id: &str) -> ExitCode {
    let Some(prompt) = prompts!().iter().find(|prompt| prompt.id == id) else {
        let known = prompts!().iter().map(|prompt| prompt.id).collect::<Vec<_>>().join(", ");
        eprintln!("no prompt `{id}` in this build; there are: {known}");
        return ExitCode::FAILURE;
    };
    print!("{}", prompt.text());
    ExitCode::SUCCESS
}
