//! What is left of a program once all that is known at the call is worked out.

use std::cell::RefCell;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::convert::serialized;
use super::evaluate::Test;
use super::local_at;
use super::value::{At, Code, Round, Values};
use crate::json::Json;
use crate::program::{Class, Op, Value};

pub(super) enum Piece {
    Known(String),
    Printed(Printed),
    If {
        test: TokenStream,
        then: Vec<Piece>,
        otherwise: Vec<Piece>,
    },
    Each(Each),
    Media {
        url: Box<Piece>,
        content_type: Box<Piece>,
    },
    Section(String),
    Indented {
        indent: String,
        pieces: Vec<Piece>,
    },
    /// What is never run at this call, and compiled all the same.
    Skipped(Vec<Piece>),
}

/// The text to print.
pub(super) enum Printed {
    /// An expression that is a `&str`.
    Borrowed(TokenStream),
    /// An expression that derefs to one, and is worked out each time.
    Owned(TokenStream),
    /// A name to which such an expression is bound.
    Bound(Ident),
}

/// A loop that runs.
pub(super) struct Each {
    /// Where there may be no list: an expression that gives an `Option` of it, and the name of
    /// what is in there.
    pub(super) option: Option<(TokenStream, Ident)>,
    /// An expression that gives an iterator.
    pub(super) items: TokenStream,
    /// What an item is bound to.
    pub(super) pattern: TokenStream,
    /// The names of what it counts and of its length, where its body asks.
    pub(super) count: Option<(Ident, Ident)>,
    pub(super) body: Vec<Piece>,
    pub(super) otherwise: Vec<Piece>,
}

/// Works out what is known. The second result is what this leaves out: it must compile as well, as
/// it does in another environment.
pub(super) fn simplify(
    runtime: &TokenStream,
    values: &Values<'_>,
    ops: &[Op],
) -> (Vec<Piece>, Vec<Piece>) {
    let simplifier = Simplifier {
        runtime,
        values,
        skipped: RefCell::default(),
    };
    let pieces = simplifier.block(ops);
    (pieces, simplifier.skipped.into_inner())
}

/// Whether a piece writes something that is not whitespace, whatever is passed.
pub(super) fn is_surely_text(piece: &Piece) -> bool {
    match piece {
        Piece::Known(text) => !is_blank(text),
        Piece::Media { .. } | Piece::Section(_) => true,
        _ => false,
    }
}

/// Whether a text is nothing but whitespace, as JavaScript has it.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}'))
}

struct Simplifier<'a> {
    runtime: &'a TokenStream,
    values: &'a Values<'a>,
    /// What is never run at this call.
    skipped: RefCell<Vec<Piece>>,
}

