//! The index of the build script's output: the prompts, and a digest of each file.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use proc_macro2::Span;
use prompt_core::header::{key, read_file_entry};
use prompt_core::program::{PinnedAnswer, PinnedTools};
use prompt_core::wire::{self, path};

use crate::data::{Data, ProgramFile, check_format};
use crate::output::{Output, check_folder, file, verify};
use crate::refusal::Refusal;

/// The index of a build. It has been verified, and verifies each file that is read.
pub(crate) struct Index {
    output: Output,
    pub(crate) data: Data,
    digests: HashMap<String, String>,
}

/// The index that was read last. The compiler expands calls one by one, and each needs it.
static LAST: Mutex<Option<Arc<Index>>> = Mutex::new(None);

impl Index {
    /// Returns the index of the build at hand.
    pub(crate) fn of_build(span: Span) -> Result<Arc<Self>, Refusal> {
        let output = Output::of_build(span)?;
        let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = last.as_ref().filter(|index| index.output == output) {
            return Ok(Arc::clone(index));
        }
        let index = Arc::new(Self::read(output, span)?);
        *last = Some(Arc::clone(&index));
        Ok(index)
    }

    fn read(output: Output, span: Span) -> Result<Self, Refusal> {
        let text = output.read(path::INDEX, span)?;
        // Another release may make digests in another way.
        check_format(&text, span)?;
        verify(&text, &output.digest, span)?;
        check_folder(span)?;
        let data = Data::new(text, span)?;
        let files = data.header().all(key::FILE).map(read_file_entry);
        let digests = files
            .map(|(name, digest)| (name.to_owned(), digest.to_owned()))
            .collect();
        Ok(Self {
            output,
            data,
            digests,
        })
    }

    /// Reads the environment of the build.
    pub(crate) fn environment(&self, span: Span) -> Result<Data, Refusal> {
        let text = self.file(path::ENVIRONMENT, span)?.unwrap_or_default();
        Data::new(text, span)
    }

    /// Reads the header of a prompt, and verifies its text, which the compiler includes. Returns
    /// `None` if this build pins no prompt with this id.
    pub(crate) fn prompt(&self, id: &str, span: Span) -> Result<Option<Data>, Refusal> {
        let Some(header) = self.file(&path::header(id), span)? else {
            return Ok(None);
        };
        // A header of findings has no text.
        let data = Data::new(header, span)?;
        self.file(&path::text(id), span)?;
        Ok(Some(data))
    }

    /// Reads the program of a prompt. Returns `None` if the prompt is a text without inputs.
    pub(crate) fn program(&self, id: &str, span: Span) -> Result<Option<ProgramFile>, Refusal> {
        let name = path::program(id);
        let text = self.file(&name, span)?;
        text.map(|text| ProgramFile::new(file(&name), &text, span))
            .transpose()
    }

    /// Reads the types of the answers of all pinned versions. Returns `None` if none of them has a
    /// schema.
    pub(crate) fn answers(
        &self,
        id: &str,
        span: Span,
    ) -> Result<Option<Vec<PinnedAnswer>>, Refusal> {
        let text = self.file(&path::answers(id), span)?;
        let read = |text: String| wire::read_answers(&text).ok_or_else(|| Refusal::damaged(span));
        text.map(read).transpose()
    }

    /// Reads the tools of all pinned versions. None of them may have a tool.
    pub(crate) fn tools(&self, id: &str, span: Span) -> Result<Vec<PinnedTools>, Refusal> {
        let text = self.file(&path::tools(id), span)?;
        let read = |text: String| wire::read_tools(&text).ok_or_else(|| Refusal::damaged(span));
        text.map_or(Ok(Vec::new()), read)
    }

    fn file(&self, name: &str, span: Span) -> Result<Option<String>, Refusal> {
        let Some(digest) = self.digests.get(name) else {
            return Ok(None);
        };
        let text = self.output.read(name, span)?;
        verify(&text, digest, span)?;
        Ok(Some(text))
    }
}
