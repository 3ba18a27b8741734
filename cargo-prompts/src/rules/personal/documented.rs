//! The tables of `docs/src/files.md`, held against the code, and variations of their examples.

use std::fs;
use std::path::Path;

use super::encoded::{NAMED, decoded};
use super::folded::folded;
use super::words::{CARDS, OTHER_SUFFIXES, OTHERS, PHONES, SHORT, SUFFIXES, UNITS};
use super::{Kind, card, find, iban, key};

/// An example of a form.
struct Example {
    kind: Kind,
    text: String,
}

/// The part of the guide about personal data.
fn section() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/src/files.md");
    let text = fs::read_to_string(path).expect("it is in the repository");
    let start = text
        .find("## Personal data")
        .expect("the guide has this part");
    text[start..].to_owned()
}

/// The cells of the rows of the table with this heading.
fn rows(heading: &str) -> Vec<Vec<String>> {
    let section = section();
    let lines = section
        .lines()
        .skip_while(|line| !line.starts_with(heading));
    let table = lines.skip(2).take_while(|line| line.starts_with('|'));
    let cells = |line: &str| {
        let cells = line.trim_matches('|').split(" | ");
        cells.map(|cell| cell.trim().to_owned()).collect()
    };
    table.map(cells).collect()
}

/// The parts of a text that are code.
fn codes(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

fn examples() -> Vec<Example> {
    let mut examples = Vec::new();
    for row in rows("| kind | form |") {
        let kind = Kind::ALL
            .into_iter()
            .find(|kind| kind.word().eq_ignore_ascii_case(&row[0]))
            .expect("the row has a kind");
        let of_row = codes(&row[2]).into_iter().map(|text| Example {
            kind: kind.clone(),
            text: text.to_owned(),
        });
        examples.extend(of_row);
    }
    assert!(examples.len() > 50, "{}", examples.len());
    examples
}

/// An example in a text, character by character as it is spelled there.
struct Variation<'a> {
    example: &'a Example,
    before: &'a str,
    spelling: Vec<String>,
    after: &'a str,
}

impl<'a> Variation<'a> {
    fn new(example: &'a Example, before: &'a str, after: &'a str) -> Self {
        let spelling = example.text.chars().map(String::from).collect();
        Self {
            example,
            before,
            spelling,
            after,
        }
    }

    fn text(&self) -> String {
        [self.before, &self.spelling.concat(), self.after].concat()
    }

    /// Returns whether all of an address, or each digit of a number, is found.
    fn is_found(&self) -> bool {
        let kind = &self.example.kind;
        let found = find(&self.text());
        let covers = |start: usize, end: usize| {
            found.iter().any(|found| {
                found.kind == *kind && found.range.start < end && start < found.range.end
            })
        };
        let mut end = self.before.len();
        self.spelling
            .iter()
            .zip(self.example.text.chars())
            .all(|(spelled, c)| {
                let start = end;
                end += spelled.len();
                !(*kind == Kind::Email || c.is_ascii_digit()) || covers(start, end)
            })
    }
}

/// The texts in which an example is not found, of every few of the variations. The number of steps has
/// no factor in common with those of the neighbours and spellings, so that each of them has its turn.
fn missed<'a>(variations: impl Iterator<Item = Variation<'a>>) -> Vec<String> {
    let mut tried = 0;
    let missed = variations
        .step_by(13)
        .inspect(|_| tried += 1)
        .filter(|variation| !variation.is_found())
        .map(|variation| variation.text())
        .collect();
    assert!(tried > 1_000, "{tried}");
    missed
}

const BEFORE: &[&str] = &[
    "", "see ", "(", "[", "\"", "'", ": ", ":", "=", ", ", ",", "\n", "\t", "é ", ">", "*", "„",
    "|", "a\n", "q=", "?a=1&q=", "&nbsp;", "%20", "%0A", "a \\n",
];
const AFTER: &[&str] = &[
    "", " there", ".", ",", ")", "]", ";", "!", "?", "\"", "'", "\n", "<", "*", ". There",
    " - there", "&x=1", "|", "“", "&nbsp;", "%20", "%0D", " (there)", "\\n",
];
/// What may stand around a number with a check digit as well.
const AROUND_CHECKED: &[(&str, &str)] = &[
    ("pay/", ""),
    ("https://pay.de/", "/charge"),
    ("https://pay.de/x/", ".json"),
    ("4711-", ""),
    ("4711 - ", ".There"),
    ("4711 ", ":there"),
    ("ABC ", ""),
];

