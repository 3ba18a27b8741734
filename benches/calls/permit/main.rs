//! Measures a permit beside governor alone.

#[path = "../measure/mod.rs"]
mod measure;

use std::hint::black_box;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::{Quota, RateLimiter};
use measure::{compare, contender};
use prompt_runtime::environment;
use prompt_runtime::limit::Limiter;

const LEFT: &str = "the burst is larger than what is measured";

/// Every call gets its permit.
fn main() {
    let burst = NonZeroU32::new(1 << 31).expect("it is not zero");
    let quota = Quota::with_period(Duration::from_secs(1))
        .expect("it is not zero")
        .allow_burst(burst);
    let alone = RateLimiter::direct(quota);
    let limiter = Limiter::builder(environment!()).burst(burst).build();
    let contenders = [
        contender!("governor: `check`", black_box(&alone).check().expect(LEFT)),
        contender!(
            "`Limiter::try_acquire`",
            black_box(&limiter).try_acquire().expect(LEFT)
        ),
    ];
    compare("a permit", &contenders);
}
