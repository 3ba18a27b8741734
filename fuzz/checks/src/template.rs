//! A prompt file is read or refused for a reason that can be shown. One that is read is read again
//! without its partials, and then renders the same.

use prompt_build::report::Findings;
use prompt_build::template::{Json, Message as Compiled, SharedFiles, Template};
use prompt_core::wire;

use crate::case::Case;
use crate::places;
use crate::values::{examples, rendered};

/// Reads a prompt file with its partials.
pub fn check(data: &[u8]) {
    let Some(case) = Case::read(data) else {
        return;
    };
    let mut findings = Findings::default();
    let template = case.with_file(case.prompt, &mut findings, |file, partials, findings| {
        _ = file.config();
        file.template(partials, findings)
    });
    places::check(findings.iter());
    let Some(template) = template else {
        assert!(findings.has_errors(), "neither a template nor a finding");
        return;
    };
    places::check(template.warnings.iter());
    check_written(&template.messages);
    check_inlined(&case, &template);
}

/// Checks that the file of a program has the program in it.
fn check_written(messages: &[Compiled]) {
    let mut file = String::new();
    wire::write(&[], &[], messages, &mut file);
    let read = wire::read(&file).map(|program| format!("{:?}", program.messages));
    assert_eq!(read, Some(format!("{messages:?}")));
}

/// Checks the text that is released: it has no partials, and renders as before. The inputs are those of the
/// case, if the prompt takes them, and some that are made from its schema.
fn check_inlined(case: &Case<'_>, before: &Template) {
    let mut findings = Findings::default();
    let text = case.with_file(case.prompt, &mut findings, |file, partials, findings| {
        file.release_text(partials, findings)
    });
    places::check(findings.iter());
    let Some(text) = text else {
        assert!(findings.has_errors(), "neither a text nor a finding");
        return;
    };
    let after = case.with_file(&text, &mut findings, |file, _, findings| {
        let again = file.release_text(&SharedFiles::refused(), findings)?;
        assert_eq!(again, text, "it had partials left");
        file.template(&SharedFiles::refused(), findings)
    });
    let after = after.unwrap_or_else(|| panic!("{text:?} is refused: {findings:?}"));
    let given = match &case.inputs {
        Json::Object(given) => given.clone(),
        _ => Vec::new(),
    };
    for inputs in [given, examples(before, ""), examples(before, "one\ntwo")] {
        let (before, after) = (rendered(before, &inputs), rendered(&after, &inputs));
        assert_eq!(before, after, "{text:?} with {inputs:?}");
    }
}
