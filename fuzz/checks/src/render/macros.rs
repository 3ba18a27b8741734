//! The evaluator of `prompt-macros`, which exports nothing but its macros.

#[path = "../../../../prompt-macros/src/render/convert.rs"]
mod convert;
#[path = "../../../../prompt-macros/src/render/evaluate.rs"]
mod evaluate;
#[path = "../../../../prompt-macros/src/render/expression.rs"]
mod expression;
#[path = "../../../../prompt-macros/src/render/pieces.rs"]
mod pieces;
#[path = "../../../../prompt-macros/src/render/scope.rs"]
mod scope;

use std::borrow::Cow;
use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, Span};
use prompt_core::js::Json;
use prompt_core::message::{Message, MessageBuilder};
use prompt_core::program;
use prompt_core::text::indented;
use quote::{format_ident, quote};

use convert::Converter;
use expression::Value;
use pieces::{Piece, Simplifier};
use scope::Scope;

/// Renders messages with inputs that are all known.
pub fn rendered(messages: &[program::Message], inputs: &Json) -> Vec<Message> {
    let rendered = messages.iter().filter_map(|message| match message {
        program::Message::History => None,
        program::Message::Text { role, ops, .. } => {
            let mut builder = MessageBuilder::default();
            write(&evaluated(ops, inputs), &mut builder);
            Some(builder.finish(*role))
        }
    });
    rendered.filter(|message| !message.is_blank()).collect()
}

fn evaluated(ops: &[program::Op], inputs: &Json) -> Vec<Piece> {
    let runtime = quote!(runtime);
    let mut values = BTreeMap::new();
    if let Json::Object(inputs) = inputs {
        values.extend(
            inputs
                .iter()
                .map(|(name, value)| (name.as_str(), Value::Known(Cow::Borrowed(value)))),
        );
    }
    let mut simplifier = Simplifier {
        converter: Converter::new(&runtime),
        scope: Scope::new(values),
        secrets: None,
    };
    simplifier.simplify(ops).pieces
}

fn write(pieces: &[Piece], message: &mut MessageBuilder) {
    for piece in pieces {
        match piece {
            Piece::Media { url, content_type } => {
                message.push_media(known(url), known(content_type));
            }
            Piece::Section(name) => message.push_section(name.clone()),
            Piece::Indented { indent, pieces } => {
                let mut partial = MessageBuilder::default();
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
