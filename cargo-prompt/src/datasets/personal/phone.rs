use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{around, count_digits, ends};

/// A form in which phone numbers are written.
struct Form {
    expression: Regex,
    /// How many digits such a number has.
    digits: (usize, usize),
}

/// Between groups of digits.
const GAP: &str = r"[ \x{a0}./-]{1,3}";

static FORMS: LazyLock<[Form; 6]> = LazyLock::new(|| {
    [
        // +49 30 901820, +1 (415) 555-0132, +44 (0)20 7946 0123; the same with 00.
        form(&format!(r"\+ ?[1-9]\d{{0,14}}(?:(?:{GAP})?\(?\d{{1,8}}\)?){{0,8}}"), (8, 15)),
        form(&format!(r"00 ?[1-9]\d{{1,12}}(?:(?:{GAP})?\(?\d{{1,8}}\)?){{0,8}}"), (11, 17)),
        // 030 901820, (030) 901820, 06 12 34 56 78, 020 7946 0123; without anything between, as long as they come.
        form(&format!(r"\(?0[1-9]\d{{0,4}}\)?(?:{GAP}\d{{2,8}}){{1,5}}"), (9, 12)),
        form(r"0[1-9]\d{8,10}", (10, 12)),
        // (11) 91234-5678, (415) 555-0132; 415-555-0132, 1-415-555-0132.
        form(r"\([1-9]\d{1,2}\)[ \x{a0}-]?\d{3,5}[ .-]?\d{4}", (9, 12)),
        form(r"(?:1[ .-])?[2-9]\d{2}[ .-][2-9]\d{2}[ .-]\d{4}", (10, 11)),
    ]
});

/// After a word that says what it is, any number of the right length is one.
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    let label =
        r"(?i:\b(?:tel|tél|teléfono|telefon|telefoon|telephone|téléphone|phone|mobile?|handy|cell|fax|whatsapp)";
    let rest = r"(?:[ -]?(?:no|nr|number|nummer))?[.:]*[ \x{a0}]*)";
    compile(&format!(r"{label}{rest}(\(?\d[\d \x{{a0}}./()-]{{4,20}}\d)"))
});

/// A date, alone or before a time.
static DATE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^\(?\d{1,2}[./-]\d{1,2}[./-](?:\d{4}(?:\D|$)|\d{2}(?:[^\d./-]|$|[./-](?:\D|$)))"));
static NETWORK_ADDRESS: LazyLock<Regex> = LazyLock::new(|| compile(r"^\d{1,3}(?:\.\d{1,3}){3}$"));
/// What makes a number an amount.
static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^[ \x{a0}]?(?:[€$£¥%]|(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|JPY|units?|users?|requests?)\b)")
});

/// What makes a number the rest of something longer: before a zero a group as long as those of accounts and cards,
/// before other digits any group.
static BEGINNING: LazyLock<[Regex; 2]> =
    LazyLock::new(|| [compile(r"[0-9A-Z]{4}[ \x{a0}]$"), compile(r"[0-9][ \x{a0}]$")]);

fn form(expression: &str, digits: (usize, usize)) -> Form {
    Form { expression: compile(expression), digits }
}

fn compile(expression: &str) -> Regex {
    Regex::new(expression).expect("the expression is a constant, and tested")
}

pub fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = FORMS.iter().flat_map(|form| form.find(text)).collect::<Vec<_>>();
    for captures in LABELLED.captures_iter(text) {
        let range = captures.get(1).map(|group| group.range());
        found.extend(range.and_then(|range| fitting(text, range, (6, 15))));
    }
    // Of those that overlap, the longest.
    found.sort_by_key(|range| std::cmp::Reverse(range.len()));
    found
}

impl Form {
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(candidate) = self.expression.find_at(text, from) {
            let range = fitting(text, candidate.range(), self.digits);
            from = range.as_ref().map_or_else(|| candidate.start() + 1, |range| range.end);
            found.extend(range);
        }
        found
    }
}

/// The number without the groups that are too many for it, such as a time of day after it. `None` where it is none.
fn fitting(text: &str, mut range: Range<usize>, (least, most): (usize, usize)) -> Option<Range<usize>> {
    while count_digits(&text[range.clone()]) > most || !ends(text, range.end) {
        let shorter = text[range.clone()].trim_end_matches(|c: char| c.is_ascii_digit());
        let shorter = shorter.trim_end_matches(|c: char| !c.is_ascii_digit()).len();
        if shorter == 0 || shorter == range.len() {
            return None;
        }
        range.end = range.start + shorter;
    }
    (count_digits(&text[range.clone()]) >= least && is_number(text, &range)).then_some(range)
}

/// Whether it stands for itself, and is no date, network address or amount.
fn is_number(text: &str, range: &Range<usize>) -> bool {
    let before = around(text, range).0;
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '#' | '+' | '$' | '€' | '£');
    let number = &text[range.clone()];
    !before.is_some_and(is_part)
        && !is_rest(&text[..range.start], number)
        && !DATE.is_match(number)
        && !NETWORK_ADDRESS.is_match(number)
        && !UNIT.is_match(&text[range.end..])
}

fn is_rest(before: &str, number: &str) -> bool {
    // An expression that ends with the text would be tried at every character of it.
    let nearest = before.char_indices().rev().nth(5).map_or(0, |(at, _)| at);
    let before = &before[nearest..];
    let [account, any] = &*BEGINNING;
    match number.as_bytes().first() {
        Some(b'0') => account.is_match(before),
        Some(b'1'..=b'9') => any.is_match(before),
        _ => false,
    }
}
