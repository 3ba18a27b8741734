//! The tables of `cargo prompts explain secret-in-prompt`, held against the code.

use std::collections::BTreeMap;
use std::format;
use std::fs;
use std::path::Path;
use std::prelude::v1::*;

use super::form::{Alphabet, FORMS, Start};
use super::webhook::SERVICES;
use super::{masked, secrets};

/// What stands before a key and after it. `{K}` is the key.
const AROUND: &[&str] = &[
    "{K}",
    "see {K} there",
    "backup-{K}.prompt",
    "_{K}_",
    "\"{K}\", '{K}', `{K}`",
    "<{K}> ({K}) [{K}]",
    "key={K}&next=1",
    "?next=key%3D{K}%26",
    "key\\u003d{K}\\u0026",
    "a\\n{K}\\n",
    "é{K}é",
    "a:{K};{K},{K}.",
    "{K}\n{K}\r\n",
];

/// The cells of the rows of the table whose heading has a word.
fn rows(heading: &str) -> Vec<Vec<String>> {
    let text = read("cargo-prompts/explain/secret-in-prompt.md");
    let lines = text.lines().skip_while(|line| !line.contains(heading));
    let table = lines.skip(2).take_while(|line| line.starts_with('|'));
    let cells = |line: &str| {
        let cells = line.trim_matches('|').split(" | ");
        cells.map(|cell| cell.trim().to_owned()).collect()
    };
    table.map(cells).collect()
}

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(root.join(path)).expect("it is in the repository")
}

/// What begins keys, with the kind and what follows, as the table has it.
fn documented() -> BTreeMap<String, (String, String)> {
    let mut documented = BTreeMap::new();
    for row in rows("| begins with")
        .iter()
        .filter(|row| row[0] != "a private key")
    {
        for begin in row[1].split(' ') {
            let before = documented.insert(begin.to_owned(), (row[0].clone(), row[2].clone()));
            assert_eq!(before, None, "{begin}");
        }
    }
    documented
}

/// The same as the code has it.
fn known() -> BTreeMap<String, (&'static str, String)> {
    let forms = FORMS.iter().map(|form| {
        let mark = if form.start == Start::Word { "^" } else { "" };
        let rest = match form.length {
            Some(length) => format!("exactly {length} {}", characters(form.alphabet)),
            None => format!("{} or more {}", form.least, characters(form.alphabet)),
        };
        (format!("{mark}{}", form.prefix), (form.what, rest))
    });
    let addresses = SERVICES.iter().flat_map(|service| {
        service.hosts.iter().map(|host| {
            let rest = format!("{} or more {}", service.least, characters(service.alphabet));
            (format!("{host}…{}", service.before), (service.what, rest))
        })
    });
    forms.chain(addresses).collect()
}

fn characters(alphabet: Alphabet) -> &'static str {
    match alphabet {
        Alphabet::Capitals => "capitals and digits",
        Alphabet::Letters => "letters and digits",
        Alphabet::Url => "letters, digits, _ -",
        Alphabet::Base64 => "letters, digits, + / =",
    }
}

#[test]
fn the_table_has_the_forms_of_the_code() {
    let (documented, known) = (documented(), known());
    assert!(documented.keys().eq(known.keys()), "{known:?}");
    for (begin, (what, rest)) in known {
        let (service, documented) = &documented[&begin];
        assert!(what.contains(service.as_str()), "{begin}: {what}");
        assert_eq!(*documented, rest, "{begin}");
    }
}

/// Numbers that look random and are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    /// A body with so many of the characters that the table names.
    fn body(&mut self, characters: &str, length: usize) -> String {
        let (capitals, digits) = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789");
        let signs = characters.rsplit_once("digits, ").unwrap_or_default().1;
        let letters = if characters.contains("letters") {
            capitals.to_ascii_lowercase()
        } else {
            String::new()
        };
        let all = format!("{capitals}{digits}{letters}{}", signs.replace(' ', ""));
        let body = (0..length).map(|_| char::from(all.as_bytes()[self.below(all.len())]));
        body.collect()
    }
}

/// Where the table says `…`, the rest of an address.
fn begun(begin: &str) -> String {
    begin
        .trim_start_matches('^')
        .replace('…', "T0-1/a.b:443?c=%20&d@")
}

#[test]
fn each_form_of_the_table_is_found_wherever_it_stands() {
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let mut tried = 0;
    for (begin, (_, rest)) in documented() {
        let (least, characters) = rest.trim_start_matches("exactly ").split_once(' ').unwrap();
        let least = least.parse::<usize>().unwrap();
        for number in 0..25 {
            let surplus = if rest.starts_with("exactly") {
                0
            } else {
                number
            };
            let mut body = numbers.body(characters, least + surplus);
            // With digits between letters, no body is words.
            body.replace_range(3..10, "K3X7QZ9");
            for around in AROUND {
                let text = around.replace("{K}", &format!("{}{body}", begun(&begin)));
                assert!(!masked(&text).contains(&body), "{text}");
                tried += 1;
            }
            let is_left = |body: &str| secrets(&format!("{}{body}", begun(&begin)), 1).is_empty();
            assert!(is_left(&body[..least - 1]), "{begin}{body}");
            let is_longer = rest.starts_with("exactly") && !is_left(&format!("{body}0"));
            assert!(!is_longer, "{begin}{body}");
            let glued = masked(&format!("x{}{body}", begun(&begin))).contains(&body);
            assert_eq!(glued, begin.starts_with('^'), "{begin}{body}");
        }
    }
    assert!(tried > 10_000, "{tried}");
}

/// Of random keys, hardly one looks like words.
#[test]
fn hardly_a_key_looks_like_words() {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for (begin, (_, rest)) in documented() {
        let (least, characters) = rest.trim_start_matches("exactly ").split_once(' ').unwrap();
        let least = least.parse::<usize>().unwrap();
        let bodies = (0..4_000).map(|_| numbers.body(characters, least));
        let missed = bodies
            .filter(|body| secrets(&format!("{}{body}", begun(&begin)), 1).is_empty())
            .collect::<Vec<_>>();
        assert!(missed.len() <= 6, "{begin}: {missed:?}");
    }
}

#[test]
fn what_the_table_leaves_is_left() {
    let rows = rows("| not found");
    assert!(rows.len() > 5);
    for row in rows {
        assert_eq!(masked(&row[1]), row[1], "{}", row[0]);
    }
}

/// What documentation says of keys is none.
#[test]
fn the_documentation_has_no_key() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut read_files = 0;
    for folder in [
        "",
        "docs/src",
        "cargo-prompts/explain",
        "cargo-prompts/starter",
    ] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "md") {
                let text = fs::read_to_string(&path).unwrap();
                let found = secrets(&text, usize::MAX);
                let found = found.first().map(|secret| &text[secret.range.clone()]);
                assert_eq!(found, None, "{}", path.display());
                read_files += 1;
            }
        }
    }
    assert!(read_files > 100, "{read_files}");
}
