//! A compiled program, ready to check inputs and to render.

use alloc::string::String;
use alloc::vec::Vec;

use prompt_core::js::Json;
use prompt_core::program::{HISTORY, Message, Op, Program, use_tree};
use prompt_core::suggest::nearest;
use prompt_core::vocabulary::Role;
use prompt_core::wire;

use super::Fault;
use super::expected::Expected;
use super::fault::kind;
use crate::{Prompt, RenderErrorKind};

pub(super) struct Form {
    inputs: Vec<Input>,
    pub(super) messages: Vec<Message>,
}

pub(super) struct Input {
    name: String,
    pub(super) expected: Expected,
    /// The version that is embedded requires the input. What other environments pin does not count:
    /// a new pin elsewhere must not fail calls here.
    is_required: bool,
    default: Option<Json>,
}

impl Form {
    /// Reads the program of a prompt. It is one that the macro has read.
    pub(super) fn read(prompt: &Prompt, program: &str) -> Self {
        if program.is_empty() {
            return Self::of_text(prompt.text());
        }
        let Program {
            inputs, messages, ..
        } = wire::read(program).unwrap_or_default();
        let uses = use_tree::of_messages(&messages);
        let is_required = |name: &str| {
            let mut declared = prompt.inputs();
            declared.any(|input| input.name == name && input.is_required)
        };
        let inputs = inputs.into_iter().map(|input| Input {
            is_required: is_required(&input.name),
            expected: Expected::new(&input.slot, uses.get(&input.name)),
            default: input.default,
            name: input.name,
        });
        Self {
            inputs: inputs.collect(),
            messages,
        }
    }

    /// A text without anything to fill in is one message of the user.
    fn of_text(text: &str) -> Self {
        let message = Message::Text {
            role: Role::User,
            ops: Vec::from([Op::Text(text.into())]),
            range: 0..text.len(),
        };
        Self {
            inputs: Vec::new(),
            messages: Vec::from([message]),
        }
    }

    pub(super) fn input(&self, name: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| input.name == name)
    }

    pub(super) fn unknown(&self, name: &str) -> Fault {
        if name == HISTORY {
            let explanation = "is no input: pass the conversation so far with `.history(…)`";
            return Fault::new(RenderErrorKind::UnknownInput, explanation).within(name);
        }
        let known = self.inputs.iter().map(|input| input.name.as_str());
        let known = known.collect::<Vec<_>>();
        Fault::unknown_input(name, nearest(name, known.iter().copied()), &known)
    }

    /// Holds inputs against the program. Pairs in the place of a map become an object.
    pub(super) fn check(&self, inputs: &mut Json) -> Result<(), Fault> {
        if *inputs == Json::Null {
            *inputs = Json::Object(Vec::new());
        }
        let Json::Object(entries) = inputs else {
            let found = kind(inputs);
            let explanation =
                alloc::format!("the inputs are ill-typed: expected an object, found {found}");
            return Err(Fault::new(RenderErrorKind::IllTypedInput, explanation));
        };
        for (name, value) in entries.iter_mut() {
            let input = self.input(name).ok_or_else(|| self.unknown(name))?;
            if *value == Json::Null && (!input.is_required || input.default.is_some()) {
                continue;
            }
            let checked = input.expected.check(value);
            checked.map_err(|fault| fault.within(name))?;
        }
        let is_missing = |input: &&Input| {
            input.is_required && !entries.iter().any(|(name, _)| *name == input.name)
        };
        match self.inputs.iter().find(is_missing) {
            Some(input) => Err(Fault::missing(input.expected.description()).within(&input.name)),
            None => Ok(()),
        }
    }

    /// Puts defaults in the place of inputs that are left out, or for which nothing is passed.
    pub(super) fn add_defaults(&self, inputs: &mut Json) {
        let Json::Object(entries) = inputs else {
            return;
        };
        for input in &self.inputs {
            let Some(default) = &input.default else {
                continue;
            };
            match entries.iter_mut().find(|(name, _)| *name == input.name) {
                Some((_, value)) if *value == Json::Null => value.clone_from(default),
                Some(_) => {}
                None => entries.push((input.name.clone(), default.clone())),
            }
        }
    }

    /// Returns what a log shows of inputs.
    #[cfg(feature = "tracing")]
    pub(super) fn shown(&self, inputs: &Json) -> Json {
        let entries = match inputs {
            Json::Object(entries) => entries.as_slice(),
            _ => &[],
        };
        let shown = entries.iter().filter_map(|(name, value)| {
            let expected = &self.input(name)?.expected;
            expected
                .is_shown()
                .then(|| (name.clone(), expected.shown(value)))
        });
        Json::Object(shown.collect())
    }
}
