//! Where writing needs characters that are hidden elsewhere.

/// Returns whether an invisible character has a use where it stands. `last` is the character before
/// it, `visible` the one before that if `last` selects a variant.
pub(super) fn is_allowed_after(
    c: char,
    last: Option<char>,
    visible: Option<char>,
    rest: &str,
) -> bool {
    let (Some(last), Some(visible)) = (last, visible) else {
        return false;
    };
    match c {
        '\u{200c}' => joins(last, rest),
        '\u{200d}' => {
            joins(last, rest) || (is_emoji(visible) && rest.chars().next().is_some_and(is_emoji))
        }
        '\u{fe0e}' | '\u{fe0f}' => is_emoji(last) || is_keycap(last, rest),
        // The registry of variants names far fewer than 64 of a character.
        '\u{fe00}'..='\u{fe02}' | '\u{e0100}'..='\u{e013f}' => is_ideograph(last),
        '\u{180b}'..='\u{180d}' | '\u{180f}' => matches!(last, '\u{1820}'..='\u{18aa}'),
        _ => false,
    }
}

/// Returns whether a character selects a variant of the one before it.
pub(super) fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Returns whether tag characters make one of the flags that Unicode recommends: of England, of
/// Scotland and of Wales. Other names would be a way to hide words.
pub(super) fn is_flag(tags: &str) -> bool {
    let letters = tags.chars().map(|c| u32::from(c) - 0xe0000);
    let letters = letters.filter_map(char::from_u32);
    ["gbeng\u{7f}", "gbsct\u{7f}", "gbwls\u{7f}"]
        .iter()
        .any(|name| letters.clone().eq(name.chars()))
}

/// Returns whether a joiner after a character changes how it is joined to what comes after it. In the
/// scripts of India it does so beside the sign that takes a letter's vowel away.
fn joins(c: char, rest: &str) -> bool {
    if matches!(c, '\u{900}'..='\u{dff}') {
        return is_virama(c) || rest.chars().next().is_some_and(is_virama);
    }
    is_seen(c)
        && matches!(c,
            '\u{600}'..='\u{8ff}' | '\u{e80}'..='\u{109f}'
            | '\u{1780}'..='\u{18af}' | '\u{1900}'..='\u{1cff}' | '\u{a800}'..='\u{abff}'
            | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10a00}'..='\u{11fff}'
            | '\u{1e900}'..='\u{1e95f}')
}

/// Returns `false` for the characters of these scripts that are invisible themselves.
fn is_seen(c: char) -> bool {
    !matches!(c, '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}')
}

fn is_virama(c: char) -> bool {
    matches!(
        c,
        '\u{94d}'
            | '\u{9cd}'
            | '\u{a4d}'
            | '\u{acd}'
            | '\u{b4d}'
            | '\u{bcd}'
            | '\u{c4d}'
            | '\u{ccd}'
            | '\u{d3b}'
            | '\u{d3c}'
            | '\u{d4d}'
            | '\u{dca}'
    )
}

fn is_keycap(c: char, rest: &str) -> bool {
    (c.is_ascii_digit() || matches!(c, '#' | '*')) && rest.starts_with('\u{20e3}')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns whether a character can be an emoji.
pub(super) fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2194}'..='\u{21aa}'
        | '\u{231a}'..='\u{23ff}' | '\u{24c2}' | '\u{25aa}'..='\u{25fe}' | '\u{2600}'..='\u{27bf}'
        | '\u{2934}' | '\u{2935}' | '\u{2b05}'..='\u{2b55}' | '\u{3030}' | '\u{303d}' | '\u{3297}'
        | '\u{3299}' | '\u{1f000}'..='\u{1faff}')
}

/// Returns whether an emoji is seen as one without a selector. The older signs are, too, where a text
/// has no selector, and writers often add one.
pub(super) fn is_emoji_by_itself(c: char) -> bool {
    c >= '\u{1f300}'
        && !matches!(c,
        '\u{1f321}' | '\u{1f324}'..='\u{1f32c}' | '\u{1f336}' | '\u{1f37d}' | '\u{1f396}'..='\u{1f39f}'
        | '\u{1f3cb}'..='\u{1f3ce}' | '\u{1f3d4}'..='\u{1f3df}' | '\u{1f3f3}'..='\u{1f3f7}' | '\u{1f43f}'
        | '\u{1f441}' | '\u{1f4fd}' | '\u{1f549}' | '\u{1f54a}' | '\u{1f56f}'..='\u{1f579}'
        | '\u{1f587}'..='\u{1f590}' | '\u{1f5a5}'..='\u{1f5fa}' | '\u{1f6cb}'..='\u{1f6cf}'
        | '\u{1f6e0}'..='\u{1f6f3}')
}

/// Returns whether sequences of emoji are made of it: persons and their hair, gender, heart, flags,
/// animals that have a colour.
pub(super) fn is_of_sequences(c: char) -> bool {
    matches!(c,
        '\u{2640}' | '\u{2642}' | '\u{26a7}' | '\u{2764}' | '\u{1f308}' | '\u{1f3f3}' | '\u{1f3f4}'
        | '\u{1f3fb}'..='\u{1f3ff}' | '\u{1f466}'..='\u{1f469}' | '\u{1f9b0}'..='\u{1f9b3}'
        | '\u{1f9d1}')
}
