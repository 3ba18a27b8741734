use std::ops::Range;

use super::{ends_checked, is_glued_checked};

/// The countries of the registry, each with the length of its IBANs.
pub const LENGTHS: &str = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 \
    DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 \
    KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 \
    PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 \
    YE30";

pub fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    for (start, byte) in text.bytes().enumerate() {
        if start < from || !byte.is_ascii_alphabetic() {
            continue;
        }
        if let Some(range) = at(text, start) {
            from = range.end;
            found.push(range);
        }
    }
    found
}

/// The IBAN that begins at an offset, if one does.
fn at(text: &str, start: usize) -> Option<Range<usize>> {
    let country = text.get(start..start + 2)?.to_ascii_uppercase();
    let is_spaced = text[start + 2..].starts_with(' ');
    let check_start = start + 2 + usize::from(is_spaced);
    let check = text.get(check_start..check_start + 2)?;
    if !check.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let length = LENGTHS
        .split(' ')
        .find_map(|entry| entry.strip_prefix(country.as_str()))?
        .parse()
        .ok()?;
    let end = end(text, start, length)?;
    // Words of a sentence after a number would pass the check one time in a hundred.
    if is_spaced && text[start..end].contains(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let before = &text[..start];
    let is_apart = !is_glued_checked(before) || is_named(before);
    (is_apart && ends_checked(text, end) && passes_mod_97(&text[start..end])).then_some(start..end)
}

/// Returns true if the word before names an IBAN: `IBANDE89…`, `iban_DE89…`.
fn is_named(before: &str) -> bool {
    let before = before.strip_suffix(['-', '_']).unwrap_or(before);
    let word = before
        .len()
        .checked_sub(4)
        .and_then(|at| before.split_at_checked(at));
    word.is_some_and(|(rest, word)| {
        word.eq_ignore_ascii_case("iban") && !rest.ends_with(char::is_alphanumeric)
    })
}

/// The end of a sequence of so many letters and digits, separated by at most two blanks, dots,
/// slashes or hyphens.
fn end(text: &str, start: usize, length: usize) -> Option<usize> {
    let mut count = 0;
    let mut gap = 0;
    for (at, c) in text[start..].char_indices() {
        let is_gap = matches!(c, ' ' | '\t' | '-' | '.' | '/' | '_');
        gap = if is_gap { gap + 1 } else { 0 };
        if gap > 2 || !is_gap && !c.is_ascii_alphanumeric() {
            return None;
        }
        count += usize::from(!is_gap);
        if count == length {
            return Some(start + at + 1);
        }
    }
    None
}

/// Checks the digits of an IBAN. The first four characters are moved to the end, and letters become
/// 10 to 35. The remainder of this number divided by 97 must be one.
fn passes_mod_97(iban: &str) -> bool {
    let characters = iban
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<Vec<_>>();
    let turned = characters.iter().skip(4).chain(characters.iter().take(4));
    let rest = turned
        .filter_map(|c| c.to_digit(36))
        .fold(0_u32, |rest, value| {
            let shifted = if value < 10 { rest * 10 } else { rest * 100 };
            (shifted + value) % 97
        });
    rest == 1
}