#[test]
fn examples_are_found_wherever_they_stand() {
    let examples = examples();
    let variations = examples.iter().flat_map(|example| {
        let both = BEFORE
            .iter()
            .flat_map(|before| AFTER.iter().map(move |after| (*before, *after)));
        let is_checked = matches!(example.kind, Kind::Card | Kind::Iban);
        let is_named = example.kind != Kind::Iban
            && example.text.starts_with(|c: char| c.is_ascii_alphabetic());
        let checked = AROUND_CHECKED.iter().copied();
        both.chain(checked.filter(move |_| is_checked && !is_named))
            // The word after an escape does not stand alone.
            .filter(move |(before, _)| !is_named || !before.ends_with("\\n"))
            .map(move |(before, after)| Variation::new(example, before, after))
    });
    assert_eq!(missed(variations), Vec::<String>::new());
}

#[test]
fn examples_beside_each_other_are_found() {
    let examples = examples();
    let between = [" ", ", ", "; ", "\n", " / "];
    let others = examples
        .iter()
        .flat_map(|other| between.map(|between| (other, between)))
        .map(|(other, between)| {
            let before = format!("{}{between}", other.text);
            (before, format!("{between}{}", other.text))
        })
        .collect::<Vec<_>>();
    let variations = examples.iter().flat_map(|example| {
        others.iter().flat_map(move |(before, after)| {
            let (first, second) = (("", after.as_str()), (before.as_str(), ""));
            [first, second].map(|(before, after)| Variation::new(example, before, after))
        })
    });
    assert_eq!(missed(variations), Vec::<String>::new());
}

/// A byte as URLs have it.
fn percent(byte: u8) -> [char; 3] {
    let digit = |value: u8| char::from_digit(value.into(), 16).map(|c| c.to_ascii_uppercase());
    let digits = [byte >> 4, byte & 15].map(|value| digit(value).expect("it is below 16"));
    ['%', digits[0], digits[1]]
}

/// The codes of a character in URLs, HTML and JSON.
fn encodings(c: char) -> Vec<String> {
    let code = u32::from(c);
    let mut utf8 = [0; 4];
    let bytes = c.encode_utf8(&mut utf8).bytes();
    let names = NAMED.iter().filter(|(_, known)| *known == c);
    let mut encodings = vec![
        bytes.flat_map(percent).collect(),
        format!("&#{code};"),
        format!("&#x{code:x};"),
        format!("&#X{code:X};"),
        format!("\\u{code:04x}"),
    ];
    encodings.extend(names.map(|(name, _)| format!("&{name};")));
    encodings
}

/// The characters that are read as another one.
fn read_as(expected: Option<char>) -> Vec<char> {
    let all = ('\u{80}'..='\u{ffff}').filter(|c| !('\u{ff01}'..='\u{ff5e}').contains(c));
    all.filter(|c| folded(*c) == expected).collect()
}

#[test]
fn examples_are_found_in_other_characters() {
    let examples = examples();
    let variations = examples.iter().flat_map(|example| {
        let spelled = spellings(&example.text).into_iter();
        spelled.map(|spelling| Variation {
            spelling,
            ..Variation::new(example, "see ", ".")
        })
    });
    assert_eq!(missed(variations), Vec::<String>::new());
}

/// A text in all characters and codes that are read as its own, each as one part.
fn spellings(text: &str) -> Vec<Vec<String>> {
    let spelled = |spell: &dyn Fn(char) -> String| text.chars().map(spell).collect::<Vec<_>>();
    let mut spellings = vec![spelled(&|c| match c {
        ' ' => "+".to_owned(),
        '+' => "%2B".to_owned(),
        c => c.to_string(),
    })];
    for sign in " -@.+()/#_:=[]{}<>"
        .chars()
        .filter(|sign| text.contains(*sign))
    {
        let similar = read_as(Some(sign)).into_iter();
        let similar = similar.flat_map(|c| [vec![c.to_string()], encodings(c)].concat());
        for spelling in encodings(sign).into_iter().chain(similar) {
            spellings.push(spelled(&|c| match c {
                c if c == sign => spelling.clone(),
                c => c.to_string(),
            }));
        }
    }
    for hidden in read_as(None) {
        for hidden in [vec![hidden.to_string()], encodings(hidden)].concat() {
            spellings.push(spelled(&|c| format!("{c}{hidden}")));
        }
    }
    for encoding in 0..5 {
        spellings.push(spelled(&|c| encodings(c).swap_remove(encoding)));
    }
    spellings.push(spelled(&|c| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).map_or_else(String::new, String::from),
        c => c.to_string(),
    }));
    spellings
}

#[test]
fn examples_are_found_in_other_cases() {
    for example in examples() {
        // A blank after the country is one of capitals alone.
        let is_spaced = example.text.starts_with("DE ");
        for text in [example.text.to_lowercase(), example.text.to_uppercase()] {
            let example = Example {
                kind: example.kind.clone(),
                text,
            };
            let is_found = Variation::new(&example, "", "").is_found();
            assert!(is_found || is_spaced, "{}", example.text);
        }
    }
}

