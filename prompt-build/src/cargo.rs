//! The only module that reads Cargo's environment variables and prints `cargo::` lines.

use std::env;
use std::path::PathBuf;

use crate::config::Request;
use crate::report::{Finding, Severity, render};

/// What Cargo tells a build script, as far as it matters here.
#[derive(Debug)]
pub struct Invocation {
    pub manifest_dir: PathBuf,
    pub out_dir: PathBuf,
    pub package: String,
    pub request: Request,
    /// Whether an editor's language server runs the build script: then a failure would leave it
    /// with no `OUT_DIR` at all, and the user with a misleading error.
    pub is_editor: bool,
}

/// The variable that names the environment.
const PROMPT_ENV: &str = "PROMPT_ENV";
/// What rust-analyzer sets when it runs build scripts: the one with a cargo before 1.89, the other
/// since, to be given the option `--compile-time-deps`.
const EDITOR: [&str; 2] = [
    "RA_RUSTC_WRAPPER",
    "__CARGO_TEST_CHANNEL_OVERRIDE_DO_NOT_USE_THIS",
];

impl Invocation {
    /// Reads the variables; fails with the name of one that Cargo would have set.
    pub fn read(feature_prefix: &str) -> Result<Self, &'static str> {
        let var = |name: &'static str| env::var_os(name).ok_or(name);
        Ok(Self {
            manifest_dir: var("CARGO_MANIFEST_DIR")?.into(),
            out_dir: var("OUT_DIR")?.into(),
            package: var("CARGO_PKG_NAME")?.to_string_lossy().into_owned(),
            request: Request {
                variable: env::var_os(PROMPT_ENV)
                    .map(|name| name.to_string_lossy().into_owned())
                    .filter(|name| !name.is_empty()),
                features: enabled_features(),
                feature_prefix: feature_prefix.to_owned(),
                release: var("PROFILE")? == "release",
            },
            is_editor: EDITOR
                .iter()
                .any(|variable| env::var_os(variable).is_some()),
        })
    }
}

fn enabled_features() -> std::collections::BTreeSet<String> {
    let names = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let features = names.filter_map(|name| name.strip_prefix("CARGO_FEATURE_").map(str::to_owned));
    // Cargo's own feature is on unless it is turned off: it chooses nothing.
    features.filter(|feature| feature != "DEFAULT").collect()
}

/// Tells Cargo when to run the build script again: when one of these paths changes, or the variable
/// does.
pub fn rerun_if_changed<'a>(paths: impl IntoIterator<Item = &'a str>) {
    println!("cargo::rerun-if-env-changed={PROMPT_ENV}");
    for path in paths {
        println!("cargo::rerun-if-changed={path}");
    }
}

/// Tells Cargo to run the build script again in any case: it does where a path does not exist, and
/// below a file there is none.
pub fn rerun_always() {
    println!("cargo::rerun-if-changed=Cargo.toml/findings");
}

/// Makes the outcome part of the crate's environment: an editor that caches expansions sees it
/// change, and the macros see that this build script, not an earlier one, has written what they
/// read.
pub fn set_digest(digest: u64) {
    println!("cargo::rustc-env=PROMPT_DIGEST={digest:016x}");
}

/// Shows findings, a `cargo::` line for each line of theirs. Errors fail the build once the script
/// has ended, and the script ends well all the same: Cargo then shows them and nothing else.
pub fn report(findings: &[&Finding]) {
    for finding in findings {
        let directive = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        for line in render(finding).lines() {
            println!("cargo::{directive}={line}");
        }
    }
}
