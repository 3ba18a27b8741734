//! The evaluator of `prompt-macros`, which exports nothing but its macros.

#[path = "../../../../prompt-macros/src/render/computed.rs"]
mod computed;
#[path = "../../../../prompt-macros/src/render/convert.rs"]
mod convert;
#[path = "../../../../prompt-macros/src/render/evaluate.rs"]
mod evaluate;
#[path = "../../../../prompt-macros/src/render/expression.rs"]
mod expression;
#[path = "../../../../prompt-macros/src/render/functions.rs"]
mod functions;
#[path = "../../../../prompt-macros/src/render/literals.rs"]
mod literals;
#[path = "../../../../prompt-macros/src/render/lookup.rs"]
mod lookup;
#[path = "../../../../prompt-macros/src/render/pieces.rs"]
mod pieces;
#[path = "../../../../prompt-macros/src/render/scope.rs"]
mod scope;

/// Texts that depend on the environment. The programs here are of one environment, so there are none.
mod shared {
    use prompt_core::program::VariablePath;

    use super::pieces::Printed;

    pub(super) enum SharedMessages {}

    impl SharedMessages {
        pub(super) fn text(&self, _: &VariablePath) -> Option<Printed> {
            match *self {}
        }
    }
}

use std::borrow::Cow;
use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, Span};
use prompt_core::js::Json;
use prompt_core::message::{ConversationBuilder, Message};
use prompt_core::program;
use prompt_core::text::indented;
use prompt_core::vocabulary::Role;
use quote::{format_ident, quote};

use convert::Converter;
use expression::Value;
use pieces::{Piece, Simplifier};
use scope::Scope;

/// Renders messages with inputs that are all known. Returns `None` if the macros refuse the call,
/// because its code would be too long.
pub fn rendered(messages: &[program::Message], inputs: &Json) -> Option<Vec<Message>> {
    let runtime = quote!(runtime);
    let scope = Scope::new(known_inputs(inputs));
    let mut simplifier = Simplifier::new(Converter::new(&runtime), scope, None);
    let mut rendered = Vec::new();
    for message in messages {
        if let program::Message::Text { role, ops, .. } = message {
            let mut builder = ConversationBuilder::new(*role);
            write(&simplifier.simplify(ops).pieces, &mut builder);
            rendered.extend(builder.finish());
        }
    }
    (!simplifier.is_too_long()).then_some(rendered)
}

fn known_inputs(inputs: &Json) -> BTreeMap<&str, Value<'_>> {
    let Json::Object(inputs) = inputs else {
        return BTreeMap::new();
    };
    let known = |(name, value)| (String::as_str(name), Value::Known(Cow::Borrowed(value)));
    inputs
        .iter()
        .map(|(name, value)| known((name, value)))
        .collect()
}

fn write(pieces: &[Piece], message: &mut ConversationBuilder) {
    for piece in pieces {
        match piece {
            Piece::Media { url, content_type } => {
                message.push_media(known(url), known(content_type));
            }
            Piece::Section(name) => message.push_section(name.clone()),
            Piece::Role(role) => message.begin(*role),
            Piece::Indented { indent, pieces } => {
                let mut partial = ConversationBuilder::new(Role::User);
                write(pieces, &mut partial);
                message.push_text(&indented(indent, partial.text()));
            }
            piece => message.push_text(known(piece)),
        }
    }
}

fn known(piece: &Piece) -> &str {
    let Piece::Known(text) = piece else {
        panic!("code for a value that is known");
    };
    text
}

// What the modules above use of the one around them in `prompt-macros`.

fn local_at(name: &str, place: Span) -> Ident {
    format_ident!("prompt_{}", name, span = place)
}

fn number(value: usize) -> Literal {
    Literal::usize_unsuffixed(value)
}
