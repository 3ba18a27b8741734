//! Whether one of two texts passes more cases than the other, or chance explains the difference.

use serde::Serialize;

/// The probability up to which chance does not explain a difference.
const SIGNIFICANT: f64 = 0.05;

/// `McNemar`'s exact test, of cases that both sides were asked. Cases that pass with both sides or fail
/// with both say nothing of the difference, so only the others are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairedTest {
    /// The number of cases that pass with the first side alone.
    pub only_a: usize,
    pub only_b: usize,
}

/// The side that passes more cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    A,
    B,
    CannotTell,
}

impl PairedTest {
    /// The probability of a difference that is at least as large, if each of these cases passed with
    /// either side by chance.
    pub fn p_value(self) -> f64 {
        p_value(self.only_a.min(self.only_b), self.only_a + self.only_b)
    }

    pub fn better(self) -> Better {
        if self.p_value() > SIGNIFICANT {
            Better::CannotTell
        } else if self.only_a > self.only_b {
            Better::A
        } else {
            Better::B
        }
    }

    /// The number of differing cases at which the test can tell at the earliest: if all further ones
    /// pass with the side that has more of them now.
    pub fn least_differing(self) -> usize {
        let fewer = self.only_a.min(self.only_b);
        let is_enough = |cases: usize| p_value(fewer, cases) <= SIGNIFICANT;
        let (mut low, mut high) = (self.only_a + self.only_b, fewer.max(1) * 2);
        if is_enough(low) {
            return low;
        }
        while !is_enough(high) {
            high *= 2;
        }
        while high - low > 1 {
            let middle = usize::midpoint(low, high);
            if is_enough(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        high
    }
}

/// Twice the probability that at most so many of the cases fall to one side, each with one half.
fn p_value(fewer: usize, cases: usize) -> f64 {
    // The logarithm of the probability of exactly `k`, from one `k` to the next.
    let mut logarithm = -float(cases) * std::f64::consts::LN_2;
    let mut sum = logarithm.exp();
    for k in 1..=fewer {
        logarithm += (float(cases - k + 1) / float(k)).ln();
        sum += logarithm.exp();
    }
    (2.0 * sum).min(1.0)
}

#[expect(clippy::cast_precision_loss, reason = "no dataset has 2^53 cases")]
fn float(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::{Better, PairedTest};

    fn test(only_a: usize, only_b: usize) -> PairedTest {
        PairedTest { only_a, only_b }
    }

    /// The expected values are sums of exact binomial coefficients over powers of two.
    #[test]
    fn the_probability_is_that_of_the_exact_test() {
        for (only_a, only_b, expected) in [
            (0, 0, 1.0),
            (1, 0, 1.0),
            (0, 5, 2.0 / 32.0),
            (6, 0, 2.0 / 64.0),
            (3, 3, 1.0),
            (1, 8, 20.0 / 512.0),
            (2, 8, 112.0 / 1024.0),
            (10, 20, 0.098_737_146_7),
        ] {
            let p_value = test(only_a, only_b).p_value();
            assert!(
                (p_value - expected).abs() < 1e-9,
                "{only_a} {only_b}: {p_value}"
            );
            let turned = test(only_b, only_a).p_value();
            assert!(
                (p_value - turned).abs() < 1e-12,
                "{only_a} {only_b}: {turned}"
            );
        }
    }

    #[test]
    fn it_says_which_side_is_better_or_that_it_cannot_tell() {
        for (only_a, only_b, expected) in [
            (0, 0, Better::CannotTell),
            (5, 0, Better::CannotTell),
            (6, 0, Better::A),
            (0, 6, Better::B),
            (1, 8, Better::B),
            (8, 2, Better::CannotTell),
        ] {
            assert_eq!(test(only_a, only_b).better(), expected, "{only_a} {only_b}");
        }
    }

    #[test]
    fn it_says_how_many_cases_must_differ_at_least() {
        for (only_a, only_b, expected) in [
            (0, 0, 6),
            (3, 0, 6),
            (0, 5, 6),
            (4, 1, 9),
            (2, 8, 12),
            (7, 0, 7),
        ] {
            let found = test(only_a, only_b).least_differing();
            assert_eq!(found, expected, "{only_a} {only_b}");
        }
    }

    #[test]
    fn many_cases_have_a_probability() {
        let p_value = test(50_000, 50_900).p_value();
        assert!((0.004..0.005).contains(&p_value), "{p_value}");
        assert!(test(1_000_000, 0).p_value() < 1e-300);
    }
}
