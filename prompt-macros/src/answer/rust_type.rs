//! The types of fields, as far as answers are read into them.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

/// The type of a field, with its place.
#[derive(Debug, Clone)]
pub(super) struct RustType {
    pub(super) kind: RustKind,
    pub(super) span: Span,
    /// The type as it is written.
    pub(super) text: String,
}

#[derive(Debug, Clone)]
pub(super) enum RustKind {
    /// `serde_json::Value`: any value.
    Value,
    Boolean,
    Integer,
    Number,
    Text,
    Option(Box<RustType>),
    List(Box<RustType>),
    Map(Box<RustType>),
    /// A type with another name, perhaps one that is declared beside.
    Named(String),
    /// A type that answers are not read into.
    Other,
}

const INTEGERS: [&str; 12] = [
    "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize",
];

impl RustType {
    /// Makes the type of a name.
    pub(super) fn named(name: &str, span: Span) -> Self {
        Self {
            kind: RustKind::Named(name.to_owned()),
            span,
            text: name.to_owned(),
        }
    }

    /// Reads a type from its tokens. `place` stands for a type without tokens.
    pub(super) fn read(tokens: TokenStream, place: Span) -> Self {
        let text = shown(&tokens);
        let tokens = flattened(tokens);
        let span = tokens.first().map_or(place, TokenTree::span);
        let kind = kind(&tokens, span);
        Self { kind, span, text }
    }
}

fn kind(tokens: &[TokenTree], span: Span) -> RustKind {
    let Some((name, is_path, arguments)) = last_segment(tokens) else {
        return RustKind::Other;
    };
    let arguments = arguments
        .into_iter()
        .map(|tokens| RustType::read(tokens, span));
    let arguments = arguments.collect::<Vec<_>>();
    match (name.as_str(), arguments.as_slice()) {
        ("bool", []) => RustKind::Boolean,
        ("String", []) => RustKind::Text,
        ("f64", []) => RustKind::Number,
        ("Value", []) if is_path => RustKind::Value,
        (name, []) if INTEGERS.contains(&name) => RustKind::Integer,
        ("Option", [inner]) => RustKind::Option(Box::new(inner.clone())),
        ("Vec" | "VecDeque", [item]) => RustKind::List(Box::new(item.clone())),
        ("BTreeMap" | "HashMap" | "IndexMap", [key, value, ..])
            if matches!(key.kind, RustKind::Text) =>
        {
            RustKind::Map(Box::new(value.clone()))
        }
        ("Box", [inner]) => match &inner.kind {
            RustKind::Named(name) if name == "str" => RustKind::Text,
            kind => kind.clone(),
        },
        (_, []) => RustKind::Named(name),
        _ => RustKind::Other,
    }
}

/// Returns the last name of a path, whether there are names before it, and its arguments.
fn last_segment(tokens: &[TokenTree]) -> Option<(String, bool, Vec<TokenStream>)> {
    let mut tokens = tokens.iter().peekable();
    let mut is_path = false;
    loop {
        while tokens.next_if(|token| is_punct(token, ':')).is_some() {
            is_path = true;
        }
        let TokenTree::Ident(name) = tokens.next()? else {
            return None;
        };
        match tokens.peek() {
            None => return Some((name.to_string(), is_path, Vec::new())),
            Some(token) if is_punct(token, ':') => {}
            Some(token) if is_punct(token, '<') => {
                let rest = tokens.skip(1).cloned().collect::<Vec<_>>();
                let (close, inside) = rest.split_last()?;
                let arguments = is_punct(close, '>').then(|| split(inside))?;
                return Some((name.to_string(), is_path, arguments));
            }
            Some(_) => return None,
        }
    }
}

/// Splits the arguments of a type at the commas between them.
fn split(tokens: &[TokenTree]) -> Vec<TokenStream> {
    let mut arguments = vec![TokenStream::new()];
    let mut depth = 0_usize;
    for token in tokens {
        if is_punct(token, ',') && depth == 0 {
            arguments.push(TokenStream::new());
            continue;
        }
        depth += usize::from(is_punct(token, '<'));
        depth = depth.saturating_sub(usize::from(is_punct(token, '>')));
        if let Some(argument) = arguments.last_mut() {
            argument.extend([token.clone()]);
        }
    }
    arguments.retain(|argument| !argument.is_empty());
    arguments
}

/// Returns the tokens without the groups that macros put around what they pass.
fn flattened(tokens: TokenStream) -> Vec<TokenTree> {
    let mut flat = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                flat.extend(flattened(group.stream()));
            }
            token => flat.push(token),
        }
    }
    flat
}

pub(super) fn is_punct(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

/// Returns the text of a type without the blanks between its tokens.
fn shown(tokens: &TokenStream) -> String {
    let text = tokens.to_string();
    ["< ", " <", " >", ":: ", " ::", " ,"]
        .into_iter()
        .fold(text, |text, blank| text.replace(blank, blank.trim()))
}
