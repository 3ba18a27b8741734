//! What a call leaves in the binary for `cargo prompts inspect`, which searches the bytes for it.
//!
//! A marker is [`MAGIC`], the length of its fields in two bytes with the lower first, the fields, a
//! line each, and a checksum. The magic has bytes that UTF-8 has not: so no text passes for a
//! marker, not even a prompt that quotes one.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::data::Data;

/// How a marker begins. The digit is that of the format, which `cargo-prompts`'s module
/// `binary::marker` reads.
const MAGIC: &[u8; 16] = b"\xffprompt-marker\xff1";

/// In this order.
const FIELDS: [&str; 6] = [
    "package",
    "id",
    "version",
    "status",
    "environment",
    "sha256",
];

/// An item, to stand in the block of a call. `#[used]` keeps the static in the binary, though
/// nothing refers to it.
pub(crate) fn marker(data: &Data) -> TokenStream {
    let bytes = encode(&FIELDS.map(|field| data.get(field)).join("\n"));
    let (length, bytes) = (
        Literal::usize_unsuffixed(bytes.len()),
        Literal::byte_string(&bytes),
    );
    quote! {
        #[used]
        static PROMPT_MARKER: [::core::primitive::u8; #length] = *#bytes;
    }
}

fn encode(fields: &str) -> Vec<u8> {
    // Names of packages and prompts are parts of paths, and no path is that long.
    let length = u16::try_from(fields.len()).unwrap_or(u16::MAX);
    let mut bytes = [MAGIC.as_slice(), &length.to_le_bytes(), fields.as_bytes()].concat();
    bytes.extend(checksum(&bytes).to_le_bytes());
    bytes
}

/// FNV-1a: enough to tell a marker from one that was cut off or written over.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
