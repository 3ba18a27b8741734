//! Measures a rendering with the feature `sample`: without it, without a sampler, and with one.

#[path = "../bench/inputs.rs"]
mod inputs;
#[path = "../../calls/measure/mod.rs"]
mod measure;

use std::env;
use std::hint::black_box;

use inputs::{EMAIL, Email, INCIDENT, Incident};
use measure::{Contender, compare, contender};
use prompt_runtime::Rendered;
use prompt_runtime::sample::{Sampler, Share, stop};

/// Renders both prompts, with the macro that a set of features chooses. The functions are not inlined,
/// so that none is measured with more of its caller than the others.
macro_rules! renderings {
    ($module:ident, $($macro:ident)::+) => {
        mod $module {
            use super::{Email, Incident, Rendered};

            #[inline(never)]
            pub(super) fn email(email: &Email<'_>) -> Rendered {
                let Email { customer, company, product } = email;
                $($macro)::+! { [prompt_runtime] "sales-email", customer, company, product }
            }

            #[inline(never)]
            pub(super) fn incident(incident: &Incident<'_>) -> Rendered {
                let Incident { severity, service, region, lead, channel, workaround, messages } = incident;
                $($macro)::+! {
                    [prompt_runtime] "incident-summary",
                    severity, service, region, lead, channel, workaround, messages
                }
            }
        }
    };
}

// One program cannot have a crate with a feature and without it. The procedural macros have no features:
// `prompt_runtime` chooses one of them by its own.
renderings!(without_feature, prompt_macros::prompt);
renderings!(with_feature, prompt_macros::prompt_with_sample);

/// The same draws in each run.
const SEED: u64 = 2026;

fn main() {
    if env::var("CALL").is_ok_and(|call| call == "incident") {
        compare_calls(
            "incident: six texts, a section, a loop of five",
            || without_feature::incident(black_box(&INCIDENT)),
            || with_feature::incident(black_box(&INCIDENT)),
        );
    } else {
        compare_calls(
            "email: three texts",
            || without_feature::email(black_box(&EMAIL)),
            || with_feature::email(black_box(&EMAIL)),
        );
    }
}

fn compare_calls(title: &str, without: fn() -> Rendered, with: fn() -> Rendered) {
    let sampled = |name, percent| {
        Contender::new(name, move |times| {
            let sink = |line: &str| _ = black_box(line.len());
            let sampler = Sampler::new(Share::percent(percent), sink);
            sampler.seed(SEED).install();
            for _ in 0..times {
                black_box(&with());
            }
            stop();
        })
    };
    let contenders = [
        contender!("without the feature", without()),
        contender!("the feature, no sampler", with()),
        sampled("a sampler of 1 %", 1),
        sampled("a sampler of 100 %", 100),
    ];
    compare(title, &contenders);
}
