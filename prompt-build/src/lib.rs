//! The build script's half of prompts that the compiler vouches for.
//!
//! A package that embeds prompts has this in its `build.rs`:
//!
//! ```no_run
//! fn main() {
//!     prompt_build::run();
//! }
//! ```
//!
//! It reads `prompts/environments.yaml`, chooses the environment of the build, checks every pin of
//! every environment against the library of released versions, and leaves the pinned texts where
//! the macros of `prompt-runtime` find them. What is wrong is reported, all at once, through Cargo:
//! the build fails, and shows the findings and nothing else.
//!
//! The environment is named by the variable `PROMPT_ENV`; else by exactly one enabled feature that
//! bears an environment's name; else it is the configuration's `default_environment`, but never in
//! a release build.

#![expect(
    clippy::needless_doctest_main,
    reason = "the `main` of a build script is the example"
)]

mod cargo;
mod codegen;
mod model;
mod order;
mod parameters;

// `cargo prompts` uses these modules, so that it never disagrees with the build script. They are
// not part of the public API.
#[doc(hidden)]
pub mod check;
#[doc(hidden)]
pub mod config;
#[doc(hidden)]
pub mod contract;
#[doc(hidden)]
pub mod disk;
#[doc(hidden)]
pub mod hash;
#[doc(hidden)]
pub mod library;
#[doc(hidden)]
pub mod parallel;
#[doc(hidden)]
pub mod pins;
#[cfg(feature = "hot-reload")]
#[doc(hidden)]
pub mod reload;
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod source;
#[doc(hidden)]
pub mod template;
#[doc(hidden)]
pub mod yaml;

use std::path::Path;

use cargo::Invocation;
use codegen::Files;
use disk::Disk;
use report::{Code, Finding};
use source::{Location, Source};

/// Checks the prompts of the package whose build script calls it, and makes the pinned ones ready
/// for the macros.
///
/// The same as `Build::new().run()`.
///
/// ```no_run
/// fn main() {
///     prompt_build::run();
/// }
/// ```
pub fn run() {
    Build::new().run();
}

/// The settings of the check.
///
/// ```no_run
/// // Prompts in another folder, and features named `env-staging`, `env-production`, …
/// prompt_build::Build::new().prompts("assets/prompts").feature_prefix("env-").run();
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is checked until `run` is called"]
pub struct Build {
    prompts: String,
    feature_prefix: String,
}

impl Default for Build {
    fn default() -> Self {
        Self::new()
    }
}

impl Build {
    /// The defaults: the folder `prompts`, and features named as the environments are.
    pub fn new() -> Self {
        Self {
            prompts: "prompts".to_owned(),
            feature_prefix: String::new(),
        }
    }

    /// Sets the folder that holds `environments.yaml`, relative to the package's root, with forward
    /// slashes.
    ///
    /// A folder outside the package would be missing from what `cargo publish` packs; a symbolic
    /// link inside the package to such a folder is followed.
    pub fn prompts(mut self, folder: impl Into<String>) -> Self {
        let folder = folder.into();
        self.prompts = if folder.is_empty() {
            ".".to_owned()
        } else {
            folder
        };
        self
    }

    /// Sets what stands before an environment's name in the name of its feature: with `env-`, the
    /// feature `env-staging` chooses the environment `staging`.
    pub fn feature_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.feature_prefix = prefix.into();
        self
    }

    /// Checks, and makes the pinned prompts ready for the macros.
    ///
    /// To be called from a build script, which ends well even when something is wrong: the findings
    /// fail the build.
    pub fn run(self) {
        match Invocation::read(&self.feature_prefix) {
            Ok(invocation) => self.run_in(&invocation),
            Err(variable) => {
                eprintln!(
                    "prompt-build must run in a build script: Cargo's variable `{variable}` is not set"
                );
                std::process::exit(1);
            }
        }
    }

    fn run_in(&self, invocation: &Invocation) {
        let disk = Disk::new(invocation.manifest_dir.clone());
        let outcome = check::check(&disk, &self.prompts, &invocation.request);
        cargo::rerun_if_changed(
            outcome
                .inputs
                .iter()
                .map(|path| disk.nearest_existing(path)),
        );
        if !outcome.has_errors() {
            let files = codegen::files(&outcome, &invocation.package);
            cargo::report(&outcome.findings());
            write(&invocation.out_dir, &files);
        } else if invocation.is_editor {
            // The next build may be one in a terminal, and must not take this run for a good one.
            cargo::rerun_always();
            write(
                &invocation.out_dir,
                &codegen::editor_files(&outcome, &invocation.package),
            );
        } else {
            cargo::report(&outcome.findings());
        }
    }
}

fn write(out_dir: &Path, files: &Files) {
    cargo::set_digest(codegen::digest(files));
    if let Err(error) = disk::synchronise(&out_dir.join("prompt"), files) {
        let message = format!(
            "the output of the build script cannot be written: {}",
            disk::describe(&error)
        );
        let location = Location::file(&Source::without_text("OUT_DIR"));
        cargo::report(&[&Finding::error(Code::UnwritableOutput, location, message)]);
    }
}
