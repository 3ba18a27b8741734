use std::sync::Arc;

use prompt_core::secret::secrets;

use crate::report::{Code, Finding};
use crate::source::{Location, Mark, Source};

/// A warning for each of the first secrets. It points at the beginning that tells the kind.
pub(super) fn findings(source: &Arc<Source>, most: usize) -> Vec<Finding> {
    let secrets = secrets(&source.text, most);
    let findings = secrets.iter().map(|secret| {
        let start = secret.range.start;
        let location = Location::new(source, Mark::at(start, start + secret.shown));
        let message = format!("{} in the text", secret.what);
        let help = "revoke it: whoever has the repository has the secret; then remove it from the file and its history";
        Finding::warning(Code::SecretInPrompt, location, message).help(help.to_owned())
    });
    findings.collect()
}
