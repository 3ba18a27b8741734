use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{around, count_digits, ends, nearest};

/// A form in which phone numbers are written.
struct Form {
    expression: Regex,
    /// The least and the largest number of digits.
    digits: (usize, usize),
}

/// Between groups of digits.
const GAP: &str = r"[ \t./-]{1,3}";

/// Groups of digits, one of which may be in brackets.
const GROUPS: &str = r"(?:(?:[ \t./-]{1,3})?\(?\d{1,8}\)?){0,8}";

static FORMS: LazyLock<[Form; 13]> = LazyLock::new(|| {
    [
        // +49 30 901820, +1 (415) 555-0132, +44 (0)20 7946 0123, (+49) 30 901820, +(49) 30 901820; the
        // same with 00.
        form(
            &format!(
                r"(?:\+ ?[1-9]\d{{0,14}}|\(\+ ?[1-9]\d{{0,2}}\)|\+ ?\([1-9]\d{{0,2}}\)){GROUPS}"
            ),
            (8, 15),
        ),
        form(
            &format!(r"(?:00 ?[1-9]\d{{1,12}}|\(00[1-9]\d{{0,2}}\)){GROUPS}"),
            (11, 17),
        ),
        form(
            r"001[ .-]\(?[2-9]\d{2}\)?[ .-][2-9]\d{2}[ .-]\d{4}",
            (13, 13),
        ),
        // 011 49 30 901820, from the United States.
        form(&format!(r"011[ .-][1-9]\d{{0,2}}{GROUPS}"), (13, 18)),
        // 030 901820, (030) 901820, 06 12 34 56 78, 020 7946 0123; without anything between, as
        // long as they come.
        form(
            &format!(r"\(?0[1-9]\d{{0,4}}(?:\)(?:{GAP})?|{GAP})\d{{2,8}}(?:{GAP}\d{{2,8}}){{0,4}}"),
            (9, 12),
        ),
        form(r"0[1-9]\d{8,10}", (10, 12)),
        // 0 (532) 123 45 67, (0)30 901820, 0 30 / 90 18 20, 0 532 123 45 67.
        form(
            &format!(
                r"(?:0 ?\([1-9]\d{{1,4}}\)(?:{GAP})?|\(0\) ?[1-9]\d{{1,4}}{GAP}|0 [1-9]\d{{1,3}} ?/ ?)\d{{2,8}}(?:{GAP}\d{{2,8}}){{0,4}}"
            ),
            (9, 12),
        ),
        form(r"0 [2-9]\d{2} \d{3} \d{2} \d{2}", (11, 11)),
        // 030-(901820); 0151-12345678-0, of which the last digit is the switchboard.
        form(&format!(r"0[1-9]\d{{1,4}}{GAP}\(\d{{4,8}}\)"), (9, 12)),
        form(r"0[1-9]\d{1,4} ?[/-] ?\d{4,8}-0", (9, 13)),
        // (11) 91234-5678, (415) 555-0132, (415) - 555 - 0132; 415-555-0132, 1-415-555-0132, 415/555-0132.
        form(r"\([1-9]\d{1,2}\)[ .-]{0,3}\d{3,5}[ .-]{0,3}\d{4}", (9, 12)),
        form(r"(?:1[ .-])?[2-9]\d{2}[ ./-][2-9]\d{2}[ .-]\d{4}", (10, 11)),
        // 8 916 123-45-67, 8 (916) 123-45-67, 8(916)123-45-67.
        form(
            r"8(?:[ -]?\([3-9]\d{2}\)[ -]?|[ -][3-9]\d{2}[ -])\d{3}[ -]\d{2}[ -]\d{2}",
            (11, 11),
        ),
    ]
});

/// After a word such as `phone`, any number of the right length is a phone number.
static LABELLED: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    let label = r"(?i:(?:\b|_)(?:tel|tél|teléfono|telefon|telefoon|telephone|téléphone|phone|mobile?|handy|cell|fax|whatsapp|rufnummer|wa\.me/)";
    let rest = r"(?:[. _-]{0,2}(?:no|nr|number|nummer))?(?: ?\(\p{L}{1,12}\))?['\x22]?[.:=]*[ \t]*['\x22]?)";
    // Acids have a `pH`, and these values begin with one digit or two.
    let short = r"(?i:(?:\b|_)(?:ph|mob)\b)['\x22]?[.:=]*[ \t]*['\x22]?";
    let digits = r"[\d \t\x{a0}./()-]";
    [
        compile(&format!(r"{label}{rest}(\(?\d{digits}{{4,20}}\d)")),
        compile(&format!(r"{short}(\(?\d{{3}}{digits}{{2,18}}\d)")),
    ]
});

