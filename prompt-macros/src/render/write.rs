//! Turns pieces into code that measures, and code that writes.

use proc_macro2::{Ident, TokenStream};
use prompt_core::vocabulary::Role;
use quote::quote;

use super::messages::{conversation, no_message, role_path};
use super::pieces::{Each, Piece, Printed};
use super::{local, mention, number};

/// The maximum number of operands in an expression. The compiler recurses once for each, and its
/// stack is limited.
const MAX_CHAINED: usize = 64;

/// The maximum number of statements in a row. The compiler's time for a function grows with the
/// square of its branches, so longer rows are cut, and each part is a closure: a function of its own.
const MAX_STATEMENTS: usize = 64;

/// Writes code for the pieces of one message.
pub(super) struct Writer<'a> {
    pub(super) runtime: &'a TokenStream,
    /// The name of the variable for the text.
    pub(super) text: Ident,
    /// The name of the variable for the size.
    pub(super) size: Ident,
    pub(super) room: Room,
}

/// The room for a piece.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// The text grows as needed.
    Grows,
    /// The size was measured from the same texts that are written.
    Fits,
    /// The size was measured from values that are converted again, and may be longer then. If so,
    /// writing ends.
    MayLack,
}

/// Returns whether the message has parts other than text.
pub(super) fn has_parts(pieces: &[Piece]) -> bool {
    contains(pieces, |piece| {
        matches!(piece, Piece::Media { .. } | Piece::Section(_))
    })
}

/// Returns whether messages begin among the pieces.
pub(super) fn has_roles(pieces: &[Piece]) -> bool {
    contains(pieces, |piece| matches!(piece, Piece::Role(_)))
}

/// Returns whether such a piece is among these, or in a block of them.
fn contains(pieces: &[Piece], is_sought: fn(&Piece) -> bool) -> bool {
    pieces.iter().any(|piece| {
        is_sought(piece)
            || match piece {
                Piece::If {
                    then, otherwise, ..
                } => contains(then, is_sought) || contains(otherwise, is_sought),
                Piece::Each(each) => {
                    contains(&each.body, is_sought) || contains(&each.otherwise, is_sought)
                }
                Piece::Indented { pieces, .. } => contains(pieces, is_sought),
                _ => false,
            }
    })
}

