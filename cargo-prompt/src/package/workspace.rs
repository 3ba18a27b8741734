//! The package whose prompts are worked on.

use std::env;
use std::path::{Path, PathBuf};

use prompt_build::check::{CONFIGURATION, library};
use prompt_build::config::Config;
use prompt_build::disk::{Disk, describe};
use prompt_build::report::Findings;

use crate::cli::{DEFAULT_FOLDER, Options};
use crate::ending::Failure;
use crate::ledger::change::Changes;
use crate::report::output::note;

/// A package with a prompts folder. Paths are relative to its root, with forward slashes, as findings show them.
#[derive(Debug)]
pub struct Workspace {
    pub root: PathBuf,
    pub disk: Disk,
    /// The folder of `environments.yaml`.
    pub prompts: String,
}

impl Workspace {
    /// Finds the package from the working directory upwards: the first folder that has the prompts folder with its
    /// configuration in it.
    pub fn find(options: &Options) -> Result<Self, Failure> {
        let start = env::current_dir()
            .map_err(|error| Failure::because("the working directory cannot be read", describe(&error)))?;
        let prompts = options.prompts.trim_end_matches('/');
        let configuration = Path::new(prompts).join(CONFIGURATION);
        let Some(root) = start.ancestors().find(|folder| folder.join(&configuration).is_file()) else {
            return Err(missing(prompts, &configuration));
        };
        let workspace = Self { root: root.to_owned(), disk: Disk::new(root.to_owned()), prompts: prompts.to_owned() };
        workspace.finish_interrupted();
        Ok(workspace)
    }

    /// Whatever the command is: what an earlier one left half done is finished first. Where that cannot be, who only reads
    /// goes on; who writes meets the same failure again.
    fn finish_interrupted(&self) {
        let Ok(changes) = self.changes() else { return };
        if changes.is_interrupted()
            && let Err(failure) = changes.begin()
        {
            note!("note: {failure}");
        }
    }

    /// The name of the application: its package's, or that of its folder.
    pub fn application(&self) -> String {
        let manifest = self.disk.read("Cargo.toml").map(|source| source.text.clone()).unwrap_or_default();
        let lines = manifest.lines().skip_while(|line| line.trim() != "[package]");
        let mut names = lines.filter_map(|line| line.split_once('=').filter(|(key, _)| key.trim() == "name"));
        let name = names.next().and_then(|(_, value)| value.split('"').nth(1)).map(str::to_owned);
        name.unwrap_or_else(|| self.root.file_name().unwrap_or_default().to_string_lossy().into_owned())
    }

    /// The path of the configuration.
    pub fn configuration(&self) -> String {
        format!("{}/{CONFIGURATION}", self.prompts)
    }

    /// The configuration, and what is wrong with it.
    pub fn config(&self) -> Result<(Option<Config>, Findings), Failure> {
        let mut findings = Findings::default();
        let source = self.disk.read(&self.configuration())?;
        Ok((Config::read(&source, &mut findings), findings))
    }

    /// The configuration, where nothing is wrong with it.
    pub fn sound_config(&self) -> Result<Config, Failure> {
        let (config, findings) = self.config()?;
        config.filter(|_| !findings.has_errors()).ok_or_else(|| findings.into())
    }

    /// Where changes are made.
    pub fn changes(&self) -> Result<Changes, Failure> {
        let library = self.library(&self.sound_config()?);
        Ok(Changes::of(&self.root.join(self.configuration()), &self.root.join(library)))
    }

    /// The folder that holds the prompts: that of the configuration, unless it names another.
    pub fn library(&self, config: &Config) -> String {
        library(&self.prompts, config)
    }
}

fn missing(prompts: &str, configuration: &Path) -> Failure {
    let init = match prompts {
        DEFAULT_FOLDER => "cargo prompt init".to_owned(),
        folder => format!("cargo prompt init --prompts {folder}"),
    };
    Failure::new(format!("no `{}` here or above", configuration.display()))
        .help(format!("`{init}` makes one, with a first prompt"))
        .help("`--prompts FOLDER`, or the variable `CARGO_PROMPT_FOLDER`, names the folder where it is another one")
}
