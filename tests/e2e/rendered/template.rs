//! The template of a case, and the messages that the interpreter makes of it as the judge writes
//! messages.

use prompt_build::library::PromptFile;
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::source::{Location, Source};
use prompt_build::template::{SharedFiles, SharedKind, Template};
use prompt_core::message::{Content, Message, Part};
use serde_json::{Value, json};

/// Reads a prompt with its partials and named schemas, each a path in the library and a text. `None`
/// if it has errors.
pub fn read(prompt: &str, shared: &[(String, String)]) -> Option<Template> {
    let mut findings = Findings::default();
    let source = Source::new("case.prompt", prompt);
    let load = |kind, name: &str| {
        let (path, code) = match kind {
            SharedKind::Partial => (format!("partials/{name}.prompt"), Code::MissingPartial),
            SharedKind::Schema => (format!("schemas/{name}.yaml"), Code::MissingFile),
            SharedKind::Tool => (format!("tools/{name}.yaml"), Code::MissingFile),
        };
        let file = shared.iter().find(|(known, _)| *known == path);
        let missing = || Finding::error(code, Location::file(&source), name);
        file.map(|(_, text)| Source::new(name, text.as_str()))
            .ok_or_else(missing)
    };
    let file = PromptFile::read(&source, &mut findings)?;
    file.template(&SharedFiles::through(&load, &|_| Vec::new()), &mut findings)
}

/// Reads a prompt that is as it should be.
pub fn template(prompt: &str, shared: &[(String, String)]) -> Template {
    read(prompt, shared).unwrap_or_else(|| panic!("{prompt}"))
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
        Content::Turn(_) | Content::ToolResult(_) => Vec::new(),
    };
    json!({ "role": message.role.as_str(), "parts": parts })
}
