//! Warns of what is probably a mistake.

use std::collections::BTreeSet;
use std::sync::Arc;

use prompt_core::program::Message;

use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Mark, Source};
use crate::template::front_matter::Input;

/// Warns of inputs that are declared and that the body does not use.
pub(super) fn warn_of_unused(
    source: &Arc<Source>,
    inputs: &[Input],
    used: &BTreeSet<String>,
    warnings: &mut Findings,
) {
    for input in inputs.iter().filter(|input| !used.contains(&input.name)) {
        let message = format!(
            "the input {} is declared and never used",
            quoted(&input.name)
        );
        let location = Location::new(source, input.mark);
        let help = format!(
            "use it in the body as `{{{{{}}}}}`, or remove it",
            input.name
        );
        warnings.push(Finding::warning(Code::UnusedInput, location, message).help(help));
    }
}

/// Warns of the syntax of other formats with the same file extension. Here it is text, which is
/// probably a mistake.
pub(super) fn warn_of_dialects(
    source: &Arc<Source>,
    messages: &[Message],
    warnings: &mut Findings,
) {
    let text = source.text.as_str();
    let [Message::Text { range, .. }] = messages else {
        return;
    };
    let body = &text[range.clone()];
    let at = |offset: usize, length: usize| {
        Location::new(
            source,
            Mark::at(range.start + offset, range.start + offset + length),
        )
    };
    for (tag, role) in [
        ("<system>", "system"),
        ("<user>", "user"),
        ("<assistant>", "model"),
    ] {
        let Some(offset) = body.find(tag) else {
            continue;
        };
        let closing = tag.replace('<', "</");
        if is_line(body, offset, tag.len()) && body[offset..].contains(&closing) {
            let message = format!("`{tag}` is text here, not the beginning of a message");
            let help = format!("in Dotprompt a message begins with `{{{{role \"{role}\"}}}}`");
            warnings.push(
                Finding::warning(Code::ForeignSyntax, at(offset, tag.len()), message).help(help),
            );
            return;
        }
    }
    if let Some(offset) = body.find("${input:") {
        let length = body[offset..].find('}').map_or(8, |end| end + 1);
        let message = format!(
            "{} is text here, not an input",
            quoted(&body[offset..offset + length])
        );
        let help = "to print an input, write `{{name}}`".to_owned();
        warnings
            .push(Finding::warning(Code::ForeignSyntax, at(offset, length), message).help(help));
    }
}

/// Returns whether a range is a whole line, apart from blanks.
fn is_line(text: &str, offset: usize, length: usize) -> bool {
    let before = text[..offset].rsplit('\n').next().unwrap_or_default();
    let after = text[offset + length..]
        .split('\n')
        .next()
        .unwrap_or_default();
    before.trim().is_empty() && after.trim().is_empty()
}
