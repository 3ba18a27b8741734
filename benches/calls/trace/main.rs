//! Measures a traced call without a subscriber, beside the same call without a trace, and beside
//! spans written by hand.

#[path = "../measure/mod.rs"]
mod measure;

use std::hint::black_box;

use measure::{compare, contender};
use prompt_runtime::{Answer, Rendered, prompt};
use tracing::{debug, info, info_span};

fn rendered() -> Rendered {
    let question =
        black_box("What does it cost for a team of twelve, and is \"single sign-on\" included?");
    prompt!(
        "lead-reply",
        customer = black_box("Mara Lindqvist"),
        company = "Nordlicht",
        question
    )
}

/// Stands for the endpoint.
fn send(body: &str) -> &str {
    black_box(body)
}

fn untraced() -> usize {
    send(&rendered().request().to_json()).len()
}

fn traced(answer: &Answer) -> usize {
    let rendered = rendered();
    let call = rendered.trace();
    let length = call.in_scope(|| send(&rendered.request().to_json()).len());
    call.answered(answer);
    length
}

fn by_hand(answer: &Answer) -> usize {
    let rendered = rendered();
    let prompt = rendered.prompt();
    let span = info_span!(
        "chat",
        gen_ai.prompt.name = prompt.id,
        gen_ai.request.model = prompt.model()
    );
    debug!(parent: &span, { gen_ai.input.messages = %rendered }, "messages");
    let length = span.in_scope(|| send(&rendered.request().to_json()).len());
    debug!(parent: &span, { gen_ai.output.messages = %answer.text }, "answer");
    info!(parent: &span, "the model answered");
    length
}

fn main() {
    let [answer, same] =
        [(); 2].map(|()| Answer::new("Good morning. The team plan is 49 EUR a month."));
    let contenders = [
        contender!("render, build the body", untraced()),
        contender!(
            "the same within `info_span!`, `debug!`, `info!`",
            by_hand(&answer)
        ),
        contender!("the same within `Rendered::trace`", traced(&same)),
    ];
    compare("a call without a subscriber", &contenders);
}
