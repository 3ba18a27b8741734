//! What a ledger says of a release beyond its text: who published it, what was run on it, who
//! signed it off, where it was pinned, and why it was given up.

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
