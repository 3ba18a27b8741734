//! Makes prompts of texts that exist: plain texts, templates of Jinja, and strings in Rust sources.

mod candidate;
mod files;
mod strings;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use candidate::Candidate;
pub use candidate::Format;
use files::Place;
use prompt_build::library::{Extension, prompt_id};
use prompt_build::report::Findings;
use prompt_build::review::merge_conflict;
use prompt_build::template::Input;
use prompt_core::secret::masked;

use crate::report::failure::Failure;
use crate::rules::jinja::{Whitespace, translate};

/// What is imported, and how.
#[derive(Debug)]
pub struct Request<'a> {
    pub paths: &'a [String],
    /// The id of the only prompt; else ids are made of names.
    pub id: Option<&'a str>,
    pub format: Option<Format>,
    pub whitespace: Whitespace,
}

/// A prompt made of a text.
#[derive(Debug)]
pub struct Imported {
    pub id: String,
    /// The path of the text.
    pub origin: String,
    pub extension: Extension,
    pub text: String,
    pub inputs: Vec<Input>,
    /// The files whose texts stand in it.
    pub included: Vec<String>,
    /// What a user should know of the prompt, a line each.
    pub notes: Vec<String>,
}

/// Reads the texts and translates them. All mistakes in templates are reported.
pub fn import(request: &Request<'_>) -> Result<Vec<Imported>, Failure> {
    let place = Place::here()?;
    let mut candidates = Vec::new();
    for path in request.paths {
        candidates.extend(place.candidates(path, request.format)?);
    }
    if request.id.is_some() && candidates.len() > 1 {
        let message = format!("`--as` names one prompt, found {} texts", candidates.len());
        let help = "import the texts one by one, or without `--as`";
        return Err(Failure::new(message).help(help));
    }
    let mut conflicts = Findings::default();
    for candidate in &candidates {
        conflicts.extend(merge_conflict(&candidate.source));
    }
    if conflicts.has_errors() {
        return Err(conflicts.into());
    }
    let ids = ids(&candidates, request.id)?;
    let converted = candidates.into_iter().zip(ids).map(|(candidate, id)| {
        let origin = candidate.source.path.clone();
        (origin, convert(&place, candidate, id, request.whitespace))
    });
    let converted = converted.collect::<Vec<_>>();
    let wholes = converted.iter().filter_map(|(_, one)| one.as_ref().ok());
    let parts = wholes.flat_map(|one| one.included.clone());
    let parts = parts.collect::<BTreeSet<_>>();
    let (mut imported, mut findings) = (Vec::new(), Findings::default());
    for (origin, one) in converted {
        // A part of another template is no prompt, unless it is named.
        if parts.contains(&origin) && !request.paths.contains(&origin) {
            continue;
        }
        match one {
            Ok(one) => imported.push(one),
            Err(found) => findings.append(found),
        }
    }
    if findings.has_errors() {
        return Err(findings.into());
    }
    Ok(imported)
}

const TAGS_ARE_TEXT: &str = "its tags are text, and are sent as they stand; import a template of Jinja with \
                             `--format jinja`, and name one of Handlebars `local.prompt`";

/// Returns true for a text that may be a template.
fn has_tags(text: &str) -> bool {
    text.contains("{{") || text.contains("{%")
}

fn convert(
    place: &Place,
    candidate: Candidate,
    id: String,
    whitespace: Whitespace,
) -> Result<Imported, Findings> {
    let origin = candidate.source.path.clone();
    let mut notes = candidate.notes;
    if candidate.format == Format::Text {
        notes.extend(has_tags(&candidate.source.text).then(|| TAGS_ARE_TEXT.to_owned()));
        return Ok(Imported {
            id,
            origin,
            extension: candidate.extension,
            text: candidate.source.text.clone(),
            inputs: Vec::new(),
            included: Vec::new(),
            notes,
        });
    }
    let included = |name: &str| place.included(&origin, name);
    let translation = translate(&candidate.source, whitespace, &included)?;
    for file in &translation.included {
        notes.push(format!(
            "the text of `{file}` stands where it was included; to share it, make it a partial"
        ));
    }
    if !translation.guesses.is_empty() {
        let inputs = translation.guesses.join(", ");
        notes.push(format!("its inputs, guessed from their use: {inputs}"));
    }
    notes.extend(translation.notes.into_iter().map(str::to_owned));
    let rounds = translation.rounds;
    notes.push(format!(
        "it renders as minijinja does with {rounds} made-up sets of inputs"
    ));
    Ok(Imported {
        id,
        origin,
        extension: Extension::default(),
        text: translation.text,
        inputs: translation.inputs,
        included: translation.included,
        notes,
    })
}

/// The ids of the candidates, each another one.
fn ids(candidates: &[Candidate], given: Option<&str>) -> Result<Vec<String>, Failure> {
    let mut origins = BTreeMap::<String, &str>::new();
    let mut ids = Vec::new();
    for candidate in candidates {
        let origin = candidate.source.path.as_str();
        if given.is_none() && masked(&candidate.name) != candidate.name {
            let message = format!("`{origin}` would name a prompt after a key");
            return Err(Failure::new(message).help("`--as ID` names the prompt of one text"));
        }
        let id = given.map_or_else(|| id_of(&candidate.name), str::to_owned);
        prompt_id::check(&id).map_err(|error| {
            let message = format!(
                "invalid prompt id `{}` for `{origin}`: {error}",
                id.escape_debug()
            );
            Failure::new(message).help("`--as ID` names the prompt of one text")
        })?;
        if let Some(other) = origins.insert(id.clone(), origin) {
            let message = format!("`{other}` and `{origin}` would both be the prompt `{id}`");
            let help = "import one of them with `--as ID`";
            return Err(Failure::new(message).help(help));
        }
        ids.push(id);
    }
    Ok(ids)
}

/// The id that a name suggests: its words in lower case, with hyphens between them. Letters that no id
/// may have stay, so that the id is refused.
fn id_of(name: &str) -> String {
    let mut id = String::new();
    let mut before = ' ';
    for character in name.chars() {
        let begins_word =
            character.is_uppercase() && (before.is_lowercase() || before.is_numeric());
        let is_part = character.is_alphanumeric();
        if (begins_word || !is_part) && !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
        if is_part {
            id.extend(character.to_lowercase());
        }
        before = character;
    }
    id.trim_end_matches('-').to_owned()
}
