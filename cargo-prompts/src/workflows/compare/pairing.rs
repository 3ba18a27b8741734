//! The cases that both sides take.

use std::fmt;

use prompt_core::message::Message;
use prompt_core::secret::masked;
use serde::Serialize;

use super::saving::call_sha256;
use super::side::{ComparedSide, Sides};
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::report::failure::Failure;
use crate::rules::golden::Golden;
use crate::rules::render::Fault;
use crate::rules::rendered_inputs::render_inputs;
use crate::workflows::endpoint::Request;
use crate::workflows::runs::ReplayLines;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SideLetter {
    A,
    B,
}

impl fmt::Display for SideLetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::A => "A",
            Self::B => "B",
        })
    }
}

/// A case that one of the sides does not take. It is sent with neither.
#[derive(Debug, Clone, Serialize)]
pub struct UnsentCase {
    /// The line of realistic inputs, or the number of a golden case, counted from one.
    pub number: usize,
    pub name: String,
    /// The side that does not take it.
    pub side: SideLetter,
    pub reason: String,
}

/// A case that both sides take, with the messages for each.
#[derive(Debug)]
pub struct SentCase {
    pub number: usize,
    pub name: String,
    pub messages: (Vec<Message>, Vec<Message>),
}

/// The cases of a dataset.
#[derive(Debug, Default)]
pub struct Pairing {
    pub sent: Vec<SentCase>,
    pub unsent: Vec<UnsentCase>,
    /// `true` if a case makes another call with one side than with the other.
    pub differs: bool,
}

/// Renders each golden case for both sides, and leaves in the dataset those that both take.
pub fn pair_golden(golden: &mut Golden, sides: &Sides) -> Pairing {
    let mut pairs = Pairs::of(sides);
    let mut kept = Vec::new();
    for (position, case) in golden.cases.iter().enumerate() {
        let rendered = [&sides.a, &sides.b].map(|side| {
            let rendered = render_inputs(&side.prompt, case.vars());
            rendered.map_err(|faults| reasons(&faults, |it| &it.message))
        });
        kept.push(pairs.add(position + 1, case.name(position), rendered));
    }
    let mut kept = kept.into_iter();
    golden.cases.retain(|_| kept.next().unwrap_or_default());
    pairs.pairing
}

/// Renders each line for both sides, and leaves in the dataset those that both take. A reason has no
/// word of the inputs, and the lines are not kept: there may be many.
pub fn pair_replay(replay: &mut ReplayLines, sides: &Sides) -> Result<Pairing, Failure> {
    let mut pairs = Pairs::of(sides);
    let mut kept = Vec::new();
    for position in 0..replay.places.len() {
        let render = |side: &ComparedSide| -> Result<Rendered, Failure> {
            let rendered = replay.rendered(position, &side.prompt)?;
            Ok(rendered.map_err(|faults| reasons(&faults, |fault| &fault.discreet)))
        };
        let rendered = [render(&sides.a)?, render(&sides.b)?];
        let number = replay.number(position);
        kept.push(pairs.add(number, format!("line {number}"), rendered));
        pairs.pairing.sent.clear();
    }
    let mut kept = kept.into_iter();
    replay.places.retain(|_| kept.next().unwrap_or_default());
    Ok(pairs.pairing)
}

fn reasons(faults: &[Fault], message: impl Fn(&Fault) -> &String) -> String {
    let reasons = faults.iter().map(|fault| message(fault).as_str());
    masked(&reasons.collect::<Vec<_>>().join("; ")).into_owned()
}

/// The messages for one side, or the reason why it does not take the case.
type Rendered = Result<Vec<Message>, String>;

/// A side with the call that it makes for each case, without the messages.
type Side<'a> = (SideLetter, &'a ResolvedPrompt, Request);

/// Refuses messages that the API of a side does not take.
fn checked((_, _, request): &Side<'_>, rendered: Rendered) -> Rendered {
    let messages = rendered?;
    let checked = request.call_with(&messages).check();
    checked.map_err(|unsupported| unsupported.to_string())?;
    Ok(messages)
}

/// Puts each case to those that are sent or to the others.
struct Pairs<'a> {
    sides: [Side<'a>; 2],
    pairing: Pairing,
}

impl<'a> Pairs<'a> {
    fn of(sides: &'a Sides) -> Self {
        let side = |letter, prompt: &'a ResolvedPrompt| {
            let ResolvedPrompt {
                id,
                text,
                environment,
                ..
            } = prompt;
            let request = Request::new(id, text, &environment.settings, &[]);
            (letter, prompt, request)
        };
        Self {
            sides: [
                side(SideLetter::A, &sides.a.prompt),
                side(SideLetter::B, &sides.b.prompt),
            ],
            pairing: Pairing::default(),
        }
    }

    /// Returns `true` if both sides take the case, which is rendered for either.
    fn add(&mut self, number: usize, name: String, rendered: [Rendered; 2]) -> bool {
        let [of_a, of_b] = &self.sides;
        let [a, b] = rendered;
        let checked = [checked(of_a, a), checked(of_b, b)];
        if let [Ok(a), Ok(b)] = checked {
            let [(_, of_a, _), (_, of_b, _)] = &self.sides;
            let pairing = &mut self.pairing;
            pairing.differs = pairing.differs || call_sha256(of_a, &a) != call_sha256(of_b, &b);
            self.pairing.sent.push(SentCase {
                number,
                name,
                messages: (a, b),
            });
            return true;
        }
        for ((side, ..), checked) in self.sides.iter().zip(checked) {
            self.pairing
                .unsent
                .extend(checked.err().map(|reason| UnsentCase {
                    number,
                    name: masked(&name).into_owned(),
                    side: *side,
                    reason,
                }));
        }
        false
    }
}
