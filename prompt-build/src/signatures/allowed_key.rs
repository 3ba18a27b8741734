use super::base64;
use super::field::Field;
use super::invalid_key::InvalidKey;
use super::key_options::KeyOptions;
use super::mistakes::{FORM, Mistakes};
use super::principals;
use super::public_key::{KeyType, PublicKey};
use crate::report::quoted;

/// What the names of key types begin with. No option begins so.
const KEY_TYPES: &[&str] = &["ssh-", "sk-", "ecdsa-", "rsa-", "webauthn-"];
const SUPPORTED: &str = "make a key with `ssh-keygen -t ed25519` or `ssh-keygen -t ed25519-sk`";

/// A line of the file: a key that a person may sign with.
#[derive(Debug, Clone)]
pub(super) struct AllowedKey<'a> {
    pub signer: &'a str,
    pub key: PublicKey,
    pub options: KeyOptions,
    /// The place of the key.
    pub field: Field<'a>,
}

impl<'a> AllowedKey<'a> {
    /// Reads a line. Returns `None` for a blank one, a comment, and one with a mistake. What
    /// follows the key is a comment.
    pub fn read(line: Field<'a>, mistakes: &mut Mistakes<'_>) -> Option<Self> {
        check_characters(line, mistakes)?;
        let (names, rest) = line.split_word()?;
        if names.text.starts_with('#') {
            return None;
        }
        let signer = principals::read(names, mistakes);
        let Some((second, after_second)) = rest.split_word() else {
            return refuse_short(names, mistakes);
        };
        if is_key_type(second.text) {
            let (key, field) = read_key(second, after_second, mistakes)?;
            let options = KeyOptions::default();
            return Some(Self {
                signer: signer?,
                key,
                options,
                field,
            });
        }
        if !second.is_closed() {
            let message = "a quote is not closed".to_owned();
            return mistakes.add(second.range(), message, FORM);
        }
        let options = KeyOptions::read(second, mistakes);
        let Some((key_type, after_type)) = after_second.split_word() else {
            return refuse_short(second, mistakes);
        };
        let (key, field) = read_key(key_type, after_type, mistakes)?;
        Some(Self {
            signer: signer?,
            key,
            options: options?,
            field,
        })
    }
}

/// Refuses control characters, in comments as well: with a carriage return, an editor shows a line
/// that is none.
fn check_characters(line: Field<'_>, mistakes: &mut Mistakes<'_>) -> Option<()> {
    let is_control = |byte: u8| byte.is_ascii_control() && byte != b'\t';
    let Some(at) = line.text.bytes().position(is_control) else {
        return Some(());
    };
    let character = line.part(at..at + 1);
    let message = format!(
        "the control character {} is not supported",
        quoted(character.text)
    );
    mistakes.add(character.range(), message, "remove it")
}

fn is_key_type(text: &str) -> bool {
    KEY_TYPES.iter().any(|start| text.starts_with(start))
}

fn read_key<'a>(
    key_type: Field<'a>,
    rest: Field<'a>,
    mistakes: &mut Mistakes<'_>,
) -> Option<(PublicKey, Field<'a>)> {
    let Some(expected) = KeyType::parse(key_type.text) else {
        let reason = InvalidKey::UnsupportedType(key_type.text.to_owned());
        return mistakes.add(key_type.range(), reason.to_string(), SUPPORTED);
    };
    let Some((field, _)) = rest.split_word() else {
        return refuse_short(key_type, mistakes);
    };
    let Some(bytes) = base64::decode(field.text) else {
        let message = "the key is not base64".to_owned();
        return mistakes.add(field.range(), message, "copy the line of the file `*.pub`");
    };
    match PublicKey::read(&bytes) {
        Ok(key) if key.key_type == expected => Some((key, field)),
        Ok(key) => {
            let (before, within) = (expected.as_str(), key.key_type.as_str());
            let message = format!("the key is of the type `{within}`, not `{before}`");
            mistakes.add(field.range(), message, "copy the line of the file `*.pub`")
        }
        Err(reason) => mistakes.add(field.range(), reason.to_string(), SUPPORTED),
    }
}

fn refuse_short<T>(last: Field<'_>, mistakes: &mut Mistakes<'_>) -> Option<T> {
    let end = last.range().end;
    mistakes.add(end..end, "the key is missing".to_owned(), FORM)
}
