//! The share of all answers that would pass, judged by those of a run.

/// The probability with which the share lies in the interval.
const CONFIDENCE: f64 = 0.95;
/// The halvings of an interval, after which a float cannot tell its ends apart.
const HALVINGS: usize = 60;

/// The lower end of the exact two-sided 95 % interval of Clopper and Pearson, for so many cases of
/// which so many passed. It is the share for which as good a result has a probability of 2.5 %.
pub fn lower_bound(passed: usize, cases: usize) -> f64 {
    if passed == 0 || cases == 0 {
        return 0.0;
    }
    let tail = (1.0 - CONFIDENCE) / 2.0;
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if at_least(passed, cases, middle) < tail {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// The probability that at least so many cases pass, where each does with this share.
fn at_least(passed: usize, cases: usize, share: f64) -> f64 {
    if share <= 0.0 {
        return 0.0;
    }
    if share >= 1.0 {
        return 1.0;
    }
    // The logarithm of the probability of exactly `k`, from one `k` to the next.
    let mut logarithm = float(cases) * (1.0 - share).ln();
    let mut sum = if passed == 0 { logarithm.exp() } else { 0.0 };
    for k in 1..=cases {
        logarithm += (float(cases - k + 1) / float(k)).ln() + share.ln() - (1.0 - share).ln();
        if k >= passed {
            sum += logarithm.exp();
        }
    }
    sum
}

#[expect(clippy::cast_precision_loss, reason = "no dataset has 2^53 cases")]
fn float(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::lower_bound;

    /// The expected values are of another program, which adds exact binomial coefficients.
    #[test]
    fn the_bound_is_that_of_clopper_and_pearson() {
        for (passed, cases, expected) in [
            (40, 40, 0.911_9),
            (0, 40, 0.0),
            (1, 1, 0.025),
            (10, 10, 0.691_5),
            (9, 10, 0.555_0),
            (5, 10, 0.187_1),
            (198, 200, 0.964_3),
            (0, 0, 0.0),
        ] {
            let bound = lower_bound(passed, cases);
            assert!(
                (bound - expected).abs() < 5e-4,
                "{passed} of {cases}: {bound}"
            );
        }
    }

    #[test]
    fn many_cases_have_a_bound() {
        let bound = lower_bound(99_000, 100_000);
        assert!((0.989..0.990).contains(&bound), "{bound}");
    }
}
