//! Checks the arguments of a call against the inputs that the pinned versions of all environments
//! declare.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use prompt_core::code::Code;
use prompt_core::program::{Choice, Class, Input, Program};
use prompt_core::suggest::nearest;
use quote::{quote, quote_spanned};
use syn::LitStr;
use syn::ext::IdentExt as _;

use super::{HISTORY, local_at, mention};
use crate::call::{Argument, Named};
use crate::refusal::Refusal;

/// The arguments of a call, each under a name of its own.
pub(super) struct Arguments<'a> {
    /// In the order of the call.
    passed: Vec<Passed<'a>>,
    inputs: BTreeMap<&'a str, &'a Input>,
}

pub(super) struct Passed<'a> {
    pub(super) argument: &'a Argument,
    pub(super) name: String,
    /// Its position among the arguments, by which variables are named: the name of the input may be
    /// one that a lint refuses, such as `userName`.
    pub(super) number: usize,
    /// The variable that holds a reference to the value.
    pub(super) local: Ident,
}

impl<'a> Arguments<'a> {
    pub(super) fn of(
        id: &'a Named,
        arguments: &'a [Argument],
        program: &'a Program,
    ) -> Result<Self, Refusal> {
        let inputs = program
            .inputs
            .iter()
            .map(|input| (input.name.as_str(), input))
            .collect();
        let mut review = Review {
            id,
            arguments,
            program,
            passed: Vec::new(),
            misspelt: Vec::new(),
            refusals: Vec::new(),
        };
        for argument in arguments {
            review.pass(argument, &inputs);
        }
        review.refuse_missing();
        let Review {
            mut passed,
            refusals,
            ..
        } = review;
        passed.retain(|passed| !is_left_out(passed, &inputs));
        Refusal::all(refusals).map_or(Ok(Self { passed, inputs }), Err)
    }

    pub(super) fn passed(&self) -> impl Iterator<Item = (&Passed<'a>, &'a Input)> {
        self.passed
            .iter()
            .filter_map(|passed| Some((passed, *self.inputs.get(passed.name.as_str())?)))
    }

