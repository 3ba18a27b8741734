//! The properties that fuzzing tests, a module for each target.
//!
//! `check` of a module takes any bytes, and panics if they violate the property. The targets in
//! `fuzz/fuzz_targets` call it with inputs that libFuzzer makes. The test `replay` calls it with
//! the files of `fuzz/corpus` and `fuzz/regressions`.
//!
//! Some of the code under test is in crates that export nothing else than macros or a program. The
//! modules take those files in by their paths.

#![expect(
    clippy::missing_panics_doc,
    reason = "each check panics where its property is violated"
)]

pub mod allowed_signers;
pub mod answer;
mod case;
pub mod ledger;
pub mod marker;
mod places;
pub mod redaction;
pub mod render;
mod rules;
pub mod signature;
pub mod template;
mod values;
pub mod wire;
pub mod yaml;
