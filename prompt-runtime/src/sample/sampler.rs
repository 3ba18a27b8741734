//! The sampler of the process, and the draw.

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt;
use core::hash::{BuildHasher as _, Hasher as _};
use core::sync::atomic::{AtomicU64, Ordering};
use std::collections::hash_map::RandomState;
use std::sync::{PoisonError, RwLock};

use super::{Share, Sink};
use crate::{Logging, Prompt};

/// The number of draws that are sampled, out of 2^64; 0 while there is no sampler. It is apart from the
/// rest, so that a call reads nothing else.
static THRESHOLD: AtomicU64 = AtomicU64::new(0);
/// The state of the random numbers.
static STATE: AtomicU64 = AtomicU64::new(0);
static INSTALLED: RwLock<Option<Arc<Sampler>>> = RwLock::new(None);

/// The step between the states of `SplitMix64`.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// Hands a share of the calls to a sink.
///
/// ```
/// use prompt_runtime::sample::{Sampler, Share};
///
/// let sampler = Sampler::new(Share::percent(1), |line: &str| println!("{line}"));
/// sampler.install();
/// ```
#[must_use = "`install` begins to sample"]
pub struct Sampler {
    share: Share,
    sink: Box<dyn Sink>,
    seed: Option<u64>,
    takes_structured: bool,
}

impl Sampler {
    /// Makes a sampler. It does nothing before it is [installed](Self::install).
    pub fn new(share: Share, sink: impl Sink + 'static) -> Self {
        Self {
            share,
            sink: Box::new(sink),
            seed: None,
            takes_structured: false,
        }
    }

    /// Fixes the calls that are drawn: with the same seed and share, these are the same of the calls
    /// after [`install`](Self::install), by their number. This is for tests.
    pub fn seed(self, seed: u64) -> Self {
        Self {
            seed: Some(seed),
            ..self
        }
    }

    /// Samples in environments with `logging: structured` as well, which log no content.
    ///
    /// Without it, none of their calls is sampled, since the inputs are content. Say it only if people
    /// may store them where this sink puts them.
    pub fn even_if_structured(self) -> Self {
        Self {
            takes_structured: true,
            ..self
        }
    }

    /// Begins to sample the calls of this process, in place of a sampler that was installed before.
    pub fn install(self) {
        let random = || RandomState::new().build_hasher().finish();
        STATE.store(self.seed.unwrap_or_else(random), Ordering::Relaxed);
        let threshold = self.share.threshold();
        replace(Some(Arc::new(self)), threshold);
    }

    /// Returns whether calls of a prompt may be sampled.
    fn takes(&self, prompt: &Prompt) -> bool {
        self.takes_structured || prompt.logging() != Logging::Structured
    }

    pub(super) fn sink(&self) -> &dyn Sink {
        &*self.sink
    }
}

/// Shows the share, and not the sink.
impl fmt::Debug for Sampler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Sampler");
        debug.field("share", &self.share).finish_non_exhaustive()
    }
}

/// Installs a sampler without further settings: `Sampler::new(share, sink).install()`.
///
/// ```
/// use prompt_runtime::sample::{self, Share};
///
/// sample::install(Share::percent(1), |line: &str| println!("{line}"));
/// ```
pub fn install(share: Share, sink: impl Sink + 'static) {
    Sampler::new(share, sink).install();
}

/// Ends the sampling. The sink is dropped once the last call that uses it has ended.
///
/// ```
/// prompt_runtime::sample::stop();
/// ```
pub fn stop() {
    replace(None, 0);
}

fn replace(sampler: Option<Arc<Sampler>>, threshold: u64) {
    let mut installed = INSTALLED.write().unwrap_or_else(PoisonError::into_inner);
    let before = core::mem::replace(&mut *installed, sampler);
    THRESHOLD.store(threshold, Ordering::Relaxed);
    drop(installed);
    // The sink is the user's code, and may install another sampler when it is dropped.
    drop(before);
}

/// Returns the sampler if the next call is drawn, and its prompt may be sampled.
#[inline]
pub(super) fn draw(prompt: &Prompt) -> Option<Arc<Sampler>> {
    let threshold = THRESHOLD.load(Ordering::Relaxed);
    if threshold == 0 || !is_drawn(threshold) {
        return None;
    }
    drawn(prompt)
}

/// Draws a random number. The largest threshold is all calls.
fn is_drawn(threshold: u64) -> bool {
    let state = STATE.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
    threshold == u64::MAX || mixed(state) < threshold
}

#[cold]
fn drawn(prompt: &Prompt) -> Option<Arc<Sampler>> {
    let installed = INSTALLED.read().unwrap_or_else(PoisonError::into_inner);
    installed
        .as_ref()
        .filter(|sampler| sampler.takes(prompt))
        .cloned()
}

/// Makes a random number of a state, as `SplitMix64` does.
const fn mixed(state: u64) -> u64 {
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_splitmix64() {
        // The first numbers of the reference implementation, from the seed 1234567.
        let states = (1..=3).map(|count: u64| 1_234_567_u64.wrapping_add(STEP.wrapping_mul(count)));
        let numbers = states.map(mixed).collect::<alloc::vec::Vec<_>>();
        assert_eq!(
            numbers,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn a_share_is_that_share_of_the_draws() {
        for (percent, fewest, most) in [(0.0, 0, 0), (1.0, 900, 1_100), (50.0, 49_500, 50_500)] {
            let threshold = Share::percent(percent).threshold();
            let states = (1..=100_000_u64).map(|count| STEP.wrapping_mul(count));
            let count = states.filter(|state| mixed(*state) < threshold).count();
            assert!((fewest..=most).contains(&count), "{percent}: {count}");
        }
        for percent in [f64::NAN, -1.0] {
            assert_eq!(Share::percent(percent), Share::percent(0));
        }
        assert_eq!(Share::percent(f64::INFINITY), Share::ALL);
    }
}