    /// Returns the inputs that the call leaves out.
    pub(super) fn left_out(&self) -> impl Iterator<Item = &'a Input> {
        self.inputs
            .values()
            .copied()
            .filter(|input| !self.passed.iter().any(|passed| passed.name == input.name))
    }

    pub(super) fn history(&self) -> Option<&Passed<'a>> {
        self.passed
            .iter()
            .find(|passed| passed.name == HISTORY && !self.inputs.contains_key(HISTORY))
    }

    /// Returns the names of the secret inputs.
    pub(super) fn secrets(&self) -> BTreeSet<&str> {
        let secret = self
            .passed
            .iter()
            .filter(|passed| passed.argument.is_secret);
        secret.map(|passed| passed.name.as_str()).collect()
    }

    /// Binds references to all values, then runs the code. The values are computed in the order of
    /// the call, and their temporaries live as long as the code runs.
    pub(super) fn bind(&self, runtime: &TokenStream, code: &TokenStream) -> TokenStream {
        let names = self.passed.iter().map(|passed| &passed.local);
        let values = self.passed.iter().map(|passed| {
            let (value, span) = (&passed.argument.value, passed.argument.span);
            if self
                .history()
                .is_some_and(|history| history.name == passed.name)
            {
                // As with lists: the function by a name of its own, or the compiler blames the
                // whole call.
                quote_spanned!(span=> {
                    use #runtime::__private::history as __prompt_history;
                    __prompt_history(#value)
                })
            } else {
                quote_spanned!(span=> &(#value))
            }
        });
        if self.passed.is_empty() {
            return quote!({ #code });
        }
        let names = names.collect::<Vec<_>>();
        // What only other versions use is bound as well.
        let used = mention(&names);
        // The code is a closure, a function of its own for the compiler. Its time for a function
        // grows with the square of the blocks and more, and the user may make many calls in one.
        // The values stay outside: they may hold `return`, `?` and `.await`.
        quote!(match (#(#values,)*) {
            (#(#names,)*) => { #used (|| { #code })() }
        })
    }
}

/// The arguments that were looked at so far, and what is wrong with them.
struct Review<'a> {
    id: &'a Named,
    arguments: &'a [Argument],
    program: &'a Program,
    passed: Vec<Passed<'a>>,
    /// The inputs that unknown names probably mean. They are not missing as well.
    misspelt: Vec<String>,
    refusals: Vec<Refusal>,
}

impl<'a> Review<'a> {
    fn pass(&mut self, argument: &'a Argument, inputs: &BTreeMap<&str, &Input>) {
        let name = argument.name.unraw().to_string();
        if self.is_passed(&name) {
            self.refusals.push(duplicate(argument, &name));
            return;
        }
        match inputs.get(name.as_str()) {
            Some(input) => self.refusals.extend(refuse_choice(argument, input)),
            None if name == HISTORY => {}
            None => self.refuse_unknown(argument, &name),
        }
        let number = self.passed.len();
        let local = local_at(&format!("argument_{number}"), argument.span);
        self.passed.push(Passed {
            argument,
            name,
            number,
            local,
        });
    }

    fn is_passed(&self, name: &str) -> bool {
        self.passed.iter().any(|passed| passed.name == name)
    }

    fn refuse_unknown(&mut self, argument: &Argument, name: &str) {
        let is_used = |input: &str| self.arguments.iter().any(|other| other.name == input);
        let inputs = self.program.inputs.iter().map(|input| input.name.as_str());
        let nearest = nearest(name, inputs.filter(|input| !is_used(input)));
        self.misspelt.extend(nearest.map(str::to_owned));
        let refusal = unknown_input(self.id, argument, name, nearest, self.program);
        self.refusals.push(refusal);
    }

    fn refuse_missing(&mut self) {
        let is_there = |name: &String| self.is_passed(name) || self.misspelt.contains(name);
        let inputs = self.program.inputs.iter();
        let missing = inputs
            .filter(|input| input.required_by.is_some() && !is_there(&input.name))
            .collect::<Vec<_>>();
        if !missing.is_empty() {
            self.refusals.push(missing_inputs(self.id, &missing));
        }
    }
}

/// Returns whether an input is the literal `None`. That is the same as leaving the input out; its
/// type could not be inferred.
fn is_left_out(passed: &Passed<'_>, inputs: &BTreeMap<&str, &Input>) -> bool {
    let is_none = matches!(&only_token(&passed.argument.value), Some(TokenTree::Ident(name)) if name == "None");
    is_none
        && inputs
            .get(passed.name.as_str())
            .is_some_and(|input| input.slot.may_be_option)
}

/// Returns the token of an expression that is a single token.
fn only_token(value: &TokenStream) -> Option<TokenTree> {
    let mut tokens = value.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::None => {
            only_token(&group.stream())
        }
        (token, None) => token,
        _ => None,
    }
}

/// Returns the string literal of an expression: alone, after a `&`, in parentheses, or in `Some`.
fn literal(value: &TokenStream) -> Option<LitStr> {
    let tokens = value.clone().into_iter().collect::<Vec<_>>();
    match tokens.as_slice() {
        [TokenTree::Group(group)] if group.delimiter() != Delimiter::Bracket => {
            literal(&group.stream())
        }
        [TokenTree::Punct(punct), rest @ ..] if punct.as_char() == '&' => {
            literal(&rest.iter().cloned().collect())
        }
        [TokenTree::Ident(name), TokenTree::Group(group)] if name == "Some" => {
            literal(&group.stream())
        }
        _ => syn::parse2(value.clone()).ok(),
    }
}

/// Refuses a literal that is not one of the choices of an enum.
fn refuse_choice(argument: &Argument, input: &Input) -> Option<Refusal> {
    let Class::Text(choices) = &input.slot.class else {
        return None;
    };
    let text = literal(&argument.value)?.value();
    if choices.is_empty() {
        return None;
    }
    let (message, help) = match choices.iter().find(|choice| choice.text == text) {
        Some(choice) => lacking_choice(choice, choices, &input.name)?,
        None => unknown_choice(&text, choices, &input.name),
    };
    Some(Refusal::new(
        argument.span,
        Code::UnknownChoice,
        &message,
        &help,
    ))
}

/// The message and the help for a choice that another environment's version does not have; `None` if
/// all have it.
fn lacking_choice(choice: &Choice, choices: &[Choice], name: &str) -> Option<(String, String)> {
    let pin = choice.refused_by.as_ref()?;
    let message = format!("`{}` is not a choice of `{name}` in {pin}", choice.text);
    let common = choices
        .iter()
        .filter(|choice| choice.refused_by.is_none())
        .map(|choice| choice.text.as_str())
        .collect::<Vec<_>>();
    let help = if common.is_empty() {
        "the environments have no choice in common".to_owned()
    } else {
        format!(
            "the choices in all environments are `{}`",
            common.join("`, `")
        )
    };
    Some((message, help))
}

fn unknown_choice(text: &str, choices: &[Choice], name: &str) -> (String, String) {
    let known = choices
        .iter()
        .map(|choice| choice.text.as_str())
        .collect::<Vec<_>>();
    let message = format!("`{text}` is not a choice of `{name}`");
    let help = match nearest(text, known.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("the choices are `{}`", known.join("`, `")),
    };
    (message, help)
}

fn duplicate(argument: &Argument, name: &str) -> Refusal {
    Refusal::new(
        argument.name.span(),
        Code::DuplicateInput,
        &format!("`{name}` is passed twice"),
        "",
    )
}

fn unknown_input(
    id: &Named,
    argument: &Argument,
    name: &str,
    nearest: Option<&str>,
    program: &Program,
) -> Refusal {
    let message = format!("`{}` has no input `{name}`", id.name);
    let known = program
        .inputs
        .iter()
        .map(|input| input.name.as_str())
        .collect::<Vec<_>>();
    let help = match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None if known.is_empty() => "it has no inputs".to_owned(),
        None => format!("its inputs are `{}`", known.join("`, `")),
    };
    Refusal::new(argument.name.span(), Code::UnknownInput, &message, &help)
}

/// Makes one error for all missing inputs, since all are added to the same call.
fn missing_inputs(id: &Named, missing: &[&Input]) -> Refusal {
    let names = missing
        .iter()
        .map(|input| input.name.as_str())
        .collect::<Vec<_>>();
    let plural = if names.len() == 1 { "" } else { "s" };
    let message = format!(
        "`{}` needs the input{plural} `{}`",
        id.name,
        names.join("`, `")
    );
    let required_by = missing
        .iter()
        .filter_map(|input| input.required_by.as_ref().map(|pin| (input, pin)));
    let lines = required_by.map(|(input, pin)| {
        format!(
            "`{}`, {}, is required by {}",
            input.name,
            input.slot.class.description(),
            pin
        )
    });
    let addition = format!("add `{} = …` to the call", names.join(" = …, "));
    let lines = lines.chain([addition]).collect::<Vec<_>>();
    let lines = lines.iter().map(String::as_str).collect::<Vec<_>>();
    Refusal::with_lines(id.span, Code::MissingInput, &message, &lines)
}
