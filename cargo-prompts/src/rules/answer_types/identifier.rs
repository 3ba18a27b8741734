//! Rust identifiers for the names in an answer.

/// Words that are no identifiers.
const KEYWORDS: [&str; 49] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield", "union",
];

/// Words that are no identifiers even with `r#` before them.
const NEVER: [&str; 4] = ["crate", "self", "super", "Self"];

/// Returns the name of a field, in `snake_case`.
pub(super) fn field_name(key: &str) -> String {
    let name = words(key).join("_");
    let name = if name.is_empty() {
        "field".to_owned()
    } else {
        name
    };
    if name.starts_with(|c: char| c.is_ascii_digit()) || NEVER.contains(&name.as_str()) {
        format!("field_{name}")
    } else if KEYWORDS.contains(&name.as_str()) {
        format!("r#{name}")
    } else {
        name
    }
}

/// Returns the name of a type or of a variant, in `PascalCase`.
pub(super) fn type_name(text: &str) -> String {
    let name = words(text)
        .iter()
        .map(|word| capitalised(word))
        .collect::<String>();
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || name == "Self" {
        format!("Value{name}")
    } else {
        name
    }
}

/// Returns whether a tool has the name of its variant in one of the forms that `tool_type!` takes
/// without an attribute.
pub(super) fn is_usual_name(variant: &str, tool: &str) -> bool {
    let snake = |separator: char| {
        let mut name = String::new();
        for (position, character) in variant.chars().enumerate() {
            if position > 0 && character.is_ascii_uppercase() {
                name.push(separator);
            }
            name.push(character.to_ascii_lowercase());
        }
        name
    };
    let camel = || {
        let mut characters = variant.chars();
        let first = characters.next().map(|first| first.to_ascii_lowercase());
        first.into_iter().chain(characters).collect::<String>()
    };
    tool == variant || tool == snake('-') || tool == snake('_') || tool == camel()
}

/// Returns a name that is not taken yet, with a number behind it where it is, and takes it.
pub(super) fn unused(name: &str, taken: &mut Vec<String>) -> String {
    let mut unused = name.to_owned();
    let mut number = 2;
    while taken.contains(&unused) {
        unused = format!("{}{number}", name.trim_start_matches("r#"));
        number += 1;
    }
    taken.push(unused.clone());
    unused
}

/// Splits a text at what no identifier has, and before a capital after a small letter. Of letters,
/// those of ASCII count: two others may look the same.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for character in text.chars() {
        let is_letter = character.is_ascii_alphanumeric();
        if !is_letter || was_small && character.is_ascii_uppercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| is_letter) {
            word.push(character.to_ascii_lowercase());
        }
        was_small = is_letter && !character.is_ascii_uppercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}
