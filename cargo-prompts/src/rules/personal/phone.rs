use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::words::{OTHER_SUFFIXES, OTHERS, PHONES, SHORT, SUFFIXES, UNITS, WORD_START};
use super::{apart, count_digits, ends, is_glued, nearest};

/// A form in which phone numbers are written.
struct Form {
    expression: Regex,
    /// The same at the beginning of a text.
    beginning: Regex,
    /// The least and the largest number of digits.
    digits: (usize, usize),
}

/// Between groups of digits.
const GAP: &str = r"[ \t./-]{1,3}";
/// The same in the forms of North America and Russia. Tabs part the numbers of a table.
const SIGN: &str = r"[ ./-]";
const OPEN: &str = r"\( ?";
const CLOSE: &str = r" ?\)";
/// The zero that callers of the same country dial, as it stands after a country code.
const ZEROS: [&str; 4] = ["(0)", "( 0)", "(0 )", "( 0 )"];

static FORMS: LazyLock<[Form; 13]> = LazyLock::new(|| {
    // Groups of digits, one of which may be in brackets.
    let groups = format!(r"(?:(?:{GAP})?(?:{OPEN})?\d{{1,8}}(?:{CLOSE})?){{0,8}}");
    let rest = format!(r"\d{{2,8}}(?:{GAP}\d{{2,8}}){{0,4}}");
    [
        // +49 30 901820, +1 (415) 555-0132, +44 (0)20 7946 0123, (+49) 30 901820, +(49) 30 901820; the
        // same with 00.
        form(
            &format!(
                r"(?:\+ ?[1-9]\d{{0,14}}|{OPEN}\+ ?[1-9]\d{{0,2}}{CLOSE}|\+ ?{OPEN}[1-9]\d{{0,2}}{CLOSE}){groups}"
            ),
            (8, 15),
        ),
        form(
            &format!(r"(?:00 ?(?:7|[1-9]\d{{1,12}})|{OPEN}00[1-9]\d{{0,2}}{CLOSE}){groups}"),
            (11, 17),
        ),
        form(
            &format!(
                r"001{SIGN}(?:{OPEN})?[2-9]\d{{2}}(?:{CLOSE})?{SIGN}[2-9]\d{{2}}{SIGN}\d{{4}}"
            ),
            (13, 13),
        ),
        // 011 49 30 901820, from the United States.
        form(&format!(r"011{GAP}[1-9]\d{{0,2}}{groups}"), (13, 18)),
        // 030 901820, (030) 901820, 06 12 34 56 78, 020 7946 0123; without anything between, as
        // long as they come.
        form(
            &format!(r"(?:{OPEN})?0[1-9]\d{{0,4}}(?:{CLOSE}(?:{GAP})?|{GAP}){rest}"),
            (9, 12),
        ),
        form(r"0[1-9]\d{8,10}", (10, 12)),
        // 0 (532) 123 45 67, (0)30 901820, 0 30 / 90 18 20, 0 532 123 45 67.
        form(
            &format!(
                r"(?:0 ?{OPEN}[1-9]\d{{1,4}}{CLOSE}(?:{GAP})?|{OPEN}0{CLOSE} ?[1-9]\d{{1,4}}{GAP}|0 [1-9]\d{{1,3}} ?/ ?){rest}"
            ),
            (9, 12),
        ),
        form(r"0 [2-9]\d{2} \d{3} \d{2} \d{2}", (11, 11)),
        // 030-(901820); 0151-12345678-0, of which the last digit is the switchboard.
        form(
            &format!(r"0[1-9]\d{{1,4}}{GAP}{OPEN}\d{{4,8}}{CLOSE}"),
            (9, 12),
        ),
        form(r"0[1-9]\d{1,4} ?[/-] ?\d{4,8}-0", (9, 13)),
        // (11) 91234-5678, (415) 555-0132, (415) - 555 - 0132, 1(415)555-0132; 415-555-0132,
        // 1-415-555-0132, 415/555/0132.
        form(
            &format!(
                r"(?:1{SIGN}?)?{OPEN}[1-9]\d{{1,2}}{CLOSE}{SIGN}{{0,3}}\d{{3,5}}{SIGN}{{0,3}}\d{{4}}"
            ),
            (9, 13),
        ),
        form(
            &format!(r"(?:1{SIGN})?[2-9]\d{{2}}{SIGN}[2-9]\d{{2}}{SIGN}\d{{4}}"),
            (10, 11),
        ),
        // 8 916 123-45-67, 8 (916) 123-45-67, 8(916)123-45-67.
        form(
            &format!(
                r"8(?:{SIGN}?{OPEN}[3-9]\d{{2}}{CLOSE}{SIGN}{{0,3}}|{SIGN}[3-9]\d{{2}}{SIGN})\d{{3}}{SIGN}\d{{2}}{SIGN}\d{{2}}"
            ),
            (11, 11),
        ),
    ]
});

