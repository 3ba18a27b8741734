//! The index of the build script's output: the prompts, and a digest of each file. A build for
//! several environments has one for each of them.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use proc_macro2::Span;
use prompt_core::header::{key, read_file_entry};
use prompt_core::program::{PinnedAnswer, PinnedTools};
use prompt_core::wire::{self, path};

use crate::data::{Data, ProgramFile, check_format};
use crate::output::{Output, check_folder, file, verify};
use crate::refusal::Refusal;

/// What the build script left for the package at hand.
pub(crate) struct Build {
    output: Output,
    /// One for each environment of the build, in the order of the configuration.
    pub(crate) indexes: Vec<Arc<Index>>,
}

/// The index of an environment. It has been verified, and verifies each file that is read.
pub(crate) struct Index {
    output: Output,
    pub(crate) data: Data,
    files: HashMap<String, FileEntry>,
}

/// A file of an environment.
struct FileEntry {
    digest: String,
    /// The path below the folder of all files.
    place: String,
}

/// The header of a prompt, and the place of its text.
pub(crate) struct PinnedPrompt {
    header: Data,
    /// The path of the text below `OUT_DIR`, with forward slashes.
    pub(crate) text_file: String,
}

impl Deref for PinnedPrompt {
    type Target = Data;

    fn deref(&self) -> &Data {
        &self.header
    }
}

/// The build that was read last. The compiler expands calls one by one, and each needs it.
static LAST: Mutex<Option<Arc<Build>>> = Mutex::new(None);

impl Build {
    /// Returns the build at hand.
    pub(crate) fn at_hand(span: Span) -> Result<Arc<Self>, Refusal> {
        let output = Output::of_build(span)?;
        let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(build) = last.as_ref().filter(|build| build.output == output) {
            return Ok(Arc::clone(build));
        }
        let build = Arc::new(Self::read(output, span)?);
        *last = Some(Arc::clone(&build));
        Ok(build)
    }

    fn read(output: Output, span: Span) -> Result<Self, Refusal> {
        let text = output.read(path::INDEX, span)?;
        // Another release may make digests in another way.
        check_format(&text, span)?;
        verify(&text, &output.digest, span)?;
        check_folder(span)?;
        let index = Index::new(output.clone(), text, span)?;
        let mut indexes = Vec::new();
        for name in index.data.header().all(key::BUILT) {
            indexes.push(Arc::new(index.of_environment(name, span)?));
        }
        if indexes.is_empty() {
            indexes.push(Arc::new(index));
        }
        Ok(Self { output, indexes })
    }

    /// Returns the environments of a build for several, with blanks between them; an empty text for
    /// one.
    pub(crate) fn environments_of_several(&self) -> String {
        let names = self.indexes.iter().map(|index| index.environment_name());
        match names.len() {
            1 => String::new(),
            _ => names.collect::<Vec<_>>().join(" "),
        }
    }

    /// Returns the package and its environments, for messages of the running program.
    pub(crate) fn names(&self) -> String {
        let package = self
            .indexes
            .first()
            .map(|index| index.data.get(key::PACKAGE));
        let environments = self.indexes.iter().map(|index| index.environment_name());
        let words = package.into_iter().chain(environments);
        words.collect::<Vec<_>>().join(" ")
    }
}

impl Index {
    /// Returns the index of the build at hand: of its first environment, where there are several.
    pub(crate) fn of_build(span: Span) -> Result<Arc<Self>, Refusal> {
        let build = Build::at_hand(span)?;
        let first = build.indexes.first().map(Arc::clone);
        first.ok_or_else(|| Refusal::damaged(span))
    }

    fn new(output: Output, text: String, span: Span) -> Result<Self, Refusal> {
        let data = Data::new(text, span)?;
        let files = data.header().all(key::FILE).map(|line| {
            let (name, digest, place) = read_file_entry(line);
            let entry = FileEntry {
                digest: digest.to_owned(),
                place: place.unwrap_or(name).to_owned(),
            };
            (name.to_owned(), entry)
        });
        let files = files.collect();
        Ok(Self {
            output,
            data,
            files,
        })
    }

    /// Reads the index of an environment that the index of the build names.
    fn of_environment(&self, name: &str, span: Span) -> Result<Self, Refusal> {
        let file = format!("{}{}", path::of_environment(name), path::INDEX);
        let text = self.file(&file, span)?;
        let text = text.ok_or_else(|| Refusal::damaged(span))?;
        Self::new(self.output.clone(), text, span)
    }

    pub(crate) fn environment_name(&self) -> &str {
        self.data.get(key::ENVIRONMENT)
    }

    /// Reads the environment.
    pub(crate) fn environment(&self, span: Span) -> Result<Data, Refusal> {
        let text = self.file(path::ENVIRONMENT, span)?.unwrap_or_default();
        Data::new(text, span)
    }

    /// Reads the header of a prompt, and verifies its text, which the compiler includes. Returns
    /// `None` if the environment pins no prompt with this id.
    pub(crate) fn prompt(&self, id: &str, span: Span) -> Result<Option<PinnedPrompt>, Refusal> {
        let Some(header) = self.file(&path::header(id), span)? else {
            return Ok(None);
        };
        // A header of findings has no text.
        let header = Data::new(header, span)?;
        let text = path::text(id);
        self.file(&text, span)?;
        let text_file = self.place(&text);
        Ok(Some(PinnedPrompt { header, text_file }))
    }

    /// Reads the program of a prompt. Returns `None` if the prompt is a text without inputs.
    pub(crate) fn program(&self, id: &str, span: Span) -> Result<Option<ProgramFile>, Refusal> {
        let name = path::program(id);
        let text = self.file(&name, span)?;
        text.map(|text| ProgramFile::new(self.place(&name), &text, span))
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
        let Some(entry) = self.files.get(name) else {
            return Ok(None);
        };
        let text = self.output.read(&entry.place, span)?;
        verify(&text, &entry.digest, span)?;
        Ok(Some(text))
    }

    /// Returns the path of a file below `OUT_DIR`.
    fn place(&self, name: &str) -> String {
        let entry = self.files.get(name);
        file(entry.map_or(name, |entry| &entry.place))
    }
}
