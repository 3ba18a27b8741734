//! A compiled program, ready to check inputs and to render.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use prompt_core::interpret::Plan;
use prompt_core::js::{Data as _, Json, View};
#[cfg(any(feature = "sample", feature = "tracing"))]
use prompt_core::program::Slot;
use prompt_core::program::{HISTORY, Message, Op, Program, use_tree};
use prompt_core::suggest::nearest;
use prompt_core::vocabulary::Role;
use prompt_core::wire;

use super::Fault;
use super::data::{Datum, InputData, Met};
use super::expected::Expected;
use super::fault::kind;
use crate::{Prompt, RenderErrorKind};

pub(super) struct Form {
    inputs: Vec<Input>,
    has_defaults: bool,
    pub(super) plan: Plan,
}

pub(super) struct Input {
    name: String,
    pub(super) expected: Expected,
    /// The version that is embedded requires the input. What other environments pin does not count:
    /// a new pin elsewhere must not fail calls here.
    is_required: bool,
    default: Option<Json>,
    /// The declared type, for samples and logs.
    #[cfg(any(feature = "sample", feature = "tracing"))]
    pub(super) slot: Slot,
}

impl Input {
    fn check(&self, data: &mut InputData, at: usize) -> Result<(), Fault> {
        let may_be_nothing = !self.is_required || self.default.is_some();
        if may_be_nothing && let View::Null = Datum::at(data, at).view() {
            return Ok(());
        }
        let checked = self.expected.check(data, at);
        checked.map_err(|fault| fault.within(&self.name))
    }
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
        // The names of the inputs come first, so that their positions are those of the inputs.
        let names = inputs.iter().map(|input| input.name.clone());
        let mut names = names.collect::<Vec<_>>();
        let inputs = inputs.into_iter().map(|input| Input {
            is_required: is_required(&input.name),
            expected: Expected::new(&input.slot, uses.get(&input.name), &mut names),
            default: input.default,
            #[cfg(any(feature = "sample", feature = "tracing"))]
            slot: input.slot,
            name: input.name,
        });
        let inputs = inputs.collect();
        Self::new(inputs, names, &messages)
    }

    fn new(inputs: Vec<Input>, names: Vec<String>, messages: &[Message]) -> Self {
        Self {
            plan: Plan::new(messages, names),
            has_defaults: inputs.iter().any(|input| input.default.is_some()),
            inputs,
        }
    }

    /// A text without anything to fill in is one message of the user.
    fn of_text(text: &str) -> Self {
        let message = Message::Text {
            role: Role::User,
            ops: Vec::from([Op::Text(text.into())]),
            range: 0..text.len(),
        };
        Self::new(Vec::new(), Vec::new(), &[message])
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
    #[inline]
    pub(super) fn check(&self, data: &mut InputData) -> Result<(), Fault> {
        let direct = self.meet_texts(data);
        data.set_direct(direct);
        if direct == self.inputs.len() && data.length() == 1 + direct && data.is_object(0) {
            return Ok(());
        }
        self.check_rest(data, direct)
    }

    /// Returns how many of the first inputs are passed in their order, and are texts.
    #[inline]
    fn meet_texts(&self, data: &mut InputData) -> usize {
        let inputs = self.inputs.iter().enumerate();
        let texts = inputs.map_while(|(position, input)| {
            let is_text = input.expected.is_text();
            is_text.then_some((position, &*input.name))
        });
        data.meet_texts(0, texts)
    }

    fn check_rest(&self, data: &mut InputData, direct: usize) -> Result<(), Fault> {
        match data.root().view() {
            // No inputs.
            View::Object(_) | View::Null => {}
            other => {
                let found = kind(other);
                let explanation =
                    alloc::format!("the inputs are ill-typed: expected an object, found {found}");
                return Err(Fault::new(RenderErrorKind::IllTypedInput, explanation));
            }
        }
        if self.check_passed(data, direct)? {
            return Ok(());
        }
        self.check_missing(data)
    }

    /// Holds the inputs that are passed against their types, but for the first ones. Returns whether
    /// these are all, in their order, as they mostly are.
    fn check_passed(&self, data: &mut InputData, direct: usize) -> Result<bool, Fault> {
        let (mut next, mut is_ordered) = (direct, true);
        let (mut at, end) = (1 + direct, data.after(0));
        while at < end {
            let (position, met) = self.meet(data, at, next)?;
            is_ordered &= position == next;
            if is_ordered && at == 1 + position {
                data.set_direct(1 + position);
            }
            let input = &self.inputs[position];
            if !(met.is_text && input.expected.is_text()) {
                input.check(data, at)?;
            }
            next = position + 1;
            at = met.after;
        }
        Ok(is_ordered && next == self.inputs.len())
    }

    /// Finds the input that is passed at a position, which is probably the one at `likely`.
    #[inline]
    fn meet(&self, data: &mut InputData, at: usize, likely: usize) -> Result<(usize, Met), Fault> {
        if let Some(input) = self.inputs.get(likely)
            && let Some(met) = data.meet(at, (likely, &input.name))
        {
            return Ok((likely, met));
        }
        let mut inputs = self.inputs.iter().enumerate();
        let met = inputs.find_map(|(position, input)| {
            let met = data.meet(at, (position, &input.name))?;
            Some((position, met))
        });
        met.ok_or_else(|| self.unknown(data.key(at).unwrap_or_default()))
    }

    fn check_missing(&self, data: &InputData) -> Result<(), Fault> {
        let is_missing = |input: &&Input| input.is_required && data.find(0, &input.name).is_none();
        match self.inputs.iter().find(is_missing) {
            Some(input) => Err(Fault::missing(input.expected.description()).within(&input.name)),
            None => Ok(()),
        }
    }

    /// Returns the inputs with defaults in the place of those that are left out, or for which nothing is
    /// passed.
    #[inline]
    pub(super) fn with_defaults<'a>(&self, data: &'a InputData) -> Cow<'a, InputData> {
        if self.has_defaults {
            self.add_defaults(data)
        } else {
            Cow::Borrowed(data)
        }
    }

    fn add_defaults<'a>(&self, data: &'a InputData) -> Cow<'a, InputData> {
        let mut complete = Cow::Borrowed(data);
        for input in &self.inputs {
            if let Some(default) = &input.default
                && let View::Null = data.root().field(&input.name).view()
            {
                complete.to_mut().set(&input.name, default);
            }
        }
        complete
    }

    /// Returns what a log shows of inputs.
    #[cfg(feature = "tracing")]
    pub(super) fn shown(&self, data: &InputData) -> Json {
        let shown = data.root().parts().filter_map(|(name, value)| {
            let Input { name, expected, .. } = self.input(name?)?;
            expected
                .is_shown()
                .then(|| (name.clone(), expected.shown(&value.to_json())))
        });
        Json::Object(shown.collect())
    }
}
