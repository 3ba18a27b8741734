//! The choice of an environment in a program that was built for several.
//!
//! A call compares numbers rather than names. Each number is made from a name alone, so that
//! packages which were built for different environments agree on it.

use crate::digest::digest;

/// The number of no environment: none is chosen yet.
pub const NONE: u32 = 0;

/// Returns the number of an environment. Two names have the same number by an accident of one in
/// four billion; within one build, that is an error of the build.
///
/// ```
/// use prompt_core::choice::number;
///
/// assert_ne!(number("staging"), number("production"));
/// ```
#[must_use]
pub const fn number(name: &str) -> u32 {
    let digest = digest(name.as_bytes());
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the upper half is folded into the lower one"
    )]
    let number = (digest ^ (digest >> 32)) as u32;
    if number == NONE { 1 } else { number }
}

/// What a call knows of its build: the package, and the environments that it was built for, with a
/// blank between. None of these names has a blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuildNames<'a>(&'a str);

impl<'a> BuildNames<'a> {
    #[must_use]
    pub const fn new(names: &'a str) -> Self {
        Self(names)
    }

    pub fn package(self) -> &'a str {
        self.0.split(' ').next().unwrap_or_default()
    }

    /// Returns the environment of a build for one.
    pub fn only(self) -> Option<&'a str> {
        let mut names = self.environments();
        names.next().filter(|_| names.next().is_none())
    }

    pub fn environments(self) -> impl Iterator<Item = &'a str> + Clone {
        self.0.split(' ').skip(1)
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;
    use alloc::format;
    use alloc::vec::Vec;

    use super::{BuildNames, NONE, number};

    #[test]
    fn names_that_resemble_each_other_have_different_numbers() {
        let words = ["staging", "production", "prod", "canary", "eu", "us", "qa"];
        let mut names = Vec::new();
        for word in words {
            names.push(word.into());
            for other in words {
                names.push(format!("{word}-{other}"));
                names.extend((0..40).map(|number| format!("{word}_{other}-{number}")));
            }
        }
        let numbers = names.iter().map(|name| number(name));
        assert_eq!(numbers.clone().collect::<BTreeSet<_>>().len(), names.len());
        assert!(numbers.into_iter().all(|number| number != NONE));
    }

    #[test]
    fn the_names_of_a_build_are_read_as_they_are_written() {
        let names = BuildNames::new("sales-desk staging production-canary");
        assert_eq!(names.package(), "sales-desk");
        let environments = names.environments().collect::<Vec<_>>();
        assert_eq!(environments, ["staging", "production-canary"]);
        assert_eq!(names.only(), None);
        assert_eq!(
            BuildNames::new("sales-desk staging").only(),
            Some("staging")
        );
    }
}
