//! The first field of a line: the person whose key it is.

use prompt_core::signer::{LONGEST, is_same_signer, is_signer};

use super::field::Field;
use super::mistakes::{FORM, Mistakes};
use crate::report::quoted;

const ONE_KEY_ONE_PERSON: &str = "give each person a line and a key of their own";

/// Reads the list of names. It is one name, or several spellings of it: with two names, one key
/// would sign as two people.
pub(super) fn read<'a>(list: Field<'a>, mistakes: &mut Mistakes<'_>) -> Option<&'a str> {
    let mut signer: Option<Field<'a>> = None;
    let mut is_valid = true;
    for name in list.split_commas() {
        is_valid &= check_name(name, mistakes).is_some();
        match signer {
            _ if !is_signer(name.text) => {}
            None => signer = Some(name),
            Some(first) => is_valid &= check_same(first, name, mistakes).is_some(),
        }
        if mistakes.are_many() {
            break;
        }
    }
    signer.filter(|_| is_valid).map(|signer| signer.text)
}

fn check_name(name: Field<'_>, mistakes: &mut Mistakes<'_>) -> Option<()> {
    if is_signer(name.text) {
        return Some(());
    }
    let shown = quoted(name.text);
    if name.text.contains(['*', '?', '!']) {
        let message = format!("the pattern {shown} is not supported, expected a name");
        return mistakes.add(name.range(), message, ONE_KEY_ONE_PERSON);
    }
    let message = format!(
        "invalid name {shown}, expected 1 to {LONGEST} letters (a to z), digits and `. _ @ + -`"
    );
    mistakes.add(name.range(), message, FORM)
}

fn check_same(first: Field<'_>, name: Field<'_>, mistakes: &mut Mistakes<'_>) -> Option<()> {
    if is_same_signer(first.text, name.text) {
        return Some(());
    }
    let message = format!(
        "one key for two people, {} and {}",
        quoted(first.text),
        quoted(name.text)
    );
    let second = (name.range(), message, ONE_KEY_ONE_PERSON);
    mistakes.add_second(second, (first.range(), "the first name"))
}
