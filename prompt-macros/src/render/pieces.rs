//! The pieces of a message that are left once all that is known at the call is evaluated.

use std::borrow::Cow;

use proc_macro2::{Ident, TokenStream};
use prompt_core::js::{Json, is_blank};
use prompt_core::program::{
    Base, Class, Format, Loop, Op, Operand, VariablePath, Visitor, walk_ops,
};
use prompt_core::vocabulary::Role;
use quote::quote;

use super::computed::Computed;
use super::convert::Converter;
use super::evaluate::{self, Test, Text};
use super::expression::{Expression, Value};
use super::local_at;
use super::scope::{Iteration, Scope};

/// A piece of a message.
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
    /// The beginning of a message of this role.
    Role(Role),
    Indented {
        indent: String,
        pieces: Vec<Piece>,
    },
    /// Pieces that never run at this call. They are compiled, as they are in other environments.
    Skipped(Vec<Piece>),
}

/// Code for a text.
pub(super) enum Printed {
    /// An expression that is a `&str`.
    Borrowed(TokenStream),
    /// An expression that derefs to `str`, and is evaluated each time.
    Owned(TokenStream),
    /// A name to which such an expression is bound.
    Bound(Ident),
    /// The name of a `&'static str`, a text of the template that depends on the environment.
    Fixed {
        name: Ident,
        /// The text is blank in no environment.
        is_text: bool,
    },
}

