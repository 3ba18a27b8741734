//! The only module that reads Cargo's environment variables and prints `cargo::` lines.

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use prompt_core::hidden::escape_commands;

use crate::config::{DEFAULT_FEATURE, Request, feature_name};
use crate::report::{Finding, Severity, render};

/// The part of Cargo's environment that this crate uses.
#[derive(Debug)]
pub struct Invocation {
    pub manifest_dir: PathBuf,
    pub out_dir: PathBuf,
    pub package: String,
    pub request: Request,
    /// Set if an editor's language server runs the build script. A failure would leave it without
    /// `OUT_DIR`, and show the user a misleading error.
    pub is_editor: bool,
}

/// The variable that names the environment.
const PROMPT_ENV: &str = "PROMPT_ENV";
/// The variable that names several.
const PROMPT_ENVS: &str = "PROMPT_ENVS";
/// rust-analyzer sets one of these when it runs build scripts: the first with a cargo before 1.89,
/// the second since. Empty or `0`, it counts as not set.
const EDITOR: [&str; 2] = [
    "RA_RUSTC_WRAPPER",
    "__CARGO_TEST_CHANNEL_OVERRIDE_DO_NOT_USE_THIS",
];

impl Invocation {
    /// Reads the variables, and adds them to the request.
    ///
    /// # Errors
    ///
    /// Returns the name of a variable that is not set, though Cargo sets it for build scripts.
    pub fn read(request: Request) -> Result<Self, &'static str> {
        let var = |name: &'static str| env::var_os(name).ok_or(name);
        let release = var("PROFILE")? == "release";
        Ok(Self {
            manifest_dir: var("CARGO_MANIFEST_DIR")?.into(),
            out_dir: var("OUT_DIR")?.into(),
            package: var("CARGO_PKG_NAME")?.to_string_lossy().into_owned(),
            request: Request {
                variable: given(PROMPT_ENV),
                variable_of_several: given(PROMPT_ENVS),
                features: enabled_features(
                    &var("CARGO_CFG_FEATURE")?.to_string_lossy(),
                    |feature| env::var_os(format!("CARGO_FEATURE_{feature}")).is_some(),
                ),
                release,
                ..request
            },
            // Nobody ships what an editor builds, and nobody's editor builds for release.
            is_editor: !release
                && EDITOR
                    .into_iter()
                    .filter_map(env::var_os)
                    .any(|value| is_on(&value)),
        })
    }
}

/// Returns the value of a variable. An empty one counts as not set.
fn given(variable: &str) -> Option<String> {
    env::var_os(variable)
        .map(|value| value.to_string_lossy().into_owned())
        .filter(|value| !value.is_empty())
}

/// Returns `true` for the value of a variable that turns something on.
fn is_on(value: &OsStr) -> bool {
    !value.is_empty() && value != "0"
}

/// The features of this package: those that cargo names in both ways. The variables
/// `CARGO_FEATURE_…` alone would not do: in a cargo that the build script of another package runs,
/// those of that package are set as well. The list `CARGO_CFG_FEATURE` alone would not do either: a
/// `--cfg feature` in `RUSTFLAGS` stands in it, too.
fn enabled_features(list: &str, is_set: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let features = list.split(',').filter(|feature| !feature.is_empty());
    features
        .filter(|feature| *feature != DEFAULT_FEATURE && is_set(&feature_name(feature)))
        .map(str::to_owned)
        .collect()
}

/// Tells Cargo to run the build script again when a variable or one of these paths changes. If a
/// path cannot be told, the script runs in every build.
pub fn rerun_if_changed(paths: &[String]) {
    for variable in [PROMPT_ENV, PROMPT_ENVS] {
        println!("cargo::rerun-if-env-changed={variable}");
    }
    for path in paths {
        if fits_in_a_line(path) {
            println!("cargo::rerun-if-changed={path}");
        } else {
            rerun_always();
        }
    }
}

