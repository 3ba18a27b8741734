//! The number of findings that are told of a template.

/// The maximum number of findings about one file.
pub(super) const MAX_FINDINGS: usize = 20;
