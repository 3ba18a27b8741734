//! The package whose prompts are worked on.

use std::env;
use std::fmt::{self, Display};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use prompt_build::check::{CONFIGURATION, library, missing_library};
use prompt_build::config::Config;
use prompt_build::disk::{Disk, describe};
use prompt_build::library::{
    Folders, Ledger, PromptFolder, interrupted_draft, interrupted_journal,
};
use prompt_build::report::Findings;
use prompt_build::source::{Location, Source};

use crate::project::folder_identity::FolderIdentity;
use crate::project::manifest::Manifest;
use crate::project::timestamp::check_clock;
use crate::report::failure::Failure;
use crate::report::output::note;

/// The default folder of a build script.
pub const DEFAULT_FOLDER: &str = "prompts";

/// A package with a prompts folder. Paths are relative to its root, with forward slashes, as
/// findings show them. A workspace only reads: a `Session` makes changes.
#[derive(Debug)]
pub struct Workspace {
    pub root: PathBuf,
    pub disk: Disk,
    /// The folder of `environments.yaml`.
    pub prompts: String,
    /// The folder of the package at hand, whose sources use the prompts: the root, `""`, or a
    /// folder below it, with a slash at the end.
    pub package: String,
}

/// A file that an interrupted command left in the state folder, by its path.
#[derive(Debug)]
pub enum Interruption {
    /// A change that is not complete.
    Journal(String),
    /// A change that was not decided on.
    Draft(String),
}

impl Display for Interruption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Journal(path) => write!(
                f,
                "note: `{path}` holds a change that is not complete: `cargo prompts recover` finishes it"
            ),
            Self::Draft(path) => write!(
                f,
                "note: `{path}` is of a command that was interrupted before it changed anything: `cargo prompts recover` removes it"
            ),
        }
    }
}

impl Workspace {
    /// Finds the package from the working directory upwards: the first folder that has the prompts
    /// folder with its configuration in it.
    pub fn find(prompts: &str) -> Result<Self, Failure> {
        check_clock(SystemTime::now())?;
        let start = env::current_dir().map_err(|error| {
            Failure::because("cannot read the working directory", describe(&error))
        })?;
        let prompts = prompts.trim_end_matches('/');
        let configuration = Path::new(prompts).join(CONFIGURATION);
        let Some(root) = start
            .ancestors()
            .find(|folder| folder.join(&configuration).is_file())
        else {
            return Err(missing(prompts, &configuration));
        };
        let (root, disk) = (root.to_owned(), Disk::new(root.to_owned()));
        let package = package_at_hand(&root, &start);
        Ok(Self {
            root,
            disk,
            prompts: prompts.to_owned(),
            package,
        })
    }

    /// The same package, with these texts in place of some files.
    pub fn with(&self, files: impl IntoIterator<Item = (String, String)>) -> Self {
        Self {
            root: self.root.clone(),
            disk: self.disk.with(files),
            prompts: self.prompts.clone(),
            package: self.package.clone(),
        }
    }

    /// Finds the package for a command that only reads, and notes a change that is not complete.
    pub fn find_noting(prompts: &str) -> Result<Self, Failure> {
        let workspace = Self::find(prompts)?;
        if let Some(interruption) = workspace.interruption() {
            note!("{interruption}");
        }
        Ok(workspace)
    }

    /// What an interrupted command left. Nothing is looked for if the configuration cannot be read,
    /// because it tells where the library is.
    pub fn interruption(&self) -> Option<Interruption> {
        let (config, _) = self.config().ok()?;
        let library = self.library(&config?);
        let journal = interrupted_journal(&self.disk, &library).map(Interruption::Journal);
        journal.or_else(|| interrupted_draft(&self.disk, &library).map(Interruption::Draft))
    }

    /// The name of the application: that of its package, or of its folder if there is no package.
    pub fn application(&self) -> Result<String, Failure> {
        let manifest = Manifest::of(&self.root)?;
        if let Some(name) = manifest.as_ref().and_then(Manifest::package_name) {
            return Ok(name.to_owned());
        }
        let folder = self.root.file_name().unwrap_or_default();
        Ok(folder.to_string_lossy().into_owned())
    }

    /// The name of the application, where several may share the library.
    pub fn application_of(&self, config: &Config) -> Result<Option<String>, Failure> {
        let shared = config.library.as_ref();
        shared.map(|_| self.application()).transpose()
    }

    /// The path of the configuration.
    pub fn configuration(&self) -> String {
        format!("{}/{CONFIGURATION}", self.prompts)
    }

    /// The configuration and its findings. `None` if it cannot be read.
    pub fn config(&self) -> Result<(Option<Config>, Findings), Failure> {
        let mut findings = Findings::default();
        let source = self.disk.read(&self.configuration())?;
        let config = Config::open(&self.disk, &source, &mut findings);
        let missing = config
            .as_ref()
            .and_then(|config| missing_library(&self.disk, config, &self.library(config)));
        let config = config.filter(|_| missing.is_none());
        findings.extend(missing);
        Ok((config, findings))
    }

    /// The configuration. Fails if it has errors.
    pub fn sound_config(&self) -> Result<Config, Failure> {
        let (config, findings) = self.config()?;
        config
            .filter(|_| !findings.has_errors())
            .ok_or_else(|| findings.into())
    }

    /// Opens the folder of a prompt. A finding about the folder as a whole is reported at `place`,
    /// or else at the folder.
    pub fn prompt_folder<'a>(
        &'a self,
        library: &'a str,
        id: &str,
        location: Option<&Location>,
        findings: &mut Findings,
    ) -> Option<PromptFolder<'a>> {
        let folder = || Location::file(&Source::without_text(format!("{library}/{id}")));
        let location = || location.cloned().unwrap_or_else(folder);
        PromptFolder::open(
            &Folders::new(&self.disk, library, [id]),
            id,
            location,
            findings,
        )
    }

    /// The ledger of a prompt.
    pub fn ledger(&self, library: &str, id: &str, findings: &mut Findings) -> Option<Ledger> {
        self.prompt_folder(library, id, None, findings)?
            .ledger(findings)
    }

    /// The identity of this working tree, which no copy and no clone shares.
    pub fn identity(&self) -> Result<FolderIdentity, Failure> {
        FolderIdentity::of(&self.root).map_err(|error| Failure::cannot("read", &self.root, &error))
    }

    /// The folder that holds the prompts: that of the configuration, unless it names another.
    pub fn library(&self, config: &Config) -> String {
        library(&self.prompts, config)
    }
}

/// The nearest package from the working directory upwards, where it lies below the root.
fn package_at_hand(root: &Path, start: &Path) -> String {
    let below = start.ancestors().take_while(|folder| *folder != root);
    // A manifest that cannot be read is for cargo to report.
    let mut manifests = below.filter_map(|folder| Manifest::of(folder).ok().flatten());
    let package = manifests.find(Manifest::is_package);
    let path = package
        .as_ref()
        .and_then(|manifest| manifest.folder.strip_prefix(root).ok());
    path.map(|path| format!("{}/", path.to_string_lossy().replace('\\', "/")))
        .unwrap_or_default()
}

fn missing(prompts: &str, configuration: &Path) -> Failure {
    let init = match prompts {
        DEFAULT_FOLDER => "cargo prompts init".to_owned(),
        folder => format!("cargo prompts init --prompts {folder}"),
    };
    Failure::new(format!("no `{}` in this folder or above", configuration.display()))
        .help(format!("`{init}` creates one, with a first prompt"))
        .help("if the folder has another name, pass `--prompts FOLDER` or set the variable `CARGO_PROMPTS_FOLDER`")
}
