//! `sales-desk summarize`

use std::error::Error;
use std::io::Write;
use std::str::FromStr;

use clap::{Args, ValueEnum};
use prompt_runtime::{Message, Rendered, Text, ToolCall, prompt};

use crate::delivery::Delivery;

#[derive(Args)]
pub(crate) struct Summary {
    /// The affected service
    #[arg(long)]
    service: String,
    /// The severity that the incident lead has declared
    #[arg(long, ignore_case = true)]
    severity: Severity,
    /// A message from the incident's channel; repeat it, oldest first
    #[arg(long = "message", value_name = "TIME AUTHOR: TEXT", required = true)]
    messages: Vec<Line>,
    #[command(flatten)]
    delivery: Delivery,
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "UPPER")]
enum Severity {
    Sev1,
    Sev2,
    Sev3,
}

#[derive(Clone)]
struct Line {
    at: String,
    author: String,
    text: String,
}

impl Summary {
    pub(crate) fn run(&self, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
        self.delivery
            .deliver([self.render()], out, no_tool, |answer| answer.text.clone())
    }

    fn render(&self) -> Rendered {
        let Self {
            service,
            severity,
            messages,
            ..
        } = self;
        prompt!("ops-summarize-001", service, severity, messages)
    }
}

/// The prompt offers no tools, so a call is the model's mistake.
fn no_tool(call: &ToolCall) -> Message {
    Message::tool_error(call, "there are no tools")
}

/// Lets the application's own type be a text of a prompt.
impl Text for Severity {
    fn as_text(&self) -> &str {
        match self {
            Self::Sev1 => "SEV1",
            Self::Sev2 => "SEV2",
            Self::Sev3 => "SEV3",
        }
    }
}

impl FromStr for Line {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text
            .split_once(' ')
            .and_then(|(at, rest)| Some((at, rest.split_once(": ")?)));
        let (at, (author, text)) =
            parts.ok_or("expected TIME AUTHOR: TEXT, as in \"09:12 on call: errors at 30 %\"")?;
        Ok(Self {
            at: at.to_owned(),
            author: author.to_owned(),
            text: text.to_owned(),
        })
    }
}
