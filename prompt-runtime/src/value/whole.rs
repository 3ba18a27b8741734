//! All that the compiler knows of a value, whatever its type is: texts and numbers, and those in lists
//! and maps. A secret is looked for in other texts also where the prompt prints nothing of it.
//!
//! An expansion writes `whole(…).__prompt_whole()`: see [`shown`](super::shown).

use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet, LinkedList, VecDeque};
use alloc::rc::Rc;
use alloc::string::{String, ToString as _};
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cell::{Ref, RefMut};
use core::fmt::Display;
use core::num::{NonZero, Saturating, Wrapping};
use core::pin::Pin;

use prompt_core::js::Json;

use super::shown::{
    DisplayLists, Displays, Numbers, Options, ScalarLists, Scalars, Shown, TextLists, Texts, Wholes,
};
use super::{Displayed, List, Scalar, Text, ToNumber, ToScalar};
use crate::Number;
use crate::data::single;

/// A value of which all is known.
#[doc(hidden)]
pub trait Whole {
    /// Returns the value.
    fn whole(&self) -> Json;
}

/// Makes a value of which all that the compiler knows is to be told.
#[doc(hidden)]
#[inline]
pub fn whole<T: ?Sized>(value: &T) -> Wholes<'_, T> {
    value.into()
}

macro_rules! scalars {
    ($($type:ty),* $(,)?) => {$(
        impl Whole for $type {
            fn whole(&self) -> Json {
                single(self.to_scalar())
            }
        }
    )*};
}

scalars!(
    str,
    String,
    bool,
    i8,
    i16,
    i32,
    i64,
    i128,
    isize,
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
    f32,
    f64,
    Number,
    Scalar<'_>,
);

macro_rules! integers {
    ($($type:ty),*) => {$(
        impl Whole for NonZero<$type> {
            fn whole(&self) -> Json {
                Json::Number(self.to_number())
            }
        }
    )*};
}

integers!(
    i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize
);

macro_rules! arithmetic {
    ($($wrapper:ty),*) => {$(
        impl<T: ToNumber> Whole for $wrapper {
            fn whole(&self) -> Json {
                Json::Number(self.to_number())
            }
        }
    )*};
}

arithmetic!(Wrapping<T>, Saturating<T>);

macro_rules! displayed {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        impl<$($generics)*> Whole for $type {
            fn whole(&self) -> Json {
                Json::text(self.to_string())
            }
        }
    )*};
}

displayed! {
    [] char;
    [] core::fmt::Arguments<'_>;
    [] core::net::IpAddr;
    [] core::net::Ipv4Addr;
    [] core::net::Ipv6Addr;
    [] core::net::SocketAddr;
    [] core::net::SocketAddrV4;
    [] core::net::SocketAddrV6;
    [T: Display] Displayed<T>;
}

/// Implements the trait for wrappers that lend their value.
macro_rules! lending {
    ($([$($bound:tt)*] $wrapper:ty;)*) => {$(
        impl<T: Whole $($bound)* + ?Sized> Whole for $wrapper {
            fn whole(&self) -> Json {
                (**self).whole()
            }
        }
    )*};
}

lending! {
    [] &T;
    [] &mut T;
    [] Box<T>;
    [] Rc<T>;
    [] Arc<T>;
    [+ ToOwned] Cow<'_, T>;
    [] Pin<&T>;
    [] Pin<&mut T>;
    [] Pin<Box<T>>;
    [] Pin<Rc<T>>;
    [] Pin<Arc<T>>;
    [] Ref<'_, T>;
    [] RefMut<'_, T>;
}

impl<T: Whole> Whole for Option<T> {
    fn whole(&self) -> Json {
        self.as_ref().map_or(Json::Null, T::whole)
    }
}

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty;)*) => {$(
        impl<T: Whole $($generics)*> Whole for $list {
            fn whole(&self) -> Json {
                Json::List(self.iter().map(T::whole).collect())
            }
        }
    )*};
}

lists! {
    [] [T];
    [, const N: usize] [T; N];
    [] Vec<T>;
    [] VecDeque<T>;
    [] BTreeSet<T>;
    [] LinkedList<T>;
}

