//! The cases that both sides take.

use std::fmt;

use prompt_core::message::Message;
use prompt_core::secret::masked;
use serde::Serialize;

use super::saving::call_sha256;
use super::side::Sides;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::rules::golden::Golden;
use crate::rules::render::Fault;
use crate::rules::rendered_inputs::render_inputs;
use crate::rules::replay::Replay;
use crate::workflows::endpoint::Request;

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
        let render = |prompt: &ResolvedPrompt| {
            render_inputs(prompt, case.vars()).map_err(|faults| reasons(&faults, |it| &it.message))
        };
        kept.push(pairs.add(position + 1, case.name(position), render));
    }
    let mut kept = kept.into_iter();
    golden.cases.retain(|_| kept.next().unwrap_or_default());
    pairs.pairing
}

/// Renders each line for both sides, and leaves in the dataset those that both take. A reason has no
/// word of the inputs, and the messages are not kept: there may be many.
pub fn pair_replay(replay: &mut Replay, sides: &Sides) -> Pairing {
    let mut pairs = Pairs::of(sides);
    let mut kept = Vec::new();
    for (position, line) in replay.lines.iter().enumerate() {
        let render = |prompt: &ResolvedPrompt| {
            let rendered = replay.rendered(position, prompt);
            let rendered = rendered.ok_or_else(|| "it cannot be read".to_owned())?;
            rendered.map_err(|faults| reasons(&faults, |fault| &fault.discreet))
        };
        kept.push(pairs.add(line.number, format!("line {}", line.number), render));
        if let Some(case) = pairs.pairing.sent.last_mut() {
            case.messages = (Vec::new(), Vec::new());
        }
    }
    let mut kept = kept.into_iter();
    replay.lines.retain(|_| kept.next().unwrap_or_default());
    pairs.pairing
}

fn reasons(faults: &[Fault], message: impl Fn(&Fault) -> &String) -> String {
    let reasons = faults.iter().map(|fault| message(fault).as_str());
    masked(&reasons.collect::<Vec<_>>().join("; ")).into_owned()
}

/// Puts each case to those that are sent or to the others.
struct Pairs<'a> {
    sides: [(SideLetter, &'a ResolvedPrompt, Request); 2],
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

    /// Returns `true` if both sides take the case.
    fn add(
        &mut self,
        number: usize,
        name: String,
        render: impl Fn(&ResolvedPrompt) -> Result<Vec<Message>, String>,
    ) -> bool {
        let rendered = self.sides.each_ref().map(|(_, prompt, request)| {
            let messages = render(prompt)?;
            let checked = request.call_with(&messages).check();
            checked.map_err(|unsupported| unsupported.to_string())?;
            Ok(messages)
        });
        if let [Ok(a), Ok(b)] = rendered {
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
        for ((side, ..), rendered) in self.sides.iter().zip(rendered) {
            self.pairing
                .unsent
                .extend(rendered.err().map(|reason: String| UnsentCase {
                    number,
                    name: masked(&name).into_owned(),
                    side: *side,
                    reason,
                }));
        }
        false
    }
}