/// After a word such as `phone`, any number of the right length is a phone number.
static LABELLED: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    let [words, short, suffixes] = [PHONES, SHORT, SUFFIXES].map(|words| words.join("|"));
    let suffix = format!(r"(?:[. _-]{{0,2}}(?:{suffixes}))?(?: ?\(\p{{L}}{{1,12}}\))?");
    let sign = r"['\x22]?[ \t]?[.:=]*[ \t]*[#'\x22]?[ \t]?";
    let digits = r"[\d \t./()-]";
    let number = format!(r"((?:{OPEN})?\d{digits}{{4,36}}\d)");
    let number_after_short = format!(r"((?:{OPEN})?\d{{3}}{digits}{{2,34}}\d)");
    [
        compile(&format!(
            r"(?i:(?:{WORD_START})(?:(?:{words}){suffix}{sign}|wa\.me/)){number}"
        )),
        compile(&format!(
            r"(?i:(?:{WORD_START})(?:{short})\b{sign}){number_after_short}"
        )),
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
    let round = r"[2-9]00[ ./-][2-9]00[ ./-]\d000?$|\d0{5,}$";
    let times = r"(?:[01]\d|2[0-3])(?:00|15|30|45)(?:[ -]+(?:[01]\d|2[0-3])(?:00|15|30|45))+$";
    compile(&format!(r"^(?:{date}|{amount}|{round}|{times})"))
});
/// A number padded with zeros looks like one with an international prefix.
static PADDED: LazyLock<Regex> = LazyLock::new(|| compile(r"^001\d+$"));
/// Words before a number that is not a phone number.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let [what, suffixes] = [OTHERS, OTHER_SUFFIXES].map(|words| words.join("|"));
    compile(&format!(
        r"(?i)(?:{WORD_START})(?:{what})[ -]?(?:{suffixes})\b[.:#]*[ ]?$"
    ))
});
/// Units that make a number an amount.
static UNIT: LazyLock<Regex> =
    LazyLock::new(|| compile(&format!(r"^[ ]?(?:[€$£¥%]|(?:{})\b)", UNITS.join("|"))));

/// An extension after a number: `x12`, `ext. 12`.
static EXTENSION: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^[ ]?(?i:x|ext\.?|extension)[ ]?\d{1,6}\b"));

/// Text that makes a number the rest of a longer one: before a zero, two groups as long as those of
/// accounts and cards; before other digits, any group.
static BEGINNING: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    [
        compile(r"(?:[0-9]{4}|[A-Z]{2} ?[0-9]{2}) [0-9]{4} $"),
        compile(r"[0-9] $"),
    ]
});

fn form(expression: &str, digits: (usize, usize)) -> Form {
    Form {
        expression: compile(expression),
        beginning: compile(&format!("^(?:{expression})")),
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
    with_neighbours(text, &apart(found))
}

/// The numbers, and those that begin right after one of them.
fn with_neighbours(text: &str, numbers: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut all = Vec::<Range<usize>>::new();
    for number in numbers {
        if all.last().is_some_and(|last| number.start < last.end) {
            continue;
        }
        all.push(number.clone());
        let mut end = number.end;
        while let Some(next) = number_after(text, end) {
            end = next.end;
            all.push(next);
        }
    }
    all
}

/// The number that begins right after another one.
fn number_after(text: &str, end: usize) -> Option<Range<usize>> {
    let rest = after_gap(&text[end..])?;
    let start = text.len() - rest.len();
    let numbers = FORMS.iter().filter_map(|form| {
        let candidate = form.beginning.find(rest)?;
        form.number(rest, candidate.range())
    });
    let longest = numbers.map(|range| range.end).max()?;
    Some(start..start + longest)
}

/// What follows the characters that separate groups of digits.
fn after_gap(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches([' ', '\t', '.', '/', '-']);
    (1..=3).contains(&(text.len() - rest.len())).then_some(rest)
}

/// The phone number after a word or a key such as `phone`.
pub fn labelled(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    // What stands between the word and the number does not matter.
    let number = fitting(&text[range.start..], 0..range.len(), (6, 15))?;
    Some(range.start..range.start + number.end)
}

/// The international form of a number that has one: `+49 (0)151 …` and `0049 151 …` become
/// `+49151…`.
pub fn canonical(number: &str) -> String {
    let number = number.trim_start_matches('(');
    let is_abroad = number.starts_with('+') || number.starts_with("00");
    let number = if is_abroad {
        let without = |number: String, zero: &&str| number.replace(zero, "");
        ZEROS.iter().fold(number.to_owned(), without)
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
            let range = self.number(text, candidate.range());
            from = range
                .as_ref()
                .map_or_else(|| candidate.start() + 1, |range| range.end);
            found.extend(range);
        }
        found
    }

    fn number(&self, text: &str, candidate: Range<usize>) -> Option<Range<usize>> {
        let number = fitting(text, candidate, self.digits)?;
        (!PADDED.is_match(&text[number.clone()])).then_some(number)
    }
}

