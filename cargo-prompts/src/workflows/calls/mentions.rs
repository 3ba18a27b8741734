//! Selects the files that may use prompts. Only these are parsed.

use std::sync::{Arc, LazyLock};

use prompt_build::source::Source;
use regex::Regex;

static RENAME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(?:(?:try_|optional_)?prompts?|catalog)\s+as\s+(\w+)").ok());

/// The names of the macros, in whatever file they are given.
pub struct Mentions(Option<Regex>);

impl Mentions {
    pub fn of<'a>(sources: impl IntoIterator<Item = &'a Arc<Source>>) -> Self {
        let mut names = vec![
            "(?:try_|optional_)?prompts?".to_owned(),
            "catalog".to_owned(),
            "prompt_runtime".to_owned(),
        ];
        for source in sources {
            let renames = RENAME
                .iter()
                .flat_map(|rename| rename.captures_iter(&source.text));
            names.extend(renames.map(|found| found[1].to_owned()));
        }
        names.sort_unstable();
        names.dedup();
        // A module in a file of its own may be under a condition. It then applies to the calls in
        // the file.
        Self(Regex::new(&format!(r"\b(?:{}|mod\s+\w+\s*;)", names.join(r"\b|"))).ok())
    }

    /// Returns true if the text contains one of the names, or declares a module.
    pub fn are_in(&self, text: &str) -> bool {
        self.0.as_ref().is_none_or(|names| names.is_match(text))
    }
}
