//! Values that a condition tests: of any type that a prompt knows.
//!
//! An expansion writes `known(tested(…).__prompt_tested(…))`: see [`shown`](super::shown).

use alloc::string::ToString as _;
use core::fmt::Display;

use super::shown::{Displays, Lists, Maps, Options, Scalars, Shown, Texts};
use super::{List, Map, Scalar, Text, TextArena, ToScalar};

/// What a condition knows of a value.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tested<'a> {
    Single(Scalar<'a>),
    /// A list with so many items.
    List(usize),
    Object,
}

impl Tested<'_> {
    /// No value.
    pub const NOTHING: Self = Self::Single(Scalar::Nothing);

    /// Returns whether `{{#if}}` passes.
    #[must_use]
    pub fn is_true(self) -> bool {
        match self {
            Self::Single(scalar) => scalar.is_true(),
            Self::List(length) => length != 0,
            Self::Object => true,
        }
    }

    /// Returns whether `{{#with}}` passes.
    #[must_use]
    pub fn is_given(self) -> bool {
        match self {
            Self::Single(scalar) => scalar.is_given(),
            value => value.is_true(),
        }
    }

    /// Returns the value, or `other` if it is nothing.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if self == Self::NOTHING { other } else { self }
    }

    /// Returns data that tests the same: a list with as many items, an object without fields.
    #[cfg(any(feature = "hot-reload", feature = "tracing"))]
    #[must_use]
    pub fn data(self) -> prompt_core::js::Json {
        use prompt_core::js::Json;
        match self {
            Self::Single(scalar) => crate::data::single(scalar),
            Self::List(length) => Json::List(alloc::vec![Json::Null; length]),
            Self::Object => Json::Object(alloc::vec::Vec::new()),
        }
    }
}

/// A value of which a condition knows enough.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected something that a condition can test, found `{Self}`",
    label = "expected a text, a number, a `bool`, a list, a map, a type with `Display`, or an `Option` of one",
    note = "for an object, declare the input under `schema` in the prompt, with its fields"
)]
pub trait IsTested<'a> {
    /// Returns what is known of it.
    fn known(self) -> Tested<'a>;
}

impl<'a> IsTested<'a> for Tested<'a> {
    #[inline]
    fn known(self) -> Self {
        self
    }
}

/// Returns what a condition knows of a value.
#[doc(hidden)]
#[inline]
pub fn known<'a>(value: impl IsTested<'a>) -> Tested<'a> {
    value.known()
}

/// Implements the method for values, each by what is known of it.
macro_rules! tested {
    ($([$($generics:tt)*] $stage:ty: |$value:ident, $arena:ident| $tested:expr;)*) => {$(
        impl<'a, $($generics)*> $stage {
            #[inline]
            pub fn __prompt_tested(self, $arena: &'a TextArena) -> Tested<'a> {
                let $value = self.value();
                $tested
            }
        }
    )*};
}
pub(crate) use tested as impl_tested;

impl_tested! {
    [T: ToScalar + ?Sized] Scalars<'a, T>: |value, _arena| Tested::Single(value.to_scalar());
    [T: Text + ?Sized] Texts<'a, T>: |value, _arena| text(value);
    [T: Text] Texts<'a, Option<T>>: |value, _arena| value.as_ref().map_or(Tested::NOTHING, text);
    [T: List + ?Sized] Lists<'a, T>: |value, _arena| list(value);
    [T: List] Lists<'a, Option<T>>: |value, _arena| value.as_ref().map_or(Tested::NOTHING, list);
    [T: Map + ?Sized] Maps<'a, T>: |_value, _arena| Tested::Object;
    [T: Map] Maps<'a, Option<T>>: |value, _arena| value.as_ref().map_or(Tested::NOTHING, |_| Tested::Object);
    [T: Display] Options<'a, Option<T>>: |value, arena| {
        value.as_ref().map_or(Tested::NOTHING, |value| text(arena.keep(value.to_string())))
    };
    [T: Display + ?Sized] Displays<'a, T>: |value, arena| text(arena.keep(value.to_string()));
}

// A reference to an `Option` is tested as the `Option`.
impl_tested! {
    [T: Text] Texts<'a, &Option<T>>: |value, arena| Texts::from(*value).__prompt_tested(arena);
    [T: List] Lists<'a, &Option<T>>: |value, arena| Lists::from(*value).__prompt_tested(arena);
    [T: Map] Maps<'a, &Option<T>>: |value, arena| Maps::from(*value).__prompt_tested(arena);
    [T: Display] Options<'a, &Option<T>>: |value, arena| Options::from(*value).__prompt_tested(arena);
}

