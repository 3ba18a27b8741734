//! The types of the answers that the pinned versions of a prompt ask for, by their output schemas.

mod json_type;
#[cfg(test)]
mod tests;

use prompt_core::program::PinnedAnswer;

use crate::contract::PinnedVersion;

/// Returns the answer of each pinned version, that of the build first. A version that several
/// environments pin counts once. Without any schema there are none.
pub fn answers(versions: &[PinnedVersion]) -> Vec<PinnedAnswer> {
    let built = versions.iter().filter(|version| version.is_built);
    let others = versions.iter().filter(|version| !version.is_built);
    let mut answers = Vec::<PinnedAnswer>::new();
    for version in built.chain(others) {
        let pin = version.pin();
        if answers.iter().any(|known| known.pin.version == pin.version) {
            continue;
        }
        let output = version.text.template.output.as_ref();
        let schema = output.and_then(|output| output.schema.as_ref());
        answers.push(PinnedAnswer {
            pin,
            answer_type: schema.map(json_type::of),
        });
    }
    answers.retain(|_| versions.iter().any(has_schema));
    answers
}

fn has_schema(version: &PinnedVersion) -> bool {
    let output = version.text.template.output.as_ref();
    output.is_some_and(|output| output.schema.is_some())
}