#[cfg(feature = "std")]
lists! {
    [, S] std::collections::HashSet<T, S>;
}

/// Implements the trait for maps. Their keys are names, as those of fields are.
macro_rules! maps {
    ($([$($generics:tt)*] $map:ty;)*) => {$(
        impl<K, V: Whole $($generics)*> Whole for $map {
            fn whole(&self) -> Json {
                Json::List(self.values().map(V::whole).collect())
            }
        }
    )*};
}

maps! {
    [] BTreeMap<K, V>;
}

#[cfg(feature = "std")]
maps! {
    [, S] std::collections::HashMap<K, V, S>;
}

/// An entry of a map that is a list of pairs.
impl<K: Whole, V: Whole> Whole for (K, V) {
    fn whole(&self) -> Json {
        Json::List(Vec::from([self.0.whole(), self.1.whole()]))
    }
}

fn items<T: List + ?Sized>(list: &T, of_item: impl Fn(&T::Item) -> Json) -> Json {
    Json::List(list.items().map(of_item).collect())
}

fn text<T: Text + ?Sized>(value: &T) -> Json {
    Json::text(value.as_text())
}

fn displayed<T: Display + ?Sized>(value: &T) -> Json {
    Json::text(value.to_string())
}

/// Implements the method for values, each by what is known of it.
macro_rules! known {
    ($([$($generics:tt)*] $stage:ty: |$value:ident| $whole:expr;)*) => {$(
        impl<'a, $($generics)*> $stage {
            pub fn __prompt_whole(self) -> Json {
                let $value = self.value();
                $whole
            }
        }
    )*};
}

known! {
    [T: Whole + ?Sized] Wholes<'a, T>: |value| value.whole();
    [T: List<Item: ToScalar> + ?Sized] ScalarLists<'a, T>: |value| items(value, |item| single(item.to_scalar()));
    [T: List<Item: Text> + ?Sized] TextLists<'a, T>: |value| items(value, text);
    [T: List<Item: Display> + ?Sized] DisplayLists<'a, T>: |value| items(value, displayed);
    [T: ToScalar + ?Sized] Scalars<'a, T>: |value| single(value.to_scalar());
    [T: Text + ?Sized] Texts<'a, T>: |value| text(value);
    [T: Text] Texts<'a, Option<T>>: |value| value.as_ref().map_or(Json::Null, text);
    [T: ToNumber + ?Sized] Numbers<'a, T>: |value| Json::Number(value.to_number());
    [T: Display] Options<'a, Option<T>>: |value| value.as_ref().map_or(Json::Null, displayed);
    [T: Display + ?Sized] Displays<'a, T>: |value| displayed(value);
}

// A reference to an `Option` is known as the `Option`, and so is an `Option` of a reference.
known! {
    [T: Text] Texts<'a, &Option<T>>: |value| Texts::from(*value).__prompt_whole();
    [T: Display] Options<'a, &Option<T>>: |value| Options::from(*value).__prompt_whole();
}

/// Paths. They have no `Display`, because they need not be UTF-8.
#[cfg(feature = "std")]
mod paths {
    use std::ffi::{OsStr, OsString};
    use std::path::{Path, PathBuf};

    use prompt_core::js::Json;

    use super::super::shown::{PathOptions, Paths};
    use super::Whole;

    impl Whole for Path {
        fn whole(&self) -> Json {
            Json::text(self.to_string_lossy())
        }
    }

    impl Whole for OsStr {
        fn whole(&self) -> Json {
            Json::text(self.to_string_lossy())
        }
    }

    impl Whole for PathBuf {
        fn whole(&self) -> Json {
            self.as_path().whole()
        }
    }

    impl Whole for OsString {
        fn whole(&self) -> Json {
            self.as_os_str().whole()
        }
    }

    known! {
        [T: AsRef<Path> + ?Sized] Paths<'a, T>: |value| value.as_ref().whole();
        [T: AsRef<Path>] PathOptions<'a, Option<T>>: |value| {
            value.as_ref().map_or(Json::Null, |path| path.as_ref().whole())
        };
        [T: AsRef<Path>] PathOptions<'a, &Option<T>>: |value| PathOptions::from(*value).__prompt_whole();
    }
}

