//! Records in a ledger's entry: publication, evidence, sign-offs, pin changes, deprecation and
//! withdrawal.

mod evidence;
mod fields;
mod given_up;
mod pin_move;
mod sign_off;
mod signature;

pub use evidence::{Evidence, Run};
pub(super) use fields::{read_list, read_sha256};
pub use given_up::GivenUp;
pub use pin_move::Move;
pub use sign_off::SignOff;
pub use signature::Signature;
