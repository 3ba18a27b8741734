//! A review on the terminal.

use std::fmt::Write as _;

use super::model::{
    AnswerChange, HistoryEntry, NextStep, PinChange, PromptChange, Review, TextChange,
};
use super::words;
use crate::report::output::{BOLD, CYAN, DIM, GREEN, RED, RESET, YELLOW, escape_line};
use crate::workflows::difference::row_lines;

/// The review as text with colours.
pub fn terminal(review: &Review) -> String {
    let mut page = format!(
        "{BOLD}{}{RESET}\n",
        escape_line(&words::title(&review.base))
    );
    if review.is_empty() {
        let _ = writeln!(page, "{}", words::NOTHING);
    }
    for environment in &review.environments {
        let name = words::environment(environment);
        let _ = writeln!(page, "\n{BOLD}{}{RESET}", escape_line(&name));
        for setting in &environment.settings {
            fact(&mut page, 2, &setting.name, &words::value(setting));
        }
        for pin in &environment.pins {
            pin_lines(&mut page, pin);
        }
    }
    if !review.signers.is_empty() {
        let _ = writeln!(page, "\n{BOLD}allowed_signers{RESET}");
        row_lines(&mut page, &review.signers);
    }
    if !review.personal_data.is_empty() {
        let _ = writeln!(page, "\n{BOLD}personal_data{RESET}");
        row_lines(&mut page, &review.personal_data);
    }
    for prompt in &review.prompts {
        prompt_lines(&mut page, prompt);
    }
    page
}

fn pin_lines(page: &mut String, pin: &PinChange) {
    fact(page, 2, &pin.id, &words::pin(pin));
    for setting in &pin.settings {
        fact(page, 4, &setting.name, &words::value(setting));
    }
    if let Some(prefix) = &pin.prefix {
        let _ = writeln!(page, "    {}", escape_line(prefix));
    }
    for problem in &pin.problems {
        let _ = writeln!(
            page,
            "    {RED}a build refuses it{RESET}: {}",
            escape_line(problem)
        );
    }
    for case in &pin.answers {
        let _ = writeln!(page, "    {CYAN}{}{RESET}", escape_line(&case.name));
        answer_lines(page, &case.answers);
    }
}

fn prompt_lines(page: &mut String, prompt: &PromptChange) {
    for text in &prompt.texts {
        text_lines(page, &prompt.id, text);
    }
    if prompt.texts.is_empty() {
        let _ = writeln!(page, "\n{BOLD}{}{RESET}", prompt.id);
    }
    for dataset in &prompt.datasets {
        let _ = writeln!(page, "  {}", words::dataset(dataset));
    }
    for part in &prompt.not_shown {
        let (sentence, problem) = (words::not_shown(part), escape_line(&part.problem));
        let _ = writeln!(page, "  {RED}{sentence}{RESET}: {problem}");
    }
    for entry in prompt.history.iter().filter(|entry| entry.is_new) {
        history_lines(page, entry);
    }
    for step in &prompt.steps {
        step_lines(page, step);
    }
}

fn text_lines(page: &mut String, id: &str, text: &TextChange) {
    let _ = writeln!(
        page,
        "\n{BOLD}{id}{RESET} {}",
        escape_line(&words::text(text))
    );
    for reason in &text.reasons {
        let colour = match reason.level.as_str() {
            "major" => RED,
            "minor" => YELLOW,
            _ => GREEN,
        };
        let sentence = escape_line(&reason.sentence);
        let _ = writeln!(page, "  {colour}{:<5}{RESET}  {sentence}", reason.level);
    }
    row_lines(page, &text.rows);
    if let Some(cases) = words::cases(&text.cases) {
        let _ = writeln!(page, "  {cases}");
    }
    for case in &text.cases.different {
        let _ = writeln!(page, "  {CYAN}{}{RESET}", escape_line(&case.name));
        row_lines(page, &case.rows);
        if let Some(answers) = &case.answers {
            answer_lines(page, answers);
        }
    }
    if text.cases.more > 0 {
        let _ = writeln!(page, "  {}", words::more_cases(text.cases.more));
    }
}

fn answer_lines(page: &mut String, answers: &AnswerChange) {
    let sentence = words::answers(answers);
    let _ = writeln!(page, "    {DIM}{}{RESET}", escape_line(&sentence));
    row_lines(page, &answers.rows);
}

fn history_lines(page: &mut String, entry: &HistoryEntry) {
    let HistoryEntry {
        at, version, what, ..
    } = entry;
    let (at, what) = (escape_line(at), escape_line(what));
    let _ = writeln!(page, "  {CYAN}{at}{RESET}  {version} {what}");
    if let Some(why) = &entry.why {
        let _ = writeln!(page, "    {DIM}{}{RESET}", escape_line(why));
    }
    if let Some(doubt) = &entry.doubt {
        let _ = writeln!(page, "    {RED}{}{RESET}", escape_line(doubt));
    }
}

fn step_lines(page: &mut String, step: &NextStep) {
    let _ = writeln!(page, "  {BOLD}{}{RESET}", escape_line(&words::step(step)));
    for gate in &step.gates {
        let (colour, mark) = if gate.is_met {
            (GREEN, "ok")
        } else {
            (RED, "no")
        };
        let (name, sentence) = (&gate.name, escape_line(&gate.sentence));
        let _ = writeln!(page, "    {colour}{mark}{RESET} {name}: {sentence}");
        for help in &gate.help {
            let _ = writeln!(page, "       help: {}", escape_line(help));
        }
    }
    let _ = writeln!(page, "    {}", escape_line(&words::signatures(step)));
    let _ = writeln!(page, "    `{}`", step.command);
}

fn fact(page: &mut String, indent: usize, name: &str, value: &str) {
    let (name, value) = (escape_line(name), escape_line(value));
    let _ = writeln!(page, "{:indent$}{CYAN}{name}{RESET}  {value}", "");
}
