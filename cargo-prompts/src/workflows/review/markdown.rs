//! A review as a comment of a pull request.

use std::fmt::Write as _;

use prompt_core::secret::masked;

use super::model::{
    AnswerChange, EnvironmentChange, GateResult, NextStep, PromptChange, Review, TextChange,
};
use super::words;
use crate::report::output::{escape_line, for_people};
use crate::workflows::difference::{Piece, Row, gap};

/// The most characters that GitHub takes for a comment are 65,536.
const MOST: usize = 64_500;

/// The review as Markdown of at most 65,536 characters. What does not fit is left out, and the comment
/// says so.
pub fn markdown(review: &Review) -> String {
    let mut page = format!("### {}\n", plain(&words::title(&review.base)));
    if review.is_empty() {
        let _ = writeln!(page, "\n{}.", words::NOTHING);
    }
    // What somebody must know comes before the details. A table that is too long for a comment has the
    // rows for which there is room.
    let table = environments(review);
    let rows = table.split_inclusive('\n').map(str::to_owned);
    let mut parts = rows.collect::<Vec<_>>();
    parts.extend(review.prompts.iter().map(not_shown));
    parts.extend(review.prompts.iter().map(steps));
    if !review.signers.is_empty() {
        parts.push(folded(
            "The keys of those who sign were changed",
            &fence(&review.signers),
        ));
    }
    if !review.personal_data.is_empty() {
        parts.push(folded(
            "The patterns of personal data were changed",
            &fence(&review.personal_data),
        ));
    }
    parts.extend(review.environments.iter().flat_map(saved_answers));
    parts.extend(review.prompts.iter().flat_map(details));
    let mut left_out = 0;
    let note = |left_out: usize| {
        let parts_are = if left_out == 1 {
            "part is"
        } else {
            "parts are"
        };
        format!(
            "\n{left_out} {parts_are} left out here, because a comment may have no more. The page of `--html` has them all.\n"
        )
    };
    let room = MOST - note(usize::MAX).len();
    for part in parts {
        if page.len() + part.len() > room {
            left_out += 1;
        } else {
            page.push_str(&part);
        }
    }
    if left_out > 0 {
        page.push_str(&note(left_out));
    }
    page
}

fn environments(review: &Review) -> String {
    let mut text = String::new();
    if review.environments.is_empty() {
        return text;
    }
    text.push_str("\n| Environment | What | Change |\n| --- | --- | --- |\n");
    for environment in &review.environments {
        let name = plain(&words::environment(environment));
        for setting in &environment.settings {
            let value = plain(&words::value(setting));
            let _ = writeln!(text, "| {name} | {} | {value} |", plain(&setting.name));
        }
        for pin in &environment.pins {
            let id = plain(&pin.id);
            let _ = writeln!(text, "| {name} | **{id}** | {} |", plain(&words::pin(pin)));
            for setting in &pin.settings {
                let (of, value) = (plain(&setting.name), plain(&words::value(setting)));
                let _ = writeln!(text, "| {name} | {id}, {of} | {value} |");
            }
            for problem in &pin.problems {
                let problem = plain(problem);
                let _ = writeln!(
                    text,
                    "| {name} | {id} | :x: a build refuses it: {problem} |"
                );
            }
        }
    }
    text
}

/// The folded parts with the answers to texts whose settings change.
fn saved_answers(environment: &EnvironmentChange) -> Vec<String> {
    let pins = environment
        .pins
        .iter()
        .filter(|pin| !pin.answers.is_empty());
    let parts = pins.map(|pin| {
        let mut body = String::new();
        for case in &pin.answers {
            let _ = writeln!(body, "\n{}", plain(&case.name));
            body.push_str(&answer_text(&case.answers));
        }
        folded(
            &format!("{} in {}: saved answers", pin.id, environment.name),
            &body,
        )
    });
    parts.collect()
}

/// The parts that are not shown, with their reasons.
fn not_shown(prompt: &PromptChange) -> String {
    let parts = prompt.not_shown.iter().map(|part| {
        let (sentence, problem) = (plain(&words::not_shown(part)), plain(&part.problem));
        format!("\n:x: {}: {sentence}: {problem}\n", plain(&prompt.id))
    });
    parts.collect()
}

fn answer_text(answers: &AnswerChange) -> String {
    let sentence = plain(&words::answers(answers));
    format!("\n{sentence}:\n\n{}", fence(&answers.rows))
}

fn steps(prompt: &PromptChange) -> String {
    let steps = prompt.steps.iter().map(|step| step_text(&prompt.id, step));
    steps.collect()
}

