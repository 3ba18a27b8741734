//! What is allowed, as pure functions: version numbers against changes, and what a promotion
//! demands.

pub mod bump;
pub mod pins_before;
pub mod promotion;