/// Values of the crate `serde_json`: `tracing` needs that crate as well.
#[cfg(any(feature = "json", feature = "tracing"))]
mod json_values {
    use alloc::string::{String, ToString as _};

    use prompt_core::js::Json;
    use serde_json::{Map, Number, Value};

    use super::Whole;
    use crate::data::parsed;

    impl Whole for Value {
        fn whole(&self) -> Json {
            parsed(&self.to_string())
        }
    }

    impl Whole for Number {
        fn whole(&self) -> Json {
            parsed(&self.to_string())
        }
    }

    impl Whole for Map<String, Value> {
        fn whole(&self) -> Json {
            Json::List(self.values().map(Value::whole).collect())
        }
    }
}

impl<T: ?Sized> Shown<'_, T> {
    /// Returns nothing: nothing is known of the value.
    #[expect(
        clippy::unused_self,
        reason = "a method, as those of the other stages are"
    )]
    pub fn __prompt_whole(self) -> Json {
        Json::Null
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;
    use core::fmt;

    use super::*;

    struct Word(&'static str);

    impl Display for Word {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    struct Name(&'static str);

    impl Text for Name {
        fn as_text(&self) -> &str {
            self.0
        }
    }

    struct Unknown;

    /// All that is known, written as an expansion does.
    macro_rules! known_of {
        ($value:expr) => {{
            let value = $value;
            super::whole(&value).__prompt_whole().to_string()
        }};
    }

    #[test]
    fn a_value_is_known_with_all_that_is_in_it() {
        let rows = [
            (known_of!("Mara"), "\"Mara\""),
            (known_of!(7.5), "7.5"),
            (known_of!(Some("Mara")), "\"Mara\""),
            (
                known_of!(vec![Some("Mara".to_string()), None]),
                "[\"Mara\",null]",
            ),
            (known_of!([[1, 2], [3, 4]]), "[[1,2],[3,4]]"),
            (known_of!(&[Cow::Borrowed("Mara")][..]), "[\"Mara\"]"),
            (
                known_of!(BTreeMap::from([("vault", vec![Box::new('x')])])),
                "[[\"x\"]]",
            ),
            (known_of!([("seats", Wrapping(4_u8))]), "[[\"seats\",4]]"),
            (known_of!(NonZero::new(4_u8)), "4"),
            (known_of!(Word("Mara")), "\"Mara\""),
            (known_of!(Some(Word("Mara"))), "\"Mara\""),
            (known_of!([Word("Mara")]), "[\"Mara\"]"),
            (known_of!(Name("Mara")), "\"Mara\""),
            (known_of!(&Some(Name("Mara"))), "\"Mara\""),
            (known_of!(&vec![Name("Mara")]), "[\"Mara\"]"),
            (known_of!(None::<String>), "null"),
        ];
        for (known, expected) in rows {
            assert_eq!(known, expected);
        }
    }

    #[test]
    fn of_other_values_nothing_is_known() {
        assert_eq!(known_of!(Unknown), "null");
        assert_eq!(known_of!([Unknown]), "null");
        assert_eq!(known_of!(Some(Unknown)), "null");
    }

    #[cfg(feature = "std")]
    #[test]
    fn a_path_is_known() {
        let path = std::path::Path::new("/srv/mara");
        assert_eq!(known_of!(path), "\"/srv/mara\"");
        assert_eq!(known_of!([path.to_owned()]), "[\"/srv/mara\"]");
        let name = std::ffi::OsString::from("mara");
        assert_eq!(known_of!(Some([name])), "[\"mara\"]");
    }

    #[cfg(any(feature = "json", feature = "tracing"))]
    #[test]
    fn json_is_known() {
        let number = serde_json::Number::from(4711);
        assert_eq!(known_of!(("sum", number)), r#"["sum",4711]"#);
        let json = serde_json::json!({ "vault": ["Mara", 7.5, { "is_open": true }] });
        let known = known_of!(Some(vec![json]));
        assert_eq!(known, r#"[{"vault":["Mara",7.5,{"is_open":true}]}]"#);
    }
}
