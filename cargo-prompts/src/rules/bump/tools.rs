//! Compares the tools of two texts.

use prompt_build::template::Tool;

use super::schema::SchemaSubject;
use super::{Level, Reason};

/// Adds a reason for each difference. Those of the old tools come first, then those of the new ones.
pub(super) fn compare(old: &[Tool], new: &[Tool], reasons: &mut Vec<Reason>) {
    for tool in old {
        match find(new, &tool.name) {
            Some(other) => compare_tool(tool, other, reasons),
            None => reasons.push(Reason::new(
                Level::Major,
                format!("the tool `{}` was removed", tool.name),
            )),
        }
    }
    let added = new.iter().filter(|tool| find(old, &tool.name).is_none());
    reasons.extend(
        added.map(|tool| Reason::new(Level::Major, format!("the tool `{}` was added", tool.name))),
    );
    let order = |tools: &[Tool], others: &[Tool]| {
        let names = tools.iter().map(|tool| tool.name.clone());
        let kept = names.filter(|name| find(others, name).is_some());
        kept.collect::<Vec<_>>()
    };
    if order(old, new) != order(new, old) {
        let sentence = "the order of the tools was changed";
        reasons.push(Reason::new(Level::Patch, sentence));
    }
}

fn compare_tool(old: &Tool, new: &Tool, reasons: &mut Vec<Reason>) {
    let whole = format!("the tool `{}`", new.name);
    if old.description != new.description {
        let sentence = format!("the description of {whole} was changed");
        reasons.push(Reason::new(Level::Patch, sentence));
    }
    let subject = SchemaSubject {
        whole,
        part: "argument",
        required_added: Level::Major,
    };
    let (old, new) = (old.input.to_string(), new.input.to_string());
    subject.compare(Some(&old), Some(&new), reasons);
}

fn find<'a>(tools: &'a [Tool], name: &str) -> Option<&'a Tool> {
    tools.iter().find(|tool| tool.name == name)
}
