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

    /// Returns the number plus one. A whole number stays exact.
    #[doc(hidden)]
    #[must_use]
    pub fn successor(self) -> Self {
        Self(match self.0 {
            Repr::Signed(number) => match number.checked_add(1) {
                Some(next) => Repr::Signed(next),
                None => Repr::Unsigned(number.unsigned_abs() + 1),
            },
            Repr::Unsigned(number) => match number.checked_add(1) {
                Some(next) => Repr::Unsigned(next),
                None => Repr::Float(self.to_f64() + 1.0),
            },
            Repr::Float(number) => Repr::Float(number + 1.0),
            Repr::Single(number) => Repr::Single(number + 1.0),
        })
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

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

/// Compares the values of the numbers exactly, whatever their types. NaN is neither less nor greater
/// than any number.
impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.whole(), other.whole()) {
            (Some(a), Some(b)) => Some(a.cmp(&b)),
            (Some(whole), None) => whole.compare(other.to_f64()),
            (None, Some(whole)) => whole.compare(self.to_f64()).map(Ordering::reverse),
            (None, None) => self.to_f64().partial_cmp(&other.to_f64()),
        }
    }
}

/// The value of a whole type.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Whole {
    /// A negative number.
    Below(i128),
    /// Zero or more.
    From(u128),
}

impl Number {
    fn whole(self) -> Option<Whole> {
        match self.0 {
            Repr::Signed(number) => {
                Some(u128::try_from(number).map_or(Whole::Below(number), Whole::From))
            }
            Repr::Unsigned(number) => Some(Whole::From(number)),
            Repr::Float(_) | Repr::Single(_) => None,
        }
    }
}

impl Whole {
    /// Compares the number with a float, which is not rounded: a float of a large whole number has
    /// lost its last digits.
    fn compare(&self, float: f64) -> Option<Ordering> {
        match *self {
            _ if float.is_nan() => None,
            Self::Below(_) if float >= 0.0 => Some(Ordering::Less),
            Self::Below(number) => Some(compare_magnitude(number.unsigned_abs(), -float).reverse()),
            Self::From(_) if float < 0.0 => Some(Ordering::Greater),
            Self::From(number) => Some(compare_magnitude(number, float)),
        }
    }
}

/// Compares with a float that is not negative.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the float is not negative, and only its fraction is cut"
)]
fn compare_magnitude(whole: u128, float: f64) -> Ordering {
    /// One more than the largest `u128`.
    const END: f64 = 340_282_366_920_938_463_463_374_607_431_768_211_456.0;
    if float >= END {
        return Ordering::Less;
    }
    let fraction = if float % 1.0 > 0.0 {
        Ordering::Less
    } else {
        Ordering::Equal
    };
    whole.cmp(&(float as u128)).then(fraction)
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
    use alloc::format;
    use alloc::string::String;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_largest_numbers_have_a_successor() {
        for (number, expected) in [
            (
                Number::from(i128::MAX),
                "170141183460469231731687303715884105728",
            ),
            (Number::from(u128::MAX), "3.402823669209385e+38"),
            (Number::from(-1_i8), "0"),
            (Number::from(0.1_f32), "1.1"),
            (Number::from(f64::NAN), "NaN"),
        ] {
            assert_eq!(format!("{}", number.successor()), expected);
        }
    }

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
            ("9007199254740992.0", "9007199254740993"),
            ("18446744073709551615", "1.8446744073709552e19"),
            ("-1.5", "-1"),
            ("-2", "-1.5"),
            ("-0.5", "0"),
            (
                "340282366920938463463374607431768211455",
                "3.402823669209385e38",
            ),
            ("340282366920938463463374607431768211455", "1e300"),
            ("-1e300", "-170141183460469231731687303715884105728"),
        ];
        for (less, greater) in rows {
            let (less, greater) = (of(less), of(greater));
            assert_eq!(less.partial_cmp(&greater), Some(Ordering::Less));
            assert_eq!(greater.partial_cmp(&less), Some(Ordering::Greater));
        }
        let equals = [
            ("2", "2.0"),
            ("0.5", "0.50"),
            ("-3", "-3"),
            ("0", "-0.0"),
            ("10000000000000000", "1e16"),
            ("1152921504606846976", "1152921504606846976.0"),
            ("-9223372036854775808", "-9223372036854775808.0"),
        ];
        for equal in equals {
            assert_eq!(of(equal.0).partial_cmp(&of(equal.1)), Some(Ordering::Equal));
        }
        for other in [Number::from(f64::NAN), of("3"), of("0.5")] {
            assert_eq!(Number::from(f64::NAN).partial_cmp(&other), None);
            assert_eq!(other.partial_cmp(&Number::from(f32::NAN)), None);
        }
    }

    /// Compares by all decimal digits that the numbers have.
    fn order_of_digits(whole: i128, float: f64) -> Ordering {
        let digits = |text: String| format!("{:0>1400}", text.trim_start_matches('-'));
        let whole_digits = digits(format!("{whole}.{:0<1074}", ""));
        let float_digits = digits(format!("{float:.1074}"));
        match (whole < 0, float < 0.0) {
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => whole_digits.cmp(&float_digits),
            (true, true) => float_digits.cmp(&whole_digits),
        }
    }

    fn check_order(whole: i128, float: f64) {
        let order = order_of_digits(whole, float);
        let (a, b) = (Number::from(whole), Number::from(float));
        assert_eq!(a.partial_cmp(&b), Some(order), "{whole} {float}");
        assert_eq!(b.partial_cmp(&a), Some(order.reverse()), "{float} {whole}");
        assert_eq!(a == b, order.is_eq(), "{whole} {float}");
    }

    proptest! {
        /// Exactly one of less, equal and greater holds, and the right one: for floats of any
        /// exponent, and for whole numbers beside a float.
        #[test]
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "numbers beside those that are lost")]
        fn a_whole_number_and_a_float_have_one_order(
            bits in any::<i128>(), shift in 0..128_u32, nudge in -2..3_i128,
            float in proptest::num::f64::POSITIVE | proptest::num::f64::NEGATIVE
                | proptest::num::f64::ZERO | proptest::num::f64::SUBNORMAL,
        ) {
            let whole = bits >> shift;
            let near = whole as f64;
            for (whole, float) in [(whole, float), (whole, near), ((near as i128).saturating_add(nudge), near), (whole, near / 2.0)] {
                check_order(whole, float);
            }
        }
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
