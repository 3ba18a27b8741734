//! The build script's half of prompts that the compiler vouches for. The other half is the crate
//! `prompt-runtime`.
//!
//! A package that embeds prompts depends on both. They are not published yet: depend on them by
//! path or git.
//!
//! ```toml
//! [dependencies]
//! prompt-runtime = { path = "../prompt-runtime/prompt-runtime" }
//!
//! [build-dependencies]
//! prompt-build = { path = "../prompt-runtime/prompt-build" }
//! ```
//!
//! Its `build.rs` calls [`run`]:
//!
//! ```no_run
//! fn main() {
//!     prompt_build::run();
//! }
//! ```
//!
//! `run` reads `prompts/environments.yaml`, chooses the environment of the build, and checks every
//! pin of every environment against the library of released versions. It writes the pinned texts to
//! `OUT_DIR`, from which the macros of `prompt-runtime` embed them. If there are errors, the build
//! fails, and Cargo shows all of them and nothing else.
//!
//! # Environment
//!
//! The variable `PROMPT_ENV` names the environment of the build, and `PROMPT_ENVS` names several,
//! with commas between them. If none is set, exactly one enabled feature with the name of an
//! environment does, or else [`Build::environments`]. Otherwise it is the configuration's
//! `default_environment`, except in a release build, which has to name its environment.

#![expect(
    clippy::needless_doctest_main,
    reason = "the `main` of a build script is the example"
)]

mod answers;
mod cargo;
mod codegen;
mod model;
mod order;
mod pin;
mod signer;
mod watch;

// `cargo prompts` uses these modules, so that it never disagrees with the build script. They are
// not part of the public API.
#[doc(hidden)]
pub mod api;
#[doc(hidden)]
pub mod body;
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
pub mod parameters;
#[doc(hidden)]
pub mod payload;
#[doc(hidden)]
pub mod pins;
#[cfg(feature = "hot-reload")]
#[doc(hidden)]
pub mod reload;
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod review;
#[cfg(feature = "signatures")]
#[doc(hidden)]
pub mod signatures;
#[doc(hidden)]
pub mod size_limit;
#[doc(hidden)]
pub mod source;
#[doc(hidden)]
pub mod template;
#[doc(hidden)]
pub mod yaml;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use cargo::Invocation;
use codegen::Files;
use config::Request;
use disk::Disk;
use report::{Code, Finding};
use source::{Location, Source};

/// Checks the prompts of the package, and writes the pinned ones for the macros. Call it from the
/// build script.
///
/// Equivalent to `Build::new().run()`. See [`Build::run`] for errors.
///
/// ```no_run
/// fn main() {
///     prompt_build::run();
/// }
/// ```
pub fn run() {
    Build::new().run();
}

/// Whether this process has checked prompts. A package has one folder of them.
static HAS_RUN: AtomicBool = AtomicBool::new(false);

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
    environments: Option<Vec<String>>,
    is_always: bool,
}

impl Default for Build {
    fn default() -> Self {
        Self::new()
    }
}

impl Build {
    /// Returns the default settings: the folder `prompts`, and features with the names of the
    /// environments.
    pub fn new() -> Self {
        Self {
            prompts: "prompts".to_owned(),
            feature_prefix: String::new(),
            environments: None,
            is_always: false,
        }
    }

    /// Sets the folder of `environments.yaml`, relative to the package's root, with forward
    /// slashes.
    ///
    /// The folder has to be inside the package, because `cargo publish` packs nothing else. It may
    /// be a symbolic link to a folder outside.
    pub fn prompts(mut self, folder: impl Into<String>) -> Self {
        let folder = folder.into();
        self.prompts = if folder.is_empty() {
            ".".to_owned()
        } else {
            folder
        };
        self
    }

    /// Sets the prefix of the features that name an environment. With the prefix `env-`, the
    /// feature `env-staging` chooses the environment `staging`.
    pub fn feature_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.feature_prefix = prefix.into();
        self
    }

    /// Names several environments for one program, which chooses among them when it starts, by
    /// `choose_environment!` of `prompt-runtime`. With one name, the build is for that environment.
    ///
    /// The variables `PROMPT_ENV` and `PROMPT_ENVS` and a cargo feature of an environment's name come
    /// before it.
    ///
    /// ```no_run
    /// prompt_build::Build::new().environments(["staging", "production"]).run();
    /// ```
    pub fn environments(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.environments = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Runs the check in every build, and compiles the package anew each time.
    ///
    /// Cargo runs the build script again when the time of a file or folder below the prompts has
    /// changed. Some stores give all files the same time, as that of Nix does, and some copies keep
    /// the times of what they replace. If prompts of such a store are built more than once in one
    /// target directory, a build could otherwise carry those of an earlier one.
    pub fn always(mut self) -> Self {
        self.is_always = true;
        self
    }

    /// Checks the prompts of the package, and writes the pinned ones for the macros. Call it from
    /// the build script.
    ///
    /// # Errors
    ///
    /// Errors in the prompts are printed as `cargo::error` lines, which fail the build. The
    /// function returns all the same, so that Cargo shows these lines alone. Outside of a build
    /// script, the function prints an error and exits the process with status 1. So does a second
    /// call, which would replace the prompts of the first one.
    pub fn run(self) {
        if HAS_RUN.swap(true, Ordering::Relaxed) {
            eprintln!(
                "prompt-build must run once in a build script: a second run would replace the prompts of the first"
            );
            std::process::exit(1);
        }
        match Invocation::read(self.request()) {
            Ok(invocation) => self.run_in(&invocation),
            Err(variable) => {
                eprintln!(
                    "prompt-build must run in a build script: Cargo's variable `{variable}` is not set"
                );
                std::process::exit(1);
            }
        }
    }

    /// Returns what the build script says of the choice.
    fn request(&self) -> Request {
        Request {
            feature_prefix: self.feature_prefix.clone(),
            of_build_script: self.environments.clone(),
            ..Request::default()
        }
    }

    fn run_in(&self, invocation: &Invocation) {
        let disk = Disk::new(invocation.manifest_dir.clone());
        let outcome = check::check(&disk, &self.prompts, &invocation.request);
        cargo::rerun_if_changed(&watch::watched(&disk, &self.prompts, &outcome));
        cargo::set_folder(&invocation.manifest_dir);
        if self.is_always {
            cargo::rerun_always();
        }
        if !outcome.has_errors() {
            let files = codegen::files(&outcome, &invocation.package);
            cargo::report(&outcome.findings());
            write(&invocation.out_dir, &files);
        } else if invocation.is_editor {
            // The next build may be one in a terminal, and must not take this run for a good one.
            cargo::rerun_always();
            cargo::warn(&outcome.findings());
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
