use std::sync::Arc;

use prompt_build::report::Findings;
use prompt_build::source::Source;

use super::lines::read_line;
use super::{ReplayReader, Search};
use crate::project::resolved_prompt::ResolvedPrompt;

/// Tells line by line whether a dataset has errors. The findings are those of the whole text, which
/// shows the lines around them.
pub struct LineReview<'a> {
    search: Search<'a>,
    /// The prompt that must take each line, if one must.
    prompt: Option<&'a ResolvedPrompt>,
    /// Findings have a place in a text, which nobody sees here.
    no_text: Arc<Source>,
}

impl<'a> LineReview<'a> {
    pub fn new(search: Search<'a>, prompt: Option<&'a ResolvedPrompt>) -> Self {
        Self {
            search,
            prompt,
            no_text: Source::without_text(""),
        }
    }

    /// Returns `true` if a line that is not blank has no errors.
    pub fn is_sound(&self, text: &str) -> bool {
        let reader = ReplayReader {
            masked: &self.no_text,
            id: "",
            search: self.search,
        };
        let mut findings = Findings::default();
        if let Some(line) = read_line(&self.no_text, (1, 0), text, &mut findings) {
            reader.check(&line, self.prompt, &mut findings);
        }
        !findings.has_errors()
    }
}
