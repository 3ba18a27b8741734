//! The inputs of a case, rendered.

use prompt_build::template::{Json, Message, Role};

use crate::project::resolved_prompt::ResolvedPrompt;
use crate::rules::render::{Fault, Inputs, render, take_history};
use prompt_core::message;

/// Renders a prompt with the inputs of a case. Fails where the prompt does not accept them, or
/// where nothing would be sent.
pub fn render_inputs(
    prompt: &ResolvedPrompt,
    mut inputs: Vec<(String, Json)>,
) -> Result<Vec<message::Message>, Vec<Fault>> {
    let template = &prompt.text.template;
    let history = take_history(&mut inputs).map_err(|fault| vec![fault]);
    let inputs = Inputs::check(template, &prompt.taken(inputs));
    let (inputs, history) = both(inputs, history)?;
    let messages = render(template, &inputs, history).map_err(|fault| vec![fault])?;
    if messages.is_empty() {
        let message = "these inputs leave no message to send".to_owned();
        return Err(vec![Fault::whole(message)]);
    }
    let is_turn = |role: Role| role != Role::System;
    let roles = template.messages.iter().flat_map(Message::roles);
    let has_turn = roles.into_iter().any(is_turn);
    if has_turn && !messages.iter().any(|message| is_turn(message.role)) {
        let message = "these inputs leave no message but the system's".to_owned();
        return Err(vec![Fault::whole(message)]);
    }
    Ok(messages)
}

/// Returns both values, or the faults of both.
fn both<A, B>(a: Result<A, Vec<Fault>>, b: Result<B, Vec<Fault>>) -> Result<(A, B), Vec<Fault>> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (a, b) => {
            let faults = [a.err(), b.err()];
            Err(faults.into_iter().flatten().flatten().collect())
        }
    }
}
