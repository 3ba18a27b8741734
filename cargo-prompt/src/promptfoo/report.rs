//! What `promptfoo eval -o results.json` leaves, held against what it was given.
use crate::ending::Failure;
use crate::trial::{Outcome, Rehearsal};
use std::path::Path;
pub struct Report;
impl Report {
    pub fn read(_: &Path) -> Result<Self, Failure> {
        Ok(Self)
    }
    pub fn outcome<'a>(&self, rehearsal: &'a Rehearsal<'a>) -> Result<Outcome<'a>, Failure> {
        Ok(Outcome::reported(rehearsal, String::new()))
    }
}
