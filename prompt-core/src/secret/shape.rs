//! What tells a random text from words.

use core::ops::Range;

/// The length from which on a part with a digit is no word.
const LONG_PART: usize = 16;
/// The length from which on digits alone are a number that a service gave.
const LONG_NUMBER: usize = 10;
/// So many consonants side by side are in hardly any word.
const LONG_RUN: usize = 5;

/// The runs of a body that words do not have. A file can be nothing but beginnings of keys, and
/// build scripts are not optimised: so this goes through the body once, by index.
#[derive(Default)]
pub(super) struct Shape {
    /// Whether a part between `-` and `_` is long and has a digit.
    has_long_part: bool,
    /// The number of parts between `-` that are long numbers, as Slack's tokens begin.
    numbers: usize,
    /// The number of runs of several capitals beside a small letter, of one small letter between
    /// capitals, and of digits between letters.
    irregular: usize,
    /// The number of runs of small consonants that are too long for words.
    unpronounceable: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    Capital,
    Small,
    Digit,
    Separator,
    Sign,
}

use Class::{Capital, Digit, Separator, Sign, Small};

/// The class of each byte.
static CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut classes = [Sign; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'A'..=b'Z' => Capital,
            b'a'..=b'z' => Small,
            b'0'..=b'9' => Digit,
            b'-' | b'_' => Separator,
            _ => Sign,
        };
        byte += 1;
    }
    classes
}

impl Shape {
    pub fn of(body: &[u8]) -> Self {
        let mut shape = Self::default();
        let (mut start, mut before) = (0, Separator);
        let (mut part, mut has_digit) = (0, false);
        while start < body.len() {
            let class = CLASSES[usize::from(body[start])];
            let end = end_of_run(body, start);
            let after = body
                .get(end)
                .map_or(Separator, |byte| CLASSES[usize::from(*byte)]);
            shape.add(body, start..end, [before, class, after]);
            if class == Separator {
                (part, has_digit) = (end, false);
            }
            has_digit |= class == Digit;
            shape.has_long_part |= has_digit && end - part >= LONG_PART;
            (start, before) = (end, class);
        }
        shape
    }

    /// Returns `false` for words: a key has a digit among its letters, or changes between capitals
    /// and small letters as words do not. Words rarely have the exact length of a key.
    pub fn is_random(&self, has_exact_length: bool) -> bool {
        let enough = if has_exact_length { 1 } else { 2 };
        self.has_long_part || self.numbers >= 2 || self.irregular + self.unpronounceable >= enough
    }

    /// Counts a run between two others.
    fn add(&mut self, body: &[u8], run: Range<usize>, [before, class, after]: [Class; 3]) {
        let is_of_text = |class| matches!(class, Capital | Small | Digit);
        let is_irregular = match class {
            Capital => run.len() > 1 && (before == Small || after == Small),
            Small => run.len() == 1 && before == Capital && after == Capital,
            Digit => is_of_text(before) && is_of_text(after),
            Separator | Sign => false,
        };
        self.irregular += usize::from(is_irregular);
        if class == Digit && run.len() >= LONG_NUMBER {
            let begins = run.start == 0 || body[run.start - 1] == b'-';
            let ends = body.get(run.end).is_none_or(|byte| *byte == b'-');
            self.numbers += usize::from(begins && ends);
        }
        if class == Small && run.len() >= LONG_RUN {
            self.unpronounceable += consonants(&body[run]);
        }
    }
}

/// The end of the run of one class that begins at an offset.
fn end_of_run(body: &[u8], start: usize) -> usize {
    let class = CLASSES[usize::from(body[start])] as u8;
    let mut end = start + 1;
    while end < body.len() && CLASSES[usize::from(body[end])] as u8 == class {
        end += 1;
    }
    end
}

/// The number of long runs of consonants among small letters.
fn consonants(letters: &[u8]) -> usize {
    let (mut runs, mut length) = (0, 0);
    for letter in letters {
        if matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y') {
            length = 0;
            continue;
        }
        length += 1;
        runs += usize::from(length == LONG_RUN);
    }
    runs
}
