//! The text form of a signature: lines of base64 between two rules.

use super::base64;

const FIRST: &str = "-----BEGIN SSH SIGNATURE-----";
const LAST: &str = "-----END SSH SIGNATURE-----";

/// Decodes the text form. Lines end in LF or CRLF. OpenSSH also takes blanks between the digits and
/// any text after the last line; both are refused here.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, &'static str> {
    let mut lines = text.lines();
    if lines.next() != Some(FIRST) {
        return Err("its first line is not `-----BEGIN SSH SIGNATURE-----`");
    }
    if lines.next_back() != Some(LAST) {
        return Err("its last line is not `-----END SSH SIGNATURE-----`");
    }
    let mut digits = String::with_capacity(text.len());
    for line in lines {
        if line.is_empty() {
            return Err("it has an empty line");
        }
        digits.push_str(line);
    }
    base64::decode(&digits).ok_or("the lines between its first and its last are not base64")
}
