//! Makes the expression for the messages of a program.

use proc_macro2::{Ident, Span, TokenStream};
use prompt_core::program::Message;
use prompt_core::vocabulary::Role;
use quote::quote;

use super::pieces::{Piece, Pieces, Simplifier, is_surely_text};
use super::write::{Room, Writer, has_parts};
use super::{hoist, local};

/// The code of messages.
pub(super) struct Messages {
    /// An expression that turns into `prompt_runtime::__private::Messages`.
    pub(super) expression: TokenStream,
    /// Statements that are compiled, but never run at this call.
    pub(super) skipped: TokenStream,
    /// The code is incomplete: loops over defaults are too long to be written out.
    pub(super) is_too_long: bool,
}

/// Makes the code of messages. `history` is the conversation so far, if a call passes it.
pub(super) fn messages<'p>(
    mut simplifier: Simplifier<'_, 'p>,
    messages: &'p [Message],
    history: Option<&TokenStream>,
) -> Messages {
    let runtime = simplifier.converter().runtime;
    let mut assembly = Assembly::default();
    for message in messages {
        match message {
            Message::History => assembly.history_at = Some(assembly.messages.len()),
            Message::Text { role, ops, .. } => {
                let pieces = simplifier.simplify(ops);
                assembly.add(runtime, *role, pieces);
            }
        }
    }
    let writer = Writer {
        runtime,
        text: local("text"),
        size: local("size"),
        room: Room::Grows,
    };
    let skipped = writer.skipped(&assembly.skipped);
    Messages {
        expression: assembly.finish(runtime, history),
        skipped,
        is_too_long: simplifier.is_too_long(),
    }
}

/// Collects messages.
#[derive(Default)]
struct Assembly {
    messages: Vec<TokenStream>,
    /// The index of the prompt's own `{{history}}`.
    history_at: Option<usize>,
    /// A message may turn out blank.
    may_be_blank: bool,
    skipped: Vec<Piece>,
}

impl Assembly {
    fn add(&mut self, runtime: &TokenStream, role: Role, message: Pieces) {
        let Pieces {
            mut pieces,
            skipped,
        } = message;
        hoist::hoist_common_suffixes(&mut pieces);
        self.skipped.extend(skipped);
        let is_known = matches!(pieces.as_slice(), [] | [Piece::Known(_)]);
        let is_text = pieces.iter().any(is_surely_text);
        if is_text || !is_known {
            self.may_be_blank |= !is_text;
            self.messages.push(message_code(runtime, role, pieces));
        }
    }

    fn finish(self, runtime: &TokenStream, history: Option<&TokenStream>) -> TokenStream {
        let Self {
            messages,
            history_at,
            may_be_blank,
            ..
        } = self;
        let private = quote!(#runtime::__private);
        match (history, history_at) {
            (Some(history), Some(at)) => {
                let (before, after) = messages.split_at(at);
                quote!(#private::around([#(#before),*], #history, [#(#after),*]))
            }
            (Some(history), None) => quote!(#private::with([#(#messages),*], #history)),
            (None, _) => {
                let list = quote!([#(#messages),*]);
                // Up to four messages are stored in place.
                let is_short = matches!(messages.len(), 1..=4);
                let list = if is_short {
                    list
                } else {
                    quote!(<#private::Vec<_> as ::core::convert::From<_>>::from(#list))
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

/// Makes a message without text. Every trait is named by its path: the user's crate may have no
/// prelude.
pub(super) fn no_message(runtime: &TokenStream) -> TokenStream {
    quote!(<#runtime::__private::MessageBuilder as ::core::default::Default>::default())
}

/// Returns the path of a role.
pub(super) fn role_path(runtime: &TokenStream, role: Role) -> TokenStream {
    let name = Ident::new(role.variant_name(), Span::call_site());
    quote!(#runtime::Role::#name)
}

fn message_code(runtime: &TokenStream, role: Role, mut pieces: Vec<Piece>) -> TokenStream {
    let role = role_path(runtime, role);
    if let [Piece::Known(text)] = pieces.as_slice() {
        return quote!(#runtime::__private::fixed(#role, #text));
    }
    let (text, size) = (local("text"), local("size"));
    let writer = |room| Writer {
        runtime,
        text: text.clone(),
        size: size.clone(),
        room,
    };
    if has_parts(&pieces) {
        let code = writer(Room::Grows).write(&pieces);
        let empty = no_message(runtime);
        return quote!({
            let mut #text = #empty;
            #code
            #text.finish(#role)
        });
    }
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
            #size = #runtime::__private::grown_capacity(#size);
        }
    })
}
