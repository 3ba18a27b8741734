//! JSON as JavaScript prints it: `1.0` is `1`.

use alloc::string::String;
use alloc::vec::Vec;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

use crate::{Digits, Number};

/// `JSON.stringify` indents by ten blanks at most.
const BLANKS: &[u8] = b"          ";

pub(super) fn print<T: Serialize + ?Sized>(value: &T, indent: usize) -> String {
    let mut bytes = Vec::new();
    let result = match BLANKS.get(..indent) {
        None | Some([]) => value.serialize(&mut Serializer::with_formatter(
            &mut bytes,
            Numbers(CompactFormatter),
        )),
        Some(blanks) => {
            let formatter = Numbers(PrettyFormatter::with_indent(blanks));
            value.serialize(&mut Serializer::with_formatter(&mut bytes, formatter))
        }
    };
    match (result, String::from_utf8(bytes)) {
        (Ok(()), Ok(json)) => json,
        _ => "null".into(),
    }
}

/// A formatter whose numbers are JavaScript's.
struct Numbers<F>(F);

/// Forwards the methods that do not write numbers.
macro_rules! pass_on {
    ($($method:ident($($argument:ident: $type:ty),*);)*) => {$(
        #[inline]
        fn $method<W: Write + ?Sized>(&mut self, writer: &mut W, $($argument: $type),*) -> io::Result<()> {
            self.0.$method(writer, $($argument),*)
        }
    )*};
}

impl<F: Formatter> Formatter for Numbers<F> {
    fn write_f32<W: Write + ?Sized>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        writer.write_all(Digits::of(Number::from(value)).as_bytes())
    }

    fn write_f64<W: Write + ?Sized>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        writer.write_all(Digits::of(Number::from(value)).as_bytes())
    }

    pass_on! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        begin_object_value();
        end_object_value();
    }
}
