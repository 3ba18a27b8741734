use std::collections::VecDeque;
use std::sync::Arc;

use minijinja::machinery::Span;
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::source::{Location, Mark, Source};
use prompt_core::program::Function;

use super::constant::Constant;
use super::include::Included;
use super::pair_loop::PairLoops;
use super::scan::Comment;
use super::uses::{Place, Step, Usage, Uses};

/// Translates a template, and records how it uses its inputs.
pub(super) struct Translator<'s> {
    pub(super) source: Arc<Source>,
    pub(super) uses: Uses,
    /// The uses in the whole template, where they are known.
    pub(super) known: Uses,
    /// The loops around the present place, the innermost last.
    pub(super) loops: Vec<Loop>,
    /// The names of constants in scope, the latest last.
    pub(super) constants: Vec<Constant>,
    /// The number of branches around the present place, within the innermost loop or file.
    pub(super) branches: usize,
    /// The files that the template includes.
    pub(super) included: Included<'s>,
    /// The comments that are not written yet.
    pub(super) comments: VecDeque<Comment>,
    /// The loops over keys and values that are written as in Tera.
    pub(super) pair_loops: PairLoops,
    /// A tag prints a value as JSON.
    pub(super) prints_json: bool,
    pub(super) findings: Findings,
}

/// A loop with its variables.
pub(super) struct Loop {
    /// The names with the values that they stand for. The keys of a map are no inputs.
    pub(super) names: Vec<(String, Option<Place>)>,
    /// The loop has a condition, which its numbers depend on.
    pub(super) is_filtered: bool,
}

/// A value of the inputs.
pub(super) struct Path {
    pub(super) written: String,
    pub(super) place: Option<Place>,
}

/// Words that a tag or an argument does not take for the name of an input, besides helpers.
const WORDS: [&str; 18] = [
    "as",
    "each",
    "else",
    "false",
    "history",
    "if",
    "ifEquals",
    "json",
    "media",
    "null",
    "role",
    "section",
    "this",
    "true",
    "undefined",
    "unless",
    "unlessEquals",
    "with",
];

impl<'s> Translator<'s> {
    pub(super) fn new(
        source: &Arc<Source>,
        known: Uses,
        comments: VecDeque<Comment>,
        included: Included<'s>,
    ) -> Self {
        Self {
            source: Arc::clone(source),
            uses: Uses::default(),
            known,
            loops: Vec::new(),
            constants: Vec::new(),
            branches: 0,
            included,
            comments,
            pair_loops: PairLoops::default(),
            prints_json: false,
            findings: Findings::default(),
        }
    }
}

impl Translator<'_> {
    /// The value of a name.
    pub(super) fn variable(&self, name: &str) -> Path {
        let mut named = self.loops.iter().rev().flat_map(|one| &one.names);
        if let Some((_, place)) = named.find(|(known, _)| known == name) {
            return Path {
                written: name.to_owned(),
                place: place.clone(),
            };
        }
        let is_word = WORDS.contains(&name) || Function::names().any(|helper| helper == name);
        let written = match self.loops.len() {
            0 if is_word => format!("this.{name}"),
            depth => format!("{}{name}", "../".repeat(depth)),
        };
        Path {
            written,
            place: Some(vec![Step::Field(name.to_owned())]),
        }
    }

    pub(super) fn record(&mut self, path: &Path, usage: Usage) {
        if let Some(place) = &path.place {
            self.uses.record(place, usage);
        }
    }

    /// Translates what has a scope of its own: constants that are set there end with it.
    pub(super) fn scoped<T>(&mut self, translate: impl FnOnce(&mut Self) -> T) -> T {
        let (constants, branches) = (self.constants.len(), std::mem::take(&mut self.branches));
        let translated = translate(self);
        self.constants.truncate(constants);
        self.branches = branches;
        translated
    }

    /// Reports what cannot be translated.
    pub(super) fn refuse<T>(
        &mut self,
        span: Span,
        message: impl Into<String>,
        help: &str,
    ) -> Option<T> {
        let location = location(&self.source, span);
        let finding = Finding::error(Code::UnsupportedJinja, location, message);
        self.findings.push(finding.help(help.to_owned()));
        None
    }
}

/// The place of a span in the template.
pub(super) fn location(source: &Arc<Source>, span: Span) -> Location {
    let text = &source.text;
    let offset = |offset: u32| {
        let most = usize::try_from(offset).map_or(text.len(), |offset| offset.min(text.len()));
        let mut boundaries = (0..=most).rev().filter(|at| text.is_char_boundary(*at));
        boundaries.next().unwrap_or_default()
    };
    let (start, end) = (offset(span.start_offset), offset(span.end_offset));
    Location::new(source, Mark::at(start, end.max(start)))
}
