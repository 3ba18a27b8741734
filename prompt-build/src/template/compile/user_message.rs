//! Warns where a call may end without a message of the user, or sends its text as another's.

use std::ops::Range;
use std::sync::Arc;

use prompt_core::program::{Message, Op};
use prompt_core::vocabulary::Role;

use crate::report::{Code, Finding, Findings};
use crate::source::{Location, Mark, Source};
use crate::template::syntax::trim;

/// Warns of a last message of the user that has no text for some inputs: it is left out then, and
/// the call ends without a message of the user.
pub(super) fn warn_of_vanishing(
    source: &Arc<Source>,
    messages: &[Message],
    warnings: &mut Findings,
) {
    let Some((last, earlier)) = messages.split_last() else {
        return;
    };
    let Message::Text { role, ops, range } = last else {
        return;
    };
    let is_of_user = |message: &Message| message.roles().contains(&Role::User);
    let is_first_of_user = !earlier.iter().any(is_of_user);
    if !is_of_user(last) || (*role != Role::User && !is_first_of_user) {
        return;
    }
    let mut speaker = Some(*role);
    if surely_has_user_text(ops, &mut speaker) {
        return;
    }
    let text = &source.text[range.clone()];
    let start = range.start + text.find("{{").unwrap_or_default();
    let length = source.text[start..].find("}}").map_or(0, |end| end + 2);
    let message = "the user's message is empty for some inputs, and left out then";
    let help = "write a text outside of the block, or an `{{else}}`".to_owned();
    let location = Location::new(source, Mark::at(start, start + length));
    warnings.push(Finding::warning(Code::VanishingMessage, location, message).help(help));
}

/// Warns of text behind `{{history}}` without a role of its own: it is sent as the model's.
pub(super) fn warn_of_text_after_history(
    source: &Arc<Source>,
    places: &[Range<usize>],
    warnings: &mut Findings,
) {
    for place in places {
        let text = &source.text[place.clone()];
        let said = trim(text);
        let start = place.start + text.find(said).unwrap_or_default();
        let line = said.lines().next().map_or(0, str::len);
        let mark = Mark::at(start, start + line);
        let message =
            "this text is sent as a message of the model, because it follows `{{history}}`";
        let help = "write `{{role \"user\"}}` before it, or `{{role \"model\"}}` if that is meant";
        let location = Location::new(source, mark);
        warnings.push(
            Finding::warning(Code::TextAfterHistory, location, message).help(help.to_owned()),
        );
    }
}

/// Returns whether operations print a text of the user for all lists and conditions. A printed value
/// counts as text: whether it is blank is up to the call. The role is `None` where it depends on the
/// inputs.
fn surely_has_user_text(ops: &[Op], role: &mut Option<Role>) -> bool {
    let mut is_sure = false;
    for op in ops {
        is_sure |= match op {
            Op::Text(text) => *role == Some(Role::User) && !trim(text).is_empty(),
            Op::Print { .. } | Op::Media { .. } => *role == Some(Role::User),
            Op::If {
                then, otherwise, ..
            } => {
                let mut other = *role;
                let both = [
                    surely_has_user_text(then, role),
                    surely_has_user_text(otherwise, &mut other),
                ];
                *role = role.filter(|_| *role == other);
                both == [true, true]
            }
            Op::Each(each) => {
                let mut after_body = *role;
                surely_has_user_text(&each.body, &mut after_body);
                let is_sure = surely_has_user_text(&each.otherwise, role);
                *role = role.filter(|_| *role == after_body);
                is_sure
            }
            Op::Indented { ops, .. } => surely_has_user_text(ops, role),
            Op::Section(_) => false,
            Op::Role(next) => {
                *role = Some(*next);
                false
            }
        };
    }
    is_sure
}
