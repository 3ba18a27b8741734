//! The template of a case, and the messages that the interpreter makes of it as the judge writes
//! messages.

use prompt_build::library::PromptFile;
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::source::{Location, Source};
use prompt_build::template::{Partials, Template};
use prompt_core::message::{Content, Message, Part};
use serde_json::{Value, json};

/// Reads a prompt with its partials, each a name and a text. `None` if it has errors.
pub fn read(prompt: &str, partials: &[(String, String)]) -> Option<Template> {
    let mut findings = Findings::default();
    let source = Source::new("case.prompt", prompt);
    let load = |name: &str| {
        let partial = partials.iter().find(|(known, _)| known == name);
        let missing = || Finding::error(Code::MissingPartial, Location::file(&source), name);
        partial
            .map(|(_, text)| Source::new(name, text.as_str()))
            .ok_or_else(missing)
    };
    let file = PromptFile::read(&source, &mut findings)?;
    file.template(&Partials::through(&load, &Vec::new), &mut findings)
}

/// Reads a prompt that is as it should be.
pub fn template(prompt: &str, partials: &[(String, String)]) -> Template {
    read(prompt, partials).unwrap_or_else(|| panic!("{prompt}"))
}

/// A message as the judge writes it.
pub fn message(message: &Message) -> Value {
    let part = |part: &Part| match part {
        Part::Text(text) => json!({ "text": text }),
        Part::Media { url, content_type } => {
            json!({ "media": { "url": url, "contentType": content_type } })
        }
        Part::Section(name) => json!({ "section": name }),
    };
    let parts = match &message.content {
        Content::Text(text) => vec![json!({ "text": text })],
        Content::Parts(parts) => parts.iter().map(part).collect(),
    };
    json!({ "role": message.role.as_str(), "parts": parts })
}
