//! Version numbers by semver: the changes that matter to callers, and the version that they
//! require.

mod demands;
mod inputs;
mod schema;
#[cfg(test)]
mod tests;
mod tools;
mod version;

pub use version::{
    base, blocking_release, check, check_successor, first_unused, highest, next, successor,
};

use schema::SchemaSubject;

use prompt_build::library::Extension;
use prompt_build::template::{Message, Template};
use prompt_core::secret::masked;

/// The effect of a change on callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// No change.
    Nothing,
    /// Another text with the same inputs.
    Patch,
    /// All existing calls still work, and new ones do; or the answer has more properties.
    Minor,
    /// An existing call may fail, or get an answer of another form.
    Major,
}

/// The difference between two texts of a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub level: Level,
    /// A sentence for each, lower-case and without a full stop, those that ask for the most first.
    pub reasons: Vec<Reason>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub level: Level,
    pub sentence: String,
}

/// A text of a prompt: the whole file, without other files, and what it compiles to.
#[derive(Debug, Clone, Copy)]
pub struct PromptText<'a> {
    pub file: &'a str,
    /// The form of the file: a template or plain text.
    pub extension: Extension,
    pub template: &'a Template,
}

impl Level {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl Change {
    /// Compares two texts.
    pub fn between(old: PromptText<'_>, new: PromptText<'_>) -> Self {
        let mut reasons = Vec::new();
        inputs::compare(&old.template.inputs, &new.template.inputs, &mut reasons);
        demands::compare(old.template, new.template, &mut reasons);
        SchemaSubject::answer().compare(
            old.template.output_schema().as_deref(),
            new.template.output_schema().as_deref(),
            &mut reasons,
        );
        tools::compare(&old.template.tools, &new.template.tools, &mut reasons);
        compare_output_forms(old.template, new.template, &mut reasons);
        compare_forms(old.extension, new.extension, &mut reasons);
        compare_texts(old.template, new.template, &mut reasons);
        if reasons.is_empty() && old.file != new.file {
            reasons.push(Reason::new(
                Level::Patch,
                "comments, descriptions or keys without effect were changed",
            ));
        }
        // The order among those of one level is that of the file.
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.level));
        let level = reasons
            .first()
            .map_or(Level::Nothing, |reason| reason.level);
        Self { level, reasons }
    }
}

impl Reason {
    fn new(level: Level, sentence: impl Into<String>) -> Self {
        Self {
            level,
            // A choice or a key of a schema can be a secret.
            sentence: masked(&sentence.into()).into_owned(),
        }
    }
}

/// `format: json` without a schema. What a schema changes is said by itself.
fn compare_output_forms(old: &Template, new: &Template, reasons: &mut Vec<Reason>) {
    let has_schema = |template: &Template| {
        let output = template.output.as_ref();
        output.is_some_and(|output| output.schema.is_some())
    };
    if has_schema(old) || has_schema(new) {
        return;
    }
    let forms = match (old.output.is_some(), new.output.is_some()) {
        (true, false) => "from JSON to text",
        (false, true) => "from text to JSON",
        _ => return,
    };
    let sentence = format!("the form of the answer was changed {forms}");
    reasons.push(Reason::new(Level::Patch, sentence));
}

/// The same bytes mean something else in the other form: a plain text has no tags and no front
/// matter.
fn compare_forms(old: Extension, new: Extension, reasons: &mut Vec<Reason>) {
    if old == new {
        return;
    }
    let (before, after) = (old.as_str(), new.as_str());
    let sentence = match (old.is_plain(), new.is_plain()) {
        (true, false) => {
            format!("the form was changed from plain text (`.{before}`) to a template")
        }
        (false, true) => {
            format!("the form was changed from a template to plain text (`.{after}`)")
        }
        _ => {
            format!("the extension was changed from `.{before}` to `.{after}`: both are plain text")
        }
    };
    reasons.push(Reason::new(Level::Patch, sentence));
}

fn compare_texts(old: &Template, new: &Template, reasons: &mut Vec<Reason>) {
    let changed = [
        (
            "the text was changed",
            !are_same_messages(&old.messages, &new.messages),
        ),
        (
            "the model was changed",
            old.config.model != new.config.model,
        ),
        (
            "the configuration was changed",
            old.config.json != new.config.json,
        ),
    ];
    let changed = changed.into_iter().filter(|(_, is_changed)| *is_changed);
    reasons.extend(changed.map(|(sentence, _)| Reason::new(Level::Patch, sentence)));
}

/// Returns true if the messages are equal, regardless of their places.
fn are_same_messages(old: &[Message], new: &[Message]) -> bool {
    old.len() == new.len()
        && old.iter().zip(new).all(|pair| match pair {
            (
                Message::Text { role, ops, .. },
                Message::Text {
                    role: other_role,
                    ops: other_ops,
                    ..
                },
            ) => role == other_role && ops == other_ops,
            (Message::History, Message::History) => true,
            _ => false,
        })
}