impl Simplifier<'_> {
    fn ops(&self, ops: &[Op], pieces: &mut Vec<Piece>) {
        for op in ops {
            self.op(op, pieces);
        }
    }

    fn block(&self, ops: &[Op]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.ops(ops, &mut pieces);
        pieces
    }

    fn op(&self, op: &Op, pieces: &mut Vec<Piece>) {
        match op {
            Op::Text(text) => push(pieces, Piece::Known(text.clone())),
            Op::Print(value) => push(pieces, self.print(value)),
            Op::Json { indent, value } => push(pieces, self.json(*indent, value)),
            Op::If {
                condition,
                then,
                otherwise,
            } => match self.values.test(condition) {
                Test::Known(true) => {
                    self.skip(otherwise);
                    self.ops(then, pieces);
                }
                Test::Known(false) => {
                    self.skip(then);
                    self.ops(otherwise, pieces);
                }
                Test::Code(test) => {
                    pieces.push(Piece::If {
                        test,
                        then: self.block(then),
                        otherwise: self.block(otherwise),
                    });
                }
            },
            Op::Each {
                id,
                list,
                body,
                otherwise,
            } => {
                self.values.note_loop(*id, list);
                match self.values.at(list) {
                    At::Known(json) => self.unroll(*id, json, body, otherwise, pieces),
                    At::Code(code) => pieces.push(self.each(*id, &code, body, otherwise)),
                }
            }
            Op::Media { url, content_type } => {
                let (url, content_type) = (
                    Box::new(self.print(url)),
                    Box::new(self.print(content_type)),
                );
                pieces.push(Piece::Media { url, content_type });
            }
            Op::Section(name) => pieces.push(Piece::Section(name.clone())),
            Op::Indented { indent, ops } => {
                pieces.push(Piece::Indented {
                    indent: indent.clone(),
                    pieces: self.block(ops),
                });
            }
        }
    }

    fn print(&self, value: &Value) -> Piece {
        match self.values.printed(value) {
            Ok(printed) => Piece::Printed(self.values.shown(value, printed)),
            Err(known) => Piece::Known(known),
        }
    }

    fn json(&self, indent: usize, value: &Value) -> Piece {
        let code = match self.values.at(value) {
            At::Known(json) => return Piece::Known(json.print(indent)),
            At::Code(code) => code,
        };
        let (runtime, json) = (self.runtime, serialized(&code));
        let tokens = quote!(#runtime::__private::json(#json, #indent));
        Piece::Printed(self.values.shown(value, Printed::Owned(tokens)))
    }

    fn skip(&self, ops: &[Op]) {
        let pieces = self.block(ops);
        self.skipped.borrow_mut().extend(
            pieces
                .into_iter()
                .filter(|piece| !matches!(piece, Piece::Known(_))),
        );
    }

    /// A loop over what is known is its rounds, one after the other.
    fn unroll(
        &self,
        id: usize,
        list: Json,
        body: &[Op],
        otherwise: &[Op],
        pieces: &mut Vec<Piece>,
    ) {
        let entries = match list {
            Json::List(items) => items.into_iter().map(|item| (None, item)).collect(),
            Json::Object(entries) => entries
                .into_iter()
                .map(|(key, value)| (Some(key), value))
                .collect(),
            _ => Vec::new(),
        };
        if entries.is_empty() {
            self.ops(otherwise, pieces);
            self.values
                .in_round(id, Round::known(Json::Null, None, 0, 0), || self.skip(body));
        }
        let length = entries.len();
        for (index, (key, item)) in entries.into_iter().enumerate() {
            let round = Round::known(item, key, index, length);
            self.values.in_round(id, round, || self.ops(body, pieces));
        }
    }

    fn each(&self, id: usize, code: &Code, body: &[Op], otherwise: &[Op]) -> Piece {
        let name = |what: &str| local_at(&format!("{what}_{id}"), code.span);
        let (item, key, index, length) = (name("item"), name("key"), name("index"), name("length"));
        let is_map = matches!(code.class, Class::Map(_));
        let (Class::List(slot) | Class::Map(slot)) = &code.class else {
            return Piece::Known(String::new());
        };
        let item_code = self.values.reference(slot, &quote!(#item), code.span);
        let round = Round::running(
            self.runtime,
            item_code,
            is_map.then_some(&key),
            &index,
            &length,
        );
        let skipped_before = self.skipped.take();
        let (mut body, is_counted) = self.values.in_round(id, round, || self.block(body));
        // What is skipped in a loop may speak of its item: it stays there.
        let skipped = self.skipped.replace(skipped_before);
        body.extend((!skipped.is_empty()).then_some(Piece::Skipped(skipped)));
        let list = name("list");
        Piece::Each(Each {
            items: if code.is_option {
                quote!(#list)
            } else {
                code.tokens.clone()
            },
            option: code.is_option.then(|| (code.tokens.clone(), list)),
            pattern: if is_map {
                quote!((#key, #item))
            } else {
                quote!(#item)
            },
            count: is_counted.then_some((index, length)),
            body,
            otherwise: self.block(otherwise),
        })
    }
}

/// Adds a piece; what is known is joined with what is known before it.
pub(super) fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), piece) {
        (_, Piece::Known(text)) if text.is_empty() => {}
        (Some(Piece::Known(last)), Piece::Known(text)) => last.push_str(&text),
        (_, piece) => pieces.push(piece),
    }
}
