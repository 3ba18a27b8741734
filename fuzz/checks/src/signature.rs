//! Whatever stands in the place of a signature, it is read or rejected. One text alone is the
//! signature of a message by a key, so nobody makes another one of it.
//!
//! An input is a text, or the bytes that a text encodes.

use prompt_build::signatures::SshSignature;

/// A message.
pub const MESSAGE: &[u8] = b"the message";
/// The signature of the message, by `ssh-keygen -Y sign`.
pub const SIGNATURE: &str = "\
-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgmqiohZpmO8W5Z2yj5e+Eg9yMHs
V4KPN/mly9AIehNskAAAAHcHJvbXB0cwAAAAAAAAAGc2hhNTEyAAAAUwAAAAtzc2gtZWQy
NTUxOQAAAEDKkubL3QN1b0ydFdrlJbj7Kx354RhT7Lm+Lp08lyxswAJHZP4LgqGb56sp2G
SWKDp6cBBiXaZFxw462tFQcDsP
-----END SSH SIGNATURE-----
";

/// The rule before a signature.
const FIRST: &str = "-----BEGIN SSH SIGNATURE-----";
/// The rule after it.
const LAST: &str = "-----END SSH SIGNATURE-----";

/// Reads a signature, and holds the message against it.
pub fn check(data: &[u8]) {
    match str::from_utf8(data) {
        Ok(text) if text.starts_with(FIRST) => check_text(text),
        _ => check_text(&armored(&base64(data))),
    }
    let made = SshSignature::read(SIGNATURE).expect("`ssh-keygen` made it");
    assert_eq!(made.matches(data), data == MESSAGE);
}

fn check_text(text: &str) {
    let Ok(signature) = SshSignature::read(text) else {
        return;
    };
    if signature.matches(MESSAGE) {
        assert_eq!(digits(text), digits(SIGNATURE), "another signature matches");
    }
    // Line breaks mean nothing.
    let other = SshSignature::read(&armored(&digits(text)));
    let other = other.expect("it is the same signature on one line");
    assert_eq!(format!("{other:?}"), format!("{signature:?}"));
}

/// The lines of a signature without its rules, as one.
fn digits(text: &str) -> String {
    text.lines()
        .filter(|line| ![FIRST, LAST].contains(line))
        .collect()
}

fn armored(digits: &str) -> String {
    [FIRST, "\n", digits, "\n", LAST, "\n"].concat()
}

/// The base64 of bytes, digit by digit.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bit = |at: usize| {
        bytes
            .get(at / 8)
            .map_or(0, |byte| usize::from(byte >> (7 - at % 8) & 1))
    };
    let digit = |at: usize| (0..6).fold(0, |digit, next| digit << 1 | bit(6 * at + next));
    let count = (bytes.len() * 8).div_ceil(6);
    let digits = (0..count).map(|at| char::from(DIGITS[digit(at)]));
    digits
        .chain(std::iter::repeat_n('=', (4 - count % 4) % 4))
        .collect()
}