impl Writer<'_> {
    /// Binds what would be worked out twice to a name: once to measure it, and once to write it. So
    /// both see the same.
    pub(super) fn prepare(&self, pieces: &mut [Piece]) -> TokenStream {
        let mut bindings = TokenStream::new();
        for (position, piece) in pieces.iter_mut().enumerate() {
            let name = local(&format!("printed_{position}"));
            let value = match piece {
                Piece::Printed(Printed::Owned(value)) => {
                    let value = std::mem::take(value);
                    *piece = Piece::Printed(Printed::Bound(name.clone()));
                    value
                }
                // A name alone is bound already.
                Piece::Printed(Printed::Borrowed(value))
                    if value.clone().into_iter().nth(1).is_some() =>
                {
                    std::mem::replace(value, quote!(#name))
                }
                Piece::Indented { indent, pieces } => {
                    let value = self.indented(indent, pieces);
                    *piece = Piece::Printed(Printed::Bound(name.clone()));
                    value
                }
                _ => continue,
            };
            bindings.extend(quote!(let #name = #value;));
        }
        bindings
    }

    /// The length of what is always there, as an expression, and statements that add that of the
    /// rest.
    pub(super) fn measure(&self, pieces: &[Piece]) -> (TokenStream, TokenStream) {
        let mut known = 0;
        let mut lengths = Vec::new();
        let mut statements = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Known(text) => known += text.len(),
                Piece::Printed(printed) => {
                    let tokens = printed.tokens();
                    lengths.push(quote!(#tokens.len()));
                }
                Piece::If {
                    test,
                    then,
                    otherwise,
                } => {
                    let (then, otherwise) = (self.add(then), self.add(otherwise));
                    statements.push(choose(test, &then, &otherwise));
                }
                Piece::Each(each) => {
                    let (body, otherwise) = (self.add(&each.body), self.add(&each.otherwise));
                    statements.push(Self::each(each, &body, &otherwise));
                }
                Piece::Indented { indent, pieces } => {
                    let value = self.indented(indent, pieces);
                    lengths.push(quote!(#value.len()));
                }
                Piece::Media { .. } | Piece::Section(_) | Piece::Role(_) | Piece::Skipped(_) => {}
            }
        }
        let (known, size) = (number(known), &self.size);
        let (first, rest) = lengths.split_at(lengths.len().min(MAX_CHAINED));
        let rest = rest
            .chunks(MAX_CHAINED)
            .map(|lengths| quote!(#size += #(#lengths)+*;));
        let statements = in_parts(statements, |part| quote!((|| { #part })();));
        (quote!(#known #(+ #first)*), quote!(#(#rest)* #statements))
    }

    /// Returns statements that add the length of pieces.
    fn add(&self, pieces: &[Piece]) -> TokenStream {
        if pieces.is_empty() {
            return TokenStream::new();
        }
        let size = &self.size;
        let (length, statements) = self.measure(pieces);
        quote!(#size += #length; #statements)
    }

    /// Returns the statements that write pieces.
    pub(super) fn write(&self, pieces: &[Piece]) -> TokenStream {
        let text = &self.text;
        let mut statements = Vec::new();
        let mut texts = Vec::new();
        for piece in pieces {
            let statement = match piece {
                Piece::Known(known) => {
                    texts.push(quote!(#known));
                    continue;
                }
                Piece::Printed(printed) => {
                    texts.push(printed.borrowed());
                    continue;
                }
                Piece::Indented { indent, pieces } => {
                    let value = self.indented(indent, pieces);
                    texts.push(quote!(&#value));
                    continue;
                }
                Piece::If {
                    test,
                    then,
                    otherwise,
                } => choose(test, &self.write(then), &self.write(otherwise)),
                Piece::Each(each) => {
                    Self::each(each, &self.write(&each.body), &self.write(&each.otherwise))
                }
                Piece::Media { url, content_type } => {
                    let (url, content_type) = (borrowed(url), borrowed(content_type));
                    quote!(#text.push_media(#url, #content_type);)
                }
                Piece::Section(name) => quote!(#text.push_section(#name);),
                Piece::Role(role) => {
                    let role = role_path(self.runtime, *role);
                    quote!(#text.begin(#role);)
                }
                Piece::Skipped(pieces) => self.skipped(pieces),
            };
            let before = self.push(&mut texts);
            statements.push(quote!(#before #statement));
        }
        statements.push(self.push(&mut texts));
        in_parts(statements, |part| self.part(part))
    }

    /// Makes a closure of a part of the statements, and calls it. Where writing may end early, the
    /// closure says whether all was written.
    fn part(&self, part: &TokenStream) -> TokenStream {
        match self.room {
            Room::Grows | Room::Fits => quote!((|| { #part })();),
            Room::MayLack => quote! {
                if !(|| {
                    'written: {
                        #part
                        return true;
                    }
                    false
                })() {
                    break 'written;
                }
            },
        }
    }

    /// Writes texts one after the other, in one condition: the compiler handles one faster than one
    /// for each text.
    fn push(&self, texts: &mut Vec<TokenStream>) -> TokenStream {
        let (text, texts) = (&self.text, std::mem::take(texts));
        match (self.room, texts.as_slice()) {
            (Room::Grows, _) => quote!(#(#text.push_text(#texts);)*),
            (Room::Fits, _) => quote!(#(#text.__prompt_put(#texts);)*),
            (Room::MayLack, []) => TokenStream::new(),
            (Room::MayLack, [only]) => quote!(if !#text.__prompt_push(#only) { break 'written; }),
            (Room::MayLack, texts) => {
                let conditions = texts.chunks(MAX_CHAINED).map(
                    |texts| quote!(if !(#(#text.__prompt_push(#texts))&&*) { break 'written; }),
                );
                quote!(#(#conditions)*)
            }
        }
    }

    /// Returns code that is compiled and never run. The text that it writes grows as needed.
    pub(super) fn skipped(&self, pieces: &[Piece]) -> TokenStream {
        if pieces.is_empty() {
            return TokenStream::new();
        }
        let (runtime, text) = (self.runtime, local("skipped"));
        let code = Writer {
            runtime,
            text: text.clone(),
            size: self.size.clone(),
            room: Room::Grows,
        }
        .write(pieces);
        let empty = if has_roles(pieces) {
            conversation(runtime, Role::User)
        } else {
            no_message(runtime)
        };
        quote!(if false {
            let mut #text = #empty;
            #code
        })
    }

    /// Returns an expression for the text of an indented partial, a `String`.
    fn indented(&self, indent: &str, pieces: &[Piece]) -> TokenStream {
        let runtime = self.runtime;
        let text = local("partial");
        let inner = Writer {
            runtime,
            text: text.clone(),
            size: self.size.clone(),
            room: Room::Grows,
        };
        let (code, empty) = (inner.write(pieces), no_message(runtime));
        quote!({
            let mut #text = #empty;
            #code
            #runtime::__private::text::indented(#indent, #text.text())
        })
    }

    fn each(each: &Each, body: &TokenStream, otherwise: &TokenStream) -> TokenStream {
        let Each { items, pattern, .. } = each;
        let used_names = mention(&each.names.iter().collect::<Vec<_>>());
        let rounds = match &each.count {
            None => quote!(for #pattern in #items { #used_names #body }),
            Some((index, length)) => {
                let used_counts = mention(&[index, length]);
                quote! {
                    let #length = ::core::iter::ExactSizeIterator::len(&#items);
                    for (#index, #pattern) in ::core::iter::Iterator::enumerate(#items) {
                        #used_names #used_counts #body
                    }
                }
            }
        };
        let rounds = if otherwise.is_empty() {
            rounds
        } else {
            quote!(if ::core::iter::ExactSizeIterator::len(&#items) == 0 { #otherwise } else { #rounds })
        };
        let Some((option, name)) = &each.option else {
            return quote!({ #rounds });
        };
        let otherwise = (!otherwise.is_empty()).then(|| quote!(else { #otherwise }));
        quote!(if let ::core::option::Option::Some(#name) = #option { #rounds } #otherwise)
    }
}

/// Puts statements together: as they are if they are few, else in parts.
fn in_parts(
    statements: Vec<TokenStream>,
    part: impl Fn(&TokenStream) -> TokenStream,
) -> TokenStream {
    if statements.len() <= MAX_STATEMENTS {
        return statements.into_iter().collect();
    }
    let parts = statements.chunks(MAX_STATEMENTS);
    parts
        .map(|chunk| part(&chunk.iter().cloned().collect()))
        .collect()
}

/// Returns an expression of the type `&str` for a piece.
fn borrowed(piece: &Piece) -> TokenStream {
    match piece {
        Piece::Known(text) => quote!(#text),
        Piece::Printed(printed) => printed.borrowed(),
        _ => quote!(""),
    }
}

fn choose(test: &TokenStream, then: &TokenStream, otherwise: &TokenStream) -> TokenStream {
    if otherwise.is_empty() {
        quote!(if #test { #then })
    } else {
        quote!(if #test { #then } else { #otherwise })
    }
}
