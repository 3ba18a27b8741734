use std::ops::Range;
use std::sync::Arc;

use prompt_core::hidden::hidden;

use crate::report::{Code, Finding};
use crate::source::{Location, Mark, Source};

/// The most characters of a run that a message lists.
const MOST: usize = 4;

/// Hidden characters that stand side by side.
struct HiddenRun {
    range: Range<usize>,
    characters: Vec<char>,
}

/// A warning for each run of hidden characters, and one for those after the first.
pub(super) fn findings(source: &Arc<Source>, most: usize) -> Vec<Finding> {
    let (runs, more) = runs(&source.text, most);
    let more = more.map(|at| {
        let location = Location::new(source, Mark::at(at, at));
        let message = "more hidden characters from here on";
        Finding::warning(Code::HiddenCharacters, location, message)
    });
    runs.iter()
        .map(|run| run.finding(source))
        .chain(more)
        .collect()
}

/// The first runs, and the offset of the next one.
fn runs(text: &str, most: usize) -> (Vec<HiddenRun>, Option<usize>) {
    let mut runs = Vec::<HiddenRun>::new();
    for (at, c) in hidden(text) {
        let end = at + c.len_utf8();
        let is_next = runs.last().is_some_and(|run| run.range.end != at);
        if is_next && runs.len() == most {
            return (runs, Some(at));
        }
        match runs.last_mut().filter(|run| run.range.end == at) {
            Some(run) => {
                run.range.end = end;
                run.characters.push(c);
            }
            None => runs.push(HiddenRun {
                range: at..end,
                characters: vec![c],
            }),
        }
    }
    (runs, None)
}

impl HiddenRun {
    fn finding(&self, source: &Arc<Source>) -> Finding {
        let location = Location::new(source, Mark::at(self.range.start, self.range.end));
        let names = self.characters.iter().take(MOST);
        let names = names.map(|c| format!("U+{:04X}", u32::from(*c)));
        let names = names.collect::<Vec<_>>().join(", ");
        let message = match self.characters.len() {
            1 => format!("hidden character {names}"),
            2..=MOST => format!("hidden characters {names}"),
            count => format!("{count} hidden characters, {names} and so on"),
        };
        let message = match self.tagged() {
            Some(text) => format!("{message}: a model can read them as `{text}`"),
            None => message,
        };
        let help = "remove what no reader sees; what the text needs can be allowed under `allow` in `environments.yaml`";
        Finding::warning(Code::HiddenCharacters, location, message).help(help.to_owned())
    }

    /// The text that tag characters spell.
    fn tagged(&self) -> Option<String> {
        let letters = self.characters.iter().filter_map(|c| {
            let letter = u32::from(*c).checked_sub(0xe0000)?;
            char::from_u32(letter).filter(|letter| matches!(letter, ' '..='~'))
        });
        let text = letters.take(200).collect::<String>();
        (!text.is_empty()).then_some(text)
    }
}
