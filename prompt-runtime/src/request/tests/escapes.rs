//! Strings are escaped as `serde_json` escapes them.

use alloc::format;
use alloc::string::String;

use proptest::prelude::*;

use super::super::json::{Length, Sink};
use super::{APIS, body_of};
use crate::{Message, Role};

fn check(text: &str) {
    let expected = serde_json::to_string(text).unwrap();
    let mut json = String::new();
    json.string(text);
    assert_eq!(json, expected);
    let mut length = Length::default();
    length.string(text);
    assert_eq!(length.0, expected.len(), "{text:?}");
}

#[test]
fn every_character_of_one_byte_and_some_of_several() {
    for char in ('\0'..='\u{ff}').chain(['\u{2028}', '\u{feff}', '\u{1F600}', '\u{10ffff}']) {
        check(&format!("{char}"));
        check(&format!("before {char}{char} after"));
    }
    check("");
}

proptest! {
    #[test]
    fn any_text(text in r#"[\PC\x00-\x1f"\\\x7f]{0,60}"#) {
        check(&text);
    }

    #[test]
    fn any_message_is_measured_as_it_is_written(text in r#"[\PC\x00-\x1f"\\]{0,60}"#) {
        let messages = [Message::new(Role::System, text.clone()), Message::new(Role::User, text)];
        for api in APIS {
            body_of(api, &messages);
        }
    }
}
