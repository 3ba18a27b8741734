//! Every input in `fuzz/corpus` and `fuzz/regressions` keeps to the property of its target. To add
//! a case, add a file.

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

/// Makes a test of each target, which is a module of the library.
macro_rules! replay {
    ($($target:ident),* $(,)?) => {
        const TARGETS: &[&str] = &[$(stringify!($target)),*];

        $(
            #[test]
            fn $target() {
                replay(stringify!($target), fuzz_checks::$target::check);
            }
        )*
    };
}

replay!(
    allowed_signers,
    answer,
    ledger,
    marker,
    redaction,
    render,
    signature,
    template,
    wire,
    yaml
);

/// A target that is missing here would never be replayed.
#[test]
fn every_target_is_replayed() {
    let targets = TARGETS.iter().map(ToString::to_string).collect();
    for place in ["corpus", "dictionaries", "fuzz_targets", "regressions"] {
        let stem = |path: PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
        let found = entries(&fuzz().join(place)).into_iter().map(stem);
        assert_eq!(found.collect::<BTreeSet<_>>(), targets, "{place}");
    }
}

fn replay(target: &str, check: fn(&[u8])) {
    let mut failing = Vec::new();
    for place in ["corpus", "regressions"] {
        let folder = fuzz().join(place).join(target);
        let inputs = entries(&folder);
        assert!(!inputs.is_empty(), "no inputs in {}", folder.display());
        for input in inputs {
            let data = fs::read(&input).unwrap();
            failing.extend(catch_unwind(|| check(&data)).err().map(|_| input));
        }
    }
    assert!(failing.is_empty(), "{failing:#?}");
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths = entries
        .map(|entry| entry.unwrap().path())
        .collect::<Vec<_>>();
    paths.sort();
    paths
}

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
