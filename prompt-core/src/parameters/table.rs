use super::{Kind, Parameter, Place};

/// Passes the rows of the table of parameters to a macro.
///
/// A macro can need the rows as tokens: the fields of a `tracing` span are fixed when the program
/// is compiled. The keys of a row are the fields of [`Parameter`]. `[]` stands for `None`.
#[doc(hidden)]
#[macro_export]
macro_rules! with_parameter_table {
    ($macro:ident) => {
        $macro! {
            {
                name: "temperature",
                attribute: ["gen_ai.request.temperature"],
                in_file: [],
                body: "temperature",
                place: TopLevel,
                kind: Number { least: 0.0, most: 2.0 }
            }
        }
    };
}

macro_rules! optional {
    ([]) => {
        None
    };
    ([$value:literal]) => {
        Some($value)
    };
}

macro_rules! table {
    ($({
        name: $name:literal,
        attribute: $attribute:tt,
        in_file: $in_file:tt,
        body: $body:literal,
        place: $place:ident,
        kind: $($kind:tt)*
    })*) => {
        /// All parameters.
        pub static TABLE: &[Parameter] = &[$(Parameter {
            name: $name,
            attribute: optional!($attribute),
            in_file: optional!($in_file),
            body: $body,
            place: Place::$place,
            kind: Kind::$($kind)*,
        },)*];
    };
}

with_parameter_table!(table);

/// Returns the parameter with a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Parameter> {
    TABLE.iter().find(|parameter| parameter.name == name)
}
