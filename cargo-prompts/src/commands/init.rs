//! `cargo prompts init`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use prompt_build::check::CONFIGURATION;
use prompt_build::disk::describe;

use crate::commands::options::Options;
use crate::project::folder::write_file;
use crate::project::manifest::{MANIFEST, Manifest};
use crate::project::starter;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{for_programs, say};
use crate::rules::editor_schema::EditorSchema;

/// Creates the prompts folder, with a configuration, a first prompt and a build script
///
/// The files are created at the root of the package. Existing files are never overwritten: the
/// command stops where there is a configuration, and keeps an existing build script. The
/// configuration is written last, so that a second run completes an interrupted one. Its first line
/// names the JSON Schema beside it, for editors.
#[derive(Debug, Args)]
pub struct Init {
    /// Leaves out the first prompt: creates the configuration and the build script alone
    #[arg(long)]
    bare: bool,
}

const BUILD_SCRIPT: &str = "build.rs";
/// The schema that the first line of the configuration names.
const CONFIGURATION_SCHEMA: &str = "environments.schema.json";

/// The package in which the files are created.
struct Package {
    root: PathBuf,
    /// `None` if there is no package yet.
    manifest: Option<Manifest>,
}

impl Init {
    pub fn run(&self, options: &Options) -> CommandResult {
        let start = env::current_dir().map_err(|error| {
            Failure::because("cannot read the working directory", describe(&error))
        })?;
        let package = Package::find(&start)?;
        let root = &package.root;
        let prompts = options.prompts.trim_end_matches('/');
        let files = self.files(prompts);
        for (path, _) in &files {
            refuse_link(root, prompts, path)?;
        }
        let configuration = format!("{prompts}/{CONFIGURATION}");
        if root.join(&configuration).exists() {
            let failure = Failure::new(format!(
                "`{configuration}` already exists; nothing was changed"
            ));
            return Err(failure.help("`cargo prompts new ID` adds a prompt to it"));
        }
        if *root != start {
            say!(
                "creating files in {}, the root of the package",
                root.display()
            );
        }
        for (path, text) in files {
            put(root, &path, &text)?;
        }
        package.tell(prompts);
        if self.bare {
            say!("then: `cargo prompts new ID` adds a prompt");
        } else {
            say!(
                "then: `prompt!(\"visitor-greeting\", visitor = \"Mara Lindqvist\")` renders \
                 {prompts}/visitor-greeting/local.prompt"
            );
        }
        Ok(ExitStatus::Success)
    }

    /// The files to create. The configuration is the last one: if it exists, all the others do.
    fn files(&self, prompts: &str) -> Vec<(String, String)> {
        let schema = for_programs(&format!("{:#}\n", EditorSchema::Environments.json()));
        let mut files = vec![
            (BUILD_SCRIPT.to_owned(), starter::build_script(prompts)),
            (format!("{prompts}/{CONFIGURATION_SCHEMA}"), schema),
        ];
        let tree = if self.bare {
            vec![(CONFIGURATION.to_owned(), starter::bare_configuration())]
        } else {
            starter::tree()
        };
        files.extend(
            tree.into_iter()
                .map(|(path, text)| (format!("{prompts}/{path}"), text)),
        );
        files
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
                let failure =
                    Failure::new(format!("not a package: `{MANIFEST}` has no `[package]`"));
                Err(failure.help("run this in the folder of a workspace member"))
            }
            _ => Ok(Self {
                root: start.to_owned(),
                manifest: None,
            }),
        }
    }

    /// Prints the remaining steps.
    fn tell(&self, prompts: &str) {
        let script = fs::read_to_string(self.root.join(BUILD_SCRIPT)).unwrap_or_default();
        if !script.contains("prompt_build") {
            say!(
                "next: add `{}` to `main` in {BUILD_SCRIPT}",
                starter::build_call(prompts)
            );
        }
        if self.manifest.is_none() {
            say!("next: run `cargo init` to create a package");
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
            say!("next: run {}", missing.join(" and "));
        }
    }
}

/// Refuses a broken link, which is no file to keep and in whose place none can be created, and a link
/// below the prompts, which can lead out of the library.
fn refuse_link(root: &Path, prompts: &str, path: &str) -> Result<(), Failure> {
    let is_link = |path: &&Path| root.join(path).is_symlink();
    let is_below = |path: &Path| path.starts_with(prompts) && path != Path::new(prompts);
    for link in Path::new(path).ancestors().filter(is_link) {
        let name = link.display();
        let (message, help) = if !root.join(link).exists() {
            (
                format!("`{name}` is a broken symbolic link; nothing was changed"),
                "create its target, or remove the link",
            )
        } else if is_below(link) {
            (
                format!("`{name}` is a symbolic link; nothing was changed"),
                "remove the link: only the library as a whole may be one",
            )
        } else {
            continue;
        };
        return Err(Failure::new(message).help(help));
    }
    Ok(())
}

/// Creates a file as a whole and prints its path. An existing file is kept.
fn put(root: &Path, path: &str, text: &str) -> Result<(), Failure> {
    let file = root.join(path);
    if file.is_file() {
        say!("kept the existing {path}");
        return Ok(());
    }
    let folder = file.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(|error| Failure::cannot("make", folder, &error))?;
    write_file(&file, text).map_err(|error| Failure::cannot("write", &file, &error))?;
    say!("created {path}");
    Ok(())
}
