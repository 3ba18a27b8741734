//! The texts in a Rust source: constants, statics, and the files of `include_str!`.

use proc_macro2::{TokenStream, TokenTree};
use prompt_build::library::Extension;
use prompt_build::report::did_you_mean;
use prompt_build::source::Source;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, ExprLit, Ident, Lit, LitStr, Macro, Token, Type};

use super::candidate::{Candidate, Format, format_of};
use super::files::Place;
use crate::report::failure::Failure;
use crate::report::output::note;
use crate::workflows::calls::rust_file;
use crate::workflows::calls::tokens::{Argument, argument, invocations};

/// A text of a source.
#[derive(Debug)]
struct Found {
    /// The name of the constant; `None` for an `include_str!` elsewhere.
    name: Option<String>,
    text: Text,
}

#[derive(Debug)]
enum Text {
    Literal(String),
    /// A file, relative to the source's folder.
    Included(String),
}

/// The texts of a source: that of one name, or all that look like prose.
pub fn candidates(
    place: &Place,
    path: &str,
    name: Option<&str>,
    format: Option<Format>,
) -> Result<Vec<Candidate>, Failure> {
    let source = place.disk.read(path)?;
    let Reader { found, unread } = rust_file::read(&source, |file| {
        let mut reader = Reader::default();
        reader.visit_file(file);
        reader
    })?;
    let chosen = if let Some(name) = name {
        vec![named(path, name, &found)?]
    } else {
        tell_skipped("not a plain literal", &unread);
        prose(path, &found)?
    };
    let chosen = chosen.into_iter();
    chosen
        .map(|one| candidate(place, path, one, format))
        .collect()
}

fn candidate(
    place: &Place,
    path: &str,
    found: &Found,
    format: Option<Format>,
) -> Result<Candidate, Failure> {
    let name = found.name.as_ref();
    match &found.text {
        Text::Literal(text) => {
            let name = name.map_or("", String::as_str);
            let source = Source::new(format!("{path}::{name}"), text.replace("\r\n", "\n"));
            Ok(Candidate {
                name: name.to_owned(),
                source,
                format: format.unwrap_or(Format::Text),
                extension: Extension::Txt,
                notes: Vec::new(),
            })
        }
        Text::Included(file) => {
            let file = place.beside(path, file);
            let format = format.or_else(|| format_of(&file)).unwrap_or(Format::Text);
            let candidate = place.file(&file, Some(format))?;
            Ok(match name {
                Some(name) => Candidate {
                    name: name.clone(),
                    ..candidate
                },
                None => candidate,
            })
        }
    }
}

/// The text of a name. Modules in front of the name do not count.
fn named<'f>(path: &str, name: &str, found: &'f [Found]) -> Result<&'f Found, Failure> {
    let own = name.rsplit("::").next().unwrap_or(name);
    let is_it = |one: &&Found| one.name.as_deref() == Some(own);
    let mut all = found.iter().filter(is_it);
    match (all.next(), all.next()) {
        (Some(one), None) => Ok(one),
        (Some(_), Some(_)) => {
            let message = format!("`{path}` has several strings `{own}`");
            Err(Failure::new(message).help("rename one of them for the import"))
        }
        (None, _) => {
            let names = found.iter().filter_map(|one| one.name.as_deref());
            let message = format!("`{path}` has no string `{own}`");
            let help = did_you_mean(own, names).unwrap_or_else(|| {
                "a string is a `const` or a `static` of type `&str` with a literal, `concat!` of \
                 literals, or `include_str!`"
                    .to_owned()
            });
            Err(Failure::new(message).help(help))
        }
    }
}

/// The files of `include_str!`, and the constants of at least three words. The others are named.
fn prose<'f>(path: &str, found: &'f [Found]) -> Result<Vec<&'f Found>, Failure> {
    let is_chosen = |one: &&Found| match &one.text {
        Text::Literal(text) => is_prose(text),
        Text::Included(_) => true,
    };
    let (chosen, others) = found.iter().partition::<Vec<_>, _>(is_chosen);
    let others = others.iter().filter_map(|one| one.name.clone());
    let others = others.collect::<Vec<_>>();
    if chosen.is_empty() {
        let message = format!("`{path}` has no strings of three words or more");
        let help = format!("name one: `cargo prompts import {path}::NAME`");
        return Err(Failure::new(message).help(help));
    }
    tell_skipped("less than three words", &others);
    Ok(chosen)
}

