//! Loops of Tera over the keys and values of a map: `{% for key, value in map %}`.

use std::collections::BTreeSet;

use prompt_build::source::Source;

/// A note on the translation, for the user.
pub(super) const NOTE: &str = "`{% for key, value in … %}` without `.items()` loops over a map, as in Tera; \
                               a list of pairs cannot be passed";

/// The loops in which a map stands without `.items()`.
#[derive(Default)]
pub(super) struct PairLoops {
    /// The path of each file, and the offset behind the map.
    ends: BTreeSet<(String, usize)>,
}

impl PairLoops {
    pub(super) fn add(&mut self, source: &Source, end: usize) {
        self.ends.insert((source.path.clone(), end));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of a file as minijinja reads it: with the filter that makes pairs of a map.
    pub(super) fn explicit(&self, source: &Source) -> String {
        let mut text = source.text.clone();
        let ends = self.ends.iter().filter(|(path, _)| *path == source.path);
        for (_, end) in ends.rev() {
            text.insert_str(*end, "|items");
        }
        text
    }
}
