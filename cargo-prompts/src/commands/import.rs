//! `cargo prompts import`.

use clap::Args;
use prompt_build::config::PromptSource;
use prompt_build::library::working_copy_file;

use crate::commands::options::Options;
use crate::project::change::{Edit, Target};
use crate::project::dataset_files::GOLDEN;
use crate::project::pin_record::edit_of_pins;
use crate::project::session::Session;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{escape_line, say};
use crate::rules::golden_skeleton::golden_skeleton;
use crate::rules::jinja::Whitespace;
use crate::workflows::import::{Format, Imported, Request, import};

/// Makes prompts of texts, Jinja templates and strings in Rust sources
///
/// Each gets a working copy, a golden dataset, and a pin in the first environment that accepts working
/// copies. The originals stay as they are. All are imported or none: an existing prompt is never
/// overwritten, and a template that a prompt cannot express is an error with its line.
///
/// Plain texts keep each character, but line ends become LF and a byte order mark is left out. Jinja
/// templates are translated; their inputs are declared with types guessed from their use. Each
/// translation is rendered beside its original, by minijinja, with made-up inputs, and a difference is
/// an error.
#[derive(Debug, Args)]
pub struct Import {
    /// Files, folders, and strings: `src/prompts.rs` for the strings of three words or more and the
    /// files of `include_str!`, `src/prompts.rs::NAME` for one
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<String>,
    /// The prompt's id, for a single text. Without it, ids are made of the names of files and strings
    #[arg(long = "as", value_name = "ID")]
    id: Option<String>,
    /// The format; without it, `.md` and `.txt` are texts, `.j2`, `.jinja`, `.jinja2` and `.tera` are
    /// templates, and strings are texts
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    whitespace: WhitespaceArgs,
    /// Print what would be created, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// The settings of Jinja's environment.
#[derive(Debug, Args)]
struct WhitespaceArgs {
    /// Read Jinja with `trim_blocks`: the first line end after a block's tag is removed
    #[arg(long)]
    trim_blocks: bool,
    /// Read Jinja with `lstrip_blocks`: blanks between the start of a line and a block's tag are removed
    #[arg(long)]
    lstrip_blocks: bool,
    /// Read Jinja with `keep_trailing_newline`: the line end at the end of the file is kept
    #[arg(long)]
    keep_trailing_newline: bool,
}

impl Import {
    pub fn run(&self, options: &Options) -> CommandResult {
        let imported = import(&Request {
            paths: &self.paths,
            id: self.id.as_deref(),
            format: self.format,
            whitespace: Whitespace {
                trim_blocks: self.whitespace.trim_blocks,
                lstrip_blocks: self.whitespace.lstrip_blocks,
                keep_trailing_newline: self.whitespace.keep_trailing_newline,
            },
        })?;
        let ids = imported.iter().map(|one| one.id.as_str());
        let ids = ids.collect::<Vec<_>>();
        if self.dry_run {
            return preview(options, &imported, &ids);
        }
        let workspace = Workspace::find(&options.prompts)?;
        let session = Session::open(&workspace)?;
        refuse_existing(&workspace, &session.library, &ids)?;
        let (edits, environment) = edits(&session, &imported, &ids)?;
        session.commit_all(
            &format!("cargo prompts import {}", ids.join(" ")),
            &ids,
            &edits,
        )?;
        for one in &imported {
            tell("created", &session.library, one);
        }
        say!("{}", next(environment, &ids));
        Ok(ExitStatus::Success)
    }
}

fn preview(options: &Options, imported: &[Imported], ids: &[&str]) -> CommandResult {
    let workspace = Workspace::find_noting(&options.prompts)?;
    let library = workspace.library(&workspace.sound_config()?);
    refuse_existing(&workspace, &library, ids)?;
    for one in imported {
        tell("would create", &library, one);
    }
    Ok(ExitStatus::Success)
}

fn refuse_existing(workspace: &Workspace, library: &str, ids: &[&str]) -> Result<(), Failure> {
    let folders = ids.iter().map(|id| format!("{library}/{id}"));
    let mut existing = folders.filter(|folder| workspace.disk.exists(folder));
    match existing.next() {
        None => Ok(()),
        Some(folder) => {
            let failure = Failure::new(format!("`{folder}` already exists; nothing was imported"));
            Err(failure.help("import the text with `--as ID` under another id"))
        }
    }
}

/// The files of the prompts, and the pins in the first environment that accepts working copies. An
/// existing pin stays.
fn edits<'a>(
    session: &'a Session<'_>,
    imported: &[Imported],
    ids: &[&str],
) -> Result<(Vec<Edit>, Option<&'a str>), Failure> {
    let mut edits = Vec::new();
    for one in imported {
        let golden = (GOLDEN.to_owned(), golden_skeleton(&one.inputs));
        let copy = (working_copy_file(one.extension), one.text.clone());
        edits.extend([golden, copy].map(|(name, text)| Edit {
            target: Target::Library(format!("{}/{name}", one.id)),
            from: String::new(),
            text,
        }));
    }
    let config = &session.config;
    let is_pinned = |id: &str| config.prompts.iter().any(|prompt| prompt.id == id);
    let unpinned = ids.iter().copied().filter(|id| !is_pinned(id));
    let unpinned = unpinned.collect::<Vec<_>>();
    let mut environments = config.environments.iter();
    let local = environments.find(|one| one.source == Some(PromptSource::Local));
    let local = local.map(|one| one.name.as_str());
    if let Some(environment) = local
        && !unpinned.is_empty()
    {
        edits.push(edit_of_pins(config, &unpinned, environment, "latest")?);
    }
    Ok((edits, local))
}

fn tell(what: &str, library: &str, one: &Imported) {
    let path = format!("{library}/{}/{}", one.id, working_copy_file(one.extension));
    say!("{what} {path} from {}", escape_line(&one.origin));
    for note in &one.notes {
        say!("  {}", escape_line(note));
    }
}

fn next(environment: Option<&str>, ids: &[&str]) -> String {
    let (copies, them) = match ids {
        [_] => ("copy", "it"),
        _ => ("copies", "them"),
    };
    match environment {
        Some(environment) => format!(
            "{environment} pins the working {copies}; next: read {them}, and run `cargo prompts check`"
        ),
        None => format!(
            "no environment accepts working copies; next: read {them}, and run `cargo prompts publish ID`"
        ),
    }
}