/// A date, alone or before a time.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^\(?\d{1,2}[./-]\d{1,2}[./-](?:\d{4}(?:\D|$)|\d{2}(?:[^\d./-]|$|[./-](?:\D|$)))")
});
static NETWORK_ADDRESS: LazyLock<Regex> = LazyLock::new(|| compile(r"^\d{1,3}(?:\.\d{1,3}){3}$"));
/// A date that begins with the year, an amount in groups of three digits, and numbers in which
/// every group is round.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    let date = r"\+? ?(?:19|20)\d{2}[./-](?:0?[1-9]|1[0-2])[./-](?:[12]\d|3[01]|0?[1-9])(?:\D|$)";
    let amount = r"\+ ?\d{1,2} \d{3} \d{3}$";
    let round = r"[2-9]00[ .-][2-9]00[ .-]\d000?$|\d0{5,}$";
    let times = r"(?:[01]\d|2[0-3])(?:00|15|30|45)(?:[ -]+(?:[01]\d|2[0-3])(?:00|15|30|45))+$";
    // A number padded with zeros looks like one with an international prefix.
    compile(&format!(r"^(?:{date}|{amount}|{round}|{times}|001\d+$)"))
});
/// Words before a number that is not a phone number.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let what = "part|customer|client|order|item|article|invoice|account|contract|member|ticket|case|serial|reference|\
        policy|tracking|kunden|bestell|artikel|rechnungs|auftrags|vertrags";
    compile(&format!(
        r"(?i)\b(?:{what})[ -]?(?:no|nr|number|id|nummer)\b[.:#]*[ ]?$"
    ))
});
/// Units that make a number an amount.
static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^[ ]?(?:[€$£¥%]|(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|JPY|units?|users?|requests?)\b)")
});

/// An extension after a number: `x12`, `ext. 12`.
static EXTENSION: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^[ ]?(?i:x|ext\.?|extension)[ ]?\d{1,6}\b"));

/// Text that makes a number the rest of a longer one: before a zero, a group as long as those of
/// accounts and cards; before other digits, any group.
static BEGINNING: LazyLock<[Regex; 2]> =
    LazyLock::new(|| [compile(r"[0-9A-Z]{4}[ ]$"), compile(r"[0-9][ ]$")]);

fn form(expression: &str, digits: (usize, usize)) -> Form {
    Form {
        expression: compile(expression),
        digits,
    }
}

fn compile(expression: &str) -> Regex {
    Regex::new(expression).expect("the expression is a constant, and tested")
}

pub fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = FORMS
        .iter()
        .flat_map(|form| form.find(text))
        .collect::<Vec<_>>();
    let labels = LABELLED.iter();
    for captures in labels.flat_map(|label| label.captures_iter(text)) {
        let range = captures.get(1).map(|group| group.range());
        found.extend(range.and_then(|range| labelled(text, range)));
    }
    // Of overlapping matches, the longest is taken.
    found.sort_by_key(|range| std::cmp::Reverse(range.len()));
    found
}

/// The phone number after a word or a key such as `phone`.
pub fn labelled(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    fitting(text, range, (6, 15))
}

/// The international form of a number that has one: `+49 (0)151 …` and `0049 151 …` become
/// `+49151…`.
pub fn canonical(number: &str) -> String {
    let number = number.trim_start_matches('(');
    let is_abroad = number.starts_with('+') || number.starts_with("00");
    let number = if is_abroad {
        number.replace("(0)", "")
    } else {
        number.to_owned()
    };
    let digits = number
        .chars()
        .filter(char::is_ascii_digit)
        .collect::<String>();
    if number.starts_with('+') {
        return format!("+{digits}");
    }
    digits
        .strip_prefix("00")
        .map_or_else(|| digits.clone(), |rest| format!("+{rest}"))
}

impl Form {
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(candidate) = self.expression.find_at(text, from) {
            let range = fitting(text, candidate.range(), self.digits);
            from = range
                .as_ref()
                .map_or_else(|| candidate.start() + 1, |range| range.end);
            found.extend(range);
        }
        found
    }
}

/// The number without surplus groups, such as a time of day after it. `None` if the rest is not a
/// phone number.
fn fitting(
    text: &str,
    mut range: Range<usize>,
    (least, most): (usize, usize),
) -> Option<Range<usize>> {
    // The bracket that ends what stands around the number.
    if text[range.clone()].ends_with(')') && !text[range.clone()].contains('(') {
        range.end -= 1;
    }
    while count_digits(&text[range.clone()]) > most || !ends_phone(text, range.end) {
        let shorter = text[range.clone()].trim_end_matches(|c: char| c.is_ascii_digit());
        let shorter = shorter
            .trim_end_matches(|c: char| !c.is_ascii_digit())
            .len();
        if shorter == 0 || shorter == range.len() {
            return None;
        }
        range.end = range.start + shorter;
    }
    (count_digits(&text[range.clone()]) >= least && is_number(text, &range)).then_some(range)
}

fn ends_phone(text: &str, end: usize) -> bool {
    ends(text, end) || EXTENSION.is_match(&text[end..])
}

/// Returns true if the range is a number of its own, and not a date, a network address or an
/// amount.
fn is_number(text: &str, range: &Range<usize>) -> bool {
    let before = around(text, range).0;
    let is_part = |c: char| {
        c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '#' | '+' | '$' | '€' | '£')
    };
    let number = &text[range.clone()];
    // The path of a link can be a number: `https://wa.me/+49…`.
    let is_link = number.starts_with('+') || text[..range.start].ends_with("wa.me/");
    let is_path = is_link && before == Some('/');
    (is_path || !before.is_some_and(is_part))
        && !is_rest(&text[..range.start], number)
        && !DATE.is_match(number)
        && !OTHER.is_match(number)
        && (number.starts_with('+') || !NAMED.is_match(nearest(&text[..range.start], 32)))
        && !NETWORK_ADDRESS.is_match(number)
        && !UNIT.is_match(&text[range.end..])
}

fn is_rest(before: &str, number: &str) -> bool {
    // An expression that ends with the text would be tried at every character of it.
    let before = nearest(before, 6);
    let [account, any] = &*BEGINNING;
    match number.as_bytes().first() {
        Some(b'0') => account.is_match(before),
        Some(b'1'..=b'9') => any.is_match(before),
        _ => false,
    }
}
