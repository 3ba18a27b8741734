//! The golden cases, rendered with the text before a change and with that after it.

use prompt_build::report::{Code, Findings};
use prompt_core::message::{Content, Message, Part};
use prompt_core::secret::masked;

use super::answers::{RenderedSide, answers};
use super::model::{CaseAnswers, CaseChange, CaseChanges, HiddenPart, NotShown};
use crate::project::dataset_files::{self, GOLDEN};
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::rules::golden::{Case, Golden};
use crate::rules::rendered_inputs::render_inputs;
use crate::rules::saved_answers::SavedAnswers;
use crate::workflows::compare::read_saved;
use crate::workflows::difference::masked_rows;

/// The most cases that are shown for a pair of texts.
const MOST_SHOWN: usize = 20;

/// The golden cases of the present dataset. There are none if it cannot be read, which `not_shown` says.
fn cases(workspace: &Workspace, folder: &str) -> Vec<Case> {
    read(workspace, folder).unwrap_or_default()
}

fn read(workspace: &Workspace, folder: &str) -> Result<Vec<Case>, Findings> {
    let source = match dataset_files::read(&workspace.disk, folder, GOLDEN) {
        Ok(source) => source,
        Err(finding) if finding.code == Code::MissingFile => return Ok(Vec::new()),
        Err(finding) => return Err(finding.into()),
    };
    let mut findings = Findings::default();
    let golden = Golden::read(&source, &mut findings);
    golden.map(|golden| golden.cases).ok_or(findings)
}

/// The golden cases and the saved answers, where their file has errors.
pub fn not_shown(workspace: &Workspace, folder: &str) -> Vec<NotShown> {
    let golden = read(workspace, folder).err();
    let answers = read_saved(&workspace.disk, folder).err();
    let parts = [
        (HiddenPart::GoldenCases, golden),
        (HiddenPart::SavedAnswers, answers),
    ];
    parts
        .into_iter()
        .filter_map(|(part, findings)| Some(NotShown::because(part, &findings?)))
        .collect()
}

/// The saved answers. There are none if they cannot be read, which `not_shown` says.
fn saved(workspace: &Workspace, folder: &str) -> SavedAnswers {
    read_saved(&workspace.disk, folder).unwrap_or_default()
}

/// The saved answers to the cases of a text whose settings change.
pub fn answers_of(
    workspace: &Workspace,
    folder: &str,
    (old, new): (&ResolvedPrompt, &ResolvedPrompt),
) -> Vec<CaseAnswers> {
    let saved = saved(workspace, folder);
    if saved.answers.is_empty() {
        return Vec::new();
    }
    let cases = cases(workspace, folder);
    let answered = cases.iter().enumerate().filter_map(|(position, case)| {
        let (before, after) = (Rendered::of(Some(old), case), Rendered::of(Some(new), case));
        let sides = (before.sent_by(Some(old)), after.sent_by(Some(new)));
        Some(CaseAnswers {
            name: masked(&case.name(position)).into_owned(),
            answers: answers(&saved, [sides].into_iter())?,
        })
    });
    answered.take(MOST_SHOWN).collect()
}

/// Renders the cases of the present dataset. Each environment has the texts before and after, which are the same in all.
pub fn compare(
    workspace: &Workspace,
    folder: &str,
    environments: &[(Option<&ResolvedPrompt>, Option<&ResolvedPrompt>)],
) -> CaseChanges {
    let saved = saved(workspace, folder);
    let (old, new) = environments.first().copied().unwrap_or_default();
    let mut changes = CaseChanges::default();
    for (position, case) in cases(workspace, folder).iter().enumerate() {
        let (before, after) = (Rendered::of(old, case), Rendered::of(new, case));
        if before.text == after.text {
            changes.same += 1;
        } else if changes.different.len() < MOST_SHOWN {
            let sides = environments
                .iter()
                .map(|(old, new)| (before.sent_by(*old), after.sent_by(*new)));
            changes.different.push(CaseChange {
                name: masked(&case.name(position)).into_owned(),
                rows: masked_rows(&before.text, &after.text),
                answers: answers(&saved, sides),
            });
        } else {
            changes.more += 1;
        }
    }
    changes
}

/// The messages of a case.
struct Rendered {
    messages: Vec<Message>,
    /// Each message below its role, or why there are none.
    text: String,
}

impl Rendered {
    fn of(prompt: Option<&ResolvedPrompt>, case: &Case) -> Self {
        let rendered = prompt.map(|prompt| render_inputs(prompt, case.vars()));
        match rendered.unwrap_or_else(|| Ok(Vec::new())) {
            Ok(messages) => Self {
                text: messages.iter().map(message).collect::<Vec<_>>().join("\n"),
                messages,
            },
            Err(faults) => {
                let faults = faults.iter();
                let faults = faults.map(|fault| format!("[not rendered: {}]\n", fault.message));
                Self {
                    messages: Vec::new(),
                    text: faults.collect(),
                }
            }
        }
    }

    /// The call with the settings of an environment. `None` if nothing is sent.
    fn sent_by<'a>(&'a self, prompt: Option<&'a ResolvedPrompt>) -> RenderedSide<'a> {
        let messages = self.messages.as_slice();
        prompt
            .filter(|_| !messages.is_empty())
            .map(|prompt| (prompt, messages))
    }
}

fn message(message: &Message) -> String {
    let text = match &message.content {
        Content::Text(text) => text.to_string(),
        Content::Parts(parts) => parts.iter().map(part).collect(),
        // A template makes neither.
        Content::Turn(_) | Content::ToolResult(_) => String::new(),
    };
    let end = if text.ends_with('\n') { "" } else { "\n" };
    format!("[{}]\n{text}{end}", message.role)
}

fn part(part: &Part) -> String {
    match part {
        Part::Text(text) => text.to_string(),
        Part::Section(name) => format!("[section {name}]"),
        Part::Media { url, content_type } => {
            let kind = content_type.as_deref().unwrap_or("media");
            format!("[{kind} {url}]")
        }
    }
}
