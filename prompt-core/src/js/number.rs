use core::cmp::Ordering;

/// A number of any of Rust's types.
///
/// ```
/// # use prompt_core::js as prompt_runtime;
/// use prompt_runtime::Number;
///
/// assert_eq!(Number::from(3_u8), Number::from(3.0));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Number(Repr);

/// The value of a [`Number`], in the widest type of its kind.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum Repr {
    Signed(i128),
    Unsigned(u128),
    Float(f64),
    /// Kept apart from `Float`, because its shortest decimal digits are others.
    Single(f32),
}

impl Number {
    /// Reads a number in decimal digits, with an exponent where there is one.
    #[doc(hidden)]
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let whole = text.parse().map(Repr::Signed);
        let whole = whole.or_else(|_| text.parse().map(Repr::Unsigned));
        let number = whole.ok().or_else(|| text.parse().map(Repr::Float).ok());
        number.map(Self)
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn repr(self) -> Repr {
        self.0
    }

    /// Returns whether `{{#if}}` passes: the number is neither zero nor NaN.
    #[doc(hidden)]
    #[must_use]
    pub fn is_true(self) -> bool {
        match self.0 {
            Repr::Signed(number) => number != 0,
            Repr::Unsigned(number) => number != 0,
            Repr::Float(number) => number != 0.0 && !number.is_nan(),
            Repr::Single(number) => number != 0.0 && !number.is_nan(),
        }
    }

    /// Returns whether `{{#with}}` passes: the number is not NaN. Zero passes.
    #[doc(hidden)]
    #[must_use]
    pub fn is_given(self) -> bool {
        match self.0 {
            Repr::Signed(_) | Repr::Unsigned(_) => true,
            Repr::Float(number) => !number.is_nan(),
            Repr::Single(number) => !number.is_nan(),
        }
    }

    /// Returns whether JSON can express the number: it is neither NaN nor infinite.
    #[doc(hidden)]
    #[must_use]
    pub fn is_finite(self) -> bool {
        match self.0 {
            Repr::Signed(_) | Repr::Unsigned(_) => true,
            Repr::Float(number) => number.is_finite(),
            Repr::Single(number) => number.is_finite(),
        }
    }

    /// Returns whether the number is whole, and printed without an exponent.
    #[doc(hidden)]
    #[must_use]
    pub fn is_integer(self) -> bool {
        match self.0 {
            Repr::Signed(_) | Repr::Unsigned(_) => true,
            Repr::Float(number) => is_whole(number),
            Repr::Single(number) => is_whole(f64::from(number)),
        }
    }

    /// Returns the index of an item: a whole number that is not negative.
    #[doc(hidden)]
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the number is whole, not negative, and small enough"
    )]
    pub fn to_index(self) -> Option<usize> {
        const MOST: f64 = 9_007_199_254_740_992.0;
        match self.0 {
            Repr::Signed(number) => usize::try_from(number).ok(),
            Repr::Unsigned(number) => usize::try_from(number).ok(),
            Repr::Float(_) | Repr::Single(_) => {
                let number = self.to_f64();
                let is_index = number % 1.0 == 0.0 && (0.0..=MOST).contains(&number);
                is_index.then(|| usize::try_from(number as u64).ok())?
            }
        }
    }

    /// Returns the nearest number of JavaScript.
    #[doc(hidden)]
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "JavaScript has no larger whole numbers"
    )]
    pub fn to_f64(self) -> f64 {
        match self.0 {
            Repr::Signed(number) => number as f64,
            Repr::Unsigned(number) => number as f64,
            Repr::Float(number) => number,
            Repr::Single(number) => f64::from(number),
        }
    }
}

/// Writes the number as JavaScript prints it.
impl core::fmt::Display for Number {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.pad(&super::Digits::of(*self))
    }
}

fn is_whole(number: f64) -> bool {
    number % 1.0 == 0.0 && number.abs() < 1e21
}

/// Compares whole numbers exactly, and others as JavaScript does.
impl Number {
    /// Returns whether a float is the same number.
    fn is_exact(self) -> bool {
        const MOST: u128 = 1 << 53;
        match self.0 {
            Repr::Signed(whole) => whole.unsigned_abs() <= MOST,
            Repr::Unsigned(whole) => whole <= MOST,
            Repr::Float(_) | Repr::Single(_) => true,
        }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (self.0, other.0) {
            (Repr::Signed(a), Repr::Signed(b)) => a == b,
            (Repr::Unsigned(a), Repr::Unsigned(b)) => a == b,
            (Repr::Signed(a), Repr::Unsigned(b)) | (Repr::Unsigned(b), Repr::Signed(a)) => {
                u128::try_from(a) == Ok(b)
            }
            // A whole number is equal to a fraction only if no digit of it is lost.
            _ => self.to_f64() == other.to_f64() && self.is_exact() && other.is_exact(),
        }
    }
}

