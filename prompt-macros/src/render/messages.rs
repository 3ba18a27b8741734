//! Makes the expression for the messages of a program.

use std::mem;

use proc_macro2::{Ident, Span, TokenStream};
use prompt_core::program::Message;
use prompt_core::vocabulary::Role;
use quote::quote;

use super::pieces::{Piece, Pieces, Printed, Simplifier, is_surely_text, push};
use super::write::{Room, Writer, has_parts, has_roles};
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
    messages: Vec<Code>,
    /// The index of the prompt's own `{{history}}`.
    history_at: Option<usize>,
    /// A message may turn out blank.
    may_be_blank: bool,
    skipped: Vec<Piece>,
}

/// An expression for messages.
enum Code {
    One(TokenStream),
    /// A `Vec` of messages: how many there are depends on the call.
    Several(TokenStream),
}

impl Assembly {
    fn add(&mut self, runtime: &TokenStream, role: Role, message: Pieces) {
        let Pieces { pieces, skipped } = message;
        self.skipped.extend(skipped);
        let turns = turns(role, pieces);
        if turns.iter().any(|(_, pieces)| has_roles(pieces)) {
            let code = conversation_code(runtime, turns);
            self.messages.push(Code::Several(code));
            return;
        }
        for (role, pieces) in turns {
            self.add_one(runtime, role, pieces);
        }
    }

    fn add_one(&mut self, runtime: &TokenStream, role: Role, mut pieces: Vec<Piece>) {
        hoist::hoist_common_suffixes(&mut pieces);
        let is_known = matches!(pieces.as_slice(), [] | [Piece::Known(_)]);
        let is_text = pieces.iter().any(is_surely_text);
        if is_text || !is_known {
            self.may_be_blank |= !is_text;
            let code = message_code(runtime, role, pieces);
            self.messages.push(Code::One(code));
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
                let (before, after) = (list(runtime, before), list(runtime, after));
                quote!(#private::around(#before, #history, #after))
            }
            (Some(history), None) => {
                let messages = list(runtime, &messages);
                quote!(#private::with(#messages, #history))
            }
            (None, _) => {
                let is_array = messages.iter().all(|code| matches!(code, Code::One(_)));
                let list = list(runtime, &messages);
                // Up to four messages are stored in place.
                let is_stored = !is_array || matches!(messages.len(), 1..=4);
                let list = if is_stored {
                    list
                } else {
                    vector(runtime, &list)
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

/// Cuts pieces where messages begin outside of blocks.
fn turns(role: Role, pieces: Vec<Piece>) -> Vec<(Role, Vec<Piece>)> {
    let mut turns = Vec::new();
    let mut current = (role, Vec::new());
    for piece in pieces {
        match piece {
            Piece::Role(role) => turns.push(mem::replace(&mut current, (role, Vec::new()))),
            piece => push(&mut current.1, piece),
        }
    }
    turns.push(current);
    turns
}

/// Makes the expression for a list of messages: an array if their number is known, else a `Vec`.
fn list(runtime: &TokenStream, messages: &[Code]) -> TokenStream {
    let array = |codes: &[Code]| {
        let codes = codes
            .iter()
            .map(|(Code::One(code) | Code::Several(code))| code);
        quote!([#(#codes),*])
    };
    if messages.iter().all(|code| matches!(code, Code::One(_))) {
        return array(messages);
    }
    let is_one = |code: &Code| matches!(code, Code::One(_));
    let parts = messages
        .chunk_by(|code, next| is_one(code) && is_one(next))
        .map(|part| match part {
            [Code::Several(code)] => code.clone(),
            ones => vector(runtime, &array(ones)),
        });
    quote!(#runtime::__private::joined([#(#parts),*]))
}

fn vector(runtime: &TokenStream, array: &TokenStream) -> TokenStream {
    quote!(<#runtime::__private::Vec<_> as ::core::convert::From<_>>::from(#array))
}

/// Makes a message without text. Every trait is named by its path: the user's crate may have no
/// prelude.
pub(super) fn no_message(runtime: &TokenStream) -> TokenStream {
    quote!(<#runtime::__private::MessageBuilder as ::core::default::Default>::default())
}

/// Makes the start of a conversation. The first message has this role.
pub(super) fn conversation(runtime: &TokenStream, role: Role) -> TokenStream {
    let role = role_path(runtime, role);
    quote!(#runtime::__private::ConversationBuilder::new(#role))
}

/// Returns the path of a role.
pub(super) fn role_path(runtime: &TokenStream, role: Role) -> TokenStream {
    let name = Ident::new(role.variant_name(), Span::call_site());
    quote!(#runtime::Role::#name)
}

/// Makes the expression for messages that begin in blocks.
fn conversation_code(runtime: &TokenStream, turns: Vec<(Role, Vec<Piece>)>) -> TokenStream {
    let text = local("text");
    let writer = Writer {
        runtime,
        text: text.clone(),
        size: local("size"),
        room: Room::Grows,
    };
    let (mut start, mut code) = (None, TokenStream::new());
    for (role, mut pieces) in turns {
        hoist::hoist_common_suffixes(&mut pieces);
        if start.is_some() {
            pieces.insert(0, Piece::Role(role));
        }
        start.get_or_insert(role);
        code.extend(writer.write(&pieces));
    }
    let empty = conversation(runtime, start.unwrap_or(Role::User));
    quote!({
        let mut #text = #empty;
        #code
        #text.finish()
    })
}

fn message_code(runtime: &TokenStream, role: Role, mut pieces: Vec<Piece>) -> TokenStream {
    let role = role_path(runtime, role);
    if let [Piece::Known(text)] = pieces.as_slice() {
        return quote!(#runtime::__private::fixed(#role, #text));
    }
    if let [Piece::Printed(Printed::Fixed { name, .. })] = pieces.as_slice() {
        return quote!(#runtime::__private::fixed(#role, #name));
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
