use prompt_build::library::PromptFile;
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::source::{Location, Source};
use prompt_build::template::{Json, Partials};

/// A prompt file with the partials that it may call, and inputs. The sections have the headings of
/// `tests/rendered`; the first one has none.
pub struct Case<'a> {
    pub prompt: &'a str,
    /// Names and texts.
    partials: Vec<(&'a str, &'a str)>,
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
            inputs: Json::Null,
        };
        for (heading, body) in sections.filter_map(|section| section.split_once(" ==\n")) {
            match heading.split_once(' ') {
                Some(("partial", name)) => case.partials.push((name, body)),
                _ if heading == "inputs" => case.inputs = Json::parse(body).unwrap_or_default(),
                _ => {}
            }
        }
        Some(case)
    }

    /// Reads a text as a prompt file, and uses it with the partials of the case.
    pub fn with_file<T>(
        &self,
        text: &str,
        findings: &mut Findings,
        read: impl FnOnce(&PromptFile, &Partials<'_>, &mut Findings) -> Option<T>,
    ) -> Option<T> {
        let file = PromptFile::read(&Source::new("local.prompt", text), findings)?;
        let load = |name: &str| self.partial(name);
        let known = || {
            self.partials
                .iter()
                .map(|(name, _)| (*name).to_owned())
                .collect()
        };
        read(&file, &Partials::through(&load, &known), findings)
    }

    fn partial(&self, name: &str) -> Result<std::sync::Arc<Source>, Finding> {
        let path = format!("partials/{name}.prompt");
        let mut partials = self.partials.iter();
        let Some((_, text)) = partials.find(|(known, _)| *known == name) else {
            let location = Location::file(&Source::without_text(path));
            return Err(Finding::error(
                Code::MissingPartial,
                location,
                "no such partial",
            ));
        };
        Ok(Source::new(path, *text))
    }
}
