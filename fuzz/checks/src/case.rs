use prompt_build::library::PromptFile;
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::source::{Location, Source};
use prompt_build::template::{Json, SharedFiles, SharedKind};

/// A prompt file with the partials and named schemas that it may use, and inputs. The sections have the headings of
/// `tests/rendered`; the first one has none.
pub struct Case<'a> {
    pub prompt: &'a str,
    /// Names and texts.
    partials: Vec<(&'a str, &'a str)>,
    schemas: Vec<(&'a str, &'a str)>,
    /// An object of inputs, where the case has any.
    pub inputs: Json,
}

impl<'a> Case<'a> {
    /// Reads a case. Sections with other headings are left out.
    pub fn read(data: &'a [u8]) -> Option<Self> {
        let mut sections = str::from_utf8(data).ok()?.split("\n== ");
        let mut case = Self {
            prompt: sections.next()?,
            partials: Vec::new(),
            schemas: Vec::new(),
            inputs: Json::Null,
        };
        for (heading, body) in sections.filter_map(|section| section.split_once(" ==\n")) {
            match heading.split_once(' ') {
                Some(("partial", name)) => case.partials.push((name, body)),
                Some(("schema", name)) => case.schemas.push((name, body)),
                _ if heading == "inputs" => case.inputs = Json::parse(body).unwrap_or_default(),
                _ => {}
            }
        }
        Some(case)
    }

    /// Reads a text as a prompt file, and uses it with the shared files of the case.
    pub fn with_file<T>(
        &self,
        text: &str,
        findings: &mut Findings,
        read: impl FnOnce(&PromptFile, &SharedFiles<'_>, &mut Findings) -> Option<T>,
    ) -> Option<T> {
        let file = PromptFile::read(&Source::new("local.prompt", text), findings)?;
        let load = |kind, name: &str| self.shared(kind, name);
        let known = |kind| {
            let (files, _, _) = self.files(kind);
            files.iter().map(|(name, _)| (*name).to_owned()).collect()
        };
        read(&file, &SharedFiles::through(&load, &known), findings)
    }

    /// The files of a kind, with the ending of their paths and the code for one that is missing.
    fn files(&self, kind: SharedKind) -> (&[(&'a str, &'a str)], &'static str, Code) {
        match kind {
            SharedKind::Partial => (&self.partials, ".prompt", Code::MissingPartial),
            SharedKind::Schema | SharedKind::Tool => (&self.schemas, ".yaml", Code::MissingFile),
        }
    }

    fn shared(&self, kind: SharedKind, name: &str) -> Result<std::sync::Arc<Source>, Finding> {
        let (files, ending, missing) = self.files(kind);
        let path = format!("shared/{name}{ending}");
        let Some((_, text)) = files.iter().find(|(known, _)| *known == name) else {
            let location = Location::file(&Source::without_text(path));
            return Err(Finding::error(missing, location, "no such file"));
        };
        Ok(Source::new(path, *text))
    }
}