#[test]
fn what_the_table_leaves_is_left() {
    let rows = rows("| not found |");
    assert!(rows.len() > 8, "{}", rows.len());
    for row in rows {
        for example in codes(&row[1]) {
            let example = example.replace('⏎', "\n");
            for text in [example.clone(), format!("see {example} there.")] {
                assert_eq!(find(&text), [], "{}: {text}", row[0]);
            }
        }
    }
}

#[test]
fn the_words_are_those_of_the_code() {
    let neutral = key::NEUTRAL.split('|').collect::<Vec<_>>();
    let lists = [
        PHONES,
        SHORT,
        SUFFIXES,
        &neutral,
        CARDS,
        OTHERS,
        OTHER_SUFFIXES,
        UNITS,
    ];
    let rows = rows("| words | which |");
    assert_eq!(rows.len(), lists.len());
    for (row, list) in rows.iter().zip(lists) {
        assert_eq!(codes(&row[1]), list, "{}", row[0]);
    }
}

#[test]
fn the_countries_are_those_of_the_code() {
    let section = section();
    let block = section
        .split("```")
        .nth(1)
        .expect("the guide lists the countries");
    let countries = block.split_whitespace().skip(1);
    assert!(countries.eq(iban::LENGTHS.split(' ')));
}

/// The code points of a cell, such as `U+2000 to U+200A`.
fn code_points(cell: &str) -> Vec<char> {
    let mut points = Vec::new();
    for part in cell.split([',', ';']).filter(|part| part.contains("U+")) {
        let ends = part.split_whitespace().filter_map(|word| {
            let digits = word.strip_prefix("U+")?;
            char::from_u32(u32::from_str_radix(digits, 16).ok()?)
        });
        let ends = ends.collect::<Vec<_>>();
        points.extend(ends[0]..=ends[ends.len() - 1]);
    }
    points
}

#[test]
fn the_characters_are_those_of_the_code() {
    let rows = rows("| read as |");
    let row = |read_as: &str| {
        let row = rows.iter().find(|row| row[0] == read_as);
        row.map(|row| row[1].as_str())
            .expect("the table has the row")
    };
    assert_eq!(code_points(row("a blank")), read_as(Some(' ')));
    assert_eq!(code_points(row("`-`")), read_as(Some('-')));
    assert_eq!(code_points(row("nothing")), read_as(None));
    let all = '\u{80}'..=char::MAX;
    let ascii = all.filter(|c| folded(*c).is_some_and(|folded| folded.is_ascii_graphic()));
    let ascii = ascii.filter(|c| !read_as(Some('-')).contains(c));
    let mut documented = code_points(row("ASCII"));
    documented.sort_unstable();
    assert_eq!(documented, ascii.collect::<Vec<_>>());
    let names = NAMED.iter().map(|(name, _)| format!("&{name};"));
    assert!(names.eq(codes(row("its character"))));
    for code in codes(row("any character")) {
        let (_, length) = decoded(code).expect("it is the code of a character");
        assert_eq!(length, code.len(), "{code}");
    }
}

/// The numbers of a text: `13, 16 or 19`, `34 or 37`, `300 to 305`.
fn ranges(text: &str) -> Vec<(String, String)> {
    let words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let mut ranges = Vec::<(String, String)>::new();
    let mut is_end = false;
    for word in words {
        if word == "to" {
            is_end = true;
        } else if word.bytes().all(|byte| byte.is_ascii_digit()) {
            match ranges.last_mut().filter(|_| is_end) {
                Some(range) => word.clone_into(&mut range.1),
                None => ranges.push((word.to_owned(), word.to_owned())),
            }
            is_end = false;
        }
    }
    ranges
}

/// Whether the table has cards of a length that begin with four digits.
fn is_issued(form: &str, beginning: &str, length: usize) -> bool {
    form.split(';')
        .filter_map(|part| part.split_once(" with "))
        .any(|(lengths, beginnings)| {
            let is_of_length = ranges(lengths).iter().any(|(first, last)| {
                (first.parse().unwrap()..=last.parse().unwrap()).contains(&length)
            });
            let begins = ranges(beginnings)
                .iter()
                .any(|(first, last)| (first.as_str()..=last).contains(&&beginning[..first.len()]));
            is_of_length && begins
        })
}

#[test]
fn the_issuers_of_cards_are_those_of_the_code() {
    let rows = rows("| kind | form |");
    let form = &rows
        .iter()
        .find(|row| row[0] == "card")
        .expect("it has cards")[1];
    for beginning in 1000..10_000 {
        for length in 12..=20_usize {
            let digits = format!("{beginning:0<length$}");
            let digits = digits.bytes().map(|digit| digit - b'0').collect::<Vec<_>>();
            let expected = is_issued(form, &beginning.to_string(), length);
            assert_eq!(
                card::is_issued(&digits),
                expected,
                "{beginning}, {length} digits"
            );
        }
    }
}
