//! Whatever stands in a file or a signature: no panic, and nothing altered is accepted.

use prompt_build::report::Findings;
use prompt_build::signatures::{AllowedSigners, SshSignature};
use prompt_build::source::Source;
use proptest::prelude::*;

use crate::cases::{MESSAGE, NAMESPACE};
use crate::file::findings;
use crate::forge::{SoftKey, armored};
use crate::moment;

/// The pieces of files, and texts that resemble them.
const PIECES: &[&str] = &[
    "mara",
    "ben",
    ",",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "#",
    "\"",
    "\\\"",
    "\\",
    "=",
    "*",
    "!",
    "\0",
    "é",
    "ssh-ed25519",
    "ssh-rsa",
    "sk-ssh-ed25519@openssh.com",
    "AAAA",
    "AAAAC3NzaC1lZDI1NTE5AAAAI",
    "==",
    "namespaces",
    "namespaces=\"",
    "valid-after=\"",
    "valid-before=\"",
    "20260101Z\"",
    "20260101",
    "cert-authority",
    " KEY\n",
];

proptest! {
    #[test]
    fn files_never_panic(text in prop_oneof![pieces(), any::<String>()]) {
        let lines = text.split('\n').count();
        for (line, column, message) in findings(&text) {
            prop_assert!(line <= lines && column > 0 && !message.is_empty());
        }
    }

    #[test]
    fn texts_never_panic(text in any::<String>(), bytes: Vec<u8>) {
        _ = SshSignature::read(&text);
        _ = SshSignature::read(&armored(&bytes));
        _ = SshSignature::read(&armored(&[b"SSHSIG\0\0\0\x01", &bytes[..]].concat()));
    }

    #[test]
    fn a_cut_signature_is_refused(cut: prop::sample::Index, is_hardware: bool) {
        let bytes = signature(is_hardware);
        prop_assert!(SshSignature::read(&armored(&bytes[..cut.index(bytes.len())])).is_err());
        let text = armored(&bytes);
        // Without its last line end, the text is whole.
        prop_assert!(SshSignature::read(&text[..cut.index(text.len() - 1)]).is_err());
    }

    #[test]
    fn a_changed_character_of_the_text_is_refused(
        place: prop::sample::Index,
        character in "[ -~\n\r]",
        is_hardware: bool,
    ) {
        let text = armored(&signature(is_hardware));
        let at = place.index(text.len() - 1);
        prop_assume!(text[at..=at] != character);
        let changed = format!("{}{character}{}", &text[..at], &text[at + 1..]);
        // A line may end elsewhere.
        prop_assume!(changed.replace('\n', "") != text.replace('\n', ""));
        prop_assert!(!is_accepted(&key(is_hardware).line(), NAMESPACE, MESSAGE, &changed));
    }

    #[test]
    fn a_flipped_bit_is_never_accepted(
        part in 0..4,
        place: prop::sample::Index,
        bit in 0..8_u8,
        is_hardware: bool,
    ) {
        let flipped = |bytes: &[u8]| {
            let mut bytes = bytes.to_vec();
            let at = place.index(bytes.len());
            bytes[at] ^= 1 << bit;
            bytes
        };
        let key = key(is_hardware);
        let mut key_bytes = key.bytes();
        let (mut namespace, mut message) = (NAMESPACE.to_owned(), MESSAGE.to_vec());
        let mut signature = signature(is_hardware);
        match part {
            0 => key_bytes = flipped(&key_bytes),
            1 => namespace = String::from_utf8_lossy(&flipped(namespace.as_bytes())).into_owned(),
            2 => message = flipped(&message),
            _ => signature = flipped(&signature),
        }
        let line = crate::forge::key_line(key.key_type, &key_bytes);
        prop_assert!(!is_accepted(&line, &namespace, &message, &armored(&signature)));
    }
}

#[test]
fn what_the_properties_alter_is_accepted_as_it_is() {
    for is_hardware in [false, true] {
        let text = armored(&signature(is_hardware));
        let line = key(is_hardware).line();
        assert!(is_accepted(&line, NAMESPACE, MESSAGE, &text));
    }
}

fn pieces() -> impl Strategy<Value = String> {
    let key = SoftKey::plain(3).line();
    let piece = prop::sample::select(PIECES).prop_map(move |piece| piece.replace("KEY", &key));
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn key(is_hardware: bool) -> SoftKey {
    if is_hardware {
        SoftKey::hardware(4, "ssh:")
    } else {
        SoftKey::plain(3)
    }
}

fn signature(is_hardware: bool) -> Vec<u8> {
    key(is_hardware).sign(NAMESPACE, MESSAGE, 1).bytes()
}

fn is_accepted(key: &str, namespace: &str, message: &[u8], text: &str) -> bool {
    let source = Source::new("allowed_signers", format!("mara {key}\n"));
    let allowed = AllowedSigners::read(&source, &mut Findings::default());
    let at = moment("20261005120000");
    allowed
        .verify("mara", namespace, message, text, &at)
        .is_ok()
}
