//! Warns of what is probably a mistake.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::fixed_text::FixedText;
use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Mark, Source};
use crate::template::inputs::Input;

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

/// The fixed text behind a value that is worth a warning, in bytes.
const MOST_COLD_TEXT: usize = 4096;

/// Warns of a value with much fixed text behind it: providers cache the text before the first value
/// alone.
pub(super) fn warn_of_cold_text(source: &Arc<Source>, fixed: &FixedText, warnings: &mut Findings) {
    let (Some(value), Some(text)) = (&fixed.first_value, &fixed.text_behind) else {
        return;
    };
    if fixed.bytes_behind < MOST_COLD_TEXT {
        return;
    }
    let at =
        |range: &std::ops::Range<usize>| Location::new(source, Mark::at(range.start, range.end));
    let message = format!(
        "no provider can cache the {} bytes of fixed text after this value",
        fixed.bytes_behind
    );
    let help = "move the value, and what depends on it, after the fixed text".to_owned();
    let finding = Finding::warning(Code::CacheUnfriendly, at(value), message).help(help);
    warnings.push(finding.related(at(text), "the fixed text begins here"));
}
