use std::cell::{Cell, RefCell};
use std::sync::Arc;

use super::shared_forms::SharedForms;
use crate::report::{Code, Finding};
use crate::size_limit::{TEMPLATE, mebibytes};
use crate::source::{Location, Source};

/// The kinds of files that prompts share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SharedKind {
    /// A text that a tag calls.
    Partial,
    /// A type that a schema names.
    Schema,
    /// A function that the model may call, by the name that a prompt has under `tools`.
    Tool,
}

/// The files of the library that the current file may use: partials, named schemas and tools.
#[derive(Clone, Copy)]
pub struct SharedFiles<'a> {
    access: Access<'a>,
    /// Set if tags may call partials.
    has_partials: bool,
    /// The bytes that were read, if they are limited.
    bytes: Option<&'a Cell<u64>>,
    /// The names of the schemas that were read, if somebody asks.
    schemas: Option<&'a RefCell<Vec<String>>>,
    /// What was made of the files for other prompts.
    forms: Option<&'a SharedForms>,
}

/// Reads a file by its name.
type Load<'a> = &'a dyn Fn(SharedKind, &str) -> Result<Arc<Source>, Finding>;
/// Lists the names of the files of a kind.
type Known<'a> = &'a dyn Fn(SharedKind) -> Vec<String>;

#[derive(Clone, Copy)]
enum Access<'a> {
    /// A release stands alone: its hash would not cover other files.
    Refused,
    Through {
        load: Load<'a>,
        known: Known<'a>,
    },
}

impl<'a> SharedFiles<'a> {
    pub fn refused() -> Self {
        Self {
            access: Access::Refused,
            has_partials: false,
            bytes: None,
            schemas: None,
            forms: None,
        }
    }

    /// A named schema or a tool that does not exist is reported by `load` with [`Code::MissingFile`], a
    /// partial with [`Code::MissingPartial`].
    ///
    /// [`Code::MissingFile`]: crate::report::Code::MissingFile
    /// [`Code::MissingPartial`]: crate::report::Code::MissingPartial
    pub fn through(load: Load<'a>, known: Known<'a>) -> Self {
        Self {
            access: Access::Through { load, known },
            has_partials: true,
            bytes: None,
            schemas: None,
            forms: None,
        }
    }

    /// The same files, each of which is compiled once for all prompts that have the same forms.
    #[must_use]
    pub fn remembering(self, forms: &'a SharedForms) -> Self {
        Self {
            forms: Some(forms),
            ..self
        }
    }

    /// Returns what was made of a file for another prompt.
    pub(super) fn form<T: Send + Sync + 'static>(&self, key: &str) -> Option<Arc<T>> {
        self.forms?.get(key)
    }

    /// Keeps what was made of a file, for other prompts.
    pub(super) fn keep<T: Send + Sync + 'static>(&self, key: String, form: &Arc<T>) {
        if let Some(forms) = self.forms {
            forms.keep(key, form);
        }
    }

    /// The same files, of which a prompt reads no more than it may have itself.
    pub(super) fn counting<'b>(&self, bytes: &'b Cell<u64>) -> SharedFiles<'b>
    where
        'a: 'b,
    {
        SharedFiles {
            bytes: Some(bytes),
            ..*self
        }
    }

    /// The same files, for what is read on behalf of all prompts: the bytes and the names of the
    /// schemas are noted here.
    pub(super) fn noting<'b>(
        &self,
        bytes: &'b Cell<u64>,
        schemas: &'b RefCell<Vec<String>>,
    ) -> SharedFiles<'b>
    where
        'a: 'b,
    {
        SharedFiles {
            bytes: Some(bytes),
            schemas: Some(schemas),
            ..*self
        }
    }

    /// The same files, without the partials.
    #[cfg(feature = "publish")]
    pub(super) fn without_partials(self) -> Self {
        Self {
            has_partials: false,
            ..self
        }
    }

    /// Returns `true` if the current file may use no file of a kind.
    pub(super) fn refuses(&self, kind: SharedKind) -> bool {
        matches!(self.access, Access::Refused)
            || (kind == SharedKind::Partial && !self.has_partials)
    }

    /// Returns the names of all files of a kind, for a suggestion.
    pub(super) fn known(&self, kind: SharedKind) -> Vec<String> {
        match &self.access {
            Access::Through { known, .. } if !self.refuses(kind) => known(kind),
            _ => Vec::new(),
        }
    }

    fn count(&self, file: &Arc<Source>) -> Result<(), Finding> {
        let Some(bytes) = self.bytes else {
            return Ok(());
        };
        bytes.set(bytes.get() + file.text.len() as u64);
        if TEMPLATE.check(bytes.get()).is_ok() {
            return Ok(());
        }
        let most = mebibytes(TEMPLATE.bytes);
        let message = format!("the tools, with their schemas, have more than {most} MiB");
        let finding = Finding::error(Code::PromptTooLarge, Location::file(file), message);
        Err(finding.help("name fewer tools, or describe them in fewer words".to_owned()))
    }

    /// Reads a file. Returns `None` if files of its kind are refused.
    pub(super) fn source(
        &self,
        kind: SharedKind,
        name: &str,
    ) -> Result<Option<Arc<Source>>, Finding> {
        match &self.access {
            Access::Through { load, .. } if !self.refuses(kind) => {
                let file = load(kind, name)?;
                if let Some(schemas) = self.schemas.filter(|_| kind == SharedKind::Schema) {
                    schemas.borrow_mut().push(name.to_owned());
                }
                self.count(&file)?;
                Ok(Some(file))
            }
            _ => Ok(None),
        }
    }
}
