//! `cargo prompts render`.

use clap::Args;
use prompt_core::message::{Content, Message, Part};
use semver::Version;
use serde_json::json;

use crate::commands::options::Options;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{BOLD, DIM, RESET, escape_controls, escape_line, print, print_json};
use crate::workflows::runs::{
    RenderedCase, RenderedDataset, check_supported, open_golden, render_golden,
};

/// Prints a prompt with the inputs of a golden case, as text or as the request that is sent
///
/// Nothing is sent. The default environment is `default_environment`, else the first that accepts
/// working copies, else the first.
#[derive(Debug, Args)]
pub struct Render {
    /// The prompt's id
    id: String,
    /// The golden case, counted from one
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    case: u32,
    /// The environment whose version and settings are used
    #[arg(long = "env", value_name = "ENVIRONMENT")]
    environment: Option<String>,
    /// Use this version instead of the pinned one
    #[arg(long)]
    version: Option<Version>,
    /// Print the path and the body of the request, as JSON
    #[arg(long)]
    request: bool,
}

impl Render {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find_noting(&options.prompts)?;
        let prompt = ResolvedPrompt::find_or_fail(
            &workspace,
            &self.id,
            self.environment.as_deref(),
            self.version.as_ref(),
        )?;
        let dataset = render_golden(&prompt, &open_golden(&workspace, &prompt)?)?;
        let case = self.case(&dataset)?;
        if self.request {
            check_supported(&prompt)?;
            dataset.check_case(case)?;
            let request = dataset.request(&case.messages);
            let call = request.call();
            print_json(&json!({ "path": call.path(), "body": call }))?;
        } else {
            print(&text(&case.messages))?;
        }
        Ok(ExitStatus::Success)
    }

    fn case<'a>(&self, dataset: &'a RenderedDataset<'_>) -> Result<&'a RenderedCase, Failure> {
        let position = usize::try_from(self.case - 1).unwrap_or(usize::MAX);
        dataset.cases.get(position).ok_or_else(|| {
            let message = format!("`{}` has no golden case {}", self.id, self.case);
            Failure::new(message).help(format!("it has {}", dataset.counted()))
        })
    }
}

/// The messages, each below its role.
fn text(messages: &[Message]) -> String {
    let messages = messages.iter().map(|message| {
        let text = content(&message.content);
        let end = if text.ends_with('\n') { "" } else { "\n" };
        format!("{BOLD}{}{RESET}\n{text}{end}", message.role)
    });
    messages.collect::<Vec<_>>().join("\n")
}

fn content(content: &Content) -> String {
    match content {
        Content::Text(text) => escape_controls(text).into_owned(),
        Content::Parts(parts) => parts.iter().map(part).collect(),
        // A template makes neither.
        Content::Turn(_) | Content::ToolResult(_) => String::new(),
    }
}

/// A text as it is, and other parts in a line.
fn part(part: &Part) -> String {
    match part {
        Part::Text(text) => escape_controls(text).into_owned(),
        Part::Section(name) => format!("{DIM}[section {}]{RESET}", escape_line(name)),
        Part::Media { url, content_type } => {
            let kind = content_type.as_deref().unwrap_or("media");
            format!("{DIM}[{} {}]{RESET}", escape_line(kind), escape_line(url))
        }
    }
}
