use core::fmt::{self, Write as _};
use core::ops::Deref;

use super::number::{Number, Repr};

/// More than any number takes: `i128::MIN` has 40 characters.
const CAPACITY: usize = 48;

/// A number as JavaScript prints it.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Digits {
    bytes: [u8; CAPACITY],
    length: usize,
}

impl Digits {
    /// Prints a number: `1.0` is `1`, and what is very large or very small has an exponent.
    #[must_use]
    pub fn of(number: Number) -> Self {
        let mut digits = Self {
            bytes: [0; CAPACITY],
            length: 0,
        };
        // There is room for every number, so that writing cannot fail.
        _ = match number.repr() {
            Repr::Signed(number) => match i64::try_from(number) {
                Ok(number) => write!(digits, "{number}"),
                Err(_) => write!(digits, "{number}"),
            },
            Repr::Unsigned(number) => write!(digits, "{number}"),
            Repr::Float(number) => {
                digits.float(number, |digits| write!(digits, "{:e}", number.abs()))
            }
            Repr::Single(number) => digits.float(f64::from(number), |digits| {
                write!(digits, "{:e}", number.abs())
            }),
        };
        digits
    }

    /// Writes a number of which another function gives the shortest digits, in the form `1.25e-7`.
    fn float(
        &mut self,
        number: f64,
        shortest: impl FnOnce(&mut Self) -> fmt::Result,
    ) -> fmt::Result {
        if number.is_nan() {
            return self.write_str("NaN");
        }
        if number < 0.0 {
            self.write_str("-")?;
        }
        if number.is_infinite() {
            return self.write_str("Infinity");
        }
        let mut scientific = Self {
            bytes: [0; CAPACITY],
            length: 0,
        };
        shortest(&mut scientific)?;
        let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
        let exponent = exponent.parse::<i32>().unwrap_or_default();
        let (first, rest) = mantissa.split_at(1);
        let rest = rest.trim_start_matches('.');
        match exponent {
            0..=20 => self.plain(first, rest, exponent.unsigned_abs() as usize),
            -6..=-1 => {
                self.write_str("0.")?;
                (1..-exponent).try_for_each(|_| self.write_str("0"))?;
                self.write_str(first)?;
                self.write_str(rest)
            }
            _ => {
                let sign = if exponent < 0 { "-" } else { "+" };
                let point = if rest.is_empty() { "" } else { "." };
                write!(
                    self,
                    "{first}{point}{rest}e{sign}{}",
                    exponent.unsigned_abs()
                )
            }
        }
    }

    /// The digits with the point after `exponent` of those that follow the first.
    fn plain(&mut self, first: &str, rest: &str, exponent: usize) -> fmt::Result {
        self.write_str(first)?;
        let (whole, fraction) = rest.split_at(exponent.min(rest.len()));
        self.write_str(whole)?;
        (whole.len()..exponent).try_for_each(|_| self.write_str("0"))?;
        if fraction.is_empty() {
            return Ok(());
        }
        self.write_str(".")?;
        self.write_str(fraction)
    }
}

/// Like that of `str`, but before that of any trait in the user's scope.
#[expect(clippy::len_without_is_empty, reason = "nobody asks")]
impl Digits {
    /// The length of the text.
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.length
    }
}

impl fmt::Write for Digits {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        self.bytes
            .get_mut(self.length..end)
            .ok_or(fmt::Error)?
            .copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

impl Deref for Digits {
    type Target = str;

    fn deref(&self) -> &str {
        // Only whole texts are written.
        core::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Digits, Number};

    #[test]
    fn numbers_as_javascript_prints_them() {
        let numbers = [
            (Number::from(0.0), "0"),
            (Number::from(-0.0), "0"),
            (Number::from(1.0), "1"),
            (Number::from(-2.5), "-2.5"),
            (Number::from(1234.5678), "1234.5678"),
            (Number::from(0.1_f32), "0.1"),
            (Number::from(100.0), "100"),
            (Number::from(1e20), "100000000000000000000"),
            (
                Number::from(123_456_789_012_345_680_000.0),
                "123456789012345680000",
            ),
            (Number::from(1e21), "1e+21"),
            (Number::from(-1.5e300), "-1.5e+300"),
            (Number::from(0.000_001), "0.000001"),
            (Number::from(0.000_001_5), "0.0000015"),
            (Number::from(1.5e-7), "1.5e-7"),
            (Number::from(5e-324), "5e-324"),
            (Number::from(f64::MAX), "1.7976931348623157e+308"),
            (Number::from(f64::NAN), "NaN"),
            (Number::from(f64::NEG_INFINITY), "-Infinity"),
            (
                Number::from(i128::MIN),
                "-170141183460469231731687303715884105728",
            ),
            (
                Number::from(u128::MAX),
                "340282366920938463463374607431768211455",
            ),
            (Number::from(-7_i8), "-7"),
        ];
        for (number, text) in numbers {
            assert_eq!(&*Digits::of(number), text);
        }
    }
}
