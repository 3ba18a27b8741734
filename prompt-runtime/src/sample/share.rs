/// The share of the calls that are sampled.
///
/// ```
/// use prompt_runtime::sample::Share;
///
/// assert_ne!(Share::percent(1), Share::percent(0.5));
/// assert_eq!(Share::percent(250), Share::ALL);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share(u64);

impl Share {
    /// All calls.
    pub const ALL: Self = Self(u64::MAX);

    /// Makes a share of so many calls in a hundred. More than 100 is all calls; less than 0, and a
    /// value that is no number, is none.
    #[must_use]
    pub fn percent(percent: impl Into<f64>) -> Self {
        let percent = percent.into();
        if percent >= 100.0 {
            return Self::ALL;
        }
        // The conversion saturates, and makes 0 of what is no number. 2^64 is a float without a loss.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share has no sign, and a draw no fraction"
        )]
        Self((percent / 100.0 * 18_446_744_073_709_551_616.0) as u64)
    }

    /// Returns the number of draws out of 2^64 that are in the share; the largest number is all.
    pub(super) const fn threshold(self) -> u64 {
        self.0
    }
}
