use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{escape_json, escape_line, escape_lines, hidden};

/// Texts, and what is hidden in them.
const TEXTS: &[(&str, &str)] = &[
    ("Grüße,\n\tMara", ""),
    ("a\u{200b}b", "200b"),
    ("a\u{200d}b", "200d"),
    ("a\u{200c}b", "200c"),
    ("a\u{feff}b\u{2060}\u{ad}", "feff 2060 ad"),
    ("\u{202e}abc\u{2066}\u{200e}", "202e 2066 200e"),
    ("\u{1b}[8m\u{9b}8m\u{7f}\u{0}\r", "1b 9b 7f 0 d"),
    ("\u{2028}\u{2029}", "2028 2029"),
    ("ok\u{e0041}\u{e0042}", "e0041 e0042"),
    ("a\u{fe0f}\u{e0100}", "fe0f e0100"),
    ("\u{3164}\u{115f}\u{34f}", "3164 115f 34f"),
    (
        "a\u{2800}b\u{fffc}\u{1d159}\u{16fe4}",
        "2800 fffc 1d159 16fe4",
    ),
    ("\u{fdd0}\u{fffe}\u{1ffff}", "fdd0 fffe 1ffff"),
    ("a\u{1160}\u{ffa0}", "1160 ffa0"),
    // Private use, noncharacters, planes without characters.
    ("a\u{e000}b\u{f8ff}", "e000 f8ff"),
    (
        "\u{f0000}\u{ffffd}\u{100000}\u{10fffd}\u{10ffff}",
        "f0000 ffffd 100000 10fffd 10ffff",
    ),
    ("\u{40000}\u{dfffd}\u{e1000}", "40000 dfffd e1000"),
    ("😀\u{e000}\u{200d}\u{f0001}", "e000 200d f0001"),
    // Blanks that are seen as blanks.
    (
        "a\u{a0}\u{1680}\u{2000}\u{2007}\u{200a}\u{202f}\u{205f}\u{3000}b",
        "",
    ),
    ("⠃⠗⠁⠊⠇⠇⠑", ""),
    // Emoji: a heart, a family, a skin tone, the rainbow flag, a keycap, the flag of Scotland.
    ("❤\u{fe0f}", ""),
    ("👨\u{200d}👩\u{200d}👧", ""),
    ("👩🏽\u{200d}💻", ""),
    ("🏳\u{fe0f}\u{200d}🌈", ""),
    ("1\u{fe0f}\u{20e3}", ""),
    (
        "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
        "",
    ),
    // What looks like one and hides something.
    ("1\u{fe0f}", "fe0f"),
    ("😀\u{fe0f}\u{fe0f}", "fe0f"),
    ("😀\u{e0101}", "e0101"),
    ("😀\u{200d}a", "200d"),
    ("\u{1f3f4}\u{e0069}\u{e0067}\u{e006e}", "e0069 e0067 e006e"),
    (
        "\u{1f3f4}\u{e0069}\u{e0067}\u{e006e}\u{e006f}\u{e0072}\u{e0065}\u{e0061}\u{e007f}",
        "e0069 e0067 e006e e006f e0072 e0065 e0061 e007f",
    ),
    (
        "\u{1f3f4}\u{e0073}\u{e0061}\u{e0079}\u{e007f}",
        "e0073 e0061 e0079 e007f",
    ),
    ("😀\u{e0067}", "e0067"),
    // Persian, Hindi, Sinhala, Mongolian; a variant of an ideograph.
    ("می\u{200c}خواهم", ""),
    ("क्\u{200d}ष", ""),
    ("ශ්\u{200d}රී", ""),
    ("ᠠ\u{180b}", ""),
    ("葛\u{e0100}", ""),
    ("می\u{200c}\u{200c}خ", "200c"),
    ("\u{200c}م", "200c"),
    ("م\u{200f}", "200f"),
];

#[test]
fn what_is_hidden() {
    for (text, expected) in TEXTS {
        let found = hidden(text).map(|(at, c)| {
            assert!(text[at..].starts_with(c));
            format!("{:x}", u32::from(c))
        });
        assert_eq!(found.collect::<Vec<_>>().join(" "), *expected, "{text:?}");
    }
}

#[test]
fn escapes() {
    let text = "é\u{9b}8m\u{e0041}\n\t❤\u{fe0f}";
    assert_eq!(escape_line(text), "é\\u{9b}8m\\u{e0041}\\n\\t❤\u{fe0f}");
    assert_eq!(escape_lines(text), "é\\u{9b}8m\\u{e0041}\n\t❤\u{fe0f}");
    assert_eq!(
        escape_json("\"é\u{9b}\u{e0041}\""),
        "\"é\\u009b\\udb40\\udc41\""
    );
}

/// No control, direction or tag character stands between letters without being seen.
#[test]
fn no_invisible_character_comes_out_raw() {
    let controls = (0..0x20).chain(0x7f..0xa0).chain(0x200b..0x2010);
    let others = (0x2028..0x202f)
        .chain(0x2060..0x2070)
        .chain(0xe000..0xf900)
        .chain(0xe0000..0xe0200)
        .chain(0x10_ff00..0x11_0000);
    for c in controls.chain(others).filter_map(char::from_u32) {
        let text = format!("a{c}b");
        assert!(!escape_line(&text).contains(c), "{c:?}");
        let is_layout = matches!(c, '\n' | '\t');
        assert_eq!(escape_lines(&text).contains(c), is_layout, "{c:?}");
    }
    assert_eq!(escape_line("plain").to_string(), String::from("plain"));
}

/// Texts are looked through eight bytes at a time, and the rest of them by bytes.
#[test]
fn a_control_is_found_wherever_it_stands() {
    for byte in 0..0x80_u8 {
        let c = char::from(byte);
        let is_hidden = c.is_ascii_control() && c != '\n' && c != '\t';
        for length in [1, 8, 19] {
            for at in 0..length {
                for around in ["a", " ", "~", "\n"] {
                    let text = (0..length).map(|place| {
                        if place == at {
                            c
                        } else {
                            around.chars().next().unwrap()
                        }
                    });
                    let found = hidden(&text.collect::<String>()).next();
                    assert_eq!(
                        found,
                        is_hidden.then_some((at, c)),
                        "{c:?} at {at} of {length}"
                    );
                }
            }
        }
    }
}
