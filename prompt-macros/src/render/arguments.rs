//! Checks the arguments of a call against the inputs that the pinned versions of all environments
//! declare.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use prompt_core::code::Code;
use prompt_core::program::{Choice, Class, HISTORY, Input, Program, name_problems};
use prompt_core::suggest::nearest;
use quote::{quote, quote_spanned};
use syn::LitStr;
use syn::ext::IdentExt as _;

use super::{local, local_at, mention};
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
            .collect::<BTreeMap<_, _>>();
        let names = arguments
            .iter()
            .map(|argument| argument.name.unraw().to_string());
        let names = names.collect::<Vec<_>>();
        let mut refusals = refused_names(id, arguments, &names, program);
        let mut passed = Vec::new();
        for (number, (argument, name)) in arguments.iter().zip(names).enumerate() {
            let input = inputs.get(name.as_str());
            refusals.extend(input.and_then(|input| refuse_choice(argument, input)));
            let local = local_at(&format!("argument_{number}"), argument.span);
            passed.push(Passed {
                argument,
                name,
                number,
                local,
            });
        }
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

    /// Binds references to all values, then runs the code, which may need the arena for texts. The
    /// values are computed in the order of the call, and their temporaries live as long as the code
    /// runs.
    pub(super) fn bind(
        &self,
        runtime: &TokenStream,
        code: &TokenStream,
        needs_arena: bool,
    ) -> TokenStream {
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
        let run = if needs_arena {
            let arena = local("texts");
            quote!(#runtime::__private::with_texts(|#arena| { #code }))
        } else {
            quote!((|| { #code })())
        };
        quote!(match (#(#values,)*) {
            (#(#names,)*) => { #used #run }
        })
    }
}

/// Refuses names that the prompt does not have, or has twice, and a call that lacks names.
fn refused_names(
    id: &Named,
    arguments: &[Argument],
    names: &[String],
    program: &Program,
) -> Vec<Refusal> {
    let names = names.iter().map(String::as_str).collect::<Vec<_>>();
    let problems = name_problems(&id.name, &names, &program.inputs).into_iter();
    let refusals = problems.map(|problem| {
        let span = problem
            .position
            .map_or(id.span, |position| arguments[position].name.span());
        let help = problem.help.iter().map(String::as_str).collect::<Vec<_>>();
        Refusal::with_lines(span, problem.code, &problem.message, &help)
    });
    refusals.collect()
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
