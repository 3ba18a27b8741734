//! `cargo prompts export`.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use prompt_build::report::quoted;
use prompt_core::vocabulary::Api;
use semver::Version;

use crate::commands::options::Options;
use crate::project::folder::write_file;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::resolved_prompt::Setting;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{print_raw, say};
use crate::workflows::endpoint::Address;
use crate::workflows::promptfoo::PromptfooConfiguration;
use crate::workflows::runs::{find_judge, open_golden, render_golden};

/// Exports a prompt and its golden dataset to another tool
#[derive(Debug, Args)]
pub struct Export {
    #[command(subcommand)]
    tool: Tool,
}

#[derive(Debug, Subcommand)]
enum Tool {
    Promptfoo(Promptfoo),
}

/// Writes a `promptfooconfig.yaml` that promptfoo can run
///
/// The messages of each case are rendered as the application sends them; promptfoo does not fill
/// in anything. Model, temperature and output schema are the environment's. The environment, or its
/// pin, has to use the API `chat-completions`. Run it with `promptfoo
/// eval -o results.json`. Then `cargo prompts test ID --evidence results.json` records the report in
/// the ledger, whether the cases passed or not.
#[derive(Debug, Args)]
struct Promptfoo {
    /// The prompt's id
    id: String,
    /// The environment whose version and settings are used
    #[arg(long = "env", value_name = "ENVIRONMENT")]
    environment: Option<String>,
    /// Use this version instead of the pinned one
    #[arg(long)]
    version: Option<Version>,
    /// Write the file to this folder instead of to standard output, which is byte for byte except
    /// on a terminal
    #[arg(long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// The base URL of the endpoint [default: promptfoo's own settings]
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
}

/// The file name that promptfoo expects.
const FILE: &str = "promptfooconfig.yaml";

impl Export {
    pub fn run(&self, options: &Options) -> CommandResult {
        let Tool::Promptfoo(promptfoo) = &self.tool;
        promptfoo.run(options)
    }
}

impl Promptfoo {
    fn run(&self, options: &Options) -> CommandResult {
        // The file can end up in the repository: a URL with a password must not.
        if let Some(endpoint) = &self.endpoint {
            Address::parse(endpoint, Api::ChatCompletions)?;
        }
        let workspace = Workspace::find_noting(&options.prompts)?;
        let (prompt, findings) = ResolvedPrompt::find(
            &workspace,
            &self.id,
            self.environment.as_deref(),
            self.version.as_ref(),
        )?;
        let prompt = prompt.ok_or_else(|| Failure::from(findings))?;
        refuse_other_apis(&prompt.id, &prompt.environment)?;
        let golden = open_golden(&workspace, &prompt)?;
        let dataset = render_golden(&prompt, &golden)?;
        dataset.check_calls()?;
        let key = golden.needed_judge();
        let judge = key.map(|key| find_judge(&workspace, &prompt, key));
        let judge = judge.transpose()?;
        let configuration =
            PromptfooConfiguration::new(&golden, &dataset, self.endpoint.as_deref())
                .judged_by(judge.as_ref())?;
        if let Some(text) = configuration.changed_text() {
            return Err(changed(&prompt.id, &prompt.environment, &text));
        }
        let text = configuration.text();
        match &self.output {
            None => print_raw(&text)?,
            Some(folder) => write(folder, &text)?,
        }
        Ok(ExitStatus::Success)
    }
}

/// Refuses an environment whose calls promptfoo could not make as the application makes them.
fn refuse_other_apis(id: &str, environment: &Setting) -> Result<(), Failure> {
    let (name, api) = (&environment.name, environment.settings.api);
    if api == Api::ChatCompletions {
        return Ok(());
    }
    let message = format!("`{name}` uses `{api}`, and the export is for `chat-completions` alone");
    Err(Failure::new(message).help(format!(
        "`cargo prompts test {id} --env {name}` runs the dataset through `{api}`; to export it, name an environment that uses `chat-completions` with `--env`"
    )))
}

/// Refuses parameters and an output schema that promptfoo would send with another text.
fn changed(id: &str, environment: &Setting, text: &str) -> Failure {
    let message = format!(
        "promptfoo would put a variable of the environment in the place of the tag in {}",
        quoted(text)
    );
    Failure::new(message).help(format!(
        "change the text, or run the dataset with `cargo prompts test {id} --env {}`",
        environment.name
    ))
}

/// Writes the file. An existing file is replaced only if this command made it.
fn write(folder: &Path, text: &str) -> Result<(), Failure> {
    let path = folder.join(FILE);
    let shown = path.display();
    let word = match present(&path)? {
        Some(present) if present == text => {
            say!("{shown} is unchanged");
            return Ok(());
        }
        Some(present) if present.starts_with("# Made by `cargo prompts export") => {
            "was overwritten"
        }
        Some(_) => {
            return Err(not_ours(
                &path,
                "exists and was not written by this command",
            ));
        }
        None => "was written",
    };
    fs::create_dir_all(folder).map_err(|error| Failure::cannot("make", folder, &error))?;
    write_file(&path, text).map_err(|error| Failure::cannot("write", &path, &error))?;
    say!("{shown} {word}");
    Ok(())
}

/// The text of the file; `None` if there is none. A link may lead anywhere, and a pipe may have
/// nobody at its other end.
fn present(path: &Path) -> Result<Option<String>, Failure> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Ok(metadata) if !metadata.is_file() => Err(not_ours(path, "is not a regular file")),
        _ => {
            let text = fs::read_to_string(path);
            text.map(Some)
                .map_err(|_| Failure::new(format!("cannot read the existing `{}`", path.display())))
        }
    }
}

fn not_ours(path: &Path, reason: &str) -> Failure {
    let message = format!("`{}` {reason}; not overwritten", path.display());
    Failure::new(message).help("choose another folder with `--output FOLDER`")
}
