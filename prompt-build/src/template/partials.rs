use std::sync::Arc;

use super::syntax::{self, Tree};
use crate::report::{Finding, Findings, Source};

/// Where partials come from, if the file at hand may have any.
pub(crate) struct Partials<'a> {
    access: Access<'a>,
}

/// Reads a partial by its name.
type Load<'a> = &'a dyn Fn(&str) -> Result<Arc<Source>, Finding>;

enum Access<'a> {
    /// A release stands alone: its hash would not cover a partial.
    Refused,
    Through {
        load: Load<'a>,
        known: &'a dyn Fn() -> Vec<String>,
    },
}

impl<'a> Partials<'a> {
    pub(crate) fn refused() -> Self {
        Self { access: Access::Refused }
    }

    pub(crate) fn through(load: Load<'a>, known: &'a dyn Fn() -> Vec<String>) -> Self {
        Self { access: Access::Through { load, known } }
    }

    pub(super) fn are_refused(&self) -> bool {
        matches!(self.access, Access::Refused)
    }

    /// The names of all partials that there are, for a suggestion.
    pub(super) fn known(&self) -> Vec<String> {
        match &self.access {
            Access::Refused => Vec::new(),
            Access::Through { known, .. } => known(),
        }
    }

    /// Reads and parses a partial; front matter it has none.
    pub(super) fn load(&self, name: &str, findings: &mut Findings) -> Result<Option<(Arc<Source>, Tree)>, Finding> {
        let Access::Through { load, .. } = &self.access else { return Ok(None) };
        let source = load(name)?;
        let tree = syntax::parse(&source, 0, false, findings);
        Ok(tree.map(|tree| (source, tree)))
    }
}
