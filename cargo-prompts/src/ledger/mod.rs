//! What is written: changes as a whole, edits that keep the layout, and what goes into ledgers.

pub mod change;
pub mod edit;
pub mod evidence;
pub mod moment;
pub mod people;
pub mod pin_record;
