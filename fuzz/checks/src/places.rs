use prompt_build::report::{self, Finding};

/// Checks that findings lie within their texts, on the boundaries of characters, and that they can
/// be shown.
pub fn check<'a>(findings: impl IntoIterator<Item = &'a Finding>) {
    for finding in findings {
        let related = finding.related.as_ref().map(|(location, _)| location);
        for location in [&finding.location].into_iter().chain(related) {
            assert!(
                location.source.text.get(location.span()).is_some(),
                "outside of the text: {:?} of {finding:?}",
                location.span()
            );
        }
        report::render(finding);
    }
}
