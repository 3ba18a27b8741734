//! A call with inputs, to straight-line code: what is known at the call is worked out here, and for
//! the rest there is code that measures, allocates once, and writes.

mod arguments;
mod checks;
mod convert;
mod evaluate;
mod hidden;
mod inputs;
mod pieces;
mod record;
mod reload;
mod rotate;
mod uses;
mod value;
mod write;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use crate::call::{Argument, Prompt};
use crate::data::Data;
use crate::expand::{self, Expansion};
use crate::marker::marker;
use crate::program::{Message, Program};
use crate::refusal::Refusal;
use arguments::Arguments;
use pieces::{Piece, is_surely_text};
use value::Values;
use write::{Room, Writer, has_parts};

/// The argument that takes the conversation so far.
const HISTORY: &str = "history";

pub(crate) fn prompt(runtime: &TokenStream, call: &Prompt, inputs: &[Argument]) -> Expansion {
    let id = &call.id;
    let Some(data) = expand::read(id, Data::read_whole, "call")? else {
        return plain(runtime, call, inputs);
    };
    let program = Program::read(&data.body).ok_or_else(|| Refusal::damaged(id.span))?;
    let program = reload::declare(program, &data);
    let arguments = Arguments::of(id, inputs, &program)?;
    let prompt = expand::prompt_literal(
        runtime,
        &data,
        &format!("prompt/id/{}", data.get("id")),
        data.get("header").parse().unwrap_or_default(),
    );
    let call = Rendering {
        runtime,
        data: &data,
        program: &program,
        arguments: &arguments,
    };
    Ok(call.assemble(&quote!(&#prompt)))
}

/// A prompt that is one message without anything to fill in.
fn plain(runtime: &TokenStream, call: &Prompt, inputs: &[Argument]) -> Expansion {
    let data = expand::read_prompt(&call.id)?;
    let program = Program::default();
    let arguments = Arguments::of(&call.id, inputs, &program)?;
    let (marker, prompt) = (marker(&data), expand::static_prompt(runtime, &data));
    let message = quote!(#runtime::__private::fixed(#runtime::Role::User, PROMPT.text()));
    let messages = |values: &Values<'_>| {
        let with_history = values
            .history()
            .map(|history| quote!(#runtime::__private::with([#message], #history)));
        with_history.unwrap_or_else(|| quote!([#message]))
    };
    let call = Rendering {
        runtime,
        data: &data,
        program: &program,
        arguments: &arguments,
    };
    let rendered = call.rendered(&quote!(PROMPT), &messages(&call.values()), &messages);
    let body = quote! {
        #marker
        const PROMPT: &#runtime::Prompt = &#prompt;
        #rendered
    };
    Ok(arguments.bind(runtime, &body))
}

/// A call with inputs, and the version that it renders.
struct Rendering<'a> {
    runtime: &'a TokenStream,
    data: &'a Data,
    program: &'a Program,
    arguments: &'a Arguments<'a>,
}

impl Rendering<'_> {
    fn values(&self) -> Values<'_> {
        Values::new(self.runtime, self.data.get("version"), self.arguments)
    }

    fn assemble(&self, prompt: &TokenStream) -> TokenStream {
        let values = self.values();
        let (marker, call_file) = (marker(self.data), expand::depend_on(self.data));
        let (messages, skipped) = Assembly::of(self.runtime, &values, self.program);
        let checks = checks::checks(&values, &self.program.checks);
        let askers = checks::askers(&values, &self.program.checks);
        let bindings = values.bindings();
        let shown = |values: &Values<'_>| Assembly::of(self.runtime, values, self.program).0;
        let rendered = self.rendered(prompt, &messages, &shown);
        let body = quote! {
            #marker
            #call_file
            #askers
            #bindings
            #checks
            #skipped
            #rendered
        };
        self.arguments.bind(self.runtime, &body)
    }

    /// The rendering, with what its environment logs of it. `shown` makes the messages once more,
    /// of values of which some are not to be shown.
    fn rendered(
        &self,
        prompt: &TokenStream,
        messages: &TokenStream,
        shown: &dyn Fn(&Values<'_>) -> TokenStream,
    ) -> TokenStream {
        let logging = self.data.get("logging");
        let shown = |secrets: &BTreeSet<&str>, name| shown(&self.values().hiding(secrets, name));
        let record = record::record(
            self.runtime,
            logging,
            self.arguments,
            || self.inputs(),
            shown,
        );
        let compiled = record::rendered(self.runtime, prompt, messages, record.as_ref());
        if !reload::is_reloaded(self.data) {
            return compiled;
        }
        let reloaded = record::reloaded(self.runtime, self.arguments, record);
        reload::served(
            &self.values(),
            self.data,
            self.program,
            prompt,
            &compiled,
            &reloaded,
        )
    }

    /// What is passed, as data.
    fn inputs(&self) -> TokenStream {
        inputs::inputs(&self.values(), self.program)
    }
}

/// The messages as they are put together.
struct Assembly<'a> {
    runtime: &'a TokenStream,
    values: &'a Values<'a>,
    messages: Vec<TokenStream>,
    /// Where the prompt itself has the conversation so far.
    history_at: Option<usize>,
    /// Whether a message may turn out blank.
    may_be_blank: bool,
    /// What is never run at this call, and compiled all the same.
    skipped: Vec<Piece>,
}

impl<'a> Assembly<'a> {
    fn new(runtime: &'a TokenStream, values: &'a Values<'a>) -> Self {
        Self {
            runtime,
            values,
            messages: Vec::new(),
            history_at: None,
            may_be_blank: false,
            skipped: Vec::new(),
        }
    }

    /// The messages of a program, and what it leaves out.
    fn of(
        runtime: &'a TokenStream,
        values: &'a Values<'a>,
        program: &Program,
    ) -> (TokenStream, TokenStream) {
        let mut assembly = Self::new(runtime, values);
        for message in &program.messages {
            assembly.add(message);
        }
        let skipped = assembly.skipped();
        (assembly.finish(), skipped)
    }

    fn add(&mut self, message: &Message) {
        match message {
            Message::History => self.history_at = Some(self.messages.len()),
            Message::Text { role, ops } => {
                let (mut pieces, skipped) = pieces::simplify(self.runtime, self.values, ops);
                rotate::rotate(&mut pieces);
                self.skipped.extend(skipped);
                let is_known = matches!(pieces.as_slice(), [] | [Piece::Known(_)]);
                let is_text = pieces.iter().any(is_surely_text);
                if is_text || !is_known {
                    self.may_be_blank |= !is_text;
                    self.messages.push(self.message(role, pieces));
                }
            }
        }
    }

    fn message(&self, role: &str, mut pieces: Vec<Piece>) -> TokenStream {
        let runtime = self.runtime;
        let role = role_name(role);
        let role = quote!(#runtime::Role::#role);
        if let [Piece::Known(text)] = pieces.as_slice() {
            return quote!(#runtime::__private::fixed(#role, #text));
        }
        if has_parts(&pieces) {
            return self.parts(&role, &pieces);
        }
        let (text, size) = (local("text"), local("size"));
        let writer = |room| Writer {
            runtime,
            text: text.clone(),
            size: size.clone(),
            room,
        };
        let prepared = writer(Room::Fits).prepare(&mut pieces);
        let (length, more) = writer(Room::Fits).measure(&pieces);
        if more.is_empty() {
            let code = writer(Room::Fits).write(&pieces);
            return quote!({
                #prepared
                let mut #text = #runtime::__private::Measured::with_capacity(#length);
                #code
                #runtime::__private::written(#role, #text)
            });
        }
        let code = writer(Room::MayLack).write(&pieces);
        quote!({
            #prepared
            let mut #size: ::core::primitive::usize = #length;
            #more
            'message: loop {
                let mut #text = #runtime::__private::Measured::with_capacity(#size);
                'written: {
                    #code
                    break 'message #runtime::__private::written(#role, #text);
                }
                #size = #runtime::__private::more(#size);
            }
        })
    }

    /// A message that is more than a text.
    fn parts(&self, role: &TokenStream, pieces: &[Piece]) -> TokenStream {
        let (runtime, text) = (self.runtime, local("text"));
        let writer = Writer {
            runtime,
            text: text.clone(),
            size: local("size"),
            room: Room::Grows,
        };
        let code = writer.write(pieces);
        quote!({
            let mut #text = #runtime::__private::Parts::default();
            #code
            #text.finish(#role)
        })
    }

    fn skipped(&self) -> TokenStream {
        Writer {
            runtime: self.runtime,
            text: local("text"),
            size: local("size"),
            room: Room::Grows,
        }
        .skipped(&self.skipped)
    }

    fn finish(self) -> TokenStream {
        let Self {
            runtime,
            values,
            messages,
            history_at,
            may_be_blank,
            ..
        } = self;
        let private = quote!(#runtime::__private);
        match (values.history(), history_at) {
            (Some(history), Some(at)) => {
                let (before, after) = messages.split_at(at);
                quote!(#private::around([#(#before),*], #history, [#(#after),*]))
            }
            (Some(history), None) => quote!(#private::with([#(#messages),*], #history)),
            (None, _) => {
                let list = quote!([#(#messages),*]);
                // As many as the list has room for in place.
                let list = if matches!(messages.len(), 1..=4) {
                    list
                } else {
                    quote!(#private::Vec::from(#list))
                };
                if may_be_blank {
                    quote!(#private::present(#list))
                } else {
                    list
                }
            }
        }
    }
}

fn role_name(role: &str) -> Ident {
    let name = match role {
        "system" => "System",
        "model" => "Model",
        "tool" => "Tool",
        _ => "User",
    };
    Ident::new(name, Span::call_site())
}

/// A name of the expansion's own, that nothing around it sees and that sees nothing around it.
fn local(name: &str) -> Ident {
    format_ident!("prompt_{}", name, span = Span::mixed_site())
}

/// A name for what comes from an argument: with the argument's place, so that what is wrong about
/// it is reported there. The compiler does that for nothing but a plain place in the user's code,
/// which is why only the prefix keeps this name apart from others.
fn local_at(name: &str, place: Span) -> Ident {
    format_ident!("prompt_{}", name, span = place)
}

fn number(value: usize) -> Literal {
    Literal::usize_unsuffixed(value)
}