fn step_text(id: &str, step: &NextStep) -> String {
    let mut text = format!("\n#### {}, {}\n\n", plain(id), plain(&words::step(step)));
    for GateResult {
        name,
        is_met,
        sentence,
        help,
    } in &step.gates
    {
        let mark = if *is_met { ":white_check_mark:" } else { ":x:" };
        let _ = writeln!(text, "- {mark} {}: {}", plain(name), plain(sentence));
        for help in help {
            let _ = writeln!(text, "  - {}", plain(help));
        }
    }
    let _ = writeln!(text, "- {}\n", plain(&words::signatures(step)));
    let _ = writeln!(text, "```console\n$ {}\n```", masked(&step.command));
    text
}

/// The folded parts about a prompt.
fn details(prompt: &PromptChange) -> Vec<String> {
    let texts = prompt.texts.iter();
    let mut parts = texts
        .flat_map(|text| text_parts(&prompt.id, text))
        .collect::<Vec<_>>();
    let mut records = String::new();
    for dataset in &prompt.datasets {
        let _ = writeln!(records, "- {}", plain(&words::dataset(dataset)));
    }
    for entry in prompt.history.iter().filter(|entry| entry.is_new) {
        let why = entry.why.as_ref().map(|why| format!(": {why}"));
        let doubt = entry.doubt.as_ref().map(|doubt| format!(" ({doubt})"));
        let (why, doubt) = (why.unwrap_or_default(), doubt.unwrap_or_default());
        let line = format!("{} {} {}{why}{doubt}", entry.at, entry.version, entry.what);
        let _ = writeln!(records, "- {}", plain(&line));
    }
    if !records.is_empty() {
        parts.push(folded(
            &format!("{}: what was recorded", prompt.id),
            &records,
        ));
    }
    parts
}

fn text_parts(id: &str, text: &TextChange) -> Vec<String> {
    let mut body = String::new();
    for reason in &text.reasons {
        let (level, sentence) = (plain(&reason.level), plain(&reason.sentence));
        let _ = writeln!(body, "- {level}: {sentence}");
    }
    let _ = write!(body, "\n{}", fence(&text.rows));
    let mut parts = vec![folded(
        &format!("{id}: the text {}", words::text(text)),
        &body,
    )];
    let Some(cases) = words::cases(&text.cases) else {
        return parts;
    };
    let mut body = String::new();
    for case in &text.cases.different {
        let _ = write!(body, "\n{}\n\n{}", plain(&case.name), fence(&case.rows));
        if let Some(answers) = &case.answers {
            body.push_str(&answer_text(answers));
        }
    }
    if text.cases.more > 0 {
        let _ = writeln!(body, "\n{}", words::more_cases(text.cases.more));
    }
    if body.is_empty() {
        let _ = writeln!(body, "\n{cases}.");
    }
    parts.push(folded(&format!("{id}: {cases}"), &body));
    parts
}

fn folded(summary: &str, body: &str) -> String {
    let summary = html(summary);
    format!(
        "\n<details><summary>{summary}</summary>\n\n{}\n\n</details>\n",
        body.trim_matches('\n')
    )
}

/// The rows as a fenced block, whose fence is longer than any in the text.
fn fence(rows: &[Row]) -> String {
    let mut text = String::new();
    for row in rows {
        match row {
            Row::Same { text: line } => line_of(' ', line, &mut text),
            Row::Gap { lines } => {
                let _ = writeln!(text, "@@ {} @@", gap(*lines));
            }
            Row::Changed { old, new } => {
                for (sign, pieces) in [('-', old), ('+', new)] {
                    if let Some(pieces) = pieces {
                        line_of(sign, &joined(pieces), &mut text);
                    }
                }
            }
        }
    }
    let fence = "`".repeat(longest_run(&text).max(2) + 1);
    format!("{fence}diff\n{text}{fence}\n")
}

/// A comment may be printed in the log of a CI service, which reads commands behind blanks.
fn line_of(sign: char, line: &str, text: &mut String) {
    let _ = writeln!(text, "{sign}{}", for_people(&escape_line(line)));
}

fn joined(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    let runs = text.split(|character| character != '`');
    runs.map(str::len).max().unwrap_or_default()
}

/// A text on one line that Markdown and HTML take for nothing else, without secrets. A name in it
/// notifies nobody.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in escape_line(&masked(text)).chars() {
        if let Some(entity) = entity(character) {
            plain.push_str(entity);
            continue;
        }
        if character.is_ascii_punctuation() && !matches!(character, '.' | ',' | '-' | '\'') {
            plain.push('\\');
        }
        plain.push(character);
    }
    plain
}

/// A text within HTML, where Markdown is not read, without secrets.
fn html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in escape_line(&masked(text)).chars() {
        match entity(character) {
            Some(entity) => html.push_str(entity),
            None => html.push(character),
        }
    }
    html
}

fn entity(character: char) -> Option<&'static str> {
    match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        // The name behind it is then no name of a person.
        '@' => Some("@<!-- -->"),
        _ => None,
    }
}
