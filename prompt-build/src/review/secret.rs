use std::sync::Arc;

use prompt_core::secret::Secret;

use crate::report::{Code, Finding};
use crate::source::{Location, Mark, Source};

/// A warning for each of the first secrets, and one for those after them.
pub(super) fn findings(source: &Arc<Source>, most: usize) -> Vec<Finding> {
    let secrets = source.secrets();
    let more = secrets.get(most).map(|next| {
        let message = match secrets.len() - most {
            1 => "one more secret from here on".to_owned(),
            count => format!("{count} more secrets from here on"),
        };
        finding(source, next, message)
    });
    let first = secrets.iter().take(most);
    first
        .map(|secret| finding(source, secret, format!("{} in the text", secret.what)))
        .chain(more)
        .collect()
}

/// It points at the beginning that tells the kind.
fn finding(source: &Arc<Source>, secret: &Secret, message: String) -> Finding {
    let start = secret.range.start;
    let location = Location::new(source, Mark::at(start, start + secret.shown));
    let help = "revoke it: whoever has the repository has the secret; then remove it from the file and its history";
    Finding::warning(Code::SecretInPrompt, location, message).help(help.to_owned())
}
