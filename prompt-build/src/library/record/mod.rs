//! Records in a ledger's entry: publication, evidence, sign-offs, pin changes, deprecation and
//! withdrawal.

mod confirmation;
mod evidence;
mod fields;
mod judge;
mod pin_change;
mod records;
mod repeat;
mod retirement;
mod sign_off;
mod signature;
#[cfg(test)]
mod tests;
mod threshold;

pub use confirmation::Confirmation;
pub use evidence::{Evidence, Run};
pub(super) use fields::read_sha256;
pub use judge::Judge;
pub use pin_change::PinChange;
pub(super) use records::Records;
pub use repeat::read_repeat;
pub use retirement::Retirement;
pub use sign_off::SignOff;
pub use signature::Signature;
pub use threshold::{meets, read_threshold};
