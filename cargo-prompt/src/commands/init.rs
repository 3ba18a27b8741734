//! `cargo prompt init`.

use std::env;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use clap::Args;
use prompt_build::check::CONFIGURATION;
use prompt_build::disk::describe;

use crate::cli::Options;
use crate::ending::{Ending, Failure, Outcome};
use crate::package::starter;
use crate::report::output::say;

/// Makes a prompts folder with a configuration and a first prompt, and a build script
///
/// In the working directory, which is that of a package. Nothing that is there is ever overwritten: where there is a
/// configuration nothing is made at all, and a build script that is there stays as it is.
#[derive(Debug, Args)]
pub struct Init {}

const BUILD_SCRIPT: &str = "build.rs";

impl Init {
    #[expect(clippy::unused_self, reason = "every command is run in the same way")]
    pub fn run(&self, options: &Options) -> Outcome {
        let root = env::current_dir()
            .map_err(|error| Failure::because("the working directory cannot be read", describe(&error)))?;
        let prompts = options.prompts.trim_end_matches('/');
        let configuration = format!("{prompts}/{CONFIGURATION}");
        if root.join(&configuration).exists() {
            let failure = Failure::new(format!("`{configuration}` is there already: nothing was changed"));
            return Err(failure.help("`cargo prompt new ID` adds a prompt to it"));
        }
        for (path, text) in starter::tree() {
            put(&root, &format!("{prompts}/{path}"), text)?;
        }
        put(&root, BUILD_SCRIPT, &starter::build_script(prompts))?;
        let is_package = root.join("Cargo.toml").exists();
        tell(prompts, is_package);
        Ok(Ending::Clean)
    }
}

/// Makes a file, and says so; one that is there is left alone.
fn put(root: &Path, path: &str, text: &str) -> Result<(), Failure> {
    let file = root.join(path);
    let made = fs::create_dir_all(file.parent().unwrap_or(root))
        .and_then(|()| fs::File::create_new(&file))
        .and_then(|mut file| file.write_all(text.as_bytes()));
    match made {
        Ok(()) => say!("made {path}"),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => say!("kept {path}, which was there"),
        Err(error) => return Err(Failure::cannot("write", &file, &error)),
    }
    Ok(())
}

fn tell(prompts: &str, is_package: bool) {
    if !is_package {
        say!("next: `cargo init` makes a package of the folder");
    }
    say!("next: `cargo add prompt-runtime` and `cargo add --build prompt-build`");
    say!(
        "then: `prompt!(\"visitor-greeting\", visitor = \"Mara Lindqvist\")` is {prompts}/visitor-greeting/local.prompt"
    );
}