/// Whole numbers are compared exactly, and others as JavaScript does. NaN is neither less nor greater
/// than any number.
impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.0, other.0) {
            (Repr::Signed(a), Repr::Signed(b)) => Some(a.cmp(&b)),
            (Repr::Unsigned(a), Repr::Unsigned(b)) => Some(a.cmp(&b)),
            (Repr::Signed(a), Repr::Unsigned(b)) => {
                Some(u128::try_from(a).map_or(Ordering::Less, |a| a.cmp(&b)))
            }
            (Repr::Unsigned(_), Repr::Signed(_)) => other.partial_cmp(self).map(Ordering::reverse),
            // The float of a whole number has the same order, unless it has lost digits.
            _ => {
                let order = self.to_f64().partial_cmp(&other.to_f64())?;
                (order.is_ne() || self == other).then_some(order)
            }
        }
    }
}

macro_rules! numbers {
    ($($type:ty => $variant:ident),* $(,)?) => {$(
        impl From<$type> for Number {
            #[inline]
            fn from(number: $type) -> Self {
                Self(Repr::$variant(number.into()))
            }
        }
    )*};
}

numbers! {
    i8 => Signed, i16 => Signed, i32 => Signed, i64 => Signed, i128 => Signed,
    u8 => Signed, u16 => Signed, u32 => Signed, u64 => Signed, u128 => Unsigned,
    f32 => Single, f64 => Float,
}

// The standard library has no conversion of these types that cannot fail. They have at most 64
// bits.
impl From<isize> for Number {
    #[inline]
    fn from(number: isize) -> Self {
        Self(Repr::Signed(number as i128))
    }
}

impl From<usize> for Number {
    #[inline]
    fn from(number: usize) -> Self {
        Self(Repr::Signed(number as i128))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_exactly() {
        for text in [
            "0",
            "-3",
            "18446744073709551616",
            "340282366920938463463374607431768211455",
        ] {
            let number = Number::parse(text).unwrap();
            assert!(number.is_integer());
            assert_eq!(&*crate::js::Digits::of(number), text);
        }
        assert_eq!(Number::parse("1.5e3"), Some(Number::from(1500)));
        assert!(Number::parse("three").is_none());
    }

    /// As floats, the whole numbers of a row would be one.
    #[test]
    fn numbers_are_compared_to_their_last_digit() {
        let of = |text: &str| Number::parse(text).unwrap();
        let rows = [
            ("9007199254740993", "9007199254740993.0", false),
            ("9007199254740992", "9007199254740992.0", true),
            ("18446744073709551615", "1.8446744073709552e19", false),
            ("9223372036854775807", "9223372036854775808", false),
            ("2", "2.0", true),
            ("0.5", "0.50", true),
        ];
        for (a, b, are_same) in rows {
            assert_eq!(of(a) == of(b), are_same, "{a} {b}");
        }
        assert_eq!(Number::from(7_u128), Number::from(7_i8));
        assert_eq!(Number::from(1_u128 << 100), Number::from(1_i128 << 100));
    }

    #[test]
    fn numbers_are_ordered_to_their_last_digit() {
        let of = |text: &str| Number::parse(text).unwrap();
        let rows = [
            ("1", "2"),
            ("-1", "340282366920938463463374607431768211455"),
            ("9007199254740992", "9007199254740993"),
            ("0.5", "1"),
            ("1", "1.5"),
            ("9007199254740993", "9007199254740996.0"),
        ];
        for (less, greater) in rows {
            let (less, greater) = (of(less), of(greater));
            assert_eq!(less.partial_cmp(&greater), Some(Ordering::Less));
            assert_eq!(greater.partial_cmp(&less), Some(Ordering::Greater));
        }
        for equal in [("2", "2.0"), ("0.5", "0.50"), ("-3", "-3")] {
            assert_eq!(of(equal.0).partial_cmp(&of(equal.1)), Some(Ordering::Equal));
        }
        let (nan, lost) = (Number::from(f64::NAN), of("9007199254740992.0"));
        assert_eq!(nan.partial_cmp(&nan), None);
        assert_eq!(of("9007199254740993").partial_cmp(&lost), None);
    }

    #[test]
    fn an_index_is_whole_and_not_negative() {
        let rows = [
            ("0", Some(0)),
            ("7", Some(7)),
            ("7.0", Some(7)),
            ("-1", None),
            ("0.5", None),
            ("1e300", None),
            ("340282366920938463463374607431768211455", None),
        ];
        for (text, index) in rows {
            assert_eq!(Number::parse(text).unwrap().to_index(), index, "{text}");
        }
        assert_eq!(Number::from(f64::NAN).to_index(), None);
    }

    #[test]
    fn zero_and_nan_are_not_true() {
        for number in [Number::from(0), Number::from(-0.0), Number::from(f32::NAN)] {
            assert!(!number.is_true());
        }
        assert!(Number::from(0).is_given() && !Number::from(f64::NAN).is_given());
        assert!(Number::from(0.1_f32).is_true());
    }
}
