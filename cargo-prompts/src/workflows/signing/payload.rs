//! What is signed: it is read from the ledger as it would be, so that exactly that is signed which a
//! build will read.

use prompt_build::config::Config;
use prompt_build::library::{LEDGER, Ledger};
use prompt_build::payload::Subject;
use prompt_build::report::Findings;
use prompt_build::source::Source;
use semver::Version;

use crate::project::edit::LedgerText;
use crate::report::failure::Failure;

/// The payload of a record in a ledger, which is found in the release.
pub fn payload(
    config: &Config,
    (prompt, version): (&str, &Version),
    ledger: LedgerText,
    of: impl Fn(Subject<'_>) -> Option<String>,
) -> Result<String, Failure> {
    let mut findings = Findings::default();
    let source = Source::new(format!("{prompt}/{LEDGER}"), ledger.into_text());
    let payload = Ledger::read(&source, &mut findings).and_then(|ledger| {
        let release = ledger.find(version, &mut findings)?;
        of(Subject {
            library: &config.trust.library,
            prompt,
            release,
        })
    });
    payload.ok_or_else(|| findings.into())
}
