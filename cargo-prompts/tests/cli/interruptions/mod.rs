//! Nothing is lost: a kill at any step, a full disk at any step, several commands at a time, files
//! edited to nonsense.

mod edits;
mod full;
mod journals;
mod kill;
mod places;
mod scenario;
mod stopped;

pub use scenario::{ENDPOINT, SCENARIOS};
pub use stopped::{JOURNAL, PROMOTION, STATE, decided, drafted, half_made};
