//! The types of the answers that the pinned versions of a prompt ask for, by their output schemas, and
//! those of the arguments of its tools.

mod json_type;
#[cfg(test)]
mod tests;

use prompt_core::program::{PinnedAnswer, PinnedTools, ToolInput};

use crate::contract::PinnedVersion;

/// Returns the answer of each pinned version, that of the build first. A version that several
/// environments pin counts once. Without any schema there are none.
pub fn answers(versions: &[PinnedVersion]) -> Vec<PinnedAnswer> {
    if !versions.iter().any(has_schema) {
        return Vec::new();
    }
    let answers = different(versions).map(|version| {
        let output = version.text.template.output.as_ref();
        let schema = output.and_then(|output| output.schema.as_ref());
        PinnedAnswer {
            pin: version.pin(),
            answer_type: schema.map(json_type::of),
        }
    });
    answers.collect()
}

/// Returns the tools of each pinned version, that of the build first. A version that several
/// environments pin counts once. Without any tool there are none.
pub fn tools(versions: &[PinnedVersion]) -> Vec<PinnedTools> {
    let tools = different(versions).map(|version| {
        let tools = version.text.template.tools.iter().map(|tool| ToolInput {
            name: tool.name.clone(),
            input: json_type::of(&tool.input),
        });
        PinnedTools {
            pin: version.pin(),
            tools: tools.collect(),
        }
    });
    let tools = tools.collect::<Vec<_>>();
    let has_any = tools.iter().any(|pinned| !pinned.tools.is_empty());
    if has_any { tools } else { Vec::new() }
}

/// Returns each version once, that of the build first.
fn different(versions: &[PinnedVersion]) -> impl Iterator<Item = &PinnedVersion> {
    let built = versions.iter().filter(|version| version.is_built);
    let others = versions.iter().filter(|version| !version.is_built);
    let mut known = Vec::new();
    built.chain(others).filter(move |version| {
        let version = &version.text.version;
        let is_new = !known.contains(&version);
        known.push(version);
        is_new
    })
}

fn has_schema(version: &PinnedVersion) -> bool {
    let output = version.text.template.output.as_ref();
    output.is_some_and(|output| output.schema.is_some())
}
