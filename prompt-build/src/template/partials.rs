use std::sync::Arc;

use super::syntax::{self, Tree};
use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Source};

/// The source of partials, if the current file may call any.
pub struct Partials<'a> {
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
    pub fn refused() -> Self {
        Self {
            access: Access::Refused,
        }
    }

    pub fn through(load: Load<'a>, known: &'a dyn Fn() -> Vec<String>) -> Self {
        Self {
            access: Access::Through { load, known },
        }
    }

    pub(super) fn are_refused(&self) -> bool {
        matches!(self.access, Access::Refused)
    }

    /// Returns the names of all partials, for a suggestion.
    pub(super) fn known(&self) -> Vec<String> {
        match &self.access {
            Access::Refused => Vec::new(),
            Access::Through { known, .. } => known(),
        }
    }

    /// Reads and parses a partial. A partial has no front matter: the prompt that calls it declares
    /// its inputs.
    pub(super) fn load(
        &self,
        name: &str,
        findings: &mut Findings,
    ) -> Result<Option<(Arc<Source>, Tree)>, Finding> {
        let Access::Through { load, .. } = &self.access else {
            return Ok(None);
        };
        let source = load(name)?;
        if source.text.starts_with("---\n") {
            let message = format!("the partial {} begins with front matter", quoted(name));
            let finding = Finding::error(
                Code::PartialWithFrontMatter,
                Location::file(&source),
                message,
            );
            return Err(finding.help("declare what it uses in the prompts that call it".to_owned()));
        }
        let tree = syntax::parse(&source, 0, false, findings);
        Ok(tree.map(|tree| (source, tree)))
    }
}
