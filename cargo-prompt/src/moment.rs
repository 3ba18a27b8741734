//! The time, as ledgers have it.

use jiff::Timestamp;

/// Now, in RFC 3339, to the second.
pub fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