/// Returns `true` if Cargo reads the value as it is from the end of a line. It would read a second
/// line as another instruction, and removes blanks at the end.
fn fits_in_a_line(value: &str) -> bool {
    !value.contains(['\n', '\r']) && !value.ends_with(char::is_whitespace)
}

/// Tells Cargo to run the build script in every build, by naming a path that cannot exist: one
/// below a file.
pub fn rerun_always() {
    println!("cargo::rerun-if-changed=Cargo.toml/findings");
}

/// Puts a digest of the output into the crate's environment. An editor that caches expansions sees
/// the change, and the macros can tell the output of this run from that of an earlier one.
pub fn set_digest(digest: u64) {
    println!("cargo::rustc-env=PROMPT_DIGEST={digest:016x}");
}

/// Tells the macros which package's folder this run was for. Cargo takes two checkouts that share a
/// target folder for one, so the next build can be of the other.
pub fn set_folder(manifest_dir: &Path) {
    // Without it, the macros compare nothing.
    if let Some(folder) = manifest_dir.to_str().filter(|path| fits_in_a_line(path)) {
        println!("cargo::rustc-env=PROMPT_PACKAGE_FOLDER={folder}");
    }
}

/// Prints each line of each finding as a `cargo::` line. Errors fail the build after the script has
/// exited with success, and Cargo shows nothing but them.
pub fn report(findings: &[&Finding]) {
    for finding in findings {
        let directive = match finding.severity {
            Severity::Error => "error",
            Severity::Warning | Severity::Note => "warning",
        };
        for line in lines(finding) {
            println!("cargo::{directive}={line}");
        }
    }
}

/// Prints each line of each finding as a warning, also those of errors.
pub fn warn(findings: &[&Finding]) {
    for line in findings.iter().flat_map(|finding| lines(finding)) {
        println!("cargo::warning={line}");
    }
}

/// The lines of a finding. None of them is a command for the CI service that shows them.
fn lines(finding: &Finding) -> Vec<String> {
    let lines = escape_commands(&render(finding), "\\u{23}");
    lines.lines().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{enabled_features, fits_in_a_line, is_on};

    /// The list that the compiler gets, the variables of cargo, and the features that count.
    const FEATURES: &[(&str, &str, &str)] = &[
        ("", "", ""),
        ("default,staging", "DEFAULT STAGING", "staging"),
        ("prod-eu,tracing", "PROD_EU TRACING", "prod-eu tracing"),
        ("PRODUCTION", "PRODUCTION", "PRODUCTION"),
        // `RUSTFLAGS='--cfg feature="production"'`.
        ("production", "", ""),
        // Of the package whose build script runs this cargo.
        ("staging", "STAGING PRODUCTION", "staging"),
    ];

    #[test]
    fn a_variable_that_is_empty_or_0_turns_nothing_on() {
        for (value, expected) in [("", false), ("0", false), ("1", true), ("nightly", true)] {
            assert_eq!(is_on(value.as_ref()), expected, "{value:?}");
        }
    }

    #[test]
    fn cargo_gets_a_path_as_it_is_or_not_at_all() {
        let rows = [
            ("prompts", true),
            ("prompts/.. /a b", true),
            ("prompts ", false),
            ("prompts/../library\t", false),
            ("prompts\u{a0}", false),
            ("prompts\ncargo::warning=x", false),
            ("prompts\rx", false),
        ];
        for (path, fits) in rows {
            assert_eq!(fits_in_a_line(path), fits, "{path:?}");
        }
    }

    #[test]
    fn a_feature_counts_if_cargo_names_it_in_both_ways() {
        for (list, variables, expected) in FEATURES {
            let is_set = |feature: &str| variables.split(' ').any(|known| known == feature);
            let features = enabled_features(list, is_set)
                .into_iter()
                .collect::<Vec<_>>();
            assert_eq!(features.join(" "), *expected, "{list}, {variables}");
        }
    }
}