fn text<T: Text + ?Sized>(value: &T) -> Tested<'_> {
    Tested::Single(Scalar::Text(value.as_text()))
}

fn list<T: List + ?Sized>(value: &T) -> Tested<'_> {
    Tested::List(value.items().len())
}

/// Paths. They have no `Display`, because they need not be UTF-8.
#[cfg(feature = "std")]
mod paths {
    use std::path::Path;

    use super::super::shown::{PathOptions, Paths};
    use super::{Tested, TextArena, impl_tested, text};

    impl_tested! {
        [T: AsRef<Path> + ?Sized] Paths<'a, T>: |value, arena| path(value, arena);
        [T: AsRef<Path>] PathOptions<'a, Option<T>>: |value, arena| {
            value.as_ref().map_or(Tested::NOTHING, |value| path(value, arena))
        };
        [T: AsRef<Path>] PathOptions<'a, &Option<T>>: |value, arena| {
            PathOptions::from(*value).__prompt_tested(arena)
        };
    }

    fn path<'a, T: AsRef<Path> + ?Sized>(value: &T, arena: &'a TextArena) -> Tested<'a> {
        text(arena.keep(value.as_ref().to_string_lossy().into_owned()))
    }
}

impl<'a, T: ?Sized> Shown<'a, T> {
    /// Returns the value, of which nothing is known.
    pub fn __prompt_tested(self, _: &'a TextArena) -> &'a T {
        self.value()
    }
}

#[cfg(test)]
mod tests {
    use alloc::borrow::Cow;
    use alloc::collections::{BTreeMap, BTreeSet};
    use alloc::string::String;
    use alloc::vec::Vec;
    use core::fmt;

    use super::super::shown::tested;
    use super::*;

    struct Word(&'static str);

    impl Display for Word {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    /// Whether `{{#if}}` and `{{#with}}` pass, written as an expansion does.
    macro_rules! tests {
        ($value:expr) => {{
            let (value, arena) = ($value, TextArena::default());
            let known = known(tested(&value).__prompt_tested(&arena));
            (known.is_true(), known.is_given())
        }};
    }

    const BOTH: (bool, bool) = (true, true);
    const NEITHER: (bool, bool) = (false, false);

    #[test]
    fn single_values_are_tested_as_they_print() {
        assert_eq!(tests!(3), BOTH);
        assert_eq!(tests!(0), (false, true));
        assert_eq!(tests!(Some(0)), (false, true));
        assert_eq!(tests!(false), NEITHER);
        assert_eq!(tests!(""), NEITHER);
        assert_eq!(tests!(Cow::Borrowed("x")), BOTH);
        assert_eq!(tests!(None::<String>), NEITHER);
        assert_eq!(tests!(Word("")), NEITHER);
        assert_eq!(tests!(Some(Word("x"))), BOTH);
        assert_eq!(tests!(None::<Word>), NEITHER);
        assert_eq!(tests!(&Some(Word("x"))), BOTH);
        assert_eq!(tests!(&None::<Word>), NEITHER);
    }

    #[test]
    fn a_list_is_true_if_it_has_items_and_a_map_always() {
        assert_eq!(tests!(Vec::<Word>::new()), NEITHER);
        assert_eq!(tests!([Word("")]), BOTH);
        assert_eq!(tests!(&BTreeSet::from([1])), BOTH);
        assert_eq!(tests!(Some(Vec::<u8>::new())), NEITHER);
        assert_eq!(tests!(None::<Vec<u8>>), NEITHER);
        assert_eq!(tests!(BTreeMap::<String, u8>::new()), BOTH);
        assert_eq!(tests!(None::<BTreeMap<String, u8>>), NEITHER);
        assert_eq!(tests!(&Some([0])), BOTH);
        assert_eq!(tests!(&None::<Vec<u8>>), NEITHER);
        assert_eq!(tests!(&Some(BTreeMap::<String, u8>::new())), BOTH);
    }

    #[cfg(feature = "json")]
    #[test]
    fn a_value_of_json_is_tested_as_what_it_is() {
        use serde_json::json;
        assert_eq!(tests!(json!([])), NEITHER);
        assert_eq!(tests!(json!([0])), BOTH);
        assert_eq!(tests!(Some(json!({}))), BOTH);
        assert_eq!(tests!(json!(0)), (false, true));
        assert_eq!(tests!(json!(null)), NEITHER);
    }
}
