//! A ledger that is listed, and whose entries are read one by one, is the ledger that is read as a
//! whole.

use std::collections::BTreeSet;
use std::sync::Arc;

use prompt_build::library::{Ledger, Release};
use prompt_build::report::{Code, Findings};
use prompt_build::source::Source;

use crate::places;

/// Reads a ledger in both ways.
pub fn check(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let source = Source::new("releases.yaml", text);
    let whole = Contents::read(Ledger::read_whole, &source);
    let listed = Contents::read(Ledger::read, &source);
    if whole.codes.contains(Code::InvalidYaml.as_str()) {
        // Entries that can be read by themselves are read, though the whole text is not YAML.
        assert!(!listed.codes.is_empty(), "no error beside {whole:?}");
    } else {
        assert_eq!(listed, whole);
    }
    if whole.codes.is_empty() {
        check_found(&source);
    }
}

/// The releases of a ledger, and the codes of the findings about it.
#[derive(Debug, PartialEq)]
struct Contents {
    releases: Vec<String>,
    codes: BTreeSet<&'static str>,
}

type Open = fn(&Arc<Source>, &mut Findings) -> Option<Ledger>;

impl Contents {
    fn read(open: Open, source: &Arc<Source>) -> Self {
        let mut findings = Findings::default();
        let ledger = open(source, &mut findings);
        let releases = ledger
            .iter()
            .flat_map(|ledger| ledger.releases(&mut findings));
        let releases = releases.map(show).collect();
        places::check(findings.iter());
        let codes = findings.iter().map(|finding| finding.code.as_str());
        Self {
            releases,
            codes: codes.collect(),
        }
    }
}

/// Checks that each release of a sound ledger is found without the others.
fn check_found(source: &Arc<Source>) {
    let open = || Ledger::read(source, &mut Findings::default());
    let ledger = open();
    for release in ledger
        .iter()
        .flat_map(|ledger| ledger.releases(&mut Findings::default()))
    {
        let mut findings = Findings::default();
        let other = open();
        let found = other
            .as_ref()
            .and_then(|ledger| ledger.find(&release.version, &mut findings));
        assert_eq!(found.map(show), Some(show(release)));
        assert!(!findings.has_errors(), "{findings:?}");
    }
}

fn show(release: &Release) -> String {
    format!("{release:?}")
}
