//! The golden cases, rendered with the text before a change and with that after it.

use prompt_build::report::Findings;
use prompt_core::message::{Content, Message, Part};
use prompt_core::secret::masked;

use super::model::{CaseChange, CaseChanges};
use super::rows::rows;
use crate::project::dataset_files::{self, GOLDEN};
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::rules::golden::{Case, Golden};
use crate::rules::rendered_inputs::render_inputs;

/// The most cases that are shown for a pair of texts.
const MOST_SHOWN: usize = 20;

/// Renders the cases of the present dataset. There are none if it cannot be read: `check` reports that.
pub fn compare(
    workspace: &Workspace,
    folder: &str,
    old: Option<&ResolvedPrompt>,
    new: Option<&ResolvedPrompt>,
) -> CaseChanges {
    let source = dataset_files::read(&workspace.disk, folder, GOLDEN);
    let golden = source
        .ok()
        .and_then(|source| Golden::read(&source, &mut Findings::default()));
    let mut changes = CaseChanges::default();
    for (position, case) in golden
        .iter()
        .flat_map(|golden| golden.cases.iter().enumerate())
    {
        let (before, after) = (rendered(old, case), rendered(new, case));
        if before == after {
            changes.same += 1;
        } else if changes.different.len() < MOST_SHOWN {
            changes.different.push(CaseChange {
                name: case.name(position),
                rows: rows(&masked(&before), &masked(&after)),
            });
        } else {
            changes.more += 1;
        }
    }
    changes
}

/// The messages of a case, each below its role, or why there are none.
fn rendered(prompt: Option<&ResolvedPrompt>, case: &Case) -> String {
    let Some(prompt) = prompt else {
        return String::new();
    };
    match render_inputs(prompt, case.vars()) {
        Ok(messages) => messages.iter().map(message).collect::<Vec<_>>().join("\n"),
        Err(faults) => {
            let faults = faults.iter();
            let faults = faults.map(|fault| format!("[not rendered: {}]\n", fault.message));
            faults.collect::<Vec<_>>().concat()
        }
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