fn tell_skipped(reason: &str, names: &[String]) {
    if !names.is_empty() {
        let names = names.join("`, `");
        note!("note: not imported, {reason}: `{names}`");
    }
}

#[derive(Default)]
struct Reader {
    found: Vec<Found>,
    /// The names of constants that have a text of three words or more within something else.
    unread: Vec<String>,
}

impl Reader {
    /// Takes a constant with a text. Others are visited like other code.
    fn constant(&mut self, name: &Ident, of: &Type, value: &Expr) {
        let text = is_str(of).then(|| text(value)).flatten();
        if let Some(text) = text {
            let name = Some(name.to_string());
            self.found.push(Found { name, text });
            return;
        }
        let count = self.found.len();
        self.visit_expr(value);
        if self.found.len() == count && has_prose(value) {
            self.unread.push(name.to_string());
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.constant(&item.ident, &item.ty, &item.expr);
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.constant(&item.ident, &item.ty, &item.expr);
    }

    fn visit_impl_item_const(&mut self, item: &'ast syn::ImplItemConst) {
        self.constant(&item.ident, &item.ty, &item.expr);
    }

    fn visit_trait_item_const(&mut self, item: &'ast syn::TraitItemConst) {
        if let Some((_, value)) = &item.default {
            self.constant(&item.ident, &item.ty, value);
        }
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        let mut files = included(call).into_iter().collect::<Vec<_>>();
        for inner in invocations(call.tokens.clone()) {
            let (argument, _) = argument(&inner.tokens, inner.span);
            if let (Some("include_str"), Argument::Text(file)) =
                (inner.path.last().map(String::as_str), argument)
            {
                files.push(file);
            }
        }
        let found = files.into_iter().map(|file| Found {
            name: None,
            text: Text::Included(file),
        });
        self.found.extend(found);
        visit::visit_macro(self, call);
    }
}

/// Returns true for `&str` and `&'static str`.
fn is_str(of: &Type) -> bool {
    matches!(of, Type::Reference(of) if matches!(&*of.elem, Type::Path(path) if path.path.is_ident("str")))
}

fn text(value: &Expr) -> Option<Text> {
    match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(Text::Literal(text.value())),
        Expr::Macro(call) => included(&call.mac)
            .map(Text::Included)
            .or_else(|| concatenated(&call.mac).map(Text::Literal)),
        Expr::Paren(inner) => text(&inner.expr),
        Expr::Group(inner) => text(&inner.expr),
        _ => None,
    }
}

/// The file of an `include_str!` with a literal.
fn included(call: &Macro) -> Option<String> {
    let is_it = call.path.segments.last()?.ident == "include_str";
    let path = is_it.then(|| call.parse_body::<LitStr>().ok()).flatten()?;
    Some(path.value())
}

/// The text of a `concat!` of literals.
fn concatenated(call: &Macro) -> Option<String> {
    if call.path.segments.last()?.ident != "concat" {
        return None;
    }
    let parts = Punctuated::<LitStr, Token![,]>::parse_terminated;
    let parts = call.parse_body_with(parts).ok()?;
    Some(parts.iter().map(LitStr::value).collect())
}

fn is_prose(text: &str) -> bool {
    text.split_whitespace().nth(2).is_some()
}

/// Returns true for an expression with a text of three words or more, also within a macro.
fn has_prose(value: &Expr) -> bool {
    struct Search(bool);
    impl Search {
        fn tokens(&mut self, tokens: TokenStream) {
            for token in tokens {
                match token {
                    TokenTree::Group(group) => self.tokens(group.stream()),
                    TokenTree::Literal(literal) => {
                        let literal = syn::parse2::<LitStr>(TokenTree::Literal(literal).into());
                        self.0 |= literal.is_ok_and(|text| is_prose(&text.value()));
                    }
                    TokenTree::Ident(_) | TokenTree::Punct(_) => {}
                }
            }
        }
    }
    impl Visit<'_> for Search {
        fn visit_lit_str(&mut self, text: &LitStr) {
            self.0 |= is_prose(&text.value());
        }

        fn visit_macro(&mut self, call: &Macro) {
            self.tokens(call.tokens.clone());
        }
    }
    let mut search = Search(false);
    search.visit_expr(value);
    search.0
}