impl Printed {
    /// Returns an expression that has a length.
    pub(super) fn tokens(&self) -> TokenStream {
        match self {
            Self::Borrowed(tokens) | Self::Owned(tokens) => tokens.clone(),
            Self::Bound(name) | Self::Fixed { name, .. } => quote!(#name),
        }
    }

    /// Returns an expression of the type `&str`.
    pub(super) fn borrowed(&self) -> TokenStream {
        match self {
            Self::Borrowed(tokens) => tokens.clone(),
            Self::Owned(tokens) => quote!(&#tokens),
            Self::Bound(name) => quote!(&#name),
            Self::Fixed { name, .. } => quote!(#name),
        }
    }
}

/// A loop that runs.
pub(super) struct Each {
    /// For a list that may be missing: an expression that gives an `Option` of it, and the name of
    /// the list in it.
    pub(super) option: Option<(TokenStream, Ident)>,
    /// An expression that gives an iterator.
    pub(super) items: TokenStream,
    /// The pattern of an item.
    pub(super) pattern: TokenStream,
    /// The names in the pattern.
    pub(super) names: Vec<Ident>,
    /// The names of the index and of the length, if the body uses them.
    pub(super) count: Option<(Ident, Ident)>,
    pub(super) body: Vec<Piece>,
    pub(super) otherwise: Vec<Piece>,
}

/// The pieces of a message, and those that never run at this call.
#[derive(Default)]
pub(super) struct Pieces {
    pub(super) pieces: Vec<Piece>,
    pub(super) skipped: Vec<Piece>,
}

/// The most bytes that loops over known lists are written out to. It is also the most of a prompt
/// with its partials: nested loops over long lists make more than any machine holds.
const LONGEST: usize = 16 * 1024 * 1024;
/// The bytes of an operation beside its text, roughly.
const OP: usize = 64;

/// Evaluates what is known.
pub(super) struct Simplifier<'a, 'p> {
    converter: Converter<'a>,
    scope: Scope<'p>,
    /// The name of the store that keeps each secret, and gives the text that a log shows instead.
    secrets: Option<Ident>,
    /// The bytes that loops may still be written out to; `None` if there were too many.
    room: Option<usize>,
}

/// Returns whether a piece writes anything but whitespace, whatever is passed.
pub(super) fn is_surely_text(piece: &Piece) -> bool {
    match piece {
        Piece::Known(text) => !is_blank(text),
        Piece::Printed(Printed::Fixed { is_text, .. }) => *is_text,
        Piece::Media { .. } | Piece::Section(_) => true,
        _ => false,
    }
}

impl<'a, 'p> Simplifier<'a, 'p> {
    pub(super) fn new(converter: Converter<'a>, scope: Scope<'p>, secrets: Option<Ident>) -> Self {
        Self {
            converter,
            scope,
            secrets,
            room: Some(LONGEST),
        }
    }

    /// Returns the code of conversions.
    pub(super) fn converter(&self) -> Converter<'a> {
        self.converter
    }

    /// Returns whether loops over known lists were too long to be written out. Then pieces are
    /// missing.
    pub(super) fn is_too_long(&self) -> bool {
        self.room.is_none()
    }

    /// Returns the pieces of a message.
    pub(super) fn simplify(&mut self, ops: &'p [Op]) -> Pieces {
        let mut out = Pieces::default();
        self.ops(ops, &mut out);
        out
    }

    fn ops(&mut self, ops: &'p [Op], out: &mut Pieces) {
        for op in ops {
            self.op(op, out);
        }
    }

    /// Returns the pieces of a block. Its skipped pieces join those around it.
    fn block(&mut self, ops: &'p [Op], out: &mut Pieces) -> Vec<Piece> {
        let Pieces { pieces, skipped } = self.simplify(ops);
        out.skipped.extend(skipped);
        pieces
    }

    fn op(&mut self, op: &'p Op, out: &mut Pieces) {
        match op {
            Op::Text(text) => push(&mut out.pieces, Piece::Known(text.clone())),
            Op::Print { value, format } => {
                let fixed = self.scope.fixed_text(value);
                let piece = fixed.map_or_else(|| self.print(value, *format), Piece::Printed);
                push(&mut out.pieces, piece);
            }
            Op::If {
                condition,
                then,
                otherwise,
            } => {
                let value = |operand| Computed::of(self.converter, &self.scope, operand);
                match evaluate::test(self.converter.runtime, condition, &value) {
                    Test::Known(true) => self.choose(then, otherwise, out),
                    Test::Known(false) => self.choose(otherwise, then, out),
                    Test::Code(test) => {
                        let then = self.block(then, out);
                        let otherwise = self.block(otherwise, out);
                        out.pieces.push(Piece::If {
                            test,
                            then,
                            otherwise,
                        });
                    }
                }
            }
            Op::Each(each) => match self.scope.variable(self.converter, &each.list) {
                Value::Known(list) => self.unroll(each, list, out),
                Value::Code(list) => {
                    let piece = self.each(each, &list, out);
                    out.pieces.push(piece);
                }
            },
            Op::Media { url, content_type } => {
                let url = Box::new(self.print(url, Format::Plain));
                let content_type = content_type
                    .as_ref()
                    .map_or(Piece::Known(String::new()), |value| {
                        self.print(value, Format::Plain)
                    });
                let content_type = Box::new(content_type);
                out.pieces.push(Piece::Media { url, content_type });
            }
            Op::Section(name) => out.pieces.push(Piece::Section(name.clone())),
            Op::Role(role) => out.pieces.push(Piece::Role(*role)),
            Op::Indented { indent, ops } => {
                let (indent, pieces) = (indent.clone(), self.block(ops, out));
                out.pieces.push(Piece::Indented { indent, pieces });
            }
        }
    }

    fn print(&self, operand: &'p Operand, format: Format) -> Piece {
        let runtime = self.converter.runtime;
        let value = Computed::of(self.converter, &self.scope, operand);
        let text = evaluate::text(runtime, &value, format);
        // A log has another text in place of what is made from a secret.
        let secrets = self.secrets.as_ref();
        if let Some(secrets) = secrets.filter(|_| self.scope.is_secret(operand)) {
            let secret = match text {
                Text::Known(text) => quote!(#text),
                Text::Code(printed) => printed.borrowed(),
            };
            return Piece::Printed(Printed::Borrowed(quote!(#secrets.hide(#secret))));
        }
        match text {
            Text::Known(text) => Piece::Known(text),
            Text::Code(printed) => Piece::Printed(printed),
        }
    }

    /// Takes the branch that runs, and skips the other one.
    fn choose(&mut self, taken: &'p [Op], skipped: &'p [Op], out: &mut Pieces) {
        self.skip(skipped, out);
        self.ops(taken, out);
    }

    fn skip(&mut self, ops: &'p [Op], out: &mut Pieces) {
        let pieces = self.block(ops, out);
        out.skipped.extend(
            pieces
                .into_iter()
                .filter(|piece| !matches!(piece, Piece::Known(_))),
        );
    }

    /// Writes out the iterations of a loop over a known list, one after the other.
    fn unroll(&mut self, each: &'p Loop, list: Cow<'p, Json>, out: &mut Pieces) {
        let entries = entries(list);
        let length = entries.len();
        if length == 0 {
            self.ops(&each.otherwise, out);
            let iteration = Iteration::known(Cow::Owned(Json::Null), None, 0, 0);
            self.scope.begin(each.id, &each.list, iteration);
            self.skip(&each.body, out);
            self.scope.end();
        }
        let size = size(&each.body);
        for (index, (key, item)) in entries.into_iter().enumerate() {
            self.room = self.room.and_then(|room| room.checked_sub(size));
            if self.is_too_long() {
                return;
            }
            let iteration = Iteration::known(item, key, index, length);
            self.scope.begin(each.id, &each.list, iteration);
            self.ops(&each.body, out);
            self.scope.end();
        }
    }

    fn each(&mut self, each: &'p Loop, list: &Expression<'p>, out: &mut Pieces) -> Piece {
        let id = each.id;
        let name = |what: &str| local_at(&format!("{what}_{id}"), list.span);
        let (item, key, index, length) = (name("item"), name("key"), name("index"), name("length"));
        let (Class::List(slot) | Class::Map(slot)) = list.class else {
            return Piece::Known(String::new());
        };
        let is_map = matches!(list.class, Class::Map(_));
        let value = self.converter.reference(slot, &quote!(#item), list.span);
        let key_name = is_map.then_some(&key);
        let runtime = self.converter.runtime;
        let iteration = Iteration::running(runtime, value, key_name, &index, &length);
        self.scope.begin(id, &each.list, iteration);
        let Pieces {
            pieces: mut body,
            skipped,
        } = self.simplify(&each.body);
        self.scope.end();
        // Skipped pieces of a loop may use its item, so they stay in it.
        body.extend((!skipped.is_empty()).then_some(Piece::Skipped(skipped)));
        let names = name("list");
        Piece::Each(Each {
            items: if list.is_option {
                quote!(#names)
            } else {
                list.tokens.clone()
            },
            option: list.is_option.then(|| (list.tokens.clone(), names)),
            pattern: if is_map {
                quote!((#key, #item))
            } else {
                quote!(#item)
            },
            names: if is_map { vec![key, item] } else { vec![item] },
            count: uses_position(each).then_some((index, length)),
            body,
            otherwise: self.block(&each.otherwise, out),
        })
    }
}

/// Returns the size of an iteration, roughly.
fn size(ops: &[Op]) -> usize {
    let of_op = |op: &Op| match op {
        Op::Text(text) => OP + text.len(),
        Op::If {
            then, otherwise, ..
        } => OP + size(then) + size(otherwise),
        Op::Each(each) => OP + size(&each.body) + size(&each.otherwise),
        Op::Indented { ops, .. } => OP + size(ops),
        Op::Print { .. } | Op::Media { .. } | Op::Section(_) | Op::Role(_) => OP,
    };
    OP + ops.iter().map(of_op).sum::<usize>()
}

/// Returns the entries of a known list or map.
fn entries(list: Cow<'_, Json>) -> Vec<(Option<String>, Cow<'_, Json>)> {
    match list {
        Cow::Borrowed(Json::List(items)) => items
            .iter()
            .map(|item| (None, Cow::Borrowed(item)))
            .collect(),
        Cow::Borrowed(Json::Object(entries)) => {
            let entry = |(key, item)| (Some(String::clone(key)), Cow::Borrowed(item));
            entries
                .iter()
                .map(|(key, item)| entry((key, item)))
                .collect()
        }
        Cow::Owned(Json::List(items)) => items
            .into_iter()
            .map(|item| (None, Cow::Owned(item)))
            .collect(),
        Cow::Owned(Json::Object(entries)) => entries
            .into_iter()
            .map(|(key, item)| (Some(key), Cow::Owned(item)))
            .collect(),
        Cow::Borrowed(_) | Cow::Owned(_) => Vec::new(),
    }
}

/// Returns whether the body of a loop uses the index or the length.
fn uses_position(each: &Loop) -> bool {
    struct Finder {
        id: usize,
        is_found: bool,
    }

    impl Visitor for Finder {
        fn visit_variable(&mut self, path: &VariablePath) {
            self.is_found |= matches!(
                path.base,
                Base::Index(id) | Base::First(id) | Base::Last(id) if id == self.id
            );
        }
    }

    let mut finder = Finder {
        id: each.id,
        is_found: false,
    };
    walk_ops(&mut finder, &each.body);
    finder.is_found
}

/// Adds a piece. Known texts side by side are joined.
pub(super) fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), piece) {
        (_, Piece::Known(text)) if text.is_empty() => {}
        (Some(Piece::Known(last)), Piece::Known(text)) => last.push_str(&text),
        (_, piece) => pieces.push(piece),
    }
}
