use std::cmp::Reverse;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::words::{CARDS, SUFFIXES, WORD_START};
use super::{ends_checked, is_glued_checked, nearest};

static DIGITS: LazyLock<Regex> = LazyLock::new(|| {
    // As it is printed on cards, or without anything between: groups of four, 4-6-5 and 4-6-4; two
    // halves, 6-13, and the 4-3-3-3 of old cards; the same with a blank left out.
    let gap = r"(?:[ \t]{1,3}|[ \t]?[-./_][ \t]?)";
    let fours = format!(r"[0-9]{{4}}(?:{gap}[0-9]{{4}}){{3}}(?:{gap}[0-9]{{1,3}})?");
    let others = format!(
        r"[0-9]{{4}}{gap}[0-9]{{6}}{gap}[0-9]{{4,5}}|[0-9]{{4}}(?:{gap}[0-9]{{3}}){{3}}|[0-9]{{8}}{gap}[0-9]{{8}}|[0-9]{{4}}{gap}[0-9]{{4}}{gap}[0-9]{{8}}|[0-9]{{4}}{gap}[0-9]{{8}}{gap}[0-9]{{4}}|[0-9]{{8}}{gap}[0-9]{{4}}{gap}[0-9]{{4}}|[0-9]{{4}}{gap}[0-9]{{12}}|[0-9]{{12}}{gap}[0-9]{{4}}|[0-9]{{6}}{gap}[0-9]{{13}}|[0-9]{{6}}{gap}[0-9]{{10}}"
    );
    compile(&format!("{fours}|{others}|[0-9]{{13,19}}"))
});

/// Words before the number of a card.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let [what, suffixes] = [CARDS, SUFFIXES].map(|words| words.join("|"));
    compile(&format!(
        r"(?i)(?:{WORD_START})(?:{what})(?:[ _-]?(?:{suffixes}))?[ .:=#_/-]{{0,4}}$"
    ))
});

fn compile(expression: &str) -> Regex {
    Regex::new(expression).expect("the expression is a constant, and tested")
}

/// Ways to find cards in a text, without overlaps. Numbers beside each other, or beside a card, pass
/// the check one time in ten.
pub fn arrangements(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut candidates = candidates(text);
    let longest_first = chosen(&candidates);
    candidates.sort_by_key(|range| (range.start, range.end));
    let shortest_first = chosen(&candidates);
    candidates.sort_by_key(|range| (Reverse(range.end), Reverse(range.start)));
    let mut last_first = chosen(&candidates);
    last_first.sort_by_key(|range| range.start);
    let mut arrangements = vec![longest_first, shortest_first, last_first, Vec::new()];
    arrangements.dedup();
    arrangements
}

/// All ranges that are cards, by their start, the longest first.
fn candidates(text: &str) -> Vec<Range<usize>> {
    let mut candidates = Vec::new();
    let mut from = 0;
    while let Some(candidate) = DIGITS.find_at(text, from) {
        from = candidate.start() + 1;
        // Four groups may be taken where a fifth does not belong to them, and the other way round.
        let ranges = shortened(text, candidate.range()).into_iter();
        candidates.extend(ranges.filter(|range| is_card(text, range)));
    }
    candidates
}

/// The first of the candidates that overlap.
fn chosen(candidates: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut chosen = Vec::<Range<usize>>::new();
    for range in candidates {
        // They are in order, so only the last one can overlap.
        let overlaps = |last: &Range<usize>| range.start < last.end && last.start < range.end;
        if !chosen.last().is_some_and(overlaps) {
            chosen.push(range.clone());
        }
    }
    chosen
}

/// The range, and the range without its last group.
fn shortened(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let last = text[range.clone()].rfind(|c: char| !c.is_ascii_digit());
    let shorter = last.map(|last| {
        text[range.start..range.start + last].trim_end_matches(|c: char| !c.is_ascii_digit())
    });
    let shorter = shorter.map(|shorter| range.start..range.start + shorter.len());
    [Some(range), shorter].into_iter().flatten().collect()
}

fn is_card(text: &str, range: &Range<usize>) -> bool {
    let number = &text[range.clone()];
    let is_named = NAMED.is_match(nearest(&text[..range.start], 32));
    let before = &text[..range.start];
    // The digits after a point are a fraction.
    let is_apart = !is_glued_checked(before) && !before.ends_with(['.', '#']);
    let digits = number
        .bytes()
        .filter(u8::is_ascii_digit)
        .map(|digit| digit - b'0')
        .collect::<Vec<_>>();
    // Articles have numbers of 13 digits as well.
    let is_long = digits.len() > 13 || is_named || number.len() > 13;
    (is_apart || is_named)
        && is_long
        && ends_checked(text, range.end)
        && is_issued(&digits)
        && passes_luhn(&digits)
}

/// Returns true if card numbers can have this start and this length.
pub fn is_issued(digits: &[u8]) -> bool {
    let first = digits
        .iter()
        .take(4)
        .fold(0_u32, |number, digit| number * 10 + u32::from(*digit));
    matches!(
        (first, digits.len()),
        (4000..=4999, 13 | 16 | 19)
            | (3400..=3499 | 3700..=3799, 15)
            | (3000..=3059 | 3095 | 3600..=3699 | 3800..=3999, 14..=19)
            | (2200..=2204 | 2221..=2720 | 3528..=3589 | 5000..=6999, 16..=19)
    )
}

/// The check digit of cards: every second digit from the right counts twice.
fn passes_luhn(digits: &[u8]) -> bool {
    let sum = digits.iter().rev().enumerate().map(|(position, digit)| {
        let doubled = u32::from(*digit) << (position % 2);
        doubled / 10 + doubled % 10
    });
    sum.sum::<u32>().is_multiple_of(10)
}