/// The number without surplus groups, such as a time of day or another number after it. `None` if the
/// rest is not a phone number.
fn fitting(
    text: &str,
    mut range: Range<usize>,
    (least, most): (usize, usize),
) -> Option<Range<usize>> {
    // The bracket that ends what stands around the number.
    if text[range.clone()].ends_with(')') && !text[range.clone()].contains('(') {
        range.end -= 1;
    }
    let fits = |end: &usize| {
        let number = &text[range.start..*end];
        count_digits(number) >= least && count_dialled(number) <= most && ends_phone(text, *end)
    };
    let mut ends = ends_of_groups(text, &range);
    ends.retain(fits);
    let before_next = ends.iter().find(|end| is_before_number(text, **end));
    let range = range.start..*before_next.or(ends.first())?;
    is_number(text, &range).then_some(range)
}

/// The number of digits without the zero in brackets, which nobody dials after a country code.
fn count_dialled(number: &str) -> usize {
    let is_left_out = number.starts_with(['+', '(']) && number.contains('+') && has_zero(number);
    count_digits(number) - usize::from(is_left_out)
}

fn has_zero(number: &str) -> bool {
    ZEROS.iter().any(|zero| number.contains(zero))
}

/// The end of a range, and those of the groups before its last one, the longest first.
fn ends_of_groups(text: &str, range: &Range<usize>) -> Vec<usize> {
    let mut ends = vec![range.end];
    let mut rest = &text[range.clone()];
    loop {
        rest = rest
            .trim_end_matches(|c: char| !c.is_ascii_digit())
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .trim_end_matches(|c: char| !c.is_ascii_digit());
        if rest.is_empty() {
            return ends;
        }
        ends.push(range.start + rest.len());
    }
}

/// Returns true if what follows has the form of a number of its own.
fn is_before_number(text: &str, end: usize) -> bool {
    let is_form = |rest: &str, form: &Form| {
        let candidate = form.beginning.find(rest);
        candidate.is_some_and(|found| count_digits(found.as_str()) >= form.digits.0)
    };
    after_gap(&text[end..]).is_some_and(|rest| FORMS.iter().any(|form| is_form(rest, form)))
}

fn ends_phone(text: &str, end: usize) -> bool {
    ends(text, end) || EXTENSION.is_match(&text[end..])
}

/// Returns true if the range is a number of its own, and not a date, a network address or an
/// amount.
fn is_number(text: &str, range: &Range<usize>) -> bool {
    let is_part = |c: char| {
        c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '#' | '+' | '$' | '€' | '£')
    };
    let (before, number) = (&text[..range.start], &text[range.clone()]);
    // The path of a link can be a number: `https://wa.me/+49…`.
    let is_path = number.starts_with('+') && before.ends_with('/');
    (is_path || !is_glued(before, is_part))
        && !is_rest(before, number)
        && !DATE.is_match(number)
        && !OTHER.is_match(number)
        && (number.starts_with('+') || !NAMED.is_match(nearest(before, 32)))
        && !NETWORK_ADDRESS.is_match(number)
        && !UNIT.is_match(&text[range.end..])
}

fn is_rest(before: &str, number: &str) -> bool {
    // An expression that ends with the text would be tried at every character of it.
    let before = nearest(before, 11);
    let [account, any] = &*BEGINNING;
    match number.as_bytes().first() {
        Some(b'0') => account.is_match(before),
        Some(b'1'..=b'9') => any.is_match(before),
        _ => false,
    }
}
