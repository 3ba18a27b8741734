//! `cargo prompts init`.

use std::env;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use prompt_build::check::CONFIGURATION;
use prompt_build::disk::describe;

use crate::commands::options::Options;
use crate::project::manifest::{MANIFEST, Manifest};
use crate::project::starter;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::say;

/// Makes a prompts folder with a configuration and a first prompt, and a build script
///
/// At the root of the package that the working directory is in. Nothing that is there is ever
/// overwritten: where there is a configuration nothing is made at all, and a build script that is
/// there stays as it is. The configuration is made last: where something keeps the rest from being
/// made, a second run completes it.
#[derive(Debug, Args)]
pub struct Init {}

const BUILD_SCRIPT: &str = "build.rs";

/// Where the files are made.
struct Package {
    root: PathBuf,
    /// `None` where there is no package yet.
    manifest: Option<Manifest>,
}

impl Init {
    #[expect(clippy::unused_self, reason = "every command is run in the same way")]
    pub fn run(&self, options: &Options) -> CommandResult {
        let start = env::current_dir().map_err(|error| {
            Failure::because("the working directory cannot be read", describe(&error))
        })?;
        let package = Package::find(&start)?;
        let root = &package.root;
        let prompts = options.prompts.trim_end_matches('/');
        let files = files(prompts);
        for (path, _) in &files {
            refuse_dangling(root, path)?;
        }
        let configuration = format!("{prompts}/{CONFIGURATION}");
        if root.join(&configuration).exists() {
            let failure = Failure::new(format!(
                "`{configuration}` is there already: nothing was changed"
            ));
            return Err(failure.help("`cargo prompts new ID` adds a prompt to it"));
        }
        if *root != start {
            say!("in {}, the root of the package", root.display());
        }
        for (path, text) in files {
            put(root, &path, &text)?;
        }
        package.tell(prompts);
        Ok(ExitStatus::Success)
    }
}

impl Package {
    fn find(start: &Path) -> Result<Self, Failure> {
        match Manifest::nearest(start)? {
            Some(manifest) if manifest.is_package() => Ok(Self {
                root: manifest.folder.clone(),
                manifest: Some(manifest),
            }),
            Some(manifest) if manifest.folder == start => {
                let failure = Failure::new(format!(
                    "this is no package: `{MANIFEST}` has no `[package]`"
                ));
                Err(failure.help("run it in the folder of a member of the workspace"))
            }
            _ => Ok(Self {
                root: start.to_owned(),
                manifest: None,
            }),
        }
    }

    /// Says what is still to be done.
    fn tell(&self, prompts: &str) {
        let script = fs::read_to_string(self.root.join(BUILD_SCRIPT)).unwrap_or_default();
        if !script.contains("prompt_build") {
            say!(
                "next: in {BUILD_SCRIPT}, `{}` within `main`",
                starter::build_call(prompts)
            );
        }
        if self.manifest.is_none() {
            say!("next: `cargo init` makes a package of the folder");
        }
        let lacks = |table, package| {
            !self
                .manifest
                .as_ref()
                .is_some_and(|manifest| manifest.depends_on(table, package))
        };
        let runtime =
            lacks("dependencies", "prompt-runtime").then_some("`cargo add prompt-runtime`");
        let build = lacks("build-dependencies", "prompt-build")
            .then_some("`cargo add --build prompt-build`");
        let missing = runtime.into_iter().chain(build).collect::<Vec<_>>();
        if !missing.is_empty() {
            say!("next: {}", missing.join(" and "));
        }
        say!(
            "then: `prompt!(\"visitor-greeting\", visitor = \"Mara Lindqvist\")` is \
             {prompts}/visitor-greeting/local.prompt"
        );
    }
}

/// What is made, the configuration last: where it is, all is there.
fn files(prompts: &str) -> Vec<(String, String)> {
    let mut files = vec![(BUILD_SCRIPT.to_owned(), starter::build_script(prompts))];
    files.extend(
        starter::tree()
            .into_iter()
            .map(|(path, text)| (format!("{prompts}/{path}"), text.to_owned())),
    );
    files
}

/// A link to nothing is neither a file to keep nor a place for one.
fn refuse_dangling(root: &Path, path: &str) -> Result<(), Failure> {
    let is_dangling = |path: &&Path| root.join(path).is_symlink() && !root.join(path).exists();
    let Some(link) = Path::new(path).ancestors().find(is_dangling) else {
        return Ok(());
    };
    let failure = Failure::new(format!(
        "`{}` is a symbolic link to nothing: nothing was changed",
        link.display()
    ));
    Err(failure.help("make what it leads to, or remove it"))
}

/// Makes a file, and says so; one that is there is left alone.
fn put(root: &Path, path: &str, text: &str) -> Result<(), Failure> {
    let file = root.join(path);
    let folder = file.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(|error| Failure::cannot("make", folder, &error))?;
    let mut made = match fs::File::create_new(&file) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && file.is_file() => {
            say!("kept {path}, which was there");
            return Ok(());
        }
        made => made.map_err(|error| Failure::cannot("write", &file, &error))?,
    };
    if let Err(error) = made.write_all(text.as_bytes()) {
        // Half a file would be kept by the next run. Where it cannot be removed either, the error
        // is the same one.
        let _ = fs::remove_file(&file);
        return Err(Failure::cannot("write", &file, &error));
    }
    say!("made {path}");
    Ok(())
}
